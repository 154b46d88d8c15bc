import type { KindWords } from './alert-words.js';

const DEBT = { fr: 'La dette est de {debtCents}.', en: 'The debt is {debtCents}.' };
const RULE = {
  fr: 'Règle appliquée : « {rule} », version {ruleVersion}.',
  en: 'Rule applied: “{rule}”, version {ruleVersion}.',
};
const SINCE = {
  fr: 'Le compte est débiteur sans interruption depuis le {firstDefaultOn}.',
  en: 'The account has been in debt without interruption since {firstDefaultOn}.',
};
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
    sentences: [SINCE, DEBT, RULE],
    action: {
      fr: 'Prenez contact avec le ménage avant que la dette ne grandisse.',
      en: 'Contact the household before the debt grows.',
    },
    supporterAction: {
      fr: 'Voyez avec le ménage ce qui a changé : ressources, aide au logement, charges.',
      en: 'Find out with the household what has changed: resources, housing benefit, charges.',
    },
  },
  arrears_threshold_ahead: {
    title: { fr: 'Seuil d’impayé proche', en: 'Arrears threshold ahead' },
    sentences: [
      DEBT,
      SINCE,
      {
        fr: 'Si rien n’est payé, le seuil de {thresholdCents} peut être franchi avec la prochaine échéance.',
        en: 'If nothing is paid, the threshold of {thresholdCents} may be passed with the next due.',
      },
      {
        fr: 'Sans apurement, l’impayé serait constitué le {constitutedOn}.',
        en: 'Unless the debt is cleared, arrears would be constituted on {constitutedOn}.',
      },
      { fr: 'Règle qui serait remplie : « {rule} ».', en: 'Rule that would be met: “{rule}”.' },
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
      SINCE,
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
      fr: 'Lisez l’explication du dossier : elle dit ce qui est dû à qui et quand, et ce qui y mettrait fin. Cherchez un plan d’apurement avec le ménage.',
      en: 'Read the explanation of the case: it says what is due to whom and when, and what would end it. Seek a repayment plan with the household.',
    },
    supporterAction: {
      fr: 'Préparez avec le ménage la reprise du paiement et un plan d’apurement ; au besoin, saisissez le FSL.',
      en: 'Prepare resumed payments and a repayment plan with the household; if need be, turn to the FSL.',
    },
  },
  arrears_to_verify: {
    title: { fr: 'Impayé à vérifier', en: 'Arrears to be verified' },
    sentences: [
      {
        fr: 'Un seuil est atteint par une règle qui ne suffit pas, à elle seule, à constituer l’impayé.',
        en: 'A threshold is reached by a rule that is not enough, by itself, to constitute arrears.',
      },
      {
        fr: 'Ni échéance ni paiement depuis le changement de règle du {transitionOn} : son effet sur cette dette n’est pas établi.',
        en: 'No due and no payment since the change of rule of {transitionOn}: its effect on this debt is not established.',
      },
      DEBT,
      SINCE,
      RULE,
    ],
    action: {
      fr: 'Vérifiez le montant et la date du premier impayé, et ce que le texte en dit.',
      en: 'Verify the amount and the date of the first default, and what the text says of them.',
    },
    supporterAction: {
      fr: 'Vérifiez avec le ménage ce qui a été payé et quand.',
      en: 'Verify with the household what was paid, and when.',
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
    supporterAction: {
      fr: 'Proposez avec le ménage un plan qu’il peut tenir, ou saisissez le FSL.',
      en: 'Propose with the household a plan that it can keep, or turn to the FSL.',
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
      DEBT,
    ],
    action: {
      fr: 'Cherchez avec le ménage ce qui a changé, et adaptez le plan si besoin.',
      en: 'Find out with the household what has changed, and adapt the plan if need be.',
    },
  },
  enforcement_hold_ending: {
    title: { fr: 'Suspension à revoir', en: 'Hold to be reviewed' },
    sentences: [
      {
        fr: 'La suspension des suggestions de poursuite dure jusqu’au {until}.',
        en: 'The hold on suggestions of enforcement lasts until {until}.',
      },
    ],
    action: {
      fr: 'Revoyez la situation, et prolongez la suspension si elle est encore justifiée.',
      en: 'Review the situation, and extend the hold if it is still justified.',
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
