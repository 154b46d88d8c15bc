import type { Test } from 'supertest';
import { consortiumOf, type Consortium, type Partner } from './actors.js';
import type { TestApp } from './app.js';
import { openHousehold } from './households.js';

export type Parties =
  'landlord' | 'operator' | 'supporter' | 'referrer' | 'stranger' | 'otherLandlord' | 'funder' | 'specialist';
export type Frame = Consortium<Parties> & { programmeId: string };

/** A consortium with every kind of party and an open programme decided by a CALEOL. */
export async function placementFrame(test: TestApp, programme: Record<string, unknown> = {}): Promise<Frame> {
  const here = await consortiumOf<Parties>(test, {
    landlord: { roles: ['landlord'], kind: 'social_landlord' },
    operator: { roles: ['operator'] },
    supporter: { roles: ['supporter'] },
    referrer: { roles: ['referrer'], kind: 'state_service' },
    stranger: { roles: ['supporter'] },
    otherLandlord: { roles: ['landlord'], kind: 'social_landlord' },
    funder: { roles: ['funder'], kind: 'funder' },
    specialist: { roles: ['specialist'], discreet: true },
  });
  const made = await here.coordinator
    .post('/v1/programmes', {
      key: 'acces',
      name: 'Sortants de détention',
      publicLabel: 'Logement accompagné',
      kind: 'rehousing',
      decidingBody: 'caleol',
      startsOn: '2020-01-01',
      ...programme,
    })
    .expect(201);
  return { ...here, programmeId: (made.body as { id: string }).id };
}

export async function addDwelling(
  frame: Frame,
  over: Record<string, unknown> = {},
  landlord: Partner = frame.partners.landlord,
): Promise<string> {
  const made = await landlord
    .post('/v1/dwellings', {
      label: 'T3 Lilas',
      communeCode: '75120',
      type: 't3',
      places: 4,
      operatorId: frame.partners.operator.organisationId,
      ...over,
    })
    .expect(201);
  return (made.body as { id: string }).id;
}

/** A household opened by a referrer, or in another relation, and referred to the supporter. */
export async function refer(
  frame: Frame,
  over: Record<string, unknown> = {},
  relation = 'referrer',
): Promise<{ id: string; householdId: string }> {
  const { referrer, supporter } = frame.partners;
  const householdId = await openHousehold(referrer, { relation });
  const made = await referrer
    .post('/v1/placements', {
      householdId,
      programmeId: frame.programmeId,
      supporterId: supporter.organisationId,
      reasons: ['no_home'],
      cohort: 'leaving_prison',
      ...over,
    })
    .expect(201);
  return { id: (made.body as { id: string }).id, householdId };
}

/** Takes a step with the version that the caller sees. */
export async function step(partner: Partner, id: string, noun: string, body: object): Promise<Test> {
  const { headers } = await partner.get(`/v1/placements/${id}`).expect(200);
  return partner.post(`/v1/placements/${id}/${noun}`, body).set('If-Match', headers.etag as string);
}

export type Stage = 'eligible' | 'offered' | 'submitted' | 'allocated' | 'accepted' | 'moved_in';

/** Leads a referred placement to a stage, each step by its party. */
export async function lead(frame: Frame, id: string, dwellingId: string, stage: Stage): Promise<void> {
  const { supporter, landlord, operator } = frame.partners;
  const steps: [Stage, Partner, string, object][] = [
    ['eligible', supporter, 'eligibility', { outcome: 'eligible' }],
    ['offered', supporter, 'offers', { dwellingId, plannedMoveInOn: '2030-01-10' }],
    ['submitted', supporter, 'submission', { informedOn: '2026-01-01' }],
    ['allocated', landlord, 'allocation', { outcome: 'allocated', rank: 1 }],
    ['accepted', supporter, 'acceptance', { answer: 'accepted' }],
    [
      'moved_in',
      operator,
      'move-in',
      { movedInOn: new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/Paris' }).format() },
    ],
  ];
  for (const [reached, partner, noun, body] of steps) {
    const answer = await step(partner, id, noun, body);
    if (answer.status >= 300) throw new Error(`${noun}: ${answer.status} ${answer.text}`);
    if (reached === stage) return;
  }
}
