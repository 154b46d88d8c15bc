-- Flats of the programme in service on the last day of the period.
SELECT count(DISTINCT s.dwelling_id), NULL::bigint, '{}'::jsonb, false
FROM figure_stock(programme) s WHERE s.starts_on < to_day AND s.ends_on >= to_day
