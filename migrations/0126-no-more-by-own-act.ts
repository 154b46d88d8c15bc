import { AsNamed1700000000122 } from './0122-as-named.js';
import { MoversAlone1700000000125 } from './0125-movers-alone.js';
import { again, asDefiner, changed, inner, madeBy, NIL, SqlMigration, stepsOf } from './support.js';

const MADE = stepsOf(MoversAlone1700000000125);
const GRANTS_BEFORE = madeBy(MADE, 'CREATE OR REPLACE FUNCTION refresh_grants(');
const MOVERS_BEFORE = madeBy(MADE, 'CREATE FUNCTION movers_of(');
const KNOWN_BEFORE = madeBy(MADE, 'CREATE FUNCTION movers_known(');
const PERSON_BEFORE = madeBy(stepsOf(AsNamed1700000000122), 'CREATE OR REPLACE FUNCTION occupancy_person(');
const TRIGGER = 'CREATE TRIGGER movers_known AFTER UPDATE OF tenancy_id ON occupancies FOR EACH ROW';

/** What the acting organisation sees of a household, or of one of the files that it was made of. */
const sight = (file: string): string =>
  `g.consortium_id = acting_consortium() AND g.organisation_id = acting_organisation() AND g.household_id = ${file} AND g.until > civil_today()`;
const knowsAll = (file: string): string =>
  `EXISTS (SELECT 1 FROM grants g WHERE ${sight(file)} AND (g.scope = 'writing' OR g.scope = 'identity' AND g.subject_id = ${NIL}))`;
const OWN_FILE = 'household_origin(household)';
/** What it was told without an end, and not by a file that is still to be decided on: its refusal would end it. */
const FOR_GOOD = `k.consortium_id = acting_consortium() AND k.origin_household_id = d.origin_household_id AND k.organisation_id = acting_organisation()
         AND k.closed_at IS NULL AND k.until IS NULL AND (k.basis <> 'placement' OR EXISTS (SELECT 1 FROM placements p
           WHERE p.consortium_id = k.consortium_id AND p.id = k.subject_id AND p.status = 'moved_in'))`;

/** Somebody else is of the household of an occupancy: whoever lives alone is all of it. */
const others = (occupancy: string): string =>
  `EXISTS (SELECT 1 FROM household_members m WHERE m.consortium_id = ${occupancy}.consortium_id AND m.household_id = ${occupancy}.household_id
     AND m.twin_of_id IS NULL AND (m.ends_on IS NULL OR m.ends_on > civil_today())
     AND m.person_id <> coalesce(person_twin(${occupancy}.person_id), ${occupancy}.person_id))`;

const NARROWED = changed(
  GRANTS_BEFORE,
  `SELECT CASE WHEN d.relation IN ('landlord', 'operator') THEN movers_of(d.basis, d.subject_id) END AS movers`,
  `SELECT CASE WHEN d.person_ids IS NOT NULL THEN
          ARRAY(SELECT unnest(d.person_ids) UNION SELECT m.person_id FROM unnest(d.person_ids) named JOIN household_members m
            ON m.consortium_id = acting_consortium() AND m.household_id = d.household_id
            AND coalesce(m.twin_of_id, m.person_id) = coalesce(person_twin(named), named)) END AS movers`,
);
const NAMED = changed(
  changed(
    PERSON_BEFORE,
    'IF cardinality(all_of) = 1 THEN',
    `IF acting_kind() <> 'system' AND NOT ${knowsAll(OWN_FILE)} THEN
         all_of := ARRAY(SELECT m FROM unnest(all_of) m WHERE EXISTS (SELECT 1 FROM grants g WHERE ${sight(OWN_FILE)} AND g.scope = 'identity' AND g.subject_id = m));
       END IF;
       IF cardinality(all_of) = 1 THEN`,
  ),
  'AND NOT EXISTS (SELECT 1 FROM occupancies x',
  'AND m.person_id = ANY (all_of) AND NOT EXISTS (SELECT 1 FROM occupancies x',
);
const AGAIN = `PERFORM refresh_grants(s.household_id, s.organisation_id) FROM (SELECT DISTINCT d.household_id, d.organisation_id FROM disclosures d
    WHERE d.consortium_id = tenant AND d.closed_at IS NULL AND d.relation IN ('landlord', 'operator')) s;
  SET CONSTRAINTS ALL IMMEDIATE; -- what follows of it is written as of this consortium
  SET CONSTRAINTS ALL DEFERRED;`;

/**
 * What is opened to landlord and operator is of whom the opener knows, and no more than the agreement needs; said once, with the
 * disclosure, so that no later act of theirs widens it. Of a placement, or the lease of one: who is to move. For a room of a shared
 * flat: its resident. A transfer, a slide, an account that reopens: of whom the agreement was before. Any other agreement: of those
 * whom its recorder knows for good; who writes in the file makes the whole household known.
 */
export class NoMoreByOwnAct1700000000126 extends SqlMigration {
  readonly name = 'NoMoreByOwnAct1700000000126';

  protected readonly steps = [
    `ALTER TABLE disclosures ADD COLUMN person_ids uuid[]`,
    // Null: of the whole household.
    `CREATE FUNCTION disclosed_persons(d disclosures) RETURNS uuid[] LANGUAGE plpgsql STABLE AS $$
     DECLARE
       placement uuid;
       previous uuid;
       persons uuid[];
     BEGIN
       IF d.relation NOT IN ('landlord', 'operator') OR d.basis NOT IN ('placement', 'tenancy') THEN RETURN NULL; END IF;
       placement := d.subject_id;
       IF d.basis = 'tenancy' THEN
         SELECT t.placement_id, t.previous_tenancy_id INTO placement, previous FROM tenancies t
           WHERE t.consortium_id = acting_consortium() AND t.id = d.subject_id;
       END IF;
       IF placement IS NOT NULL THEN
         RETURN (SELECT r.person_ids FROM referrals r WHERE r.consortium_id = acting_consortium() AND r.id = placement);
       END IF;
       SELECT k.person_ids INTO persons FROM disclosures k WHERE k.consortium_id = acting_consortium() AND k.household_id = d.household_id
         AND k.origin_household_id = d.origin_household_id AND k.basis = 'tenancy' AND k.subject_id IN (d.subject_id, previous)
         AND k.relation IN ('landlord', 'operator')
         ORDER BY k.subject_id = d.subject_id DESC, k.organisation_id = d.organisation_id DESC, k.opened_at LIMIT 1;
       IF FOUND OR acting_kind() = 'system' OR EXISTS (SELECT 1 FROM grants g WHERE ${sight('d.origin_household_id')} AND g.scope = 'writing')
         THEN RETURN persons; END IF;
       IF EXISTS (SELECT 1 FROM disclosures k WHERE ${FOR_GOOD} AND k.relation IN ('landlord', 'operator') AND k.person_ids IS NULL)
         THEN RETURN NULL; END IF;
       RETURN ARRAY(SELECT unnest(k.person_ids) FROM disclosures k WHERE ${FOR_GOOD} AND k.relation IN ('landlord', 'operator')
         UNION SELECT o.person_id FROM disclosures k JOIN occupancies o ON o.consortium_id = k.consortium_id AND o.household_id = k.household_id
           AND k.subject_id IN (o.tenancy_id, o.placement_id) AND o.status = 'current' WHERE ${FOR_GOOD} AND k.relation = 'owner');
     END $$`,
    ...inner('disclosed_persons(disclosures)'),
    `CREATE FUNCTION disclosure_names() RETURNS trigger LANGUAGE plpgsql AS $$
     BEGIN
       NEW.person_ids := disclosed_persons(NEW);
       RETURN NEW;
     END $$`,
    ...inner('disclosure_names()'),
    `CREATE TRIGGER names BEFORE INSERT ON disclosures FOR EACH ROW EXECUTE FUNCTION disclosure_names()`,
    NARROWED,
    NAMED,
    // An agreement is disclosed before its occupancy says that it is for a room, and whose.
    again(`CREATE FUNCTION movers_known() RETURNS trigger LANGUAGE plpgsql AS $$
     BEGIN
       UPDATE disclosures d SET person_ids = ARRAY[NEW.person_id] WHERE d.consortium_id = NEW.consortium_id AND d.household_id = NEW.household_id
         AND d.basis = 'tenancy' AND d.subject_id = NEW.tenancy_id AND d.relation IN ('landlord', 'operator')
         AND ${others('NEW')};
       PERFORM refresh_grants(d.household_id, d.organisation_id) FROM disclosures d WHERE d.consortium_id = NEW.consortium_id
         AND d.household_id = NEW.household_id AND d.basis = 'tenancy' AND d.subject_id = NEW.tenancy_id AND d.closed_at IS NULL;
       RETURN NULL;
     END $$`),
    `DROP TRIGGER movers_known ON occupancies`,
    `${TRIGGER} WHEN (NEW.placement_id IS NULL AND NEW.person_id IS NOT NULL AND NEW.tenancy_id IS NOT NULL AND OLD.tenancy_id IS NULL)
       EXECUTE FUNCTION movers_known()`,
    // A row counts as changed since a merge when it is stamped.
    `ALTER TABLE disclosures DISABLE TRIGGER stamp`,
    asDefiner(`UPDATE disclosures d SET person_ids = coalesce(movers_of(d.basis, d.subject_id),
        (SELECT ARRAY[o.person_id] FROM occupancies o WHERE o.consortium_id = tenant AND d.basis = 'tenancy' AND o.tenancy_id = d.subject_id
          AND o.placement_id IS NULL AND o.person_id IS NOT NULL AND ${others('o')} LIMIT 1))
      WHERE d.consortium_id = tenant AND d.relation IN ('landlord', 'operator') AND (movers_of(d.basis, d.subject_id) IS NOT NULL
        OR d.basis = 'tenancy' AND EXISTS (SELECT 1 FROM occupancies o WHERE o.consortium_id = tenant AND o.tenancy_id = d.subject_id));
      ${AGAIN}`),
    `ALTER TABLE disclosures ENABLE TRIGGER stamp`,
    `DROP FUNCTION movers_of(text, uuid)`,
  ];

  protected readonly undo = [
    MOVERS_BEFORE,
    ...inner('movers_of(text, uuid)'),
    `DROP TRIGGER movers_known ON occupancies`,
    again(KNOWN_BEFORE),
    `${TRIGGER} WHEN (NEW.placement_id IS NOT NULL AND NEW.tenancy_id IS NOT NULL AND OLD.tenancy_id IS NULL) EXECUTE FUNCTION movers_known()`,
    PERSON_BEFORE,
    GRANTS_BEFORE,
    `DROP TRIGGER names ON disclosures`,
    `DROP FUNCTION disclosure_names()`,
    `DROP FUNCTION disclosed_persons(disclosures)`,
    `ALTER TABLE disclosures DROP COLUMN person_ids`,
    asDefiner(AGAIN),
  ];
}
