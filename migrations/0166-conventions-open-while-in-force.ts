import { body, type Change, policies } from './in-place.js';
import { SqlMigration } from './support.js';

const IN_FORCE = `c.starts_on <= civil_today() AND (c.valid_until IS NULL OR c.valid_until >= civil_today())`;
const CONFIRMED = '(c.confirmed_on IS NOT NULL)';
/** As PostgreSQL keeps it. */
const CONFIRMED_IN_FORCE = `${CONFIRMED} AND (c.starts_on <= civil_today()) AND ((c.valid_until IS NULL) OR (c.valid_until >= civil_today()))`;

const CHANGES: readonly Change[] = [
  [(from, to) => policies(['programmes'], from, to), CONFIRMED, CONFIRMED_IN_FORCE],
  [
    (from, to) => body('figures_sight(uuid)', from, to),
    `c.confirmed_on IS NOT NULL) THEN 'totals'`,
    `c.confirmed_on IS NOT NULL
              AND ${IN_FORCE}) THEN 'totals'`,
  ],
];

/** A convention opens the programme’s name to its landlord, and totals to its parties, from its first day to its last. */
export class ConventionsOpenWhileInForce1700000000166 extends SqlMigration {
  readonly name = 'ConventionsOpenWhileInForce1700000000166';

  protected readonly steps = CHANGES.map(([make, from, to]) => make(from, to));

  protected readonly undo = CHANGES.map(([make, from, to]) => make(to, from));
}
