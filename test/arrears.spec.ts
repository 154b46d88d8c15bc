import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { RentArrears } from '../src/tenancies/arrears.jobs.js';
import { JobRunner } from '../src/platform/jobs/job-runner.js';
import type { Partner } from './support/actors.js';
import { testApp } from './support/app.js';
import {
  act,
  arrearsFrame,
  caseOf,
  change,
  inConsortium,
  standing,
  turnNight,
  type ArrearsFrame,
  type Case,
} from './support/arrears.js';
import { settled } from './support/settled.js';
import { today } from './support/tenancies.js';

jest.setTimeout(60_000);

const test = await testApp();
const TODAY = today();
const BIG = { debtCents: 100_000, lastEntryOn: TODAY, firstDefaultOn: TODAY };
let frame: ArrearsFrame;

beforeAll(async () => {
  frame = await arrearsFrame(test);
});

const night = (at = TODAY, here = frame) =>
  inConsortium<Record<string, string>>(test, here, 'SELECT * FROM arrears_turn($1)', [at]);
const turn = (here = frame, size?: number) => turnNight(test, here, size);

function spawnNight(hang: boolean) {
  const told = JSON.stringify({ url: test.ownerUrl, consortiumId: frame.consortiumId, hang });
  return spawn(process.execPath, ['--import', './test/support/swc-loader.js', 'test/arrears.process.ts', told], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

async function inProcess(): Promise<object> {
  const [told] = (await once(spawnNight(false).stdout!, 'data')) as [Buffer];
  return JSON.parse(told.toString()) as object;
}

const stepsOf = async (partner: Partner, id: string): Promise<string[]> => {
  const answer = await partner.get(`/v1/arrears-cases/${id}/explanation`).expect(200);
  return (answer.body as { nextSteps: { step: string }[] }).nextSteps.map(({ step }) => step).sort();
};

/** Every row that the night may write, with the transaction that wrote it. */
const rows = () =>
  inConsortium<{ rows: string }>(
    test,
    frame,
    `SELECT string_agg(md5, ',' ORDER BY md5) AS rows FROM (${[
      'arrears_cases',
      'arrears_grounds',
      'arrears_steps',
      'repayment_plans',
      'repayment_plan_checks',
      'enforcement_holds',
      'deadlines',
      'causes',
      'feed',
      'events',
    ]
      .map(
        (table) =>
          `SELECT '${table}' || md5(t.xmin::text || t::text) AS md5 FROM ${table} t WHERE consortium_id = '${frame.consortiumId}'`,
      )
      .join(' UNION ALL ')}) w`,
  );

describe('The night', () => {
  it('opens a case for who sees the account: lessor and supporter; the coordinator gets its level alone', async () => {
    const { lessor, supporter, stranger } = frame.partners;
    const [id] = await standing(test, frame, [{ ...BIG, supporter: true }]);
    await turn();
    const found = await caseOf(lessor, id!);
    expect(found).toMatchObject({
      status: 'constituted',
      level: 'constituted',
      debtCents: 100_000,
      openedOn: TODAY,
      closedOn: null,
    });
    expect(found!.reportDueOn).toEqual(expect.any(String));
    expect(await caseOf(supporter, id!)).toMatchObject({ id: found!.id });
    expect(await caseOf(stranger, id!)).toBeUndefined();
    await stranger.get(`/v1/arrears-cases/${found!.id}`).expect(404);
    await stranger.get(`/v1/tenancies/${id}/arrears`).expect(404);
    await frame.coordinator.get(`/v1/arrears-cases/${found!.id}`).expect(403);
    const levels = await frame.coordinator.get(`/v1/arrears-levels?tenancyId=${id}`).expect(200);
    expect((levels.body as { data: object[] }).data).toEqual([
      {
        id: found!.id,
        version: 1,
        tenancyId: id,
        level: 'constituted',
        levelSince: TODAY,
        updatedAt: expect.any(String),
      },
    ]);
    await lessor.get('/v1/arrears-levels').expect(403);
    await settled(test);
    const delta = await lessor.get('/v1/arrears-cases/delta').expect(200);
    expect((delta.body as { data: Case[] }).data.find((entry) => entry.id === found!.id)).toMatchObject({
      tenancyId: id,
      status: 'constituted',
    });
  });

  it('says what it did, and a second run with nothing new writes no row', async () => {
    await standing(test, frame, [BIG, { debtCents: 1_000, firstDefaultOn: TODAY }, { debtCents: 0 }]);
    expect(await turn()).toMatchObject({ opened: 2, levelChanged: 0, cleared: 0 });
    const before = await rows();
    expect(await turn()).toMatchObject({ opened: 0, levelChanged: 0, cleared: 0, causesChanged: 0 });
    expect(await rows()).toEqual(before);
  });

  it('makes the same cases and puts no cause twice when several processes run at once', async () => {
    const debts = Array.from({ length: 60 }, (_, index) => ({ ...BIG, debtCents: 1_000 * (index + 1) }));
    const ids = await standing(test, frame, debts);
    const runs = await Promise.all([inProcess(), inProcess(), turn(), turn()]);
    expect(runs.map((run) => (run as { opened: number }).opened).sort()).toEqual([0, 0, 0, 60]);
    const [counts] = await inConsortium<{ cases: number; causes: number; kinds: number; steps: number }>(
      test,
      frame,
      `SELECT count(DISTINCT c.id)::integer AS cases, count(k.id)::integer AS causes, count(DISTINCT (k.subject_id, k.kind, k.organisation_id))::integer AS kinds,
         (SELECT count(*)::integer FROM arrears_steps s JOIN arrears_cases x ON x.id = s.case_id WHERE x.tenancy_id = ANY ($1)) AS steps
       FROM arrears_cases c LEFT JOIN causes k ON k.subject_id = c.id AND k.ended_at IS NULL WHERE c.tenancy_id = ANY ($1)`,
      [ids],
    );
    expect(counts).toMatchObject({ cases: 60, steps: 60 });
    expect(counts!.causes).toBe(counts!.kinds);
    expect(counts!.causes).toBeGreaterThan(59);
  });

  it('makes the same cases when nights that are cut differently run at once', async () => {
    const own = await arrearsFrame(test);
    const debts = Array.from({ length: 60 }, (_, index) => ({ ...BIG, debtCents: 1_000 * (index + 1) }));
    await standing(test, own, debts);
    const runs = await Promise.all([3, 7, 20, 60].map((size) => turn(own, size)));
    expect(runs.reduce((sum, { opened }) => sum + opened!, 0)).toBe(60);
    const [counts] = await inConsortium<object>(
      test,
      own,
      `SELECT (SELECT count(*)::integer FROM arrears_cases WHERE consortium_id = $1) AS cases,
         (SELECT count(*)::integer FROM arrears_steps WHERE consortium_id = $1) AS steps,
         (SELECT count(*)::integer FROM events WHERE consortium_id = $1 AND type = 'arrears_case.opened') AS events,
         (SELECT count(*) - count(DISTINCT (subject_id, kind, organisation_id)) FROM causes WHERE consortium_id = $1)::integer AS twice`,
      [own.consortiumId],
    );
    expect(counts).toEqual({ cases: 60, steps: 60, events: 60, twice: 0 });
    expect(await turn(own)).toMatchObject({ opened: 0, levelChanged: 0, cleared: 0, causesChanged: 0 });
  });

  it('leaves nothing of a run that was killed, and hinders no other', async () => {
    const [id] = await standing(test, frame, [BIG]);
    const killed = spawnNight(true);
    await once(killed.stdout!, 'data');
    expect(await caseOf(frame.partners.lessor, id!)).toBeUndefined();
    killed.kill('SIGKILL');
    await once(killed, 'exit');
    expect(await turn()).toMatchObject({ opened: 1 });
    expect(await caseOf(frame.partners.lessor, id!)).toMatchObject({ status: 'constituted' });
  });

  it('goes in parts: the same cases, however many there are and wherever a run before it was killed', async () => {
    const own = await arrearsFrame(test);
    const ids = await standing(
      test,
      own,
      Array.from({ length: 11 }, (_, index) => ({ ...BIG, debtCents: 1_000 + 20_000 * index })),
    );
    const [, , third] = [...ids].sort();
    await inConsortium(test, own, `SELECT * FROM arrears_turn($1, '00000000-0000-0000-0000-000000000000', $2)`, [
      TODAY,
      third,
    ]);
    expect(await turn(own, 2)).toMatchObject({ lookedAt: 11, opened: 8, cleared: 0 });
    const told = `SELECT count(DISTINCT subject_id)::integer AS n FROM causes WHERE consortium_id = $1 AND ended_at IS NULL`;
    expect(await inConsortium(test, own, told, [own.consortiumId])).toEqual([{ n: 11 }]);
    expect(await turn(own, 4)).toMatchObject({ lookedAt: 11, opened: 0, levelChanged: 0, causesChanged: 0 });
    await change(
      test,
      own,
      ids.map((id) => ({ id, debt: 0 })),
    );
    expect(await turn(own, 5)).toMatchObject({ cleared: 11 });
    expect(await inConsortium(test, own, told, [own.consortiumId])).toEqual([{ n: 0 }]);
  });

  it('of a head tenancy is in the lists of its lessor and of the organisation that is the tenant, with every filter', async () => {
    const { lessor, supporter, stranger } = frame.partners;
    const [id] = await standing(test, frame, [{ ...BIG, head: true }]);
    await turn();
    const found = await caseOf(lessor, id!);
    expect(found).toMatchObject({ tenancyId: id, debtCents: 100_000 });
    const listed = async (partner: Partner, filter: string): Promise<boolean> => {
      const { body } = await partner.get(`/v1/arrears-cases?limit=200${filter}`).expect(200);
      return (body as { data: Case[] }).data.some((one) => one.id === found!.id);
    };
    for (const filter of [
      '',
      `&tenancyId=${id}`,
      '&updatedSince=2020-01-01T00:00:00Z',
      `&landlordId=${lessor.organisationId}`,
    ])
      expect([await listed(lessor, filter), await listed(supporter, filter), await listed(stranger, filter)]).toEqual([
        true,
        true,
        false,
      ]);
    await supporter.get(`/v1/arrears-cases/${found!.id}`).expect(200);
    await stranger.get(`/v1/arrears-cases/${found!.id}`).expect(404);
  });

  it('is seen among the jobs with its counts, once however often it is delivered', async () => {
    const job = test.app.get(RentArrears, { strict: false });
    const call = { id: randomUUID(), attempt: 1, consortiumId: frame.consortiumId, data: {} };
    await standing(test, frame, [BIG]);
    const runner = test.app.get(JobRunner, { strict: false });
    await runner.run(job, call);
    await runner.run(job, call);
    const answer = await frame.coordinator.get('/v1/jobs').expect(200);
    expect((answer.body as { data: { job: string }[] }).data.find((run) => run.job === 'rent-arrears')).toMatchObject({
      outcome: 'done',
      runs: 1,
      failures: 0,
      counts: { opened: 1, plansBroken: 0, lookedAt: expect.any(Number) },
    });
  });

  it('follows a debt: watched, constituted, still so under the rules of 2027, cleared', async () => {
    const own = await arrearsFrame(test);
    const { lessor } = own.partners;
    const [id] = await standing(test, own, [
      { debtCents: 20_000, lastEntryOn: '2026-09-05', firstDefaultOn: '2026-09-05' },
    ]);
    const at = async (day: string, debt?: number, entry?: string, since = '2026-09-05'): Promise<Case> => {
      if (debt !== undefined) await change(test, own, [{ id: id!, debt, entry_on: entry ?? day, default_on: since }]);
      await night(day, own);
      return (await caseOf(lessor, id!))!;
    };
    expect(await at('2026-09-06')).toMatchObject({
      status: 'watch',
      ruleCode: 'early_first_default',
      reportDueOn: null,
    });
    const constituted = await at('2026-10-06', 40_000, '2026-10-05');
    expect(constituted).toMatchObject({
      status: 'constituted',
      levelSince: '2026-10-06',
      ruleCode: 'apl_rental_net',
      ruleVersion: 1,
      reportDueOn: '2026-12-05',
    });
    expect(await at('2026-10-20', 10_000)).toMatchObject({ status: 'constituted', debtCents: 10_000 });
    expect(await at('2027-01-01')).toMatchObject({ status: 'constituted', ruleCode: 'apl_rental_net', ruleVersion: 1 });
    const grounds = await lessor.get(`/v1/arrears-cases/${constituted.id}/grounds`).expect(200);
    expect((grounds.body as { data: object[] }).data).toContainEqual(
      expect.objectContaining({
        code: 'apl_rental_net',
        sinceOn: '2026-10-05',
        debtCents: 40_000,
        thresholdCents: 40_000,
        endedOn: null,
        legalBasis: 'CCH R.824-1',
      }),
    );
    expect(await at('2027-01-10', 0)).toMatchObject({ id: constituted.id, status: 'cleared', closedOn: '2027-01-10' });
    expect(await at('2027-03-01', 5_000, '2027-03-01', '2027-03-01')).toMatchObject({
      status: 'watch',
      openedOn: '2027-03-01',
    });
    const history = await lessor.get(`/v1/arrears-cases/${constituted.id}/history`).expect(200);
    expect((history.body as { data: { step: string }[] }).data.map(({ step }) => step)).toEqual([
      'opening',
      'escalation',
      'clearance',
    ]);
  });

  it('looks at tenancies that ended with a debt', async () => {
    const [id] = await standing(test, frame, [{ ...BIG, endedOn: TODAY }]);
    await turn();
    expect(await caseOf(frame.partners.lessor, id!)).toMatchObject({ status: 'watch' });
  });
});

describe('A repayment plan', () => {
  const addEntry = (own: ArrearsFrame, tenancy: string, cents: number, on: string) =>
    inConsortium(
      test,
      own,
      `INSERT INTO ledger_entries (consortium_id, id, tenancy_id, kind, amount_cents, occurred_on, month, label, value_on, due_side)
       VALUES ($1, gen_random_uuid(), $2, $3, $4, $5::text::date, left($5::text, 7), $6, $5::text::date, $7)`,
      [
        own.consortiumId,
        tenancy,
        cents > 0 ? 'due' : 'payment',
        cents,
        on,
        cents > 0 ? 'rent' : 'tenant_payment',
        cents > 0,
      ],
    );

  it.each([
    [
      'is kept while the current rent and the instalments are paid, within the days of grace',
      -57_500,
      '2026-06-10',
      true,
    ],
    ['is broken when the current rent alone is paid', -48_000, '2026-06-10', false],
    ['is broken by a payment a day after the days of grace', -57_500, '2026-06-12', false],
  ])('%s', async (_, paid, on, kept) => {
    const own = await arrearsFrame(test);
    const { lessor } = own.partners;
    const [id] = await standing(test, own, [{ debtCents: 90_000, firstDefaultOn: '2026-03-01' }]);
    await addEntry(own, id!, 90_000, '2026-03-01');
    await night('2026-05-10', own);
    const { id: caseId } = (await caseOf(lessor, id!))!;
    const plan = await act(lessor, caseId, 'plan', {
      firstDueOn: '2026-06-01',
      instalments: 12,
      proposedOn: '2026-05-10',
    });
    expect(plan.status).toBe(201);
    expect(plan.body).toMatchObject({
      status: 'proposed',
      debtCents: 90_000,
      instalmentCents: 7_500,
      instalments: 12,
      toleranceDays: 10,
    });
    expect((await act(lessor, caseId, 'plan/agreement', { agreedOn: '2026-05-11' })).body).toMatchObject({
      status: 'active',
      balanceCents: 90_000,
    });
    await addEntry(own, id!, 48_000, '2026-06-01');
    await addEntry(own, id!, paid, on);
    const [early] = await night('2026-06-11', own);
    expect(early).toMatchObject({ plans_checked: '0' });
    const [run] = await night('2026-06-12', own);
    expect(run).toMatchObject({ plans_checked: '1', plans_broken: kept ? '0' : '1' });
    const checks = await lessor.get(`/v1/arrears-cases/${caseId}/plan/checks`).expect(200);
    expect((checks.body as { data: object[] }).data).toEqual([
      expect.objectContaining({ instalment: 1, dueOn: '2026-06-01', expectedCents: 7_500, kept }),
    ]);
    expect((await caseOf(lessor, id!))!.status).toBe(kept ? 'plan_active' : 'plan_broken');
    const holds = await lessor.get(`/v1/arrears-cases/${caseId}/holds`).expect(200);
    expect((holds.body as { data: { endsOn: string | null }[] }).data).toEqual([
      expect.objectContaining({ kind: 'plan', startsOn: '2026-05-11', endsOn: kept ? null : '2026-06-12' }),
    ]);
    const [again] = await night('2026-06-12', own);
    expect(again).toMatchObject({ plans_checked: '0', plans_broken: '0' });
  });

  it('silences suggestions of enforcement and nothing else; the lessor may proceed, and says why', async () => {
    const { lessor } = frame.partners;
    const [id] = await standing(test, frame, [BIG]);
    await turn();
    const { id: caseId } = (await caseOf(lessor, id!))!;
    expect(await stepsOf(lessor, caseId)).toEqual([
      'open_support',
      'payment_order',
      'propose_plan',
      'report_ccapex',
      'report_paying_body',
    ]);
    await act(lessor, caseId, 'plan', { firstDueOn: TODAY });
    expect((await act(lessor, caseId, 'plan/agreement', {})).status).toBe(200);
    expect(await stepsOf(lessor, caseId)).toEqual(['check_plan', 'report_ccapex', 'report_paying_body']);
    const refused = await act(lessor, caseId, 'proceedings', { kind: 'payment_order' });
    expect(refused.status).toBe(422);
    expect(refused.body).toMatchObject({ errors: [{ pointer: '/reason', code: 'proceeds_because' }] });
    const proceeded = await act(lessor, caseId, 'proceedings', {
      kind: 'payment_order',
      reason: 'Loyer courant impayé',
    });
    expect(proceeded.body).toMatchObject({ proceeding: 'payment_order', proceedingOn: TODAY });
    const reported = await act(lessor, caseId, 'report', { body: 'paying_body', reference: '2026-1187' });
    expect(reported.body).toMatchObject({ status: 'plan_active', reportedOn: TODAY, planDueOn: expect.any(String) });
    expect(await stepsOf(lessor, caseId)).toEqual(['aid_decision', 'check_plan']);
    const withdrawn = await act(lessor, caseId, 'plan/withdrawal', {});
    expect(withdrawn.body).toMatchObject({ status: 'withdrawn' });
    expect(await caseOf(lessor, id!)).toMatchObject({ status: 'reported' });
    expect(await stepsOf(lessor, caseId)).toContain('summons');
  });

  it('is proposed by any party and agreed by the lessor; one at a time, no longer than the law has it', async () => {
    const { lessor, supporter } = frame.partners;
    const [id] = await standing(test, frame, [{ ...BIG, supporter: true }]);
    await turn();
    const { id: caseId } = (await caseOf(lessor, id!))!;
    expect((await act(supporter, caseId, 'plan', { firstDueOn: TODAY, instalments: 48 })).body).toMatchObject({
      code: 'plan_too_long',
    });
    expect(
      (await act(supporter, caseId, 'plan', { firstDueOn: TODAY, instalments: 3, instalmentCents: 5 })).status,
    ).toBe(422);
    expect((await act(supporter, caseId, 'plan', { firstDueOn: TODAY })).body).toMatchObject({
      instalments: 36,
      instalmentCents: 2_778,
    });
    expect((await act(lessor, caseId, 'plan', { firstDueOn: TODAY })).body).toMatchObject({ code: 'plan_under_way' });
    expect((await act(supporter, caseId, 'plan/agreement', {})).body).toMatchObject({ code: 'not_the_lessor' });
    expect((await act(supporter, caseId, 'report', { body: 'paying_body' })).body).toMatchObject({
      code: 'not_the_lessor',
    });
    expect((await act(supporter, caseId, 'report', { body: 'fsl' })).body).toMatchObject({
      status: 'plan_proposed',
      reportedOn: null,
    });
  });
});

describe('Support that holds enforcement', () => {
  it('silences the end of a residence’s contract, not the report, until it is reviewed', async () => {
    const own = await arrearsFrame(test);
    const account = { kind: 'occupancy_title', debtCents: 200_000, unpaidTerms: 3, lastEntryOn: '2026-06-05' };
    const [id] = await standing(test, own, [account]);
    await night('2026-06-10', own);
    const causes = async (at: string): Promise<string[]> => {
      await inConsortium(test, own, 'SELECT arrears_causes($1, NULL)', [at]);
      const rows = await inConsortium<{ kind: string }>(
        test,
        own,
        `SELECT DISTINCT kind FROM causes WHERE consortium_id = $1 AND ended_at IS NULL ORDER BY kind`,
        [own.consortiumId],
      );
      return rows.map(({ kind }) => kind);
    };
    expect(await causes('2026-06-10')).toEqual(['arrears_constituted', 'arrears_report_due', 'contract_end_possible']);
    await inConsortium(
      test,
      own,
      `INSERT INTO enforcement_holds (consortium_id, id, tenancy_id, kind, source_type, source_id, starts_on, ends_on)
       VALUES ($1, gen_random_uuid(), $2, 'support', 'episode', gen_random_uuid(), '2026-06-11', '2026-09-01')`,
      [own.consortiumId, id],
    );
    expect(await causes('2026-06-11')).toEqual(['arrears_constituted', 'arrears_report_due']);
    expect(await causes('2026-08-31')).not.toContain('contract_end_possible');
    expect(await causes('2026-09-01')).toContain('contract_end_possible');
  });
});

describe('A closure', () => {
  it('is refused while arrears are constituted, saying by which rule', async () => {
    const { lessor } = frame.partners;
    const [id] = await standing(test, frame, [
      { ofOwner: true, aidCents: 0, debtCents: 60_000, firstDefaultOn: TODAY, lastEntryOn: TODAY },
    ]);
    await turn();
    const owner = frame.partners.owner;
    const { id: caseId } = (await caseOf(owner, id!))!;
    const refused = await act(owner, caseId, 'closure', { reason: 'arranged' });
    expect(refused.status).toBe(409);
    expect(refused.body).toMatchObject({
      code: 'arrears_constituted',
      detail: expect.stringContaining('« Signalement à la CCAPEX : dette comparée au loyer hors charges »'),
    });
    expect(await caseOf(lessor, id!)).toBeUndefined();
  });

  it('of a soft level holds until the debt rises', async () => {
    const { lessor } = frame.partners;
    const [id] = await standing(test, frame, [{ debtCents: 1_000, firstDefaultOn: TODAY }]);
    await turn();
    const first = (await caseOf(lessor, id!))!;
    expect((await act(lessor, first.id, 'closure', { reason: 'arranged' })).body).toMatchObject({
      status: 'closed',
      closureReason: 'arranged',
    });
    expect((await act(lessor, first.id, 'report', { body: 'ccapex' })).body).toMatchObject({
      code: 'arrears_case_over',
    });
    await turn();
    expect((await caseOf(lessor, id!))!.id).toBe(first.id);
    await change(test, frame, [{ id: id!, debt: 1_001 }]);
    await turn();
    expect(await caseOf(lessor, id!)).toMatchObject({ status: 'watch', debtCents: 1_001 });
  });
});

describe('The rules', () => {
  it('are read with their texts, and replaced by a consortium from a day on, for itself alone', async () => {
    const own = await arrearsFrame(test);
    const { lessor } = own.partners;
    const list = async (at: string, partner = lessor) =>
      (
        (await partner.get(`/v1/arrears-rules?at=${at}&limit=200`).expect(200)).body as {
          data: { code: string; [key: string]: unknown }[];
        }
      ).data;
    const codes = (await list('2026-12-31')).map(({ code }) => code);
    expect(codes).toContain('apl_rental_net');
    expect(codes).not.toContain('apl_rental_amount');
    const half = { basedOn: 'early_one_month', code: 'early_half_month', percent: 50, validFrom: '2026-02-01' };
    await lessor.post('/v1/arrears-rules', half).expect(403);
    const { id: rule } = (await own.coordinator.post('/v1/arrears-rules', half).expect(201)).body as { id: string };
    const change = `SELECT 1 FROM audit_entries WHERE kind = 'change' AND $1 = ANY (ids)`;
    expect(await test.owner(change, [rule])).toHaveLength(1);
    expect((await own.coordinator.post('/v1/arrears-rules', half)).body).toMatchObject({ code: 'rule_from_taken' });
    await own.coordinator
      .post('/v1/arrears-rules', { basedOn: 'early_first_default', validFrom: '2026-02-01', enabled: false })
      .expect(201);
    const [id] = await standing(test, own, [{ debtCents: 24_000, aidPayee: 'tenant' }]);
    await night('2026-06-10', own);
    expect(await caseOf(lessor, id!)).toMatchObject({ status: 'watch', ruleCode: 'early_half_month' });
    expect((await list('2026-01-31')).map(({ code }) => code)).toContain('early_first_default');
    expect((await list('2026-02-01')).map(({ code }) => code)).not.toContain('early_first_default');
    expect((await list('2026-02-01', frame.partners.lessor)).map(({ code }) => code)).toContain('early_first_default');
    expect((await list('2026-02-01')).find(({ code }) => code === 'early_half_month')).toMatchObject({
      percent: 50,
      ruleVersion: 1,
    });
  });
});

describe('A supporter', () => {
  it('ceases to see a case, and gets its tombstone, when the household no longer lets it see the account', async () => {
    const own = await arrearsFrame(test);
    const { supporter } = own.partners;
    const [id] = await standing(test, own, [{ ...BIG, supporter: true }]);
    await night(TODAY, own);
    const found = (await caseOf(supporter, id!))!;
    const disclosures = await supporter.get(`/v1/households/${own.householdId}/disclosures`).expect(200);
    const mine = (disclosures.body as { data: { id: string }[] }).data[0]!;
    await inConsortium(test, own, 'SELECT close_disclosure($1)', [mine.id]);
    await supporter.get(`/v1/arrears-cases/${found.id}`).expect(404);
    await settled(test);
    const delta = await inConsortium<{ removed: string | null }>(
      test,
      own,
      `SELECT removed_reason AS removed FROM feed WHERE subject_id = $1 AND viewer_id = $2`,
      [found.id, supporter.organisationId],
    );
    expect(delta).toEqual([{ removed: 'no_longer_yours' }]);
  });
});
