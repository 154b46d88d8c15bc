import { beforeAll, describe, expect, it } from '@jest/globals';
import { testApp } from './support/app.js';
import { act, arrearsFrame, book, caseOf, standing, turnNight, type ArrearsFrame } from './support/arrears.js';
import { today } from './support/tenancies.js';

const test = await testApp();
const TODAY = today();
const BIG = { debtCents: 100_000, lastEntryOn: TODAY, firstDefaultOn: TODAY };
let frame: ArrearsFrame;

beforeAll(async () => {
  frame = await arrearsFrame(test);
});

const turn = () => turnNight(test, frame);

describe('An explanation', () => {
  it('says which inputs, rule, version, day and text, and what would end it, in French and English', async () => {
    const { lessor } = frame.partners;
    const [id] = await standing(test, frame, [{ debtCents: 0, aidPayee: 'tenant' }]);
    await book(test, frame, id!, [{ kind: 'due', amountCents: 50_000, on: '2026-12-01' }]);
    const of = async (at: string, language: string) =>
      (await lessor.get(`/v1/tenancies/${id}/arrears?at=${at}`).set('Accept-Language', language).expect(200)).body as {
        level: string;
        inputs: object;
        findings: { code: string; text: string }[];
      };
    const french = await of('2027-01-01', 'fr');
    expect(french).toMatchObject({
      level: 'to_verify',
      stale: true,
      inputs: {
        debtCents: 50_000,
        rentCents: 30_000,
        chargesCents: 18_000,
        aidCents: 28_000,
        aidPayee: 'tenant',
        firstDefaultOn: '2026-12-01',
      },
    });
    const said = french.findings.find(({ code }) => code === 'apl_rental_amount')!.text.replace(/[\u202f\u00a0]/g, ' ');
    expect(said).toBe(
      '« Impayé d’aide au logement : montant de la dette » (CCH R.824-2 (décret n° 2026-84), version 1, en vigueur depuis le 01/01/2027). ' +
        'Dette de 500,00 €, seuil : plus de 450,00 €. À vérifier depuis le 01/01/2027. Ni échéance ni paiement depuis le changement ' +
        'de règle du 01/01/2027 : son effet sur cette dette n’est pas établi. Ce qui y mettrait fin : la dette entièrement réglée (500,00 €).',
    );
    const english = await of('2027-01-01', 'en');
    expect(english.findings.find(({ code }) => code === 'apl_rental_default')!.text).toBe(
      '“Housing-benefit arrears: time since the first default” (CCH R.824-2 (décret n° 2026-84), version 1, in force since 1 January 2027). ' +
        'Debt of €500.00 without interruption since 1 December 2026, delay: 3 month. Rule not met; would be on 1 March 2027. No due and no payment ' +
        'since the change of rule of 1 January 2027: its effect on this debt is not established. The first default is read as the ' +
        'first day of a debt never cleared since: sources differ, this reading is unsure.',
    );
    expect((await of('2026-12-31', 'fr')).level).toBe('watch');
  });

  it('gives a threshold in cents to rules of a debt alone: those of time and of terms have none', async () => {
    const { lessor } = frame.partners;
    const [id] = await standing(test, frame, [{ debtCents: 3_000, lastEntryOn: TODAY, firstDefaultOn: TODAY }]);
    await turn();
    const { id: subject } = (await caseOf(lessor, id!))!;
    const { body } = await lessor.get(`/v1/tenancies/${id}/arrears?at=2027-06-01`).expect(200);
    const { findings } = body as { findings: { measure: string; thresholdCents: number | null }[] };
    expect(new Set(findings.map(({ measure }) => measure)).size).toBeGreaterThan(1);
    for (const { measure, thresholdCents } of findings) expect(thresholdCents === null).toBe(measure !== 'debt');
    const grounds = await lessor.get(`/v1/arrears-cases/${subject}/grounds`).expect(200);
    expect((grounds.body as { data: object[] }).data).toEqual([
      expect.objectContaining({ code: 'early_first_default', thresholdCents: null }),
    ]);
  });

  it('of a day that is past is by what its entries say of that day, without what would come next', async () => {
    const { lessor } = frame.partners;
    const [id] = await standing(test, frame, [{ debtCents: 0 }]);
    await book(test, frame, id!, [
      { kind: 'due', amountCents: 50_000, on: '2026-05-01' },
      { kind: 'payment', amountCents: 50_000, on: '2026-06-01' },
      { kind: 'due', amountCents: 90_000, on: TODAY },
    ]);
    await turn();
    const { id: caseId } = (await caseOf(lessor, id!))!;
    const on = async (at: string) =>
      (await lessor.get(`/v1/arrears-cases/${caseId}/explanation?at=${at}`).expect(200)).body as object;
    expect(await on('2026-05-10')).toMatchObject({
      level: 'constituted',
      inputs: { debtCents: 50_000, firstDefaultOn: '2026-05-01', lastEntryOn: '2026-05-01' },
      nextSteps: [],
    });
    expect(await on('2026-06-02')).toMatchObject({ level: null, inputs: null, findings: [], nextSteps: [] });
    await book(test, frame, id!, [{ kind: 'payment', amountCents: 100, on: TODAY }]);
    expect(await on(TODAY)).toMatchObject({
      level: 'constituted',
      inputs: { debtCents: 89_900, firstDefaultOn: TODAY },
      nextSteps: expect.arrayContaining([expect.objectContaining({ step: 'report_paying_body' })]),
    });
  });

  it('is the same over GraphQL', async () => {
    const { lessor } = frame.partners;
    const [id] = await standing(test, frame, [BIG]);
    await turn();
    const answer = await lessor.graphql(
      `query ($id: ID!) { tenancyArrears(id: $id, day: {}) { level findings { code met } }
         arrearsCases(filter: { tenancyId: "${id}" }) { nodes { status grounds { code level } tenancy { id } repaymentPlans { id } } } }`,
      { id },
    );
    expect(answer.body).toMatchObject({
      data: {
        tenancyArrears: { level: 'constituted' },
        arrearsCases: { nodes: [{ status: 'constituted', tenancy: { id }, repaymentPlans: [] }] },
      },
    });
  });
});

describe('What hangs on a case', () => {
  it('is over GraphQL what it is over REST: steps, reports, proceedings, checks, holds, in pages', async () => {
    const { lessor, stranger } = frame.partners;
    const [id] = await standing(test, frame, [BIG]);
    await turn();
    const { id: caseId } = (await caseOf(lessor, id!))!;
    for (const body of ['paying_body', 'ccapex']) await act(lessor, caseId, 'report', { body, reference: 'R-1' });
    await act(lessor, caseId, 'proceedings', { kind: 'payment_order' });
    await act(lessor, caseId, 'plan', { firstDueOn: TODAY });
    await act(lessor, caseId, 'plan/agreement', {});
    const query = `query ($id: ID!) {
      arrearsHistory(caseId: $id, first: 2) { nodes { step status occurredOn } pageInfo { hasNextPage } }
      arrearsReports(caseId: $id, first: 9, filter: { body: ccapex }) { nodes { id body reference } }
      arrearsProceedings(caseId: $id, first: 9) { nodes { kind held } }
      repaymentPlanChecks(caseId: $id, first: 9) { nodes { kept } }
      enforcementHolds(caseId: $id, first: 9) { nodes { kind startsOn } } }`;
    const answer = await lessor.graphql(query, { id: caseId });
    expect(answer.body).toMatchObject({
      data: {
        arrearsHistory: {
          nodes: [
            { step: 'opening', status: 'constituted', occurredOn: TODAY },
            { step: 'report', status: 'reported' },
          ],
          pageInfo: { hasNextPage: true },
        },
        arrearsReports: { nodes: [{ body: 'ccapex', reference: 'R-1' }] },
        arrearsProceedings: { nodes: [{ kind: 'payment_order', held: false }] },
        repaymentPlanChecks: { nodes: [] },
        enforcementHolds: { nodes: [{ kind: 'plan', startsOn: TODAY }] },
      },
    });
    const refused = await stranger.graphql(query, { id: caseId });
    expect((refused.body as { errors: { extensions: { code: string } }[] }).errors[0]!.extensions.code).toBe(
      'not_found',
    );
    expect(JSON.stringify(refused.body)).not.toMatch(/payment_order|R-1/);
  });
});
