import { figure } from './0011-indicators.js';
import { body } from './in-place.js';
import { inner, SqlMigration } from './support.js';

const GUARDED = 'figures_guarded(text,uuid,date,date)';
const WAYS = `CASE code WHEN 'offers_declined' THEN 'figure_households_declining' ELSE 'figure_' || code END`;
const HOUSEHOLDS = `CASE WHEN code = 'offers_declined' THEN 'figure_households_declining'
           WHEN code IN ('exits', 'durable_exits') THEN 'figure_households_' || code ELSE 'figure_' || code END`;

const RATES = [
  'average_stay_days',
  'median_stay_days',
  'median_days_to_offer',
  'median_days_offer_to_keys',
  'median_days_to_keys',
];

/** Five exits of one household are one household: what holds a part or a rate back counts whom it is about, not how often. */
export class HouseholdsWhoLeft1700000000153 extends SqlMigration {
  readonly name = 'HouseholdsWhoLeft1700000000153';

  protected readonly steps = [
    `CREATE FUNCTION figure_households_exits(programme uuid, from_day date, to_day date)
       RETURNS TABLE (value bigint, base bigint, breakdown jsonb, of_people boolean) LANGUAGE sql STABLE AS $$
     SELECT count(DISTINCT w.household_id), NULL::bigint,
       jsonb_build_object(
         'accord_collectif', count(DISTINCT w.household_id) FILTER (WHERE w.exit_route = 'hlm_accord_collectif'),
         'dalo', count(DISTINCT w.household_id) FILTER (WHERE w.exit_route = 'hlm_dalo'),
         'other', count(DISTINCT w.household_id) FILTER (WHERE w.exit_route IS NULL OR w.exit_route NOT IN ('hlm_accord_collectif', 'hlm_dalo'))),
       true
     FROM figure_ways(programme) w WHERE w.keys_on IS NOT NULL AND w.ended_on >= from_day AND w.ended_on < to_day $$`,
    ...inner('figure_households_exits(uuid, date, date)'),
    `CREATE FUNCTION figure_households_durable_exits(programme uuid, from_day date, to_day date)
       RETURNS TABLE (value bigint, base bigint, breakdown jsonb, of_people boolean) LANGUAGE sql STABLE AS $$
     WITH gone AS (
       SELECT w.household_id AS who, w.exit_durable IS TRUE AS lasting, w.exit_route IN ('hlm_accord_collectif', 'hlm_dalo') AS followed
       FROM figure_ways(programme) w WHERE w.keys_on IS NOT NULL AND w.ended_on >= from_day AND w.ended_on < to_day)
     SELECT count(DISTINCT g.who) FILTER (WHERE g.lasting), NULL::bigint,
       CASE WHEN count(*) = 0 THEN '{}' ELSE jsonb_build_object('rest', count(DISTINCT g.who) FILTER (WHERE NOT g.lasting)) || jsonb_strip_nulls(jsonb_build_object(
         'followed', nullif(count(DISTINCT g.who) FILTER (WHERE g.lasting AND g.followed), 0),
         'otherwise', nullif(count(DISTINCT g.who) FILTER (WHERE g.lasting AND g.followed IS NOT TRUE), 0))) END,
       true
     FROM gone g $$`,
    ...inner('figure_households_durable_exits(uuid, date, date)'),
    body(GUARDED, WAYS, HOUSEHOLDS),
    ...RATES.flatMap(figure),
  ];

  protected readonly undo = [
    body(GUARDED, HOUSEHOLDS, WAYS),
    `DROP FUNCTION figure_households_exits(uuid, date, date)`,
    `DROP FUNCTION figure_households_durable_exits(uuid, date, date)`,
  ];
}
