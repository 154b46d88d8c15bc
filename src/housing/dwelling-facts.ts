import { CONSORTIA_REASONS } from '../consortia/consortia.reasons.js';
import { Convention } from '../consortia/convention.entity.js';
import { Organisation } from '../consortia/organisation.entity.js';
import { Programme } from '../consortia/programme.entity.js';
import { Rider } from '../consortia/rider.entity.js';
import type { Work } from '../platform/database/work.js';
import { conflict, invalid } from '../platform/errors/failure.js';
import type { Dwelling } from './dwelling.entity.js';
import type { DwellingPatch } from './dwellings.inputs.js';
import { Site } from './site.entity.js';

/** What a body refers to must be visible to the caller; a commune must exist this year. */
async function checkReferences(work: Work, { siteId, programmeId, reservationHolderId }: DwellingPatch): Promise<void> {
  if (siteId) await work.reference(Site, siteId, '/siteId');
  if (programmeId) await work.reference(Programme, programmeId, '/programmeId');
  if (reservationHolderId) await work.reference(Organisation, reservationHolderId, '/reservationHolderId');
}

/** Writes what is known onto a dwelling; a rider comes first, so that a reservation given apart wins. */
export async function describeBy(work: Work, dwelling: Dwelling, facts: DwellingPatch): Promise<void> {
  await checkReferences(work, facts);
  const { riderId, externalIds: _own, ...known } = facts;
  if (riderId === null) dwelling.leaveConvention();
  if (riderId) await bring(work, dwelling, riderId);
  dwelling.describe(known);
}

/** The rider's convention must be one of this landlord, and confirmed. */
async function bring(work: Work, dwelling: Dwelling, riderId: string): Promise<void> {
  const rider = await work.reference(Rider, riderId, '/riderId');
  const convention = await work.reference(Convention, rider.conventionId, '/riderId');
  if (convention.landlordId !== dwelling.landlordId) throw invalid('/riderId', 'unknown_reference');
  if (!convention.isConfirmed) throw conflict(CONSORTIA_REASONS.convention_not_confirmed);
  dwelling.comeBy(rider, convention.holderId);
}
