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
  const operatorId = given.operatorId ? (await work.reference(Organisation, given.operatorId, '/operatorId')).id : null;
  if (landlordId !== self && operatorId !== self) throw invalid('/landlordId', 'not_a_party');
  return { landlordId, operatorId };
}

/** Who searches for housing and who coordinates read all of it, as its policies say; the others what is theirs. */
export function readsAllHousing(): boolean {
  const { kind, roles } = actor();
  return kind !== 'member' || roles.some((role) => role === 'supporter' || role === 'referrer');
}
