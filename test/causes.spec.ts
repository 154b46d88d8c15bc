import { describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { systemActor, type Actor } from '../src/platform/access/actor.js';
import type { CauseChanges, WantedCause } from '../src/platform/causes/wanted-cause.js';
import { inContext } from '../src/platform/context.js';
import { Database } from '../src/platform/database/database.js';
import { consortiumOf } from './support/actors.js';
import { ownApp } from './support/app.js';

const test = await ownApp();
const here = await consortiumOf(test, { landlord: { roles: ['landlord'] }, supporter: { roles: ['supporter'] } });
const database = test.app.get(Database);
const { landlord, supporter } = here.partners;

const as = <T>(actor: Actor, run: () => Promise<T>): Promise<T> =>
  inContext({ requestId: 'causes', locale: 'fr', actor }, run);
const system = systemActor(here.consortiumId, 'test');
const member = (organisationId: string): Actor => ({
  ...system,
  kind: 'member',
  organisationId,
  principal: { type: 'client', id: organisationId },
});

const unpaid = (subject: string, over: Partial<WantedCause> = {}): WantedCause => ({
  kind: 'rent_unpaid',
  subject: { type: 'tenancy', id: subject },
  organisationId: supporter.organisationId,
  level: 'attention',
  facts: { amountCents: 45_001, rule: 'b1_450_euros', since: '2026-12-05' },
  since: '2026-12-05',
  ...over,
});
const KINDS = ['rent_unpaid', 'arrears_constituted'];

const put = (subjects: string[] | undefined, wanted: WantedCause[], actor = system): Promise<CauseChanges> =>
  as(actor, () => database.work((work) => work.putCauses({ kinds: KINDS, subjects }, wanted)));
const waiting = async (): Promise<number> =>
  (await test.owner<{ n: number }>(`SELECT count(*)::integer AS n FROM outbox WHERE job = 'causes-project'`))[0]!.n;
const rows = (subject: string): Promise<{ level: string; ended: boolean }[]> =>
  test.owner(
    'SELECT level, ended_at IS NOT NULL AS ended FROM causes WHERE subject_id = $1 ORDER BY opened_at, ended_at',
    [subject],
  );

describe('Causes', () => {
  it('are open once, however often they are put, and ask for their projection only when something changed', async () => {
    const subject = randomUUID();
    const before = await waiting();
    expect(await put([subject], [unpaid(subject)])).toEqual({ opened: 1, changed: 0, ended: 0 });
    expect(await put([subject], [unpaid(subject)])).toEqual({ opened: 0, changed: 0, ended: 0 });
    expect(await put([subject], [unpaid(subject, { level: 'urgent' })])).toEqual({ opened: 0, changed: 1, ended: 0 });
    expect(await rows(subject)).toEqual([{ level: 'urgent', ended: false }]);
    expect((await waiting()) - before).toBe(2);
  });

  it('end when they are no longer wanted, and come back as another', async () => {
    const subject = randomUUID();
    await put([subject], [unpaid(subject)]);
    expect(await put([subject], [])).toEqual({ opened: 0, changed: 0, ended: 1 });
    expect(await put([subject], [])).toEqual({ opened: 0, changed: 0, ended: 0 });
    await put([subject], [unpaid(subject)]);
    expect(await rows(subject)).toEqual([
      { level: 'attention', ended: true },
      { level: 'attention', ended: false },
    ]);
  });

  it('end within what was evaluated alone: its kinds, its subjects', async () => {
    const [one, other] = [randomUUID(), randomUUID()];
    await put([one, other], [unpaid(one), unpaid(other)]);
    await as(system, () => database.work((work) => work.putCauses({ kinds: ['slide_due'], subjects: [one] }, [])));
    expect(await put([one], [])).toEqual({ opened: 0, changed: 0, ended: 1 });
    expect(await rows(other)).toEqual([{ level: 'attention', ended: false }]);
    const everything = await put(undefined, [unpaid(one)]);
    expect(everything).toMatchObject({ opened: 1, changed: 0 });
    expect((await rows(other))[0]!.ended).toBe(true);
  });

  it('of one kind and subject are one for each organisation, the most urgent where it is named twice', async () => {
    const subject = randomUUID();
    const forLandlord = unpaid(subject, { organisationId: landlord.organisationId });
    await put([subject], [unpaid(subject), forLandlord, { ...forLandlord, level: 'urgent' }]);
    expect((await rows(subject)).map(({ level }) => level).sort()).toEqual(['attention', 'urgent']);
  });

  it('are opened once by scans that run at once', async () => {
    const subjects = Array.from({ length: 50 }, () => randomUUID());
    const wanted = subjects.map((subject) => unpaid(subject));
    const made = await Promise.all([1, 2, 3, 4].map(() => put(subjects, [...wanted].reverse())));
    expect(made.reduce((sum, { opened }) => sum + opened, 0)).toBe(50);
  });

  it.each<[string, Partial<WantedCause>]>([
    ['a kind that is not evaluated', { kind: 'slide_due' }],
    ['a subject that is not evaluated', { subject: { type: 'tenancy', id: randomUUID() } }],
    ['a text among the facts', { facts: { why: 'Monsieur Exemple' } }],
    ['a long number written as a text', { facts: { number: '180017512345678' } }],
    ['a list among the facts', { facts: { codes: ['a'] as never } }],
    ['an unknown level', { level: 'panic' as never }],
  ])('refuse %s', async (_, over) => {
    const subject = randomUUID();
    await expect(put([subject], [unpaid(subject, over)])).rejects.toThrow();
  });

  it('refuse a kind that no migration names', async () => {
    const subject = randomUUID();
    const wanted = [unpaid(subject, { kind: 'unheard_of' })];
    const putting = as(system, () => database.work((work) => work.putCauses({ kinds: ['unheard_of'] }, wanted)));
    await expect(putting).rejects.toThrow();
  });

  it('are put by no organisation of itself, seen by whom they are for alone, and changed by nobody in between', async () => {
    const subject = randomUUID();
    await expect(put([subject], [unpaid(subject)], member(landlord.organisationId))).rejects.toThrow();
    await put([subject], [unpaid(subject)]);
    const seen = (organisationId: string): Promise<object[]> =>
      as(member(organisationId), () => database.read('SELECT id FROM causes WHERE subject_id = $1', [subject]));
    expect(await seen(supporter.organisationId)).toHaveLength(1);
    expect(await seen(landlord.organisationId)).toEqual([]);
    const forge = as(member(supporter.organisationId), () =>
      database.work((work) => work.query(`UPDATE causes SET level = 'urgent' WHERE subject_id = $1`, [subject])),
    );
    await expect(forge).rejects.toThrow(/row-level security/);
  });
});
