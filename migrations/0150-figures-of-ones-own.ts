import { figure } from './0011-indicators.js';
import { body, type Change } from './in-place.js';
import { definer, inner, SqlMigration } from './support.js';

const OWN = '(SELECT figures_of(programme))';
const mine = (...named: string[]): string => ` AND (${OWN} IS NULL OR ${OWN} IN (${named.join(', ')}))`;
/** What hangs on a way through a programme, by the text of its join. */
const hung = (table: string, alias: string, of: string, ...named: string[]): Change => {
  const join = `LEFT JOIN ${table} ${alias} ON ${alias}.consortium_id = ${of.split('.')[0]!}.consortium_id AND ${alias}.id = ${of}`;
  return [(from, to) => body('figure_ways(uuid)', from, to), `${join}\n`, `${join}${mine(...named)}\n`];
};
const sight = (from: string, to: string): string => body('figures_sight(uuid)', from, to);
const figures = (signature: string) => (from: string, to: string) => body(signature, from, to);

const FOUR = 'programme_figures(uuid,text[],date,date)';
const FIVE = 'programme_figures(uuid,text[],date,date,boolean)';
const [ALL, PEOPLE] = [
  '(programme uuid, codes text[], from_day date, to_day date)',
  '(programme uuid, codes text[], from_day date, to_day date, guards boolean)',
];
const HELD = `sight IN ('guarded', 'totals')`;
const HELD_OR_GUARDED = `(guards OR ${HELD})`;

const CHANGES: readonly Change[] = [
  // What a supporter before wrote is its successor's once the household has accepted that; figures tell no more.
  hung('referral_grounds', 'g', 'r.id', 'g.supporter_id', 'g.referrer_id'),
  hung('placement_exits', 'x', 'r.id', 'x.supporter_id'),
  hung('tenancy_exits', 'x', 'o.tenancy_id', 'x.supporter_id'),
  // Who pays, lets or operates reads while it holds that role.
  [sight, '(SELECT acting_organisation()) = ANY (p.funder_ids)', `(SELECT acting_as('funder')) = ANY (p.funder_ids)`],
  [
    sight,
    '(SELECT acting_organisation()) IN (c.landlord_id, c.holder_id)',
    `((SELECT acting_as('landlord')) = c.landlord_id OR (SELECT acting_organisation()) = c.holder_id)`,
  ],
  [
    (from, to) => body('figures_of_life(uuid)', from, to),
    'p.operator_id = (SELECT acting_organisation()) OR (SELECT acting_organisation()) = ANY (p.funder_ids)',
    `p.operator_id = (SELECT acting_as('operator', 'landlord', 'supporter')) OR (SELECT acting_as('funder')) = ANY (p.funder_ids)`,
  ],
  // Five offers that one household declined are one household.
  [
    figures('figures_guarded(text,uuid,date,date)'),
    `'figure_' || code) INTO`,
    `CASE code WHEN 'offers_declined' THEN 'figure_households_declining' ELSE 'figure_' || code END) INTO`,
  ],
];

/** Figures tell nobody what the rows that they count would not. */
export class FiguresOfOnesOwn1700000000150 extends SqlMigration {
  readonly name = 'FiguresOfOnesOwn1700000000150';

  protected readonly steps = [
    `CREATE FUNCTION figure_households_declining(programme uuid, from_day date, to_day date)
       RETURNS TABLE (value bigint, base bigint, breakdown jsonb, of_people boolean) LANGUAGE sql STABLE AS $$
     SELECT sum(r.households)::bigint, NULL::bigint, coalesce(jsonb_object_agg(r.reason, r.households ORDER BY r.reason), '{}'), true
     FROM (SELECT coalesce(a.reason, 'not_said') AS reason, count(DISTINCT w.household_id) AS households
       FROM figure_ways(programme) w JOIN household_answers a ON a.consortium_id = acting_consortium() AND a.placement_id = w.placement_id
       WHERE a.answer = 'declined' AND a.answered_on >= from_day AND a.answered_on < to_day GROUP BY 1) r $$`,
    ...inner('figure_households_declining(uuid, date, date)'),
    ...CHANGES.map(([make, from, to]) => make(from, to)),
    ...figure('offers_declined'),
    body(FOUR, ALL, PEOPLE),
    body(FIVE, HELD, HELD_OR_GUARDED),
    ...definer('programme_figures(uuid, text[], date, date, boolean)'),
    `DROP FUNCTION programme_figures(uuid, text[], date, date)`,
  ];

  protected readonly undo = [
    body(FIVE, HELD_OR_GUARDED, HELD),
    body(FIVE, PEOPLE, ALL),
    ...definer('programme_figures(uuid, text[], date, date)'),
    `DROP FUNCTION programme_figures(uuid, text[], date, date, boolean)`,
    ...CHANGES.map(([make, from, to]) => make(to, from)),
    `DROP FUNCTION figure_households_declining(uuid, date, date)`,
  ];
}
