import { describe, expect, it } from '@jest/globals';
import { AuthorIsWhoChanges1700000000161 } from '../migrations/0161-author-is-who-changes.js';
import { ProtectionsOverAreFree1700000000174 } from '../migrations/0174-protections-over-are-free.js';
import type { Partner } from './support/actors.js';
import { ownApp } from './support/app.js';
import { personsOf } from './support/households.js';
import { placementFrame, refer, type Frame } from './support/placements.js';
import { asRead } from './support/versions.js';

const test = await ownApp();

interface Row {
  readonly id: string;
  readonly authorOrganisationId: string;
  readonly [property: string]: unknown;
}
const bodyOf = (answer: { body: unknown }): Row => answer.body as Row;

interface Referred {
  readonly frame: Frame;
  readonly referrer: Partner;
  readonly supporter: Partner;
  readonly householdId: string;
  readonly path: string;
  readonly person: string;
}
/** A person of a household that the referrer opened and the supporter follows. */
async function referred(): Promise<Referred> {
  const frame = await placementFrame(test);
  const { referrer, supporter } = frame.partners;
  const { householdId } = await refer(frame);
  const [person] = await personsOf(referrer, householdId);
  return { frame, referrer, supporter, householdId, person: person!, path: `/v1/persons/${person}` };
}
const change = async (partner: Partner, path: string, body: object): Promise<Row> =>
  bodyOf(
    await partner
      .patch(path, body)
      .set(await asRead(partner, path))
      .expect(200),
  );
const WHOLE = `query ($id: ID!) { person(id: $id) { profile { activity } situations { kind } resources { amountCents }
  legalProtections { representativeName } } }`;
const whole = async (partner: Partner, id: string): Promise<unknown> =>
  ((await partner.graphql(WHOLE, { id }).expect(200)).body as { data: { person: unknown } }).data.person;
const second = ({ frame, householdId, supporter }: Referred): Promise<unknown> =>
  Promise.resolve(
    supporter
      .post(`/v1/households/${householdId}/disclosures`, {
        organisationId: frame.partners.stranger.organisationId,
        relation: 'supporter',
        informedOn: '2026-01-01',
      })
      .expect(201),
  );

const BEGUN: [collection: string, begun: object, written: object][] = [
  ['situations', { kind: 'hotel', startsOn: '2026-01-01' }, { kind: 'prison_exit' }],
  ['resources', { kind: 'minimum_income', startsOn: '2026-01-01' }, { amountCents: 60_755 }],
  [
    'legal-protections',
    { kind: 'curatorship', startsOn: '2026-01-01' },
    { representativeName: 'Association tutélaire' },
  ],
];

describe('What a supporter writes into what a referrer began', () => {
  it('is the supporter’s word: the referrer reads it neither by REST nor by GraphQL', async () => {
    const at = await referred();
    const { referrer, supporter, path, person } = at;
    for (const [collection, begun, written] of BEGUN) {
      const row = `${path}/${collection}/${bodyOf(await referrer.post(`${path}/${collection}`, begun).expect(201)).id}`;
      expect((await referrer.get(row).expect(200)).body).toMatchObject(begun);
      expect(await change(supporter, row, written)).toMatchObject({
        ...written,
        authorOrganisationId: supporter.organisationId,
      });
      await referrer.get(row).expect(404);
      expect((await referrer.get(`${path}/${collection}`).expect(200)).body).toMatchObject({ data: [] });
    }
    await referrer.put(`${path}/profile`, {}).expect(201);
    const profile = supporter.put(`${path}/profile`, { nationalityGroup: 'other', activity: 'job_seeker' });
    await profile.set(await asRead(supporter, `${path}/profile`)).expect(200);
    await referrer.get(`${path}/profile`).expect(404);
    expect(await whole(referrer, person)).toEqual({
      profile: null,
      situations: [],
      resources: [],
      legalProtections: [],
    });
    expect(await whole(supporter, person)).toEqual({
      profile: { activity: 'job_seeker' },
      situations: [{ kind: 'prison_exit' }],
      resources: [{ amountCents: 60_755 }],
      legalProtections: [{ representativeName: 'Association tutélaire' }],
    });
  });

  it('is not another supporter’s without a handover', async () => {
    const at = await referred();
    const { referrer, supporter, path, frame } = at;
    const [collection, begun, written] = BEGUN[0]!;
    const { id } = bodyOf(await referrer.post(`${path}/${collection}`, begun).expect(201));
    await second(at);
    expect((await frame.partners.stranger.get(`${path}/${collection}`).expect(200)).body).toMatchObject({
      data: [begun],
    });
    await change(supporter, `${path}/${collection}/${id}`, written);
    expect((await frame.partners.stranger.get(`${path}/${collection}`).expect(200)).body).toMatchObject({ data: [] });
  });

  it('stays the referrer’s where it says the same, or begins after it', async () => {
    const { referrer, supporter, path } = await referred();
    const { id } = bodyOf(
      await referrer.post(`${path}/situations`, { kind: 'hotel', startsOn: '2026-01-01' }).expect(201),
    );
    const same = await change(supporter, `${path}/situations/${id}`, { kind: 'hotel' });
    expect(same.authorOrganisationId).toBe(referrer.organisationId);
    await supporter.post(`${path}/situations`, { kind: 'shelter', startsOn: '2026-02-01' }).expect(201);
    await supporter.post(`${path}/situations`, { kind: 'roofless', startsOn: '2026-03-01' }).expect(201);
    const { data } = (await referrer.get(`${path}/situations`).expect(200)).body as { data: Row[] };
    expect(data.map(({ kind, endsOn }) => [kind, endsOn])).toEqual([['hotel', null]]);
    const seen = (await supporter.get(`${path}/situations`).expect(200)).body as { data: Row[] };
    expect(seen.data.map(({ kind, endsOn }) => [kind, endsOn])).toEqual([
      ['hotel', null],
      ['shelter', '2026-03-01'],
      ['roofless', null],
    ]);
  });

  it('is refused where the supporter has a period of its own on those days, which it sees', async () => {
    const { referrer, supporter, path } = await referred();
    const { id } = bodyOf(
      await referrer.post(`${path}/situations`, { kind: 'hotel', startsOn: '2026-01-01' }).expect(201),
    );
    await supporter.post(`${path}/situations`, { kind: 'shelter', startsOn: '2026-02-01' }).expect(201);
    const row = `${path}/situations/${id}`;
    const refused = await supporter.patch(row, { kind: 'squat' }).set(await asRead(supporter, row));
    expect([refused.status, bodyOf(refused).code]).toEqual([409, 'situation_overlap']);
    expect((await referrer.get(row).expect(200)).body).toMatchObject({ kind: 'hotel', endsOn: null });
  });

  it('is refused so of a legal protection too, and the supporter’s once it is of other days', async () => {
    const { referrer, supporter, path } = await referred();
    const begun = { kind: 'curatorship', startsOn: '2025-01-01', endsOn: '2025-06-01' };
    const { id } = bodyOf(await referrer.post(`${path}/legal-protections`, begun).expect(201));
    await supporter.post(`${path}/legal-protections`, { kind: 'guardianship', startsOn: '2025-03-14' }).expect(201);
    const row = `${path}/legal-protections/${id}`;
    const refused = await supporter
      .patch(row, { representativeName: 'Association tutélaire' })
      .set(await asRead(supporter, row));
    expect([refused.status, bodyOf(refused).code]).toEqual([409, 'situation_overlap']);
    expect((await referrer.get(row).expect(200)).body).toMatchObject(begun);
    await change(supporter, row, { endsOn: '2025-03-14' });
    await referrer.get(row).expect(404);
  });

  it('was so before, too: the audit knows who changed it', async () => {
    const { referrer, supporter, path } = await referred();
    const rows: string[] = [];
    for (const [collection, begun, written] of BEGUN) {
      const row = `${path}/${collection}/${bodyOf(await referrer.post(`${path}/${collection}`, begun).expect(201)).id}`;
      await change(supporter, row, written);
      rows.push(row);
    }
    const kept = `${path}/resources/${bodyOf(await referrer.post(`${path}/resources`, { kind: 'wages', startsOn: '2026-01-01' }).expect(201)).id}`;
    await test.asOwner(async (client) => {
      await client.query('SET session_replication_role = replica');
      for (const table of ['residential_situations', 'resources', 'legal_protections'])
        await client.query(`UPDATE ${table} SET author_organisation_id = $1 WHERE consortium_id = $2`, [
          referrer.organisationId,
          referrer.consortiumId,
        ]);
      await client.query('SET session_replication_role = DEFAULT');
    });
    for (const row of rows) await referrer.get(row).expect(200);
    await test.asOwner(async (client) => {
      const migrations = [new AuthorIsWhoChanges1700000000161(), new ProtectionsOverAreFree1700000000174()]; // one rests on the other
      const runner = { query: (sql: string) => client.query(sql) } as never;
      for (const migration of [...migrations].reverse()) await migration.down(runner);
      for (const migration of migrations) await migration.up(runner);
    });
    for (const row of rows) await referrer.get(row).expect(404);
    await referrer.get(kept).expect(200);
  });
});

describe('What a referrer may not see', () => {
  it('refuses it nothing: a legal protection of the supporter’s, by whatever days it asks', async () => {
    const { referrer, supporter, path } = await referred();
    await supporter.post(`${path}/legal-protections`, { kind: 'curatorship', startsOn: '2025-03-14' }).expect(201);
    const own = { kind: 'curatorship', startsOn: '2025-01-01' };
    const { id } = bodyOf(
      await referrer.post(`${path}/legal-protections`, { ...own, endsOn: '2025-03-15' }).expect(201),
    );
    await change(referrer, `${path}/legal-protections/${id}`, { endsOn: null });
    const again = await referrer.post(`${path}/legal-protections`, { ...own, endsOn: '2025-03-15' });
    expect([again.status, bodyOf(again).code]).toEqual([409, 'situation_overlap']);
    const list = (await referrer.get(`${path}/legal-protections`).expect(200)).body as { data: Row[] };
    expect(list.data.map((one) => one.id)).toEqual([id]);
    expect(((await supporter.get(`${path}/legal-protections`).expect(200)).body as { data: Row[] }).data).toHaveLength(
      2,
    );
  });

  it('refuses it no profile of its own, which is the supporter’s where that one has none', async () => {
    const { referrer, supporter, path, person, frame, householdId } = await referred();
    const profile = `${path}/profile`;
    const activity = async (partner: Partner): Promise<unknown[]> => {
      const rest = bodyOf(await partner.get(profile).expect(200)).activity;
      return [rest, ((await whole(partner, person)) as { profile: { activity: unknown } }).profile.activity];
    };
    const put = async (partner: Partner, value: string): Promise<unknown> =>
      partner
        .put(profile, { activity: value })
        .set(await asRead(partner, profile))
        .expect(200);
    await supporter.put(profile, { activity: 'job_seeker' }).expect(201);
    await referrer.put(profile, { activity: 'student' }).expect(201);
    await put(referrer, 'retired');
    expect([await activity(referrer), await activity(supporter)]).toEqual([
      ['retired', 'retired'],
      ['job_seeker', 'job_seeker'],
    ]);
    // Who wrote none reads the one changed last, and writes its own over that one, where it is a supporter.
    const { stranger } = frame.partners;
    await second({ referrer, supporter, path, person, frame, householdId });
    expect(await activity(stranger)).toEqual(['retired', 'retired']);
    await put(supporter, 'apprentice');
    expect(await activity(stranger)).toEqual(['apprentice', 'apprentice']);
    await put(referrer, 'student');
    await put(stranger, 'at_home');
    expect([await activity(stranger), await activity(supporter)]).toEqual([
      ['at_home', 'at_home'],
      ['apprentice', 'apprentice'],
    ]);
    await referrer.get(profile).expect(404);
    await referrer.put(profile, { activity: 'student' }).expect(201);
  });
});
