const UNDER_WAY = `p.status NOT IN ('ended', 'ineligible')`;
/** What its next supporter sees with a placement: what parties see of it, nothing that the one before wrote. */
const FOLLOWING = ['offers', 'commission_decisions', 'placement_steps', 'place_requests'].map(
  (table) => `
       ${table}_moved AS (UPDATE ${table} c SET supporter_id = m.next FROM moved m WHERE c.consortium_id = acting_consortium() AND c.placement_id = m.id)`,
);

/** What a referrer wrote is every supporter's; what a supporter wrote is its successor's once the household has accepted that. */
const WRITTEN = (table: string, key: string, others: string): string => `
       UPDATE ${table} w SET supporter_id = r.supporter_id FROM referrals r JOIN placements p ON p.consortium_id = r.consortium_id AND p.id = r.id
       WHERE r.consortium_id = acting_consortium() AND r.household_id = ANY (households) AND ${UNDER_WAY}
         AND w.consortium_id = r.consortium_id AND w.${key} = r.id AND w.supporter_id <> r.supporter_id AND (${others}EXISTS (
           SELECT 1 FROM disclosures s WHERE s.consortium_id = r.consortium_id AND s.household_id = r.household_id AND s.relation = 'successor'
             AND s.organisation_id = r.supporter_id AND s.subject_id = w.supporter_id AND s.closed_at IS NULL));`;

/** Placements under way go on with who supports the household now (0069), with what hangs on them and the address. */
export const PLACEMENTS_GO_ON = `CREATE FUNCTION placements_go_on(households uuid[]) RETURNS void LANGUAGE plpgsql AS $$
     DECLARE
       gone uuid[];
     BEGIN
       WITH next AS (
         SELECT p.id, r.household_id, p.supporter_id AS before, resident_supporter(r.household_id, p.supporter_id) AS next, p.referrer_id
         FROM placements p JOIN referrals r ON r.consortium_id = p.consortium_id AND r.id = p.id
         WHERE p.consortium_id = acting_consortium() AND r.household_id = ANY (households) AND ${UNDER_WAY} ORDER BY p.id FOR UPDATE OF p),
       moved AS (
         UPDATE placements p SET supporter_id = n.next FROM next n WHERE p.consortium_id = acting_consortium() AND p.id = n.id
           AND n.next IS NOT NULL AND n.next <> n.before
         RETURNING p.id, n.household_id, n.before, n.next, n.referrer_id),
       referred AS (
         UPDATE referrals r SET supporter_id = m.next FROM moved m WHERE r.consortium_id = acting_consortium() AND r.id = m.id),${FOLLOWING.join(',')},
       found AS (
         INSERT INTO dwelling_address_viewers (consortium_id, dwelling_id, organisation_id, source_type, source_id)
         SELECT v.consortium_id, v.dwelling_id, m.next, v.source_type, v.source_id FROM dwelling_address_viewers v JOIN moved m ON m.id = v.source_id
         WHERE v.consortium_id = acting_consortium() AND v.source_type = 'placement' AND v.organisation_id = m.before ON CONFLICT DO NOTHING),
       lost AS (
         DELETE FROM dwelling_address_viewers v USING moved m WHERE v.consortium_id = acting_consortium() AND v.source_type = 'placement'
           AND v.source_id = m.id AND v.organisation_id = m.before AND m.before <> m.referrer_id),
       told AS (
         INSERT INTO events (consortium_id, id, type, subject_type, subject_id, household_id, actor_organisation_id, viewers)
         SELECT acting_consortium(), uuid7(), 'placement.handed_over', 'placement', m.id, m.household_id, acting_organisation(), ARRAY[m.before, m.next]
         FROM moved m WHERE acting_organisation() IS NOT NULL)
       SELECT ARRAY(SELECT m.id FROM moved m) INTO gone;
       ${WRITTEN('referral_grounds', 'id', 'w.referrer_id <> w.supporter_id OR ')}
       ${WRITTEN('household_answers', 'placement_id', '')}
       PERFORM feed_touch('placements', gone);
     END $$`;
