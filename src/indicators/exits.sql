-- Households that left in the period, by the way out which the State follows: accords collectifs, DALO, others.
SELECT count(*), NULL::bigint,
  jsonb_build_object(
    'accord_collectif', count(*) FILTER (WHERE w.exit_route = 'hlm_accord_collectif'),
    'dalo', count(*) FILTER (WHERE w.exit_route = 'hlm_dalo'),
    'other', count(*) FILTER (WHERE w.exit_route IS NULL OR w.exit_route NOT IN ('hlm_accord_collectif', 'hlm_dalo'))),
  true
FROM figure_ways(programme) w WHERE w.keys_on IS NOT NULL AND w.ended_on >= from_day AND w.ended_on < to_day
