import type { KindWords } from './alert-words.js';

const DEBT = { fr: 'La dette est de {debtCents}.', en: 'The debt is {debtCents}.' };
const RULE = {
  fr: 'Règle appliquée : {rule}, version {ruleVersion}.',
  en: 'Rule applied: {rule}, version {ruleVersion}.',
};
const SINCE = { fr: 'Premier impayé le {firstDefaultOn}.', en: 'First default on {firstDefaultOn}.' };
const DUE = { fr: 'À faire au plus tard le {dueOn}.', en: 'To be done by {dueOn}.' };

/** Rent accounts and arrears. */
export const ARREARS_WORDS = {
  account_stale: {
    title: { fr: 'Compte non mis à jour', en: 'Account not up to date' },
    sentences: [
      {
        fr: 'Rien n’a été reçu de votre système depuis le {lastReceivedOn}.',
        en: 'Nothing has been received from your system since {lastReceivedOn}.',
      },
      {
        fr: 'Sans nouvelles, personne ne sait si le loyer est payé : ce n’est pas « rien à payer ».',
        en: 'Without news nobody knows whether the rent is paid: that is not “nothing owed”.',
      },
    ],
    action: {
      fr: 'Envoyez les échéances et les paiements du mois.',
      en: 'Send the dues and payments of the month.',
    },
  },
  rent_unpaid: {
    title: { fr: 'Loyer impayé', en: 'Rent unpaid' },
    sentences: [
      { fr: 'Une échéance reste impayée depuis le {since}.', en: 'A due has been unpaid since {since}.' },
      DEBT,
      RULE,
    ],
    action: {
      fr: 'Prenez contact avec le ménage avant que la dette ne grandisse.',
      en: 'Contact the household before the debt grows.',
    },
  },
  arrears_threshold_ahead: {
    title: { fr: 'Seuil d’impayé proche', en: 'Arrears threshold ahead' },
    sentences: [
      DEBT,
      {
        fr: 'Le seuil légal de {thresholdCents} serait franchi à la prochaine échéance.',
        en: 'The legal threshold of {thresholdCents} would be passed with the next due.',
      },
      {
        fr: 'L’impayé serait constitué le {constitutedOn}.',
        en: 'Arrears would be constituted on {constitutedOn}.',
      },
      RULE,
    ],
    action: {
      fr: 'Cherchez dès maintenant une solution : reprise du paiement, aide, plan d’apurement.',
      en: 'Look for a solution now: payments resumed, help, a repayment plan.',
    },
  },
  arrears_support_wanted: {
    title: { fr: 'Accompagnement à proposer', en: 'Support to be offered' },
    sentences: [
      {
        fr: 'Depuis le {since}, la situation du compte appelle un accompagnement.',
        en: 'Since {since} the account has called for support.',
      },
      DEBT,
      RULE,
    ],
    action: {
      fr: 'Proposez au ménage un accompagnement lié au logement.',
      en: 'Offer the household housing-related support.',
    },
  },
  arrears_constituted: {
    title: { fr: 'Impayé constitué', en: 'Arrears constituted' },
    sentences: [
      {
        fr: 'L’impayé est constitué depuis le {since}.',
        en: 'Arrears have been constituted since {since}.',
      },
      DEBT,
      SINCE,
      RULE,
      {
        fr: 'Le signalement à l’organisme payeur est dû au plus tard le {dueOn}.',
        en: 'The report to the paying body is due by {dueOn}.',
      },
    ],
    action: {
      fr: 'Le bailleur signale l’impayé à l’organisme payeur ; l’accompagnement prépare la reprise du paiement et un plan.',
      en: 'The landlord reports the arrears to the paying body; the supporter prepares resumed payments and a plan.',
    },
  },
  arrears_to_verify: {
    title: { fr: 'Dette ancienne à vérifier', en: 'Old debt to be verified' },
    sentences: [
      {
        fr: 'La dette est antérieure au changement de règle du {since} : son effet n’est pas établi.',
        en: 'The debt is older than the change of rule of {since}: its effect is not established.',
      },
      DEBT,
      SINCE,
    ],
    action: {
      fr: 'Vérifiez le montant et la date de la première échéance impayée.',
      en: 'Verify the amount and the date of the first unpaid due.',
    },
  },
  arrears_report_due: {
    title: { fr: 'Signalement à faire', en: 'Report due' },
    sentences: [
      {
        fr: 'L’impayé constitué le {constitutedOn} n’a pas encore été signalé à l’organisme payeur.',
        en: 'The arrears constituted on {constitutedOn} have not been reported to the paying body yet.',
      },
      DUE,
    ],
    action: {
      fr: 'Signalez l’impayé à l’organisme payeur : l’aide peut ainsi être maintenue.',
      en: 'Report the arrears to the paying body: so the aid can be maintained.',
    },
  },
  arrears_plan_due: {
    title: { fr: 'Plan d’apurement à établir', en: 'Repayment plan to be made' },
    sentences: [
      {
        fr: 'L’impayé est signalé depuis le {reportedOn} ; un plan d’apurement est attendu.',
        en: 'The arrears have been reported since {reportedOn}; a repayment plan is expected.',
      },
      DUE,
    ],
    action: {
      fr: 'Établissez un plan d’apurement avec le ménage, ou saisissez le FSL.',
      en: 'Make a repayment plan with the household, or turn to the FSL.',
    },
  },
  repayment_plan_check_due: {
    title: { fr: 'Contrôle du plan d’apurement', en: 'Check of the repayment plan' },
    sentences: [{ fr: 'Le contrôle est prévu le {dueOn}.', en: 'The check is due on {dueOn}.' }],
    action: {
      fr: 'Comparez ce qui est payé avec ce qui est prévu, et enregistrez le contrôle.',
      en: 'Compare what was paid with what was agreed, and record the check.',
    },
  },
  repayment_plan_broken: {
    title: { fr: 'Plan d’apurement non tenu', en: 'Repayment plan not kept' },
    sentences: [
      { fr: 'Le plan n’est plus tenu depuis le {since}.', en: 'The plan has not been kept since {since}.' },
      { fr: 'Il manque {missingCents}.', en: '{missingCents} are missing.' },
      DEBT,
    ],
    action: {
      fr: 'Cherchez avec le ménage ce qui a changé, et adaptez le plan si besoin.',
      en: 'Find out with the household what has changed, and adapt the plan if need be.',
    },
  },
  contract_end_possible: {
    title: { fr: 'Seuil de fin de contrat atteint', en: 'Threshold to end the contract reached' },
    sentences: [
      {
        fr: 'Depuis le {since}, le seuil prévu pour les logements-foyers est atteint.',
        en: 'Since {since} the threshold laid down for residences has been reached.',
      },
      DEBT,
      RULE,
    ],
    action: {
      fr: 'Avant toute démarche : plan d’apurement, aide, accompagnement.',
      en: 'Before any step: repayment plan, help, support.',
    },
  },
} as const satisfies Record<string, KindWords>;
