import { Injectable } from '@nestjs/common';
import { clock } from '../platform/clock.js';
import { actor, context } from '../platform/context.js';
import { Database } from '../platform/database/database.js';
import type { Work } from '../platform/database/work.js';
import type { JobOutcome } from '../platform/jobs/job.js';

const CHUNK = 1000;
const NIL = `'00000000-0000-0000-0000-000000000000'::uuid`;

/** What changed and that no other run holds. What a transaction under way holds asks for a run of its own. */
export const TAKE = `
  UPDATE causes c SET projected = true FROM (
    SELECT id FROM causes WHERE consortium_id = $1 AND NOT projected ORDER BY id LIMIT ${CHUNK} FOR UPDATE SKIP LOCKED) t
  WHERE c.consortium_id = $1 AND c.id = t.id RETURNING c.id`;

/** Before they are read: what somebody is doing about them comes first. */
const LOCK = `SELECT id FROM alerts WHERE consortium_id = $1 AND cause_id = ANY ($2::uuid[]) ORDER BY id FOR UPDATE`;

/** Steps and events of the alerts in `moved`, each with the step that it took (null: it only changed). */
const TELL = `
  steps AS (
    INSERT INTO alert_steps (consortium_id, id, alert_id, organisation_id, step, level, assignee_id, principal_id)
    SELECT m.consortium_id, uuid7(), m.id, m.organisation_id, m.step, m.level, CASE WHEN m.step = 'raised' THEN m.assignee_id END, $4
    FROM moved m WHERE m.step IS NOT NULL),
  told AS (
    INSERT INTO events (consortium_id, id, type, subject_type, subject_id, household_id, actor_organisation_id, viewers)
    SELECT m.consortium_id, uuid7(), 'alert.' || coalesce(m.step, 'changed'), 'alert', m.id, m.household_id, ${NIL}, ARRAY[m.organisation_id]
    FROM moved m)`;

/** For whom it was until now, where that changes: it is taken back from them. */
const WAS_FOR = `CASE WHEN a.staff_function IS DISTINCT FROM excluded.staff_function
        THEN array_append(array_remove(a.was_for, coalesce(a.staff_function, 'everybody')), coalesce(a.staff_function, 'everybody')) ELSE a.was_for END`;

const RANK = (level: string): string => `array_position('{information,attention,urgent}'::text[], ${level})`;

/**
 * One alert a cause. The household is named where it is disclosed to whom the alert is for, and stays named: then the policy
 * hides the alert when the disclosure ends. A cause that came and went before anybody was told makes none, nor does one for who
 * supports a household that has ceased to be disclosed to it meanwhile.
 */
export const PROJECT = `
  WITH before AS (SELECT id, cause_id, status FROM alerts WHERE consortium_id = $1 AND cause_id = ANY ($2::uuid[])),
  put AS (
    INSERT INTO alerts AS a (consortium_id, id, cause_id, kind, level, status, subject_type, subject_id, household_id, organisation_id,
      staff_function, facts, since_on, assignee_id, closed_at)
    SELECT c.consortium_id, uuid7(), c.id, c.kind, c.level, CASE WHEN c.ended_at IS NULL THEN 'open' ELSE 'closed' END, c.subject_type,
      c.subject_id, g.household_id, c.organisation_id, c.staff_function, c.facts, c.since, w.user_id, c.ended_at
    FROM causes c
    LEFT JOIN grants g ON g.consortium_id = c.consortium_id AND g.organisation_id = c.organisation_id AND g.household_id = c.household_id
      AND g.scope = 'stub' AND g.subject_id = ${NIL} AND g.until > $3::date
    LEFT JOIN LATERAL (
      SELECT s.user_id FROM assignments s JOIN users u ON u.consortium_id = s.consortium_id AND u.id = s.user_id AND u.active
      WHERE s.consortium_id = c.consortium_id AND s.household_id = g.household_id AND s.organisation_id = c.organisation_id
        AND s.starts_on <= $3::date AND (s.ends_on IS NULL OR s.ends_on > $3::date)
        AND (c.staff_function IS NULL OR c.staff_function = ANY (u.functions))
      ORDER BY s.stand_in DESC, s.starts_on DESC, s.id LIMIT 1) w ON true
    WHERE c.consortium_id = $1 AND c.id = ANY ($2::uuid[])
      AND (c.id IN (SELECT b.cause_id FROM before b) OR (c.ended_at IS NULL
        AND (c.staff_function IS DISTINCT FROM 'social_worker' OR c.household_id IS NULL OR g.household_id IS NOT NULL)))
    ON CONFLICT (consortium_id, cause_id) DO UPDATE SET
      level = excluded.level, subject_type = excluded.subject_type, staff_function = excluded.staff_function, was_for = ${WAS_FOR}, facts = excluded.facts,
      since_on = excluded.since_on, household_id = coalesce(excluded.household_id, a.household_id), closed_at = excluded.closed_at,
      status = CASE WHEN excluded.status = 'closed' OR ${RANK('excluded.level')} > ${RANK('a.level')} THEN excluded.status ELSE a.status END,
      acknowledged_at = CASE WHEN excluded.status = 'open' AND ${RANK('excluded.level')} > ${RANK('a.level')} THEN NULL ELSE a.acknowledged_at END,
      reopens_on = CASE WHEN excluded.status = 'closed' OR ${RANK('excluded.level')} > ${RANK('a.level')} THEN NULL ELSE a.reopens_on END
    WHERE (a.level, a.subject_type, a.staff_function, a.facts, a.since_on, a.closed_at, a.household_id) IS DISTINCT FROM (excluded.level,
      excluded.subject_type, excluded.staff_function, excluded.facts, excluded.since_on, excluded.closed_at, coalesce(excluded.household_id, a.household_id))
    RETURNING a.*),
  moved AS (
    SELECT p.*, CASE WHEN b.id IS NULL THEN 'raised' WHEN p.status = b.status THEN NULL WHEN p.status = 'closed' THEN 'closed' ELSE 'reopened' END AS step
    FROM put p LEFT JOIN before b ON b.id = p.id),
  ${TELL}
  SELECT id, step FROM moved`;

const WAKE = `
  WITH moved AS (
    UPDATE alerts SET status = 'open', reopens_on = NULL, acknowledged_at = NULL
    WHERE consortium_id = $1 AND reopens_on <= $3::date AND $2::uuid[] IS NULL RETURNING *, 'reopened' AS step),
  ${TELL}
  SELECT id, step FROM moved`;

interface Moved {
  readonly id: string;
  readonly step: string | null;
}

/** Makes alerts of causes, and opens again what was put off until today. Set-based, for one consortium, by jobs alone. */
@Injectable()
export class AlertProjection {
  constructor(private readonly database: Database) {}

  /** In chunks, until nothing is left; run twice or at once, it does the same. */
  async project(): Promise<JobOutcome> {
    const counts = { causes: 0, raised: 0, reopened: 0, closed: 0, changed: 0 };
    for (;;) {
      const taken = await this.database.work((work) => this.chunk(work, counts));
      counts.causes += taken;
      if (taken < CHUNK) return counts;
    }
  }

  /** A day begins: what was put off until then, and whatever was left behind. */
  async turnDay(): Promise<JobOutcome> {
    const woken = await this.database.work(async (work) => {
      const moved = await work.query<Moved>(WAKE, parameters(null));
      note(work, moved);
      return moved.length;
    });
    const { reopened, ...counts } = await this.project();
    return { ...counts, reopened: reopened! + woken };
  }

  private async chunk(work: Work, counts: Record<string, number>): Promise<number> {
    const taken = (await work.query<{ id: string }>(TAKE, [actor().consortiumId])).map(({ id }) => id);
    if (taken.length === 0) return 0;
    const known = await work.query<{ id: string }>(LOCK, [actor().consortiumId, taken]);
    const moved = await work.query<Moved>(PROJECT, parameters(taken));
    for (const { step } of moved) counts[step ?? 'changed']! += 1;
    note(work, moved);
    work.touch(
      'alerts',
      known.map(({ id }) => id),
    );
    return taken.length;
  }
}

function parameters(causes: readonly string[] | null): unknown[] {
  return [actor().consortiumId, causes, clock.today(), actor().principal.id];
}

function note(work: Work, moved: readonly Moved[]): void {
  for (const { id } of moved) context().trail?.changed('alerts', id);
  work.touch(
    'alerts',
    moved.map(({ id }) => id),
  );
}
