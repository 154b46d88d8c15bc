-- Dwellings in service on the last day of the period. Those of private owners are taken under Louez Solidaire.
SELECT count(DISTINCT s.dwelling_id), NULL::bigint,
  jsonb_build_object(
    'in_residences', count(DISTINCT s.dwelling_id) FILTER (WHERE NOT s.private_owner AND s.site_id IS NOT NULL),
    'scattered', count(DISTINCT s.dwelling_id) FILTER (WHERE NOT s.private_owner AND s.site_id IS NULL),
    'louez_solidaire', count(DISTINCT s.dwelling_id) FILTER (WHERE s.private_owner)),
  false
FROM figure_stock(programme) s WHERE s.starts_on < to_day AND s.ends_on >= to_day
