import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { MIGRATIONS } from '../migrations/index.js';
import { ResidentPersons1700000000060 } from '../migrations/0060-resident-persons.js';
import { SupportAtOnce1700000000081 } from '../migrations/0081-support-at-once.js';
import { FlatProgrammes1700000000090 } from '../migrations/0090-flat-programmes.js';
import { ownerDataSource } from '../src/platform/database/owner-data-source.js';
import { consortiumOf } from './support/actors.js';
import { ownApp } from './support/app.js';
import { figuresOf } from './support/figures.js';
import { openHousehold, personsOf } from './support/households.js';
import { FIGURES_KEY, flatProgramme } from './support/residents.js';
import { act, conventionOf, openFlat, plan, settleIn, type Occupancy } from './support/shared-flats.js';

const test = await ownApp();
let owner: DataSource;
beforeAll(async () => {
  owner = await ownerDataSource(test.ownerUrl).initialize();
});
afterAll(() => owner.destroy());

/** Back to before a migration (residents were no persons then, unless said otherwise), and forth again, with what is there. */
async function again(since: (typeof MIGRATIONS)[number] = ResidentPersons1700000000060): Promise<void> {
  const back = MIGRATIONS.length - MIGRATIONS.findIndex((one) => one === since);
  for (let step = 0; step < back; step += 1) await owner.undoLastMigration();
  await owner.runMigrations();
}

describe('Occupancies of before residents were persons', () => {
  it('name each a person who lived in no other room then; the place of support stays, and entries show who it is', async () => {
    const made = await consortiumOf(test, {
      landlord: { roles: ['landlord'], kind: 'social_landlord' },
      operator: { roles: ['operator', 'supporter'] },
    });
    const { operator } = made.partners;
    const conventionId = await conventionOf(made);
    const flat = await openFlat(made, { conventionId, supportPlace: 'Permanence' });
    const member = (givenNames: string, role: string) => ({
      person: { familyName: 'Exemple', givenNames, birthDate: '1980-01-31' },
      role,
      startsOn: '2020-01-01',
    });
    const members = [member('Alex', 'cohabiting_partner'), member('Camille', 'reference_person')];
    const couple = await openHousehold(operator, { members });
    const [partner, reference] = await personsOf(operator, couple);
    const alone = await openHousehold(operator);
    const [only] = await personsOf(operator, alone);
    const first = await settleIn(operator, flat, { householdId: couple, on: '2026-01-05' });
    const second = await settleIn(operator, flat, { householdId: couple, on: '2026-01-05', room: 1 });
    const moved = await act(operator, first, 'move', { roomId: flat.roomIds[2], movedOn: '2026-02-01' });
    await act(operator, second, 'departure', { leftOn: '2026-03-01', reason: 'mutual', exitRoute: 'hosted' });
    const planned = await plan(operator, flat, {
      householdId: alone,
      roomId: flat.roomIds[1],
      startsOn: '2026-04-01',
      agreedOn: '2026-03-01',
    }).expect(201);
    await test.owner(`SET app.consortium = '${made.consortiumId}';
      UPDATE tenancies SET supporter_id = NULL WHERE id = '${first.tenancyId}'`);
    await again();
    const followed = await test.owner(`SELECT supporter_id FROM tenancies WHERE id = $1`, [first.tenancyId]);
    expect(followed).toEqual([{ supporter_id: operator.organisationId }]);
    const sights = await test.owner<{ relation: string }>(
      `SELECT relation FROM disclosures WHERE organisation_id = $1 AND household_id = $2 AND closed_at IS NULL`,
      [made.partners.landlord.organisationId, couple],
    );
    expect(sights).toEqual([{ relation: 'owner' }]);
    await made.partners.landlord.get(`/v1/persons/${reference}`).expect(200);
    await made.partners.landlord.get(`/v1/households/${couple}/resource-summary`).expect(404);
    const rows = await test.owner<{ id: string; person: string }>(
      `SELECT id, person_id AS person FROM occupancies WHERE flat_id = $1`,
      [flat.id],
    );
    const of = (occupancy: { body?: unknown; id?: string }): string =>
      rows.find(({ id }) => id === (occupancy.id ?? (occupancy.body as Occupancy).id))!.person;
    expect([of(first), of(second), of({ body: moved.body }), of({ body: planned.body })]).toEqual([
      reference,
      partner,
      reference,
      only,
    ]);
    const [support] = await test.owner<{ place: string }>(
      `SELECT support_place AS place FROM flat_supports WHERE id = $1`,
      [flat.id],
    );
    expect(support).toEqual({ place: 'Permanence' });
    const entries = await test.owner<{ persons: unknown }>(
      `SELECT jsonb_path_query_array(entry, '$.residents[*].personId') AS persons FROM feed
       WHERE collection = 'shared_flats' AND subject_id = $1 AND removed_at IS NULL`,
      [flat.id],
    );
    expect(entries.map(({ persons }) => persons)).toEqual(entries.map(() => [reference]));
    expect(entries.length).toBeGreaterThan(1);
  });
});

describe('An incident that was open when its flat was handed over', () => {
  it('is its supporter’s with the upgrade, and tells nobody that somebody acted', async () => {
    const made = await consortiumOf(test, {
      landlord: { roles: ['landlord'], kind: 'social_landlord' },
      operator: { roles: ['operator', 'supporter'] },
      before: { roles: ['supporter'] },
    });
    const { operator, before } = made.partners;
    const incidents = `/v1/shared-flats/${(await openFlat(made)).id}/incidents`;
    const report = { kind: 'noise', description: 'Bruit' };
    const { id } = (await operator.post(incidents, report).expect(201)).body as { id: string };
    await test.owner(`UPDATE house_incidents SET supporter_id = $1 WHERE id = $2`, [before.organisationId, id]);
    await operator.get(`${incidents}/${id}`).expect(404);
    await again(SupportAtOnce1700000000081);
    await operator.get(`${incidents}/${id}`).expect(200);
    const told = await test.owner(`SELECT 1 FROM events WHERE subject_id = $1 AND type LIKE '%handed_over'`, [id]);
    expect(told).toEqual([]);
  });
});

describe('Shared flats of before they had a programme of their own', () => {
  it('have that of their dwelling, and count as they did', async () => {
    const made = await flatProgramme(test, '2025-01-01');
    const { operator } = made.partners;
    await settleIn(operator, await made.flat(), { on: '2025-02-01' });
    const read = () => figuresOf(operator, FIGURES_KEY, '2025-01-01', '2026-01-01');
    const told = await read();
    expect(told.people_rehoused!.value).toBe(1);
    await again(FlatProgrammes1700000000090);
    expect(await read()).toEqual(told);
  });
});
