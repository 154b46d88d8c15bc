import type { FeedCondition } from '../platform/api/delta.js';
import { actor } from '../platform/context.js';

type Parameter = (value: unknown) => string;

/** Of alerts `t`: those which concern who asks, as `isAlertFor` says it of one. Whose they are the policy says. */
export function forCaller(parameter: Parameter): string {
  const { principal, functions } = actor();
  if (principal.type !== 'user') return 'true';
  return `(t.staff_function IS NULL OR t.staff_function = ANY (${parameter(functions)}::text[]) OR t.assignee_id = ${parameter(principal.id)}::uuid)`;
}

/** Of feed entries: what is gone, and what the alerts' own policy shows now, asked for each entry. */
export const stillSeen: FeedCondition = (parameter) =>
  `(e.removed_at IS NOT NULL OR (SELECT true FROM alerts t WHERE t.consortium_id = e.consortium_id AND t.id = e.subject_id AND ${forCaller(parameter)}))`;
