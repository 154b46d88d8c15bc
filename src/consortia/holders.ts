import type { Role } from '../platform/access/permissions.js';
import type { Work } from '../platform/database/work.js';
import { invalid } from '../platform/errors/failure.js';
import { Organisation } from './organisation.entity.js';

/**
 * An organisation that a body names for a part that asks for a role, which it holds today.
 * @param roles any of these
 * @throws unknown_reference, unknown_role (422)
 */
export async function holderOf(
  work: Work,
  roles: readonly [Role, ...Role[]],
  named: { id: string; pointer: string },
): Promise<Organisation> {
  const organisation = await work.reference(Organisation, named.id, named.pointer);
  const [held] = await work.query(
    `SELECT 1 FROM unnest($2::text[]) role WHERE role_until($1, role) IS NOT NULL LIMIT 1`,
    [organisation.id, roles],
  );
  if (!held) throw invalid(named.pointer, 'unknown_role', { role: roles[0] });
  return organisation;
}
