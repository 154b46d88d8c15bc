-- Households that left in the period for a lasting home: a social or a private lease. Cells for those who read totals: the ways which `exits` names, others, the rest.
WITH gone AS (
  SELECT w.exit_durable IS TRUE AS lasting, w.exit_route IN ('hlm_accord_collectif', 'hlm_dalo') AS followed
  FROM figure_ways(programme) w WHERE w.keys_on IS NOT NULL AND w.ended_on >= from_day AND w.ended_on < to_day)
SELECT count(*) FILTER (WHERE g.lasting), NULL::bigint,
  CASE WHEN count(*) = 0 THEN '{}' ELSE jsonb_build_object('rest', count(*) FILTER (WHERE NOT g.lasting)) || jsonb_strip_nulls(jsonb_build_object(
    'followed', nullif(count(*) FILTER (WHERE g.lasting AND g.followed), 0),
    'otherwise', nullif(count(*) FILTER (WHERE g.lasting AND g.followed IS NOT TRUE), 0))) END,
  true
FROM gone g
