import type { Parent } from '../platform/api/child-pages.js';
import type { CivilDate } from '../platform/clock.js';
import { actor } from '../platform/context.js';
import type { Work } from '../platform/database/work.js';
import { conflict, notFound } from '../platform/errors/failure.js';
import { uuidOrMissing } from '../platform/database/work.js';
import { Convention } from '../consortia/convention.entity.js';
import { Tenancy } from '../tenancies/tenancy.entity.js';
import { Occupancy } from './occupancy.entity.js';
import { SharedFlat } from './shared-flat.entity.js';

export const OF_FLAT: Parent = { from: 'shared_flats p', key: 'p.id', on: 't.flat_id = p.id' };

/** What goes with the life in the flat: 404 for all but who supports it. */
export const OF_SUPPORTED_FLAT: Parent = {
  from: `(SELECT f.consortium_id, f.id FROM shared_flats f WHERE f.supporter_id = acting_as('supporter')) p`,
  key: 'p.id',
  on: 't.flat_id = p.id',
};

/** As `OF_SUPPORTED_FLAT`, for somebody limited to a caseload: a flat in which she follows somebody, or is in charge. */
export const OF_FLAT_OF_HERS: Parent = {
  from: `(SELECT f.consortium_id, f.id FROM shared_flats f WHERE f.supporter_id = acting_as('supporter') AND flat_in_caseload(f.id)) p`,
  key: 'p.id',
  on: 't.flat_id = p.id',
};

/** Kinds of accreditation under which an association lets rooms of what it rents (CCH art. L.365-4). */
const KINDS = ['rental_intermediation', 'social_rental_management'];

/** The flat of an address, run by the caller; not what `If-Match` is about. @throws not_the_operator */
export async function flatRun(work: Work, id: string): Promise<SharedFlat> {
  const flat = await work.load(SharedFlat, id, { versioned: false });
  flat.demandOperator(actor());
  return flat;
}

/** The flat of an address, supported by the caller: for others the life in it does not exist. */
export async function flatSupported(work: Work, id: string): Promise<SharedFlat> {
  const flat = await work.load(SharedFlat, id, { versioned: false });
  const { organisationId, roles } = actor();
  if (flat.supporterId !== organisationId || !roles.includes('supporter')) throw notFound();
  return flat;
}

/** As `flatSupported`, for somebody limited to a caseload: a flat in which she follows somebody, or is in charge. */
export async function flatOfHers(work: Work, id: string): Promise<SharedFlat> {
  const flat = await flatSupported(work, id);
  const [row] = await work.query<{ hers: boolean }>('SELECT flat_in_caseload($1) AS hers', [flat.id]);
  if (!row!.hers) throw notFound();
  return flat;
}

/** Something beneath a flat, by both ids of its address. */
export function ofFlat<T extends { flatId: string }>(part: T | null, flatId: string): T {
  if (part?.flatId !== uuidOrMissing(flatId)) throw notFound();
  return part;
}

/**
 * Head tenancy, convention and accreditation hold on that day.
 * @throws head_tenancy_ended, convention_not_in_force, accreditation_not_in_force (409)
 */
export async function demandInForce(work: Work, flat: SharedFlat, on: CivilDate): Promise<void> {
  const { endedOn } = await work.held(Tenancy, flat.headTenancyId, '/headTenancyId');
  if (endedOn !== null && on >= endedOn) throw conflict('head_tenancy_ended', { endedOn });
  const convention = await work.reference(Convention, flat.conventionId, '/conventionId');
  if (!convention.isConfirmed || !convention.isInForceOn(on)) throw conflict('convention_not_in_force', { on });
  const [known] = await work.query<{ held: boolean | null; until: CivilDate | null }>(
    `SELECT bool_or(granted_on <= $4 AND coalesce(valid_until, 'infinity') >= $4) AS held, max(valid_until) AS until
     FROM accreditations WHERE consortium_id = $1 AND organisation_id = $2 AND kind = ANY ($3::text[])`,
    [actor().consortiumId, flat.operatorId, KINDS, on],
  );
  if (known?.held) return;
  const until = known?.until ?? { fr: 'aucun', en: 'none' };
  throw conflict('accreditation_not_in_force', { on, until });
}

/** Tells those who follow the flat: the end of every act on an occupancy. */
export async function tellOccupancy(work: Work, occupancy: Occupancy, verb: string): Promise<void> {
  await work.record({
    type: `occupancy.${verb}`,
    subject: { type: 'occupancy', id: occupancy.id },
    householdId: occupancy.householdId,
    viewers: occupancy.parties,
  });
  work.touch('shared_flats', [occupancy.flatId]);
}
