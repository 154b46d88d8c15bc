import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { ProjectCauses } from '../src/alerts/alerts.jobs.js';
import { RentArrears } from '../src/tenancies/arrears.jobs.js';
import type { Partner } from './support/actors.js';
import { deliver, personOf, project } from './support/alerts.js';
import { testApp } from './support/app.js';
import { inConsortium } from './support/arrears.js';
import { addDwelling, placementFrame, type Frame } from './support/placements.js';
import { settled } from './support/settled.js';
import { sittingTenant, today } from './support/tenancies.js';

jest.setTimeout(60_000);

const test = await testApp();
let frame: Frame;

beforeAll(async () => {
  frame = await placementFrame(test);
});

interface Told {
  readonly id: string;
  readonly kind: string;
  readonly level: string;
  readonly status: string;
  readonly subjectId: string;
  readonly explanation: string;
  readonly action: string;
  readonly facts: readonly { name: string; value: string }[];
}

const aided = { rentCents: 42_000, chargesCents: 6_000, aidKind: 'apl', aidCents: 20_000, aidPayee: 'landlord' };

/** A tenancy of the landlord itself, whose household the supporter follows. */
async function tenant(): Promise<{ id: string; householdId: string }> {
  const dwellingId = await addDwelling(frame, { operatorId: null });
  const { id, householdId } = await sittingTenant(frame, { dwellingId, terms: aided });
  return { id, householdId: householdId! };
}

const owe = (id: string, amountCents: number, occurredOn = today()) =>
  frame.partners.landlord
    .post(`/v1/tenancies/${id}/ledger-entries`, { kind: 'due', amountCents, occurredOn })
    .expect(201);
const pay = (id: string, amountCents: number) =>
  frame.partners.landlord
    .post(`/v1/tenancies/${id}/payments`, { amountCents })
    .set('Idempotency-Key', randomUUID())
    .expect(201);

/** The nightly job and what follows from it, as their queue delivers them. */
async function night(): Promise<void> {
  await deliver(test, frame.consortiumId, RentArrears);
  await project(test, frame.consortiumId);
}

const caseOf = async (tenancyId: string): Promise<string> => {
  const answer = await frame.partners.landlord.get(`/v1/arrears-cases?tenancyId=${tenancyId}`).expect(200);
  return (answer.body as { data: { id: string }[] }).data.at(-1)!.id;
};

async function alertsOf(partner: Partner, subjectId: string, language = 'fr'): Promise<Told[]> {
  const answer = await partner.get(`/v1/alerts?subjectId=${subjectId}&limit=100`).set('Accept-Language', language);
  if (answer.status !== 200) throw new Error(`${answer.status} ${answer.text}`);
  return (answer.body as { data: Told[] }).data;
}
const kindsOf = async (partner: Partner, subjectId: string): Promise<string[]> =>
  (await alertsOf(partner, subjectId))
    .filter(({ status }) => status !== 'closed')
    .map(({ kind }) => kind)
    .sort();

const act = async (partner: Partner, path: string, noun: string, body: object) => {
  const { headers } = await partner.get(path).expect(200);
  return partner.post(`${path}/${noun}`, body).set('If-Match', headers.etag as string);
};

describe('A debt', () => {
  it('reaches who must act with the night: the rent officer, and the social worker in words of her own; others not', async () => {
    const { landlord, supporter, stranger, otherLandlord } = frame.partners;
    const [officer, other] = [
      await personOf(test, landlord, ['rent_officer']),
      await personOf(test, landlord, ['landlord_social_adviser']),
    ];
    const { id, householdId } = await tenant();
    await owe(id, 144_000);
    await night();
    const subject = await caseOf(id);
    expect(await kindsOf(officer, subject)).toEqual(['arrears_constituted', 'arrears_report_due']);
    expect(await kindsOf(other, subject)).toEqual([]);
    expect(await kindsOf(supporter, subject)).toEqual(['arrears_constituted']);
    expect(await kindsOf(stranger, subject)).toEqual([]);
    expect(await kindsOf(otherLandlord, subject)).toEqual([]);

    const worker = await personOf(test, supporter, ['social_worker']);
    await supporter
      .post(`/v1/households/${householdId}/assignments`, { userId: worker.id, startsOn: '2026-01-01' })
      .expect(201);
    const told = async (partner: Partner, language: string) =>
      (await alertsOf(partner, subject, language)).find(({ kind }) => kind === 'arrears_constituted')!;
    const [hers, his] = [await told(worker, 'fr'), await told(officer, 'fr')];
    expect(hers.explanation).toContain('La dette est de 1\u202f440,00\u00a0€.');
    expect(hers.explanation).toMatch(/Règle appliquée : « [^_]+ », version 1\./);
    expect(hers.action).toMatch(/^Préparez avec le ménage/);
    expect(his.action).toMatch(/^Lisez l’explication/);
    expect((await told(worker, 'en')).action).toMatch(/^Prepare resumed payments/);
    expect((await told(officer, 'en')).explanation).toMatch(
      /The debt is €1,440\.00\..*Rule applied: “[^_]+”, version 1\./,
    );
    await settled(test);
    const delta = await worker.get('/v1/alerts/delta?limit=500').expect(200);
    const entries = (delta.body as { data: Told[] }).data.filter(({ subjectId }) => subjectId === subject);
    expect(entries.map(({ kind, action }) => [kind, action])).toEqual([['arrears_constituted', hers.action]]);

    const levels = await frame.coordinator.get(`/v1/arrears-levels?tenancyId=${id}`).expect(200);
    const [level, ...more] = (levels.body as { data: object[] }).data;
    expect(level).toMatchObject({ tenancyId: id, level: 'constituted' });
    // How far it is, and since when: no amount.
    expect(Object.keys(level!).sort()).toEqual(['id', 'level', 'levelSince', 'tenancyId', 'updatedAt', 'version']);
    expect(more).toEqual([]);
    expect(await kindsOf(frame.coordinator, subject)).toEqual([]);
  });

  it('that is ahead of a threshold says so before: when, by which rule; and to whom support is asked', async () => {
    const { landlord, supporter } = frame.partners;
    const { id } = await tenant();
    await owe(id, 44_000);
    await night();
    const subject = await caseOf(id);
    expect(await kindsOf(landlord, subject)).toEqual(['arrears_threshold_ahead', 'rent_unpaid']);
    expect(await kindsOf(supporter, subject)).toEqual([
      'arrears_support_wanted',
      'arrears_threshold_ahead',
      'rent_unpaid',
    ]);
    const ahead = (await alertsOf(landlord, subject)).find(({ kind }) => kind === 'arrears_threshold_ahead')!;
    expect(ahead.explanation).toMatch(
      /Si rien n’est payé, le seuil de .* peut être franchi avec la prochaine échéance\./,
    );
    expect(ahead.explanation).toMatch(/Règle qui serait remplie : « Impayé d’aide au logement/);
    const found = await landlord.get(`/v1/arrears-cases/${subject}`).expect(200);
    expect(found.body).toMatchObject({ status: 'watch', nextRuleCode: expect.stringMatching(/^apl_rental_/) });
  });

  it('is acknowledged and put off by who acts, and gone by itself with the night after its payment', async () => {
    const { landlord, supporter } = frame.partners;
    const { id } = await tenant();
    await owe(id, 144_000);
    await night();
    const subject = await caseOf(id);
    const [mine] = await alertsOf(supporter, subject);
    const [constituted, report] = (await alertsOf(landlord, subject)).sort((a, b) => a.kind.localeCompare(b.kind));
    expect((await act(supporter, `/v1/alerts/${mine!.id}`, 'acknowledgement', { response: 'in_hand' })).status).toBe(
      200,
    );
    const [year] = today().split('-').map(Number);
    const put = await act(landlord, `/v1/alerts/${constituted!.id}`, 'snooze', { reopensOn: `${year! + 1}-01-15` });
    if (put.status !== 200) throw new Error(put.text);
    await night();
    expect((await alertsOf(supporter, subject))[0]).toMatchObject({ id: mine!.id, status: 'acknowledged' });
    expect((await landlord.get(`/v1/alerts/${constituted!.id}`)).body).toMatchObject({ status: 'snoozed' });
    await pay(id, 144_000);
    expect((await landlord.get(`/v1/alerts/${report!.id}`)).body).toMatchObject({ status: 'open' });
    await night();
    expect(await kindsOf(landlord, subject)).toEqual([]);
    expect(await kindsOf(supporter, subject)).toEqual([]);
    const history = await supporter.get(`/v1/alerts/${mine!.id}/history`).expect(200);
    expect((history.body as { data: { step: string }[] }).data.map(({ step }) => step)).toEqual([
      'raised',
      'acknowledged',
      'closed',
    ]);
    expect((await landlord.get(`/v1/arrears-cases/${subject}`)).body).toMatchObject({ status: 'cleared' });
  });

  it('makes no alert twice: the same job twice, at once, and in another process', async () => {
    const { landlord, supporter } = frame.partners;
    const { id } = await tenant();
    await owe(id, 144_000);
    await Promise.all([
      deliver(test, frame.consortiumId, RentArrears, 'night-1'),
      deliver(test, frame.consortiumId, RentArrears, 'night-1'),
      deliver(test, frame.consortiumId, RentArrears, 'night-2'),
      anotherProcess(),
    ]);
    await Promise.all([project(test, frame.consortiumId), project(test, frame.consortiumId)]);
    await deliver(test, frame.consortiumId, ProjectCauses);
    const subject = await caseOf(id);
    expect(await kindsOf(landlord, subject)).toEqual(['arrears_constituted', 'arrears_report_due']);
    expect(await kindsOf(supporter, subject)).toEqual(['arrears_constituted']);
    const [{ steps }] = (await test.owner<{ steps: number }>(
      `SELECT count(*)::integer AS steps FROM alert_steps s JOIN alerts a ON a.id = s.alert_id WHERE a.subject_id = $1`,
      [subject],
    )) as [{ steps: number }];
    expect(steps).toBe(3);
  });
});

async function anotherProcess(): Promise<void> {
  const told = JSON.stringify({ url: test.ownerUrl, consortiumId: frame.consortiumId, hang: false });
  const child = spawn(process.execPath, ['--import', './test/support/swc-loader.js', 'test/arrears.process.ts', told], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const [code] = (await once(child, 'exit')) as [number];
  expect(code).toBe(0);
}

describe('The alerts of a lessor', () => {
  const account = `DELETE FROM grants WHERE consortium_id = $1 AND household_id = $2 AND organisation_id = $3 AND scope = 'account'`;
  const facts = (alerts: Told[]) =>
    alerts
      .map(({ kind, facts: known, level, explanation, action }) => ({ kind, known, level, explanation, action }))
      .sort((one, other) => one.kind.localeCompare(other.kind));

  it('are the same whether or not the household lets its supporter see the account; the supporter’s then say nothing', async () => {
    const { landlord, supporter } = frame.partners;
    const [one, other] = [await tenant(), await tenant()];
    await inConsortium(test, frame, account, [frame.consortiumId, other.householdId, supporter.organisationId]);
    for (const { id } of [one, other]) await owe(id, 44_000);
    await night();
    const [followed, not] = [await caseOf(one.id), await caseOf(other.id)];
    expect(facts(await alertsOf(landlord, not))).toEqual(facts(await alertsOf(landlord, followed)));
    expect(await kindsOf(supporter, followed)).toContain('rent_unpaid');
    expect(await alertsOf(supporter, not)).toEqual([]);
    await supporter.get(`/v1/arrears-cases/${not}`).expect(404);
    await settled(test);
    const delta = await supporter.get('/v1/alerts/delta?limit=500').expect(200);
    expect(JSON.stringify(delta.body)).not.toContain(not);
  });

  it('close for a supporter from whom the account is taken away, with the next night', async () => {
    const { landlord, supporter } = frame.partners;
    const { id, householdId } = await tenant();
    await owe(id, 144_000);
    await night();
    const subject = await caseOf(id);
    const before = facts(await alertsOf(landlord, subject));
    await inConsortium(test, frame, account, [frame.consortiumId, householdId, supporter.organisationId]);
    await night();
    expect(await kindsOf(supporter, subject)).toEqual([]);
    expect(facts(await alertsOf(landlord, subject))).toEqual(before);
  });

  it('are hidden from a supporter at once when it sees the account no more, though it knows the household still', async () => {
    const { landlord, supporter } = frame.partners;
    const { id, householdId } = await tenant();
    await owe(id, 144_000);
    await night();
    const subject = await caseOf(id);
    const [alert] = await alertsOf(supporter, subject);
    const lessors = (await alertsOf(landlord, subject)).length;
    await settled(test);
    const { body } = await supporter.get('/v1/alerts/delta?limit=500').expect(200);
    await inConsortium(test, frame, account, [frame.consortiumId, householdId, supporter.organisationId]);
    await supporter.get(`/v1/households/${householdId}`).expect(200);
    expect(await alertsOf(supporter, subject)).toEqual([]);
    await supporter.get(`/v1/alerts/${alert!.id}`).expect(404);
    await supporter.get(`/v1/alerts/${alert!.id}/history`).expect(404);
    await project(test, frame.consortiumId);
    await settled(test);
    const { deltaToken } = body as { deltaToken: string };
    const after = await supporter.get(`/v1/alerts/delta?token=${deltaToken}`).expect(200);
    expect((after.body as { data: object[] }).data).toContainEqual(
      expect.objectContaining({ id: alert!.id, removed: true, reason: 'no_longer_yours' }),
    );
    expect(await alertsOf(landlord, subject)).toHaveLength(lessors);
  });

  it('are not made for a supporter whose household is closed to it between the night and the telling', async () => {
    const { supporter } = frame.partners;
    const { id, householdId } = await tenant();
    await owe(id, 144_000);
    await deliver(test, frame.consortiumId, RentArrears);
    const { body } = await supporter.get(`/v1/households/${householdId}/disclosures`).expect(200);
    const mine = (body as { data: { id: string; relation: string }[] }).data.find(
      ({ relation }) => relation === 'supporter',
    )!;
    await inConsortium(test, frame, 'SELECT close_disclosure($1)', [mine.id]);
    await project(test, frame.consortiumId);
    expect(await alertsOf(supporter, await caseOf(id))).toEqual([]);
  });

  it('do not tell that what holds enforcement is soon to be reviewed: the supporter’s do', async () => {
    const { landlord, supporter } = frame.partners;
    const { id } = await tenant();
    await owe(id, 144_000);
    await night();
    const subject = await caseOf(id);
    const before = facts(await alertsOf(landlord, subject));
    await inConsortium(
      test,
      frame,
      `INSERT INTO enforcement_holds (consortium_id, id, tenancy_id, kind, source_type, source_id, starts_on, ends_on)
       VALUES ($1, gen_random_uuid(), $2, 'support', 'episode', gen_random_uuid(), $3, $3::date + 10)`,
      [frame.consortiumId, id, today()],
    );
    await night();
    expect(await kindsOf(supporter, subject)).toEqual(['arrears_constituted', 'enforcement_hold_ending']);
    expect(facts(await alertsOf(landlord, subject))).toEqual(before);
  });
});

describe('The delay of a report', () => {
  it('is told of until it was reported to the paying body: a plan that is agreed before hides it from nobody', async () => {
    const { landlord } = frame.partners;
    const { id } = await tenant();
    await owe(id, 144_000);
    await night();
    const subject = await caseOf(id);
    const path = `/v1/arrears-cases/${subject}`;
    expect((await act(landlord, path, 'plan', { firstDueOn: today() })).status).toBe(201);
    expect((await act(landlord, path, 'plan/agreement', {})).status).toBe(200);
    await night();
    expect(await kindsOf(landlord, subject)).toEqual(['arrears_report_due']);
    const deadlines = () =>
      test.owner<{ kind: string; organisation_id: string }>(
        'SELECT kind, organisation_id FROM deadlines WHERE source_id = $1 AND closed_at IS NULL ORDER BY kind',
        [subject],
      );
    expect(await deadlines()).toEqual([
      { kind: 'arrears_report', organisation_id: landlord.organisationId },
      { kind: 'repayment_plan_check', organisation_id: landlord.organisationId },
    ]);
    expect((await act(landlord, path, 'report', { body: 'ccapex' })).status).toBe(200);
    await project(test, frame.consortiumId);
    expect(await kindsOf(landlord, subject)).toEqual(['arrears_report_due']);
    expect((await act(landlord, path, 'report', { body: 'paying_body' })).status).toBe(200);
    await project(test, frame.consortiumId);
    expect(await kindsOf(landlord, subject)).toEqual([]);
    expect((await deadlines()).map(({ kind }) => kind)).toEqual(['repayment_plan_check']);
  });
});
