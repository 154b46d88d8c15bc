-- Place-days in service that nobody took: what the occupancy rate leaves. Days to come do not count.
WITH offered AS (
  SELECT sum(s.places::bigint * figure_days(greatest(s.starts_on, from_day), least(s.ends_on, to_day, civil_today() + 1))) AS days
  FROM figure_stock(programme) s),
taken AS (
  SELECT sum((CASE WHEN t.source_type = 'occupancy' THEN 1 ELSE least(coalesce(r.places, s.places), s.places) END)::bigint
    * figure_days(greatest(s.starts_on, t.starts_on, from_day), least(s.ends_on, coalesce(t.ends_on, 'infinity'), to_day, civil_today() + 1))) AS days
  FROM figure_stock(programme) s
  JOIN stays t ON t.consortium_id = acting_consortium() AND t.dwelling_id = s.dwelling_id AND t.state = 'actual'
  LEFT JOIN rooms r ON r.consortium_id = t.consortium_id AND r.id = t.room_id)
SELECT greatest(offered.days - coalesce(taken.days, 0), 0)::bigint, NULL::bigint, '{}'::jsonb, false
FROM offered, taken
