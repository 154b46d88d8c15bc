import { describe, expect, it, jest } from '@jest/globals';
import type { Role } from '../src/platform/access/permissions.js';
import { addDays } from '../src/platform/calendar.js';
import { RentArrears } from '../src/tenancies/arrears.jobs.js';
import { join, login, type Partner } from './support/actors.js';
import { deliver, project } from './support/alerts.js';
import { testApp } from './support/app.js';
import { openHousehold } from './support/households.js';
import { addDwelling, placementFrame, type Frame } from './support/placements.js';
import { settled } from './support/settled.js';
import { record, today } from './support/tenancies.js';

jest.setTimeout(60_000);

const test = await testApp();

interface Told {
  readonly id: string;
  readonly kind: string;
  readonly status: string;
  readonly subjectType: string;
  readonly householdId: string | null;
}
const dataOf = (answer: { body: unknown }): Told[] => (answer.body as { data: Told[] }).data;
const alertsOf = async (partner: Partner): Promise<Told[]> =>
  dataOf(await partner.get('/v1/alerts?limit=100').expect(200));
const IN_GRAPHQL = `query ($id: ID!) { alert(id: $id) { kind } alerts(first: 100) { nodes { id } } }`;

/** The roles that a lessor holds from now on, with a token of its own. */
async function holds(frame: Frame, lessor: Partner, ...roles: Role[]): Promise<Partner> {
  const [{ id }] = dataOf(await frame.coordinator.get(`/v1/memberships?organisationId=${lessor.organisationId}`)) as [
    Told,
  ];
  const { headers } = await frame.coordinator.get(`/v1/memberships/${id}`).expect(200);
  await frame.coordinator
    .patch(`/v1/memberships/${id}`, { roles })
    .set('If-Match', headers.etag as string)
    .expect(200);
  return login(test, lessor);
}

async function told(frame: Frame): Promise<void> {
  await project(test, frame.consortiumId);
  await settled(test);
}

async function night(frame: Frame): Promise<void> {
  await deliver(test, frame.consortiumId, RentArrears);
  await told(frame);
}

/** A lessor with a household in debt, and with the debt and the end of what it lets to an association. */
async function lessorOf(frame: Frame, kind: string): Promise<Partner> {
  const lessor = await join(test, frame.coordinator, 'lessor', { roles: ['landlord'], kind });
  const { supporter, operator } = frame.partners;
  const dwelling = () => addDwelling(frame, { operatorId: null }, lessor);
  const begun = { startsOn: '2026-01-01', duesSource: 'sent' };
  const own = await record(supporter, {
    ...begun,
    householdId: await openHousehold(supporter),
    landlordId: lessor.organisationId,
    dwellingId: await dwelling(),
    informedOn: '2026-01-01',
  });
  const head = await record(lessor, {
    ...begun,
    tenantOrganisationId: operator.organisationId,
    dwellingId: await dwelling(),
    endsOn: addDays(today(), 30),
  });
  for (const { id } of [own, head])
    for (const months of [4, 3, 2, 1])
      await lessor
        .post(`/v1/tenancies/${id}/ledger-entries`, {
          ...{ kind: 'due', amountCents: 48_000, occurredOn: addDays(today(), -30 * months) },
        })
        .expect(201);
  await night(frame);
  return lessor;
}

describe.each(['private_owner', 'social_landlord'])('A %s that lets no more', (kind) => {
  it('is told of no debt and no end of a tenancy any more, by whichever way it asks, and of both again in the role again', async () => {
    const frame = await placementFrame(test);
    const lessor = await lessorOf(frame, kind);
    const before = await alertsOf(lessor);
    expect(new Set(before.map(({ subjectType }) => subjectType))).toEqual(new Set(['arrears_case', 'tenancy']));
    const { deltaToken } = (await lessor.get('/v1/alerts/delta?limit=500').expect(200)).body as { deltaToken: string };

    const funder = await holds(frame, lessor, 'funder');
    expect(await alertsOf(funder)).toEqual([]);
    for (const { id } of before) {
      for (const path of [id, `${id}/history`]) await funder.get(`/v1/alerts/${path}`).expect(404);
      const { data } = (await funder.graphql(IN_GRAPHQL, { id })).body as { data: object | null };
      expect(data).toEqual({ alert: null, alerts: { nodes: [] } });
    }
    // Before its copy is taken back nothing is read from it either.
    expect(dataOf(await funder.get('/v1/alerts/delta?limit=500').expect(200))).toEqual([]);
    await told(frame);
    const gone = dataOf(await funder.get(`/v1/alerts/delta?limit=500&token=${deltaToken}`).expect(200));
    expect(new Set(gone.map(({ id }) => id))).toEqual(new Set(before.map(({ id }) => id)));
    for (const entry of gone) expect(entry).toMatchObject({ removed: true, reason: 'no_longer_yours' });

    // Its sight of a household was closed with the role, and so is what names one.
    const again = await holds(frame, funder, 'operator');
    const unnamed = before.filter(({ householdId }) => householdId === null).map(({ id }) => id);
    expect(unnamed).not.toEqual([]);
    expect((await alertsOf(again)).map(({ id }) => id).sort()).toEqual(unnamed.sort());
  });

  it('is addressed by no night any more, until it lets again', async () => {
    const frame = await placementFrame(test);
    const lessor = await lessorOf(frame, kind);
    const ofDebts = () =>
      test.owner(
        `SELECT kind FROM causes WHERE organisation_id = $1 AND subject_type = 'arrears_case' AND ended_at IS NULL`,
        [lessor.organisationId],
      );
    const addressed = await ofDebts();
    expect(addressed).not.toEqual([]);
    const funder = await holds(frame, lessor, 'funder');
    await night(frame);
    expect(await ofDebts()).toEqual([]);
    expect(await alertsOf(funder)).toEqual([]);
    const again = await holds(frame, funder, 'landlord');
    await night(frame);
    expect(await ofDebts()).toHaveLength(addressed.length);
    const open = (await alertsOf(again)).filter(({ status }) => status === 'open');
    expect(open.filter(({ subjectType }) => subjectType === 'arrears_case')).toHaveLength(addressed.length);
  });
});
