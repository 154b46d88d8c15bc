import { asDefiner, definer, inner, refuse, REFUSE_STRANGER, SqlMigration } from './support.js';

/** In the home of `n`, a tenancy: who neither lets nor manages it has nothing to do there. */
const GONE = (column: string): string =>
  `CASE WHEN c.${column} IN (home.landlord_id, home.operator_id) THEN c.${column} END`;

const follow = (table: string): string => `
       UPDATE ${table} c SET landlord_id = ${GONE('landlord_id')}, operator_id = ${GONE('operator_id')}
       WHERE c.consortium_id = n.consortium_id AND c.placement_id = p.id;`;

/**
 * A placement goes where its tenancy is transferred to, and ends with the last tenancy that grew out of it: whoever keeps that one, though
 * the dwelling is managed by others by then.
 */
export class PlacementsEndWithTheirHome1700000000152 extends SqlMigration {
  readonly name = 'PlacementsEndWithTheirHome1700000000152';

  protected readonly steps = [
    `CREATE FUNCTION keeps_tenancy(tenancy uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
       SELECT acting_kind() = 'system' OR EXISTS (SELECT 1 FROM tenancies t WHERE t.consortium_id = acting_consortium() AND t.id = tenancy
         AND acting_as('landlord', 'operator') IN (t.landlord_id, t.operator_id)) $$`,
    ...inner('keeps_tenancy(uuid)'),
    // A tenancy and those that it follows.
    `CREATE FUNCTION tenancy_line(tenancy uuid) RETURNS TABLE (id uuid, placement_id uuid) LANGUAGE sql STABLE AS $$
       WITH RECURSIVE line AS (
         SELECT t.id, t.placement_id, t.previous_tenancy_id FROM tenancies t WHERE t.consortium_id = acting_consortium() AND t.id = tenancy
         UNION
         SELECT t.id, t.placement_id, t.previous_tenancy_id FROM line l
         JOIN tenancies t ON t.consortium_id = acting_consortium() AND t.id = l.previous_tenancy_id)
       SELECT l.id, l.placement_id FROM line l $$`,
    ...inner('tenancy_line(uuid)'),
    `CREATE FUNCTION lived_in_placement(tenancy uuid) RETURNS placements LANGUAGE sql STABLE AS $$
       SELECT p.* FROM placements p JOIN tenancy_line(tenancy) l ON l.placement_id = p.id
       WHERE p.consortium_id = acting_consortium() AND p.status <> 'ended' LIMIT 1 $$`,
    ...inner('lived_in_placement(uuid)'),
    `CREATE FUNCTION placement_moves(placement uuid, tenancy uuid) RETURNS void LANGUAGE plpgsql AS $$
     DECLARE
       p placements;
       n tenancies;
       home dwellings;
     BEGIN
       SELECT * INTO STRICT n FROM tenancies t WHERE t.consortium_id = acting_consortium() AND t.id = tenancy;
       SELECT * INTO STRICT home FROM dwellings d WHERE d.consortium_id = n.consortium_id AND d.id = n.dwelling_id;
       UPDATE placements c SET dwelling_id = home.id, room_id = n.room_id, landlord_id = home.landlord_id, operator_id = home.operator_id
       WHERE c.consortium_id = n.consortium_id AND c.id = placement RETURNING * INTO STRICT p;
       ${['offers', 'commission_decisions', 'placement_steps'].map(follow).join('')}
       UPDATE dwelling_address_viewers v SET dwelling_id = home.id
       WHERE v.consortium_id = n.consortium_id AND v.source_type = 'placement' AND v.source_id = p.id;
       PERFORM shut_disclosure(d.id) FROM disclosures d WHERE d.consortium_id = n.consortium_id AND d.basis = 'placement'
         AND d.subject_id = p.id AND d.relation IN ('landlord', 'operator', 'owner') AND d.closed_at IS NULL
         AND d.organisation_id IS DISTINCT FROM home.landlord_id AND d.organisation_id IS DISTINCT FROM home.operator_id;
       PERFORM feed_touch('placements', ARRAY[p.id]), feed_touch('households', ARRAY[n.household_id]);
     END $$`,
    ...inner('placement_moves(uuid, uuid)'),
    `CREATE FUNCTION placement_ends(placement uuid, tenancy uuid) RETURNS void LANGUAGE plpgsql AS $$
     DECLARE
       p placements;
       t tenancies;
       x tenancy_exits;
       own uuid;
       part text;
     BEGIN
       SELECT * INTO STRICT t FROM tenancies w WHERE w.consortium_id = acting_consortium() AND w.id = tenancy;
       SELECT * INTO STRICT x FROM tenancy_exits w WHERE w.consortium_id = t.consortium_id AND w.id = t.id;
       UPDATE placements w SET status = 'ended', status_since = greatest(w.status_since, t.ended_on),
         ended_on = greatest(w.status_since, t.ended_on), household_id = NULL
       WHERE w.consortium_id = t.consortium_id AND w.id = placement AND w.status = 'moved_in' RETURNING * INTO STRICT p;
       UPDATE stays s SET state = CASE WHEN s.starts_on < p.ended_on THEN s.state ELSE 'cancelled' END,
         ends_on = CASE WHEN s.starts_on < p.ended_on THEN p.ended_on ELSE s.ends_on END
       WHERE s.consortium_id = p.consortium_id AND s.source_type = 'placement' AND s.source_id = p.id AND s.state <> 'cancelled'
         AND (s.ends_on IS NULL OR s.ends_on > p.ended_on);
       INSERT INTO placement_exits (consortium_id, id, route, durable, supporter_id, author_organisation_id)
       VALUES (p.consortium_id, p.id, x.route, x.durable, p.supporter_id, x.author_organisation_id);
       part := CASE WHEN x.author_organisation_id = p.operator_id THEN 'operator' WHEN x.author_organisation_id IN (p.landlord_id, t.landlord_id)
         THEN 'landlord' ELSE 'operator' END;
       SELECT o.id INTO own FROM organisations o WHERE o.consortium_id = p.consortium_id AND o.id = x.author_organisation_id AND NOT o.discreet;
       INSERT INTO placement_steps (consortium_id, id, placement_id, step, status, occurred_on, by_role, by_organisation_id, principal_id,
         landlord_id, operator_id, supporter_id, referrer_id)
       VALUES (p.consortium_id, uuid7(), p.id, 'ending', 'ended', p.ended_on, part, own, coalesce(current_setting('app.principal', true), ''),
         p.landlord_id, p.operator_id, p.supporter_id, p.referrer_id);
       INSERT INTO events (consortium_id, id, type, subject_type, subject_id, household_id, actor_organisation_id, viewers)
       SELECT p.consortium_id, uuid7(), 'placement.ending', 'placement', p.id, t.household_id, acting_organisation(),
         ARRAY(SELECT DISTINCT w FROM unnest(ARRAY[p.landlord_id, p.operator_id, p.supporter_id, p.referrer_id]) w WHERE w IS NOT NULL)
       WHERE acting_organisation() IS NOT NULL;
       PERFORM shut_disclosure(d.id) FROM disclosures d WHERE d.consortium_id = p.consortium_id AND d.basis = 'placement' AND d.subject_id = p.id
         AND d.closed_at IS NULL;
       DELETE FROM dwelling_address_viewers v WHERE v.consortium_id = p.consortium_id AND v.source_type = 'placement' AND v.source_id = p.id;
       UPDATE place_requests r SET status = 'withdrawn' WHERE r.consortium_id = p.consortium_id AND r.placement_id = p.id
         AND r.status IN ('waiting', 'offered');
       PERFORM feed_touch('placements', ARRAY[p.id]), feed_touch('households', ARRAY[t.household_id]);
     END $$`,
    ...inner('placement_ends(uuid, uuid)'),
    `CREATE FUNCTION tenancy_transferred(tenancy uuid) RETURNS void LANGUAGE plpgsql AS $$
     DECLARE
       p placements;
     BEGIN
       IF NOT keeps_tenancy(tenancy) THEN ${REFUSE_STRANGER}; END IF;
       p := lived_in_placement(tenancy);
       IF p.id IS NOT NULL THEN PERFORM placement_moves(p.id, tenancy); END IF;
     END $$`,
    ...definer('tenancy_transferred(uuid)'),
    `CREATE FUNCTION tenancy_left(tenancy uuid) RETURNS void LANGUAGE plpgsql AS $$
     DECLARE
       p placements;
     BEGIN
       IF NOT keeps_tenancy(tenancy) THEN ${REFUSE_STRANGER}; END IF;
       p := lived_in_placement(tenancy);
       IF p.id IS NULL THEN RETURN; END IF;
       IF p.status_since > (SELECT t.ended_on FROM tenancies t WHERE t.consortium_id = acting_consortium() AND t.id = tenancy) THEN
         ${refuse('placement_since', 'p.status_since::text')};
       END IF;
       PERFORM placement_ends(p.id, tenancy);
     END $$`,
    ...definer('tenancy_left(uuid)'),
    // How many an agreement is of: who was referred, the resident of a room, or who its lessor was told of. Null: the whole household.
    `CREATE FUNCTION tenancy_persons(tenancy uuid) RETURNS integer LANGUAGE plpgsql STABLE AS $$
     DECLARE
       line uuid[] := ARRAY(SELECT l.id FROM tenancy_line(tenancy) l);
       persons uuid[];
     BEGIN
       IF NOT tenancy_begun(tenancy) THEN ${REFUSE_STRANGER}; END IF;
       SELECT coalesce((SELECT ARRAY[o.person_id] FROM occupancies o WHERE o.consortium_id = acting_consortium() AND o.tenancy_id = ANY (line)
           AND o.person_id IS NOT NULL LIMIT 1),
         (SELECT r.person_ids FROM tenancy_line(tenancy) l JOIN referrals r ON r.consortium_id = acting_consortium() AND r.id = l.placement_id LIMIT 1),
         (SELECT k.person_ids FROM disclosures k WHERE k.consortium_id = acting_consortium() AND k.basis = 'tenancy' AND k.subject_id = ANY (line)
           AND k.relation IN ('landlord', 'operator') ORDER BY k.person_ids IS NULL DESC, k.opened_at LIMIT 1)) INTO persons;
       RETURN (SELECT nullif(count(DISTINCT coalesce(person_twin(m), m)), 0) FROM unnest(persons) m);
     END $$`,
    ...definer('tenancy_persons(uuid)'),
    // What was left open before: placements whose household has gone, then those whose tenancy is elsewhere.
    asDefiner(`
      PERFORM placement_ends(w.placement, w.tenancy) FROM (
        SELECT DISTINCT ON (p.id) p.id AS placement, x.id AS tenancy FROM tenancy_exits x
        JOIN tenancies t ON t.consortium_id = x.consortium_id AND t.id = x.id CROSS JOIN LATERAL lived_in_placement(t.id) p
        WHERE x.consortium_id = tenant AND p.status = 'moved_in' ORDER BY p.id, t.ended_on, t.id) w;
      PERFORM placement_moves(w.placement, w.tenancy) FROM (
        SELECT p.id AS placement, t.id AS tenancy FROM tenancies t CROSS JOIN LATERAL lived_in_placement(t.id) p
        WHERE t.consortium_id = tenant AND t.previous_tenancy_id IS NOT NULL AND t.status <> 'ended' AND p.status = 'moved_in') w;
      SET CONSTRAINTS ALL IMMEDIATE; -- what follows of it is written as of this consortium
      SET CONSTRAINTS ALL DEFERRED;`),
  ];

  protected readonly undo = [
    ...[
      'tenancy_persons(uuid)',
      'tenancy_left(uuid)',
      'tenancy_transferred(uuid)',
      'placement_ends(uuid, uuid)',
      'placement_moves(uuid, uuid)',
    ],
    ...['lived_in_placement(uuid)', 'tenancy_line(uuid)', 'keeps_tenancy(uuid)'],
  ].map((signature) => `DROP FUNCTION ${signature}`);
}
