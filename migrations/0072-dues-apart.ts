import { DUES_FUNCTIONS } from './0022-accounts-dues.js';
import { again, definer, madeBy, REFUSE_STRANGER, SqlMigration } from './support.js';

const STEP = 'ledger_dues_step(date, integer, uuid)';
const stepBefore = madeBy(DUES_FUNCTIONS, 'CREATE FUNCTION ledger_dues_step(');

/**
 * Dues as they should have been. What lowers a month that was posted is what was due too much: it lowers that due, on its own day, and
 * is no payment; so nobody was ever in default of what was not owed, and a term of which nothing was paid stays a term wholly
 * unpaid. What raises a month is owed from the day on which it was asked, under whatever label. What its lessor reversed is not posted
 * any more, so not taken off again either. And one account that cannot be computed stops no other.
 */
export class DuesApart1700000000072 extends SqlMigration {
  readonly name = 'DuesApart1700000000072';

  protected readonly steps = [
    again(`CREATE FUNCTION ledger_dues(tenancies uuid[], since date, today date) RETURNS integer LANGUAGE plpgsql AS $$
     DECLARE
       made uuid[];
     BEGIN
       IF acting_kind() <> 'system' THEN tenancies := ARRAY(SELECT i FROM unnest(tenancies) i WHERE tenancy_begun(i)); END IF;
       PERFORM 1 FROM accounts a WHERE a.consortium_id = acting_consortium() AND a.tenancy_id = ANY (tenancies)
         ORDER BY a.tenancy_id FOR NO KEY UPDATE;
       SELECT ledger_write((SELECT array_agg(i.id ORDER BY i.id) FROM (SELECT uuid7() AS id FROM generate_series(1, count(w.tenancy_id))) i),
         array_agg(w.tenancy_id), array_agg(w.kind), array_agg(w.missing), array_agg(w.day),
         array_agg(w.month), array_agg(w.label), array_agg(w.value_day), array_agg(true), array_agg(NULL::uuid), NULL,
         array_agg(NULL::text), array_agg(NULL::text), NULL)
       INTO made
       FROM (
         SELECT x.tenancy_id, x.month, x.label, x.missing, CASE WHEN x.is_posted THEN 'adjustment' ELSE 'due' END AS kind,
           CASE WHEN x.is_posted THEN today ELSE x.due_on END AS day,
           -- What only takes back a rise takes it back on the day of that rise.
           CASE WHEN NOT x.is_posted THEN x.due_on WHEN x.missing > 0 THEN today
             WHEN x.cents >= coalesce(x.first_cents, 0) THEN coalesce(x.raised_on, x.first_on, x.due_on) ELSE coalesce(x.first_on, x.due_on) END AS value_day
         FROM (
           SELECT x.*, l.*, x.cents - coalesce(l.posted_cents, 0) AS missing,
             bool_or(l.posted_cents IS NOT NULL) OVER (PARTITION BY x.tenancy_id, x.month) AS is_posted
           FROM dues_expected(tenancies, since, today) x
           LEFT JOIN (
             SELECT e.tenancy_id AS of_tenancy, e.month AS of_month, o.label AS of_label, sum(e.amount_cents)::integer AS posted_cents,
               sum(e.amount_cents) FILTER (WHERE o.kind = 'due') AS first_cents, min(e.value_on) FILTER (WHERE o.kind = 'due') AS first_on,
               max(e.value_on) FILTER (WHERE o.kind = 'adjustment' AND e.amount_cents > 0) AS raised_on
             FROM accounts a
             JOIN ledger_entries e ON e.consortium_id = a.consortium_id AND e.tenancy_id = a.tenancy_id
               AND (e.month >= to_char(coalesce(since, a.next_dues_on), 'YYYY-MM') OR coalesce(since, a.next_dues_on) IS NULL)
             -- What was reversed is not posted any more: a reversal counts as what it reverses, looked up by key.
             CROSS JOIN LATERAL (
               SELECT e.label, e.kind, e.organisation_id WHERE e.reverses_id IS NULL
               UNION ALL SELECT r.label, r.kind, r.organisation_id FROM ledger_entries r
                 WHERE r.consortium_id = acting_consortium() AND r.id = e.reverses_id OFFSET 0) o
             WHERE a.consortium_id = acting_consortium() AND a.tenancy_id = ANY (tenancies) AND o.organisation_id IS NULL
             GROUP BY e.tenancy_id, e.month, o.label) l ON l.of_tenancy = x.tenancy_id AND l.of_month = x.month AND l.of_label = x.label) x
         WHERE (x.due_on <= today OR x.posted_cents IS NOT NULL) AND x.missing <> 0
         ORDER BY x.tenancy_id, x.month, x.label) w
       HAVING count(*) > 0;
       UPDATE accounts a SET next_dues_on = n.day
       FROM (
         SELECT t.id, CASE WHEN t.dues_source <> 'computed' OR date_trunc('month', d.day::timestamp) >= t.ended_on THEN NULL ELSE d.day END AS day
         FROM tenancies t
         CROSS JOIN LATERAL (SELECT greatest(date_trunc('month', today::timestamp), date_trunc('month', t.dues_start_on::timestamp)) AS month) m
         CROSS JOIN LATERAL (SELECT (CASE WHEN greatest(m.month::date + t.due_day - 1, t.dues_start_on) > today
           THEN greatest(m.month::date + t.due_day - 1, t.dues_start_on) ELSE (m.month + interval '1 month')::date + t.due_day - 1 END) AS day) d
         WHERE t.consortium_id = acting_consortium() AND t.id = ANY (tenancies)) n
       WHERE a.consortium_id = acting_consortium() AND a.tenancy_id = n.id AND a.next_dues_on IS DISTINCT FROM n.day;
       RETURN coalesce(cardinality(made), 0);
     END $$`),

    `DROP FUNCTION ledger_dues_step(date, integer)`,
    // One step of the monthly job, from an account on. Where one of them is beyond what can be counted, each is posted apart: those that
    // cannot be are named, and tried again the next night.
    `CREATE FUNCTION ${STEP.replace('(date, integer, uuid)', '(today date, most integer, after uuid)')}
       RETURNS TABLE (seen integer, posted integer, failed uuid[], last uuid) LANGUAGE plpgsql AS $$
     DECLARE
       waiting uuid[];
       one uuid;
     BEGIN
       IF NOT nobody_acts() THEN ${REFUSE_STRANGER}; END IF;
       waiting := ARRAY(SELECT a.tenancy_id FROM accounts a WHERE a.consortium_id = acting_consortium() AND a.next_dues_on <= today
         AND a.tenancy_id > after ORDER BY a.tenancy_id LIMIT most);
       seen := cardinality(waiting);
       posted := 0;
       failed := '{}';
       last := waiting[seen];
       BEGIN
         IF seen > 0 THEN posted := ledger_dues(waiting, NULL, today); END IF;
       EXCEPTION WHEN data_exception THEN
         FOREACH one IN ARRAY waiting LOOP
           BEGIN
             posted := posted + ledger_dues(ARRAY[one], NULL, today);
           EXCEPTION WHEN data_exception THEN
             failed := failed || one;
           END;
         END LOOP;
       END;
       RETURN NEXT;
     END $$`,
    ...definer(STEP),
  ];

  protected readonly undo = [
    `DROP FUNCTION ${STEP}`,
    stepBefore,
    ...definer('ledger_dues_step(date, integer)'),
    again(madeBy(DUES_FUNCTIONS, 'CREATE FUNCTION ledger_dues(')),
  ];
}
