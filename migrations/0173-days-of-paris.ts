import { body, view, type Change } from './in-place.js';
import { SqlMigration } from './support.js';

const COMES_OF_AGE = `(p.birth_date + interval '18 years')::date`;
/** As `sum_resources` asks: who was born on 29 February is of age on 1 March (code civil, art. 388). */
const CAME_OF_AGE = `CASE WHEN p.birth_date > (s.as_of - interval '18 years')::date AND p.birth_date <= (today - interval '18 years')::date
             THEN today END`;

const CHANGES: readonly Change[] = [
  [(from, to) => body('resources_turn_day(date)', from, to), COMES_OF_AGE, CAME_OF_AGE],
  [
    (from, to) => body('dwelling_changes_hands()', from, to),
    '(ends_on IS NULL OR ends_on > current_date)',
    '(ends_on IS NULL OR ends_on > civil_today())',
  ],
  [(from, to) => view('organisations_seen', from, to), '(m.ends_on > CURRENT_DATE)', '(m.ends_on > civil_today())'],
];

/** The days that were left which are not those of Paris, or not those of the law. */
export class DaysOfParis1700000000173 extends SqlMigration {
  readonly name = 'DaysOfParis1700000000173';

  protected readonly steps = CHANGES.map(([make, from, to]) => make(from, to));

  protected readonly undo = CHANGES.map(([make, from, to]) => make(to, from));
}
