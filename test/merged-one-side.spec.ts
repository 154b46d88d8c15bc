import { describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { provisionUser } from '../src/identity/bootstrap.js';
import { join } from './support/actors.js';
import { testApp } from './support/app.js';
import { handOver, supportEnds } from './support/handovers.js';
import { openHousehold, personsOf } from './support/households.js';
import { confirmDuplicate, onePerson, scanDuplicates } from './support/merges.js';
import { addDwelling, placementFrame } from './support/placements.js';
import { settled } from './support/settled.js';
import { act, record, today } from './support/tenancies.js';

const test = await testApp();
type Row = Record<string, unknown> & { id: string };

describe('Who stands on one side of a merge', () => {
  it('a refused undo tells one side nothing of what the other side wrote in its own half', async () => {
    const frame = await placementFrame(test);
    const { supporter: s1, stranger: s2 } = frame.partners;
    const members = onePerson();
    const first = await openHousehold(s1, { members });
    const second = await openHousehold(s2, { members });
    const [person] = await personsOf(s2, second);
    const made = await s2
      .post(`/v1/persons/${person}/legal-protections`, { kind: 'guardianship', startsOn: '2024-01-01' })
      .expect(201);
    await scanDuplicates(test, frame.consortiumId);
    await confirmDuplicate(s1, first);
    await confirmDuplicate(s2, second);
    await s2
      .patch(`/v1/persons/${person}/legal-protections/${(made.body as Row).id}`, { endsOn: today() })
      .set(
        'If-Match',
        (await s2.get(`/v1/persons/${person}/legal-protections/${(made.body as Row).id}`)).headers.etag as string,
      )
      .expect(200);
    const { headers } = await s1.get(`/v1/households/${first}`).expect(200);
    const undo = await s1.post(`/v1/households/${first}/merge-undo`).set('If-Match', headers.etag as string);
    expect(undo.text).not.toMatch(/legal|protection|protections juridiques/i);
  });

  it('a worker assigned to both files does not keep them from being merged', async () => {
    const frame = await placementFrame(test);
    const { supporter: s1 } = frame.partners;
    const members = onePerson();
    const first = await openHousehold(s1, { members });
    const second = await openHousehold(s1, { members });
    const { userId } = await test.asOwner((owner) =>
      provisionUser(owner, {
        consortiumId: s1.consortiumId,
        organisationId: s1.organisationId,
        email: `p-${randomBytes(5).toString('hex')}@x.example`,
        name: 'A',
        functions: ['social_worker'],
        password: 'quatre mots plutot longs',
      }),
    );
    for (const h of [first, second])
      await s1.post(`/v1/households/${h}/assignments`, { userId, startsOn: '2024-01-01' }).expect(201);
    const { headers } = await s1.get(`/v1/households/${first}`);
    const merged = await s1
      .post(`/v1/households/${first}/merge`, { absorbedId: second })
      .set('If-Match', headers.etag as string);
    expect(merged.status).toBe(200);
  });

  it('gets no old referral by the delta, and may not act on it', async () => {
    const frame = await placementFrame(test);
    const { supporter: s1 } = frame.partners;
    const x = await join(test, frame.coordinator, 'x', { roles: ['referrer', 'supporter'] });
    const members = onePerson();
    const first = await openHousehold(x, { members, relation: 'referrer' });
    const placement = (
      (
        await x
          .post('/v1/placements', {
            householdId: first,
            programmeId: frame.programmeId,
            supporterId: s1.organisationId,
            reasons: ['no_home'],
          })
          .expect(201)
      ).body as Row
    ).id;
    const path = `/v1/households/${first}/disclosures`;
    const own = ((await x.get(path)).body as { data: Row[] }).data.find((d) => d.relation === 'referrer')!;
    await x
      .post(`${path}/${own.id}/closure`)
      .set('If-Match', (await x.get(`${path}/${own.id}`)).headers.etag as string)
      .expect(200);
    const second = await openHousehold(x, { members, relation: 'supporter' });
    await settled(test);
    const { deltaToken } = (await x.get('/v1/placements/delta?limit=500')).body as { deltaToken: string };
    await scanDuplicates(test, frame.consortiumId);
    await confirmDuplicate(s1, first);
    await confirmDuplicate(x, second);
    await settled(test);
    const told = await x.get(`/v1/placements/delta?limit=500&token=${deltaToken}`);
    await x.get(`/v1/placements/${placement}`).expect(404);
    await x.get(`/v1/placements/${placement}/grounds`).expect(404);
    const ending = { endedOn: today(), exitRoute: 'withdrawn' };
    await x.post(`/v1/placements/${placement}/ending`, ending).set('If-Match', '"1.aaaaaaaaaaaaaaaa"').expect(404);
    expect((told.body as { data: Row[] }).data).toEqual([]);
  });
});

describe('A landlord that supported and supports no more', () => {
  it('does not see the earlier tenancy with another landlord by letting to the household now', async () => {
    const frame = await placementFrame(test);
    const x = await join(test, frame.coordinator, 'x', { roles: ['landlord', 'supporter'], kind: 'association' });
    const { landlord, stranger } = frame.partners;
    const h = await openHousehold(x);
    const lease = await record(x, {
      householdId: h,
      landlordId: landlord.organisationId,
      dwellingId: await addDwelling(frame),
      startsOn: '2025-01-01',
      informedOn: '2026-01-01',
      duesSource: 'sent',
    });
    await landlord
      .post(`/v1/tenancies/${lease.id}/ledger-entries`, {
        kind: 'due',
        amountCents: 48_000,
        occurredOn: '2025-02-01',
        month: '2025-02',
      })
      .expect(201);
    await act(landlord, lease.id, 'ending', {
      endedOn: '2026-01-01',
      reason: 'notice_by_tenant',
      exitRoute: 'prison',
    });
    await act(landlord, lease.id, 'settlement', { settledOn: '2026-01-02' });
    await record(x, {
      householdId: h,
      landlordId: x.organisationId,
      dwellingId: await addDwelling(frame, { operatorId: undefined }, x),
      startsOn: today(),
      informedOn: today(),
    });
    await handOver(h, x, stranger);
    await supportEnds(x, h);
    const out: Record<string, string> = {};
    for (const part of ['', '/exit', '/history', '/account', '/occupancies', '/joint-reviews']) {
      const { status, text } = await x.get(`/v1/tenancies/${lease.id}${part}`);
      out[part] = `${status} ${text}`;
    }
    out.list = (await x.get(`/v1/tenancies?householdId=${h}`)).text.includes(lease.id) ? 'listed' : 'not listed';
    expect(Object.values(out).filter((o) => o.startsWith('200') && !o.includes('"data":[]'))).toEqual([]);
  });
});
