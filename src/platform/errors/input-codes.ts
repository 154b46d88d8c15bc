import type { Words } from './failure.js';

/** Words for every code that an entry of `errors` may carry. Values are never echoed. */
export const INPUT_CODES: Record<string, Words> = {
  unknown_property: { fr: 'Propriété inconnue : « {property} ».', en: 'Unknown property: “{property}”.' },
  required: { fr: 'Valeur requise.', en: 'A value is required.' },
  not_an_object: { fr: 'Un objet JSON est attendu.', en: 'A JSON object is expected.' },
  not_a_list: { fr: 'Une liste est attendue.', en: 'A list is expected.' },
  too_many_items: { fr: 'Au plus {max} éléments.', en: 'At most {max} items.' },
  too_few_items: { fr: 'Au moins {min} élément(s).', en: 'At least {min} item(s).' },
  too_deep: { fr: 'Trop de niveaux imbriqués : au plus {max}.', en: 'Nested too deeply: at most {max} levels.' },
  not_text: { fr: 'Un texte est attendu.', en: 'A text is expected.' },
  blank_text: { fr: 'Le texte ne peut pas être vide.', en: 'The text must not be blank.' },
  text_too_long: { fr: 'Au plus {max} caractères.', en: 'At most {max} characters.' },
  bad_character: {
    fr: 'Le texte contient un caractère non permis (U+0000 ou demi-codet isolé).',
    en: 'The text holds a character that is not allowed (U+0000 or a lone surrogate).',
  },
  social_security_number: {
    fr: 'Ceci ressemble à un numéro de sécurité sociale (NIR) : il ne peut être ni reçu ni conservé (décret 2019-341). Retirez-le.',
    en: 'This looks like a French social-security number (NIR): it can be neither received nor stored (décret 2019-341). Remove it.',
  },
  bad_format: { fr: 'Format attendu : {format}.', en: 'Expected format: {format}.' },
  not_a_uuid: { fr: 'Un identifiant UUID est attendu.', en: 'A UUID is expected.' },
  not_a_date: {
    fr: 'Une date qui existe est attendue, AAAA-MM-JJ.',
    en: 'A date that exists is expected, YYYY-MM-DD.',
  },
  not_an_instant: { fr: 'Un instant RFC 3339 en UTC est attendu.', en: 'An RFC 3339 instant in UTC is expected.' },
  not_an_integer: { fr: 'Un nombre entier est attendu.', en: 'An integer is expected.' },
  out_of_range: {
    fr: 'Un entier entre {min} et {max} est attendu.',
    en: 'An integer between {min} and {max} is expected.',
  },
  out_of_reach: {
    fr: 'Un montant, un total ou une date dépasse ce qui peut être compté.',
    en: 'An amount, a total or a date is beyond what can be counted.',
  },
  not_a_boolean: { fr: 'true ou false est attendu.', en: 'true or false is expected.' },
  not_in_list: { fr: 'Valeurs possibles : {values}.', en: 'Possible values: {values}.' },
  unknown_reference: {
    fr: 'Rien de visible pour vous ne porte cet identifiant.',
    en: 'Nothing that you may see has this identifier.',
  },
  bad_siret: {
    fr: 'SIRET non valide : 14 chiffres et clé de contrôle.',
    en: 'Invalid SIRET: 14 digits and a check digit.',
  },
  bad_rna: { fr: 'RNA non valide : W suivi de 9 chiffres.', en: 'Invalid RNA: W followed by 9 digits.' },
  unknown_commune: {
    fr: 'Code commune inconnu du Code officiel géographique.',
    en: 'Commune code unknown to the official geographic code.',
  },
  period_reversed: { fr: 'La fin précède le début.', en: 'The end precedes the start.' },
  years_ahead: { fr: 'Au plus {years} ans à l’avance.', en: 'At most {years} years ahead.' },
  before_start: { fr: 'Donnez le {start} ou un jour suivant.', en: 'Give {start} or a later day.' },
  in_the_future: { fr: 'Cette date ne peut pas être dans l’avenir.', en: 'This date cannot be in the future.' },
  unknown_role: {
    fr: 'Cette organisation ne tient pas le rôle attendu : {role}.',
    en: 'This organisation does not hold the expected role: {role}.',
  },
  not_both: { fr: 'Donnez l’un ou l’autre, pas les deux.', en: 'Give one or the other, not both.' },
  in_the_past: { fr: 'Cet instant est déjà passé.', en: 'This instant is already past.' },
  scope_not_held: {
    fr: 'Portée inconnue, ou que vous ne détenez pas.',
    en: 'A scope that is unknown, or that you do not hold.',
  },
  bad_public_key: {
    fr: 'Clé publique non valide : P-256, P-384, Ed25519 ou RSA d’au moins 2048 bits, et un algorithme (alg) de ce type.',
    en: 'Invalid public key: P-256, P-384, Ed25519, or RSA of at least 2048 bits, and an algorithm (alg) of that type.',
  },
  repeated_key_id: {
    fr: 'Une autre clé porte déjà cet identifiant (kid) : donnez à chacune le sien.',
    en: 'Another key has this id (kid) already: give each its own.',
  },
  weak_password: {
    fr: 'Mot de passe trop facile à deviner : prenez quelques mots sans lien avec vous ni avec le service.',
    en: 'A password too easy to guess: take some words that have to do neither with you nor with the service.',
  },
  wrong_password: { fr: 'Ce n’est pas le mot de passe de ce compte.', en: 'This is not the password of this account.' },
  wrong_code: { fr: 'Code faux, expiré ou déjà employé.', en: 'A code that is wrong, has expired or was used before.' },
  origin_not_allowed: {
    fr: 'Cette adresse n’est pas d’une origine configurée (PASSERELLE_CORS_ORIGINS).',
    en: 'This address is not of a configured origin (PASSERELLE_CORS_ORIGINS).',
  },
};

/** Features may add their own codes beside the common ones. */
export function defineInputCodes(codes: Record<string, Words>): void {
  for (const [code, words] of Object.entries(codes)) {
    if (INPUT_CODES[code]) throw new Error(`Input code ${code} is declared twice`);
    INPUT_CODES[code] = words;
  }
}
