import { TenancyActKind } from '../src/tenancies/tenancies.enums.js';
import { oneOf, SqlMigration } from './support.js';

const ACTS = (codes: readonly string[]): string[] => [
  `ALTER TABLE tenancy_acts DROP CONSTRAINT tenancy_acts_act_check`,
  `ALTER TABLE tenancy_acts ADD CONSTRAINT tenancy_acts_act_check ${oneOf('act', codes)}`,
];

/** A notice can be withdrawn: another act of a tenancy. */
export class NoticeWithdrawn1700000000132 extends SqlMigration {
  readonly name = 'NoticeWithdrawn1700000000132';

  protected readonly steps = ACTS(TenancyActKind.codes);
  protected readonly undo = ACTS(TenancyActKind.codes.filter((code) => code !== 'notice_withdrawal'));
}
