import { Published, View } from '../platform/api/published.js';
import { ImportMode } from './accounts.enums.js';

@View('RefusedLine', 'A line that was not recorded, and why')
export class RefusedLine {
  @Published.integer({ about: 'Its place in the file, the first being 1', min: 1, example: 17, column: false })
  line!: number;

  @Published.text({ about: 'Where in the body', max: 200, example: '/lines/16/amountCents', column: false })
  pointer!: string;

  @Published.text({ about: 'Stable code of the fault', max: 60, example: 'unknown_reference', column: false })
  code!: string;

  @Published.text({ about: 'The same in words', max: 500, column: false })
  detail!: string;
}

@View('PaymentsReport', 'What became of a file of entries')
export class PaymentsReport {
  @Published.code(ImportMode, { about: 'How it was taken', column: false })
  mode!: ImportMode;

  @Published.integer({ about: 'Lines received', min: 0, example: 10_000, column: false })
  received!: number;

  @Published.integer({ about: 'Entries recorded', min: 0, example: 9_998, column: false })
  recorded!: number;

  @Published.integer({ about: 'Lines known from before, counted then', min: 0, example: 0, column: false })
  known!: number;

  @Published.integer({ about: 'Lines refused', min: 0, example: 2, column: false })
  refused!: number;

  @Published.many(() => RefusedLine, { about: 'The refused lines, the first 1000', maxItems: 1000, column: false })
  errors!: RefusedLine[];
}
