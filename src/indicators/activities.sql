-- Activities held in shared flats in the period, by kind; for those who may know of the life in them.
WITH kinds AS (SELECT l.kind, count(*) AS held FROM figure_life(programme, from_day, to_day) l GROUP BY 1)
SELECT CASE WHEN s.seen THEN coalesce((SELECT sum(k.held) FROM kinds k), 0) END::bigint, NULL::bigint,
  CASE WHEN s.seen THEN coalesce((SELECT jsonb_object_agg(k.kind, k.held ORDER BY k.kind) FROM kinds k), '{}') ELSE '{}' END, false
FROM (SELECT figures_of_life(programme) AS seen) s
