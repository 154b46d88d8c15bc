import { enumeration, type CodeOf } from '../platform/api/enumeration.js';

export const ArrearsLevel = enumeration(
  'ArrearsLevel',
  { fr: 'Niveau de l’impayé', en: 'Level of the arrears' },
  {
    watch: { fr: 'À surveiller', en: 'To watch' },
    to_verify: { fr: 'À vérifier', en: 'To verify' },
    constituted: { fr: 'Constitué', en: 'Constituted' },
  },
);
export type ArrearsLevel = CodeOf<typeof ArrearsLevel>;

export const ArrearsStatus = enumeration(
  'ArrearsStatus',
  { fr: 'État du dossier d’impayé', en: 'Status of an arrears case' },
  {
    watch: { fr: 'Sous surveillance', en: 'Watched' },
    to_verify: { fr: 'À vérifier', en: 'To verify' },
    constituted: { fr: 'Impayé constitué', en: 'Constituted' },
    reported: { fr: 'Signalé', en: 'Reported' },
    plan_proposed: { fr: 'Plan proposé', en: 'Plan proposed' },
    plan_active: { fr: 'Plan en cours', en: 'Plan active' },
    plan_broken: { fr: 'Plan rompu', en: 'Plan broken' },
    cleared: { fr: 'Apuré', en: 'Cleared' },
    closed: { fr: 'Clos', en: 'Closed' },
  },
);
export type ArrearsStatus = CodeOf<typeof ArrearsStatus>;

export const ArrearsRegime = enumeration(
  'ArrearsRegime',
  { fr: 'Régime de la règle', en: 'Regime of a rule' },
  {
    early: { fr: 'Prévention', en: 'Prevention' },
    housing_benefit: { fr: 'Aide au logement', en: 'Housing benefit' },
    residence: { fr: 'Résidence sociale ou foyer', en: 'Social residence' },
    ccapex: { fr: 'CCAPEX', en: 'CCAPEX' },
    plan: { fr: 'Plan d’apurement', en: 'Repayment plan' },
    enforcement: { fr: 'Procédure', en: 'Proceedings' },
  },
);
export type ArrearsRegime = CodeOf<typeof ArrearsRegime>;

export const ArrearsStep = enumeration(
  'ArrearsStep',
  { fr: 'Étape d’un dossier d’impayé', en: 'Step of an arrears case' },
  {
    opening: { fr: 'Ouverture', en: 'Opening' },
    escalation: { fr: 'Changement de niveau', en: 'Change of level' },
    report: { fr: 'Signalement', en: 'Report' },
    plan_proposal: { fr: 'Proposition de plan', en: 'Plan proposed' },
    plan_agreement: { fr: 'Accord sur le plan', en: 'Plan agreed' },
    plan_withdrawal: { fr: 'Abandon du plan', en: 'Plan withdrawn' },
    plan_breach: { fr: 'Rupture du plan', en: 'Plan broken' },
    proceeding: { fr: 'Acte de procédure', en: 'Proceeding' },
    clearance: { fr: 'Apurement', en: 'Clearance' },
    closure: { fr: 'Clôture', en: 'Closure' },
  },
);
export type ArrearsStep = CodeOf<typeof ArrearsStep>;

export const ReportBody = enumeration(
  'ReportBody',
  { fr: 'Destinataire du signalement', en: 'To whom a case is reported' },
  {
    paying_body: { fr: 'CAF ou MSA', en: 'Paying body (CAF, MSA)' },
    ccapex: { fr: 'CCAPEX', en: 'CCAPEX' },
    fsl: { fr: 'FSL', en: 'Housing solidarity fund (FSL)' },
  },
);
export type ReportBody = CodeOf<typeof ReportBody>;

export const ArrearsClosureReason = enumeration(
  'ArrearsClosureReason',
  { fr: 'Motif de clôture', en: 'Reason of a closure' },
  {
    arranged: { fr: 'Réglé à l’amiable', en: 'Arranged' },
    recorded_in_error: { fr: 'Enregistré à tort', en: 'Recorded in error' },
    recovery_elsewhere: { fr: 'Recouvrement par ailleurs', en: 'Recovered elsewhere' },
    irrecoverable: { fr: 'Créance irrécouvrable', en: 'Irrecoverable' },
    over_indebtedness: { fr: 'Surendettement', en: 'Over-indebtedness' },
    settled: { fr: 'Compte soldé', en: 'Account settled' },
  },
);
export type ArrearsClosureReason = CodeOf<typeof ArrearsClosureReason>;

export const ProceedingKind = enumeration(
  'ProceedingKind',
  { fr: 'Acte de procédure', en: 'Proceeding' },
  {
    residence_notice: { fr: 'Mise en demeure (résidence)', en: 'Formal notice (residence)' },
    payment_order: { fr: 'Commandement de payer', en: 'Order to pay' },
    summons: { fr: 'Assignation', en: 'Summons' },
    judgment: { fr: 'Jugement', en: 'Judgment' },
    quit_order: { fr: 'Commandement de quitter les lieux', en: 'Order to leave' },
    eviction: { fr: 'Expulsion', en: 'Eviction' },
    cohesion_protocol: { fr: 'Protocole de cohésion sociale', en: 'Social cohesion protocol' },
  },
);
export type ProceedingKind = CodeOf<typeof ProceedingKind>;

export const HoldKind = enumeration(
  'HoldKind',
  { fr: 'Motif de suspension', en: 'What holds enforcement' },
  {
    plan: { fr: 'Plan d’apurement suivi', en: 'A plan that is kept' },
    support: { fr: 'Accompagnement en cours', en: 'Support under way' },
    contract: { fr: 'Engagements d’un contrat', en: 'Commitments of a contract' },
  },
);
export type HoldKind = CodeOf<typeof HoldKind>;

export const PlanStatus = enumeration(
  'PlanStatus',
  { fr: 'État du plan d’apurement', en: 'Status of a repayment plan' },
  {
    proposed: { fr: 'Proposé', en: 'Proposed' },
    active: { fr: 'En cours', en: 'Active' },
    kept: { fr: 'Tenu', en: 'Kept' },
    broken: { fr: 'Rompu', en: 'Broken' },
    withdrawn: { fr: 'Abandonné', en: 'Withdrawn' },
  },
);
export type PlanStatus = CodeOf<typeof PlanStatus>;

export const PlanFrame = enumeration(
  'PlanFrame',
  { fr: 'Cadre du plan', en: 'Frame of a plan' },
  {
    lessor: { fr: 'Plan du bailleur', en: 'With the lessor' },
    paying_body: { fr: 'Plan par défaut (CAF, MSA)', en: 'Default plan of the paying body' },
    fsl: { fr: 'Plan avec le FSL', en: 'With the FSL' },
    judge: { fr: 'Délais du juge', en: 'Granted by the judge' },
    over_indebtedness: { fr: 'Surendettement', en: 'Over-indebtedness' },
  },
);
export type PlanFrame = CodeOf<typeof PlanFrame>;
