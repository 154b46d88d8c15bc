import { asDefiner, definer, inner, ownIdentifiers, runtimeMay, SqlMigration } from './support.js';

const householdsSeen = (more = ''): string => `CREATE OR REPLACE VIEW households_seen WITH (security_invoker = true) AS
  SELECT h.consortium_id, h.id AS subject_id, g.organisation_id AS viewer_id, h.id AS household_id,
    jsonb_build_object('status', h.status, 'type', h.type, 'size', h.size, 'childrenByAgeBand', jsonb_build_object(
      'under3', h.children_under_3, 'from3To5', h.children_3_5, 'from6To11', h.children_6_11, 'from12To17', h.children_12_17)${more}) AS entry
  FROM households h JOIN grants g ON g.consortium_id = h.consortium_id AND g.household_id = h.id AND g.scope = 'stub'
  WHERE h.status <> 'merged'`;

const placementsSeen = (more = ''): string => `CREATE OR REPLACE VIEW placements_seen WITH (security_invoker = true) AS
  SELECT p.consortium_id, p.id AS subject_id, v.viewer_id, r.household_id,
    jsonb_build_object(
      'status', p.status, 'statusSince', p.status_since, 'dwellingId', p.dwelling_id,
      'dwellingExternalIds', coalesce((SELECT jsonb_agg(jsonb_build_object('system', x.system, 'value', x.value) ORDER BY x.system, x.value)
        FROM external_ids x WHERE x.consortium_id = p.consortium_id AND x.organisation_id = v.viewer_id
          AND x.subject_type = 'dwellings' AND x.subject_id = p.dwelling_id), '[]'),
      'householdSize', p.household_size, 'plannedMoveInOn', p.planned_move_in_on, 'movedInOn', p.moved_in_on, 'endedOn', p.ended_on,
      'operatorContact', o.contact, 'supportInPlace', CASE WHEN p.status <> 'ended' THEN s.state END, 'placementVersion', p.version${more}) AS entry
  FROM placements p
  JOIN referrals r ON r.consortium_id = p.consortium_id AND r.id = p.id
  LEFT JOIN organisations o ON o.consortium_id = p.consortium_id AND o.id = p.operator_id
  LEFT JOIN LATERAL (SELECT max(k.state) AS state FROM support_states k
    WHERE k.consortium_id = p.consortium_id AND k.household_id = r.household_id) s ON true
  CROSS JOIN LATERAL (SELECT m.organisation_id AS viewer_id FROM memberships m
    WHERE m.consortium_id = p.consortium_id AND m.starts_on <= civil_today() AND (m.ends_on IS NULL OR m.ends_on > civil_today())
      AND ('coordinator' = ANY (m.roles)
        OR m.organisation_id IN (p.landlord_id, p.operator_id) AND m.roles && '{landlord,operator}'
        OR m.organisation_id = p.supporter_id AND 'supporter' = ANY (m.roles)
        OR m.organisation_id = p.referrer_id AND m.roles && '{supporter,referrer}')) v`;

/** Entries written before: as the views show them now. */
const REWRITE = asDefiner(`PERFORM feed_touch(c, ARRAY(SELECT DISTINCT f.subject_id FROM feed f
  WHERE f.consortium_id = tenant AND f.collection = c AND f.removed_at IS NULL)) FROM unnest('{households,placements}'::text[]) c;`);

/**
 * Copies bear the identifiers of who keeps them: a household's and a placement's are in their entries, each viewer's own only.
 * And an entry follows what it shows of a neighbour, whoever changes that.
 */
export class OwnIdentifiers1700000000016 extends SqlMigration {
  readonly name = 'OwnIdentifiers1700000000016';

  protected readonly steps = [
    householdsSeen(`, 'externalIds', ${ownIdentifiers('h', 'g.organisation_id')}`),
    placementsSeen(`, 'externalIds', ${ownIdentifiers('p', 'v.viewer_id')}`),

    // The one list of what an entry shows of another collection: of a dwelling its identifiers, of an operator its contact.
    `CREATE FUNCTION feed_followers(of_collection text, ids uuid[]) RETURNS TABLE (collection text, id uuid) LANGUAGE sql STABLE AS $$
       SELECT 'placements', p.id FROM placements p
       WHERE of_collection = 'dwellings' AND p.consortium_id = acting_consortium() AND p.dwelling_id = ANY (ids)
       UNION
       SELECT 'placements', p.id
       FROM organisations o
       JOIN placements p ON p.consortium_id = o.consortium_id AND p.operator_id = o.id
       JOIN feed f ON f.consortium_id = p.consortium_id AND f.collection = 'placements' AND f.subject_id = p.id AND f.removed_at IS NULL
       WHERE of_collection = 'organisations' AND o.consortium_id = acting_consortium() AND o.id = ANY (ids)
         AND f.entry ->> 'operatorContact' IS DISTINCT FROM o.contact $$`,
    ...inner('feed_followers(text, uuid[])'),
    `ALTER FUNCTION feed_touch(text, uuid[]) RENAME TO feed_write`,
    `REVOKE ALL ON FUNCTION feed_write(text, uuid[]) FROM passerelle_runtime`,
    `CREATE FUNCTION feed_touch(of_collection text, ids uuid[]) RETURNS void LANGUAGE plpgsql AS $$
     DECLARE
       follower record;
     BEGIN
       PERFORM feed_write(of_collection, ids);
       FOR follower IN SELECT f.collection, array_agg(f.id) AS ids FROM feed_followers(of_collection, ids) f GROUP BY 1 ORDER BY 1 LOOP
         PERFORM feed_write(follower.collection, follower.ids);
       END LOOP;
     END $$`,
    ...definer('feed_touch(text, uuid[])'),
    REWRITE,
    `ALTER TABLE referrals ADD CONSTRAINT referrals_omitted_steps_check CHECK (omitted_steps <@ '{eligibility,offer,submission,acceptance}')`,
  ];

  protected readonly undo = [
    `ALTER TABLE referrals DROP CONSTRAINT referrals_omitted_steps_check`,
    `DROP FUNCTION feed_touch(text, uuid[])`,
    `ALTER FUNCTION feed_write(text, uuid[]) RENAME TO feed_touch`,
    runtimeMay('EXECUTE', 'FUNCTION feed_touch(text, uuid[])'),
    `DROP FUNCTION feed_followers(text, uuid[])`,
    householdsSeen(),
    placementsSeen(),
    REWRITE,
  ];
}
