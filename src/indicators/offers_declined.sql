-- Offers and allocations that households declined in the period, by reason; declining costs nothing.
WITH declined AS (
  SELECT coalesce(a.reason, 'not_said') AS reason
  FROM figure_ways(programme) w JOIN household_answers a ON a.consortium_id = acting_consortium() AND a.placement_id = w.placement_id
  WHERE a.answer = 'declined' AND a.answered_on >= from_day AND a.answered_on < to_day),
reasons AS (SELECT d.reason, count(*) AS answers FROM declined d GROUP BY 1)
SELECT (SELECT count(*) FROM declined), NULL::bigint,
  coalesce((SELECT jsonb_object_agg(r.reason, r.answers ORDER BY r.reason) FROM reasons r), '{}'), true
