-- Residences and buildings that hold a dwelling in service on the last day of the period.
SELECT count(DISTINCT s.site_id), NULL::bigint, '{}'::jsonb, false
FROM figure_stock(programme) s WHERE s.starts_on < to_day AND s.ends_on >= to_day
