import { describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { OwnFileFirst1700000000148 } from '../migrations/0148-own-file-first.js';
import { stepsOf } from '../migrations/support.js';
import { join, type Partner } from './support/actors.js';
import { ownApp } from './support/app.js';
import { supportEnds } from './support/handovers.js';
import { openHousehold } from './support/households.js';
import { confirmDuplicate, onePerson, scanDuplicates } from './support/merges.js';
import { addDwelling, lead, placementFrame, step } from './support/placements.js';
import { act, record, today } from './support/tenancies.js';

const test = await ownApp();
type Row = Record<string, unknown> & { id: string };
async function ends(partner: Partner, household: string, relation: string): Promise<number> {
  const path = `/v1/households/${household}/disclosures`;
  const { data } = (await partner.get(path).expect(200)).body as { data: Row[] };
  const own = data.find((d) => d.relation === relation && d.organisationId === partner.organisationId && !d.closedAt)!;
  const { headers } = await partner.get(`${path}/${own.id}`).expect(200);
  return (await partner.post(`${path}/${own.id}/closure`).set('If-Match', headers.etag as string)).status;
}

describe('Merging widens nothing', () => {
  it('a referrer whose sight ended does not see its old referral again by a file of its own that is merged', async () => {
    const frame = await placementFrame(test);
    const { supporter: s1, landlord } = frame.partners;
    const x = await join(test, frame.coordinator, 'x', { roles: ['referrer', 'supporter'] });
    const members = onePerson();
    const first = await openHousehold(x, { members, relation: 'referrer' });
    const made = await x
      .post('/v1/placements', {
        householdId: first,
        programmeId: frame.programmeId,
        supporterId: s1.organisationId,
        reasons: ['no_home'],
      })
      .expect(201);
    const placement = (made.body as Row).id;
    expect(await ends(x, first, 'referrer')).toBe(200);
    const read = async () => {
      const out: Record<string, number> = {};
      for (const part of ['', '/referral', '/grounds', '/history', '/answers', '/offers'])
        out[part] = (await x.get(`/v1/placements/${placement}${part}`)).status;
      return out;
    };
    // what happens after it is gone
    const dwelling = await addDwelling(frame);
    const g = await s1.get(`/v1/placements/${placement}/grounds`).expect(200);
    await s1
      .patch(`/v1/placements/${placement}/grounds`, { reasons: ['unfit'] })
      .set('If-Match', g.headers.etag as string);
    await lead(frame, placement, dwelling, 'moved_in');
    await record(landlord, { placementId: placement });
    const second = await openHousehold(x, { members, relation: 'supporter' });
    const apart = await read();
    await scanDuplicates(test, frame.consortiumId);
    await confirmDuplicate(s1, first);
    await confirmDuplicate(x, second);
    const after = await read();
    expect(after).toEqual(apart);
  });

  it('a supporter whose support ended does not see an ended placement, its grounds and exit again by a file of its own that is merged', async () => {
    const frame = await placementFrame(test);
    const { supporter: s1, landlord } = frame.partners;
    const x = await join(test, frame.coordinator, 'x', { roles: ['supporter'] });
    const members = onePerson();
    const first = await openHousehold(x, { members });
    const referral = { householdId: first, programmeId: frame.programmeId, reasons: ['unfit'] };
    const placement = ((await x.post('/v1/placements', referral).expect(201)).body as Row).id;
    const dwelling = await addDwelling(frame);
    await lead({ ...frame, partners: { ...frame.partners, supporter: x } }, placement, dwelling, 'moved_in');
    const shared = { organisationId: s1.organisationId, relation: 'supporter', informedOn: '2026-01-01' };
    await x.post(`/v1/households/${first}/disclosures`, shared).expect(201);
    expect((await step(landlord, placement, 'ending', { endedOn: today(), exitRoute: 'hosted' })).status).toBe(200);
    await supportEnds(x, first);
    const read = async () => {
      const out: Record<string, number> = {};
      for (const part of ['', '/referral', '/grounds', '/history', '/exit'])
        out[`p${part}`] = (await x.get(`/v1/placements/${placement}${part}`)).status;
      return out;
    };
    const before = await read();
    const second = await openHousehold(x, { members });
    await scanDuplicates(test, frame.consortiumId);
    await confirmDuplicate(s1, first);
    await confirmDuplicate(x, second);
    expect(await read()).toEqual(before);
  });

  it('a supporter whose support ended does not see a settled tenancy, its account and its new debt again by a file of its own that is merged', async () => {
    const frame = await placementFrame(test);
    const { supporter: s1, landlord } = frame.partners;
    const x = await join(test, frame.coordinator, 'x', { roles: ['supporter'] });
    const members = onePerson();
    const first = await openHousehold(x, { members });
    const home = { householdId: first, landlordId: landlord.organisationId, dwellingId: await addDwelling(frame) };
    const lease = await record(x, { ...home, startsOn: '2025-01-01', informedOn: '2026-01-01', duesSource: 'sent' });
    const entries = `/v1/tenancies/${lease.id}/ledger-entries`;
    await landlord
      .post(entries, { kind: 'due', amountCents: 48_000, occurredOn: '2025-02-01', month: '2025-02' })
      .expect(201);
    const paid = await landlord
      .post(`/v1/tenancies/${lease.id}/payments`, { amountCents: 48_000, occurredOn: '2025-02-03' })
      .set('Idempotency-Key', randomUUID());
    const e1 = await act(landlord, lease.id, 'ending', {
      endedOn: '2026-01-01',
      reason: 'notice_by_tenant',
      exitRoute: 'hosted',
    });
    const e2 = await act(landlord, lease.id, 'settlement', { settledOn: '2026-01-02' });
    expect([paid.status, e1.status, e2.status]).toEqual([201, 200, 200]);
    const shared = { organisationId: s1.organisationId, relation: 'supporter', informedOn: '2026-01-01' };
    await x.post(`/v1/households/${first}/disclosures`, shared).expect(201);
    await supportEnds(x, first);
    const read = async (who = x) => {
      const out: Record<string, number> = {};
      for (const part of ['', '/account', '/statement', '/exit', '/history', '/terms', '/ledger-entries'])
        out[`t${part}`] = (await who.get(`/v1/tenancies/${lease.id}${part}`)).status;
      return out;
    };
    const before = await read();
    const second = await openHousehold(x, { members });
    await scanDuplicates(test, frame.consortiumId);
    await confirmDuplicate(s1, first);
    await confirmDuplicate(x, second);
    const after = await read();
    await landlord.post(entries, {
      kind: 'due',
      amountCents: 77_700,
      occurredOn: '2026-01-01',
      month: '2026-01',
    });
    expect(after).toEqual(before);
    expect(await read()).toEqual(before);

    // What was told before 0148 is taken back by it.
    const theirs = [x.organisationId, lease.id];
    const told = () =>
      test.owner<{ entry: object | null }>('SELECT entry FROM feed WHERE viewer_id = $1 AND subject_id = $2', theirs);
    await test.owner(
      `UPDATE feed SET entry = '{}', removed_reason = NULL, removed_at = NULL WHERE viewer_id = $1 AND subject_id = $2`,
      theirs,
    );
    expect(await told()).toEqual([{ entry: {} }]);
    await test.owner(stepsOf(OwnFileFirst1700000000148).at(-1)!);
    expect(await told()).toEqual([{ entry: null }]);
  });
});
