import type { Permission, Role, StaffFunction } from './permissions.js';

/** How the database sees who acts: one organisation, the consortium's coordinator, or a job in one consortium. */
export const ACTOR_KINDS = ['member', 'coordinator', 'system'] as const;
export type ActorKind = (typeof ACTOR_KINDS)[number];

export interface Actor {
  readonly kind: ActorKind;
  readonly consortiumId: string;
  /** The nil UUID for a job. */
  readonly organisationId: string;
  /** The API client or the user; a job's name for a job. */
  readonly principal: { readonly type: 'client' | 'user' | 'job'; readonly id: string };
  readonly roles: readonly Role[];
  readonly functions: readonly StaffFunction[];
  readonly permissions: ReadonlySet<Permission>;
  /** What may have been revoked since the token was issued: token, session or client. Checked on each entry. */
  readonly revocable: readonly string[];
  /** Second of the epoch at which her token ends; a job has none. */
  readonly expiresAt?: number;
  /** A social worker who sees only her own or her team's caseload; the database enforces it. */
  readonly caseloadOf?: string;
}

export const NIL_UUID = '00000000-0000-0000-0000-000000000000';

/** A job in one consortium. It sees every row of it, and nothing else. */
export function systemActor(consortiumId: string, job: string): Actor {
  return {
    kind: 'system',
    consortiumId,
    organisationId: NIL_UUID,
    principal: { type: 'job', id: job },
    roles: [],
    functions: [],
    permissions: new Set(),
    revocable: [],
  };
}
