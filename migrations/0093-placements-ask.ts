import { GUARD_HOUSING } from './0013-guards-housing.js';
import { OwnIdentifiers1700000000016 } from './0016-own-identifiers.js';
import { EventsSeen1700000000074 } from './0074-events-seen.js';
import { SupportAtOnce1700000000081 } from './0081-support-at-once.js';
import { PLACEMENTS_GO_ON } from './0093-placements-go-on.js';
import { SIGHTS_ASK, SIGHTS_ASKED_NOT } from './0093-placement-sights.js';
import {
  again,
  asDefiner,
  changed,
  definer,
  inner,
  madeBy,
  NIL,
  ORGANISATION,
  resight,
  SqlMigration,
  stepsOf,
} from './support.js';

/** A grant by which an organisation supports or refers the household; as a landlord it may see the same household. */
const grant = (organisation: string): string => `EXISTS (SELECT 1 FROM grants g WHERE g.consortium_id = r.consortium_id
  AND g.organisation_id = ${organisation} AND g.household_id = r.household_id AND g.scope = 'stub' AND g.subject_id = ${NIL}
  AND g.until > civil_today() AND g.relations && '{supporter,referrer}')`;

const SEEN = madeBy(stepsOf(OwnIdentifiers1700000000016), 'CREATE OR REPLACE VIEW placements_seen');
const NARROW = `OR m.organisation_id = p.supporter_id AND 'supporter' = ANY (m.roles)
        OR m.organisation_id = p.referrer_id AND m.roles && '{supporter,referrer}')) v`;
const PARTY = madeBy(GUARD_HOUSING, 'CREATE FUNCTION placement_party(');
const MOVED_IN = madeBy(GUARD_HOUSING, 'CREATE OR REPLACE FUNCTION placement_moved_in(');
const FOLLOW = madeBy(stepsOf(SupportAtOnce1700000000081), 'CREATE OR REPLACE FUNCTION residents_follow_support()');
const EVENT = madeBy(stepsOf(EventsSeen1700000000074), 'CREATE FUNCTION event_seen(');

/** It acts as who asks. */
const anew = (text: string): string => text.replace('CREATE FUNCTION', 'CREATE OR REPLACE FUNCTION');

/** Touched anew: who lost a household before keeps no copy of its placements. */
const REWRITE = asDefiner(
  `PERFORM feed_touch('placements', ARRAY(SELECT r.id FROM referrals r WHERE r.consortium_id = tenant ORDER BY r.id));`,
);

/**
 * Who supports or refers a household sees its placements while the household is disclosed to it for that, by the grant: so however a
 * disclosure ends, by hand, by date, by a role or by what follows another, the placement goes with it, with referral, grounds, answers
 * and address. A referrer who held it until the keys goes on seeing its referral. With the support go the placements under way.
 */
export class PlacementsAsk1700000000093 extends SqlMigration {
  readonly name = 'PlacementsAsk1700000000093';

  protected readonly steps = [
    `ALTER TABLE referrals ADD COLUMN referrer_keeps boolean NOT NULL DEFAULT false`,
    asDefiner(`UPDATE referrals r SET referrer_keeps = true WHERE r.consortium_id = tenant AND r.keys_on IS NOT NULL AND r.referrer_id <> r.supporter_id
      AND EXISTS (SELECT 1 FROM disclosures d WHERE d.consortium_id = tenant AND d.household_id = r.household_id AND d.organisation_id = r.referrer_id
        AND d.relation IN ('referrer', 'supporter') AND (d.closed_at IS NULL OR d.closed_at >= r.keys_on));`),
    `CREATE FUNCTION placement_open(consortium uuid, placement uuid) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
     BEGIN
       RETURN EXISTS (SELECT 1 FROM referrals r WHERE r.consortium_id = consortium AND r.id = placement
         AND (r.referrer_keeps AND r.referrer_id = acting_organisation() OR ${grant('acting_organisation()')}));
     END $$`,
    ...definer('placement_open(uuid, uuid)'),
    ...SIGHTS_ASK,
    `CREATE FUNCTION sees_placement(placement uuid) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
     BEGIN
       RETURN EXISTS (SELECT 1 FROM placements p WHERE p.consortium_id = acting_consortium() AND p.id = placement);
     END $$`,
    resight('dwelling_address_viewers', `(organisation_id = ${ORGANISATION} AND sees_placement(source_id))`),
    again(
      changed(
        changed(PARTY, `OR acting_as('supporter') = p.supporter_id`, `OR (acting_as('supporter') = p.supporter_id`),
        '= p.referrer_id))',
        '= p.referrer_id) AND placement_open(p.consortium_id, p.id)))',
      ),
    ),
    changed(
      MOVED_IN,
      'SET keys_on = on_date',
      `SET keys_on = on_date, referrer_keeps = r.referrer_id <> r.supporter_id AND ${grant('r.referrer_id')}`,
    ),
    changed(
      SEEN,
      NARROW,
      `OR (m.organisation_id = p.supporter_id AND 'supporter' = ANY (m.roles)
          OR m.organisation_id = p.referrer_id AND m.roles && '{supporter,referrer}')
        AND (r.referrer_keeps AND m.organisation_id = r.referrer_id OR ${grant('m.organisation_id')}))) v`,
    ),
    anew(changed(EVENT, `WHEN 'alert'`, `WHEN 'placement' THEN sees_placement(of_id) WHEN 'alert'`)),

    `CREATE FUNCTION placements_follow_grants() RETURNS trigger LANGUAGE plpgsql AS $$
     DECLARE
       followed uuid[] := ARRAY(SELECT r.id FROM referrals r WHERE r.consortium_id = coalesce(NEW.consortium_id, OLD.consortium_id)
         AND r.household_id = coalesce(NEW.household_id, OLD.household_id)
         AND coalesce(NEW.organisation_id, OLD.organisation_id) IN (r.supporter_id, r.referrer_id) ORDER BY r.id);
     BEGIN
       IF cardinality(followed) > 0 THEN PERFORM feed_touch('placements', followed); END IF;
       RETURN NULL;
     END $$`,
    ...definer('placements_follow_grants()'),
    `CREATE CONSTRAINT TRIGGER placements_given AFTER INSERT ON grants DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
       WHEN (NEW.scope = 'stub') EXECUTE FUNCTION placements_follow_grants()`,
    `CREATE CONSTRAINT TRIGGER placements_taken AFTER DELETE ON grants DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
       WHEN (OLD.scope = 'stub') EXECUTE FUNCTION placements_follow_grants()`,

    PLACEMENTS_GO_ON,
    ...inner('placements_go_on(uuid[])'),
    changed(FOLLOW, 'RETURN NULL;', `PERFORM placements_go_on(ARRAY[NEW.household_id]);\n       RETURN NULL;`),
    asDefiner(
      `PERFORM placements_go_on(ARRAY(SELECT DISTINCT r.household_id FROM referrals r WHERE r.consortium_id = tenant));`,
    ),
    REWRITE,
  ];

  protected readonly undo = [
    FOLLOW,
    `DROP FUNCTION placements_go_on(uuid[])`,
    `DROP TRIGGER placements_taken ON grants`,
    `DROP TRIGGER placements_given ON grants`,
    `DROP FUNCTION placements_follow_grants()`,
    anew(EVENT),
    SEEN,
    MOVED_IN,
    again(PARTY),
    resight('dwelling_address_viewers', `organisation_id = ${ORGANISATION}`),
    `DROP FUNCTION sees_placement(uuid)`,
    ...SIGHTS_ASKED_NOT,
    `DROP FUNCTION placement_open(uuid, uuid)`,
    `ALTER TABLE referrals DROP COLUMN referrer_keeps`,
    REWRITE,
  ];
}
