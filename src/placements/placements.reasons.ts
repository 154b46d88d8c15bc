import { defineReasons } from '../platform/errors/failure.js';
import { defineInputCodes } from '../platform/errors/input-codes.js';

defineReasons({
  step_not_possible: {
    code: 'conflict',
    title: { fr: 'Étape impossible dans cet état', en: 'Step not possible in this status' },
    detail: {
      fr: 'L’étape « {step} » ne peut pas suivre l’état « {status} ». Elle le pourrait depuis : {possible}.',
      en: 'The step “{step}” cannot follow the status “{status}”. It could from: {possible}.',
    },
  },
  wrong_party: {
    code: 'conflict',
    title: { fr: 'Étape d’une autre partie', en: 'Another party’s step' },
    detail: {
      fr: 'Pour ce placement, cette étape revient à : {roles}.',
      en: 'For this placement, this step belongs to: {roles}.',
    },
  },
  dwelling_reserved: {
    code: 'conflict',
    title: { fr: 'Logement réservé', en: 'Reserved dwelling' },
    detail: {
      fr: 'Une convention réserve ce logement à une autre association. Choisissez un logement de vos réservations, ou un avenant.',
      en: 'A convention reserves this dwelling for another association. Choose one of your reservations, or sign a rider.',
    },
  },
  dwelling_too_small: {
    code: 'conflict',
    title: { fr: 'Capacité dépassée', en: 'Capacity exceeded' },
    detail: {
      fr: 'Le ménage compte {size} personnes, le logement a {places} places. Choisissez un logement plus grand.',
      en: 'The household has {size} persons, the dwelling {places} places. Choose a larger one.',
    },
  },
  programme_not_open: {
    code: 'conflict',
    title: { fr: 'Dispositif fermé à cette date', en: 'Programme not open on that date' },
    detail: {
      fr: 'Le dispositif est ouvert {period}. Choisissez-en un autre, ou une date dans cette période.',
      en: 'The programme is open {period}. Choose another, or a date in that period.',
    },
  },
  already_referred: {
    code: 'conflict',
    title: { fr: 'Déjà orienté', en: 'Already referred' },
    detail: {
      fr: 'Ce ménage, ou l’une des personnes nommées, a déjà un placement en cours dans ce dispositif. Poursuivez-le, terminez-le d’abord, ou nommez d’autres personnes (« personIds »).',
      en: 'This household, or one of the persons named, already has a placement under way in this programme. Go on with it, end it first, or name other persons (“personIds”).',
    },
  },
  referral_fixed: {
    code: 'conflict',
    title: { fr: 'Orientation déjà faite', en: 'Already referred otherwise' },
    detail: {
      fr: 'Votre identifiant désigne une orientation dont ces propriétés sont fixées et autres : {properties}. Terminez-la et orientez sous un autre identifiant.',
      en: 'Your identifier names a referral whose properties are fixed and differ: {properties}. End it and refer under another identifier.',
    },
  },
  household_not_informed: {
    code: 'conflict',
    title: { fr: 'Ménage non informé', en: 'Household not informed' },
    detail: {
      fr: 'Le dossier ne peut être présenté qu’une fois le ménage informé : donnez `informedOn`, au plus tard le jour de la présentation.',
      en: 'The file can be put only once the household is informed: give `informedOn`, at the latest the day it is put.',
    },
  },
  never_moved_in: {
    code: 'conflict',
    title: { fr: 'Jamais entré', en: 'Never moved in' },
    detail: {
      fr: 'Le ménage n’est pas entré : la voie de sortie « {route} » ne convient pas ; employez « withdrawn ».',
      en: 'The household never moved in: the exit route “{route}” does not fit; use “withdrawn”.',
    },
  },
  already_moved_in: {
    code: 'conflict',
    title: { fr: 'Déjà entré', en: 'Already moved in' },
    detail: {
      fr: 'Le ménage est entré dans les lieux : donnez la voie de sortie réelle.',
      en: 'The household has moved in: give the real exit route.',
    },
  },
  already_waiting: {
    code: 'conflict',
    title: { fr: 'Déjà en attente', en: 'Already waiting' },
    detail: {
      fr: 'Ce placement est déjà sur la liste d’attente de son dispositif.',
      en: 'This placement already waits in its programme’s queue.',
    },
  },
  other_landlords_convention: {
    code: 'conflict',
    title: { fr: 'Convention d’un autre bailleur', en: 'Convention of another landlord' },
    detail: {
      fr: 'Cette orientation se fait sous la convention d’un autre bailleur. Proposez un logement de ce bailleur, ou orientez sans cette convention.',
      en: 'This referral is made under the convention of another landlord. Offer a dwelling of that landlord, or refer without this convention.',
    },
  },
  wrong_programme_convention: {
    code: 'conflict',
    title: { fr: 'Convention d’un autre dispositif', en: 'Convention of another programme' },
    detail: {
      fr: 'Cette convention ne vaut pas pour ce dispositif à cette date.',
      en: 'This convention does not hold for this programme on that date.',
    },
  },
});

defineInputCodes({
  before_last_step: {
    fr: 'L’étape précédente date du {since} : donnez ce jour ou un jour suivant.',
    en: 'The step before is of {since}: give that day or a later one.',
  },
  not_a_member: {
    fr: 'Cette personne ne fait pas partie du ménage ce jour-là. Nommez une personne du ménage, ou ajoutez-la d’abord.',
    en: 'This person does not belong to the household on that day. Name one of the household, or add them first.',
  },
  reason_required: { fr: 'Cette réponse demande un motif.', en: 'This answer needs a reason.' },
  rank_required: { fr: 'Une attribution demande un rang.', en: 'An allocation needs a rank.' },
  condition_required: {
    fr: 'Une attribution sous condition demande la condition.',
    en: 'An allocation under condition needs the condition.',
  },
});
