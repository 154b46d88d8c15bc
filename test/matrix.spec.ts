import { describe, expect, it, jest } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { Test } from 'supertest';
import { permissionsOf, type Role } from '../src/platform/access/permissions.js';
import type { Partner } from './support/actors.js';
import { alertFor } from './support/alerts.js';
import { testApp } from './support/app.js';
import { fallIntoArrears } from './support/arrears.js';
import { openHousehold, personsOf } from './support/households.js';
import { publishedOperations, type PublishedOperation } from './support/operations.js';
import { addDwelling, lead, placementFrame, refer, type Frame } from './support/placements.js';
import { openFlat } from './support/shared-flats.js';
import { sittingTenant, today } from './support/tenancies.js';

/** Operations by roles: minutes on a busy machine, and the more operations the more. */
jest.setTimeout(600_000);

const test = await testApp();
const here = await placementFrame(test);
const there = await placementFrame(test);
const operations = publishedOperations();
const closed = operations.filter(({ permission }) => permission !== undefined);
/** A stream answers for as long as somebody listens: it is tested where it is told of. */
const answered = closed.filter(({ streams }) => !streams);
const RANDOM = '01936f1e-7c00-7a10-9c3e-5b1f8e3d2a10';
const DEEPER = '01936f1e-7c00-7a10-9c3e-5b1f8e3d2a11';
const ETAG = '"1.AAAAAAAAAAAAAAAA"';

const callers: [string, Partner, Role[]][] = [
  ['coordinator', here.coordinator, ['coordinator']],
  ['landlord', here.partners.landlord, ['landlord']],
  ['operator', here.partners.operator, ['operator']],
  ['supporter', here.partners.supporter, ['supporter']],
  ['referrer', here.partners.referrer, ['referrer']],
  ['specialist', here.partners.specialist, ['specialist']],
  ['funder', here.partners.funder, ['funder']],
];

/** Something of each collection that exists elsewhere and that nobody here may see. */
async function idsOf(frame: Frame): Promise<Record<string, string>> {
  const { landlord, supporter } = frame.partners;
  const dwellingId = await addDwelling(frame);
  const { id: placementId, householdId } = await refer(frame);
  await lead(frame, placementId, dwellingId, 'offered');
  const own = await openHousehold(supporter);
  const [personId] = await personsOf(supporter, own);
  const site = await landlord.post('/v1/sites', { name: 'R', kind: 'building', communeCode: '75120' }).expect(201);
  const accreditation = await frame.coordinator
    .post('/v1/accreditations', {
      organisationId: supporter.organisationId,
      kind: 'rental_intermediation',
      authority: 'DRIHL',
      grantedOn: '2020-01-01',
    })
    .expect(201);
  const convention = await supporter
    .post('/v1/conventions', {
      landlordId: landlord.organisationId,
      holderId: supporter.organisationId,
      signedOn: '2020-01-01',
      startsOn: '2020-01-01',
    })
    .expect(201);
  const waiting = await supporter.post('/v1/place-waiting-list', { placementId: (await refer(frame)).id }).expect(201);
  const tenancy = await sittingTenant(frame);
  const [membership] = await test.owner<{ id: string }>('SELECT id FROM memberships WHERE organisation_id = $1', [
    landlord.organisationId,
  ]);
  return {
    organisations: supporter.organisationId,
    memberships: membership!.id,
    programmes: frame.programmeId,
    dwellings: dwellingId,
    placements: placementId,
    alerts: await alertFor(test, supporter, placementId),
    households: householdId,
    'household-stubs': householdId,
    persons: personId!,
    sites: (site.body as { id: string }).id,
    accreditations: (accreditation.body as { id: string }).id,
    conventions: (convention.body as { id: string }).id,
    tenancies: tenancy.id,
    'arrears-cases': await fallIntoArrears(test, frame, tenancy.id, today()),
    'place-waiting-list': (waiting.body as { id: string }).id,
    'shared-flats': (await openFlat(frame)).id,
    'api-clients': supporter.clientId,
  };
}
const foreign = await idsOf(there);

/** The path with this id of its collection; deeper ids are random, systems and codes are texts. */
function addressOf(operation: PublishedOperation, id: string): string {
  let first = true;
  return operation.path.replace(/\{(\w+)\}/g, (_, name: string) => {
    if (/id$/i.test(name) && first) {
      first = false;
      return id;
    }
    return /id$/i.test(name) ? DEEPER : name === 'key' ? 'nothing' : 'x';
  });
}

function call(partner: Partner | undefined, operation: PublishedOperation, id: string, body = operation.example): Test {
  const path = addressOf(operation, id);
  const request = test.http()[operation.method](path);
  if (partner) request.set('Authorization', `Bearer ${partner.token}`);
  if (operation.method !== 'get') request.set('If-Match', ETAG);
  if (operation.method === 'post') request.set('Idempotency-Key', randomUUID());
  return body && operation.method !== 'get' ? request.send(body) : request;
}

const told = ({ status, body }: { status: number; body: unknown }, id: string): string =>
  JSON.stringify({ status, body })
    .replaceAll(id, '<id>')
    .replace(/"requestId":"[^"]+"/, '');

describe('Every operation of the contract', () => {
  it('has an example for each body, so that it can be called here', () => {
    const without = operations.filter(
      ({ method, example, name }) =>
        ['post', 'patch', 'put'].includes(method) &&
        !example &&
        !/oauth|secrets$|totp$|invitation$|dismissal$|confirmation$|closure$|cancellation$|merge-undo$/.test(name),
    );
    expect(without.map(({ name }) => name)).toEqual([]);
  });

  it('is closed to nobody: 401 without a token', async () => {
    const open: string[] = [];
    for (const operation of closed) {
      const { status } = await call(undefined, operation, RANDOM);
      if (status !== 401) open.push(`${operation.name}: ${status}`);
    }
    expect(open).toEqual([]);
  });

  it('asks its permission of each role before anything is loaded: 403 where the role lacks it, never where it has it', async () => {
    const wrong: string[] = [];
    for (const [name, partner, roles] of callers) {
      for (const operation of answered.filter(({ permission }) => permission !== 'nothing')) {
        const may = permissionsOf(roles).has(operation.permission as never);
        const { status } = await call(partner, operation, RANDOM);
        const right = may ? status !== 403 && status < 500 : status === 403;
        if (!right) wrong.push(`${name} ${operation.name}: ${status}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  it('is no oracle: a foreign id and a random one get the same answer, for every role', async () => {
    const different: string[] = [];
    for (const [name, partner] of callers) {
      for (const operation of answered.filter(({ path }) => /\{\w*id\}/i.test(path))) {
        const id = foreign[operation.path.split('/')[2]!];
        if (!id) continue;
        const [known, random] = [await call(partner, operation, id), await call(partner, operation, RANDOM)];
        if (told(known, id) !== told(random, RANDOM) || known.status >= 500)
          different.push(`${name} ${operation.name}: ${known.status} / ${random.status}`);
      }
    }
    expect(different).toEqual([]);
  });

  it('covers every collection that has ids with a foreign one', () => {
    const collections = new Set(
      closed.filter(({ path }) => /\{\w*id\}/i.test(path)).map(({ path }) => path.split('/')[2]!),
    );
    const uncovered = [...collections].filter(
      (collection) => !foreign[collection] && !['users', 'sessions', 'duplicate-cases', 'jobs'].includes(collection),
    );
    expect(uncovered).toEqual([]);
  });

  it('takes no property that it only shows: mass assignment is refused by name', async () => {
    const taken: string[] = [];
    for (const operation of answered.filter(({ example }) => example)) {
      const partner = callers.find(([, , roles]) => permissionsOf(roles).has(operation.permission as never))?.[1];
      if (!partner) continue;
      const extra = operation.shown.filter((property) => !operation.accepted.has(property));
      if (extra.length === 0) continue;
      const body = {
        ...operation.example,
        ...Object.fromEntries(extra.map((property) => [property, RANDOM])),
        consortiumId: RANDOM,
      };
      const answer = await call(partner, operation, RANDOM, body);
      const refused = ((answer.body as { errors?: { pointer: string; code: string }[] }).errors ?? [])
        .filter(({ code }) => code === 'unknown_property')
        .map(({ pointer }) => pointer.slice(1));
      const missed = [...extra, 'consortiumId'].filter((property) => !refused.includes(property));
      if (answer.status !== 422 || missed.length > 0)
        taken.push(`${operation.name}: ${answer.status} ${missed.join(' ')}`);
    }
    expect(taken).toEqual([]);
  });
});
