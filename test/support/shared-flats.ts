import type { Test } from 'supertest';
import type { Partner } from './actors.js';
import { openHousehold } from './households.js';
import { refer, step, type Frame } from './placements.js';
import { today } from './tenancies.js';

export interface FlatParties {
  readonly coordinator: Partner;
  /** `operator` holds the head tenancy; `landlord` owns. */
  readonly partners: Record<'landlord' | 'operator', Partner>;
}

export interface Flat {
  readonly id: string;
  readonly dwellingId: string;
  readonly headTenancyId: string;
  readonly conventionId: string;
  readonly roomIds: string[];
}

export interface Occupancy {
  readonly id: string;
  readonly flatId: string;
  readonly roomId: string;
  readonly householdId: string;
  readonly tenancyId: string | null;
  readonly status: string;
  readonly startedOn: string | null;
  readonly endedOn: string | null;
  readonly [property: string]: unknown;
}

export const SHARE = { rentCents: 30_000, chargesCents: 6_000 };
const idOf = (answer: { body: unknown }): string => (answer.body as { id: string }).id;

/** The operator may let rooms: accreditation, and a convention with the landlord, once for each pair. */
export async function conventionOf({ coordinator, partners }: FlatParties, over: object = {}): Promise<string> {
  const { landlord, operator } = partners;
  await coordinator
    .post('/v1/accreditations', {
      organisationId: operator.organisationId,
      kind: 'rental_intermediation',
      authority: 'DRIHL',
      grantedOn: '2013-07-04',
      ...over,
    })
    .expect(201);
  const parties = { landlordId: landlord.organisationId, holderId: operator.organisationId };
  return idOf(
    await coordinator
      .post('/v1/conventions', { ...parties, signedOn: '2014-06-17', startsOn: '2014-06-17' })
      .expect(201),
  );
}

export interface NewFlat {
  readonly conventionId?: string;
  readonly supporterId?: string;
  readonly startsOn?: string;
  readonly rooms?: number;
  readonly places?: number;
  readonly accreditation?: object;
  readonly head?: object;
  readonly dwelling?: object;
  readonly [property: string]: unknown;
}

/** A dwelling with its rooms, let as a whole to the operator, which opens a shared flat in it. */
export async function openFlat(parties: FlatParties, over: NewFlat = {}): Promise<Flat> {
  const { landlord, operator } = parties.partners;
  const {
    rooms = 3,
    places = rooms,
    startsOn = '2020-01-01',
    accreditation,
    head = {},
    dwelling = {},
    ...input
  } = over;
  const conventionId = over.conventionId ?? (await conventionOf(parties, accreditation));
  const dwellingId = idOf(
    await landlord
      .post('/v1/dwellings', {
        label: 'Domicile',
        communeCode: '75120',
        type: 't4',
        operatorId: operator.organisationId,
        places,
        inServiceFrom: startsOn,
        ...dwelling,
      })
      .expect(201),
  );
  const roomIds: string[] = [];
  for (let number = 1; number <= rooms; number += 1)
    roomIds.push(idOf(await operator.post(`/v1/dwellings/${dwellingId}/rooms`, { number }).expect(201)));
  const headTenancyId = idOf(
    await landlord
      .post('/v1/tenancies', {
        kind: 'social_lease',
        tenantOrganisationId: operator.organisationId,
        dwellingId,
        startsOn,
        terms: { rentCents: 92_000, chargesCents: 18_400 },
        ...head,
      })
      .expect(201),
  );
  const flat = await operator
    .post('/v1/shared-flats', { headTenancyId, openedOn: startsOn, ...input, conventionId })
    .expect(201);
  return { id: idOf(flat), dwellingId, headTenancyId, conventionId, roomIds };
}

/** The dwelling of a flat, and so the flat, becomes one of a programme. */
export async function intoProgramme(operator: Partner, { dwellingId }: Flat, programmeId: string): Promise<void> {
  const path = `/v1/dwellings/${dwellingId}`;
  const { headers } = await operator.get(path).expect(200);
  await operator
    .patch(path, { programmeId })
    .set('If-Match', headers.etag as string)
    .expect(200);
}

/** Plans an occupancy; the answer as it comes. */
export function plan(operator: Partner, flat: Pick<Flat, 'id'>, body: object): Test {
  return operator.post(`/v1/shared-flats/${flat.id}/occupancies`, body);
}

/** An act on an occupancy, with the version that the caller sees. */
export async function act(partner: Partner, { id, flatId }: Occupancy, noun: string, body: object = {}): Promise<Test> {
  const path = `/v1/shared-flats/${flatId}/occupancies/${id}`;
  const { headers } = await partner.get(path).expect(200);
  return partner.post(`${path}/${noun}`, body).set('If-Match', headers.etag as string);
}

export interface Arrival {
  readonly householdId?: string;
  readonly placementId?: string;
  readonly room?: number;
  readonly on?: string;
  readonly arrival?: object;
}

/** A household of the operator’s own lives in a room from that day on. */
export async function settleIn(operator: Partner, flat: Flat, over: Arrival = {}): Promise<Occupancy> {
  const { placementId, room = 0, on = today(), arrival = {} } = over;
  const who = placementId ? { placementId } : { householdId: over.householdId ?? (await openHousehold(operator)) };
  const where = placementId ? {} : { roomId: flat.roomIds[room], startsOn: on };
  const planned = await plan(operator, flat, { ...who, ...where, agreedOn: on });
  if (planned.status !== 201) throw new Error(`${planned.status} ${planned.text}`);
  const arrived = await act(operator, planned.body as Occupancy, 'arrival', {
    arrivedOn: on,
    share: SHARE,
    ...arrival,
  });
  if (arrived.status !== 200) throw new Error(`${arrived.status} ${arrived.text}`);
  return arrived.body as Occupancy;
}

/** A placement of the frame’s supporter, accepted for a room: the operator learns of the household by it. */
export async function acceptedFor(frame: Frame, flat: Flat, { room = 0, on = today() } = {}): Promise<Referred> {
  const { supporter, landlord } = frame.partners;
  const { id, householdId } = await refer(frame);
  const { dwellingId, roomIds } = flat;
  const steps: [Partner, string, object][] = [
    [supporter, 'eligibility', { outcome: 'eligible' }],
    [supporter, 'offers', { dwellingId, roomId: roomIds[room], plannedMoveInOn: on }],
    [supporter, 'submission', { informedOn: '2026-01-01' }],
    [landlord, 'allocation', { outcome: 'allocated', rank: 1 }],
    [supporter, 'acceptance', { answer: 'accepted' }],
  ];
  for (const [partner, noun, body] of steps) {
    const { status, text } = await step(partner, id, noun, body);
    if (status >= 300) throw new Error(`${noun}: ${status} ${text}`);
  }
  return { placementId: id, householdId };
}

export interface Referred {
  readonly placementId: string;
  readonly householdId: string;
}

/** A flat of the frame’s operator in which a household lives that the frame’s supporter follows. */
export async function liveInFlat(frame: Frame, over: NewFlat = {}): Promise<{ flat: Flat; occupancy: Occupancy }> {
  const flat = await openFlat(frame, { supporterId: frame.partners.supporter.organisationId, ...over });
  const { placementId } = await acceptedFor(frame, flat);
  return { flat, occupancy: await settleIn(frame.partners.operator, flat, { placementId }) };
}
