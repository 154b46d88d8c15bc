import { Published, View } from '../platform/api/published.js';
import type { CivilDate } from '../platform/clock.js';
import { FigureCode, FigureUnit } from './figures.enums.js';

@View('Figure', 'One figure of a programme, computed from what its partners recorded')
export class Figure {
  @Published.code(FigureCode, { about: 'What it counts', column: false, example: 'exits' })
  code!: FigureCode;

  @Published.integer({
    about:
      'The figure; null where nothing is known, where too few households are behind it, or where it is not the caller’s. ' +
      'Validators, funders and landlords read rates and lasting exits of whole years that have passed only',
    nullable: true,
    min: 0,
    example: 109,
    column: false,
  })
  value!: number | null;

  @Published.code(FigureUnit, { about: 'Its unit', column: false, example: 'households' })
  unit!: FigureUnit;

  @Published.counts({
    about:
      'Its parts by code, where it has some. Validators and funders read parts about people of whole years that have passed only ' +
      '(`from` on 1 January or absent, `to` on 1 January), null where a part is under 5 or would follow from the others, none where ' +
      'nearly all are of one; parties of a convention in the programme, its landlords among them, read none',
    example: { accord_collectif: 40, dalo: 24, other: 45 },
    column: false,
  })
  breakdown!: Record<string, number | null>;
}

@View('ProgrammeFigures', 'The figures of a programme over a period')
export class ProgrammeFigures {
  @Published.text({ about: 'Key of the programme', max: 80, example: 'casp-logement-accompagne', column: false })
  programme!: string;

  @Published.date({ about: 'First day of the period', example: '2020-01-01', column: false })
  from!: CivilDate;

  @Published.date({
    about: 'First day outside of the period. What is a stock (places, dwellings) is counted on the day before',
    example: '2021-01-01',
    column: false,
  })
  to!: CivilDate;

  @Published.many(() => Figure, { about: 'The figures that a programme of its kind has', maxItems: 50, column: false })
  figures!: Figure[];
}
