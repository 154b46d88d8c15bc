-- Persons of the households that got their first keys in the programme in the period.
SELECT coalesce(sum(w.household_size), 0), NULL::bigint, '{}'::jsonb, false
FROM figure_first_keys(programme) w WHERE w.keys_on >= from_day AND w.keys_on < to_day
