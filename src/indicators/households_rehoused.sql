-- Households that got their first keys in the programme in the period, by cohort where the programme has cohorts.
WITH rehoused AS (
  SELECT f.cohort FROM (
    SELECT DISTINCT ON (w.household_id) w.cohort, w.keys_on FROM figure_first_keys(programme) w ORDER BY w.household_id, w.keys_on) f
  WHERE f.keys_on >= from_day AND f.keys_on < to_day),
cohorts AS (SELECT coalesce(r.cohort, 'unspecified') AS cohort, count(*) AS households FROM rehoused r GROUP BY 1)
SELECT (SELECT count(*) FROM rehoused), NULL::bigint,
  CASE WHEN EXISTS (SELECT 1 FROM rehoused r WHERE r.cohort IS NOT NULL)
    THEN (SELECT jsonb_object_agg(c.cohort, c.households ORDER BY c.cohort) FROM cohorts c) ELSE '{}' END,
  true
