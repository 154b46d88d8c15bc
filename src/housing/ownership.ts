import { Organisation } from '../consortia/organisation.entity.js';
import { actor } from '../platform/context.js';
import type { Work } from '../platform/database/work.js';
import { invalid } from '../platform/errors/failure.js';

/** Whose a new site or dwelling is: the caller owns or manages it. Left out, the landlord is the caller. */
export async function ownersOf(
  work: Work,
  given: { landlordId?: string; operatorId?: string | null },
): Promise<{ landlordId: string; operatorId: string | null }> {
  const self = actor().organisationId;
  const landlordId = given.landlordId ? (await work.reference(Organisation, given.landlordId, '/landlordId')).id : self;
  const operatorId = given.operatorId ? await managerOf(work, given.operatorId) : null;
  if (landlordId !== self && operatorId !== self) throw invalid('/landlordId', 'not_a_party');
  return { landlordId, operatorId };
}

/** Whose a site or dwelling is does not change: put again, its owner is the same, or left out. @throws owner_stays (422) */
export function demandOwner(owned: { landlordId: string }, landlordId: string | undefined): void {
  if (landlordId !== undefined && landlordId.toLowerCase() !== owned.landlordId)
    throw invalid('/landlordId', 'owner_stays');
}

/** Who is to manage a site or dwelling: an operator, or a landlord for another. @throws unknown_reference, unknown_role (422) */
export async function managerOf(work: Work, id: string): Promise<string> {
  const manager = await work.reference(Organisation, id, '/operatorId');
  await manager.demandRole(work, ['operator', 'landlord'], '/operatorId');
  return manager.id;
}

/** Who searches for housing and who coordinates read all of it, as its policies say; the others what is theirs. */
export function readsAllHousing(): boolean {
  const { kind, roles } = actor();
  return kind !== 'member' || roles.some((role) => role === 'supporter' || role === 'referrer');
}
