-- Households supported on at least one day of the period: they lived in a place of the programme, or its support was open to them.
SELECT count(DISTINCT s.household_id), NULL::bigint, '{}'::jsonb, true
FROM figure_supports(programme) s WHERE s.starts_on < to_day AND s.ends_on > from_day
