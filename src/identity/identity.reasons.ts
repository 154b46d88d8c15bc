import { defineReasons, Failure } from '../platform/errors/failure.js';

export const IDENTITY = defineReasons({
  oauth_invalid_request: {
    code: 'invalid',
    status: 400,
    title: { fr: 'Demande OAuth mal formée', en: 'Malformed OAuth request' },
    detail: {
      fr: 'Un paramètre manque, est répété ou contredit un autre. Envoyez un formulaire `application/x-www-form-urlencoded`, avec une seule méthode d’authentification du client.',
      en: 'A parameter is missing, repeated, or contradicts another. Send an `application/x-www-form-urlencoded` form, with a single method of client authentication.',
    },
  },
  oauth_invalid_client: {
    code: 'unauthenticated',
    title: { fr: 'Client non reconnu', en: 'Client not authenticated' },
    detail: {
      fr: 'Client inconnu ou désactivé, secret faux, expiré ou révoqué, ou assertion non valide.',
      en: 'Unknown or inactive client, wrong, expired or revoked secret, or invalid assertion.',
    },
  },
  oauth_unsupported_grant_type: {
    code: 'invalid',
    status: 400,
    title: { fr: 'Type d’autorisation non pris en charge', en: 'Unsupported grant type' },
    detail: {
      fr: 'Seul `grant_type=client_credentials` est pris en charge.',
      en: 'Only `grant_type=client_credentials` is supported.',
    },
  },
  oauth_invalid_scope: {
    code: 'invalid',
    status: 400,
    title: { fr: 'Portée non valide', en: 'Invalid scope' },
    detail: {
      fr: 'Une portée est inconnue, ou ce client n’en détient aucune de celles demandées. Voir `scopes_supported` dans /.well-known/oauth-authorization-server.',
      en: 'A scope is unknown, or this client holds none of those asked for. See `scopes_supported` in /.well-known/oauth-authorization-server.',
    },
  },
  two_secrets_already: {
    code: 'conflict',
    title: { fr: 'Deux secrets déjà actifs', en: 'Two secrets already active' },
    detail: {
      fr: 'Un client a au plus deux secrets actifs. Supprimez l’ancien (DELETE /v1/api-clients/{id}/secrets/{secretId}), puis recommencez.',
      en: 'A client has at most two active secrets. Delete the old one (DELETE /v1/api-clients/{id}/secrets/{secretId}), then try again.',
    },
  },
  email_taken: {
    code: 'conflict',
    title: { fr: 'Adresse déjà employée', en: 'Address already in use' },
    detail: {
      fr: 'Un compte existe déjà avec cette adresse électronique. Employez une autre adresse, ou invitez de nouveau ce compte s’il est des vôtres.',
      en: 'An account with this e-mail address exists already. Use another address, or invite that account again if it is one of yours.',
    },
  },
  user_inactive: {
    code: 'conflict',
    title: { fr: 'Compte désactivé', en: 'Account inactive' },
    detail: {
      fr: 'Réactivez d’abord ce compte (`active: true`).',
      en: 'Activate this account first (`active: true`).',
    },
  },
  administered_already: {
    code: 'conflict',
    title: { fr: 'Organisation inconnue ou déjà administrée', en: 'Organisation unknown or already administered' },
    detail: {
      fr: 'Le coordinateur invite l’administrateur d’un partenaire dont personne n’a encore accepté d’invitation et qui n’a aucun client actif. Ensuite, le partenaire invite lui-même.',
      en: 'The coordinator invites the administrator of a partner of which nobody has accepted an invitation yet, and that has no active client. After that the partner itself invites.',
    },
  },
  invalid_credentials: {
    code: 'unauthenticated',
    title: { fr: 'Identification refusée', en: 'Login refused' },
    detail: {
      fr: 'Adresse, mot de passe ou code inexacts, compte désactivé, ou trop d’essais : dans ce dernier cas attendez 15 minutes.',
      en: 'Wrong address, password or code, inactive account, or too many attempts: in that case wait for 15 minutes.',
    },
  },
  second_factor_required: {
    code: 'unauthenticated',
    title: { fr: 'Second facteur requis', en: 'Second factor required' },
    detail: {
      fr: 'Ajoutez `totp` (ou `recoveryCode`) à la demande.',
      en: 'Add `totp` (or `recoveryCode`) to the request.',
    },
  },
  session_over: {
    code: 'unauthenticated',
    title: { fr: 'Session terminée', en: 'Session over' },
    detail: {
      fr: 'Ce jeton de renouvellement est inconnu, expiré ou déjà employé. Identifiez-vous de nouveau.',
      en: 'This refresh token is unknown, expired, or was used before. Log in again.',
    },
  },
  invitation_over: {
    code: 'invalid',
    status: 410,
    title: { fr: 'Invitation expirée', en: 'Invitation over' },
    detail: {
      fr: 'Cette invitation est inconnue, expirée ou déjà employée. Demandez-en une autre à l’administrateur de votre organisation.',
      en: 'This invitation is unknown, has expired or was used before. Ask the administrator of your organisation for another.',
    },
  },
  people_only: {
    code: 'forbidden',
    title: { fr: 'Réservé aux personnes', en: 'For people only' },
    detail: {
      fr: 'Une machine n’a ni mot de passe ni session.',
      en: 'A machine has neither a password nor a session.',
    },
  },
  second_factor_already: {
    code: 'conflict',
    title: { fr: 'Second facteur déjà en place', en: 'Second factor already in place' },
    detail: {
      fr: 'Retirez d’abord celui qui existe (POST /v1/me/totp/removal).',
      en: 'Remove the existing one first (POST /v1/me/totp/removal).',
    },
  },
  second_factor_missing: {
    code: 'conflict',
    title: { fr: 'Aucun second facteur à confirmer', en: 'No second factor to confirm' },
    detail: { fr: 'Commencez par POST /v1/me/totp.', en: 'Begin with POST /v1/me/totp.' },
  },
});

type OAuthError = 'invalid_request' | 'invalid_client' | 'unsupported_grant_type' | 'invalid_scope';

const DESCRIPTIONS: Record<OAuthError, string> = {
  invalid_request: 'A parameter is missing, repeated, or contradicts another',
  invalid_client: 'Client authentication failed',
  unsupported_grant_type: 'Only client_credentials is supported',
  invalid_scope: 'A scope is unknown, or none of those asked for is held',
};

/** A failure of an OAuth endpoint: our problem document, which also holds what RFC 6749 §5.2 names. */
export function oauthFailure(error: OAuthError, cause?: unknown): Failure {
  return new Failure(`oauth_${error}`, {
    members: { error, error_description: DESCRIPTIONS[error] },
    ...(error === 'invalid_client' ? { challenge: 'Basic realm="passerelle", charset="UTF-8"' } : {}),
    cause,
  });
}
