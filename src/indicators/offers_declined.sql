-- Offers and allocations that households declined in the period, by reason; declining costs nothing.
WITH declined AS (
  -- Why is for who was told: a supporter that came later was not, unless the household has accepted the handover.
  SELECT coalesce(CASE WHEN (SELECT figures_of(programme)) IS NULL OR (SELECT figures_of(programme)) IN (a.supporter_id, a.referrer_id)
    THEN a.reason END, 'not_said') AS reason
  FROM figure_ways(programme) w JOIN household_answers a ON a.consortium_id = acting_consortium() AND a.placement_id = w.placement_id
  WHERE a.answer = 'declined' AND a.answered_on >= from_day AND a.answered_on < to_day),
reasons AS (SELECT d.reason, count(*) AS answers FROM declined d GROUP BY 1)
SELECT (SELECT count(*) FROM declined), NULL::bigint,
  coalesce((SELECT jsonb_object_agg(r.reason, r.answers ORDER BY r.reason) FROM reasons r), '{}'), true
