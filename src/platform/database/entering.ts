import type { Actor } from '../access/actor.js';
import { Recent } from '../api/recent.js';
import { maybeContext } from '../context.js';
import { sha256 } from '../crypto.js';

/** A statement that stays prepared under its name. */
export interface NamedStatement {
  readonly name: string;
  readonly text: string;
  readonly values: readonly unknown[];
}

/**
 * The first statement of every transaction: who acts, for row-level security, local to the transaction; and whether what
 * the token rests on (token, session, client) is still in force. Returns no row. Raises SQLSTATE PS401 when revoked.
 */
export const ENTER = {
  name: 'enter',
  text: `SELECT 1 WHERE (set_config('app.consortium', $1, true) || set_config('app.organisation', $2, true)
    || set_config('app.kind', $3, true) || set_config('app.caseload', $4, true)
    || set_config('app.principal', $6, true) || set_config('app.roles', $7, true) || assert_in_force($5::uuid[])) IS NULL`,
} as const;

export const REVOKED = 'PS401';

/** Callers choose columns and filters: what is remembered has a bound. */
const names = new Recent<string>(2_000);

/** The name under which a statement stays prepared. */
export function nameOf(sql: string): string {
  const before = names.get(sql);
  if (before) return before;
  const made = `r_${sha256(sql).toString('hex').slice(0, 24)}`;
  names.put(sql, made);
  return made;
}

const known = new WeakMap<Actor, NamedStatement>();

/** The statement that enters as this actor, made once for each; the request it runs in has asked for revocation then. */
export function entering(actor: Actor): NamedStatement {
  const revocation = maybeContext()?.revocation;
  if (revocation) revocation.asked = true;
  const before = known.get(actor);
  if (before) return before;
  const made = { ...ENTER, values: valuesOf(actor) };
  known.set(actor, made);
  return made;
}

function valuesOf(actor: Actor): string[] {
  return [
    actor.consortiumId,
    actor.organisationId,
    actor.kind,
    actor.caseloadOf ?? '',
    `{${actor.revocable.join(',')}}`,
    `${actor.principal.type}:${actor.principal.id}`,
    actor.roles.join(),
  ];
}
