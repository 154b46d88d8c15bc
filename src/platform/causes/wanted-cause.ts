import type { StaffFunction } from '../access/permissions.js';
import type { CivilDate } from '../clock.js';
import type { CauseLevel } from './causes.enums.js';

/** Codes, numbers, yes or no, dates `YYYY-MM-DD` and months `YYYY-MM`, by camelCase names; null is left out. Never a text. */
export type CauseFacts = Readonly<Record<string, string | number | boolean | null>>;

/** Something that somebody should know of or act upon, as long as it holds. */
export interface WantedCause {
  /** One of the table `cause_kinds`; its words stand in `alerts`. */
  readonly kind: string;
  readonly subject: { readonly type: string; readonly id: string };
  /** Whose matter it is: for caseloads. */
  readonly householdId?: string | null;
  /** Who must act. It must be allowed to see the subject, and what the facts say of it. */
  readonly organisationId: string;
  /** Who there, where it is not for everybody. */
  readonly staffFunction?: StaffFunction | null;
  readonly level: CauseLevel;
  readonly facts?: CauseFacts;
  /** Since when it holds; no stamp, but a fact. */
  readonly since: CivilDate;
}

/** What was looked at: within it, what is not wanted ends. */
export interface Evaluated {
  readonly kinds: readonly string[];
  /** Absent: every subject of the consortium. */
  readonly subjects?: readonly string[];
}

export interface CauseChanges {
  readonly opened: number;
  readonly changed: number;
  readonly ended: number;
}

export const PUT_CAUSES = 'SELECT opened, changed, ended FROM causes_put_by_job($1, $2::uuid[], $3::jsonb)';

export function putValues({ kinds, subjects }: Evaluated, wanted: readonly WantedCause[]): unknown[] {
  const rows = wanted.map(({ subject, householdId, organisationId, staffFunction, ...rest }) => ({
    ...rest,
    subject_type: subject.type,
    subject_id: subject.id,
    household_id: householdId,
    organisation_id: organisationId,
    staff_function: staffFunction,
  }));
  return [kinds, subjects ?? null, JSON.stringify(rows)];
}
