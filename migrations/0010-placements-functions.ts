import { definer } from './support.js';

/** What a step needs beyond the rows that its party sees, and what follows a placement in the feed. */
export const PLACEMENT_FUNCTIONS: readonly string[] = [
  // A dwelling is given back: the household declined, or the body refused. Landlord and operator cease to see the placement in
  // the very update, which row-level security would refuse them; hence a function, which asks that the caller is a party.
  `CREATE FUNCTION release_placement(placement uuid, on_date date) RETURNS void LANGUAGE plpgsql AS $$
   BEGIN
     UPDATE placements SET status = 'eligible', status_since = on_date, offer_id = NULL, dwelling_id = NULL, room_id = NULL,
       household_id = NULL, planned_move_in_on = NULL, landlord_id = NULL, operator_id = NULL
     WHERE consortium_id = acting_consortium() AND id = placement AND (acting_kind() = 'system'
       OR acting_organisation() IN (landlord_id, operator_id, supporter_id, referrer_id));
     IF NOT FOUND THEN RAISE EXCEPTION 'not a party' USING ERRCODE = '42501'; END IF;
     -- Declining has no price: who gets another dwelling of the same landlord offered does not bring its past along.
     UPDATE offers SET landlord_id = NULL, operator_id = NULL WHERE consortium_id = acting_consortium() AND placement_id = placement;
     UPDATE placement_steps SET landlord_id = NULL, operator_id = NULL WHERE consortium_id = acting_consortium() AND placement_id = placement;
     UPDATE place_requests SET status = 'waiting' WHERE consortium_id = acting_consortium() AND placement_id = placement AND status = 'offered';
   END $$`,
  ...definer('release_placement(uuid, date)'),

  // What the flow needs of a referral when a landlord or an operator takes the step: the rules of the frame, asked by a party.
  // The application never publishes it.
  `CREATE FUNCTION placement_frame(placement uuid) RETURNS TABLE ("householdId" uuid, "programmeId" uuid, "conventionId" uuid,
     "decidingBody" text, "omittedSteps" text[]) LANGUAGE sql STABLE AS $$
     SELECT r.household_id, r.programme_id, r.convention_id, r.deciding_body, r.omitted_steps
     FROM referrals r JOIN placements p ON p.consortium_id = r.consortium_id AND p.id = r.id
     WHERE r.consortium_id = acting_consortium() AND r.id = placement AND (acting_kind() IN ('system', 'coordinator')
       OR acting_organisation() IN (p.landlord_id, p.operator_id, p.supporter_id, p.referrer_id)) $$`,
  ...definer('placement_frame(uuid)'),

  // Keys: the referral is served, and the referrer's sight of the household ends (security.md), whoever takes the step.
  `CREATE FUNCTION placement_moved_in(placement uuid, on_date date) RETURNS void LANGUAGE plpgsql AS $$
   DECLARE
     made referrals;
     disclosure uuid;
   BEGIN
     UPDATE referrals r SET keys_on = on_date FROM placements p
     WHERE r.consortium_id = acting_consortium() AND r.id = placement AND p.consortium_id = r.consortium_id AND p.id = r.id
       AND p.status = 'moved_in' RETURNING r.* INTO made;
     IF NOT FOUND THEN RETURN; END IF;
     UPDATE place_requests SET status = 'served' WHERE consortium_id = acting_consortium() AND placement_id = placement
       AND status IN ('waiting', 'offered');
     IF made.referrer_id <> made.supporter_id THEN
       FOR disclosure IN SELECT d.id FROM disclosures d WHERE d.consortium_id = made.consortium_id AND d.household_id = made.household_id
         AND d.organisation_id = made.referrer_id AND d.relation = 'referrer' AND d.closed_at IS NULL
       LOOP
         PERFORM close_disclosure(disclosure);
       END LOOP;
       DELETE FROM dwelling_address_viewers v WHERE v.consortium_id = made.consortium_id AND v.organisation_id = made.referrer_id
         AND v.source_type = 'placement' AND v.source_id = placement;
     END IF;
   END $$`,
  ...definer('placement_moved_in(uuid, date)'),

  `CREATE FUNCTION placement_left_queue(placement uuid) RETURNS void LANGUAGE sql AS $$
     UPDATE place_requests r SET status = 'withdrawn' FROM placements p
     WHERE r.consortium_id = acting_consortium() AND r.placement_id = placement AND r.status IN ('waiting', 'offered')
       AND p.consortium_id = r.consortium_id AND p.id = r.placement_id AND p.status = 'ended' $$`,
  ...definer('placement_left_queue(uuid)'),

  // The one definition of who follows a placement in the feed, and of what its entry shows (api.md, “Placement status”).
  `CREATE VIEW placements_seen WITH (security_invoker = true) AS
     SELECT p.consortium_id, p.id AS subject_id, v.viewer_id, r.household_id,
       jsonb_build_object(
         'status', p.status, 'statusSince', p.status_since, 'dwellingId', p.dwelling_id,
         'dwellingExternalIds', coalesce((SELECT jsonb_agg(jsonb_build_object('system', x.system, 'value', x.value) ORDER BY x.system, x.value)
           FROM external_ids x WHERE x.consortium_id = p.consortium_id AND x.organisation_id = v.viewer_id
             AND x.subject_type = 'dwellings' AND x.subject_id = p.dwelling_id), '[]'),
         'householdSize', p.household_size, 'plannedMoveInOn', p.planned_move_in_on, 'movedInOn', p.moved_in_on, 'endedOn', p.ended_on,
         'operatorContact', o.contact, 'supportInPlace', CASE WHEN p.status <> 'ended' THEN s.state END, 'placementVersion', p.version) AS entry
     FROM placements p
     JOIN referrals r ON r.consortium_id = p.consortium_id AND r.id = p.id
     LEFT JOIN organisations o ON o.consortium_id = p.consortium_id AND o.id = p.operator_id
     LEFT JOIN LATERAL (SELECT max(k.state) AS state FROM support_states k
       WHERE k.consortium_id = p.consortium_id AND k.household_id = r.household_id) s ON true
     CROSS JOIN LATERAL (
       SELECT p.landlord_id AS viewer_id WHERE p.landlord_id IS NOT NULL
       UNION SELECT p.operator_id WHERE p.operator_id IS NOT NULL
       UNION SELECT p.supporter_id WHERE p.supporter_id IS NOT NULL
       UNION SELECT p.referrer_id WHERE p.referrer_id IS NOT NULL
       UNION SELECT m.organisation_id FROM memberships m
         WHERE m.consortium_id = p.consortium_id AND 'coordinator' = ANY (m.roles) AND m.ends_on IS NULL) v`,
  `GRANT SELECT ON placements_seen TO passerelle_definer`,
];

export const PLACEMENT_FUNCTIONS_UNDO: readonly string[] = [
  `DROP VIEW placements_seen`,
  `DROP FUNCTION placement_left_queue(uuid)`,
  `DROP FUNCTION placement_moved_in(uuid, date)`,
  `DROP FUNCTION placement_frame(uuid)`,
  `DROP FUNCTION release_placement(uuid, date)`,
];
