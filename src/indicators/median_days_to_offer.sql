-- Median days from referral to first offer, of the households that got their keys in the period.
SELECT round(percentile_cont(0.5) WITHIN GROUP (ORDER BY w.first_offered_on - w.referred_on))::bigint, count(DISTINCT w.household_id), '{}'::jsonb, true
FROM figure_ways(programme) w WHERE w.keys_on >= from_day AND w.keys_on < to_day AND w.first_offered_on IS NOT NULL
