import { beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { consortiumOf, type Consortium, type Partner } from './support/actors.js';
import { testApp } from './support/app.js';
import { MOVED } from '../src/people/merge-words.js';
import { DuplicateScan } from '../src/people/people.jobs.js';
import { systemActor } from '../src/platform/access/actor.js';
import { inContext } from '../src/platform/context.js';
import { openHousehold, personsOf } from './support/households.js';
import { settled } from './support/settled.js';

const test = await testApp();
type Body = Record<string, unknown> & { id: string; version: number };
type List = { data: Body[] };
const bodyOf = <T = Body>(answer: { body: unknown }): T => answer.body as T;

let here: Consortium<'one' | 'two' | 'referrer' | 'landlord' | 'stranger'>;
let one: Partner;
let two: Partner;
beforeAll(async () => {
  here = await consortiumOf(test, {
    one: { roles: ['supporter'] },
    two: { roles: ['supporter'] },
    referrer: { roles: ['referrer'] },
    landlord: { roles: ['landlord'], kind: 'social_landlord' },
    stranger: { roles: ['supporter'] },
  });
  ({ one, two } = here.partners);
});

let serial = 0;
/** A family that only this test knows, spelt in two ways. */
const family = (): { known: object; alike: object } => {
  serial += 1;
  const birthDate = `19${50 + (serial % 40)}-0${1 + (serial % 9)}-11`;
  const name = `Kerva${'bdfglmr'[serial % 7]}ec`;
  return {
    known: { familyName: name, givenNames: 'Mohamed', birthDate },
    alike: { familyName: name.toUpperCase(), givenNames: 'Mohammed Ali', birthDate },
  };
};
const alone = (person: object) => ({ members: [{ person, role: 'reference_person', startsOn: '2020-01-01' }] });
/** What the outbox asks for, done as the system does it. */
async function scan(): Promise<void> {
  const asked = await test.owner<{ data: { householdId: string } }>(
    `WITH gone AS (DELETE FROM outbox WHERE consortium_id = $1 AND job = 'duplicate-scan' RETURNING id, data) SELECT data FROM gone ORDER BY id`,
    [here.consortiumId],
  );
  const job = test.app.get(DuplicateScan, { strict: false });
  const actor = systemActor(here.consortiumId, job.name);
  for (const { data } of asked) await inContext({ requestId: 'test', locale: 'fr', actor }, () => job.run(data));
}
const casesOf = async (partner: Partner, householdId: string): Promise<Body[]> =>
  bodyOf<List>(await partner.get('/v1/duplicate-cases?limit=200').expect(200)).data.filter(
    (found) => found.householdId === householdId,
  );

async function answer(partner: Partner, id: string, noun: 'confirmation' | 'dismissal'): Promise<Body> {
  const { headers } = await partner.get(`/v1/duplicate-cases/${id}`).expect(200);
  return bodyOf(
    await partner
      .post(`/v1/duplicate-cases/${id}/${noun}`)
      .set('If-Match', headers.etag as string)
      .expect(200),
  );
}

interface Pair {
  first: string;
  second: string;
}

/** The same family opened by two partners who know nothing of each other, each with content of its own. */
async function knownTwice(): Promise<Pair> {
  const { known, alike } = family();
  const first = await openHousehold(one, {
    ...alone(known),
    externalIds: [{ system: 'tool', value: `one-${serial}` }],
  });
  const second = await openHousehold(two, {
    ...alone(alike),
    externalIds: [{ system: 'tool', value: `two-${serial}` }],
  });
  const [p1] = await personsOf(one, first);
  const [p2] = await personsOf(two, second);
  await one.post(`/v1/persons/${p1}/situations`, { kind: 'roofless', startsOn: '2021-01-01' }).expect(201);
  await two.post(`/v1/persons/${p2}/situations`, { kind: 'prison_exit', startsOn: '2022-01-01' }).expect(201);
  await two
    .post(`/v1/persons/${p2}/resources`, { kind: 'wages', amountCents: 100_000, startsOn: '2022-01-01' })
    .expect(201);
  await scan();
  return { first, second };
}

async function mergedPair(): Promise<Pair> {
  const pair = await knownTwice();
  await answer(one, (await casesOf(one, pair.first))[0]!.id, 'confirmation');
  await answer(two, (await casesOf(two, pair.second))[0]!.id, 'confirmation');
  return pair;
}

async function undo(partner: Partner, id: string, status: number): Promise<Body> {
  const { headers } = await partner.get(`/v1/households/${id}`).expect(200);
  return bodyOf(
    await partner
      .post(`/v1/households/${id}/merge-undo`)
      .set('If-Match', headers.etag as string)
      .expect(status),
  );
}

describe('A merge of what another refers', () => {
  it('is undone by a supporter of one of the two, not by who refers one of them', async () => {
    const { referrer } = here.partners;
    const pair = await knownTwice();
    const to = { organisationId: referrer.organisationId, relation: 'referrer', informedOn: '2026-01-01' };
    await two.post(`/v1/households/${pair.second}/disclosures`, to).expect(201);
    await answer(one, (await casesOf(one, pair.first))[0]!.id, 'confirmation');
    await answer(two, (await casesOf(two, pair.second))[0]!.id, 'confirmation');
    const [survivor] = (await test.owner<{ id: string }>(
      `SELECT survivor_id AS id FROM merges WHERE $1 IN (survivor_id, absorbed_id)`,
      [pair.first],
    ))!;
    expect(await undo(referrer, survivor!.id, 409)).toMatchObject({ code: 'merge_not_yours' });
    await undo(two, survivor!.id, 200);
  });
});

describe('A household known twice', () => {
  it('opens a case for each side, blind to the other', async () => {
    const { first, second } = await knownTwice();
    const [mine] = await casesOf(one, first);
    const [theirs] = await casesOf(two, second);
    expect(Object.keys(mine!).sort()).toEqual([
      'answeredAt',
      'createdAt',
      'householdId',
      'id',
      'status',
      'updatedAt',
      'version',
    ]);
    expect(mine).toMatchObject({ status: 'open', householdId: first });
    expect(theirs!.id).not.toBe(mine!.id);
    await two.get(`/v1/duplicate-cases/${mine!.id}`).expect(404);
    await two.post(`/v1/duplicate-cases/${mine!.id}/confirmation`).set('If-Match', '"1.aaaaaaaaaaaaaaaa"').expect(404);
    await two.get(`/v1/households/${first}`).expect(404);
    await scan();
    expect(await casesOf(one, first)).toHaveLength(1);
  });

  it('is none for twins, for who has no birth date, for the protected, or by a shared telephone', async () => {
    const { known } = family();
    const cases: [object, object][] = [
      [
        { ...known, givenNames: 'Jean' },
        { ...known, givenNames: 'Jeanne' },
      ],
      [
        { ...known, birthDate: null },
        { ...known, birthDate: null },
      ],
      [
        { ...known, familyName: 'Protegee' },
        { ...known, familyName: 'Protegee', protected: true },
      ],
      [
        { familyName: 'Lun', givenNames: 'A', birthDate: '1990-01-01' },
        { familyName: 'Lautre', givenNames: 'B', birthDate: '1990-01-01' },
      ],
    ];
    for (const [here1, there] of cases) {
      const first = await openHousehold(one, alone(here1));
      const second = await openHousehold(two, alone(there));
      for (const [partner, id] of [
        [one, first],
        [two, second],
      ] as const) {
        const person = (await personsOf(partner, id))[0]!;
        await partner.put(`/v1/persons/${person}/contact`, { phones: ['+33 1 11 11 11 11'] });
      }
      await scan();
      expect(await casesOf(one, first)).toEqual([]);
      expect(await casesOf(two, second)).toEqual([]);
    }
  });

  it('stays two when one side dismisses, and the question does not come back', async () => {
    const { first, second } = await knownTwice();
    await answer(one, (await casesOf(one, first))[0]!.id, 'confirmation');
    await answer(two, (await casesOf(two, second))[0]!.id, 'dismissal');
    expect((await casesOf(one, first))[0]!.status).toBe('dismissed');
    await two
      .post(`/v1/duplicate-cases/${(await casesOf(two, second))[0]!.id}/confirmation`)
      .set(
        'If-Match',
        (await two.get(`/v1/duplicate-cases/${(await casesOf(two, second))[0]!.id}`)).headers.etag as string,
      )
      .expect(409);
    const [person] = await personsOf(one, first);
    await one
      .patch(`/v1/persons/${person}`, { sex: 'male' })
      .set('If-Match', (await one.get(`/v1/persons/${person}`)).headers.etag as string)
      .expect(200);
    await scan();
    expect(await casesOf(one, first)).toHaveLength(1);
    expect(bodyOf(await two.get(`/v1/households/${second}`)).status).toBe('active');
  });
});

describe('A household known twice of which one side has no supporter', () => {
  const bySupporterAndReferrer = async () => {
    const { referrer } = here.partners;
    const { known, alike } = family();
    const pair = { first: await openHousehold(one, alone(known)), second: await openHousehold(referrer, alone(alike)) };
    await scan();
    return { ...pair, referrer };
  };

  it('asks nobody yet: the referrer would learn that it is known elsewhere, the supporter would be asked again and again', async () => {
    const { first, second, referrer } = await bySupporterAndReferrer();
    expect([await casesOf(one, first), await casesOf(referrer, second)]).toEqual([[], []]);
  });

  it('asks the supporter to whom it is referred, and the other side once', async () => {
    const { first, second, referrer } = await bySupporterAndReferrer();
    const programme = {
      key: 'acces',
      name: 'Accès',
      publicLabel: 'Logement',
      kind: 'rehousing',
      decidingBody: 'caleol',
    };
    const made = await here.coordinator.post('/v1/programmes', { ...programme, startsOn: '2020-01-01' }).expect(201);
    const referral = { householdId: second, programmeId: bodyOf(made).id, supporterId: two.organisationId };
    await referrer.post('/v1/placements', { ...referral, reasons: ['no_home'] }).expect(201);
    await scan();
    const [person] = await personsOf(one, first);
    const { headers } = await one.get(`/v1/persons/${person}`);
    const changed = one.patch(`/v1/persons/${person}`, { sex: 'male' });
    await changed.set('If-Match', headers.etag as string).expect(200);
    await scan();
    expect([await casesOf(one, first), await casesOf(two, second)].map(({ length }) => length)).toEqual([1, 1]);
    expect(await casesOf(referrer, second)).toEqual([]);
  });

  it('asks who comes to support it, while nobody of that side has answered', async () => {
    const { first, second, referrer } = await bySupporterAndReferrer();
    const { stranger } = here.partners;
    const to = { organisationId: two.organisationId, relation: 'supporter', informedOn: '2026-01-01' };
    const path = `/v1/households/${second}/disclosures`;
    await referrer.post(path, to).expect(201);
    await scan();
    await two.post(path, { ...to, organisationId: stranger.organisationId }).expect(201);
    await scan();
    expect([await casesOf(two, second), await casesOf(stranger, second)].map(({ length }) => length)).toEqual([1, 1]);
    await answer(two, (await casesOf(two, second))[0]!.id, 'confirmation');
    await answer(one, (await casesOf(one, first))[0]!.id, 'confirmation');
    expect(bodyOf(await two.get(`/v1/households/${second}`).expect(200)).status).toBe('merged');
  });
});

describe('A merge', () => {
  it('makes one household with one id, which both go on seeing as they did, and no more', async () => {
    const { first, second } = await mergedPair();
    const survivor = bodyOf(await two.get(`/v1/households/${first}`).expect(200));
    expect(survivor).toMatchObject({ id: first, status: 'active', size: 1 });
    expect(bodyOf(await two.get(`/v1/households/${second}`).expect(200))).toMatchObject({
      status: 'merged',
      mergedInto: first,
    });
    await one.get(`/v1/households/${second}`).expect(404);
    const sight = async (partner: Partner) => {
      const persons = await personsOf(partner, first);
      const kinds = await Promise.all(
        persons.map(async (id) =>
          bodyOf<List>(await partner.get(`/v1/persons/${id}/situations`)).data.map(({ kind }) => kind),
        ),
      );
      const resources = bodyOf<List>(await partner.get(`/v1/households/${first}/resources`)).data.length;
      return { persons: persons.length, kinds: kinds.flat(), resources };
    };
    expect(await sight(one)).toEqual({ persons: 1, kinds: ['roofless'], resources: 0 });
    expect(await sight(two)).toEqual({ persons: 1, kinds: ['prison_exit'], resources: 1 });
    const rows = await test.owner<{ n: string }>(
      'SELECT count(*) AS n FROM residential_situations WHERE household_id = $1',
      [first],
    );
    expect(Number(rows[0]!.n)).toBe(2);
    expect(bodyOf<List>(await two.get('/v1/households?limit=200')).data.map(({ id }) => id)).toEqual(
      expect.arrayContaining([first]),
    );
    expect(bodyOf<List>(await two.get('/v1/households?limit=200')).data.map(({ id }) => id)).not.toContain(second);
    const answered = bodyOf(
      await two
        .put(`/v1/households/by-external-id/tool/two-${serial}`, {
          ...alone(family().known),
          informedOn: '2026-01-01',
          legalGround: 'public_interest',
          type: 'single_man',
        })
        .expect(200),
    );
    expect(answered).toMatchObject({ id: first, type: 'single_man' });
  });

  it('lets each side go on writing in its own half, and opens what it knows to others, not what it does not', async () => {
    const { first } = await mergedPair();
    const [p2] = await personsOf(two, first);
    await two.post(`/v1/persons/${p2}/situations`, { kind: 'hotel', startsOn: '2024-01-01' }).expect(201);
    await two
      .post(`/v1/households/${first}/members`, {
        person: { familyName: 'Nouveau', givenNames: 'Né', birthDate: '2026-01-01' },
        role: 'child',
        startsOn: '2026-01-01',
      })
      .expect(201);
    await two.post(`/v1/households/${first}/regular-stay`, { checkedOn: '2026-01-15' }).expect(201);
    await one.get(`/v1/households/${first}/regular-stay`).expect(404);
    expect(await personsOf(one, first)).toHaveLength(1);
    expect(bodyOf(await one.get(`/v1/households/${first}`)).size).toBe(2);
    const { stranger } = here.partners;
    await two
      .post(`/v1/households/${first}/disclosures`, {
        organisationId: stranger.organisationId,
        relation: 'supporter',
        informedOn: '2026-01-01',
      })
      .expect(201);
    expect(await personsOf(stranger, first)).toEqual(await personsOf(two, first));
    const [p1] = await personsOf(one, first);
    await stranger.get(`/v1/persons/${p1}`).expect(404);
  });

  it('tells those who lost the absorbed one where it went', async () => {
    const { first, second } = await knownTwice();
    await settled(test);
    const token = bodyOf<{ deltaToken: string }>(
      await two.get('/v1/households/delta?limit=500').expect(200),
    ).deltaToken;
    await answer(one, (await casesOf(one, first))[0]!.id, 'confirmation');
    await answer(two, (await casesOf(two, second))[0]!.id, 'confirmation');
    await settled(test);
    const { data } = bodyOf<List>(await two.get(`/v1/households/delta?limit=500&token=${token}`).expect(200));
    expect(data).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ id: first, status: 'active', size: 1 }),
        expect.objectContaining({ id: second, removed: true, reason: 'merged', mergedInto: first }),
      ]),
    );
    expect(data).toHaveLength(2);
  });

  it('raises the version of both that it leaves, and its undoing too, also where no count changes', async () => {
    const { known } = family();
    const [kept, gone] = [await openHousehold(one, alone(known)), await openHousehold(one, alone(known))];
    const version = async (id: string): Promise<number> =>
      bodyOf(await one.get(`/v1/households/${id}`).expect(200)).version;
    const etag = async (id: string): Promise<string> => (await one.get(`/v1/households/${id}`)).headers.etag as string;
    const before = [await version(kept), await version(gone), await etag(kept)] as const;
    const merge = () => one.post(`/v1/households/${kept}/merge`, { absorbedId: gone }).set('If-Match', before[2]);
    await merge().expect(200);
    expect(await version(kept)).toBeGreaterThan(before[0]);
    const merged = await etag(kept);
    await one.post(`/v1/households/${kept}/merge-undo`, {}).set('If-Match', before[2]).expect(412);
    await one.post(`/v1/households/${kept}/merge-undo`, {}).set('If-Match', merged).expect(200);
    await merge().expect(412);
    await one.post(`/v1/households/${kept}/merge`, { absorbedId: gone }).set('If-Match', merged).expect(412);
    expect(await version(gone)).toBeGreaterThan(before[1]);
  });

  it('is done at once by who supports both, and by nobody else', async () => {
    const { known, alike } = family();
    const [a, b] = [await openHousehold(one, alone(known)), await openHousehold(one, alone(alike))];
    const foreign = await openHousehold(two);
    const etag = (await one.get(`/v1/households/${a}`)).headers.etag as string;
    for (const absorbedId of [foreign, randomUUID()])
      await one.post(`/v1/households/${a}/merge`, { absorbedId }).set('If-Match', etag).expect(422);
    const itself = await one.post(`/v1/households/${a}/merge`, { absorbedId: a }).set('If-Match', etag).expect(422);
    expect(itself.body).toMatchObject({ errors: [{ pointer: '/absorbedId', code: 'same_household' }] });
    const merged = bodyOf(
      await one.post(`/v1/households/${a}/merge`, { absorbedId: b }).set('If-Match', etag).expect(200),
    );
    expect(merged.size).toBe(1);
    expect(await personsOf(one, a)).toHaveLength(2);
    const again = (await one.get(`/v1/households/${a}`)).headers.etag as string;
    await one.post(`/v1/households/${a}/merge`, { absorbedId: b }).set('If-Match', again).expect(409);
    const gone = (await one.get(`/v1/households/${b}`)).headers.etag as string;
    expect(
      bodyOf(await one.patch(`/v1/households/${b}`, { type: 'other' }).set('If-Match', gone).expect(409)).code,
    ).toBe('household_merged');
  });
});

describe('Undoing a merge', () => {
  it('puts everything back as it was', async () => {
    const { first, second } = await mergedPair();
    expect((await undo(two, first, 200)).id).toBe(second);
    expect(bodyOf(await two.get(`/v1/households/${second}`).expect(200))).toMatchObject({
      status: 'active',
      mergedInto: null,
      size: 1,
      externalIds: [{ system: 'tool', value: `two-${serial}` }],
    });
    await two.get(`/v1/households/${first}`).expect(404);
    await one.get(`/v1/households/${second}`).expect(404);
    expect(await personsOf(two, second)).toHaveLength(1);
    const moved = await test.owner<{ n: string }>(
      'SELECT count(*) AS n FROM persons WHERE household_id <> origin_household_id AND household_id IN ($1, $2)',
      [first, second],
    );
    expect(Number(moved[0]!.n)).toBe(0);
    expect((await undo(one, first, 409)).code).toBe('merge_undo_nothing');
  });

  it('is refused, naming what changed since', async () => {
    const { first } = await mergedPair();
    const [p2] = await personsOf(two, first);
    await two.post(`/v1/persons/${p2}/situations`, { kind: 'hotel', startsOn: '2024-01-01' }).expect(201);
    const refused = await undo(two, first, 409);
    expect(refused).toMatchObject({ code: 'merge_undo_changed' });
    expect(refused.detail).toContain('situations résidentielles');
  });

  it('has words for everything that it may name', async () => {
    const tables = await test.owner<{ name: string }>(
      `SELECT DISTINCT c.conrelid::regclass::text AS name FROM pg_constraint c
       WHERE c.contype = 'f' AND c.confrelid = 'households'::regclass
         AND (SELECT count(*) FROM pg_attribute a WHERE a.attrelid = c.conrelid AND a.attname IN ('created_at', 'updated_at')) = 2`,
    );
    const unnamed = tables.map(({ name }) => name).filter((name) => !(name in MOVED));
    expect(unnamed.filter((name) => !['grants', 'merges', 'duplicate_cases'].includes(name))).toEqual([]);
  });

  it('is not hindered by what the other side wrote in its own half', async () => {
    const { first } = await mergedPair();
    const [p1] = await personsOf(one, first);
    await one.post(`/v1/persons/${p1}/situations`, { kind: 'hotel', startsOn: '2024-01-01' }).expect(201);
    await undo(two, first, 200);
    expect(bodyOf<List>(await one.get(`/v1/persons/${p1}/situations`)).data).toHaveLength(2);
  });
});

describe('The tables', () => {
  it('that probe grants do so by the household under which a row was written: a merge shows nobody more', async () => {
    expect(await test.owner('SELECT * FROM merge_unsafe_tables()')).toEqual([]);
  });

  it('that name a household have an id, which a merge writes down', async () => {
    const without = await test.owner(`SELECT DISTINCT c.conrelid::regclass::text AS name FROM pg_constraint c
      JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = ANY (c.conkey) AND a.attname NOT IN ('consortium_id', 'origin_household_id')
      WHERE c.contype = 'f' AND c.confrelid = 'households'::regclass AND c.conrelid NOT IN ('grants'::regclass)
        AND NOT EXISTS (SELECT 1 FROM pg_attribute i WHERE i.attrelid = c.conrelid AND i.attname = 'id')`);
    expect(without).toEqual([]);
  });
});
