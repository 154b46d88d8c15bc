-- Places in service on the last day of the period.
SELECT coalesce(sum(s.places), 0), NULL::bigint, '{}'::jsonb, false
FROM figure_stock(programme) s WHERE s.starts_on < to_day AND s.ends_on >= to_day
