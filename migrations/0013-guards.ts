import { GUARD_HOUSING, GUARD_HOUSING_UNDO } from './0013-guards-housing.js';
import { GUARD_PEOPLE, GUARD_PEOPLE_UNDO } from './0013-guards-people.js';
import { GUARD_PLATFORM, GUARD_PLATFORM_UNDO } from './0013-guards-platform.js';
import { SqlMigration } from './support.js';

/**
 * Each function of the definer role asks by itself whether who acts may: the code that calls it may be wrong. What belongs to
 * logins, jobs and the operator is closed while an organisation acts; what belongs to the parties of a row, to everybody else.
 */
export class Guards1700000000013 extends SqlMigration {
  readonly name = 'Guards1700000000013';

  protected readonly steps = [...GUARD_PLATFORM, ...GUARD_HOUSING, ...GUARD_PEOPLE];

  protected readonly undo = [...GUARD_PEOPLE_UNDO, ...GUARD_HOUSING_UNDO, ...GUARD_PLATFORM_UNDO];
}
