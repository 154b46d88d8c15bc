import { defineReasons } from './failure.js';

export const COMMON = defineReasons({
  invalid_input: {
    code: 'invalid',
    title: { fr: 'Données non valides', en: 'Invalid input' },
    detail: {
      fr: 'Une ou plusieurs valeurs ne sont pas acceptables ; voir `errors`.',
      en: 'One or more values are not acceptable; see `errors`.',
    },
  },
  malformed_request: {
    code: 'invalid',
    status: 400,
    title: { fr: 'Requête mal formée', en: 'Malformed request' },
    detail: {
      fr: 'La requête ne peut pas être lue : corps JSON, en-tête ou adresse mal formés.',
      en: 'The request cannot be read: its JSON body, a header or the address is malformed.',
    },
  },
  invalid_query: {
    code: 'invalid',
    status: 400,
    title: { fr: 'Paramètre de requête non valide', en: 'Invalid query parameter' },
    detail: {
      fr: 'Un paramètre de requête est inconnu ou non valide ; voir `errors`.',
      en: 'A query parameter is unknown or invalid; see `errors`.',
    },
  },
  invalid_cursor: {
    code: 'invalid',
    status: 400,
    title: { fr: 'Curseur non valide', en: 'Invalid cursor' },
    detail: {
      fr: 'Ce curseur n’a pas été émis pour cette liste, ces filtres et cet appelant. Reprenez à la première page.',
      en: 'This cursor was not issued for this list, these filters and this caller. Start again at the first page.',
    },
  },
  expired_token: {
    code: 'invalid',
    status: 410,
    title: { fr: 'Jeton de synchronisation expiré', en: 'Expired sync token' },
    detail: {
      fr: 'Ce jeton a plus de 30 jours, précède une restauration, ou la file active de qui lit, ou ses fonctions, ont changé depuis. Refaites une lecture complète, sans jeton.',
      en: 'This token is older than 30 days, precedes a restore, or the caseload of who reads, or her functions, have changed since. Read everything again, without a token.',
    },
  },
  payload_too_large: {
    code: 'invalid',
    status: 413,
    title: { fr: 'Corps trop volumineux', en: 'Body too large' },
    detail: { fr: 'Le corps dépasse la taille acceptée.', en: 'The body exceeds the accepted size.' },
  },
  not_utf8: {
    code: 'invalid',
    status: 400,
    title: { fr: 'Corps illisible', en: 'Unreadable body' },
    detail: {
      fr: 'Le corps n’est pas en UTF-8. Envoyez-le en UTF-8 (et non en ISO-8859-1 ou Windows-1252).',
      en: 'The body is not UTF-8. Send it in UTF-8 (not in ISO-8859-1 or Windows-1252).',
    },
  },
  unsupported_media_type: {
    code: 'invalid',
    status: 415,
    title: { fr: 'Type de contenu non pris en charge', en: 'Unsupported media type' },
    detail: {
      fr: 'Envoyez du JSON en UTF-8, sans `Content-Encoding` : `Content-Type: application/json`.',
      en: 'Send JSON in UTF-8, without `Content-Encoding`: `Content-Type: application/json`.',
    },
  },
  not_acceptable: {
    code: 'invalid',
    status: 406,
    title: { fr: 'Format de réponse indisponible', en: 'Not acceptable' },
    detail: {
      fr: 'Cette ressource n’existe pas dans le format demandé.',
      en: 'This resource does not exist in the requested format.',
    },
  },
  uri_too_long: {
    code: 'invalid',
    status: 414,
    title: { fr: 'Adresse trop longue', en: 'URI too long' },
    detail: { fr: 'L’adresse demandée est trop longue.', en: 'The requested address is too long.' },
  },
  headers_too_large: {
    code: 'invalid',
    status: 431,
    title: { fr: 'En-têtes trop volumineux', en: 'Request header fields too large' },
    detail: { fr: 'Les en-têtes dépassent la taille acceptée.', en: 'The headers exceed the accepted size.' },
  },
  request_timeout: {
    code: 'invalid',
    status: 408,
    title: { fr: 'Requête trop lente', en: 'Request timeout' },
    detail: { fr: 'La requête n’est pas arrivée entière à temps.', en: 'The request did not arrive whole in time.' },
  },
  unauthenticated: {
    code: 'unauthenticated',
    title: { fr: 'Authentification requise', en: 'Authentication required' },
    detail: {
      fr: 'Le jeton d’accès manque, est expiré, révoqué ou non valide. Demandez-en un à /oauth/token ou /v1/sessions.',
      en: 'The access token is missing, expired, revoked or invalid. Ask for one at /oauth/token or /v1/sessions.',
    },
  },
  forbidden: {
    code: 'forbidden',
    title: { fr: 'Action non permise', en: 'Not permitted' },
    detail: {
      fr: 'Ni les rôles de votre organisation ni la portée de votre jeton ne donnent la permission {permission}.',
      en: 'Neither your organisation’s roles nor your token’s scope give the permission {permission}.',
    },
  },
  not_found: {
    code: 'not_found',
    title: { fr: 'Introuvable', en: 'Not found' },
    detail: {
      fr: 'Rien à cette adresse que vous puissiez voir.',
      en: 'Nothing at this address that you may see.',
    },
  },
  method_not_allowed: {
    code: 'invalid',
    status: 405,
    title: { fr: 'Méthode non permise', en: 'Method not allowed' },
    detail: {
      fr: 'Cette adresse n’accepte pas cette méthode ; voir l’en-tête `Allow`.',
      en: 'This address does not take this method; see the `Allow` header.',
    },
  },
  conflict: {
    code: 'conflict',
    title: { fr: 'Conflit', en: 'Conflict' },
    detail: {
      fr: 'L’état actuel de la ressource s’y oppose. Relisez-la, puis recommencez.',
      en: 'The current state of the resource stands against it. Read it again, then retry.',
    },
  },
  already_exists: {
    code: 'conflict',
    title: { fr: 'Existe déjà', en: 'Already exists' },
    detail: {
      fr: 'Une ressource avec cet identifiant existe déjà. Changez celle-là, ou donnez un autre identifiant.',
      en: 'A resource with this identifier already exists. Change that one, or give another identifier.',
    },
  },
  precondition_required: {
    code: 'conflict',
    status: 428,
    title: { fr: 'If-Match requis', en: 'If-Match required' },
    detail: {
      fr: 'Relisez la ressource et renvoyez son ETag dans `If-Match` (GraphQL : `expectedVersion`).',
      en: 'Read the resource and send its ETag in `If-Match` (GraphQL: `expectedVersion`).',
    },
  },
  precondition_unversioned: {
    code: 'invalid',
    status: 400,
    title: { fr: 'If-Match sans version', en: 'If-Match without a version' },
    detail: {
      fr: '`If-Match: *` ne dit pas quelle version vous avez lue. Relisez la ressource et renvoyez son ETag.',
      en: '`If-Match: *` does not say which version you have read. Read the resource and send its ETag.',
    },
  },
  precondition_failed: {
    code: 'conflict',
    status: 412,
    title: { fr: 'Version dépassée', en: 'Stale version' },
    detail: {
      fr: 'La ressource a changé depuis votre lecture. Relisez-la, puis recommencez avec son nouvel ETag (GraphQL : sa nouvelle `version`).',
      en: 'The resource changed since you read it. Read it again and retry with its new ETag (GraphQL: its new `version`).',
    },
  },
  idempotency_key_required: {
    code: 'invalid',
    status: 400,
    title: { fr: 'Idempotency-Key requis', en: 'Idempotency-Key required' },
    detail: {
      fr: 'Cette opération demande un en-tête `Idempotency-Key` (GraphQL : ou l’argument `idempotencyKey`).',
      en: 'This operation needs an `Idempotency-Key` header (GraphQL: or the argument `idempotencyKey`).',
    },
  },
  idempotency_mismatch: {
    code: 'invalid',
    title: { fr: 'Clé d’idempotence déjà employée', en: 'Idempotency key reused' },
    detail: {
      fr: 'Cette clé a déjà servi avec un autre corps. Prenez une clé neuve pour une demande neuve.',
      en: 'This key was used with another body. Take a new key for a new request.',
    },
  },
  idempotency_in_flight: {
    code: 'conflict',
    title: { fr: 'Demande en cours', en: 'Request in flight' },
    detail: {
      fr: 'La première demande avec cette clé n’est pas terminée. Réessayez dans une seconde.',
      en: 'The first request with this key has not ended. Retry in a second.',
    },
  },
  too_many_requests: {
    code: 'unavailable',
    status: 429,
    title: { fr: 'Trop de requêtes', en: 'Too many requests' },
    detail: { fr: 'La limite est atteinte ; attendez {seconds} s.', en: 'The limit is reached; wait {seconds} s.' },
  },
  unavailable: {
    code: 'unavailable',
    title: { fr: 'Service momentanément indisponible', en: 'Service unavailable' },
    detail: {
      fr: 'Réessayez dans quelques secondes ; rien n’a été fait.',
      en: 'Retry in a few seconds; nothing was done.',
    },
  },
  internal: {
    code: 'unavailable',
    status: 500,
    title: { fr: 'Erreur interne', en: 'Internal error' },
    detail: {
      fr: 'Une erreur de notre côté, notée sous `requestId`. Réessayez ; avec une clé d’idempotence rien ne se fera deux fois.',
      en: 'An error of ours, recorded under `requestId`. Retry; with an idempotency key nothing happens twice.',
    },
  },
});
