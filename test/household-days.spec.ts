import { describe, expect, it } from '@jest/globals';
import { HouseholdDays } from '../src/people/people.jobs.js';
import { systemActor } from '../src/platform/access/actor.js';
import { addDays, addYears } from '../src/platform/calendar.js';
import { clock } from '../src/platform/clock.js';
import { inContext } from '../src/platform/context.js';
import { consortiumOf, type Partner } from './support/actors.js';
import { ownApp } from './support/app.js';
import { openHousehold, personsOf } from './support/households.js';
import { settled } from './support/settled.js';

const test = await ownApp();
type Body = Record<string, unknown> & { id: string; version: number };
const bodyOf = <T = Body>(answer: { body: unknown }): T => answer.body as T;
const here = await consortiumOf(test, { supporter: { roles: ['supporter'] }, other: { roles: ['supporter'] } });
const { supporter, other } = here.partners;
const etagOf = async (partner: Partner, path: string): Promise<string> =>
  (await partner.get(path).expect(200)).headers.etag as string;

describe('The day that turns', () => {
  const job = test.app.get(HouseholdDays, { strict: false });
  const turn = () =>
    inContext({ requestId: 'test', locale: 'fr', actor: systemActor(here.consortiumId, job.name) }, () => job.run());

  it('moves children to their next band and closes what ends by date, once', async () => {
    const today = clock.today();
    const child = {
      person: { familyName: 'Exemple', givenNames: 'Eve', birthDate: addYears(addDays(today, 1), -3) },
      role: 'child',
      startsOn: '2024-01-01',
    };
    const id = await openHousehold(supporter, { members: [child] });
    await supporter
      .post(`/v1/households/${id}/disclosures`, {
        organisationId: other.organisationId,
        relation: 'supporter',
        informedOn: '2026-01-01',
        endsOn: addDays(today, 1),
      })
      .expect(201);
    expect(bodyOf(await supporter.get(`/v1/households/${id}`)).childrenByAgeBand).toMatchObject({
      under3: 1,
      from3To5: 0,
    });
    await settled(test);
    const { deltaToken } = bodyOf<{ deltaToken: string }>(
      await other.get('/v1/households/delta?limit=500').expect(200),
    );
    try {
      clock.set(`${addDays(today, 1)}T12:00:00Z`);
      expect(await turn()).toEqual({ closed: 1, recounted: 1 });
      expect(await turn()).toEqual({ closed: 0, recounted: 0 });
    } finally {
      clock.set(null);
    }
    expect(bodyOf(await supporter.get(`/v1/households/${id}`)).childrenByAgeBand).toMatchObject({
      under3: 0,
      from3To5: 1,
    });
    await other.get(`/v1/households/${id}`).expect(404);
    await settled(test);
    const gone = bodyOf<{ data: Body[] }>(
      await other.get(`/v1/households/delta?limit=500&token=${deltaToken}`).expect(200),
    ).data;
    expect(gone).toEqual([expect.objectContaining({ id, removed: true })]);
  });

  it('adds the resources up again where one ends or begins, or who has some leaves, and nowhere else', async () => {
    const tomorrow = addDays(clock.today(), 1);
    const [ending, leaving, steady] = [
      await openHousehold(supporter),
      await openHousehold(supporter, {
        members: ['reference_person', 'married_spouse'].map((role) => ({
          person: { familyName: 'Exemple', givenNames: role, birthDate: '1980-01-31' },
          role,
          startsOn: '2020-01-01',
        })),
      }),
      await openHousehold(supporter),
    ];
    const earns = async (household: string, amountCents: number, endsOn?: string, startsOn = '2024-01-01') => {
      for (const person of await personsOf(supporter, household)) {
        const income = { kind: 'wages', amountCents, startsOn, ...(endsOn ? { endsOn } : {}) };
        await supporter.post(`/v1/persons/${person}/resources`, income).expect(201);
      }
    };
    await earns(ending, 100_000, tomorrow);
    await earns(ending, 70_000, undefined, tomorrow);
    await earns(leaving, 40_000);
    await earns(steady, 50_000);
    const members = `/v1/households/${leaving}/members`;
    const [, second] = bodyOf<{ data: Body[] }>(await supporter.get(members).expect(200)).data;
    await supporter
      .post(`${members}/${second!.id}/ending`, { endsOn: tomorrow })
      .set('If-Match', await etagOf(supporter, `${members}/${second!.id}`))
      .expect(200);
    const totals = () =>
      Promise.all(
        [ending, leaving, steady].map(async (household) => {
          const { monthlyTotalCents, asOf, version } = bodyOf(
            await supporter.get(`/v1/households/${household}/resource-summary`).expect(200),
          );
          return { monthlyTotalCents, asOf, version };
        }),
      );
    const before = await totals();
    expect(before).toMatchObject([100_000, 80_000, 50_000].map((monthlyTotalCents) => ({ monthlyTotalCents })));
    const turned = async () => {
      clock.set(`${tomorrow}T12:00:00Z`);
      await turn().finally(() => clock.set(null));
      return totals();
    };
    const after = await turned();
    expect(after).toMatchObject([
      { monthlyTotalCents: 70_000, asOf: tomorrow },
      { monthlyTotalCents: 40_000, asOf: tomorrow },
      before[2]!,
    ]);
    expect(await turned()).toEqual(after);
  });

  it('adds them up again where somebody comes of age, of those born on 29 February on 1 March', async () => {
    const id = await openHousehold(supporter, {
      members: (
        [
          ['reference_person', '1980-01-31'],
          ['child', '2012-02-29'],
        ] as const
      ).map(([role, birthDate]) => ({
        person: { familyName: 'Exemple', givenNames: role, birthDate },
        role,
        startsOn: '2020-01-01',
      })),
    });
    const [parent] = await personsOf(supporter, id);
    const wages = { kind: 'wages', amountCents: 100_000, startsOn: '2024-01-01' };
    await supporter.post(`/v1/persons/${parent}/resources`, wages).expect(201);
    const totalOn = async (day: string) => {
      clock.set(`${day}T12:00:00Z`);
      await turn().finally(() => clock.set(null));
      // Tokens are not of that day.
      const [summary] = await test.owner<{ cents: number | null }>(
        'SELECT monthly_total_cents AS cents FROM resource_summaries WHERE household_id = $1',
        [id],
      );
      return summary!.cents;
    };
    const totals = [];
    for (const day of ['2030-02-27', '2030-02-28', '2030-03-01', '2030-03-02']) totals.push(await totalOn(day));
    expect(totals).toEqual([100_000, 100_000, null, null]);
  });
});
