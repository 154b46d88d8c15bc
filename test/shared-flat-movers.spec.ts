import { describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { clock } from '../src/platform/clock.js';
import type { Partner } from './support/actors.js';
import { testApp } from './support/app.js';
import { figuresOf } from './support/figures.js';
import { openHousehold, personsOf } from './support/households.js';
import { placementFrame, step } from './support/placements.js';
import { FIGURES_KEY, flatProgramme, type FlatProgramme } from './support/residents.js';
import { openFlat, plan, settleIn, type Flat } from './support/shared-flats.js';

const test = await testApp();
const on = clock.today();
const named = (givenNames: string, role: string, birthDate: string, startsOn = '2020-01-01') => ({
  person: { familyName: 'Exemple', givenNames, birthDate },
  role,
  startsOn,
});
const FAMILY = [
  named('Camille', 'reference_person', '1980-01-31'),
  named('Alex', 'other', '1999-05-05'),
  named('Lou', 'child', '2020-06-01', '2020-06-01'),
];

type Body = Record<string, unknown> & { id: string };
const bodyOf = <T = Body>(answer: { body: unknown }): T => answer.body as T;
const told = ({ status, body }: { status: number; body: unknown }) => {
  const { code, errors } = body as { code?: string; errors?: { pointer: string; code: string }[] };
  return [status, code, errors?.[0]?.pointer, errors?.[0]?.code];
};

interface Family {
  readonly made: FlatProgramme;
  readonly operator: Partner;
  readonly flat: Flat;
  readonly householdId: string;
  readonly persons: string[];
  refer(over?: object): ReturnType<Partner['post']>;
}

async function family(): Promise<Family> {
  const made = await flatProgramme(test, '2020-01-01');
  const { operator } = made.partners;
  const flat = await made.flat();
  const householdId = await openHousehold(operator, { members: FAMILY });
  const persons = await personsOf(operator, householdId);
  const refer = (over: object = {}) =>
    operator.post('/v1/placements', { householdId, programmeId: made.programmeId, reasons: ['unfit'], ...over });
  return { made, operator, flat, householdId, persons, refer };
}

const wait = (operator: Partner, placementId: string) =>
  operator.post('/v1/place-waiting-list', { placementId }).expect(201);
const offerNext = (operator: Partner, flat: Flat, room = 0) =>
  operator.post(`/v1/shared-flats/${flat.id}/vacancies/offer`, { roomId: flat.roomIds[room], plannedMoveInOn: on });
async function accept(operator: Partner, placementId: string): Promise<void> {
  const allocated = await step(operator, placementId, 'allocation', { outcome: 'allocated', rank: 1 });
  const accepted = await step(operator, placementId, 'acceptance', { answer: 'accepted', informedOn: '2026-01-01' });
  expect([allocated.status < 300, accepted.status]).toEqual([true, 200]);
}
const occupy = (operator: Partner, flat: Flat, placementId: string, over: object = {}) =>
  plan(operator, flat, { placementId, agreedOn: '2026-01-01', ...over });

async function leaveHousehold(operator: Partner, householdId: string, personId: string): Promise<void> {
  const path = `/v1/households/${householdId}/members`;
  const { data } = bodyOf<{ data: Body[] }>(await operator.get(path).expect(200));
  const { id } = data.find((member) => member.personId === personId)!;
  const { headers } = await operator.get(`${path}/${id}`).expect(200);
  const ended = await operator.post(`${path}/${id}/ending`, { endsOn: on }).set('If-Match', headers.etag as string);
  expect(ended.status).toBe(200);
}

describe('A room of a shared flat', () => {
  it('may be for each of two adults of one household, by a referral of their own', async () => {
    const { persons, refer } = await family();
    const [camille, alex] = persons;
    await refer({ personIds: [camille] }).expect(201);
    expect(told(await refer({ personIds: [alex, camille] }))).toEqual([409, 'already_referred', undefined, undefined]);
    await refer({ personIds: [alex] }).expect(201);
    expect(told(await refer())).toEqual([409, 'already_referred', undefined, undefined]);
  });

  it('is offered from the waiting list to one of a larger household, who is named as the one to move', async () => {
    const { operator, flat, householdId, persons, refer } = await family();
    const [, alex, lou] = persons;
    const placement = bodyOf(await refer({ personIds: [alex] }).expect(201));
    expect(placement).toMatchObject({ householdSize: 1, childrenByAgeBand: { from6To11: 0 } });
    const referral = bodyOf(await operator.get(`/v1/placements/${placement.id}/referral`).expect(200));
    expect(referral.personIds).toEqual([alex]);
    expect(bodyOf(await wait(operator, placement.id))).toMatchObject({ householdSize: 1 });
    expect(bodyOf(await offerNext(operator, flat).expect(201))).toMatchObject({ placementId: placement.id });
    await accept(operator, placement.id);

    const other = await occupy(operator, flat, placement.id, { personId: lou });
    expect(told(other)).toEqual([409, 'resident_not_referred', undefined, undefined]);
    const lives = await settleIn(operator, flat, { placementId: placement.id, on });
    expect(lives).toMatchObject({ householdId, personId: alex, status: 'current' });
    const rehoused = async () => (await figuresOf(operator, FIGURES_KEY)).people_rehoused!.value;
    expect(await rehoused()).toBe(1);
    await settleIn(operator, flat, { householdId, room: 1, on });
    expect(await rehoused()).toBe(2);
  });

  it('is the first home of whom it is for: who stays elsewhere is rehoused on a day of their own', async () => {
    const { made, operator, flat, persons, refer } = await family();
    const [, alex, lou] = persons;
    const house = async (placementId: string, room: number): Promise<void> => {
      const { dwellingId, roomIds } = flat;
      const offer = { dwellingId, roomId: roomIds[room], plannedMoveInOn: on };
      expect((await step(operator, placementId, 'offers', offer)).status).toBe(201);
      await accept(operator, placementId);
      await settleIn(operator, flat, { placementId, on });
    };
    await house(bodyOf(await refer({ personIds: [alex] }).expect(201)).id, 0);
    const members = [{ personId: lou!, role: 'reference_person', startsOn: '2020-06-01' }];
    const householdId = await openHousehold(operator, { members });
    const own = { householdId, programmeId: made.programmeId, reasons: ['unfit'] };
    await house(bodyOf(await operator.post('/v1/placements', own).expect(201)).id, 1);
    expect((await figuresOf(operator, FIGURES_KEY)).people_rehoused!.value).toBe(2);
  });

  it('waits for a whole household as before, and says why nobody of the list fits it', async () => {
    const { operator, flat, refer } = await family();
    const { id, ...placement } = bodyOf(await refer().expect(201));
    expect(placement).toMatchObject({ householdSize: 3, childrenByAgeBand: { from6To11: 1 } });
    expect(bodyOf(await operator.get(`/v1/placements/${id}/referral`)).personIds).toBeNull();
    await wait(operator, id);
    expect(told(await offerNext(operator, flat))).toEqual([409, 'nobody_waits', undefined, undefined]);
  });

  it('is for one of several who are named: the occupancy says for whom', async () => {
    const { operator, flat, persons, refer } = await family();
    const [camille, alex] = persons;
    const { id } = bodyOf(await refer({ personIds: [camille, alex, camille] }).expect(201));
    expect(bodyOf(await operator.get(`/v1/placements/${id}`))).toMatchObject({ householdSize: 2 });
    const { dwellingId } = flat;
    const larger = await operator.post(`/v1/dwellings/${dwellingId}/rooms`, { number: 4, places: 2 }).expect(201);
    const room = { dwellingId, roomId: bodyOf(larger).id, plannedMoveInOn: on };
    expect((await step(operator, id, 'offers', room)).status).toBe(201);
    await accept(operator, id);
    expect(told(await occupy(operator, flat, id))[1]).toBe('resident_not_named');
    expect(bodyOf(await occupy(operator, flat, id, { personId: alex }).expect(201)).personId).toBe(alex);
  });
});

describe('Who is to move', () => {
  it('is of the household that is referred, on that day', async () => {
    const { operator, householdId, persons, refer } = await family();
    const [stranger] = await personsOf(operator, await openHousehold(operator));
    const [camille, alex, lou] = persons;
    expect(told(await refer({ personIds: [camille, stranger] }))).toEqual([
      422,
      'invalid_input',
      '/personIds/1',
      'not_a_member',
    ]);
    expect(told(await refer({ personIds: [randomUUID()] }))).toEqual([
      422,
      'invalid_input',
      '/personIds/0',
      'unknown_reference',
    ]);
    expect((await refer({ personIds: [] })).status).toBe(422);
    await leaveHousehold(operator, householdId, lou!);
    expect(told(await refer({ personIds: [alex, lou] })).slice(2)).toEqual(['/personIds/1', 'not_a_member']);
  });

  it('is fixed with the referral: the same PUT again finds it, another is refused', async () => {
    const { operator, made, householdId, persons } = await family();
    const [camille, alex] = persons;
    const referral = { householdId, programmeId: made.programmeId };
    const put = (personIds?: unknown) =>
      operator.put('/v1/placements/by-external-id/tool/7', { ...referral, personIds });
    await put([alex, camille]).expect(201);
    await put([camille, alex]).expect(200);
    await put().expect(200);
    expect(told(await put([alex])).slice(0, 2)).toEqual([409, 'referral_fixed']);
  });

  it('is told over GraphQL too, and never to landlord and operator', async () => {
    const { operator, made, householdId, persons } = await family();
    const query = `mutation ($input: ReferralInput!) { referHousehold(input: $input) { id householdSize referral { personIds } } }`;
    const input = { householdId, programmeId: made.programmeId, personIds: [persons[1]] };
    const { data } = bodyOf<{ data: { referHousehold: Body } }>(await operator.graphql(query, { input }));
    expect(data.referHousehold).toMatchObject({ householdSize: 1, referral: { personIds: [persons[1]] } });
    await made.partners.landlord.get(`/v1/placements/${data.referHousehold.id}/referral`).expect(404);
  });
});

/** Of two files of one family, opened by one supporter, the first is merged into the second. */
async function merged() {
  const frame = await placementFrame(test, { decidingBody: 'association_choice', omittedSteps: ['eligibility'] });
  const { supporter, operator } = frame.partners;
  const absorbedId = await openHousehold(supporter, { members: FAMILY });
  const persons = await personsOf(supporter, absorbedId);
  const refer = (over: object) =>
    supporter.post('/v1/placements', { householdId: absorbedId, programmeId: frame.programmeId, ...over });
  const mergeInto = async (): Promise<string> => {
    const survivor = await openHousehold(supporter, { members: FAMILY });
    const { headers } = await supporter.get(`/v1/households/${survivor}`).expect(200);
    const merge = supporter.post(`/v1/households/${survivor}/merge`, { absorbedId });
    await merge.set('If-Match', headers.etag as string).expect(200);
    return survivor;
  };
  const { programmeId } = frame;
  return { frame, programmeId, supporter, operator, absorbedId, persons, refer, mergeInto };
}

describe('Who is to move, of a household that became one with another,', () => {
  it('is named as who lets the room knows them, who then knows who lives there', async () => {
    const { frame, supporter, operator, persons, refer, mergeInto } = await merged();
    const [camille, alex] = persons;
    const flat = await openFlat(frame);
    const { dwellingId } = flat;
    const larger = await operator.post(`/v1/dwellings/${dwellingId}/rooms`, { number: 9, places: 2 }).expect(201);
    const { id: placementId } = bodyOf(await refer({ personIds: [camille, alex] }).expect(201));
    const offer = { dwellingId, roomId: bodyOf(larger).id, plannedMoveInOn: on };
    expect((await step(supporter, placementId, 'offers', offer)).status).toBe(201);
    expect((await step(supporter, placementId, 'submission', { informedOn: '2026-01-01' })).status).toBe(200);
    await accept(supporter, placementId);
    await mergeInto();
    const resident = await occupy(operator, flat, placementId, { personId: alex }).expect(201);
    expect(bodyOf(resident).personId).toBe(alex);
    await operator.get(`/v1/persons/${alex}`).expect(200);
  });

  it('is a member as either of the two persons, and counted once', async () => {
    const { supporter, persons, refer, mergeInto } = await merged();
    const householdId = await mergeInto();
    const twin = (await personsOf(supporter, householdId)).filter((id) => !persons.includes(id))[1];
    const placement = bodyOf(await refer({ householdId, personIds: [persons[1], twin] }).expect(201));
    expect(placement.householdSize).toBe(1);
  });

  it('is not referred once more as the other of the two persons', async () => {
    const { supporter, persons, refer, mergeInto } = await merged();
    const householdId = await mergeInto();
    const twins = (await personsOf(supporter, householdId)).filter((id) => !persons.includes(id));
    await refer({ householdId, personIds: [persons[1]] }).expect(201);
    expect(told(await refer({ householdId, personIds: [twins[1]] }))[1]).toBe('already_referred');
    await refer({ householdId, personIds: [twins[0]] }).expect(201);
  });
});

describe('The same referral sent again after its household was merged', () => {
  it('is told to go on under the household that took it in, and finds itself there', async () => {
    const { programmeId, supporter, absorbedId, persons, mergeInto } = await merged();
    const put = (householdId: string) =>
      supporter.put('/v1/placements/by-external-id/tool/9', { householdId, programmeId, personIds: [persons[1]] });
    const { id } = bodyOf(await put(absorbedId).expect(201));
    const survivor = await mergeInto();
    expect(told(await put(absorbedId)).slice(0, 2)).toEqual([409, 'household_merged']);
    expect(bodyOf(await put(survivor).expect(200)).id).toBe(id);
  });
});

describe('The matches of rooms', () => {
  it('ask nothing of the size of a household: who of it would live there is said later', async () => {
    const { operator, flat, householdId } = await family();
    const { data } = bodyOf<{ data: Body[] }>(
      await operator.get(`/v1/households/${householdId}/room-matches`).expect(200),
    );
    expect(data.map(({ id }) => id)).toEqual([...flat.roomIds].sort());
  });
});
