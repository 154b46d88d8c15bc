import { constraintMeans } from '../platform/database/sql-failures.js';
import { conflict, defineReasons, notFound } from '../platform/errors/failure.js';

export const PEOPLE = defineReasons({
  household_merged: {
    code: 'conflict',
    title: { fr: 'Ménage fusionné', en: 'Household merged' },
    detail: {
      fr: 'Ce dossier a été fusionné avec un autre : continuez sous l’identifiant donné par `mergedInto`.',
      en: 'This household was merged with another: go on under the identifier given by `mergedInto`.',
    },
  },
  household_not_yours: {
    code: 'conflict',
    title: { fr: 'Dossier en lecture seule', en: 'Read-only household' },
    detail: {
      fr: 'Seuls l’accompagnateur ou l’orienteur du ménage écrivent dans son dossier.',
      en: 'Only the household’s supporter or referrer writes in its file.',
    },
  },
  household_relation_needed: {
    code: 'conflict',
    title: { fr: 'Relation à préciser', en: 'Relation not held' },
    detail: {
      fr: 'Un dossier s’ouvre comme accompagnateur ou orienteur ; votre organisation doit tenir ce rôle dans le consortium.',
      en: 'A file is opened as supporter or referrer; your organisation must hold that role in the consortium.',
    },
  },
  disclosure_not_a_member: {
    code: 'conflict',
    title: { fr: 'Organisation hors du consortium', en: 'Not a member' },
    detail: {
      fr: 'Cette organisation n’a pas d’adhésion en cours. Le coordinateur doit d’abord l’ajouter.',
      en: 'This organisation has no current membership. The coordinator must add it first.',
    },
  },
  disclosure_role_not_held: {
    code: 'conflict',
    title: { fr: 'Rôle non tenu', en: 'Role not held' },
    detail: {
      fr: 'Un ménage ne se partage avec une organisation qu’au titre d’un rôle qu’elle tient dans le consortium.',
      en: 'A household is disclosed to an organisation only under a role that it holds in the consortium.',
    },
  },
  disclosure_to_oneself: {
    code: 'conflict',
    title: { fr: 'Partage avec soi-même', en: 'Disclosure to oneself' },
    detail: {
      fr: 'Une organisation ne s’ouvre pas elle-même davantage qu’elle ne voit ; seul le début d’un accompagnement, la personne informée, le fait.',
      en: 'An organisation does not open to itself more than it sees; only support that begins, the person informed, does.',
    },
  },
  disclosure_private_owner: {
    code: 'conflict',
    title: { fr: 'Propriétaire privé', en: 'Private owner' },
    detail: {
      fr: 'Un propriétaire privé ne reçoit rien du ménage : l’association locataire est son interlocuteur.',
      en: 'A private owner is told nothing of the household: the association that rents from it is its contact.',
    },
  },
  disclosure_not_yours: {
    code: 'conflict',
    title: { fr: 'Partage d’un autre', en: 'Another’s disclosure' },
    detail: {
      fr: 'Seuls l’accompagnateur ou l’orienteur du ménage ouvrent et ferment ses partages.',
      en: 'Only the household’s supporter or referrer opens and closes its disclosures.',
    },
  },
  disclosure_closed: {
    code: 'conflict',
    title: { fr: 'Partage déjà clos', en: 'Disclosure already closed' },
    detail: { fr: 'Ce partage est déjà clos.', en: 'This disclosure is already closed.' },
  },
  disclosure_rests_on_more: {
    code: 'conflict',
    title: { fr: 'Partage lié à un placement ou à un bail', en: 'Disclosure bound to a placement or tenancy' },
    detail: {
      fr: 'Ce partage prend fin avec le placement ou le bail sur lequel il repose : terminez celui-ci, ou soldez son compte.',
      en: 'This disclosure ends with the placement or tenancy on which it rests: end that, or settle its account.',
    },
  },
  disclosure_of_another: {
    code: 'conflict',
    title: { fr: 'Partage d’un autre', en: 'Another’s disclosure' },
    detail: {
      fr: 'Ce partage est clos par l’organisation qui voit, ou par celle qui l’a ouvert ; s’il repose sur l’accord du ménage, aussi par qui l’accompagne.',
      en: 'This disclosure is closed by the organisation that sees, or by who opened it; where it rests on the household’s consent, also by who supports it.',
    },
  },
  disclosure_last_sight: {
    code: 'conflict',
    title: { fr: 'Dernier regard sur le dossier', en: 'Last sight of the file' },
    detail: {
      fr: 'Plus personne ne suivrait ce dossier : ouvrez-le d’abord, sans date de fin, à l’accompagnateur qui prend la suite.',
      en: 'Nobody would follow this file any more: first open it, without an end date, to the supporter who goes on.',
    },
  },
  disclosure_consent_informed: {
    code: 'conflict',
    title: { fr: 'Personne non informée', en: 'Person not informed' },
    detail: {
      fr: 'Un accord suppose une personne informée : donnez `informedOn`.',
      en: 'Consent supposes a person who was informed: give `informedOn`.',
    },
  },
  handover_not_yours: {
    code: 'conflict',
    title: { fr: 'Relais entre d’autres', en: 'Handover between others' },
    detail: {
      fr: 'Un relais est enregistré par l’accompagnateur qui passe la main ou par celui qui la prend.',
      en: 'A handover is recorded by the supporter who hands over or by the one who takes over.',
    },
  },
  handover_no_supporter: {
    code: 'conflict',
    title: { fr: 'Pas d’accompagnateur', en: 'No supporter' },
    detail: {
      fr: 'Le ménage doit être accompagné par qui prend la main, et l’être ou l’avoir été par qui la passe.',
      en: 'Who takes over must support the household, and who hands over must support it or have done so.',
    },
  },
  member_already: {
    code: 'conflict',
    title: { fr: 'Déjà membre', en: 'Already a member' },
    detail: {
      fr: 'Cette personne est déjà dans le ménage à ces dates.',
      en: 'This person is already in the household on those dates.',
    },
  },
  member_ended: {
    code: 'conflict',
    title: { fr: 'Présence déjà close', en: 'Membership already ended' },
    detail: {
      fr: 'Cette présence dans le ménage est déjà close.',
      en: 'This membership of the household has already ended.',
    },
  },
  situation_overlap: {
    code: 'conflict',
    title: { fr: 'Périodes qui se chevauchent', en: 'Overlapping periods' },
    detail: {
      fr: 'La personne a déjà une situation à ces dates ; terminez-la d’abord ou changez les dates.',
      en: 'The person already has one on those dates; end it first or change the dates.',
    },
  },
  protection_running: {
    code: 'conflict',
    title: { fr: 'Déjà en cours', en: 'Already running' },
    detail: {
      fr: 'Une protection est déjà en cours pour cette personne.',
      en: 'A protection of this person is already running.',
    },
  },
  protection_hides_from_you: {
    code: 'conflict',
    title: { fr: 'Personne masquée pour vous', en: 'Masked from you' },
    detail: {
      fr: 'Une personne protégée n’est visible que de l’accompagnateur du ménage. Masquez-la par `/protection`, ou inscrivez-la masquée avec le ménage.',
      en: 'A protected person is for the household’s supporter alone. Mask it by `/protection`, or record it masked with the household.',
    },
  },
  person_elsewhere: {
    code: 'conflict',
    title: { fr: 'Personne d’un autre ménage', en: 'A person of another household' },
    detail: {
      fr: 'Cet identifiant désigne une personne d’un autre ménage (`householdId`). Terminez-y sa présence, ajoutez-la à l’autre par `personId`, puis donnez-lui votre identifiant là.',
      en: 'This identifier names a person of another household (`householdId`). End its place there, add it to the other by `personId`, then give it your identifier there.',
    },
  },
  protection_none: {
    code: 'conflict',
    title: { fr: 'Pas de protection en cours', en: 'No protection running' },
    detail: {
      fr: 'Aucune protection n’est en cours pour cette personne.',
      en: 'No protection of this person is running.',
    },
  },
  assignment_ended: {
    code: 'conflict',
    title: { fr: 'Suivi déjà terminé', en: 'Assignment already ended' },
    detail: { fr: 'Cette affectation est déjà terminée.', en: 'This assignment has already ended.' },
  },
  duplicate_answered: {
    code: 'conflict',
    title: { fr: 'Déjà répondu', en: 'Already answered' },
    detail: {
      fr: 'Une réponse a déjà été donnée pour ce doublon possible.',
      en: 'This possible duplicate has already been answered.',
    },
  },
  merge_not_two_households: {
    code: 'conflict',
    title: { fr: 'Fusion impossible', en: 'Not two households' },
    detail: {
      fr: 'Il faut deux ménages distincts, dont aucun n’est déjà fusionné.',
      en: 'Two distinct households are needed, neither merged already.',
    },
  },
  merge_not_yours: {
    code: 'conflict',
    title: { fr: 'Fusion non permise', en: 'Merge not yours' },
    detail: {
      fr: 'Il faut accompagner les deux ménages pour les fusionner seul ; sinon les deux accompagnateurs confirment le doublon.',
      en: 'One merges alone only two households that one supports; otherwise both supporters confirm the duplicate.',
    },
  },
  merge_overlap: {
    code: 'conflict',
    title: { fr: 'Faits incompatibles', en: 'Incompatible facts' },
    detail: {
      fr: 'Les deux ménages ont des faits qui s’excluent aux mêmes dates (logement, mesure…). Corrigez-les, puis recommencez.',
      en: 'Both households hold facts that exclude each other on the same dates (dwelling, episode…). Correct them, then retry.',
    },
  },
  merge_undo_nothing: {
    code: 'conflict',
    title: { fr: 'Rien à défaire', en: 'Nothing to undo' },
    detail: { fr: 'Aucune fusion en cours sur ce ménage.', en: 'No merge into this household is in force.' },
  },
  merge_undo_changed: {
    code: 'conflict',
    title: { fr: 'Changements depuis la fusion', en: 'Changed since the merge' },
    detail: {
      fr: 'La fusion ne peut plus être défaite : des données ont changé depuis ({changed}).',
      en: 'The merge can no longer be undone: data changed since ({changed}).',
    },
  },
});

constraintMeans('disclosure_household_invisible', notFound);
constraintMeans('household_members_one_at_a_time', () => conflict(PEOPLE.member_already));
constraintMeans('residential_situations_one_at_a_time', () => conflict(PEOPLE.situation_overlap));
constraintMeans('legal_protections_one_at_a_time', () => conflict(PEOPLE.situation_overlap));
constraintMeans('person_protections_one_at_a_time', () => conflict(PEOPLE.protection_running));
for (const reason of [
  PEOPLE.disclosure_not_a_member,
  PEOPLE.disclosure_not_yours,
  PEOPLE.disclosure_role_not_held,
  PEOPLE.disclosure_to_oneself,
  PEOPLE.disclosure_rests_on_more,
  PEOPLE.disclosure_of_another,
  PEOPLE.disclosure_last_sight,
  PEOPLE.disclosure_consent_informed,
  PEOPLE.handover_not_yours,
  PEOPLE.handover_no_supporter,
  PEOPLE.duplicate_answered,
  PEOPLE.merge_not_two_households,
  PEOPLE.merge_not_yours,
  PEOPLE.merge_overlap,
  PEOPLE.merge_undo_nothing,
] as const) {
  constraintMeans(reason, () => conflict(reason));
}
constraintMeans(PEOPLE.merge_undo_changed, (changed) => conflict(PEOPLE.merge_undo_changed, { changed }));
