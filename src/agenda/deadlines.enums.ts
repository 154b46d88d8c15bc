import { enumeration, type CodeOf } from '../platform/api/enumeration.js';

/** What may be due, of every feature: a row of `deadline_kinds` each. */
export const DeadlineKind = enumeration(
  'DeadlineKind',
  { fr: 'Nature d’une échéance', en: 'Kind of a deadline' },
  {
    joint_review: { fr: 'Examen tripartite', en: 'Joint review' },
    slide_decision: { fr: 'Décision sur le glissement du bail', en: 'Decision on the slide of the lease' },
    tenancy_end: { fr: 'Fin d’occupation prévue', en: 'Planned end of the tenancy' },
    flat_closure: { fr: 'Fermeture du domicile partagé', en: 'Closure of the shared flat' },
    arrears_report: { fr: 'Signalement de l’impayé', en: 'Report of the arrears' },
    arrears_plan: { fr: 'Plan d’apurement à établir', en: 'Repayment plan to be made' },
    repayment_plan_check: { fr: 'Contrôle du plan d’apurement', en: 'Check of the repayment plan' },
  },
);
export type DeadlineKind = CodeOf<typeof DeadlineKind>;

export const DeadlineStatus = enumeration(
  'DeadlineStatus',
  { fr: 'État d’une échéance', en: 'Status of a deadline' },
  {
    open: { fr: 'À tenir', en: 'To be met' },
    closed: { fr: 'Close', en: 'Closed' },
  },
);
export type DeadlineStatus = CodeOf<typeof DeadlineStatus>;
