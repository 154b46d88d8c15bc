-- What head rent and charges of the shared flats cost for rooms without anybody, by day and room; no figure without known terms. Days to come do not count.
SELECT sum(v.vacancy_cents)::bigint, NULL::bigint, '{}'::jsonb, false
FROM shared_flats f
CROSS JOIN LATERAL flat_rooms(f.id, from_day, least(to_day, civil_today() + 1)) v
WHERE f.consortium_id = acting_consortium() AND EXISTS (SELECT 1 FROM figure_stock(programme) s
  WHERE s.dwelling_id = f.dwelling_id AND s.starts_on <= f.opened_on AND s.ends_on > f.opened_on)
