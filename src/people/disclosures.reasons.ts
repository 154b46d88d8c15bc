import { constraintMeans } from '../platform/database/sql-failures.js';
import { conflict, defineReasons, notFound } from '../platform/errors/failure.js';

export const DISCLOSURES = defineReasons({
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
  disclosure_not_known: {
    code: 'conflict',
    title: { fr: 'Dossier suivi par un autre', en: 'File followed by another' },
    detail: {
      fr: 'Un accompagnant suit ce ménage, et vous ne voyez pas ce qu’il en sait : c’est à lui d’ouvrir le dossier à un autre accompagnant. Demandez-le-lui, ou orientez le ménage vers lui.',
      en: 'A supporter follows this household, and you do not see what it knows: it is for it to open the file to another supporter. Ask it, or refer the household to that one.',
    },
  },
  disclosure_to_oneself: {
    code: 'conflict',
    title: { fr: 'Partage avec soi-même', en: 'Disclosure to oneself' },
    detail: {
      fr: 'Une organisation ne s’ouvre pas elle-même davantage qu’elle ne voit, ni plus longtemps ; seul le début d’un accompagnement, la personne informée, le fait.',
      en: 'An organisation does not open to itself more than it sees, nor for longer; only support that begins, the person informed, does.',
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
    detail: {
      fr: 'Ce partage est déjà clos. Pour montrer le ménage à nouveau, ouvrez-en un autre (`/disclosures`).',
      en: 'This disclosure is already closed. To show the household again, open another (`/disclosures`).',
    },
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
      fr: 'Ce partage est clos par l’organisation qui voit, ou par celle qui l’a ouvert ; s’il repose sur l’accord du ménage, aussi par qui l’accompagne, sauf celui d’un autre accompagnateur tant que l’organisation qui l’a ouvert suit le dossier.',
      en: 'This disclosure is closed by the organisation that sees, or by who opened it; where it rests on the household’s consent, also by who supports it, except that of another supporter while who opened it writes in the file.',
    },
  },
  disclosure_last_sight: {
    code: 'conflict',
    title: { fr: 'Dernier regard sur le dossier', en: 'Last sight of the file' },
    detail: {
      fr: 'Plus personne ne suivrait ce dossier : ouvrez-le d’abord, sans date de fin, à l’accompagnateur ou à l’orienteur qui prend la suite.',
      en: 'Nobody would follow this file any more: first open it, without an end date, to the supporter or the referrer who goes on.',
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
      fr: 'Un relais est enregistré par l’accompagnateur qui passe la main ou, s’il n’accompagne plus, par celui qui la prend.',
      en: 'A handover is recorded by the supporter who hands over or, once it supports no more, by the one who takes over.',
    },
  },
  handover_by_predecessor: {
    code: 'conflict',
    title: { fr: 'Relais à enregistrer par qui passe la main', en: 'Handover for the predecessor to record' },
    detail: {
      fr: 'Tant que le prédécesseur accompagne le ménage, c’est lui qui enregistre le relais : demandez-le-lui. S’il met fin à son accompagnement, vous l’enregistrerez.',
      en: 'While the predecessor supports the household, it records the handover: ask it. Once its support has ended, you record it.',
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
});

constraintMeans('disclosure_household_invisible', notFound);
for (const reason of [
  DISCLOSURES.disclosure_not_a_member,
  DISCLOSURES.disclosure_not_yours,
  DISCLOSURES.disclosure_role_not_held,
  DISCLOSURES.disclosure_to_oneself,
  DISCLOSURES.disclosure_not_known,
  DISCLOSURES.disclosure_rests_on_more,
  DISCLOSURES.disclosure_of_another,
  DISCLOSURES.disclosure_last_sight,
  DISCLOSURES.disclosure_consent_informed,
  DISCLOSURES.handover_not_yours,
  DISCLOSURES.handover_by_predecessor,
  DISCLOSURES.handover_no_supporter,
] as const) {
  constraintMeans(reason, () => conflict(reason));
}
