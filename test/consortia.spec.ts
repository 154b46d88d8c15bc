import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Response } from 'supertest';
import { addDays } from '../src/platform/calendar.js';
import { clock } from '../src/platform/clock.js';
import { consortiumOf, login, type Consortium, type Partner } from './support/actors.js';
import { ownApp } from './support/app.js';
import { settled } from './support/settled.js';

const test = await ownApp();
type Body = Record<string, unknown> & { id: string; version: number };
type List = { data: Body[]; nextCursor: string | null };
type Answer = { data: Body[]; nextToken?: string; deltaToken?: string };

let here: Consortium<'landlord' | 'association' | 'other' | 'stranger'>;
beforeAll(async () => {
  here = await consortiumOf(test, {
    landlord: { roles: ['landlord'], kind: 'social_landlord' },
    association: { roles: ['supporter', 'operator'] },
    other: { roles: ['supporter', 'operator'] },
    stranger: { roles: ['landlord'], kind: 'social_landlord' },
  });
});
const bodyOf = <T = Body>(answer: { body: unknown }): T => answer.body as T;

describe('The consortium', () => {
  it('is the caller’s own', async () => {
    const answer = bodyOf(await here.partners.landlord.get('/v1/consortium').expect(200));
    expect(answer.id).toBe(here.consortiumId);
  });
});

describe('Own identifiers', () => {
  it('make a partner, then replace it whole, and are the caller’s only', async () => {
    const { coordinator, partners } = here;
    const path = '/v1/organisations/by-external-id/crm/A%2F1';
    const made = bodyOf(
      await coordinator.put(path, { name: 'UCRM', kind: 'association', rna: 'W751234567' }).expect(201),
    );
    expect(made.externalIds).toEqual([{ system: 'crm', value: 'A/1' }]);
    const again = bodyOf(await coordinator.put(path, { name: 'UCRM 31', kind: 'association' }).expect(200));
    expect(again).toMatchObject({ id: made.id, name: 'UCRM 31', rna: null, version: 2 });
    const seen = bodyOf(await partners.landlord.get(`/v1/organisations/${made.id}`).expect(200));
    expect(seen.externalIds).toEqual([]);
  });

  it('belong to one resource of a kind', async () => {
    const externalIds = [{ system: 'crm', value: 'B-2' }];
    await here.coordinator.post('/v1/organisations', { name: 'B', kind: 'association', externalIds }).expect(201);
    const refused = await here.coordinator
      .post('/v1/organisations', { name: 'C', kind: 'association', externalIds })
      .expect(409);
    expect(bodyOf(refused).code).toBe('external_id_taken');
  });

  it('are refused when they cannot be one', async () => {
    await here.coordinator
      .put('/v1/organisations/by-external-id/bad%20system/1', { name: 'x', kind: 'association' })
      .expect(422);
    await here.coordinator
      .put('/v1/organisations/by-external-id/crm/2%2085%2005%2078%20006%20084%2041', { name: 'x', kind: 'association' })
      .expect(422);
  });

  it('given by ten at once make one partner', async () => {
    const calls = Array.from({ length: 10 }, () =>
      here.coordinator.put('/v1/organisations/by-external-id/crm/race', { name: 'R', kind: 'association' }),
    );
    const answers = await Promise.all(calls);
    expect(new Set(answers.map((answer) => bodyOf(answer).id)).size).toBe(1);
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(9);
  });
});

describe('The delta of the partners', () => {
  async function readAll(path: string, wait = true): Promise<{ entries: Body[]; token: string }> {
    if (wait) await settled(test);
    const entries: Body[] = [];
    for (let next = path; ;) {
      const { data, nextToken, deltaToken } = bodyOf<Answer>(await here.partners.landlord.get(next).expect(200));
      entries.push(...data);
      if (deltaToken !== undefined) return { entries, token: deltaToken };
      next = `/v1/organisations/delta?limit=2&token=${nextToken}`;
    }
  }

  it('gives everything in pages, then only what changed, each version once', async () => {
    const all = await readAll('/v1/organisations/delta?limit=2');
    const listed = bodyOf<List>(await here.partners.landlord.get('/v1/organisations?limit=200')).data;
    expect(new Set(all.entries.map(({ id }) => id))).toEqual(new Set(listed.map(({ id }) => id)));
    const nothing = await readAll(`/v1/organisations/delta?token=${all.token}`);
    expect(nothing.entries).toEqual([]);
    const { organisationId } = here.partners.other;
    const etag = (await here.coordinator.get(`/v1/organisations/${organisationId}`)).headers.etag!;
    await here.coordinator
      .patch(`/v1/organisations/${organisationId}`, { contact: 'new@other.example' })
      .set('If-Match', etag)
      .expect(200);
    const changed = await readAll(`/v1/organisations/delta?token=${nothing.token}`);
    expect(changed.entries).toEqual([
      expect.objectContaining({ id: organisationId, contact: 'new@other.example', version: 2 }),
    ]);
  });

  it('refuses a token that is not the caller’s with 400, and one from before a restore with 410', async () => {
    const { token } = await readAll('/v1/organisations/delta');
    const foreign = await here.partners.other.get(`/v1/organisations/delta?token=${token}`).expect(400);
    expect(bodyOf(foreign).code).toBe('invalid_cursor');
    await here.partners.landlord.get('/v1/organisations/delta?token=abc.def').expect(400);
    await here.partners.landlord.get(`/v1/dwellings/delta?token=${token}`).expect(400);
    await test.owner('UPDATE installation SET feed_epoch = feed_epoch + 1');
    const old = await here.partners.landlord.get(`/v1/organisations/delta?token=${token}`).expect(410);
    expect(bodyOf(old).code).toBe('expired_token');
  });

  it('says what was merged into what, where the survivor is seen', async () => {
    const { token } = await readAll('/v1/organisations/delta');
    const [gone, kept] = await Promise.all(
      ['Gone', 'Kept'].map(
        async (name) =>
          bodyOf(await here.coordinator.post('/v1/organisations', { name, kind: 'network' }).expect(201)).id,
      ),
    );
    const made = await readAll(`/v1/organisations/delta?token=${token}`);
    const merge = async (tenant: string): Promise<void> => {
      await test.owner(
        `SELECT feed_merged('organisations', $1, $2) FROM (SELECT set_config('app.consortium', $3, false)) s`,
        [gone, kept, tenant],
      );
    };
    await merge(here.consortiumId);
    const merged = await readAll(`/v1/organisations/delta?token=${made.token}`);
    expect(merged.entries).toEqual([{ id: gone, removed: true, reason: 'merged', mergedInto: kept, version: 2 }]);
    const anew = await readAll('/v1/organisations/delta');
    expect(anew.entries.map(({ id }) => id)).not.toContain(gone);
  });

  it('refuses a token of more than 30 days with 410', async () => {
    const { token } = await readAll('/v1/organisations/delta');
    const { landlord } = here.partners;
    try {
      clock.set(`${addDays(clock.today(), 31)}T12:00:00Z`);
      const later = await login(test, landlord);
      expect(bodyOf(await later.get(`/v1/organisations/delta?token=${token}`).expect(410)).code).toBe('expired_token');
    } finally {
      clock.set(null);
    }
  });

  it('never passes a transaction that commits late', async () => {
    const { token } = await readAll('/v1/organisations/delta');
    const { organisationId: early } = here.partners.other;
    const { organisationId: late } = here.partners.association;
    const change = async (id: string, contact: string): Promise<void> => {
      const etag = (await here.coordinator.get(`/v1/organisations/${id}`)).headers.etag!;
      await here.coordinator.patch(`/v1/organisations/${id}`, { contact }).set('If-Match', etag).expect(200);
    };
    const pg = (await import('pg')).default;
    const open = new pg.Client({ connectionString: test.ownerUrl });
    await open.connect();
    await open.query('BEGIN');
    await open.query('SELECT pg_current_xact_id()');
    await change(early, 'while@open.example');
    const during = await readAll(`/v1/organisations/delta?token=${token}`, false);
    expect(during.entries).toEqual([]);
    await open.query('COMMIT');
    await open.end();
    await change(late, 'after@open.example');
    const after = await readAll(`/v1/organisations/delta?token=${during.token}`);
    expect(after.entries.map(({ id }) => id)).toEqual([early, late]);
  });
});

describe('Memberships', () => {
  it('are given and ended by the coordinator, and their end revokes what was issued', async () => {
    const { coordinator } = here;
    const made = await consortiumOf(test, { leaving: { roles: ['supporter'] } });
    const { leaving } = made.partners;
    const [membership] = bodyOf<List>(
      await made.coordinator.get(`/v1/memberships?organisationId=${leaving.organisationId}`),
    ).data;
    await leaving.get('/v1/organisations').expect(200);
    const etag = (await made.coordinator.get(`/v1/memberships/${membership!.id}`)).headers.etag!;
    await made.coordinator
      .patch(`/v1/memberships/${membership!.id}`, { endsOn: '2009-01-01' })
      .set('If-Match', etag)
      .expect(422);
    await made.coordinator
      .patch(`/v1/memberships/${membership!.id}`, { endsOn: '2026-01-01' })
      .set('If-Match', etag)
      .expect(200);
    await leaving.get('/v1/organisations').expect(401);
    await expect(login(test, leaving)).rejects.toThrow();
    await coordinator.get(`/v1/memberships/${membership!.id}`).expect(404);
  });

  it('do not overlap, and are filtered by role', async () => {
    const { organisationId } = here.partners.landlord;
    const twice = await here.coordinator
      .post('/v1/memberships', { organisationId, roles: ['funder'], startsOn: '2025-01-01' })
      .expect(409);
    expect(bodyOf(twice).code).toBe('membership_overlaps');
    const landlords = bodyOf<List>(await here.coordinator.get('/v1/memberships?role=landlord').expect(200)).data;
    expect(landlords).toHaveLength(2);
  });

  it('leave somebody who coordinates, also when two would leave at once', async () => {
    const { coordinator, partners } = await consortiumOf(test, { second: { roles: ['coordinator'] } });
    const parting = await Promise.all(
      [coordinator, partners.second].map(async (partner) => {
        const path = `/v1/memberships?organisationId=${partner.organisationId}`;
        const { id } = bodyOf<List>(await partner.get(path).expect(200)).data[0]!;
        const { headers } = await partner.get(`/v1/memberships/${id}`).expect(200);
        return (patch: object) => partner.patch(`/v1/memberships/${id}`, patch).set('If-Match', headers.etag!);
      }),
    );
    const [one, two] = await Promise.all(parting.map((leave) => leave({ endsOn: clock.today() })));
    expect([one!.status, two!.status].sort()).toEqual([200, 409]);
    const [stays, leave] = one!.status === 409 ? [coordinator, parting[0]!] : [partners.second, parting[1]!];
    expect(bodyOf(one!.status === 409 ? one! : two!).code).toBe('last_coordinator');
    for (const patch of [{ roles: ['funder'] }, { endsOn: '2999-01-01' }]) await leave(patch).expect(409);
    await stays.get('/v1/memberships').expect(200);
    await leave({ roles: ['coordinator', 'funder'] }).expect(200);
  });

  it('change their other roles where the last coordinator has an end already', async () => {
    const { coordinator, partners } = await consortiumOf(test, { second: { roles: ['coordinator'] } });
    const [id] = bodyOf<List>(
      await coordinator.get(`/v1/memberships?organisationId=${coordinator.organisationId}`).expect(200),
    ).data.map((member) => member.id);
    const change = async (patch: object) => {
      const member = await login(test, coordinator); // a token ends with what it rested on
      const { headers } = await member.get(`/v1/memberships/${id}`).expect(200);
      return member.patch(`/v1/memberships/${id}`, patch).set('If-Match', headers.etag!);
    };
    expect((await change({ endsOn: addDays(clock.today(), 30) })).status).toBe(200);
    await test.owner('DELETE FROM memberships WHERE organisation_id = $1', [partners.second.organisationId]);
    expect((await change({ roles: ['coordinator', 'funder'] })).status).toBe(200);
  });

  it('belong to the coordinator', () =>
    here.partners.landlord
      .post('/v1/memberships', {
        organisationId: here.partners.landlord.organisationId,
        roles: ['coordinator'],
        startsOn: '2025-01-01',
      })
      .expect(403));
});

const PROGRAMME = {
  key: 'sorties',
  name: 'Sortants de prison',
  publicLabel: 'Logement accompagné',
  kind: 'rehousing',
  decidingBody: 'caleol',
  startsOn: '2020-01-01',
};
let programmes = 0;

/** A programme that this partner runs, or nobody. */
async function programmeOf(operator: Partner | null): Promise<string> {
  const input = { ...PROGRAMME, key: `dispositif-${(programmes += 1)}`, operatorId: operator?.organisationId ?? null };
  return bodyOf(await here.coordinator.post('/v1/programmes', input).expect(201)).id;
}

const between = (landlord: Partner, holder: Partner): object => ({
  landlordId: landlord.organisationId,
  holderId: holder.organisationId,
  signedOn: '2014-06-17',
  startsOn: '2014-07-01',
});

/** A convention of landlord and association as one of them, or the coordinator, records it. */
async function recorded(by: Partner, more: object = {}): Promise<Body> {
  const { landlord, association } = here.partners;
  return bodyOf(await by.post('/v1/conventions', { ...between(landlord, association), ...more }).expect(201));
}

async function changed(by: Partner, id: string, patch: object): Promise<Response> {
  const { headers } = await here.coordinator.get(`/v1/conventions/${id}`).expect(200);
  return by.patch(`/v1/conventions/${id}`, patch).set('If-Match', headers.etag as string);
}

async function confirm(by: Partner, id: string, body: object = {}): Promise<Response> {
  const { headers } = await here.coordinator.get(`/v1/conventions/${id}`).expect(200);
  return by.post(`/v1/conventions/${id}/confirmation`, body).set('If-Match', headers.etag as string);
}

describe('Programmes', () => {
  const input = PROGRAMME;

  it('are run by who holds the role for it', async () => {
    const { coordinator, partners } = here;
    const unfit = { ...input, key: 'sans-operateur', operatorId: partners.landlord.organisationId };
    expect((await coordinator.post('/v1/programmes', unfit).expect(422)).body).toMatchObject({
      errors: [{ pointer: '/operatorId', code: 'unknown_role' }],
    });
  });

  it('keep their name from a landlord until a convention in them is confirmed', async () => {
    const { coordinator, partners } = here;
    const { association, landlord, stranger } = partners;
    const operated = { ...input, operatorId: association.organisationId, funderIds: [coordinator.organisationId] };
    const programme = bodyOf(await coordinator.post('/v1/programmes', operated).expect(201));
    const path = `/v1/programmes/${programme.id}`;
    await association.get(path).expect(200);
    await landlord.get(path).expect(404);
    const convention = await recorded(association, { programmeId: programme.id });
    await landlord.get(path).expect(404);
    await landlord.get('/v1/programmes/sorties/figures').expect(404);
    expect((await confirm(landlord, convention.id)).status).toBe(200);
    await landlord.get(path).expect(200);
    await landlord.get('/v1/programmes/sorties/figures').expect(200);
    await stranger.get(path).expect(404);
    const funded = bodyOf<List>(
      await association.get(`/v1/programmes?funderId=${coordinator.organisationId}`).expect(200),
    );
    expect(funded.data.map(({ key }) => key)).toEqual(['sorties']);
    const again = await coordinator.post('/v1/programmes', input).expect(409);
    expect(bodyOf(again).code).toBe('programme_key_taken');
  });

  it('are open to the parties of a convention from its first day to its last', async () => {
    const { coordinator, partners } = here;
    const { association, landlord } = partners;
    const programme = bodyOf(await coordinator.post('/v1/programmes', { ...input, key: 'datee' }).expect(201));
    const read = async (by: Partner): Promise<number> => (await by.get('/v1/programmes/datee/figures')).status;
    const seen = async (): Promise<number[]> => [
      (await landlord.get(`/v1/programmes/${programme.id}`)).status,
      await read(landlord),
      await read(association),
    ];
    const [today, yesterday, tomorrow] = [0, -1, 1].map((days) => addDays(clock.today(), days)) as [
      string,
      string,
      string,
    ];
    await recorded(coordinator, { programmeId: programme.id, startsOn: tomorrow });
    expect(await seen()).toEqual([404, 404, 404]);
    const { id } = await recorded(coordinator, { programmeId: programme.id, validUntil: today });
    expect(await seen()).toEqual([200, 200, 200]);
    expect((await changed(coordinator, id, { validUntil: yesterday })).status).toBe(200);
    expect(await seen()).toEqual([404, 404, 404]);
  });

  it('end after they began', () =>
    here.coordinator.post('/v1/programmes', { ...input, key: 'fin', endsOn: '2019-01-01' }).expect(422));
});

describe('Accreditations', () => {
  it('are kept by the coordinator and read by everybody', async () => {
    const { coordinator, partners } = here;
    const input = {
      organisationId: partners.association.organisationId,
      kind: 'rental_intermediation',
      authority: 'DRIHL',
      grantedOn: '2013-07-04',
      validUntil: '2018-07-03',
    };
    const made = bodyOf(await coordinator.post('/v1/accreditations', input).expect(201));
    await partners.association.post('/v1/accreditations', input).expect(403);
    const read = await partners.stranger.get(`/v1/accreditations/${made.id}`).expect(200);
    expect(bodyOf(read)).toMatchObject({ validUntil: '2018-07-03', kind: 'rental_intermediation' });
  });
});

describe('Conventions', () => {
  it('are seen by their parties and the coordinator, and gain riders', async () => {
    const { coordinator, partners } = here;
    const { landlord, association, other, stranger } = partners;
    const made = await recorded(landlord, { omittedSteps: ['submission'] });
    for (const party of [landlord, association, coordinator]) await party.get(`/v1/conventions/${made.id}`).expect(200);
    for (const outside of [other, stranger]) {
      await outside.get(`/v1/conventions/${made.id}`).expect(404);
      await outside.get(`/v1/conventions/${made.id}/riders`).expect(404);
      expect((await confirm(outside, made.id)).status).toBe(404);
    }
    const rider = { number: 1, signedOn: '2016-05-12', dwellingsBrought: 2, reservedForId: other.organisationId };
    const added = bodyOf(await association.post(`/v1/conventions/${made.id}/riders`, rider).expect(201));
    await association.post(`/v1/conventions/${made.id}/riders`, rider).expect(409);
    await coordinator.post(`/v1/conventions/${made.id}/riders`, { number: 2, signedOn: '2017-05-12' }).expect(201);
    await stranger.post(`/v1/conventions/${made.id}/riders`, { ...rider, number: 3 }).expect(404);
    const riders = bodyOf<List>(await landlord.get(`/v1/conventions/${made.id}/riders`).expect(200)).data;
    expect(riders).toEqual([
      expect.objectContaining({ id: added.id, dwellingsBrought: 2 }),
      expect.objectContaining({ number: 2 }),
    ]);
  });

  it('are recorded by a party, or by the coordinator for both', async () => {
    const { coordinator, partners } = here;
    const { landlord, association, other } = partners;
    await other.post('/v1/conventions', between(landlord, association)).expect(422);
    await landlord.post('/v1/conventions', between(landlord, landlord)).expect(422);
    expect(await recorded(coordinator)).toMatchObject({
      proposedById: coordinator.organisationId,
      confirmedById: coordinator.organisationId,
    });
    for (const party of [landlord, association]) {
      const made = await recorded(party);
      expect(made).toMatchObject({ proposedById: party.organisationId, confirmedById: null, confirmedOn: null });
      const again = await confirm(party, made.id);
      expect([again.status, bodyOf(again).code]).toEqual([409, 'convention_awaits_other']);
    }
    const waiting = bodyOf<List>(
      await landlord.get(`/v1/conventions?confirmed=false&proposedById=${association.organisationId}`),
    );
    expect(waiting.data.length).toBeGreaterThan(0);
    expect(waiting.data.every(({ confirmedOn }) => confirmedOn === null)).toBe(true);
  });

  it('of a landlord name the programme only when the association confirms them: no identifier is an oracle', async () => {
    const { coordinator, partners } = here;
    const { landlord, association, other } = partners;
    const programme = { ...PROGRAMME, key: 'premiere', operatorId: association.organisationId };
    const { id: programmeId } = bodyOf(await coordinator.post('/v1/programmes', programme).expect(201));
    for (const id of [programmeId, '01936f1e-7c00-7a10-9c3e-5b1f8e3d2a10']) {
      const unknown = await landlord.post('/v1/conventions', { ...between(landlord, association), programmeId: id });
      expect([unknown.status, unknown.body]).toMatchObject([422, { errors: [{ code: 'unknown_reference' }] }]);
    }
    const { id } = await recorded(landlord);
    const foreign = await confirm(association, id, { programmeId: await programmeOf(other) });
    expect([foreign.status, foreign.body]).toMatchObject([
      422,
      { errors: [{ pointer: '/programmeId', code: 'programme_operator_not_a_party' }] },
    ]);
    await landlord.get(`/v1/programmes/${programmeId}`).expect(404);
    const confirmed = await confirm(association, id, { programmeId });
    expect([confirmed.status, confirmed.body]).toMatchObject([
      200,
      { programmeId, confirmedById: association.organisationId },
    ]);
    await landlord.get(`/v1/programmes/${programmeId}`).expect(200);
    const twice = await confirm(coordinator, id);
    expect([twice.status, bodyOf(twice).code]).toEqual([409, 'convention_confirmed']);
  });

  it('open no programme without its operator’s word, or the coordinator’s', async () => {
    const { coordinator, partners } = here;
    const { landlord, association, other } = partners;
    const [foreign, free] = [await programmeOf(other), await programmeOf(null)];
    for (const programmeId of [foreign, free]) {
      const refused = await association.post('/v1/conventions', { ...between(landlord, association), programmeId });
      expect([refused.status, refused.body]).toMatchObject([
        422,
        { errors: [{ pointer: '/programmeId', code: 'programme_operator_not_a_party' }] },
      ]);
      await recorded(coordinator, { programmeId });
      await landlord.get(`/v1/programmes/${programmeId}`).expect(200);
    }
    const { id } = await recorded(association);
    const later = await changed(association, id, { programmeId: await programmeOf(other) });
    expect(later.status).toBe(422);
  });

  it('wait anew for the other after a change, and once confirmed are changed by nobody alone', async () => {
    const { coordinator, partners } = here;
    const { landlord, association } = partners;
    const { id } = await recorded(landlord);
    expect((await changed(association, id, { decidingBody: 'association_choice' })).body).toMatchObject({
      proposedById: association.organisationId,
      confirmedById: null,
    });
    expect((await confirm(association, id)).status).toBe(409);
    expect((await confirm(landlord, id)).status).toBe(200);
    for (const patch of [{ decidingBody: 'caleol' }, { omittedSteps: [] }, { subject: 'Autre' }]) {
      const alone = await changed(association, id, patch);
      expect([alone.status, bodyOf(alone).code]).toEqual([409, 'convention_agreed']);
    }
    expect((await changed(landlord, id, { validUntil: '2030-06-30' })).body).toMatchObject({
      validUntil: '2030-06-30',
      confirmedById: landlord.organisationId,
    });
    for (const validUntil of ['2031-01-01', null])
      expect((await changed(landlord, id, { validUntil })).status).toBe(409);
    expect((await changed(coordinator, id, { decidingBody: null, validUntil: null })).body).toMatchObject({
      decidingBody: null,
      confirmedById: coordinator.organisationId,
    });
  });

  it('are confirmed over GraphQL too', async () => {
    const { landlord, association } = here.partners;
    const { id } = await recorded(landlord);
    const mutation = `mutation ($id: ID!) { confirmConvention(id: $id, input: {}, expectedVersion: 1) { confirmedById } }`;
    expect((await association.graphql(mutation, { id }).expect(200)).body).toEqual({
      data: { confirmConvention: { confirmedById: association.organisationId } },
    });
  });
});
