import { afterEach, describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { IncidentTexts, PresenceDays } from '../src/shared-flats/shared-flats.jobs.js';
import { addDays } from '../src/platform/calendar.js';
import { clock } from '../src/platform/clock.js';
import { consortiumOf } from './support/actors.js';
import { deliver, personOf, project } from './support/alerts.js';
import { ownApp } from './support/app.js';
import { settled } from './support/settled.js';
import { statementsOf } from './support/sql.js';
import { conventionOf, openFlat, settleIn, type Flat } from './support/shared-flats.js';

const test = await ownApp();
const as = statementsOf(test);
type Body = Record<string, unknown> & { id: string };
const bodyOf = <T = Body>(answer: { body: unknown }): T => answer.body as T;
const dataOf = (answer: { body: unknown }): Body[] => (answer.body as { data: Body[] }).data;
const codeOf = ({ status, body }: { status: number; body: unknown }): unknown[] => [
  status,
  (body as { code?: string }).code,
];

async function world() {
  const made = await consortiumOf(test, {
    landlord: { roles: ['landlord'], kind: 'social_landlord' },
    operator: { roles: ['operator', 'supporter'] },
    stranger: { roles: ['operator', 'supporter'] },
  });
  const conventionId = await conventionOf(made);
  const flatHere = (over: object = {}): Promise<Flat> => openFlat(made, { conventionId, ...over });
  return { ...made.partners, made, conventionId, consortiumId: made.consortiumId, flatHere };
}

afterEach(() => clock.set(null));

describe('What is written of a house incident', () => {
  const STORY = 'Dispute entre deux résidents au sujet du loyer';

  it('does not lie readable in the database, and is read by who supports the flat', async () => {
    const { operator, flatHere } = await world();
    const flat = await flatHere();
    const path = `/v1/shared-flats/${flat.id}/incidents`;
    const made = bodyOf(await operator.post(path, { kind: 'conflict', description: STORY }).expect(201));
    expect(made.description).toBe(STORY);
    const note = bodyOf(await operator.post(`${path}/${made.id}/follow-ups`, { note: 'Entretien' }).expect(201));
    const { headers } = await operator.get(`${path}/${made.id}`).expect(200);
    const closed = await operator
      .post(`${path}/${made.id}/closure`, { outcome: 'Excuses' })
      .set('If-Match', headers.etag as string)
      .expect(200);
    expect(bodyOf(closed)).toMatchObject({ description: STORY, outcome: 'Excuses' });
    expect(dataOf(await operator.get(path).expect(200))).toMatchObject([{ description: STORY, outcome: 'Excuses' }]);
    expect(dataOf(await operator.get(`${path}/${made.id}/follow-ups`).expect(200))).toMatchObject([
      { id: note.id, note: 'Entretien' },
    ]);
    const query = `query ($id: ID!) { houseIncidents(flatId: $id) { nodes { description outcome } } }`;
    expect((await operator.graphql(query, { id: flat.id })).body).toEqual({
      data: { houseIncidents: { nodes: [{ description: STORY, outcome: 'Excuses' }] } },
    });
    const [row] = await test.owner<{ description: string; outcome: string; note: string }>(
      `SELECT i.description, i.outcome, f.note FROM house_incidents i JOIN incident_follow_ups f ON f.incident_id = i.id WHERE i.id = $1`,
      [made.id],
    );
    for (const stored of [row!.description, row!.outcome, row!.note]) {
      expect(stored).toMatch(/^sealed:[\w.-]+$/);
      expect(stored).not.toMatch(/loyer|Excuses|Entretien/);
    }
  });

  it('from before is read as it is, and sealed by the night', async () => {
    const { operator, consortiumId, flatHere } = await world();
    const flat = await flatHere();
    const path = `/v1/shared-flats/${flat.id}/incidents`;
    const { id } = bodyOf(await operator.post(path, { kind: 'noise', description: 'x' }).expect(201));
    await test.owner(`UPDATE house_incidents SET description = $2 WHERE id = $1`, [id, STORY]);
    expect(bodyOf(await operator.get(`${path}/${id}`).expect(200)).description).toBe(STORY);
    await deliver(test, consortiumId, IncidentTexts);
    const [{ description }] = (await test.owner<{ description: string }>(
      `SELECT description FROM house_incidents WHERE id = $1`,
      [id],
    )) as [{ description: string }];
    expect(description).toMatch(/^sealed:/);
    expect(bodyOf(await operator.get(`${path}/${id}`).expect(200)).description).toBe(STORY);
  });

  it('is for the caseload that it concerns: who follows a resident, or is in charge of the flat', async () => {
    const { operator, flatHere } = await world();
    const [here, there] = [await flatHere(), await flatHere()];
    const mine = await settleIn(operator, here, { on: '2026-01-05' });
    await settleIn(operator, there, { on: '2026-01-05' });
    const worker = await personOf(test, operator, ['social_worker']);
    const assigned = { userId: worker.id, startsOn: '2020-01-01' };
    await operator.post(`/v1/households/${mine.householdId}/assignments`, assigned).expect(201);
    const ids: string[] = [];
    for (const flat of [here, there]) {
      const incident = { kind: 'noise', description: 'Bruit' };
      const { id } = bodyOf(await operator.post(`/v1/shared-flats/${flat.id}/incidents`, incident).expect(201));
      await operator.post(`/v1/shared-flats/${flat.id}/incidents/${id}/follow-ups`, { note: 'Vu' }).expect(201);
      ids.push(id);
    }
    const at = (flat: Flat, more = '') => `/v1/shared-flats/${flat.id}/incidents${more}`;
    expect(dataOf(await worker.get(at(here)).expect(200))).toHaveLength(1);
    for (const hidden of [at(there), at(there, `/${ids[1]}`), at(there, `/${ids[1]}/follow-ups`)])
      await worker.get(hidden).expect(404);
    await worker.post(at(there), { kind: 'noise', description: 'Bruit' }).expect(404);
    await worker.post(at(here), { kind: 'noise', description: 'Bruit' }).expect(201);
    for (const table of ['house_incidents', 'incident_follow_ups']) {
      const seen = await as<{ n: number }[]>(operator, `SELECT count(*)::integer AS n FROM ${table}`, [], {
        'app.caseload': worker.id,
      });
      expect([table, seen[0]!.n]).toEqual([table, table === 'house_incidents' ? 2 : 1]);
    }
    const { headers } = await operator.get(`/v1/shared-flats/${there.id}`).expect(200);
    await operator
      .post(`/v1/shared-flats/${there.id}/handover`, { workerId: worker.id })
      .set('If-Match', headers.etag as string)
      .expect(200);
    expect(dataOf(await worker.get(at(there)).expect(200))).toHaveLength(1);
  });
});

describe('Days abroad', () => {
  it('near what ASPA allows are told to who supports the resident, and to nobody else', async () => {
    const { operator, landlord, stranger, made, consortiumId, flatHere } = await world();
    const flat = await flatHere();
    const { id } = await settleIn(operator, flat, { on: '2026-01-05' });
    const path = `/v1/shared-flats/${flat.id}/occupancies/${id}/absences`;
    const absence = { reason: 'family', outsideFrance: true, startsOn: '2026-02-01' };
    const { id: absenceId } = bodyOf(await operator.post(path, absence).expect(201));
    const alerts = async (partner = operator) => dataOf(await partner.get(`/v1/alerts?subjectId=${id}`).expect(200));
    const night = async (on: string) => {
      clock.set(`${on}T03:00:00Z`);
      await deliver(test, consortiumId, PresenceDays);
      clock.set(null);
      await project(test, consortiumId);
    };
    await night('2026-03-31');
    expect(await alerts()).toEqual([]);
    await night(addDays('2026-02-01', 59));
    expect(await alerts()).toMatchObject([
      {
        kind: 'presence_at_risk',
        level: 'information',
        status: 'open',
        subjectType: 'occupancy',
        sinceOn: addDays('2026-02-01', 59),
        facts: expect.arrayContaining([
          { name: 'daysAbroad', value: '60' },
          { name: 'mostDaysAbroad', value: '91' },
          { name: 'year', value: '2026' },
        ]) as unknown,
      },
    ]);
    expect((await alerts())[0]!.explanation).toMatch(/^60 jours hors de France sont atteints en 2026 ; 91 au plus/);
    for (const partner of [landlord, stranger, made.coordinator]) expect(await alerts(partner)).toEqual([]);
    const officer = await personOf(test, operator, ['rent_officer']);
    await officer.get(path).expect(403);
    expect(await alerts(officer)).toEqual([]);
    await night(addDays('2026-02-01', 74));
    expect((await alerts())[0]).toMatchObject({ level: 'attention' });
    await night(addDays('2026-02-01', 84));
    expect((await alerts())[0]).toMatchObject({ level: 'urgent' });
    // The return was earlier than it seemed: looked at as soon as it is recorded.
    const { headers } = await operator.get(`${path}/${absenceId}`).expect(200);
    await operator
      .patch(`${path}/${absenceId}`, { endsOn: '2026-02-20' })
      .set('If-Match', headers.etag as string)
      .expect(200);
    const asked = await test.owner(`SELECT 1 FROM outbox WHERE consortium_id = $1 AND job = 'presence-watch'`, [
      consortiumId,
    ]);
    expect(asked.length).toBeGreaterThan(0);
    await night('2026-04-27');
    expect((await alerts()).filter(({ status }) => status !== 'closed')).toEqual([]);
  });
});

describe('A shared flat, by one’s own identifier', () => {
  it('is opened once; the same again replaces its description, and each partner has its own', async () => {
    const { operator, landlord, stranger, conventionId, flatHere } = await world();
    const { headTenancyId, id: other } = await flatHere();
    const { headers: first } = await operator.get(`/v1/shared-flats/${other}`).expect(200);
    await operator
      .post(`/v1/shared-flats/${other}/closing`, { closedOn: '2026-01-01' })
      .set('If-Match', first.etag as string)
      .expect(200);
    const key = `F-${randomBytes(3).toString('hex')}`;
    const path = `/v1/shared-flats/by-external-id/case-tool/${key}`;
    const input = {
      headTenancyId,
      conventionId,
      openedOn: '2026-01-01',
      houseRules: 'Calme',
      supportPlace: 'Permanence',
    };
    const answer = await operator.put(path, input).expect(201);
    const made = bodyOf(answer);
    expect(answer.headers.location).toBe(`/v1/shared-flats/${made.id}`);
    expect(made).toMatchObject({ houseRules: 'Calme', externalIds: [{ system: 'case-tool', value: key }] });
    const again = await operator.put(path, { headTenancyId, conventionId });
    expect([again.status, bodyOf(again)]).toMatchObject([200, { id: made.id, houseRules: null }]);
    const support = await operator.get(`/v1/shared-flats/${made.id}/support`).expect(200);
    expect(bodyOf(support).supportPlace).toBeNull();
    expect(codeOf(await operator.put(path, { ...input, openedOn: '2026-02-01' }))).toEqual([409, 'flat_fixed']);
    await landlord.put(path, input).expect(403);
    expect((await stranger.put(path, input)).status).toBe(422);
    expect(bodyOf(await landlord.get(`/v1/shared-flats/${made.id}`).expect(200)).externalIds).toEqual([]);
    const { headers } = await operator.get(`/v1/shared-flats/${made.id}`).expect(200);
    const externalIds = [{ system: 'other', value: 'X 1' }];
    await operator
      .patch(`/v1/shared-flats/${made.id}`, { externalIds })
      .set('If-Match', headers.etag as string)
      .expect(200);
    await settled(test);
    const seen = async (partner = operator) =>
      dataOf(await partner.get('/v1/shared-flats/delta?limit=500').expect(200)).find(({ id }) => id === made.id)!
        .externalIds;
    expect([await seen(), await seen(landlord)]).toEqual([externalIds, []]);
  });
});
