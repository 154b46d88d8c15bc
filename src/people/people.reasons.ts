import { constraintMeans } from '../platform/database/sql-failures.js';
import { conflict, defineReasons } from '../platform/errors/failure.js';
import { defineInputCodes } from '../platform/errors/input-codes.js';
import { calledInWords } from './merge-words.js';

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
  member_already: {
    code: 'conflict',
    title: { fr: 'Déjà membre', en: 'Already a member' },
    detail: {
      fr: 'Cette personne est déjà dans le ménage à ces dates. Dites d’abord quand elle en sort (`/members/{memberId}/ending`), et faites commencer la suite ce jour-là ou après.',
      en: 'This person is already in the household on those dates. Say first when they leave it (`/members/{memberId}/ending`), and begin on that day or later.',
    },
  },
  member_ended: {
    code: 'conflict',
    title: { fr: 'Présence déjà close', en: 'Membership already ended' },
    detail: {
      fr: 'Cette présence dans le ménage est déjà close. Si la personne revient, ajoutez-la à nouveau (`/members`, `personId`).',
      en: 'This membership of the household has already ended. If the person comes back, add them anew (`/members`, `personId`).',
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
      fr: 'Une protection est déjà en cours pour cette personne. Mettez-y fin d’abord (`/protection/ending`), ou faites commencer la nouvelle après elle.',
      en: 'A protection of this person is already running. End it first (`/protection/ending`), or let the new one begin after it.',
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
      fr: 'Aucune protection n’est en cours pour cette personne. Seule une protection commencée (`/protection`) prend fin.',
      en: 'No protection of this person is running. Only one that was begun (`/protection`) ends.',
    },
  },
  assignment_running: {
    code: 'conflict',
    title: { fr: 'Suivi déjà en cours', en: 'Assigned already' },
    detail: {
      fr: 'Cette personne suit déjà le ménage à ces dates. Dites d’abord quand son suivi s’arrête (`/assignments/{assignmentId}/ending`), et commencez ce jour-là ou après.',
      en: 'This worker already follows the household on those dates. Say first when that ends (`/assignments/{assignmentId}/ending`), and begin on that day or later.',
    },
  },
  assignment_ended: {
    code: 'conflict',
    title: { fr: 'Suivi déjà terminé', en: 'Assignment already ended' },
    detail: {
      fr: 'Cette affectation est déjà terminée. Si le suivi reprend, ajoutez-en une autre (`/assignments`).',
      en: 'This assignment has already ended. If the worker follows the household again, add another (`/assignments`).',
    },
  },
  duplicate_answered: {
    code: 'conflict',
    title: { fr: 'Déjà répondu', en: 'Already answered' },
    detail: {
      fr: 'Une réponse a déjà été donnée pour ce doublon possible. Qui accompagne les deux ménages les fusionne (`/merge`) ; une fusion se défait (`/merge-undo`).',
      en: 'This possible duplicate has already been answered. Who supports both households merges them (`/merge`); a merge is undone (`/merge-undo`).',
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
    detail: {
      fr: 'Aucune fusion en cours sur ce ménage. Seul un ménage qui en a repris un autre (`/merge`, ou un doublon confirmé), et ne l’a pas encore rendu, le peut.',
      en: 'No merge into this household is in force. Only one that took in another (`/merge`, or a duplicate confirmed), and has not given it back, can be taken apart.',
    },
  },
  merge_undo_changed: {
    code: 'conflict',
    title: { fr: 'Changements depuis la fusion', en: 'Changed since the merge' },
    detail: {
      fr: 'La fusion ne se défait que tant que rien n’a été ajouté ni changé depuis ; or ont changé : {changed}. Ouvrez plutôt un dossier (`/v1/households`, `personId`) pour qui n’est pas de ce ménage, et dites quand il en sort (`/members/{memberId}/ending`).',
      en: 'A merge is undone only while nothing was added or changed since; what changed: {changed}. Open a household instead (`/v1/households`, `personId`) for who does not belong to this one, and say when they leave it (`/members/{memberId}/ending`).',
    },
  },
});

defineInputCodes({
  same_household: { fr: 'Deux ménages différents sont attendus.', en: 'Two different households are expected.' },
});

constraintMeans('household_members_one_at_a_time', () => conflict(PEOPLE.member_already));
constraintMeans('residential_situations_one_at_a_time', () => conflict(PEOPLE.situation_overlap));
constraintMeans('legal_protections_one_at_a_time', () => conflict(PEOPLE.situation_overlap));
constraintMeans('person_protections_one_at_a_time', () => conflict(PEOPLE.protection_running));
for (const reason of [
  PEOPLE.duplicate_answered,
  PEOPLE.merge_not_two_households,
  PEOPLE.merge_not_yours,
  PEOPLE.merge_overlap,
  PEOPLE.merge_undo_nothing,
] as const) {
  constraintMeans(reason, () => conflict(reason));
}
constraintMeans(PEOPLE.merge_undo_changed, (tables = '') =>
  conflict(PEOPLE.merge_undo_changed, { changed: calledInWords(tables.split(', ')) }),
);
