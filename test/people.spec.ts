import { beforeAll, describe, expect, it } from '@jest/globals';
import { clock } from '../src/platform/clock.js';
import { addDays, addYears } from '../src/platform/calendar.js';
import { consortiumOf, type Consortium, type Partner } from './support/actors.js';
import { testApp } from './support/app.js';
import { householdInput, openHousehold, personsOf } from './support/households.js';
import { settled } from './support/settled.js';

const test = await testApp();
type Body = Record<string, unknown> & { id: string; version: number };
type List = { data: Body[]; nextCursor: string | null };
const bodyOf = <T = Body>(answer: { body: unknown }): T => answer.body as T;

let here: Consortium<'supporter' | 'referrer' | 'other' | 'landlord' | 'funder'>;
let supporter: Partner;
let referrer: Partner;
let other: Partner;

beforeAll(async () => {
  here = await consortiumOf(test, {
    supporter: { roles: ['supporter'] },
    referrer: { roles: ['referrer'], kind: 'state_service' },
    other: { roles: ['supporter'] },
    landlord: { roles: ['landlord'], kind: 'social_landlord' },
    funder: { roles: ['funder'], kind: 'funder' },
  });
  ({ supporter, referrer, other } = here.partners);
});

const etagOf = async (partner: Partner, path: string): Promise<string> =>
  (await partner.get(path).expect(200)).headers.etag as string;

describe('A household', () => {
  it('is opened with its members at once, and shows sizes, never names', async () => {
    const today = clock.today();
    const household = bodyOf(
      await supporter
        .post(
          '/v1/households',
          householdInput({
            type: 'single_mother',
            members: [
              {
                person: { familyName: 'Exemple', givenNames: 'Aïcha', birthDate: '1985-03-02', sex: 'female' },
                role: 'reference_person',
                startsOn: '2020-01-01',
              },
              {
                person: { familyName: 'Exemple', givenNames: 'Bilal', birthDate: addYears(today, -4) },
                role: 'child',
                custody: 'resident',
                startsOn: '2020-01-01',
              },
              {
                person: { familyName: 'Exemple', givenNames: 'Chloé', birthDate: addYears(today, -12) },
                role: 'child',
                startsOn: '2020-01-01',
              },
            ],
            externalIds: [{ system: 'case-tool', value: 'H-1' }],
          }),
        )
        .expect(201),
    );
    expect(household).toMatchObject({
      status: 'active',
      type: 'single_mother',
      size: 3,
      mergedInto: null,
      childrenByAgeBand: { under3: 0, from3To5: 1, from6To11: 0, from12To17: 1 },
      externalIds: [{ system: 'case-tool', value: 'H-1' }],
    });
    expect(JSON.stringify(household)).not.toMatch(/Exemple|Aïcha/);
    const members = bodyOf<List>(await supporter.get(`/v1/households/${household.id}/members`).expect(200)).data;
    expect(members.map(({ role, custody }) => [role, custody])).toEqual([
      ['reference_person', null],
      ['child', 'resident'],
      ['child', null],
    ]);
    const person = bodyOf(await supporter.get(`/v1/persons/${members[0]!.personId}`).expect(200));
    expect(person).toMatchObject({ familyName: 'Exemple', givenNames: 'Aïcha', birthDate: '1985-03-02' });
    expect(Object.keys(person)).not.toEqual(expect.arrayContaining(['familyKey']));
  });

  it('is not there for who it is not disclosed to, in list, by id and by parts alike', async () => {
    const id = await openHousehold(supporter);
    for (const path of [
      '',
      '/members',
      '/disclosures',
      '/file',
      '/resources',
      '/resource-summary',
      '/regular-stay',
      '/assignments',
      '/affordability?rentCents=1',
    ]) {
      const foreign = await other.get(`/v1/households/${id}${path}`).expect(404);
      const random = await other.get(`/v1/households/01936f1e-7c00-7a10-9c3e-5b1f8e3d2a10${path}`).expect(404);
      const said = ({ code, title, detail, status }: Body): unknown => ({ code, title, detail, status });
      expect(said(bodyOf(foreign))).toEqual(said(bodyOf(random)));
    }
    const listed = bodyOf<List>(await other.get('/v1/households?limit=200').expect(200)).data;
    expect(listed.map((row) => row.id)).not.toContain(id);
  });

  it('belongs to supporters and referrers: others may not open one', async () => {
    await here.partners.landlord.post('/v1/households', householdInput()).expect(403);
    await here.coordinator.post('/v1/households', householdInput()).expect(403);
    await here.partners.funder.get('/v1/households').expect(403);
    const refused = await referrer.post('/v1/households', householdInput({ relation: 'supporter' })).expect(409);
    expect(bodyOf(refused).code).toBe('household_relation_needed');
  });

  it('is made and changed by one’s own identifier', async () => {
    const path = '/v1/households/by-external-id/case-tool/X%2F9';
    const made = bodyOf(await supporter.put(path, householdInput({ type: 'single_man' })).expect(201));
    const again = bodyOf(await supporter.put(path, householdInput({ type: 'other' })).expect(200));
    expect(again).toMatchObject({
      id: made.id,
      type: 'other',
      size: 1,
      externalIds: [{ system: 'case-tool', value: 'X/9' }],
    });
  });

  it('changes with If-Match, and lists what changed since', async () => {
    const id = await openHousehold(supporter);
    const etag = await etagOf(supporter, `/v1/households/${id}`);
    await supporter.patch(`/v1/households/${id}`, { type: 'adult_group' }).expect(428);
    const changed = bodyOf(
      await supporter.patch(`/v1/households/${id}`, { type: 'adult_group' }).set('If-Match', etag).expect(200),
    );
    await supporter.patch(`/v1/households/${id}`, { type: null }).set('If-Match', etag).expect(412);
    const microsecond = changed.updatedAt as string;
    const nanoseconds = (digits: string): string => microsecond.replace('Z', `${digits}Z`);
    for (const [instant, isThere] of [
      [microsecond, true],
      [nanoseconds('000'), true],
      [nanoseconds('900'), false],
    ] as const) {
      const answer = await supporter.get(`/v1/households?updatedSince=${instant}&type=adult_group`).expect(200);
      expect(bodyOf<List>(answer).data.some((row) => row.id === id)).toBe(isThere);
    }
  });

  it('is opened once its people were informed, not before', async () => {
    const answer = await supporter
      .post('/v1/households', householdInput({ informedOn: addDays(clock.today(), 1) }))
      .expect(422);
    expect(bodyOf(answer).errors).toEqual([expect.objectContaining({ pointer: '/informedOn', code: 'in_the_future' })]);
  });

  it('never takes a social-security number', async () => {
    const members = [
      { person: { familyName: '2 85 05 78 006 084 41', givenNames: 'Zoé' }, role: 'other', startsOn: '2020-01-01' },
    ];
    const refused = await supporter.post('/v1/households', householdInput({ members })).expect(422);
    expect(refused.text).not.toMatch(/78 ?006/);
  });

  it('refuses a member who is nobody, twice somebody, or unknown', async () => {
    const member = { role: 'other', startsOn: '2020-01-01' };
    await supporter.post('/v1/households', householdInput({ members: [member] })).expect(422);
    await supporter.post('/v1/households', householdInput({ members: [] })).expect(422);
    const [foreign] = await personsOf(other, await openHousehold(other));
    for (const personId of [foreign!, '01936f1e-7c00-7a10-9c3e-5b1f8e3d2a10']) {
      const refused = await supporter
        .post('/v1/households', householdInput({ members: [{ ...member, personId }] }))
        .expect(422);
      expect(bodyOf<{ errors: unknown }>(refused).errors).toEqual([
        expect.objectContaining({ pointer: '/members/0/personId', code: 'unknown_reference' }),
      ]);
    }
  });
});

describe('Members', () => {
  it('come and go by dates, and only who one is comes along from another household', async () => {
    const from = await openHousehold(supporter);
    const [personId] = await personsOf(supporter, from);
    await supporter
      .post(`/v1/persons/${personId}/resources`, { kind: 'wages', amountCents: 100_000, startsOn: '2020-01-01' })
      .expect(201);
    const to = await openHousehold(supporter);
    const member = bodyOf(
      await supporter
        .post(`/v1/households/${to}/members`, { personId, role: 'co_tenant', startsOn: '2024-01-01' })
        .expect(201),
    );
    expect(member.personId).not.toBe(personId);
    expect(bodyOf(await supporter.get(`/v1/persons/${member.personId}`).expect(200)).householdId).toBe(to);
    expect(bodyOf<List>(await supporter.get(`/v1/persons/${member.personId}/resources`).expect(200)).data).toEqual([]);
    expect(bodyOf(await supporter.get(`/v1/households/${to}`)).size).toBe(2);
    const path = `/v1/households/${to}/members/${member.id}`;
    const etag = await etagOf(supporter, path);
    await supporter.post(`${path}/ending`, { endsOn: '2023-12-31' }).set('If-Match', etag).expect(422);
    await supporter.post(`${path}/ending`, { endsOn: '2024-06-01' }).set('If-Match', etag).expect(200);
    expect(bodyOf(await supporter.get(`/v1/households/${to}`)).size).toBe(1);
  });
});

describe('A person, by one’s own identifier', () => {
  const path = '/v1/persons/by-external-id/case-tool';
  const camille = { familyName: 'Exemple', givenNames: 'Camille', birthDate: '1980-01-31' };
  const placeIn = (householdId: string): object => ({ householdId, role: 'sibling', startsOn: '2024-05-01' });
  const codeOf = (answer: { body: unknown }): unknown => bodyOf(answer).code;

  it('comes into a household, then is said anew as a whole, as often as one likes', async () => {
    const householdId = await openHousehold(supporter);
    const input = { ...camille, sex: 'female', birthName: 'Modèle', member: placeIn(householdId) };
    const answer = await supporter.put(`${path}/P-1`, input).expect(201);
    const made = bodyOf(answer);
    expect(answer.headers.location).toBe(`/v1/persons/${made.id}`);
    expect(made).toMatchObject({ ...camille, householdId, externalIds: [{ system: 'case-tool', value: 'P-1' }] });
    const again = bodyOf(await supporter.put(`${path}/P-1`, { ...camille, member: placeIn(householdId) }).expect(200));
    expect(again).toMatchObject({ id: made.id, sex: null, birthName: null, birthDate: '1980-01-31' });
    expect(
      bodyOf(await supporter.put(`${path}/P-1`, { ...camille, givenNames: 'Camille Lou' }).expect(200)),
    ).toMatchObject({ id: made.id, givenNames: 'Camille Lou' });
    expect(bodyOf(await supporter.get(`/v1/households/${householdId}`)).size).toBe(2);
    expect(await personsOf(supporter, householdId)).toHaveLength(2);
    const stale = await supporter.put(`${path}/P-1`, camille).set('If-Match', '"1.AAAAAAAAAAAAAAAA"').expect(412);
    expect(codeOf(stale)).toBe('precondition_failed');
  });

  it('is given with the household too, changed by PATCH, and seen by nobody else', async () => {
    const externalIds = [{ system: 'case-tool', value: 'P-2' }];
    const member = { person: { ...camille, externalIds }, role: 'reference_person', startsOn: '2020-01-01' };
    const householdId = await openHousehold(referrer, { relation: 'referrer', members: [member] });
    const [id] = await personsOf(referrer, householdId);
    expect(bodyOf(await referrer.put(`${path}/P-2`, camille).expect(200))).toMatchObject({ id, externalIds });
    const disclosed = { organisationId: supporter.organisationId, relation: 'supporter', informedOn: '2026-01-02' };
    await referrer.post(`/v1/households/${householdId}/disclosures`, disclosed).expect(201);
    expect(bodyOf(await supporter.get(`/v1/persons/${id}`).expect(200)).externalIds).toEqual([]);
    const etag = await etagOf(supporter, `/v1/persons/${id}`);
    const own = [{ system: 'case-tool', value: 'P-2b' }];
    const changed = await supporter.patch(`/v1/persons/${id}`, { externalIds: own }).set('If-Match', etag).expect(200);
    expect(bodyOf(changed).externalIds).toEqual(own);
    expect(bodyOf(await referrer.get(`/v1/persons/${id}`).expect(200)).externalIds).toEqual(externalIds);
    const query = 'query ($id: ID!) { person(id: $id) { externalIds { system value } } }';
    expect((await supporter.graphql(query, { id }).expect(200)).body).toEqual({
      data: { person: { externalIds: own } },
    });
    const twice = await supporter.put(`${path}/P-2c`, { ...camille, externalIds: own, member: placeIn(householdId) });
    expect([twice.status, codeOf(twice)]).toEqual([409, 'external_id_taken']);
  });

  it('asks where a new one lives, and never moves a known one', async () => {
    const [one, two] = [await openHousehold(supporter), await openHousehold(supporter)];
    const foreign = await openHousehold(other);
    const homeless = await supporter.put(`${path}/P-3`, camille).expect(422);
    expect(homeless.body).toMatchObject({ errors: [{ pointer: '/member', code: 'required' }] });
    for (const householdId of [foreign, '01936f1e-7c00-7a10-9c3e-5b1f8e3d2a10']) {
      const unknown = await supporter.put(`${path}/P-3`, { ...camille, member: placeIn(householdId) }).expect(422);
      expect(unknown.body).toMatchObject({ errors: [{ pointer: '/member/householdId', code: 'unknown_reference' }] });
    }
    await supporter.put(`${path}/P-3`, { ...camille, member: placeIn(one) }).expect(201);
    const moved = await supporter.put(`${path}/P-3`, { ...camille, member: placeIn(two) }).expect(409);
    expect(codeOf(moved)).toBe('person_elsewhere');
    await here.partners.landlord.put(`${path}/P-3`, camille).expect(403);
  });

  it('can be masked by it, never unmasked', async () => {
    const householdId = await openHousehold(supporter);
    const masked = { ...camille, protected: true, member: placeIn(householdId) };
    const { id } = bodyOf(await supporter.put(`${path}/P-4`, masked).expect(201));
    for (const body of [masked, { ...camille, protected: false }, camille])
      await supporter.put(`${path}/P-4`, body).expect(200);
    const running = () => test.owner('SELECT 1 FROM person_protections WHERE person_id = $1 AND ends_on IS NULL', [id]);
    expect(await running()).toHaveLength(1);
    const referred = await openHousehold(referrer, { relation: 'referrer' });
    const hidden = await referrer.put(`${path}/P-5`, { ...masked, member: placeIn(referred) }).expect(409);
    expect(codeOf(hidden)).toBe('protection_hides_from_you');
    expect(await personsOf(referrer, referred)).toHaveLength(1);
  });

  it('is one of ten that race', async () => {
    const member = placeIn(await openHousehold(supporter));
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => supporter.put(`${path}/P-6`, { ...camille, member })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([...Array<number>(9).fill(200), 201]);
    expect(new Set(answers.map((answer) => bodyOf(answer).id)).size).toBe(1);
  });
});

describe('What is known of a person', () => {
  let personId: string;
  let householdId: string;
  beforeAll(async () => {
    householdId = await openHousehold(supporter);
    personId = (await personsOf(supporter, householdId))[0]!;
  });

  it('is a timeline of situations, one at a time', async () => {
    const path = `/v1/persons/${personId}/situations`;
    const street = bodyOf(await supporter.post(path, { kind: 'roofless', startsOn: '2021-01-01' }).expect(201));
    expect(street).toMatchObject({ endsOn: null, authorOrganisationId: supporter.organisationId });
    await supporter.post(path, { kind: 'hotel', startsOn: '2022-01-01', communeCode: '75120' }).expect(201);
    await supporter.post(path, { kind: 'hotel', startsOn: '2021-06-01', endsOn: '2021-07-01' }).expect(409);
    await supporter.post(path, { kind: 'hotel', startsOn: '2023-01-01', communeCode: '20004' }).expect(422);
    await supporter.post(path, { kind: 'prison_exit', startsOn: '2020-02-01', endsOn: '2020-01-01' }).expect(422);
    const { data } = bodyOf<List>(await supporter.get(path).expect(200));
    expect(data.map(({ kind, startsOn, endsOn }) => [kind, startsOn, endsOn])).toEqual([
      ['roofless', '2021-01-01', '2022-01-01'],
      ['hotel', '2022-01-01', null],
    ]);
  });

  it('is a contact and a profile, written whole', async () => {
    await supporter.get(`/v1/persons/${personId}/contact`).expect(404);
    await supporter
      .put(`/v1/persons/${personId}/contact`, { phones: ['+33 1 23 45 67 89'], language: 'ar', interpreter: true })
      .expect(201);
    const contact = (version: string | undefined) => {
      const put = supporter.put(`/v1/persons/${personId}/contact`, { emails: ['a@exemple.example'] });
      return version === undefined ? put : put.set('If-Match', version);
    };
    const { headers } = await supporter.get(`/v1/persons/${personId}/contact`).expect(200);
    await contact(undefined).expect(428);
    const replaced = bodyOf(await contact(headers.etag as string).expect(200));
    await contact(headers.etag as string).expect(412);
    await supporter
      .put(`/v1/persons/${personId}/profile`, { activity: 'retired' })
      .set('If-Match', '"1.x"')
      .expect(412);
    expect(replaced).toMatchObject({ phones: [], emails: ['a@exemple.example'], language: null });
    await supporter
      .put(`/v1/persons/${personId}/profile`, { nationalityGroup: 'other', activity: 'retired' })
      .expect(201);
    expect(bodyOf(await supporter.get(`/v1/persons/${personId}/profile`).expect(200))).toMatchObject({
      activity: 'retired',
    });
  });

  it('is resources: unknown is not zero, in the total neither', async () => {
    const summary = async (): Promise<unknown> =>
      bodyOf(await supporter.get(`/v1/households/${householdId}/resource-summary`).expect(200)).monthlyTotalCents;
    const affordability = `/v1/households/${householdId}/affordability?rentCents=40000&chargesCents=8000&benefitCents=28000`;
    const rsa = bodyOf(
      await supporter
        .post(`/v1/persons/${personId}/resources`, { kind: 'minimum_income', startsOn: '2024-01-01' })
        .expect(201),
    );
    expect(rsa.amountCents).toBeNull();
    expect(await summary()).toBeNull();
    expect(bodyOf(await supporter.get(affordability).expect(200))).toMatchObject({
      netCostCents: 20_000,
      rentToIncomeBasisPoints: null,
      leftToLiveOnCents: null,
    });
    const path = `/v1/persons/${personId}/resources/${rsa.id}`;
    await supporter
      .patch(path, { amountCents: 60_000 })
      .set('If-Match', await etagOf(supporter, path))
      .expect(200);
    await supporter
      .post(`/v1/persons/${personId}/resources`, { kind: 'wages', amountCents: 40_000, startsOn: '2024-01-01' })
      .expect(201);
    expect(await summary()).toBe(100_000);
    expect(bodyOf(await supporter.get(affordability))).toMatchObject({
      rentToIncomeBasisPoints: 2000,
      leftToLiveOnCents: 80_000,
    });
    await supporter
      .post(`/v1/households/${householdId}/members`, {
        person: { familyName: 'Autre', givenNames: 'Ali', birthDate: '1980-01-01' },
        role: 'married_spouse',
        startsOn: '2020-01-01',
      })
      .expect(201);
    expect(await summary()).toBeNull();
    await supporter.get(`/v1/households/${householdId}/affordability`).expect(400);
  });

  it('is a legal protection, which says who signs', async () => {
    const path = `/v1/persons/${personId}/legal-protections`;
    expect(
      bodyOf(
        await supporter
          .post(path, { kind: 'curatorship', startsOn: '2024-01-01', representativeName: 'ATE' })
          .expect(201),
      ).signing,
    ).toBe('person_assisted');
    await supporter.post(path, { kind: 'guardianship', startsOn: '2025-01-01' }).expect(409);
  });

  it('is a file with a number that is pointed at, never refused, and a stay that was checked on a date', async () => {
    const path = `/v1/households/${householdId}/file`;
    const made = await supporter.put(path, { requestNumber: '075012345678901234' }).expect(201);
    expect([bodyOf(made).requestNumberUnusual, made.headers.location]).toEqual([false, path]);
    await supporter.put(path, { requestNumber: '75-x' }).expect(428);
    const again = supporter.put(path, { requestNumber: '75-x' }).set('If-Match', made.headers.etag as string);
    expect(bodyOf(await again.expect(200)).requestNumberUnusual).toBe(true);
    await supporter.post(`/v1/households/${householdId}/regular-stay`, { checkedOn: '2999-01-01' }).expect(422);
    await supporter.post(`/v1/households/${householdId}/regular-stay`, { checkedOn: '2026-01-15' }).expect(201);
    expect(bodyOf(await supporter.get(`/v1/households/${householdId}/regular-stay`).expect(200)).checkedOn).toBe(
      '2026-01-15',
    );
  });
});

describe('Search before opening', () => {
  const search = async (partner: Partner, body: object): Promise<string[]> =>
    bodyOf<{ data: { householdId: string }[] }>(await partner.post('/v1/persons/search', body).expect(200)).data.map(
      ({ householdId }) => householdId,
    );
  const nameOf = (familyName: string, givenNames: string, birthDate?: string) =>
    householdInput({
      members: [{ person: { familyName, givenNames, birthDate }, role: 'reference_person', startsOn: '2020-01-01' }],
    });

  it('finds spellings that sound alike, among what is disclosed to the caller and nowhere else', async () => {
    const id = bodyOf(
      await supporter.post('/v1/households', nameOf('Benoît-Dupont', 'Mohamed', '1990-05-05')).expect(201),
    ).id;
    const asked = { familyName: 'BENOIT DUPOND', givenNames: 'Mohammed' };
    expect(await search(supporter, asked)).toEqual([id]);
    expect(await search(supporter, { ...asked, birthDate: '1990-05-05' })).toEqual([id]);
    expect(await search(supporter, { ...asked, birthDate: '1990-05-06' })).toEqual([]);
    expect(await search(other, asked)).toEqual([]);
    expect(await search(here.partners.landlord, asked)).toEqual([]);
    await here.coordinator.post('/v1/persons/search', asked).expect(403);
  });

  it('matches nothing that is null', async () => {
    await supporter.post('/v1/households', nameOf('李', '伟')).expect(201);
    expect(await search(supporter, { familyName: '王', givenNames: '芳' })).toEqual([]);
    await supporter.post('/v1/households', nameOf('Sansdate', 'Ines')).expect(201);
    expect(await search(supporter, { familyName: 'Sansdate', givenNames: 'Ines', birthDate: '1990-01-01' })).toEqual(
      [],
    );
    expect(await search(supporter, { familyName: 'Sansdate', givenNames: 'Ines' })).toHaveLength(1);
  });

  it('is never done by a list: names are no parameters of addresses', () =>
    supporter.get('/v1/households?familyName=Exemple').expect(400));
});

describe('A coordinator', () => {
  it('sees an opaque id, initials and counts, and nothing that says more', async () => {
    const id = await openHousehold(supporter);
    const stub = bodyOf(await here.coordinator.get(`/v1/household-stubs/${id}`).expect(200));
    expect(stub).toMatchObject({ id, initials: 'C. E.', size: 1, status: 'active' });
    expect(Object.keys(stub).sort()).toEqual([
      'childrenByAgeBand',
      'createdAt',
      'id',
      'initials',
      'size',
      'status',
      'updatedAt',
      'version',
    ]);
    await here.coordinator.get(`/v1/households/${id}`).expect(403);
    await supporter.get(`/v1/household-stubs/${id}`).expect(403);
    const elsewhere = await consortiumOf(test, {});
    await elsewhere.coordinator.get(`/v1/household-stubs/${id}`).expect(404);
  });
});

describe('The delta of households', () => {
  it('follows what is disclosed, and closes with a tombstone', async () => {
    await settled(test);
    const before = bodyOf<{ deltaToken: string }>(await other.get('/v1/households/delta').expect(200)).deltaToken;
    const id = await openHousehold(supporter);
    const opened = bodyOf(
      await supporter
        .post(`/v1/households/${id}/disclosures`, {
          organisationId: other.organisationId,
          relation: 'supporter',
          informedOn: '2026-01-01',
        })
        .expect(201),
    );
    await settled(test);
    const after = bodyOf<{ data: Body[]; deltaToken: string }>(
      await other.get(`/v1/households/delta?token=${before}`).expect(200),
    );
    expect(after.data).toEqual([expect.objectContaining({ id, size: 1, status: 'active' })]);
    const path = `/v1/households/${id}/disclosures/${opened.id}`;
    await supporter
      .post(`${path}/closure`)
      .set('If-Match', await etagOf(supporter, path))
      .expect(200);
    await other.get(`/v1/households/${id}`).expect(404);
    await settled(test);
    const gone = bodyOf<{ data: Body[] }>(
      await other.get(`/v1/households/delta?token=${after.deltaToken}`).expect(200),
    ).data;
    expect(gone).toEqual([expect.objectContaining({ id, removed: true, reason: 'no_longer_yours' })]);
  });
});
