import { OCCUPANCIES_SUPPORTED } from './0065-resident-support.js';
import { asDefiner, definer, inner, SqlMigration } from './support.js';

const FOLLOWED = (alias: string): string =>
  `SELECT ${alias}.id, ${alias}.supporter_id AS before, resident_supporter(${alias}.household_id, ${alias}.supporter_id) AS next`;
const CHANGES = 'n.next IS NOT NULL AND n.next IS DISTINCT FROM n.before';
/** Where somebody acts: an upgrade hands nothing over. */
const told = (noun: string): string => `
  INSERT INTO events (consortium_id, id, type, subject_type, subject_id, household_id, actor_organisation_id, viewers)
  SELECT acting_consortium(), uuid7(), '${noun}.handed_over', '${noun}', m.id, m.household_id, acting_organisation(),
    array_remove(ARRAY[m.before, m.next], NULL)
  FROM moved m WHERE acting_organisation() IS NOT NULL`;

/** Agreements that are not settled, with what hangs on them: account (by its trigger), arrears, what is due of whoever supports. */
const TENANCIES = `
  WITH moved AS (
    UPDATE tenancies t SET supporter_id = n.next FROM (${FOLLOWED('t')} FROM tenancies t WHERE t.consortium_id = acting_consortium()
      AND t.household_id = ANY (households) AND t.settled_on IS NULL) n
    WHERE t.consortium_id = acting_consortium() AND t.id = n.id AND ${CHANGES}
    RETURNING t.id, t.household_id, n.before, n.next, t.landlord_id, coalesce(t.operator_id, t.landlord_id) AS keeper_id),
  told AS (${told('tenancy')}),
  cases AS (
    UPDATE arrears_cases c SET supporter_id = m.next FROM moved m WHERE c.consortium_id = acting_consortium() AND c.tenancy_id = m.id
    RETURNING c.id),
  done AS (
    UPDATE deadlines d SET closed_at = now() FROM moved m WHERE d.consortium_id = acting_consortium() AND d.source_type = 'tenancy' AND d.source_id = m.id
      AND d.organisation_id = m.before AND d.organisation_id NOT IN (m.landlord_id, m.keeper_id) AND d.closed_at IS NULL),
  awaited AS (
    INSERT INTO deadlines (consortium_id, id, source_type, source_id, kind, due_on, organisation_id, household_id)
    SELECT d.consortium_id, uuid7(), d.source_type, d.source_id, d.kind, d.due_on, m.next, d.household_id
    FROM deadlines d JOIN moved m ON d.source_type = 'tenancy' AND d.source_id = m.id AND d.organisation_id = m.keeper_id
    WHERE d.consortium_id = acting_consortium() AND d.closed_at IS NULL AND m.next NOT IN (m.landlord_id, m.keeper_id)
    ON CONFLICT (consortium_id, source_type, source_id, kind, organisation_id) WHERE closed_at IS NULL DO NOTHING)
  SELECT ARRAY(SELECT m.id FROM moved m), ARRAY(SELECT c.id FROM cases c) INTO agreements, arrears`;

/** Planned, or under an agreement that is not settled: rooms before a move too, by which days abroad are counted. */
const UNDER_WAY = `(o.status = 'planned' OR EXISTS (SELECT 1 FROM tenancies u WHERE u.consortium_id = o.consortium_id AND u.id = o.tenancy_id
    AND u.settled_on IS NULL))`;
const OCCUPANCIES = `
  WITH moved AS (
    UPDATE occupancies o SET supporter_id = n.next FROM (${FOLLOWED('o')} FROM occupancies o WHERE o.consortium_id = acting_consortium()
      AND o.household_id = ANY (households) AND ${UNDER_WAY}) n
    WHERE o.consortium_id = acting_consortium() AND o.id = n.id AND ${CHANGES}
    RETURNING o.id, o.household_id, o.flat_id, n.before, n.next),
  told AS (${told('occupancy')})
  SELECT ARRAY(SELECT DISTINCT m.flat_id FROM moved m) INTO flats`;

const oneAbsence = (more: string): string[] => [
  `ALTER TABLE absences DROP CONSTRAINT absences_one_at_a_time`,
  `ALTER TABLE absences ADD CONSTRAINT absences_one_at_a_time
     EXCLUDE USING gist (consortium_id WITH =, occupancy_id WITH =, ${more}daterange(starts_on, ends_on) WITH &&)`,
];

/**
 * With the support of a household go its tenancies too, as the occupancies did (0065): a new supporter sees agreement, account and
 * arrears, and the one before does not. The same outside of a shared flat. Who lets is not told. Of the days abroad each writes its
 * own: who does not see what its predecessor wrote neither learns of it by a refusal nor is kept from writing.
 */
export class SupportGoesOn1700000000069 extends SqlMigration {
  readonly name = 'SupportGoesOn1700000000069';

  protected readonly steps = [
    `DROP TRIGGER occupancies_supported ON disclosures`,
    `DROP FUNCTION occupancies_follow_support()`,
    // The agreement is locked before the occupancy, as by every act.
    `CREATE FUNCTION support_goes_on(households uuid[]) RETURNS void LANGUAGE plpgsql AS $$
     DECLARE
       agreements uuid[];
       arrears uuid[];
       flats uuid[];
     BEGIN
       PERFORM 1 FROM tenancies t WHERE t.consortium_id = acting_consortium() AND t.household_id = ANY (households) AND t.settled_on IS NULL
       ORDER BY t.id FOR UPDATE;
       PERFORM 1 FROM occupancies o WHERE o.consortium_id = acting_consortium() AND o.household_id = ANY (households) AND ${UNDER_WAY}
       ORDER BY o.id FOR UPDATE;
       ${TENANCIES};
       ${OCCUPANCIES};
       PERFORM feed_touch('tenancies', agreements), feed_touch('arrears_cases', arrears), feed_touch('shared_flats', flats);
     END $$`,
    ...inner('support_goes_on(uuid[])'),
    // What is to be told of it is the business of the night: it depends on the day.
    `CREATE FUNCTION residents_follow_support() RETURNS trigger LANGUAGE plpgsql AS $$
     BEGIN
       PERFORM support_goes_on(ARRAY[NEW.household_id]);
       RETURN NULL;
     END $$`,
    ...definer('residents_follow_support()'),
    // At the end of who changes it: by then the occupancy may have ended too.
    `CREATE CONSTRAINT TRIGGER residents_supported AFTER INSERT OR UPDATE ON disclosures DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
       WHEN (NEW.relation IN ('supporter', 'successor')) EXECUTE FUNCTION residents_follow_support()`,
    asDefiner(`PERFORM support_goes_on(ARRAY(SELECT DISTINCT t.household_id FROM tenancies t WHERE t.consortium_id = tenant
      AND t.household_id IS NOT NULL AND t.settled_on IS NULL));`),
    ...oneAbsence('author_organisation_id WITH =, '),
  ];

  protected readonly undo = [
    ...oneAbsence(''),
    `DROP TRIGGER residents_supported ON disclosures`,
    `DROP FUNCTION residents_follow_support()`,
    `DROP FUNCTION support_goes_on(uuid[])`,
    ...OCCUPANCIES_SUPPORTED,
  ];
}
