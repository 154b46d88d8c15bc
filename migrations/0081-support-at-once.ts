import { FlatHandovers1700000000063 } from './0063-flat-handovers.js';
import { FlatDetails1700000000064 } from './0064-flat-details.js';
import { SettledAccounts1700000000070 } from './0070-settled-accounts.js';
import { SupportGoesOn1700000000069 } from './0069-support-goes-on.js';
import { again, asDefiner, changed, inner, madeBy, SqlMigration, stepsOf } from './support.js';

const GOES_ON = madeBy(stepsOf(SupportGoesOn1700000000069), 'CREATE FUNCTION support_goes_on(');
const FOLLOW = madeBy(stepsOf(SupportGoesOn1700000000069), 'CREATE FUNCTION residents_follow_support()');
const HANDS = madeBy(stepsOf(FlatHandovers1700000000063), 'CREATE FUNCTION flat_changes_hands()');
const REOPENS = madeBy(stepsOf(SettledAccounts1700000000070), 'CREATE FUNCTION account_reopens()');
const CASELOAD = madeBy(stepsOf(FlatDetails1700000000064), 'CREATE FUNCTION flat_in_caseload(');

const TOUCHES = `PERFORM feed_touch('tenancies', agreements)`;
const TOLD = `INSERT INTO outbox (id, consortium_id, job, data)
         SELECT uuid7(), acting_consortium(), 'support-tell', jsonb_build_object('tenancyId', a) FROM unnest(agreements) a;
       IF cardinality(flats) > 0 THEN INSERT INTO outbox (id, consortium_id, job) VALUES (uuid7(), acting_consortium(), 'presence-watch'); END IF;
       ${TOUCHES}`;

const SUPPORTED_THERE = `o.consortium_id = i.consortium_id AND o.flat_id = i.flat_id AND o.started_on <= i.occurred_on AND (o.ended_on IS NULL OR o.ended_on > i.occurred_on)
    AND d.consortium_id = o.consortium_id AND d.household_id = o.household_id AND d.organisation_id = i.supporter_id AND d.relation = 'supporter'`;

/**
 * What was of the night follows the support at once: alerts and what is due, by a job that asks what day it is. An account that is open
 * again has who supports the household by then. And an incident that is open goes to who supports the flat now, unless somebody lived
 * there on that day whom the one before supports or did, and who has not accepted that what it wrote is handed over; until then it
 * stays with who wrote it.
 */
export class SupportAtOnce1700000000081 extends SqlMigration {
  readonly name = 'SupportAtOnce1700000000081';

  protected readonly steps = [
    again(changed(GOES_ON, TOUCHES, TOLD)),
    again(
      changed(
        REOPENS,
        `FOR closed IN`,
        `IF t.household_id IS NOT NULL THEN
         PERFORM support_goes_on(ARRAY[t.household_id]);
         SELECT n.* INTO t FROM tenancies n WHERE n.consortium_id = NEW.consortium_id AND n.id = NEW.tenancy_id;
       END IF;
       FOR closed IN`,
      ),
    ),

    `CREATE FUNCTION incidents_go_on(flats uuid[]) RETURNS void LANGUAGE sql AS $$
       WITH next AS (
         SELECT i.id, i.supporter_id AS before, f.supporter_id AS next FROM house_incidents i
         JOIN shared_flats f ON f.consortium_id = i.consortium_id AND f.id = i.flat_id AND f.supporter_id <> i.supporter_id
         WHERE i.consortium_id = acting_consortium() AND i.flat_id = ANY (flats) AND i.status = 'open'
           AND NOT EXISTS (SELECT 1 FROM occupancies o, disclosures d WHERE ${SUPPORTED_THERE}
             AND NOT EXISTS (SELECT 1 FROM disclosures s WHERE s.consortium_id = d.consortium_id AND s.household_id = d.household_id
               AND s.relation = 'successor' AND s.organisation_id = f.supporter_id AND s.subject_id = i.supporter_id AND s.closed_at IS NULL
               AND (s.until IS NULL OR s.until > civil_today())))
         ORDER BY i.id FOR UPDATE OF i),
       moved AS (
         UPDATE house_incidents i SET supporter_id = n.next FROM next n WHERE i.consortium_id = acting_consortium() AND i.id = n.id
         RETURNING i.id, n.before, n.next),
       done AS (
         UPDATE incident_follow_ups u SET supporter_id = m.next FROM moved m WHERE u.consortium_id = acting_consortium() AND u.incident_id = m.id)
       INSERT INTO events (consortium_id, id, type, subject_type, subject_id, actor_organisation_id, viewers)
       SELECT acting_consortium(), uuid7(), 'house_incident.handed_over', 'house_incident', m.id, acting_organisation(), ARRAY[m.before, m.next]
       FROM moved m WHERE acting_organisation() IS NOT NULL $$`,
    ...inner('incidents_go_on(uuid[])'),
    asDefiner(`PERFORM incidents_go_on(ARRAY(SELECT f.id FROM shared_flats f WHERE f.consortium_id = tenant));`),
    again(
      changed(
        FOLLOW,
        'RETURN NULL;',
        `PERFORM incidents_go_on(ARRAY(SELECT DISTINCT o.flat_id FROM occupancies o
         WHERE o.consortium_id = NEW.consortium_id AND o.household_id = NEW.household_id));
       RETURN NULL;`,
      ),
    ),
    again(changed(HANDS, 'RETURN NULL;', `PERFORM incidents_go_on(ARRAY[NEW.id]);\n       RETURN NULL;`)),
    // Also of a flat that somebody else supports by now, while an incident that is open is still its own.
    again(
      changed(
        CASELOAD,
        `f.supporter_id = acting_as('supporter')`,
        `(f.supporter_id = acting_as('supporter') OR EXISTS (SELECT 1 FROM house_incidents i
           WHERE i.consortium_id = f.consortium_id AND i.flat_id = f.id AND i.status = 'open' AND i.supporter_id = acting_as('supporter')))`,
      ),
    ),
  ];

  protected readonly undo = [
    again(CASELOAD),
    again(HANDS),
    again(FOLLOW),
    `DROP FUNCTION incidents_go_on(uuid[])`,
    again(REOPENS),
    again(GOES_ON),
  ];
}
