-- Communes in which the programme has a dwelling on the last day of the period.
SELECT count(DISTINCT s.commune_code), NULL::bigint, '{}'::jsonb, false
FROM figure_stock(programme) s WHERE s.starts_on < to_day AND s.ends_on >= to_day
