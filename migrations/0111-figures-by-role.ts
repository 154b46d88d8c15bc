import { FiguresGuarded1700000000091 } from './0091-figures-guarded.js';
import { changed, madeBy, ORGANISATION, SqlMigration, stepsOf } from './support.js';

const BEFORE = madeBy(stepsOf(FiguresGuarded1700000000091), 'CREATE OR REPLACE FUNCTION figures_sight(');
const SUPPORTER = `(SELECT acting_as('supporter'))`;
const SIGHT = [
  [
    `p.operator_id = ${ORGANISATION} THEN 'whole'`,
    `p.operator_id = ${SUPPORTER} THEN 'whole'
       WHEN p.operator_id = (SELECT acting_as('operator', 'landlord')) THEN 'totals'`,
  ],
  [
    'CASE WHEN EXISTS (SELECT 1 FROM dwellings d',
    `CASE WHEN EXISTS (SELECT 1 FROM placements h JOIN referrals w ON w.consortium_id = h.consortium_id AND w.id = h.id AND w.programme_id = p.id
             WHERE h.consortium_id = p.consortium_id AND (h.landlord_id = ${ORGANISATION} OR h.operator_id = ${ORGANISATION}))
           OR EXISTS (SELECT 1 FROM dwellings d`,
  ],
  [`r.supporter_id = ${ORGANISATION}`, `r.supporter_id = ${SUPPORTER}`],
  [`d.organisation_id = ${ORGANISATION}`, `d.organisation_id = ${SUPPORTER}`],
  [`o.supporter_id = ${ORGANISATION}`, `o.supporter_id = ${SUPPORTER}`],
].reduce((text, [from, to]) => changed(text, from!, to!), BEFORE);

/**
 * Where people come from and go to is for who supports: a programme's operator that does not has the landlord's sight, and so has who
 * funds or validates and houses somebody placed by it. Who supports no more reads no figures of the households that it supported.
 */
export class FiguresByRole1700000000111 extends SqlMigration {
  readonly name = 'FiguresByRole1700000000111';

  protected readonly steps = [SIGHT];

  protected readonly undo = [BEFORE];
}
