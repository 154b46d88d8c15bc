import { enumeration, type CodeOf } from '../platform/api/enumeration.js';

export const RuleKind = enumeration(
  'ArrearsRuleKind',
  { fr: 'Nature de la règle', en: 'Kind of a rule' },
  {
    threshold: { fr: 'Seuil', en: 'Threshold' },
    delay: { fr: 'Délai', en: 'Delay' },
    season: { fr: 'Période de l’année', en: 'Season' },
  },
);
export type RuleKind = CodeOf<typeof RuleKind>;

export const RuleConfidence = enumeration(
  'RuleConfidence',
  { fr: 'Degré de certitude', en: 'How sure it is' },
  {
    verified: { fr: 'Vérifié dans le texte ou la source citée', en: 'Verified in the text or source named' },
    known: { fr: 'Connu dans le métier, non vérifié', en: 'Known in the field, not verified' },
    unsure: { fr: 'Incertain', en: 'Unsure' },
  },
);
export type RuleConfidence = CodeOf<typeof RuleConfidence>;

export const RuleMeasure = enumeration(
  'ArrearsMeasure',
  { fr: 'Ce qui est mesuré', en: 'What is measured' },
  {
    debt: { fr: 'Dette', en: 'Debt' },
    since_default: { fr: 'Temps depuis le premier impayé', en: 'Time since the first default' },
    unpaid_terms: { fr: 'Termes consécutifs totalement impayés', en: 'Consecutive terms wholly unpaid' },
    aid_interrupted: { fr: 'Aide interrompue', en: 'Aid interrupted' },
  },
);
export type RuleMeasure = CodeOf<typeof RuleMeasure>;

export const RuleBase = enumeration(
  'ArrearsBase',
  { fr: 'À quoi la dette se compare', en: 'To what a debt is compared' },
  {
    amount: { fr: 'Montant fixe', en: 'A fixed amount' },
    gross: { fr: 'Loyer et charges du mois', en: 'The month’s rent and charges' },
    net: { fr: 'Loyer et charges, aide déduite', en: 'Rent and charges less the aid' },
    rent: { fr: 'Loyer hors charges', en: 'Rent without charges' },
  },
);
export type RuleBase = CodeOf<typeof RuleBase>;

export const RuleOperator = enumeration(
  'ArrearsOperator',
  { fr: 'Comparaison', en: 'Comparison' },
  {
    gte: { fr: 'Au moins', en: 'At least' },
    gt: { fr: 'Plus de', en: 'More than' },
  },
);
export type RuleOperator = CodeOf<typeof RuleOperator>;

export const RuleUnit = enumeration(
  'ArrearsUnit',
  { fr: 'Unité', en: 'Unit' },
  {
    month: { fr: 'Mois', en: 'Month' },
    week: { fr: 'Semaine', en: 'Week' },
    day: { fr: 'Jour', en: 'Day' },
    term: { fr: 'Terme', en: 'Term' },
    instalment: { fr: 'Mensualité', en: 'Instalment' },
  },
);
export type RuleUnit = CodeOf<typeof RuleUnit>;

export const RuleActor = enumeration(
  'ArrearsActor',
  { fr: 'Qui doit agir', en: 'Who must act' },
  {
    lessor: { fr: 'Le bailleur', en: 'The lessor' },
    tenant: { fr: 'L’occupant', en: 'The tenant' },
    supporter: { fr: 'L’accompagnateur', en: 'The supporter' },
    paying_body: { fr: 'La CAF ou la MSA', en: 'The paying body' },
    ccapex: { fr: 'La CCAPEX', en: 'The CCAPEX' },
    fsl: { fr: 'Le FSL', en: 'The FSL' },
    judge: { fr: 'Le juge', en: 'The judge' },
  },
);
export type RuleActor = CodeOf<typeof RuleActor>;

export const EndsWhen = enumeration(
  'ArrearsEndsWhen',
  { fr: 'Ce qui y mettrait fin', en: 'What would end it' },
  {
    debt_cleared: { fr: 'La dette entièrement réglée', en: 'The debt wholly cleared' },
    below_threshold: { fr: 'La dette sous le seuil', en: 'The debt below the threshold' },
  },
);
export type EndsWhen = CodeOf<typeof EndsWhen>;

/** The codes of `arrears_latitudes`. */
export const RuleLatitude = enumeration(
  'ArrearsRuleLatitude',
  { fr: 'Ce qu’un consortium peut changer', en: 'What a consortium may change' },
  {
    lower: { fr: 'Réduire seulement', en: 'Lower only' },
    raise: { fr: 'Augmenter seulement', en: 'Raise only' },
    both: { fr: 'Réduire ou augmenter', en: 'Lower or raise' },
  },
);
export type RuleLatitude = CodeOf<typeof RuleLatitude>;

export const LessorPerson = enumeration(
  'LessorPerson',
  { fr: 'Nature du bailleur', en: 'Kind of lessor' },
  {
    natural: { fr: 'Personne physique ou SCI familiale', en: 'Natural person or family company' },
    legal: { fr: 'Personne morale', en: 'Legal person' },
  },
);
export type LessorPerson = CodeOf<typeof LessorPerson>;

/** What comes next, and whose turn it is. */
export const NextStep = enumeration(
  'ArrearsNextStep',
  { fr: 'Suite possible', en: 'What may come next' },
  {
    open_support: { fr: 'Ouvrir ou renforcer l’accompagnement', en: 'Open or strengthen support' },
    verify: { fr: 'Vérifier la dette', en: 'Verify the debt' },
    report_paying_body: { fr: 'Signaler à la CAF ou à la MSA', en: 'Report to the paying body' },
    report_penalty: {
      fr: 'Pénalité possible : le signalement n’a pas été fait à temps',
      en: 'Penalty possible: no report was made in time',
    },
    aid_kept: {
      fr: 'Aide maintenue pendant que le FSL, saisi le jour du signalement, décide',
      en: 'Aid kept while the FSL, asked on the day of the report, decides',
    },
    ask_aid_kept: {
      fr: 'Demander le maintien de l’aide : dépense courante payée, ou au moins la moitié (aide déduite) en situation sociale difficile',
      en: 'Ask that the aid be kept: the current cost is paid, or at least half of it (less the aid) in social hardship',
    },
    aid_decision: { fr: 'Décider du maintien de l’aide', en: 'Decide whether the aid is kept' },
    direct_payment: {
      fr: 'Répondre à la proposition de tiers payant (sans réponse : refus)',
      en: 'Answer the offer of direct payment (no answer: refused)',
    },
    simplified_handling: { fr: 'Proposer un traitement simplifié', en: 'Propose a simplified handling' },
    report_ccapex: { fr: 'Signaler à la CCAPEX', en: 'Report to the CCAPEX' },
    propose_plan: { fr: 'Proposer un plan d’apurement', en: 'Propose a repayment plan' },
    refer_fsl: { fr: 'Saisir le FSL', en: 'Refer to the FSL' },
    check_plan: { fr: 'Contrôler le plan', en: 'Check the plan' },
    residence_notice: { fr: 'Mise en demeure (résidence)', en: 'Formal notice (residence)' },
    payment_order: { fr: 'Commandement de payer', en: 'Order to pay' },
    summons: { fr: 'Assignation', en: 'Summons' },
    protocol_outcome: {
      fr: 'Terme du protocole : nouveau bail s’il est respecté, sinon prolongation (cinq ans au plus)',
      en: 'Term of the protocol: a new lease if it was kept, else an extension (five years in all at most)',
    },
    eviction: { fr: 'Expulsion', en: 'Eviction' },
  },
);
export type NextStep = CodeOf<typeof NextStep>;
