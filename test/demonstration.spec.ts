import { describe, expect, it } from '@jest/globals';
import { addMonths } from '../src/platform/calendar.js';
import { inConsortium } from './support/arrears.js';
import type { Partner } from './support/actors.js';
import { demoApp } from './support/demo.js';

const demo = await demoApp();

interface Case {
  id: string;
  tenancyId: string;
  status: string;
  debtCents: number;
}
interface Tenancy {
  id: string;
  kind: string;
  status: string;
}

const LESSORS = ['patrimoine', 'antin', 'casp', 'adoma', 'ayyem-zamen', 'alfi'] as const;

async function cases(filter = ''): Promise<{ lessor: Partner; case: Case }[]> {
  const found = await Promise.all(
    LESSORS.map(async (key) => {
      const lessor = await demo.as(key);
      const organisation =
        key === 'alfi' ? `operatorId=${lessor.organisationId}` : `landlordId=${lessor.organisationId}`;
      const rows = await demo.all<Case>(lessor, `/v1/arrears-cases?${organisation}${filter}`);
      return rows.map((row) => ({ lessor, case: row }));
    }),
  );
  const alfi = await demo.as('alfi');
  const sublet = await demo.all<Case>(alfi, `/v1/arrears-cases?landlordId=${alfi.organisationId}${filter}`);
  return [...found.flat(), ...sublet.map((row) => ({ lessor: alfi, case: row }))];
}

const dataOf = async <T>(partner: Partner, address: string): Promise<T[]> =>
  ((await partner.get(address).expect(200)).body as { data: T[] }).data;

describe('The demonstration', () => {
  it('has tenancies of each kind, grown out of its placements, and head tenancies above them', async () => {
    const all = await demo.all<Tenancy & { placementId: string | null; headTenancyId: string | null }>(
      await demo.as('coordinator'),
      '/v1/tenancies',
    );
    const of = (kind: string) => all.filter((tenancy) => tenancy.kind === kind);
    for (const kind of [
      'social_lease',
      'sublease',
      'sliding_lease',
      'occupancy_title',
      'flat_share_agreement',
      'private_lease',
    ])
      expect([kind, of(kind).some(({ placementId }) => placementId !== null)]).toEqual([kind, true]);
    for (const kind of ['sublease', 'sliding_lease', 'flat_share_agreement'])
      expect(of(kind).every(({ headTenancyId }) => headTenancyId !== null)).toBe(true);
  });

  it('has somebody in arrears by each rule of the law and of custom that is in force on the day', async () => {
    const antin = await demo.as('antin');
    const rules = await demo.all<{ code: string; kind: string }>(antin, '/v1/arrears-rules');
    const thresholds = rules.filter(({ kind }) => kind === 'threshold').map(({ code }) => code);
    const codes = new Set<string>();
    for (const {
      lessor,
      case: { id },
    } of await cases()) {
      const grounds = await dataOf<{ code: string; endedOn: string | null }>(lessor, `/v1/arrears-cases/${id}/grounds`);
      for (const { code, endedOn } of grounds) if (endedOn === null) codes.add(code);
    }
    expect(thresholds.length).toBeGreaterThan(8);
    expect(thresholds.filter((code) => !codes.has(code))).toEqual([]);
  });

  it('has a plan that is kept, one that was fulfilled and one that was broken, checked on their days', async () => {
    const checks = await demo.owner<{ status: string; state: string; kept: number; missed: number; days: number }>(
      `SELECT c.status, p.status AS state, count(*) FILTER (WHERE k.kept)::integer AS kept, count(*) FILTER (WHERE NOT k.kept)::integer AS missed,
         count(DISTINCT k.checked_on)::integer AS days
       FROM repayment_plans p JOIN arrears_cases c ON c.id = p.case_id JOIN repayment_plan_checks k ON k.plan_id = p.id GROUP BY p.id, c.status, p.status`,
    );
    expect(checks).toContainEqual({
      status: 'plan_active',
      state: 'active',
      kept: expect.any(Number),
      missed: 0,
      days: expect.any(Number),
    });
    expect(checks).toContainEqual({ status: 'cleared', state: 'kept', kept: 4, missed: 0, days: 4 });
    expect(checks).toContainEqual({ status: 'plan_broken', state: 'broken', kept: 2, missed: 1, days: 3 });
    const [held] = await cases('&status=plan_active');
    expect(await dataOf(held!.lessor, `/v1/arrears-cases/${held!.case.id}/holds`)).toMatchObject([
      { kind: 'plan', endsOn: null },
    ]);
  });

  it('has a report, a plan, a slide and a joint review that are due', async () => {
    const soon = addMonths(demo.loadedOn, 1);
    for (const [key, kind] of [
      ['antin', 'arrears_report'],
      ['antin', 'arrears_plan'],
      ['ayyem-zamen', 'joint_review'],
      ['paris-habitat', 'joint_review'],
      ['alfi', 'slide_decision'],
      ['alfi', 'tenancy_end'],
    ] as const) {
      const due = await dataOf(await demo.as(key), `/v1/deadlines?kind=${kind}&dueBefore=${soon}`);
      expect([key, kind, due.length > 0]).toEqual([key, kind, true]);
    }
    const alfi = await demo.as('alfi');
    const sliding = await demo.all<Tenancy>(alfi, '/v1/tenancies?kind=sliding_lease');
    const slides = await Promise.all(sliding.map(({ id }) => alfi.get(`/v1/tenancies/${id}/slide`).expect(200)));
    expect(slides.some(({ body }) => (body as { aimOn: string }).aimOn < demo.loadedOn)).toBe(true);
  });

  it('tells of them each partner by its sight, in alerts that are there from the first moment', async () => {
    const kinds = async (key: string): Promise<string[]> => {
      const rows = await demo.all<{ kind: string }>(await demo.as(key), '/v1/alerts?status=open');
      return [...new Set(rows.map(({ kind }) => kind))].sort();
    };
    expect(await kinds('ayyem-zamen')).toEqual(expect.arrayContaining(['joint_review_due', 'rent_unpaid']));
    expect(await kinds('alfi')).toEqual(
      expect.arrayContaining(['slide_due', 'tenancy_ending', 'repayment_plan_broken']),
    );
    expect(await kinds('antin')).toEqual(
      expect.arrayContaining(['arrears_report_due', 'arrears_plan_due', 'slide_due']),
    );
    expect(await kinds('heneo')).toEqual(['account_stale']);
    expect(await kinds('siao')).toEqual([]);
    const owner = await demo.as('paris-habitat');
    const [review] = await dataOf<Record<string, unknown>>(owner, '/v1/alerts?kind=joint_review_due');
    expect(review).toMatchObject({ subjectType: 'tenancy_occupancy', householdId: null });
    const { data } = (await owner.get('/v1/alerts/delta?limit=500').expect(200)).body as { data: { id: string }[] };
    expect(data.map(({ id }) => id)).toContain(review!.id);
  });

  it('has a sliding lease that slid: a lease of the owner in the household’s name, its deposit moved', async () => {
    const [alfi, antin] = [await demo.as('alfi'), await demo.as('antin')];
    const ended = await demo.all<Tenancy & { endedOn: string }>(alfi, '/v1/tenancies?kind=sliding_lease&status=ended');
    const [old] = ended;
    const { body } = await alfi.get(`/v1/tenancies/${old!.id}/slide`).expect(200);
    const { outcome, newTenancyId } = body as { outcome: string; newTenancyId: string };
    expect([outcome, ended.length]).toEqual(['slide', 1]);
    const lease = (await antin.get(`/v1/tenancies/${newTenancyId}`).expect(200)).body as object;
    expect(lease).toMatchObject({ kind: 'social_lease', previousTenancyId: old!.id, startsOn: old!.endedOn });
    expect(await dataOf(antin, `/v1/tenancies/${newTenancyId}/guarantees`)).toMatchObject([{ status: 'held' }]);
    expect(await dataOf(alfi, `/v1/tenancies/${old!.id}/guarantees`)).toMatchObject([{ status: 'moved' }]);
    expect((await alfi.get(`/v1/tenancies/${old!.id}/exit`).expect(200)).body).toMatchObject({ route: 'hlm_slide' });
  });

  it('has inventories in and out with what a repair cost, guarantees, and requests to the FSL', async () => {
    const [alfi, antin] = [await demo.as('alfi'), await demo.as('antin')];
    const sublet = await demo.all<Tenancy>(alfi, `/v1/tenancies?kind=sublease&landlordId=${alfi.organisationId}`);
    const inventories = await Promise.all(
      sublet.map(({ id }) => dataOf<Record<string, unknown>>(alfi, `/v1/tenancies/${id}/inventories`)),
    );
    const [into, out] = inventories.find((some) => some.length === 2)!;
    expect([into, out]).toMatchObject([{ kind: 'in' }, { kind: 'out', repairCents: 18_500 }]);
    const path = `/v1/tenancies/${String(out!.tenancyId)}/ledger-entries?label=exit_repairs`;
    expect(await dataOf(alfi, path)).toMatchObject([{ id: out!.chargedEntryId, amountCents: 18_500 }]);
    const tenants = await demo.all<Tenancy>(
      antin,
      `/v1/tenancies?landlordId=${antin.organisationId}&kind=social_lease`,
    );
    const requests = await Promise.all(
      tenants.map(({ id }) => dataOf<{ kind: string; status: string }>(antin, `/v1/tenancies/${id}/fsl-requests`)),
    );
    const kinds = new Set(requests.flat().map(({ kind, status }) => `${kind} ${status}`));
    expect([...kinds].sort()).toEqual(['access granted', 'maintenance filed']);
    const guarantees = await Promise.all(
      tenants.map(({ id }) => dataOf<{ kind: string }>(antin, `/v1/tenancies/${id}/guarantees`)),
    );
    expect([...new Set(guarantees.flat().map(({ kind }) => kind))].sort()).toEqual(['deposit', 'fsl', 'visale']);
  });

  it('has a tenancy that ended with a debt, which outlives it', async () => {
    const alfi = await demo.as('alfi');
    const ended = await demo.all<Tenancy>(alfi, '/v1/tenancies?status=ended&kind=sublease');
    const accounts = await Promise.all(ended.map(({ id }) => alfi.get(`/v1/tenancies/${id}/account`).expect(200)));
    const owing = accounts.map(({ body }) => body as { tenancyId: string; balanceCents: number });
    const [left, ...others] = owing.filter(({ balanceCents }) => balanceCents > 0);
    expect([left, others]).toEqual([expect.anything(), []]);
    expect((await cases()).map((one) => one.case.tenancyId)).toContain(left!.tenancyId);
  });

  it('tells a landlord that has sent nothing for a month from one whose accounts are up to date', async () => {
    for (const [key, knowledge] of [
      ['heneo', 'stale'],
      ['adoma', 'current'],
    ] as const) {
      const operator = await demo.as(key);
      const [one] = await demo.all<Tenancy>(operator, '/v1/tenancies');
      expect((await operator.get(`/v1/tenancies/${one!.id}/account`).expect(200)).body).toMatchObject({ knowledge });
    }
  });

  it('has a year of account or two, and every balance is the sum of its entries', async () => {
    const consortia = await demo.owner<{ consortiumId: string }>('SELECT id AS "consortiumId" FROM consortia');
    for (const consortium of consortia) {
      const [seen] = await inConsortium<{ seen: string; astray: string[] | null }>(
        demo,
        consortium,
        `SELECT * FROM accounts_astray('00000000-0000-0000-0000-000000000000', 100000)`,
      );
      expect(Number(seen!.seen)).toBeGreaterThan(0);
      expect(seen!.astray).toBeNull();
    }
  });

  it('keeps in no entry of the feed what each answer adds to it, so that no answer says it twice', async () => {
    const kept = await demo.owner<{ collection: string; astray: string | null }>(
      `SELECT collection, string_agg(entry::text, ' ') FILTER (WHERE entry ?| '{id,version}' OR entry = '{}') AS astray
         FROM feed WHERE entry IS NOT NULL GROUP BY collection ORDER BY collection`,
    );
    expect(kept.map(({ collection }) => collection)).toEqual(
      expect.arrayContaining(['dwellings', 'placements', 'tenancies']),
    );
    expect(kept.filter(({ astray }) => astray !== null)).toEqual([]);
  });

  it('is as the next night finds it: a second evaluation on the same day writes nothing', async () => {
    const [consortium] = await demo.owner<{ consortiumId: string }>(
      `SELECT id AS "consortiumId" FROM consortia WHERE key = 'demonstration'`,
    );
    const [again] = await inConsortium<Record<string, string>>(demo, consortium!, 'SELECT * FROM arrears_turn($1)', [
      demo.loadedOn,
    ]);
    const [causes] = await inConsortium<Record<string, string>>(
      demo,
      consortium!,
      'SELECT arrears_causes($1, NULL) + deadlines_causes($1, NULL) + accounts_stale($1) AS changed',
      [demo.loadedOn],
    );
    expect([Number(again!.looked_at) > 10, causes!.changed]).toEqual([true, '0']);
    expect([again!.opened, again!.escalated, again!.cleared, again!.plans_checked]).toEqual(['0', '0', '0', '0']);
  });
});
