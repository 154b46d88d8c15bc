import { CONSORTIA_REASONS } from '../consortia/consortia.reasons.js';
import { Convention } from '../consortia/convention.entity.js';
import { Organisation } from '../consortia/organisation.entity.js';
import { Programme } from '../consortia/programme.entity.js';
import { Rider } from '../consortia/rider.entity.js';
import { clock } from '../platform/clock.js';
import type { Work } from '../platform/database/work.js';
import { conflict, invalid } from '../platform/errors/failure.js';
import type { Dwelling, DwellingFacts } from './dwelling.entity.js';
import type { DwellingPatch } from './dwellings.inputs.js';
import { Site } from './site.entity.js';

/** What a body refers to must be visible to the caller; a commune must exist this year. */
async function checkReferences(work: Work, { siteId, programmeId, reservationHolderId }: DwellingPatch): Promise<void> {
  if (siteId) await work.reference(Site, siteId, '/siteId');
  if (programmeId) await work.reference(Programme, programmeId, '/programmeId');
  if (reservationHolderId) await work.reference(Organisation, reservationHolderId, '/reservationHolderId');
}

/**
 * Writes what is known onto a dwelling; a rider comes first, so that a reservation given apart wins. `before`: in place of all that
 * was known until now.
 */
export async function describeBy(
  work: Work,
  dwelling: Dwelling,
  facts: DwellingPatch,
  before?: Partial<DwellingFacts>,
): Promise<void> {
  await checkReferences(work, facts);
  const { riderId, externalIds: _own, ...known } = facts;
  const brings = riderId ? await bringerOf(work, dwelling, riderId) : null;
  if (riderId === null || (before && !brings)) dwelling.leaveConvention();
  if (before) dwelling.describe(before);
  if (brings) dwelling.comeBy(brings.rider, brings.holderId);
  dwelling.describe(known);
}

/** The rider's convention must be one of this landlord, confirmed and in force today; one that brought it already goes on being told. */
async function bringerOf(work: Work, dwelling: Dwelling, riderId: string): Promise<{ rider: Rider; holderId: string }> {
  const rider = await work.reference(Rider, riderId, '/riderId');
  const convention = await work.reference(Convention, rider.conventionId, '/riderId');
  if (convention.landlordId !== dwelling.landlordId) throw invalid('/riderId', 'unknown_reference');
  if (!convention.isConfirmed) throw conflict(CONSORTIA_REASONS.convention_not_confirmed);
  if (rider.id !== dwelling.riderId && !convention.isInForceOn(clock.today()))
    throw invalid('/riderId', 'convention_not_in_force');
  return { rider, holderId: convention.holderId };
}
