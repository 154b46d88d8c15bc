import type { Actor } from '../access/actor.js';
import { maybeContext } from '../context.js';

/**
 * The first statement of every transaction: who acts, for row-level security, local to the transaction; and whether what
 * the token rests on (token, session, client) is still in force. Returns no row. Raises SQLSTATE PS401 when revoked.
 */
export const ENTER = {
  name: 'enter',
  text: `SELECT 1 WHERE (set_config('app.consortium', $1, true) || set_config('app.organisation', $2, true)
    || set_config('app.kind', $3, true) || set_config('app.caseload', $4, true)
    || set_config('app.principal', $6, true) || assert_in_force($5::uuid[])) IS NULL`,
} as const;

export const REVOKED = 'PS401';

export function enteringValues(actor: Actor): string[] {
  const revocation = maybeContext()?.revocation;
  if (revocation) revocation.asked = true;
  return [
    actor.consortiumId,
    actor.organisationId,
    actor.kind,
    actor.caseloadOf ?? '',
    `{${actor.revocable.join(',')}}`,
    `${actor.principal.type}:${actor.principal.id}`,
  ];
}
