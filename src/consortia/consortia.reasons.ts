import { conflict, defineReasons } from '../platform/errors/failure.js';
import { defineInputCodes } from '../platform/errors/input-codes.js';
import { constraintMeans, uniqueMeans } from '../platform/database/sql-failures.js';

export const CONSORTIA_REASONS = defineReasons({
  siret_taken: {
    code: 'conflict',
    title: { fr: 'SIRET déjà présent', en: 'SIRET already present' },
    detail: {
      fr: 'Une organisation du consortium a déjà ce SIRET. Modifiez-la plutôt que d’en ajouter une autre.',
      en: 'An organisation of the consortium already has this SIRET. Change that one rather than adding another.',
    },
  },
  membership_overlaps: {
    code: 'conflict',
    title: { fr: 'Adhésions qui se chevauchent', en: 'Overlapping memberships' },
    detail: {
      fr: 'Cette organisation est déjà membre sur cette période. Modifiez ses rôles, ou commencez après la fin de l’adhésion en cours.',
      en: 'This organisation is already a member in this period. Change its roles, or start after the present membership ends.',
    },
  },
  last_coordinator: {
    code: 'conflict',
    title: { fr: 'Dernier coordinateur', en: 'Last coordinator' },
    detail: {
      fr: 'Plus personne ne coordonnerait le consortium. Donnez d’abord ce rôle, sans date de fin, à une autre organisation.',
      en: 'Nobody would coordinate the consortium any more. First give that role, without an end, to another organisation.',
    },
  },
  programme_key_taken: {
    code: 'conflict',
    title: { fr: 'Clé de dispositif déjà prise', en: 'Programme key taken' },
    detail: {
      fr: 'Un dispositif porte déjà cette clé. Choisissez-en une autre.',
      en: 'A programme already bears this key. Choose another.',
    },
  },
  convention_not_confirmed: {
    code: 'conflict',
    title: { fr: 'Convention non confirmée', en: 'Convention not confirmed' },
    detail: {
      fr: 'Une seule partie a inscrit cette convention. L’autre partie, ou le coordinateur, doit d’abord la confirmer (`/confirmation`).',
      en: 'One party alone has recorded this convention. The other party, or the coordinator, must confirm it first (`/confirmation`).',
    },
  },
  convention_awaits_other: {
    code: 'conflict',
    title: { fr: 'À confirmer par l’autre partie', en: 'For the other party to confirm' },
    detail: {
      fr: 'Votre organisation l’a inscrite ou changée en dernier : l’autre partie confirme, ou le coordinateur.',
      en: 'Your organisation recorded or changed it last: the other party confirms, or the coordinator.',
    },
  },
  convention_confirmed: {
    code: 'conflict',
    title: { fr: 'Convention déjà confirmée', en: 'Convention already confirmed' },
    detail: {
      fr: 'Cette convention est déjà confirmée. Pour d’autres termes, inscrivez une nouvelle convention à confirmer, ou demandez le changement au coordinateur.',
      en: 'This convention is already confirmed. For other terms record a new convention to confirm, or ask the coordinator for the change.',
    },
  },
  convention_agreed: {
    code: 'conflict',
    title: { fr: 'Convenu à deux', en: 'Agreed by two' },
    detail: {
      fr: 'De ce qui est confirmé, une partie seule ne peut qu’avancer la fin (`validUntil`). Le reste se change par le coordinateur, ou par une nouvelle convention.',
      en: 'Of what is confirmed, one party alone can only bring the end forward (`validUntil`). The coordinator changes the rest, or a new convention does.',
    },
  },
  convention_ended: {
    code: 'conflict',
    title: { fr: 'Convention terminée', en: 'Convention ended' },
    detail: {
      fr: 'Cette convention a pris fin le {until} : elle n’apporte plus de logement. Le coordinateur peut la prolonger (`validUntil`) ; sinon, inscrivez une nouvelle convention.',
      en: 'This convention ended on {until}: it brings no more dwellings. The coordinator can extend it (`validUntil`); otherwise record a new convention.',
    },
  },
  rider_number_taken: {
    code: 'conflict',
    title: { fr: 'Numéro d’avenant déjà pris', en: 'Rider number taken' },
    detail: {
      fr: 'Cette convention a déjà un avenant de ce numéro. Donnez le numéro suivant.',
      en: 'This convention already has a rider of this number. Give the next one.',
    },
  },
});

uniqueMeans('organisations_siret', CONSORTIA_REASONS.siret_taken);
uniqueMeans('programmes_key', CONSORTIA_REASONS.programme_key_taken);
uniqueMeans('riders_number', CONSORTIA_REASONS.rider_number_taken);
constraintMeans('memberships_one_at_a_time', () => conflict(CONSORTIA_REASONS.membership_overlaps));

defineInputCodes({
  not_a_party: {
    fr: 'Votre organisation doit être l’une des parties.',
    en: 'Your organisation must be one of the parties.',
  },
  programme_operator_not_a_party: {
    fr: 'Le gestionnaire du dispositif doit être l’une des parties ; sinon, le coordinateur nomme le dispositif.',
    en: 'The programme’s operator must be one of the parties; otherwise the coordinator names the programme.',
  },
  convention_not_in_force: {
    fr: 'La convention de cet avenant n’est pas en vigueur aujourd’hui. Donnez un avenant d’une convention en cours, ou faites changer sa fin (`validUntil`) par le coordinateur.',
    en: 'The convention of this rider is not in force today. Give a rider of one that is, or have the coordinator change its end (`validUntil`).',
  },
  same_party: { fr: 'Deux organisations différentes sont attendues.', en: 'Two different organisations are expected.' },
});
