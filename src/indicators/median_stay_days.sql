-- Median length of the stays that ended in the period, from the keys to the first day outside.
SELECT round(percentile_cont(0.5) WITHIN GROUP (ORDER BY w.ended_on - w.keys_on))::bigint, count(DISTINCT w.household_id), '{}'::jsonb, true
FROM figure_ways(programme) w WHERE w.keys_on IS NOT NULL AND w.ended_on >= from_day AND w.ended_on < to_day
