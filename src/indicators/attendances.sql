-- How often somebody came to an activity in the period, residents and guests, by kind; for those who may know of the life in them.
WITH kinds AS (SELECT l.kind, sum(l.came) AS came FROM figure_life(programme, from_day, to_day) l GROUP BY 1)
SELECT CASE WHEN s.seen THEN coalesce((SELECT sum(k.came) FROM kinds k), 0) END::bigint, NULL::bigint,
  CASE WHEN s.seen THEN coalesce((SELECT jsonb_object_agg(k.kind, k.came ORDER BY k.kind) FROM kinds k), '{}') ELSE '{}' END, false
FROM (SELECT figures_of_life(programme) AS seen) s
