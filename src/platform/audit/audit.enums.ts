import { enumeration, type CodeOf } from '../api/enumeration.js';

export const AuditKind = enumeration(
  'AuditKind',
  { fr: 'Nature de l’accès', en: 'Kind of access' },
  {
    read: { fr: 'Lecture', en: 'Read' },
    change: { fr: 'Modification', en: 'Change' },
  },
);
export type AuditKind = CodeOf<typeof AuditKind>;

export const PrincipalType = enumeration(
  'PrincipalType',
  { fr: 'Nature de l’auteur', en: 'Kind of principal' },
  {
    client: { fr: 'Application', en: 'API client' },
    user: { fr: 'Personne', en: 'User' },
    job: { fr: 'Traitement automatique', en: 'Job' },
  },
);
export type PrincipalType = CodeOf<typeof PrincipalType>;
