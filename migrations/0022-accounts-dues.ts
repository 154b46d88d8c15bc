import { definer, REFUSE_STRANGER } from './support.js';

/** Monthly dues from the terms. What was posted is compared with what should be: so it is safe twice, and terms may change late. */
export const DUES_FUNCTIONS: readonly string[] = [
  /*
   * What is due of these tenancies, by month and label, from a month on (null: from the next that falls due) until today. A month
   * that is begun or ended within is counted by its days, each label rounded to the cent once. Notice counts in the month in which
   * it takes effect; afterwards the dwelling is paid for until it is left.
   */
  `CREATE FUNCTION dues_expected(tenancies uuid[], since date, today date)
     RETURNS TABLE (tenancy_id uuid, month text, due_on date, label text, cents integer) LANGUAGE sql STABLE AS $$
     SELECT m.id, m.month, m.due_on, c.label, (c.sign * round(sum(c.cents::bigint * greatest(0,
         least(m.next, coalesce(p.until, 'infinity'), m.stop) - greatest(m.first, p.starts_on, m.dues_start_on)))::numeric / (m.next - m.first)))::integer
     FROM (
       SELECT t.id, t.dues_start_on, to_char(g.first, 'YYYY-MM') AS month, g.first, (g.first + interval '1 month')::date AS next,
         greatest(g.first + t.due_day - 1, t.dues_start_on) AS due_on,
         coalesce(t.ended_on, CASE WHEN t.status = 'notice_given' AND t.ends_on >= g.first AND t.ends_on < g.first + interval '1 month'
           THEN t.ends_on END, 'infinity') AS stop
       FROM tenancies t
       JOIN accounts a ON a.consortium_id = t.consortium_id AND a.tenancy_id = t.id
       CROSS JOIN LATERAL (SELECT s::date AS first FROM generate_series(date_trunc('month', greatest(coalesce(since, a.next_dues_on),
         t.dues_start_on)::timestamp), date_trunc('month', today::timestamp), interval '1 month') s) g
       WHERE t.consortium_id = acting_consortium() AND t.id = ANY (tenancies) AND t.dues_source = 'computed') m
     JOIN (SELECT q.*, lead(q.starts_on) OVER (PARTITION BY q.tenancy_id ORDER BY q.starts_on) AS until FROM tenancy_terms q
       WHERE q.consortium_id = acting_consortium() AND q.tenancy_id = ANY (tenancies)) p
       ON p.tenancy_id = m.id AND p.starts_on < m.next AND coalesce(p.until, 'infinity') > m.first
     CROSS JOIN LATERAL (VALUES ('rent', p.rent_cents, 1), ('charges', p.charges_cents, 1), ('services', p.services_cents, 1),
       ('rls', p.rls_cents, -1)) c (label, cents, sign)
     GROUP BY m.id, m.month, m.due_on, m.first, m.next, c.label, c.sign $$`,

  // Posts what is missing of what is due. The first time it is a due of its day; what changes a month that was posted before is an
  // adjustment of today. Answers how many entries.
  `CREATE FUNCTION ledger_dues(tenancies uuid[], since date, today date) RETURNS integer LANGUAGE plpgsql AS $$
   DECLARE
     made uuid[];
   BEGIN
     IF acting_kind() <> 'system' THEN tenancies := ARRAY(SELECT i FROM unnest(tenancies) i WHERE tenancy_begun(i)); END IF;
     PERFORM 1 FROM accounts a WHERE a.consortium_id = acting_consortium() AND a.tenancy_id = ANY (tenancies)
       ORDER BY a.tenancy_id FOR NO KEY UPDATE;
     SELECT ledger_write((SELECT array_agg(i.id ORDER BY i.id) FROM (SELECT uuid7() AS id FROM generate_series(1, count(w.tenancy_id))) i),
       array_agg(w.tenancy_id), array_agg(w.kind), array_agg(w.missing), array_agg(w.day),
       array_agg(w.month), array_agg(w.label), array_agg(w.day), array_agg(w.kind = 'due' OR w.missing > 0), array_agg(NULL::uuid), NULL,
       array_agg(NULL::text), array_agg(NULL::text), NULL)
     INTO made
     FROM (
       SELECT x.tenancy_id, x.month, x.label, x.cents - coalesce(l.cents, 0) AS missing,
         CASE WHEN l.cents IS NULL THEN 'due' ELSE 'adjustment' END AS kind, CASE WHEN l.cents IS NULL THEN x.due_on ELSE today END AS day
       FROM dues_expected(tenancies, since, today) x
       LEFT JOIN (
         SELECT e.tenancy_id, e.month, e.label, sum(e.amount_cents)::integer AS cents FROM ledger_entries e
         WHERE e.consortium_id = acting_consortium() AND e.tenancy_id = ANY (tenancies) AND e.organisation_id IS NULL
         GROUP BY e.tenancy_id, e.month, e.label) l ON l.tenancy_id = x.tenancy_id AND l.month = x.month AND l.label = x.label
       WHERE (x.due_on <= today OR l.cents IS NOT NULL) AND x.cents <> coalesce(l.cents, 0)
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
   END $$`,
  ...definer('ledger_dues(uuid[], date, date)'),

  // One step of the monthly job: the accounts whose dues fall due, so many of them. Answers none when there are no more.
  `CREATE FUNCTION ledger_dues_step(today date, most integer) RETURNS TABLE (seen integer, posted integer) LANGUAGE plpgsql AS $$
   DECLARE
     waiting uuid[];
   BEGIN
     IF NOT nobody_acts() THEN ${REFUSE_STRANGER}; END IF;
     SELECT array_agg(w.tenancy_id) INTO waiting FROM (
       SELECT a.tenancy_id FROM accounts a WHERE a.consortium_id = acting_consortium() AND a.next_dues_on <= today
       ORDER BY a.tenancy_id LIMIT most) w;
     RETURN QUERY SELECT coalesce(cardinality(waiting), 0), CASE WHEN waiting IS NULL THEN 0 ELSE ledger_dues(waiting, NULL, today) END;
   END $$`,
  ...definer('ledger_dues_step(date, integer)'),
];

export const DUES_FUNCTIONS_UNDO: readonly string[] = [
  `DROP FUNCTION ledger_dues_step(date, integer)`,
  `DROP FUNCTION ledger_dues(uuid[], date, date)`,
  `DROP FUNCTION dues_expected(uuid[], date, date)`,
];
