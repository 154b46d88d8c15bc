-- Exits of the period for a hundred places in service on its last day, in basis points.
WITH gone AS (
  SELECT count(*) AS exits FROM figure_ways(programme) w
  WHERE w.keys_on IS NOT NULL AND w.ended_on >= from_day AND w.ended_on < to_day),
offered AS (
  SELECT sum(s.places) AS places FROM figure_stock(programme) s WHERE s.starts_on < to_day AND s.ends_on >= to_day)
SELECT round(10000.0 * gone.exits / nullif(offered.places, 0))::bigint, NULL::bigint, '{}'::jsonb, false
FROM gone, offered
