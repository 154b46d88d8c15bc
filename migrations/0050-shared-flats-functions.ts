import { TENANCY_PARTIES } from './0021-tenancies-parties.js';
import { definer, madeBy, refuse } from './support.js';

/** Functions of earlier migrations that learn of occupancies: what is there, and what stands in its place. */
const LEARNING: [beginning: string, found: string, put: string][] = [
  [
    'source_is_ours(',
    'ELSE EXISTS',
    `WHEN 'occupancy' THEN EXISTS (SELECT 1 FROM occupancies o WHERE o.consortium_id = acting_consortium() AND o.id = of_id
         AND o.dwelling_id = dwelling AND o.operator_id = acting_as('landlord', 'operator'))
       ELSE EXISTS`,
  ],
  ['stay_is_ours(', `NOT IN ('placement', 'tenancy')`, `NOT IN ('placement', 'tenancy', 'occupancy')`],
  [
    'stay_reserve(',
    `IF NOT source_is_ours(of_type, of_id, dwelling) OR`,
    `IF NOT source_is_ours(of_type, of_id, dwelling) OR of_type = 'occupancy' AND NOT EXISTS (SELECT 1 FROM occupancies o
       WHERE o.consortium_id = acting_consortium() AND o.id = of_id AND o.household_id = household AND o.room_id = room) OR`,
  ],
];
const before = (beginning: string): string => madeBy(TENANCY_PARTIES, `CREATE OR REPLACE FUNCTION ${beginning}`);
const after = ([beginning, found, put]: (typeof LEARNING)[number]): string => {
  if (!before(beginning).includes(found)) throw new Error(`Not there: ${found}`);
  return before(beginning).replace(found, () => put);
};

export const FLAT_FUNCTIONS: readonly string[] = [
  ...LEARNING.map(after),

  /*
   * An occupancy follows its agreement, whoever ends that and by which way: the room is free, absences end, the owner of the flat
   * ceases to see who lived there. Notice plans the end. Who was promised the room for an earlier day has it from that day on.
   */
  `CREATE FUNCTION occupancies_follow_agreement() RETURNS trigger LANGUAGE plpgsql AS $$
   DECLARE
     o occupancies;
   BEGIN
     SELECT * INTO o FROM occupancies WHERE consortium_id = NEW.consortium_id AND tenancy_id = NEW.id AND status = 'current' FOR UPDATE;
     IF NOT FOUND THEN RETURN NULL; END IF;
     PERFORM stay_lock(o.dwelling_id);
     UPDATE stays n SET starts_on = coalesce(NEW.ended_on, NEW.ends_on) FROM stays s
     WHERE s.consortium_id = o.consortium_id AND s.source_type = 'occupancy' AND s.source_id = o.id AND s.state <> 'cancelled'
       AND n.consortium_id = s.consortium_id AND n.dwelling_id = s.dwelling_id AND n.slots && s.slots AND n.state = 'planned'
       AND n.starts_on >= s.ends_on AND n.starts_on < coalesce(NEW.ended_on, NEW.ends_on)
       AND coalesce(n.ends_on, 'infinity') > coalesce(NEW.ended_on, NEW.ends_on);
     IF NEW.ended_on IS NULL THEN
       IF NEW.ends_on IS NOT DISTINCT FROM o.planned_ends_on OR NEW.ends_on <= o.started_on THEN RETURN NULL; END IF;
       UPDATE stays SET ends_on = NEW.ends_on WHERE consortium_id = o.consortium_id AND source_type = 'occupancy' AND source_id = o.id
         AND state <> 'cancelled';
       UPDATE occupancies SET planned_ends_on = NEW.ends_on WHERE consortium_id = o.consortium_id AND id = o.id
         AND (NEW.ends_on IS NULL OR NEW.ends_on > planned_starts_on);
       RETURN NULL;
     END IF;
     IF NEW.ended_on < o.started_on THEN ${refuse('occupancy_moved_later', 'o.started_on::text')}; END IF;
     UPDATE stays SET state = CASE WHEN NEW.ended_on > starts_on THEN state ELSE 'cancelled' END,
       ends_on = CASE WHEN NEW.ended_on > starts_on THEN NEW.ended_on ELSE ends_on END
     WHERE consortium_id = o.consortium_id AND source_type = 'occupancy' AND source_id = o.id AND state <> 'cancelled';
     UPDATE occupancies SET status = 'ended', ended_on = NEW.ended_on, ended_by = 'departure'
     WHERE consortium_id = o.consortium_id AND id = o.id;
     PERFORM absences_end(o.id, NEW.ended_on);
     PERFORM shut_disclosure(d.id) FROM disclosures d WHERE d.consortium_id = o.consortium_id AND d.basis = 'tenancy'
       AND d.subject_id = NEW.id AND d.organisation_id = o.landlord_id AND d.closed_at IS NULL;
     INSERT INTO events (consortium_id, id, type, subject_type, subject_id, household_id, actor_organisation_id, viewers)
     VALUES (o.consortium_id, uuid7(), 'occupancy.departure', 'occupancy', o.id, o.household_id, acting_organisation(),
       array_remove(ARRAY[o.operator_id, o.supporter_id, o.landlord_id], NULL));
     PERFORM feed_touch('shared_flats', ARRAY[o.flat_id]);
     RETURN NULL;
   END $$`,
  ...definer('occupancies_follow_agreement()'),
  `CREATE TRIGGER occupancies_follow AFTER UPDATE OF status, ends_on, ended_on ON tenancies FOR EACH ROW
     WHEN (NEW.kind = 'flat_share_agreement' AND (OLD.ends_on, OLD.ended_on) IS DISTINCT FROM (NEW.ends_on, NEW.ended_on))
     EXECUTE FUNCTION occupancies_follow_agreement()`,

  // In a shared flat an agreement is made by an arrival: nobody lives there whom the flat does not know of.
  `CREATE FUNCTION agreement_has_occupancy() RETURNS trigger LANGUAGE plpgsql AS $$
   BEGIN
     IF EXISTS (SELECT 1 FROM shared_flats f WHERE f.consortium_id = NEW.consortium_id AND f.head_tenancy_id = NEW.head_tenancy_id
         AND f.closed_on IS NULL)
       AND NOT EXISTS (SELECT 1 FROM occupancies o WHERE o.consortium_id = NEW.consortium_id AND o.household_id = NEW.household_id
         AND o.room_id = NEW.room_id AND o.status = 'planned') THEN ${refuse('occupancy_needed')}; END IF;
     RETURN NULL;
   END $$`,
  ...definer('agreement_has_occupancy()'),
  `CREATE TRIGGER has_occupancy AFTER INSERT ON tenancies FOR EACH ROW
     WHEN (NEW.kind = 'flat_share_agreement' AND NEW.head_tenancy_id IS NOT NULL) EXECUTE FUNCTION agreement_has_occupancy()`,

  // A flat closes when nobody lives there or is to, whether or not who closes it sees them all.
  `CREATE FUNCTION flat_is_left() RETURNS trigger LANGUAGE plpgsql AS $$
   BEGIN
     IF EXISTS (SELECT 1 FROM occupancies o WHERE o.consortium_id = NEW.consortium_id AND o.flat_id = NEW.id
       AND (o.status IN ('planned', 'current') OR o.ended_on > NEW.closed_on)) THEN ${refuse('flat_lived_in')}; END IF;
     RETURN NEW;
   END $$`,
  ...definer('flat_is_left()'),
  `CREATE TRIGGER is_left BEFORE UPDATE OF closed_on ON shared_flats FOR EACH ROW
     WHEN (NEW.closed_on IS NOT NULL AND OLD.closed_on IS DISTINCT FROM NEW.closed_on) EXECUTE FUNCTION flat_is_left()`,

  // A placement that ends before the arrival takes back what it had promised; after it, it ends by the departure.
  `CREATE FUNCTION occupancies_follow_placement() RETURNS trigger LANGUAGE plpgsql AS $$
   DECLARE
     o occupancies;
   BEGIN
     IF EXISTS (SELECT 1 FROM occupancies c WHERE c.consortium_id = NEW.consortium_id AND c.placement_id = NEW.id AND c.status = 'current')
       THEN ${refuse('placement_lived_in')}; END IF;
     UPDATE occupancies SET status = 'cancelled' WHERE consortium_id = NEW.consortium_id AND placement_id = NEW.id AND status = 'planned'
     RETURNING * INTO o;
     IF FOUND THEN
       UPDATE stays SET state = 'cancelled' WHERE consortium_id = o.consortium_id AND source_type = 'occupancy' AND source_id = o.id;
     END IF;
     RETURN NULL;
   END $$`,
  ...definer('occupancies_follow_placement()'),
  `CREATE TRIGGER occupancies_follow AFTER UPDATE OF status ON placements FOR EACH ROW
     WHEN (NEW.status = 'ended' AND OLD.status <> 'ended') EXECUTE FUNCTION occupancies_follow_placement()`,

  // The social landlord of the flat knows who lives there while they do; the resident was told when agreeing. Asked by the operator.
  `CREATE FUNCTION occupancy_disclose(occupancy uuid) RETURNS void LANGUAGE plpgsql AS $$
   DECLARE
     o occupancies;
     own uuid;
   BEGIN
     SELECT * INTO o FROM occupancies WHERE consortium_id = acting_consortium() AND id = occupancy AND status = 'current'
       AND operator_id = acting_as('landlord', 'operator') AND landlord_id IS NOT NULL;
     IF NOT FOUND OR o.landlord_id = o.operator_id OR role_until(o.landlord_id, 'landlord') IS NULL THEN RETURN; END IF;
     own := household_origin(o.household_id);
     IF NOT EXISTS (SELECT 1 FROM grants g WHERE g.consortium_id = o.consortium_id AND g.organisation_id = o.operator_id
       AND g.household_id = own AND g.scope = 'identity' AND g.until > civil_today()) THEN RETURN; END IF;
     PERFORM insert_disclosure(o.household_id, own, o.landlord_id, 'tenancy', 'landlord', 'tenancy', o.tenancy_id,
       'RGPD art. 6.1.b, CCH art. L.442-8-1', o.agreed_on, NULL, NULL);
   END $$`,
  ...definer('occupancy_disclose(uuid)'),

  // Of a flat, who follows it and what its entry shows: where it is, and who lives there now. Nothing of shares or of the life in it.
  `CREATE VIEW shared_flats_seen WITH (security_invoker = true) AS
     SELECT f.consortium_id, f.id AS subject_id, v.viewer_id, NULL::uuid AS household_id,
       jsonb_build_object('dwellingId', f.dwelling_id, 'headTenancyId', f.head_tenancy_id, 'conventionId', f.convention_id,
         'operatorId', f.operator_id, 'landlordId', f.landlord_id, 'openedOn', f.opened_on, 'closedOn', f.closed_on, 'flatVersion', f.version,
         'residents', coalesce((SELECT jsonb_agg(jsonb_build_object('occupancyId', o.id, 'roomId', o.room_id, 'householdId', o.household_id,
           'startedOn', o.started_on) ORDER BY o.started_on, o.id) FROM occupancies o
           WHERE o.consortium_id = f.consortium_id AND o.flat_id = f.id AND o.status = 'current'), '[]'::jsonb)) AS entry
     FROM shared_flats f
     CROSS JOIN LATERAL tenancy_followers(f.landlord_id, f.operator_id, f.supporter_id, NULL, true) v (viewer_id)`,
  `GRANT SELECT ON shared_flats_seen TO passerelle_definer`,
  // A household that was merged: the entry names the one that took it in.
  `CREATE FUNCTION shared_flats_follow_residents() RETURNS trigger LANGUAGE plpgsql AS $$
   BEGIN
     PERFORM feed_touch('shared_flats', ARRAY[NEW.flat_id]);
     RETURN NULL;
   END $$`,
  ...definer('shared_flats_follow_residents()'),
  `CREATE TRIGGER shared_flats_follow AFTER UPDATE OF household_id ON occupancies FOR EACH ROW
     WHEN (NEW.household_id <> OLD.household_id) EXECUTE FUNCTION shared_flats_follow_residents()`,
  `CREATE FUNCTION shared_flats_follow_roles() RETURNS trigger LANGUAGE plpgsql AS $$
   DECLARE
     coordinates boolean := TG_OP = 'UPDATE' AND 'coordinator' = ANY (OLD.roles) OR 'coordinator' = ANY (NEW.roles);
   BEGIN
     IF TG_OP = 'UPDATE' AND (OLD.roles, OLD.starts_on, OLD.ends_on, OLD.turned_on)
       IS NOT DISTINCT FROM (NEW.roles, NEW.starts_on, NEW.ends_on, NEW.turned_on) THEN RETURN NULL; END IF;
     PERFORM feed_touch('shared_flats', ARRAY(SELECT f.id FROM shared_flats f WHERE f.consortium_id = NEW.consortium_id AND (coordinates
       OR NEW.organisation_id IN (f.landlord_id, f.operator_id, f.supporter_id)) ORDER BY f.id));
     RETURN NULL;
   END $$`,
  ...definer('shared_flats_follow_roles()'),
  `CREATE TRIGGER shared_flats_follow AFTER INSERT OR UPDATE ON memberships FOR EACH ROW EXECUTE FUNCTION shared_flats_follow_roles()`,
];

export const FLAT_FUNCTIONS_UNDO: readonly string[] = [
  `DROP TRIGGER shared_flats_follow ON memberships`,
  `DROP FUNCTION shared_flats_follow_roles()`,
  `DROP TRIGGER shared_flats_follow ON occupancies`,
  `DROP FUNCTION shared_flats_follow_residents()`,
  `DROP VIEW shared_flats_seen`,
  `DROP FUNCTION occupancy_disclose(uuid)`,
  `DROP TRIGGER is_left ON shared_flats`,
  `DROP FUNCTION flat_is_left()`,
  `DROP TRIGGER has_occupancy ON tenancies`,
  `DROP FUNCTION agreement_has_occupancy()`,
  `DROP TRIGGER occupancies_follow ON placements`,
  `DROP FUNCTION occupancies_follow_placement()`,
  `DROP TRIGGER occupancies_follow ON tenancies`,
  `DROP FUNCTION occupancies_follow_agreement()`,
  ...LEARNING.map(([beginning]) => before(beginning)),
];
