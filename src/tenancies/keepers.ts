import type { Actor } from '../platform/access/actor.js';

export type Who = Pick<Actor, 'kind' | 'organisationId' | 'roles'>;

/** Holds a role in which it lets or manages: what it has let before it held none, it keeps no longer. */
export function lets({ roles }: Who): boolean {
  return roles.includes('landlord') || roles.includes('operator');
}
