import type { Test } from 'supertest';
import type { Partner } from './actors.js';
import { openHousehold } from './households.js';
import { addDwelling, lead, refer, type Frame } from './placements.js';

export const TERMS = { rentCents: 42_000, chargesCents: 6_000 };

export const today = (): string => new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/Paris' }).format();

/** A tenancy recorded by its lessor; `over` replaces parts of what is sent. */
export async function record(lessor: Partner, body: Record<string, unknown>): Promise<Tenancy> {
  const made = await lessor.post('/v1/tenancies', { kind: 'social_lease', terms: TERMS, ...body });
  if (made.status !== 201) throw new Error(`${made.status} ${made.text}`);
  return made.body as Tenancy;
}

export interface Tenancy {
  readonly id: string;
  readonly householdId: string | null;
  readonly [property: string]: unknown;
}

/** A social lease of the frame's landlord, grown out of a placement which its supporter led to the keys. */
export async function leaseOf(frame: Frame, over: Record<string, unknown> = {}): Promise<Tenancy> {
  const { id } = await refer(frame);
  await lead(frame, id, await addDwelling(frame), 'moved_in');
  return record(frame.partners.landlord, { placementId: id, ...over });
}

/**
 * A lease of a household that the frame's supporter follows, recorded by the supporter for the landlord: it may have begun long
 * ago.
 */
export async function sittingTenant(frame: Frame, over: Record<string, unknown> = {}): Promise<Tenancy> {
  const { supporter, landlord } = frame.partners;
  const householdId = await openHousehold(supporter);
  return record(supporter, {
    householdId,
    landlordId: landlord.organisationId,
    dwellingId: await addDwelling(frame),
    startsOn: '2020-01-01',
    informedOn: '2026-01-01',
    duesSource: 'sent',
    ...over,
  });
}

interface Beneath {
  readonly id: string;
  readonly headId: string;
  readonly householdId: string;
}

/** A home that an association rents from its owner and lets to a household which it opens itself. */
export async function beneathHead(
  { frame, owner, association }: { frame: Frame; owner: Partner; association: Partner },
  over: { kind: string; startsOn: string } & Record<string, unknown>,
): Promise<Beneath> {
  const dwellingId = await addDwelling(frame);
  const head = await record(owner, {
    tenantOrganisationId: association.organisationId,
    dwellingId,
    startsOn: '2025-01-01',
    duesSource: 'sent',
  });
  const householdId = await openHousehold(association);
  const body = { householdId, dwellingId, headTenancyId: head.id, duesSource: 'sent', ...over };
  const { id } = await record(association, body);
  return { id, headId: head.id, householdId };
}

/** An act on a tenancy, with the version that the caller sees. */
export async function act(partner: Partner, id: string, noun: string, body: object): Promise<Test> {
  const { headers } = await partner.get(`/v1/tenancies/${id}`).expect(200);
  return partner.post(`/v1/tenancies/${id}/${noun}`, body).set('If-Match', headers.etag as string);
}
