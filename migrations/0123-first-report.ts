import { AidKept1700000000120 } from './0120-aid-kept.js';
import { changed, madeBy, SqlMigration, stepsOf } from './support.js';

const BEFORE = madeBy(stepsOf(AidKept1700000000120), 'CREATE OR REPLACE FUNCTION arrears_next_steps(');

/** The fund keeps the aid where it is asked on the day of the report, which is the first to the paying body: a report repeated later is none. */
export class FirstReport1700000000123 extends SqlMigration {
  readonly name = 'FirstReport1700000000123';

  protected readonly steps = [
    changed(
      BEFORE,
      `f.body = 'fsl' AND f.reported_on = w.reported_on)`,
      `f.body = 'fsl' AND f.reported_on = w.reported_on)
             AND NOT EXISTS (SELECT 1 FROM arrears_reports b WHERE b.consortium_id = w.consortium_id
             AND b.case_id = w.case_id AND b.body = 'paying_body' AND b.reported_on < w.reported_on)`,
    ),
  ];

  protected readonly undo = [BEFORE];
}
