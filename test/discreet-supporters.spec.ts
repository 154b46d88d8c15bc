import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Partner } from './support/actors.js';
import { testApp } from './support/app.js';
import { crawl, crawlGraphql, type Answer } from './support/crawl.js';
import { personsOf } from './support/households.js';
import { addDwelling, lead, placementFrame, refer, step, type Frame, type Stage } from './support/placements.js';
import { record, today } from './support/tenancies.js';

const test = await testApp();

interface Case {
  placement: string;
  household: string;
  person: string;
  dwelling: string;
}

let frame: Frame;
let cases: Case[];
let tenancyId: string;
/** What names the supporter or the referrer, which are both discreet. */
let telling: string[];

async function caseAt(stage: Stage): Promise<Case> {
  const { supporter } = frame.partners;
  const { id, householdId } = await refer(frame);
  await supporter.post(`/v1/households/${householdId}/regular-stay`, { checkedOn: '2026-01-15' }).expect(201);
  const [person] = await personsOf(supporter, householdId);
  const dwelling = await addDwelling(frame);
  await lead(frame, id, dwelling, stage);
  return { placement: id, household: householdId, person: person!, dwelling };
}

beforeAll(async () => {
  frame = await placementFrame(test);
  const { landlord, supporter, referrer } = frame.partners;
  telling = [supporter, referrer].flatMap(({ organisationId, key }) => [organisationId, `Discrète ${key}`]);
  await test.owner(
    `UPDATE organisations SET discreet = true, name = 'Discrète ' || name WHERE consortium_id = $1 AND id = ANY ($2::uuid[])`,
    [frame.consortiumId, [supporter.organisationId, referrer.organisationId]],
  );
  cases = [await caseAt('submitted'), await caseAt('moved_in'), await caseAt('moved_in')];
  tenancyId = (await record(landlord, { placementId: cases[1]!.placement })).id;
  const ended = await step(landlord, cases[2]!.placement, 'ending', { endedOn: today(), exitRoute: 'hosted' });
  expect(ended.status).toBe(200);
});

/** The list of partners names everyone; what is kept apart is who of them supports a household. */
const PARTNERS = /^\/v1\/(organisations|memberships)(\/|$)|^\{ (organisations?|memberships?)\b/;
const tells = (answers: Answer[]): string[] =>
  answers
    .filter(({ asked, text }) => !PARTNERS.test(asked) && telling.some((word) => text.includes(word)))
    .map(({ asked }) => asked);

describe('Who supports a household', () => {
  it.each(['landlord', 'operator'] as const)('is told to the %s by nothing that it reads', async (role) => {
    const reader: Partner = frame.partners[role];
    const answers = await crawl(reader, { '/v1/persons': cases.map(({ person }) => person) });
    const read = (path: string): boolean => answers.some(({ asked }) => asked === path);
    const [submitted, , ended] = cases as [Case, Case, Case];
    for (const path of [
      `/v1/households/${submitted.household}/disclosures`,
      `/v1/households/${submitted.household}/regular-stay`,
      `/v1/persons/${submitted.person}`,
      `/v1/placements/${submitted.placement}/history`,
      '/v1/households/delta',
      '/v1/placements/delta',
      ...(role === 'landlord' ? [`/v1/tenancies/${tenancyId}`, `/v1/placements/${ended.placement}/exit`] : []),
    ])
      expect([path, read(path)]).toEqual([path, true]);
    expect(tells(answers)).toEqual([]);
  });

  it.each(['landlord', 'operator'] as const)('is told to the %s by nothing over GraphQL', async (role) => {
    const ids = cases.flatMap(({ placement, household, person, dwelling }) => [placement, household, person, dwelling]);
    const answers = await crawlGraphql(frame.partners[role], [...ids, tenancyId]);
    expect(answers.some(({ text }) => text.includes('"checkedOn"'))).toBe(true);
    expect(tells(answers)).toEqual([]);
  });
});
