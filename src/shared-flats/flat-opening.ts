import { pastDay } from '../platform/bounded-days.js';
import { actor } from '../platform/context.js';
import type { Work } from '../platform/database/work.js';
import { conflict, invalid } from '../platform/errors/failure.js';
import { Convention } from '../consortia/convention.entity.js';
import { Organisation } from '../consortia/organisation.entity.js';
import { Tenancy } from '../tenancies/tenancy.entity.js';
import { SharedFlat } from './shared-flat.entity.js';
import type { SharedFlatInput } from './shared-flats.inputs.js';

/** The flat that an input describes, not yet written. @throws not_your_head_tenancy, convention_not_in_force (409) */
export async function flatOf(work: Work, input: SharedFlatInput): Promise<SharedFlat> {
  const { organisationId, roles } = actor();
  const head = await work.reference(Tenancy, input.headTenancyId, '/headTenancyId');
  if (head.tenantOrganisationId !== organisationId || head.status === 'ended') throw conflict('not_your_head_tenancy');
  const openedOn = pastDay(input.openedOn, '/openedOn');
  if (openedOn < head.startsOn) throw invalid('/openedOn', 'before_start', { start: head.startsOn });
  const convention = await work.reference(Convention, input.conventionId, '/conventionId');
  if (convention.landlordId !== head.landlordId || convention.holderId !== organisationId)
    throw conflict('convention_not_in_force', { on: openedOn });
  const landlord = await work.reference(Organisation, head.landlordId, '/headTenancyId');
  const own = roles.includes('supporter') ? organisationId : null;
  const supporterId = input.supporterId === undefined ? own : await supporterOf(work, input.supporterId, head);
  const { houseRules = null, workerId = null } = input;
  return work.create(SharedFlat, {
    dwellingId: head.dwellingId,
    headTenancyId: head.id,
    conventionId: convention.id,
    openedOn,
    closedOn: null,
    houseRules,
    workerId,
    operatorId: organisationId,
    supporterId,
    landlordId: landlord.kind === 'private_owner' ? null : landlord.id,
  });
}

/** It will see the life in the flat: never who lets the flat as a whole. */
export async function supporterOf(work: Work, given: string, { landlordId }: Tenancy): Promise<string> {
  const supporter = await work.reference(Organisation, given, '/supporterId');
  await supporter.demandRole(work, ['supporter'], '/supporterId');
  if (supporter.id === landlordId) throw invalid('/supporterId', 'lets_the_flat');
  return supporter.id;
}
