-- Households that left in the period for a lasting home: a social or a private lease.
SELECT count(*), NULL::bigint, '{}'::jsonb, true
FROM figure_ways(programme) w WHERE w.keys_on IS NOT NULL AND w.exit_durable AND w.ended_on >= from_day AND w.ended_on < to_day
