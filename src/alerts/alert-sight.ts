import type { FeedSight } from '../platform/api/delta.js';
import { actor } from '../platform/context.js';

type Parameter = (value: unknown) => string;

/** Of alerts `t`: those which concern who asks, as `isAlertFor` says it of one. Whose they are the policy says. */
export function forCaller(parameter: Parameter): string {
  const { principal, functions } = actor();
  if (principal.type !== 'user') return 'true';
  return `(t.staff_function IS NULL OR t.staff_function = ANY (${parameter(functions)}::text[]) OR t.assignee_id = ${parameter(principal.id)}::uuid)`;
}

/** Of alerts `t` that are not for her: which were once, assigned to her or for a function of hers. Others she never had. */
function wasFor(parameter: Parameter): string {
  const { principal, functions } = actor();
  return `(t.was_for && ${parameter([...functions, 'everybody'])}::text[] OR EXISTS (SELECT 1 FROM alert_steps s
    WHERE s.consortium_id = t.consortium_id AND s.alert_id = t.id AND s.assignee_id = ${parameter(principal.id)}::uuid))`;
}

/** Of feed entries: those of alerts that the alerts' own policy shows now, asked for each entry. */
const shown = (which: string): string =>
  `(SELECT true FROM alerts t WHERE t.consortium_id = e.consortium_id AND t.id = e.subject_id AND ${which})`;

/**
 * Of the feed: what is gone, and what the policy shows now of what is for who asks. What was assigned to a person, or for her function,
 * and is not any more is gone for her. What she never had is left out; where her functions change she reads everything anew.
 */
export function alertSight(): FeedSight {
  const { principal, functions } = actor();
  if (principal.type !== 'user')
    return { only: (parameter) => `(e.removed_at IS NOT NULL OR ${shown(forCaller(parameter))})` };
  return {
    only: (parameter) => `(e.removed_at IS NOT NULL OR ${shown(`(${forCaller(parameter)} OR ${wasFor(parameter)})`)})`,
    gone: (parameter) => `coalesce(e.entry->>'staffFunction' <> ALL (${parameter(functions)}::text[])
      AND (e.entry->>'assigneeId') IS DISTINCT FROM ${parameter(principal.id)}::text, false)`,
    restsOn: `${principal.id} ${[...functions].sort().join(',')}`,
  };
}
