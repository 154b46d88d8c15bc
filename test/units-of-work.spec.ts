import { describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { Actor } from '../src/platform/access/actor.js';
import { inContext } from '../src/platform/context.js';
import { Database } from '../src/platform/database/database.js';
import type { Work } from '../src/platform/database/work.js';
import { conflict } from '../src/platform/errors/failure.js';
import { consortiumOf } from './support/actors.js';
import { testApp } from './support/app.js';

const test = await testApp();
const { partners } = await consortiumOf(test, { landlord: { roles: ['landlord'] } });
const revoked = randomUUID();
await test.owner(`INSERT INTO revocations (key, forget_after) VALUES ($1, now() + interval '1 hour')`, [revoked]);

function unit<T>(run: (work: Work) => Promise<T>, revocable: string[] = []): Promise<T> {
  const { consortiumId, organisationId, clientId } = partners.landlord!;
  const actor: Actor = {
    kind: 'member',
    consortiumId,
    organisationId,
    principal: { type: 'client', id: clientId },
    roles: ['landlord'],
    functions: [],
    permissions: new Set(),
    revocable,
  };
  return inContext({ requestId: randomUUID(), locale: 'fr', actor }, () => test.app.get(Database).work(run));
}

describe('A unit of work', () => {
  it('of a revoked token tells that, whatever its first statements meet, also when it throws before them', async () => {
    const refused = { reason: 'unauthenticated' };
    await expect(unit((work) => work.query('SELECT 1'), [revoked])).rejects.toMatchObject(refused);
    const throws = (): never => {
      throw conflict('already_exists');
    };
    await expect(unit(throws, [revoked])).rejects.toMatchObject(refused);
    await expect(unit(throws)).rejects.toMatchObject({ reason: 'already_exists' });
    await expect(unit((work) => work.query('SELECT 1 AS one'))).resolves.toEqual([{ one: 1 }]);
  });

  it('does not answer as done when a statement of it failed, whoever caught that', async () => {
    const swallowing = unit(async (work) => {
      await work.query('SELECT 1 / 0').catch(() => undefined);
      return 'done';
    });
    await expect(swallowing).rejects.toThrow('nothing of it was done');
  });

  it('is answered in the order in which its statements were asked for', async () => {
    const answers = await unit((work) =>
      Promise.all([1, 2, 3].map((n) => work.query<{ n: number }>('SELECT $1::integer AS n', [n]))),
    );
    expect(answers).toEqual([[{ n: 1 }], [{ n: 2 }], [{ n: 3 }]]);
  });
});
