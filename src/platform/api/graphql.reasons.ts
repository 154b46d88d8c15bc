import { defineReasons } from '../errors/failure.js';

defineReasons({
  invalid_document: {
    code: 'invalid',
    status: 400,
    title: { fr: 'Document GraphQL non valide', en: 'Invalid GraphQL document' },
    detail: {
      fr: 'Le document ne peut pas être lu, ou ne respecte pas le schéma.',
      en: 'The document cannot be read, or does not fit the schema.',
    },
  },
  query_too_large: {
    code: 'invalid',
    status: 400,
    title: { fr: 'Requête GraphQL trop lourde', en: 'GraphQL request too heavy' },
    detail: {
      fr: 'La requête dépasse une limite : {what}, au plus {limit}. Demandez moins de lignes (`first`) ou de niveaux, ou faites-en plusieurs.',
      en: 'The request exceeds a limit: {what}, at most {limit}. Ask for fewer rows (`first`) or levels, or make several.',
    },
  },
});
