import { describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { Response } from 'supertest';
import { consortiumOf } from './support/actors.js';
import { testApp } from './support/app.js';
import { figuresOf } from './support/figures.js';
import { openHousehold, personsOf } from './support/households.js';
import { settled } from './support/settled.js';
import {
  act,
  conventionOf,
  intoProgramme,
  openFlat,
  plan,
  SHARE,
  type Flat,
  type Occupancy,
} from './support/shared-flats.js';

const test = await testApp();
const made = await consortiumOf(test, {
  landlord: { roles: ['landlord'], kind: 'social_landlord' },
  operator: { roles: ['operator', 'supporter'] },
  stranger: { roles: ['operator', 'supporter'] },
});
const { landlord, operator, stranger } = made.partners;
const conventionId = await conventionOf(made);
const flatHere = (over: object = {}): Promise<Flat> => openFlat(made, { conventionId, ...over });
type Body = Record<string, unknown> & { id: string };
const bodyOf = <T = Body>(answer: { body: unknown }): T => answer.body as T;
const codeOf = ({ status, body }: { status: number; body: unknown }): unknown[] => [
  status,
  (body as { code?: string }).code,
];
const member = (givenNames: string, role: string, birthDate = '1980-01-31') => ({
  person: { familyName: 'Exemple', givenNames, birthDate },
  role,
  startsOn: '2020-01-01',
});
const couple = async (...more: object[]): Promise<[string, string[]]> => {
  const members = [member('Camille', 'reference_person'), member('Alex', 'cohabiting_partner'), ...more];
  const householdId = await openHousehold(operator, { members: members as never });
  return [householdId, await personsOf(operator, householdId)];
};
const planned = (flat: Flat, householdId: string, over: object = {}): Promise<Response> =>
  plan(operator, flat, {
    householdId,
    roomId: flat.roomIds[0],
    startsOn: '2026-01-05',
    agreedOn: '2026-01-01',
    ...over,
  }).then((answer) => answer);
const arrive = async (answer: Response, arrivedOn = '2026-01-05'): Promise<Response> =>
  act(operator, bodyOf<Occupancy>(answer), 'arrival', { arrivedOn, share: SHARE });

describe('An occupancy', () => {
  it('names a person of the household: the only one, the reference person, then the only one without a room', async () => {
    const flat = await flatHere();
    const [householdId, [reference, partner]] = await couple();
    const first = await planned(flat, householdId);
    const second = await planned(flat, householdId, { roomId: flat.roomIds[1] });
    expect([bodyOf(first).personId, bodyOf(second).personId]).toEqual([reference, partner]);
    const third = await planned(flat, householdId, { roomId: flat.roomIds[2] });
    expect(codeOf(third)).toEqual([409, 'resident_not_named']);
    const alone = await openHousehold(operator);
    const only = await planned(flat, alone, { roomId: flat.roomIds[2] });
    expect(bodyOf(only).personId).toEqual((await personsOf(operator, alone))[0]);
  });

  it('asks who it is where it could be several, and takes who is named', async () => {
    const flat = await flatHere();
    const [householdId, [, partner, child]] = await couple(member('Lou', 'other', '2001-05-05'));
    const named = await planned(flat, householdId, { personId: partner });
    expect(bodyOf(named).personId).toBe(partner);
    expect((await planned(flat, householdId, { roomId: flat.roomIds[1], personId: child })).status).toBe(201);
    const { data } = bodyOf<{ data: Body[] }>(
      await operator.get(`/v1/shared-flats/${flat.id}/occupancies?personId=${child}`).expect(200),
    );
    expect(data).toMatchObject([{ personId: child, householdId }]);
  });

  it('takes nobody of another household, and says the same of an unknown person and of one not to be seen', async () => {
    const flat = await flatHere();
    const householdId = await openHousehold(operator);
    const [other] = await personsOf(operator, await openHousehold(operator));
    expect(codeOf(await planned(flat, householdId, { personId: other }))).toEqual([409, 'resident_not_member']);
    const [foreign] = await personsOf(stranger, await openHousehold(stranger));
    const answers = [];
    for (const personId of [foreign, randomUUID()])
      answers.push(await planned(flat, householdId, { personId: personId! }));
    const [one, two] = answers.map(({ status, body }) => [status, (body as { errors: unknown }).errors]);
    expect(one).toEqual(two);
    expect(one![0]).toBe(422);
  });

  it('is seen with its person by the landlord from the arrival on, who that is included, and told in the change feed', async () => {
    const flat = await flatHere();
    const [householdId, [reference]] = await couple();
    const arrived = bodyOf<Occupancy>(await arrive(await planned(flat, householdId)));
    const query = `query ($flat: ID!, $id: ID!) { occupancy(flatId: $flat, id: $id) { personId person { givenNames } } }`;
    expect((await landlord.graphql(query, { flat: flat.id, id: arrived.id })).body).toEqual({
      data: { occupancy: { personId: reference, person: { givenNames: 'Camille' } } },
    });
    await settled(test);
    const { data } = bodyOf<{ data: Body[] }>(await landlord.get('/v1/shared-flats/delta?limit=500').expect(200));
    expect(data.find(({ id }) => id === flat.id)).toMatchObject({ residents: [{ personId: reference, householdId }] });
  });
});

describe('One person', () => {
  it('lives in one room at a time: of arrivals at once in two flats one wins', async () => {
    const [here, there] = [await flatHere(), await flatHere()];
    const [householdId, [reference]] = await couple();
    const plans = [
      await planned(here, householdId, { personId: reference, endsOn: '2026-02-01' }),
      await planned(there, householdId, { personId: reference, startsOn: '2026-02-01' }),
    ];
    expect(plans.map(({ status }) => status)).toEqual([201, 201]);
    const answers = await Promise.all(plans.map((one) => arrive(one, '2026-02-01')));
    expect(answers.map(codeOf).sort()).toEqual([
      [200, undefined],
      [409, 'resident_elsewhere'],
    ]);
  });

  it('is promised one room at a time', async () => {
    const flat = await flatHere();
    const [householdId, [reference]] = await couple();
    await planned(flat, householdId, { personId: reference, endsOn: '2026-03-01' });
    const room = { roomId: flat.roomIds[1], personId: reference };
    expect(codeOf(await planned(flat, householdId, { ...room, startsOn: '2026-02-28' }))).toEqual([
      409,
      'resident_promised',
    ]);
    expect((await planned(flat, householdId, { ...room, startsOn: '2026-03-01' })).status).toBe(201);
  });

  it('was not in two rooms either: what is recorded late is refused where it would say so', async () => {
    const [here, there] = [await flatHere(), await flatHere()];
    const householdId = await openHousehold(operator);
    const first = bodyOf<Occupancy>(await arrive(await planned(here, householdId)));
    await act(operator, first, 'departure', { leftOn: '2026-03-10', reason: 'mutual', exitRoute: 'hosted' });
    const second = await planned(there, householdId, { startsOn: '2026-03-05' });
    expect(codeOf(await arrive(second, '2026-03-09'))).toEqual([409, 'resident_elsewhere']);
    expect((await arrive(second, '2026-03-10')).status).toBe(200);
  });

  it('is in one room in the database itself, whoever writes it', async () => {
    const flat = await flatHere();
    const [householdId, [reference]] = await couple();
    await arrive(await planned(flat, householdId));
    const { id } = bodyOf<Occupancy>(await arrive(await planned(flat, householdId, { roomId: flat.roomIds[1] })));
    const twice = test.owner(`UPDATE occupancies SET person_id = $2 WHERE id = $1`, [id, reference]);
    await expect(twice).rejects.toThrow(/occupancies_person_once|resident_elsewhere/);
    const stranger = (await personsOf(operator, await openHousehold(operator)))[0];
    await expect(
      test.owner(
        `INSERT INTO occupancies (consortium_id, id, flat_id, dwelling_id, room_id, household_id, person_id, status, agreed_on, planned_starts_on, operator_id)
         SELECT consortium_id, gen_random_uuid(), flat_id, dwelling_id, room_id, household_id, $2, 'planned', agreed_on, '2199-01-01', operator_id
         FROM occupancies WHERE id = $1`,
        [id, stranger],
      ),
    ).rejects.toThrow(/resident_not_member/);
  });

  it('who is protected is named to the landlord by an id that tells nothing', async () => {
    const flat = await flatHere();
    const members = [
      {
        person: { familyName: 'Exemple', givenNames: 'Camille', birthDate: '1980-01-31', protected: true },
        role: 'reference_person',
        startsOn: '2020-01-01',
      },
    ];
    const householdId = await openHousehold(operator, { members });
    const { id, personId } = bodyOf<Occupancy>(await arrive(await planned(flat, householdId)));
    const query = `query ($flat: ID!, $id: ID!) { occupancy(flatId: $flat, id: $id) { personId person { givenNames } } }`;
    const asked = (partner: typeof landlord) => partner.graphql(query, { flat: flat.id, id });
    expect((await asked(landlord)).body).toEqual({ data: { occupancy: { personId, person: null } } });
    expect((await asked(operator)).body).toEqual({
      data: { occupancy: { personId, person: { givenNames: 'Camille' } } },
    });
    await landlord.get(`/v1/persons/${String(personId)}`).expect(404);
  });

  it('counts days abroad alone', async () => {
    const flat = await flatHere();
    const [householdId] = await couple();
    const paths = [];
    for (const roomId of flat.roomIds.slice(0, 2)) {
      const { id } = bodyOf<Occupancy>(await arrive(await planned(flat, householdId, { roomId })));
      paths.push(`/v1/shared-flats/${flat.id}/occupancies/${id}`);
    }
    const absence = { reason: 'family', outsideFrance: true, startsOn: '2026-02-01', endsOn: '2026-03-04' };
    await operator.post(`${paths[0]}/absences`, absence).expect(201);
    const days = [];
    for (const path of paths)
      days.push(bodyOf(await operator.get(`${path}/presence?year=2026`).expect(200)).daysAbroad);
    expect(days).toEqual([31, 0]);
  });
});

describe('Two people of a household', () => {
  it('are two people rehoused, each from the own first day, and one household', async () => {
    const key = `couples-${randomUUID().slice(0, 8)}`;
    const programme = await made.coordinator
      .post('/v1/programmes', {
        key,
        name: 'Couples',
        publicLabel: 'Logement accompagné',
        kind: 'shared_flats',
        decidingBody: 'association_choice',
        operatorId: operator.organisationId,
        startsOn: '2020-01-01',
      })
      .expect(201);
    const flat = await flatHere();
    await intoProgramme(operator, flat, bodyOf(programme).id);
    const [householdId] = await couple();
    await arrive(await planned(flat, householdId));
    await arrive(await planned(flat, householdId, { roomId: flat.roomIds[1], startsOn: '2026-02-10' }), '2026-02-10');
    const alone = await openHousehold(operator);
    await arrive(await planned(flat, alone, { roomId: flat.roomIds[2] }));
    const rehoused = async (from: string, to: string) => {
      const { people_rehoused: people, households_rehoused: households } = await figuresOf(operator, key, from, to);
      return [people!.value, households!.value];
    };
    expect(await rehoused('2026-01-01', '2026-02-01')).toEqual([2, 2]);
    expect(await rehoused('2026-02-01', '2026-03-01')).toEqual([1, 0]);
    expect(await rehoused('2020-01-01', '2026-03-01')).toEqual([3, 2]);
  });

  it('stay who they are when their household is found to be known twice', async () => {
    const flat = await flatHere();
    const [survivor] = await couple();
    const [absorbedId, [, partner]] = await couple();
    const lives = bodyOf<Occupancy>(await arrive(await planned(flat, absorbedId, { personId: partner })));
    const path = `/v1/households/${survivor}`;
    const { headers } = await operator.get(path).expect(200);
    await operator
      .post(`${path}/merge`, { absorbedId })
      .set('If-Match', headers.etag as string)
      .expect(200);
    const read = await operator.get(`/v1/shared-flats/${flat.id}/occupancies/${lives.id}`).expect(200);
    expect(bodyOf(read)).toMatchObject({ householdId: survivor, personId: partner });
    // The twin of the file that took it in is the same human.
    const next = await planned(flat, survivor, { roomId: flat.roomIds[1] });
    const [reference, twin] = await personsOf(operator, survivor);
    expect(bodyOf(next).personId).toBe(reference);
    const elsewhere = await planned(flat, survivor, { roomId: flat.roomIds[2], personId: twin });
    expect(codeOf(await arrive(elsewhere))).toEqual([409, 'resident_elsewhere']);
  });
});
