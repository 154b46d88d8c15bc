import type { Work } from '../platform/database/work.js';
import { invalid } from '../platform/errors/failure.js';
import { Household } from './household.entity.js';

/**
 * A household that a body refers to and that is disclosed to who acts: the stub that a coordinator has of every household lets nobody
 * act on it. `held`: it stays until this unit is over.
 * @throws unknown_reference (422), the same as for one that is not there
 */
export async function disclosedHousehold(
  work: Work,
  id: string,
  pointer: string,
  { held = false } = {},
): Promise<Household> {
  const household = held ? await work.held(Household, id, pointer) : await work.reference(Household, id, pointer);
  const [row] = await work.query<{ known: boolean }>(
    `SELECT acting_kind() = 'system' OR household_known($1) AS known`,
    [household.id],
  );
  if (!row?.known) throw invalid(pointer, 'unknown_reference');
  return household;
}
