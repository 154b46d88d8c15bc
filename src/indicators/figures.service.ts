import { Injectable } from '@nestjs/common';
import type { ProgrammeKind } from '../consortia/consortia.enums.js';
import type { Actor } from '../platform/access/actor.js';
import { Requires } from '../platform/access/requires.js';
import { addDays } from '../platform/calendar.js';
import { clock, type CivilDate } from '../platform/clock.js';
import { actor } from '../platform/context.js';
import { Database } from '../platform/database/database.js';
import { invalidQuery } from '../platform/errors/failure.js';
import { codesOf, UNITS } from './figure-codes.js';
import type { FigureFilter } from './figures.inputs.js';
import { Figure, ProgrammeFigures } from './figures.views.js';

interface Framed {
  readonly id: string;
  readonly key: string;
  readonly kind: ProgrammeKind;
  readonly startsOn: CivilDate;
}

/** People who follow nobody, or not everybody, in their organisation's files: small parts are held back for them as for who pays. */
const seesNobody = ({ principal, permissions, caseloadOf }: Actor): boolean =>
  principal.type === 'user' && (caseloadOf !== undefined || !permissions.has('placements:referrals'));

/** Figures of programmes. The database computes them, and says who may read them and which small cells are held back. */
@Injectable()
export class FiguresService {
  constructor(private readonly database: Database) {}

  /**
   * For the coordinator, the programme's operator, its funders, the validators, and parties of a confirmed convention in it (totals); for
   * others who support in it or a resident of its flats, of their own households. For everybody else the programme does not exist.
   */
  @Requires('figures:read')
  async ofProgramme(key: string, filter: FigureFilter): Promise<ProgrammeFigures> {
    const { id, kind, startsOn } = await this.database.one<Framed>('SELECT * FROM figures_programme($1)', [key]);
    const { from = startsOn, to = addDays(from > clock.today() ? from : clock.today(), 1) } = filter;
    if (to <= from) throw invalidQuery('/to', 'period_reversed');
    const found = await this.database.scan<Omit<Figure, 'unit'>>(
      'SELECT * FROM programme_figures($1, $2, $3, $4, $5)',
      [id, codesOf(kind), from, to, seesNobody(actor())],
    );
    const figures = found.map((figure) => Object.assign(new Figure(), { ...figure, unit: UNITS[figure.code] }));
    return Object.assign(new ProgrammeFigures(), { programme: key, from, to, figures });
  }
}
