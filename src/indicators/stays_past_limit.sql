-- Households there on the last day of the period for longer than the programme's longest stay; no figure where it has none.
SELECT count(w.household_id), NULL::bigint, '{}'::jsonb, true
FROM programmes p LEFT JOIN figure_ways(p.id) w ON w.keys_on + make_interval(months => p.max_stay_months) < to_day
  AND (w.ended_on IS NULL OR w.ended_on >= to_day)
WHERE p.consortium_id = acting_consortium() AND p.id = programme AND p.max_stay_months IS NOT NULL
GROUP BY p.id
