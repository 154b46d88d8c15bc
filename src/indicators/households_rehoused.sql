-- Households that got their first keys in the programme in the period, by cohort where the programme has cohorts.
WITH rehoused AS (
  SELECT w.cohort FROM figure_first_keys(programme) w WHERE w.keys_on >= from_day AND w.keys_on < to_day),
cohorts AS (SELECT coalesce(r.cohort, 'unspecified') AS cohort, count(*) AS households FROM rehoused r GROUP BY 1)
SELECT (SELECT count(*) FROM rehoused), NULL::bigint,
  CASE WHEN EXISTS (SELECT 1 FROM rehoused r WHERE r.cohort IS NOT NULL)
    THEN (SELECT jsonb_object_agg(c.cohort, c.households ORDER BY c.cohort) FROM cohorts c) ELSE '{}' END,
  true
