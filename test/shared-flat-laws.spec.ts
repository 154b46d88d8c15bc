import { describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { consortiumOf } from './support/actors.js';
import { testApp } from './support/app.js';
import { daysWithin } from './support/figures.js';
import { openHousehold } from './support/households.js';
import { act, conventionOf, openFlat, plan, SHARE, type Flat, type Occupancy } from './support/shared-flats.js';

jest.setTimeout(240_000);

const test = await testApp();
const made = await consortiumOf(test, {
  landlord: { roles: ['landlord'], kind: 'social_landlord' },
  operator: { roles: ['operator', 'supporter'] },
});
const { operator } = made.partners;
const conventionId = await conventionOf(made);
const FIRST = '2026-01-01';
const dayAt = (number: number): string =>
  new Date(Date.parse(`${FIRST}T00:00:00Z`) + number * 86_400_000).toISOString().slice(0, 10);

type Step = {
  readonly kind: 'arrive' | 'join' | 'move' | 'away' | 'leave';
  readonly who: number;
  readonly room: number;
  readonly gap: number;
};
const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.record({
    kind: fc.constantFrom('arrive', 'join', 'move', 'away', 'leave'),
    who: fc.nat({ max: 5 }),
    room: fc.nat({ max: 2 }),
    gap: fc.nat({ max: 12 }),
  }) as fc.Arbitrary<Step>,
  { minLength: 4, maxLength: 14 },
);

/** Two people, who may each have a room: the second one *joins*. */
function openCouple(): Promise<string> {
  const member = (givenNames: string, role: string) => ({
    person: { familyName: 'Exemple', givenNames, birthDate: '1980-01-31' },
    role,
    startsOn: '2020-01-01',
  });
  return openHousehold(operator, {
    members: [member('Camille', 'reference_person'), member('Alex', 'cohabiting_partner')],
  });
}

/** Plays a sequence through the API, whatever is refused; days only go forward. */
async function play(flat: Flat, sequence: readonly Step[]): Promise<void> {
  const living: Occupancy[] = [];
  let day = 0;
  for (const { kind, who, room, gap } of sequence) {
    day = Math.min(day + gap, 85);
    const on = dayAt(day);
    const one = living.length > 0 ? living[who % living.length] : undefined;
    if (kind === 'arrive' || (kind === 'join' && one)) {
      const householdId = kind === 'join' ? one!.householdId : await openCouple();
      const planned = await plan(operator, flat, {
        householdId,
        roomId: flat.roomIds[room],
        startsOn: on,
        agreedOn: FIRST,
      });
      if (planned.status !== 201) continue;
      const arrived = await act(operator, planned.body as Occupancy, 'arrival', { arrivedOn: on, share: SHARE });
      expect(arrived.status).toBe(200);
      living.push(arrived.body as Occupancy);
    } else if (!one) {
      continue;
    } else if (kind === 'move') {
      const moved = await act(operator, one, 'move', { roomId: flat.roomIds[room], movedOn: on });
      if (moved.status === 201) living.splice(living.indexOf(one), 1, moved.body as Occupancy);
    } else if (kind === 'away') {
      const absence = { reason: 'family', outsideFrance: true, startsOn: on, endsOn: dayAt(day + 3) };
      await operator.post(`/v1/shared-flats/${flat.id}/occupancies/${one.id}/absences`, absence);
    } else {
      const left = await act(operator, one, 'departure', { leftOn: on, reason: 'mutual', exitRoute: 'hosted' });
      expect(left.status).toBe(200);
      living.splice(living.indexOf(one), 1);
    }
  }
}

async function occupanciesOf({ id }: Flat): Promise<Occupancy[]> {
  const { body } = await operator.get(`/v1/shared-flats/${id}/occupancies?limit=200`).expect(200);
  return (body as { data: Occupancy[] }).data.filter(({ startedOn }) => startedOn !== null);
}

interface Month {
  month: string;
  sharesCents: number;
  rooms: { roomId: string; days: number; vacantDays: number; vacancyCents: number }[];
}

/** Of each agreement by its days in the month, each label rounded once: what the law of its terms makes due. */
function sharesDue(occupancies: readonly Occupancy[], from: string, next: string): number {
  const days = new Map<string, number>();
  for (const { tenancyId, startedOn, endedOn } of occupancies)
    days.set(tenancyId!, (days.get(tenancyId!) ?? 0) + daysWithin(startedOn!, endedOn, from, next));
  const whole = daysWithin(from, next, from, next);
  return [...days.values()].reduce(
    (sum, lived) =>
      sum + Math.round((SHARE.rentCents * lived) / whole) + Math.round((SHARE.chargesCents * lived) / whole),
    0,
  );
}

describe('Any sequence of arrivals, moves, absences and departures', () => {
  it('leaves at no instant two people in a room, place-days that add up, and shares that add up to what was due', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (sequence) => {
        const flat = await openFlat(made, { conventionId, startsOn: FIRST });
        await play(flat, sequence);
        const occupancies = await occupanciesOf(flat);
        for (let day = 0; day < 90; day += 1) {
          const there = occupancies.filter(
            ({ startedOn, endedOn }) => startedOn! <= dayAt(day) && (endedOn === null || endedOn > dayAt(day)),
          );
          expect(new Set(there.map(({ roomId }) => roomId)).size).toBe(there.length);
          expect(new Set(there.map(({ personId }) => personId)).size).toBe(there.length);
        }
        const { body } = await operator
          .get(`/v1/shared-flats/${flat.id}/account?from=2026-01-01&to=2026-03-31`)
          .expect(200);
        const { months } = body as { months: Month[] };
        const bounds = [FIRST, '2026-02-01', '2026-03-01', '2026-04-01'];
        for (const [index, { sharesCents, rooms }] of months.entries()) {
          const [from, next] = [bounds[index]!, bounds[index + 1]!];
          for (const { roomId, days, vacantDays, vacancyCents } of rooms) {
            const lived = occupancies
              .filter((one) => one.roomId === roomId)
              .reduce((sum, { startedOn, endedOn }) => sum + daysWithin(startedOn!, endedOn, from, next), 0);
            expect(vacantDays + lived).toBe(days);
            const whole = daysWithin(from, next, from, next);
            expect(vacancyCents).toBe(Math.round((110_400 * vacantDays) / (whole * 3)));
          }
          expect(sharesCents).toBe(sharesDue(occupancies, from, next));
        }
      }),
      { numRuns: 8, endOnFailure: true },
    );
  });
});
