import { beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { addDays, addYears } from '../src/platform/calendar.js';
import { clock } from '../src/platform/clock.js';
import { consortiumOf, type Consortium, type Partner } from './support/actors.js';
import { testApp } from './support/app.js';
import { openHousehold, personsOf } from './support/households.js';
import { statementsOf } from './support/sql.js';

const test = await testApp();
const as = statementsOf(test);
type Body = Record<string, unknown> & { id: string; version: number };
type List = { data: Body[] };
const bodyOf = <T = Body>(answer: { body: unknown }): T => answer.body as T;
const ADULT = { familyName: 'Exemple', givenNames: 'Awa', birthDate: '1985-03-02' };

let here: Consortium<'supporter' | 'next' | 'referrer' | 'landlord' | 'operator' | 'specialist' | 'owner' | 'stranger'>;
let supporter: Partner;

beforeAll(async () => {
  here = await consortiumOf(test, {
    supporter: { roles: ['supporter', 'referrer'] },
    next: { roles: ['supporter'] },
    referrer: { roles: ['referrer'], kind: 'state_service' },
    landlord: { roles: ['landlord'], kind: 'social_landlord' },
    operator: { roles: ['operator'] },
    specialist: { roles: ['specialist'], discreet: true },
    owner: { roles: ['landlord'], kind: 'private_owner' },
    stranger: { roles: ['supporter'] },
  });
  ({ supporter } = here.partners);
});

const OPEN = `SELECT open_disclosure($1, $2, $3, $4, 'placement', $5, 'public_interest', '2026-01-01', $6) AS id`;
async function open(
  by: Partner,
  household: string,
  to: Partner,
  relation: string,
  basis = 'placement',
  subject: string = randomUUID(),
  until: string | null = null,
) {
  const [row] = await as<{ id: string | null }[]>(by, OPEN, [
    household,
    to.organisationId,
    basis,
    relation,
    subject,
    until,
  ]);
  return { id: row!.id, subject };
}

interface Known {
  id: string;
  adult: string;
  child: string;
}

async function knownHousehold(): Promise<Known> {
  const members = [
    { person: ADULT, role: 'reference_person', startsOn: '2020-01-01' },
    {
      person: { familyName: 'Exemple', givenNames: 'Bilal', birthDate: addYears(clock.today(), -4) },
      role: 'child',
      startsOn: '2020-01-01',
    },
  ];
  const id = await openHousehold(supporter, { members });
  const [adult, child] = (await personsOf(supporter, id)) as [string, string];
  await supporter.put(`/v1/persons/${adult}/contact`, { phones: ['+33 1 23 45 67 89'] }).expect(201);
  await supporter.put(`/v1/persons/${child}/contact`, { phones: ['+33 1 23 45 67 90'] }).expect(201);
  await supporter.put(`/v1/persons/${adult}/profile`, { nationalityGroup: 'other' }).expect(201);
  await supporter.post(`/v1/persons/${adult}/situations`, { kind: 'prison_exit', startsOn: '2021-01-01' }).expect(201);
  await supporter
    .post(`/v1/persons/${adult}/resources`, { kind: 'minimum_income', amountCents: 60_000, startsOn: '2021-01-01' })
    .expect(201);
  await supporter
    .post(`/v1/persons/${adult}/legal-protections`, { kind: 'curatorship', startsOn: '2021-01-01' })
    .expect(201);
  await supporter.put(`/v1/households/${id}/file`, { requestNumber: '075012345678901234' }).expect(201);
  await supporter.post(`/v1/households/${id}/regular-stay`, { checkedOn: '2026-01-15' }).expect(201);
  return { id, adult, child };
}

/** What a viewer reads of each part: rows of a list, 200 as `yes`, 404 as `no`. */
async function sightOf(viewer: Partner, { id, adult, child }: Known): Promise<Record<string, string | number>> {
  const parts = {
    household: `/v1/households/${id}`,
    members: `/v1/households/${id}/members`,
    adult: `/v1/persons/${adult}`,
    child: `/v1/persons/${child}`,
    contact: `/v1/persons/${adult}/contact`,
    childContact: `/v1/persons/${child}/contact`,
    profile: `/v1/persons/${adult}/profile`,
    situations: `/v1/persons/${adult}/situations`,
    legal: `/v1/persons/${adult}/legal-protections`,
    resources: `/v1/households/${id}/resources`,
    summary: `/v1/households/${id}/resource-summary`,
    file: `/v1/households/${id}/file`,
    regularStay: `/v1/households/${id}/regular-stay`,
    disclosures: `/v1/households/${id}/disclosures`,
  };
  const sight: Record<string, string | number> = {};
  for (const [part, path] of Object.entries(parts)) {
    const answer = await viewer.get(path);
    const { data } = answer.body as { data?: unknown[] };
    sight[part] = answer.status === 200 ? (data ? data.length : 'yes') : answer.status === 404 ? 'no' : answer.status;
  }
  return sight;
}

const LESSOR = {
  household: 'yes',
  members: 2,
  adult: 'yes',
  child: 'no',
  contact: 'yes',
  childContact: 'no',
  profile: 'no',
  situations: 0,
  legal: 0,
  resources: 0,
  summary: 'yes',
  file: 'yes',
  regularStay: 'yes',
  disclosures: 1,
};
const ALL = {
  household: 'yes',
  members: 2,
  adult: 'yes',
  child: 'yes',
  contact: 'yes',
  childContact: 'yes',
  profile: 'yes',
  situations: 1,
  legal: 1,
  resources: 1,
  summary: 'yes',
  file: 'yes',
  regularStay: 'yes',
  disclosures: 2,
};
const NOTHING = {
  household: 'no',
  members: 'no',
  adult: 'no',
  child: 'no',
  contact: 'no',
  childContact: 'no',
  profile: 'no',
  situations: 'no',
  legal: 'no',
  resources: 'no',
  summary: 'no',
  file: 'no',
  regularStay: 'no',
  disclosures: 'no',
};

describe('What each relation sees', () => {
  it.each([
    ['landlord', 'landlord', LESSOR],
    ['operator', 'operator', LESSOR],
    ['next', 'supporter', { ...ALL, situations: 0 }], // its predecessor’s, until a handover (test/handover.spec.ts)
    ['specialist', 'specialist', { ...LESSOR, members: 0, summary: 'no', file: 'no', regularStay: 'no' }],
    [
      'referrer',
      'referrer',
      {
        ...ALL,
        profile: 'no',
        situations: 0,
        legal: 0,
        resources: 0,
        summary: 'no',
        regularStay: 'no',
        disclosures: 1,
      },
    ],
    ['stranger', null, NOTHING],
  ] as const)('%s, as %s', async (viewer, relation, expected) => {
    const known = await knownHousehold();
    const partner = here.partners[viewer];
    if (relation) await open(supporter, known.id, partner, relation);
    expect(await sightOf(partner, known)).toEqual(expected);
  });

  it('ends with the next request, and what is still open goes on', async () => {
    const known = await knownHousehold();
    const { landlord } = here.partners;
    const first = await open(supporter, known.id, landlord, 'landlord');
    const second = await open(supporter, known.id, landlord, 'landlord', 'tenancy');
    await as(landlord, `SELECT close_disclosures('placement', $1)`, [first.subject]);
    expect(await sightOf(landlord, known)).toEqual({ ...LESSOR, disclosures: 2 });
    await as(landlord, `SELECT close_disclosures('tenancy', $1)`, [second.subject]);
    expect(await sightOf(landlord, known)).toEqual(NOTHING);
  });

  it('ends on its date, before any job closes it', async () => {
    const known = await knownHousehold();
    await open(supporter, known.id, here.partners.landlord, 'landlord', 'placement', randomUUID(), clock.today());
    expect(await sightOf(here.partners.landlord, known)).toEqual(NOTHING);
  });

  it('shows a referrer what it wrote itself, and no other’s', async () => {
    const { referrer, next } = here.partners;
    const id = await openHousehold(referrer);
    const [adult] = await personsOf(referrer, id);
    await referrer.post(`/v1/persons/${adult}/situations`, { kind: 'hotel', startsOn: '2021-01-01' }).expect(201);
    await open(referrer, id, next, 'supporter', 'referral');
    await next
      .post(`/v1/persons/${adult}/situations`, { kind: 'roofless', startsOn: '2020-01-01', endsOn: '2021-01-01' })
      .expect(201);
    expect(bodyOf<List>(await referrer.get(`/v1/persons/${adult}/situations`)).data.map(({ kind }) => kind)).toEqual([
      'hotel',
    ]);
    expect(bodyOf<List>(await next.get(`/v1/persons/${adult}/situations`)).data.map(({ kind }) => kind)).toEqual([
      'hotel',
      'roofless',
    ]);
  });

  it('keeps who cannot write from writing', async () => {
    const known = await knownHousehold();
    const both = await consortiumOf(test, { a: { roles: ['supporter'] }, b: { roles: ['supporter', 'landlord'] } });
    const id = await openHousehold(both.partners.a);
    await open(both.partners.a, id, both.partners.b, 'landlord');
    const etag = (await both.partners.b.get(`/v1/households/${id}`).expect(200)).headers.etag as string;
    const refused = await both.partners.b
      .patch(`/v1/households/${id}`, { type: 'other' })
      .set('If-Match', etag)
      .expect(409);
    expect(bodyOf(refused).code).toBe('household_not_yours');
    await here.partners.landlord
      .patch(`/v1/households/${known.id}`, { type: 'other' })
      .set('If-Match', etag)
      .expect(403);
  });
});

describe('Protected persons', () => {
  it('are masked for all but the supporter, and found by nobody else', async () => {
    const known = await knownHousehold();
    const { landlord, next, referrer } = here.partners;
    for (const [partner, relation] of [
      [landlord, 'landlord'],
      [next, 'supporter'],
      [referrer, 'referrer'],
    ] as const)
      await open(supporter, known.id, partner, relation);
    await supporter.post(`/v1/persons/${known.adult}/protection`, { startsOn: '2026-01-01' }).expect(201);
    const again = await supporter.post(`/v1/persons/${known.adult}/protection`, { startsOn: '2026-01-01' }).expect(409);
    expect(bodyOf(again).code).toBe('protection_running');
    for (const viewer of [landlord, referrer]) {
      expect(await sightOf(viewer, known)).toMatchObject({ household: 'yes', members: 2, adult: 'no', contact: 'no' });
      const found = await viewer.post('/v1/persons/search', { familyName: 'Exemple', givenNames: 'Awa' }).expect(200);
      expect(bodyOf<List>(found).data.map(({ householdId }) => householdId)).not.toContain(known.id);
    }
    expect(await sightOf(next, known)).toMatchObject({ adult: 'yes', contact: 'yes' });
    expect(bodyOf(await here.coordinator.get(`/v1/household-stubs/${known.id}`)).initials).not.toBe('A. E.');
    const etag = (await supporter.get(`/v1/persons/${known.adult}`)).headers.etag as string;
    await supporter
      .post(`/v1/persons/${known.adult}/protection/ending`, { endsOn: '2026-02-01' })
      .set('If-Match', etag)
      .expect(200);
    await landlord.get(`/v1/persons/${known.adult}`).expect(200);
  });

  it('may be so from the start, by a referrer who sees the name no more', async () => {
    const { referrer } = here.partners;
    const id = await openHousehold(referrer, {
      members: [{ person: { ...ADULT, protected: true }, role: 'reference_person', startsOn: '2020-01-01' }],
    });
    const [adult] = await personsOf(referrer, id);
    await referrer.get(`/v1/persons/${adult}`).expect(404);
    await open(referrer, id, here.partners.next, 'supporter', 'referral');
    await here.partners.next.get(`/v1/persons/${adult}`).expect(200);
  });
});

describe('Opening', () => {
  it('is refused by who does not see the household, as if it were not there', async () => {
    const id = await openHousehold(supporter);
    const { next, landlord, stranger } = here.partners;
    for (const household of [id, randomUUID()]) {
      await expect(open(stranger, household, next, 'supporter')).rejects.toMatchObject({
        code: 'PS409',
        constraint: 'disclosure_household_invisible',
      });
    }
    await expect(open(here.coordinator, id, landlord, 'landlord')).rejects.toMatchObject({
      constraint: 'disclosure_household_invisible',
    });
  });

  it('is refused to an organisation of another consortium, without membership, or without the role', async () => {
    const id = await openHousehold(supporter);
    const elsewhere = await consortiumOf(test, { far: { roles: ['supporter'] } });
    await expect(open(supporter, id, elsewhere.partners.far, 'supporter')).rejects.toMatchObject({
      constraint: 'disclosure_not_a_member',
    });
    await expect(open(supporter, id, here.partners.landlord, 'supporter')).rejects.toMatchObject({
      constraint: 'disclosure_role_not_held',
    });
    const input = {
      organisationId: here.partners.landlord.organisationId,
      relation: 'supporter',
      informedOn: '2026-01-01',
    };
    expect(bodyOf(await supporter.post(`/v1/households/${id}/disclosures`, input).expect(409)).code).toBe(
      'disclosure_role_not_held',
    );
    await supporter.post(`/v1/households/${id}/disclosures`, { ...input, relation: 'landlord' }).expect(422);
  });

  it('opens what a supporter knows to another supporter by that one alone, not by who refers the household', async () => {
    const { referrer, next } = here.partners;
    const id = await openHousehold(supporter);
    const to = (organisation: Partner, relation: string) => ({
      organisationId: organisation.organisationId,
      relation,
      informedOn: '2026-01-01',
    });
    await supporter.post(`/v1/households/${id}/disclosures`, to(referrer, 'referrer')).expect(201);
    const refused = await referrer.post(`/v1/households/${id}/disclosures`, to(next, 'supporter')).expect(409);
    expect(bodyOf<{ code: string }>(refused).code).toBe('disclosure_not_known');
    await next.get(`/v1/households/${id}`).expect(404);
    await supporter.post(`/v1/households/${id}/disclosures`, to(next, 'supporter')).expect(201);
    await next.get(`/v1/households/${id}`).expect(200);
  });

  it('does not end before it begins', async () => {
    const household = await openHousehold(supporter);
    const until = (endsOn: string) =>
      supporter.post(`/v1/households/${household}/disclosures`, {
        organisationId: here.partners.next.organisationId,
        relation: 'supporter',
        informedOn: clock.today(),
        purpose: 'Orientation',
        endsOn,
      });
    for (const day of ['2020-01-01', addDays(clock.today(), -1)])
      expect((await until(day).expect(422)).body).toMatchObject({
        errors: [{ pointer: '/endsOn', code: 'period_reversed' }],
      });
    await until(addYears(clock.today(), 1)).expect(201);
  });

  it('gives a private owner nothing', async () => {
    const id = await openHousehold(supporter);
    expect((await open(supporter, id, here.partners.owner, 'landlord')).id).toBeNull();
    await here.partners.owner.get(`/v1/households/${id}`).expect(404);
  });

  it('never widens one’s own sight, but when support begins and the person was told', async () => {
    const made = await consortiumOf(test, { a: { roles: ['supporter'] }, both: { roles: ['supporter', 'operator'] } });
    const { a, both } = made.partners;
    const id = await openHousehold(a);
    await open(a, id, both, 'operator');
    await expect(open(both, id, both, 'supporter', 'consent')).rejects.toMatchObject({
      constraint: 'disclosure_to_oneself',
    });
    expect((await open(both, id, both, 'supporter', 'support')).id).not.toBeNull();
  });

  it('is refused to who sees the household without writing in its file, and so is the list of who else sees it to who does not', async () => {
    const id = await openHousehold(supporter);
    const { landlord, next, stranger } = here.partners;
    await open(supporter, id, landlord, 'landlord');
    await expect(open(landlord, id, next, 'supporter')).rejects.toMatchObject({
      code: 'PS409',
      constraint: 'disclosure_not_yours',
    });
    const viewers = async (partner: Partner) =>
      (await as<{ v: string[] | null }[]>(partner, 'SELECT household_viewers($1) AS v', [id]))[0]?.v ?? null;
    expect([(await viewers(landlord))?.length, await viewers(stranger)]).toEqual([2, null]);
  });

  it('twice is once', async () => {
    const id = await openHousehold(supporter);
    const first = await open(supporter, id, here.partners.landlord, 'landlord');
    const second = await open(supporter, id, here.partners.landlord, 'landlord', 'placement', first.subject);
    expect(second.id).toBe(first.id);
  });

  it('of what a lessor may not see is impossible in the table itself', async () => {
    const id = await openHousehold(supporter);
    const { consortiumId, partners } = here;
    for (const scope of ['content', 'resources', 'rights', 'identity_minors', 'support', 'need', 'writing']) {
      const values = [consortiumId, partners.landlord.organisationId, id, scope];
      await expect(
        test.owner(
          `INSERT INTO grants (consortium_id, organisation_id, household_id, scope, relations) VALUES ($1, $2, $3, $4, '{landlord,operator}')`,
          values,
        ),
      ).rejects.toMatchObject({ constraint: 'grants_not_for_lessors' });
      await expect(
        test.owner(`INSERT INTO disclosure_scopes (relation, scope, by_subject) VALUES ('operator', $1, true)`, [
          scope,
        ]),
      ).rejects.toMatchObject({ code: '23514' });
    }
  });

  it('writes to grants and disclosures by functions only', async () => {
    const id = await openHousehold(supporter);
    for (const sql of [
      `DELETE FROM grants WHERE household_id = $1`,
      `UPDATE disclosures SET until = NULL WHERE household_id = $1`,
      `SELECT refresh_grants($1, $1)`,
    ]) {
      await expect(as(supporter, sql, [id])).rejects.toMatchObject({ code: '42501' });
    }
  });
});

describe('The history of disclosures', () => {
  it('tells who could see what, when, why and by whom', async () => {
    const id = await openHousehold(supporter);
    const { next } = here.partners;
    const input = {
      organisationId: next.organisationId,
      relation: 'supporter',
      informedOn: '2026-01-01',
      purpose: 'Relais',
      endsOn: '2999-01-01',
    };
    const made = bodyOf(await supporter.post(`/v1/households/${id}/disclosures`, input).expect(201));
    expect(made).toMatchObject({
      basis: 'consent',
      legalGround: 'consent',
      closedAt: null,
      endsOn: '2999-01-01',
    });
    expect(made.scopes).toEqual(expect.arrayContaining(['content', 'identity']));
    await supporter.post(`/v1/households/${id}/disclosures`, { ...input, informedOn: '2999-01-01' }).expect(422);
    const path = `/v1/households/${id}/disclosures/${made.id}`;
    const etag = (await next.get(path).expect(200)).headers.etag as string;
    await next.post(`${path}/closure`).set('If-Match', etag).expect(200);
    await next.get(path).expect(404);
    const all = bodyOf<List>(await supporter.get(`/v1/households/${id}/disclosures`).expect(200)).data;
    expect(all.map(({ basis, closedAt }) => [basis, closedAt !== null])).toEqual([
      ['support', false],
      ['consent', true],
    ]);
    expect(bodyOf<List>(await supporter.get(`/v1/households/${id}/disclosures?open=false`)).data).toHaveLength(1);
    const again = await supporter.get(path).expect(200);
    expect(
      bodyOf(
        await supporter
          .post(`${path}/closure`)
          .set('If-Match', again.headers.etag as string)
          .expect(409),
      ).code,
    ).toBe('disclosure_closed');
  });

  it('shows a landlord its own only', async () => {
    const id = await openHousehold(supporter);
    const { landlord, specialist } = here.partners;
    await open(supporter, id, specialist, 'specialist', 'mobilisation');
    await open(supporter, id, landlord, 'landlord');
    const seen = bodyOf<List>(await landlord.get(`/v1/households/${id}/disclosures`).expect(200)).data;
    expect(seen.map(({ organisationId }) => organisationId)).toEqual([landlord.organisationId]);
  });
});

describe('A caseload', () => {
  it('limits a social worker to the households assigned to her or her team', async () => {
    const [mine, theirs] = [await knownHousehold(), await knownHousehold()];
    const worker = randomUUID();
    await test.owner(
      `INSERT INTO users (consortium_id, id, organisation_id, email, name, functions, caseload) VALUES ($1, $2, $3, $4, 'x', '{social_worker}', 'own')`,
      [here.consortiumId, worker, supporter.organisationId, `${worker}@x.example`],
    );
    const assignment = bodyOf(
      await supporter
        .post(`/v1/households/${mine.id}/assignments`, { userId: worker, startsOn: '2020-01-01' })
        .expect(201),
    );
    expect(assignment).toMatchObject({ endsOn: null, standIn: false, organisationId: supporter.organisationId });
    await supporter
      .post(`/v1/households/${mine.id}/assignments`, { userId: randomUUID(), startsOn: '2020-01-01' })
      .expect(422);
    const seen = async (table: string, column = 'household_id'): Promise<string[]> =>
      (
        await as<{ id: string }[]>(supporter, `SELECT DISTINCT ${column} AS id FROM ${table}`, [], {
          'app.caseload': worker,
        })
      ).map(({ id }) => id);
    for (const table of [
      'persons',
      'person_contacts',
      'household_members',
      'residential_situations',
      'resources',
      'legal_protections',
      'person_profiles',
      'household_files',
      'regular_stay_checks',
      'resource_summaries',
      'disclosures',
    ]) {
      expect([table, await seen(table)]).toEqual([table, [mine.id]]);
    }
    expect(await seen('households', 'id')).toEqual([mine.id]);
    expect(await seen('feed WHERE household_id IS NOT NULL')).toEqual([mine.id]);
    expect(bodyOf<List>(await supporter.get(`/v1/households?assignedToId=${worker}`)).data.map(({ id }) => id)).toEqual(
      [mine.id],
    );
    const path = `/v1/households/${mine.id}/assignments/${assignment.id}`;
    const again = { userId: worker, startsOn: '2023-12-31' };
    const refused = await supporter.post(`/v1/households/${mine.id}/assignments`, again).expect(409);
    expect(refused.body).toMatchObject({ code: 'assignment_running' });
    await supporter
      .post(`${path}/ending`, { endsOn: '2024-01-01' })
      .set('If-Match', (await supporter.get(path)).headers.etag as string)
      .expect(200);
    expect(await seen('persons')).toEqual([]);
    await supporter.post(`/v1/households/${mine.id}/assignments`, again).expect(409);
    const later = { userId: worker, startsOn: '2024-01-01' };
    const racing = await Promise.all(
      [1, 2, 3].map(() => supporter.post(`/v1/households/${mine.id}/assignments`, later).then(({ status }) => status)),
    );
    expect(racing.sort()).toEqual([201, 409, 409]);
    expect(await seen('persons')).toEqual([mine.id]);
    expect(theirs.id).not.toBe(mine.id);
  });
});
