import { describe, expect, it } from '@jest/globals';
import type { Partner } from './support/actors.js';
import { demoApp } from './support/demo.js';

const demo = await demoApp();

/** A tenancy of a lessor with a case in that status, and the head tenancy above it if there is one. */
interface Rented {
  tenancy: string;
  arrears: string;
  head: string | null;
}

async function rented(lessor: string, status: string): Promise<Rented> {
  const [found] = await demo.owner<Rented>(
    `SELECT t.id AS tenancy, c.id AS arrears, t.head_tenancy_id AS head FROM arrears_cases c JOIN tenancies t ON t.id = c.tenancy_id
     JOIN organisations o ON o.id = t.landlord_id WHERE o.contact = $1 AND c.status = $2 ORDER BY c.id LIMIT 1`,
    [`contact@${lessor}.example`, status],
  );
  return found!;
}

/** What can be asked about what is let and owed: the row “tenancy terms, account, arrears, plan” of the matrix. */
const LET = {
  tenancy: ({ tenancy }: Rented) => `/v1/tenancies/${tenancy}`,
  terms: ({ tenancy }: Rented) => `/v1/tenancies/${tenancy}/terms`,
  account: ({ tenancy }: Rented) => `/v1/tenancies/${tenancy}/account`,
  entries: ({ tenancy }: Rented) => `/v1/tenancies/${tenancy}/ledger-entries`,
  statement: ({ tenancy }: Rented) => `/v1/tenancies/${tenancy}/statement`,
  'what the rules say': ({ tenancy }: Rented) => `/v1/tenancies/${tenancy}/arrears`,
  'arrears case': ({ arrears }: Rented) => `/v1/arrears-cases/${arrears}`,
  explanation: ({ arrears }: Rented) => `/v1/arrears-cases/${arrears}/explanation`,
  grounds: ({ arrears }: Rented) => `/v1/arrears-cases/${arrears}/grounds`,
  plan: ({ arrears }: Rented) => `/v1/arrears-cases/${arrears}/plan`,
  'checks of the plan': ({ arrears }: Rented) => `/v1/arrears-cases/${arrears}/plan/checks`,
  'what holds enforcement': ({ arrears }: Rented) => `/v1/arrears-cases/${arrears}/holds`,
} as const;
type LetRow = keyof typeof LET;
const ALL_LET = Object.keys(LET) as LetRow[];

async function seenOf(partner: Partner, of: Rented): Promise<LetRow[]> {
  const rows: LetRow[] = [];
  for (const row of ALL_LET) {
    const { status } = await partner.get(LET[row](of));
    if (![200, 403, 404].includes(status)) throw new Error(`${row}: ${status}`);
    if (status === 200) rows.push(row);
  }
  return rows;
}

/** The same over GraphQL, of those fields that it has: which are answered with something. */
async function answeredOf(partner: Partner, { tenancy, arrears }: Rented): Promise<string[]> {
  const asked: readonly [string, string][] = [
    ['tenancy', `tenancy(id: "${tenancy}") { id }`],
    ['terms', `tenancy(id: "${tenancy}") { periods { rentCents } }`],
    ['account', `tenancy(id: "${tenancy}") { account { balanceCents } }`],
    ['what the rules say', `tenancyArrears(id: "${tenancy}", day: {}) { inputs { debtCents } }`],
    ['arrears case', `arrearsCase(id: "${arrears}") { debtCents }`],
    ['statement', `accountStatement(tenancyId: "${tenancy}", query: {}) { drawnUpOn }`],
    ['grounds', `arrearsCase(id: "${arrears}") { grounds { code } }`],
    ['plan', `arrearsCase(id: "${arrears}") { repaymentPlans { instalmentCents } }`],
    ['history', `arrearsHistory(caseId: "${arrears}", first: 5) { nodes { step } }`],
    ['reports', `arrearsReports(caseId: "${arrears}", first: 5) { pageInfo { hasNextPage } }`],
    ['proceedings', `arrearsProceedings(caseId: "${arrears}", first: 5) { pageInfo { hasNextPage } }`],
    ['checks of the plan', `repaymentPlanChecks(caseId: "${arrears}", first: 5) { pageInfo { hasNextPage } }`],
    ['what holds enforcement', `enforcementHolds(caseId: "${arrears}", first: 5) { pageInfo { hasNextPage } }`],
  ];
  const answered: string[] = [];
  for (const [row, field] of asked) {
    const { body, status } = await partner.graphql(`{ ${field} }`);
    if (status >= 500) throw new Error(`${row}: ${status}`);
    if (
      /"(id|drawnUpOn|rentCents|balanceCents|debtCents|code|instalmentCents|step|hasNextPage)":/.test(
        JSON.stringify((body as { data?: unknown }).data ?? null),
      )
    )
      answered.push(row);
  }
  return answered;
}
const ALL_ANSWERED = [
  'tenancy',
  'terms',
  'account',
  'what the rules say',
  'arrears case',
  'statement',
  'grounds',
  'plan',
  'history',
  'reports',
  'proceedings',
  'checks of the plan',
  'what holds enforcement',
];

describe('The row “tenancy terms, account, arrears, plan”, on the demonstration', () => {
  it('is shown to the landlord that is the lessor, and to the supporter of the household, whole', async () => {
    const of = await rented('antin', 'plan_active');
    for (const key of ['antin', 'alfi']) {
      expect(await seenOf(await demo.as(key), of)).toEqual(ALL_LET);
      expect(await answeredOf(await demo.as(key), of)).toEqual(ALL_ANSWERED);
    }
  });

  it('is shown to who manages the home for its owner', async () => {
    const of = await rented('proprietaires', 'constituted');
    expect(await seenOf(await demo.as('alfi'), of)).toEqual(ALL_LET);
  });

  it('is shown to an operator that does not support where it is the lessor', async () => {
    const of = await rented('adoma', 'constituted');
    expect(await seenOf(await demo.as('adoma'), of)).toEqual(ALL_LET);
    expect(await seenOf(await demo.as('casp'), of)).toEqual(ALL_LET);
    expect(await seenOf(await demo.as('heneo'), of)).toEqual([]);
  });

  it.each([
    ['paris-habitat', 'ayyem-zamen', 'watch'],
    ['patrimoine', 'alfi', 'plan_active'],
  ])(
    'of a resident beneath a head tenancy is hidden from the landlord above (%s): it gets dates and joint reviews',
    async (owner, lessor, status) => {
      const of = await rented(lessor, status);
      const above = await demo.as(owner);
      expect(await seenOf(await demo.as(lessor), of)).toEqual(ALL_LET);
      expect(await seenOf(above, of)).toEqual([]);
      expect(await answeredOf(above, of)).toEqual([]);
      const { body: occupancies } = await above.get(`/v1/tenancies/${of.head}/occupancies`).expect(200);
      const own = (occupancies as { data: Record<string, unknown>[] }).data.find(({ id }) => id === of.tenancy)!;
      expect(Object.keys(own).sort()).toEqual(
        [
          'createdAt',
          'dwellingId',
          'endedOn',
          'headLandlordId',
          'headTenancyId',
          'id',
          'lessorId',
          'nextReviewOn',
          'roomId',
          'startsOn',
          'updatedAt',
          'version',
        ].sort(),
      );
      const { body: reviews } = await above.get(`/v1/tenancies/${of.tenancy}/joint-reviews`).expect(200);
      expect((reviews as { data: unknown[] }).data).toHaveLength(1);
      // Its own lease with the association it sees as its lessor.
      for (const part of ['terms', 'account', 'statement'])
        await above.get(`/v1/tenancies/${of.head}/${part}`).expect(200);
      const { text } = await above.get('/v1/tenancies/delta?limit=500').expect(200);
      expect(text).not.toContain(`"id":"${of.tenancy}"`);
      const { text: owed } = await above.get('/v1/arrears-cases/delta?limit=500').expect(200);
      expect(owed).not.toContain(of.arrears);
    },
  );

  it.each(['croix-rouge', 'siao', 'action-logement', 'ville-de-paris'])(
    'is hidden from a referrer (%s)',
    async (key) => {
      for (const one of [await rented('antin', 'plan_active'), await rented('casp', 'constituted')]) {
        expect(await seenOf(await demo.as(key), one)).toEqual([]);
        expect(await answeredOf(await demo.as(key), one)).toEqual([]);
      }
    },
  );

  it.each([
    'clemence-isaure',
    'amandier',
    'educ-air',
    'drihl',
    'state-national',
    'fonds-esh',
    'aorif',
    'ddets',
    'paris-habitat',
    'outsider',
  ])('is hidden from specialists, funders, State services, other landlords and strangers (%s)', async (key) => {
    const of = await rented('antin', 'plan_active');
    expect(await seenOf(await demo.as(key), of)).toEqual([]);
    expect(await answeredOf(await demo.as(key), of)).toEqual([]);
  });

  it('is, for the coordinator, that there is a tenancy and the level of its arrears', async () => {
    const coordinator = await demo.as('coordinator');
    const of = await rented('antin', 'plan_active');
    expect(await seenOf(coordinator, of)).toEqual(['tenancy']);
    expect(await answeredOf(coordinator, of)).toEqual(['tenancy']);
    const { body } = await coordinator.get(`/v1/arrears-levels?tenancyId=${of.tenancy}`).expect(200);
    const [level] = (body as { data: object[] }).data;
    expect(Object.keys(level!).sort()).toEqual(['id', 'level', 'levelSince', 'tenancyId', 'updatedAt', 'version']);
    const { body: answer } = await coordinator.graphql(`{ arrearsLevels(first: 50) { nodes { tenancyId level } } }`);
    expect(JSON.stringify(answer)).toContain(of.tenancy);
    for (const key of ['antin', 'alfi', 'drihl']) await (await demo.as(key)).get('/v1/arrears-levels').expect(403);
  });

  it('of a private owner’s flat is nobody’s but who manages it, and its owner is told nothing', async () => {
    const rows = await demo.owner<{ count: number }>(
      `SELECT count(*)::integer AS count FROM disclosures d JOIN organisations o ON o.id = d.organisation_id WHERE o.kind = 'private_owner'`,
    );
    expect(rows[0]!.count).toBe(0);
  });
});
