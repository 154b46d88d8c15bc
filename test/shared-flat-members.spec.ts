import { describe, expect, it } from '@jest/globals';
import type { Test } from 'supertest';
import { consortiumOf } from './support/actors.js';
import { testApp } from './support/app.js';
import { openHousehold, personsOf } from './support/households.js';
import {
  act,
  conventionOf,
  openFlat,
  plan,
  settleIn,
  SHARE,
  type Flat,
  type Occupancy,
} from './support/shared-flats.js';
import { today } from './support/tenancies.js';

const test = await testApp();
const made = await consortiumOf(test, {
  landlord: { roles: ['landlord'], kind: 'social_landlord' },
  operator: { roles: ['operator', 'supporter'] },
});
const { operator } = made.partners;
const conventionId = await conventionOf(made);
const flatHere = (over: object = {}): Promise<Flat> => openFlat(made, { conventionId, ...over });
const LEFT = { reason: 'mutual', exitRoute: 'hosted' };

interface Member {
  readonly id: string;
  readonly personId: string;
}
interface Problem {
  readonly code?: string;
  readonly detail?: string;
}
const codeOf = ({ status, body }: { status: number; body: unknown }) => [status, (body as Problem).code];

async function membersOf(householdId: string): Promise<Member[]> {
  const answer = await operator.get(`/v1/households/${householdId}/members`).expect(200);
  return (answer.body as { data: Member[] }).data;
}

/** A member of the household, the first when nobody is named, leaves it. */
async function leaveHousehold(householdId: string, endsOn: string, personId?: string): Promise<Test> {
  const members = await membersOf(householdId);
  const { id } = members.find((member) => personId === undefined || member.personId === personId)!;
  const path = `/v1/households/${householdId}/members/${id}`;
  const { headers } = await operator.get(path).expect(200);
  return operator
    .post(`${path}/ending`, { endsOn })
    .set('If-Match', headers.etag as string)
    .set('Accept-Language', 'en');
}

async function planned(flat: Flat, householdId: string, over: object = {}): Promise<Occupancy> {
  const body = { householdId, roomId: flat.roomIds[0], startsOn: '2026-01-05', agreedOn: '2026-01-01', ...over };
  return (await plan(operator, flat, body).expect(201)).body as Occupancy;
}

describe('A member of a household', () => {
  it('does not leave it while living in a shared flat as one of it: the departure comes first', async () => {
    const flat = await flatHere();
    const resident = await settleIn(operator, flat, { on: '2026-01-05' });
    for (const day of ['2026-02-01', today(), '2026-01-05']) {
      const refused = await leaveHousehold(resident.householdId, day);
      expect(codeOf(refused)).toEqual([409, 'member_lives_in_flat']);
      expect((refused.body as Problem).detail).toMatch(/departure recorded first/);
    }
    await act(operator, resident, 'departure', { leftOn: '2026-02-01', ...LEFT });
    expect((await leaveHousehold(resident.householdId, '2026-02-01')).status).toBe(200);
  });

  it('does not leave it while a room is planned, which can be cancelled; who lives elsewhere may go', async () => {
    const flat = await flatHere();
    const partner = { familyName: 'Exemple', givenNames: 'Alex', birthDate: '1981-01-31' };
    const householdId = await openHousehold(operator, {
      members: [
        { person: { ...partner, givenNames: 'Camille' }, role: 'reference_person', startsOn: '2020-01-01' },
        { person: partner, role: 'cohabiting_partner', startsOn: '2020-01-01' },
      ],
    });
    const [camille, alex] = await personsOf(operator, householdId);
    const occupancy = await planned(flat, householdId, { personId: camille });
    expect(codeOf(await leaveHousehold(householdId, '2026-02-01', camille))).toEqual([409, 'member_lives_in_flat']);
    expect((await leaveHousehold(householdId, '2026-02-01', alex)).status).toBe(200);
    expect((await act(operator, occupancy, 'cancellation')).status).toBe(200);
    expect((await leaveHousehold(householdId, '2026-02-01', camille)).status).toBe(200);
  });

  it('who has left it begins no stay as one of it; a stay of before comes with its departure', async () => {
    const flat = await flatHere();
    const householdId = await openHousehold(operator);
    expect((await leaveHousehold(householdId, '2026-06-01')).status).toBe(200);
    const occupancy = await planned(flat, householdId);
    const arrival = { arrivedOn: '2026-01-05', share: SHARE };
    expect(codeOf(await act(operator, occupancy, 'arrival', arrival))).toEqual([409, 'resident_left_household']);
    const departure = { leftOn: '2026-03-01', ...LEFT };
    const over = await act(operator, occupancy, 'arrival', { ...arrival, departure });
    expect([over.status, over.body as Occupancy]).toMatchObject([200, { status: 'ended', endedOn: '2026-03-01' }]);
  });

  it('who leaves it while a room is planned for them, at once, does one of the two', async () => {
    const flat = await flatHere({ rooms: 8 });
    for (const roomId of flat.roomIds) {
      const householdId = await openHousehold(operator);
      const both = await Promise.all([
        plan(operator, flat, { householdId, roomId, startsOn: '2026-01-05', agreedOn: '2026-01-01' }),
        leaveHousehold(householdId, '2026-01-05'),
      ]);
      expect([
        ['201', '409 member_lives_in_flat'],
        ['409 resident_not_member', '200'],
      ]).toContainEqual(both.map((answer) => codeOf(answer).filter(Boolean).join(' ')));
    }
  });

  it('arrives or leaves, of the two at once', async () => {
    const flat = await flatHere({ rooms: 8 });
    for (let round = 0; round < 8; round += 1) {
      const householdId = await openHousehold(operator);
      const resident = await settleIn(operator, flat, { householdId, room: round, on: '2026-01-05' });
      const [gone, left] = await Promise.all([
        act(operator, resident, 'departure', { leftOn: '2026-02-01', ...LEFT }),
        leaveHousehold(householdId, '2026-02-01'),
      ]);
      expect(gone.status).toBe(200);
      expect([200, 409]).toContain(left.status);
      const [member] = await membersOf(householdId);
      expect(member).toMatchObject({ endsOn: left.status === 200 ? '2026-02-01' : null });
    }
  });
});
