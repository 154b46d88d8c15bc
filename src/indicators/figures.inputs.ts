import { Command, Input } from '../platform/api/inputs.js';
import type { CivilDate } from '../platform/clock.js';

@Command('FigureFilter', 'Over which period; half open')
export class FigureFilter {
  @Input.date({
    about: 'First day; the beginning of the programme when left out',
    optional: true,
    example: '2020-01-01',
  })
  from?: CivilDate;

  @Input.date({
    about: 'First day outside: `2021-01-01` ends with 31 December 2020. Tomorrow when left out, so that today counts',
    optional: true,
    example: '2021-01-01',
  })
  to?: CivilDate;
}
