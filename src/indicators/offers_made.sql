-- Dwellings offered in the period.
SELECT count(*), NULL::bigint, '{}'::jsonb, false
FROM figure_ways(programme) w JOIN offers o ON o.consortium_id = acting_consortium() AND o.placement_id = w.placement_id
WHERE o.offered_on >= from_day AND o.offered_on < to_day
