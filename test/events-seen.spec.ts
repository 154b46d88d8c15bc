import { describe, expect, it } from '@jest/globals';
import type { Partner } from './support/actors.js';
import { consortiumOf } from './support/actors.js';
import { testApp } from './support/app.js';
import { arrearsFrame, inConsortium, standing, turnNight } from './support/arrears.js';
import type { Frame } from './support/placements.js';
import { statementsOf } from './support/sql.js';
import { beneathHead, today } from './support/tenancies.js';

const test = await testApp();
const as = statementsOf(test);
const frame = await arrearsFrame(test);
const { lessor, supporter, stranger } = frame.partners;
const BIG = { debtCents: 100_000, lastEntryOn: today(), firstDefaultOn: today(), supporter: true };

/** The events that the database gives an organisation, whatever is asked. */
const told = async (partner: Partner, subject: string): Promise<string[]> =>
  (
    await as<{ type: string }[]>(partner, 'SELECT type FROM events WHERE subject_id = $1 ORDER BY xid, id', [subject])
  ).map(({ type }) => type);

describe('An event', () => {
  it('of a case or an account is told to who sees that, as long as it does', async () => {
    const [id] = await standing(test, frame, [BIG]);
    await turnNight(test, frame);
    await lessor.post(`/v1/tenancies/${id}/ledger-entries`, { kind: 'due', amountCents: 1 }).expect(201);
    const [{ id: caseId } = { id: '' }] = await test.owner<{ id: string }>(
      'SELECT id FROM arrears_cases WHERE tenancy_id = $1',
      [id],
    );
    for (const partner of [lessor, supporter]) {
      expect(await told(partner, caseId)).toContain('arrears_case.opened');
      expect(await told(partner, id!)).toContain('account.changed');
    }
    for (const subject of [caseId, id!]) expect(await told(stranger, subject)).toEqual([]);

    const { body } = await supporter.get(`/v1/households/${frame.householdId}/disclosures`).expect(200);
    const mine = (body as { data: { id: string; organisationId: string }[] }).data.find(
      ({ organisationId }) => organisationId === supporter.organisationId,
    )!;
    await inConsortium(test, frame, 'SELECT close_disclosure($1)', [mine.id]);
    for (const subject of [caseId, id!]) expect(await told(supporter, subject)).toEqual([]);
    expect(await told(lessor, caseId)).toContain('arrears_case.opened');
  });

  it('of a flat that is let on is told to its owner, while it lets', async () => {
    const here = await consortiumOf<'owner' | 'association'>(test, {
      owner: { roles: ['landlord'], kind: 'social_landlord' },
      association: { roles: ['operator', 'supporter'] },
    });
    const { owner, association } = here.partners;
    const parties = {
      ...here,
      partners: { ...here.partners, landlord: owner, operator: association },
    } as never as Frame;
    const { id } = await beneathHead(
      { frame: parties, owner, association },
      { kind: 'sublease', startsOn: '2025-03-31' },
    );
    const review = { heldOn: '2025-10-31', outcome: 'continue', landlordPresent: true, householdPresent: true };
    await association.post(`/v1/tenancies/${id}/joint-reviews`, review).expect(201);
    expect(await told(owner, id)).toEqual(['tenancy_occupancy.joint_review']);
    await inConsortium(test, here, `UPDATE memberships SET roles = '{referrer}' WHERE organisation_id = $1`, [
      owner.organisationId,
    ]);
    expect(await told(owner, id)).toEqual([]);
  });
});
