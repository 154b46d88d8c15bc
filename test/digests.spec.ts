import { afterAll, afterEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { SendDigests } from '../src/alerts/alerts.jobs.js';
import { mondayOf } from '../src/platform/calendar.js';
import type { WantedCause } from '../src/platform/causes/wanted-cause.js';
import { clock } from '../src/platform/clock.js';
import { ConfigError, loadConfig } from '../src/platform/config.js';
import { consortiumOf, type Partner } from './support/actors.js';
import { causesOf, deliver, personOf } from './support/alerts.js';
import { ownApp } from './support/app.js';
import { openHousehold } from './support/households.js';
import { FakeMailServer, type Received } from './support/mail.js';

const mail = await new FakeMailServer().start();
afterAll(() => mail.stop());
const test = await ownApp({
  SMTP_URL: mail.url,
  MAIL_FROM: 'Passerelle <ne-pas-repondre@passerelle.test>',
  PASSERELLE_APP_URL: 'https://app.passerelle.test',
});
const here = await consortiumOf(test, { supporter: { roles: ['supporter'] } });
const { supporter } = here.partners;

/** Runs as the queue delivers it: the same id is the same occurrence. */
const run = (id?: string): Promise<void> => deliver(test, here.consortiumId, SendDigests, id);
const to = (email: string): Received[] => mail.received.filter((one) => one.to.includes(email));
const raise = (over: Partial<WantedCause> = {}): Promise<void> => {
  const subject = randomUUID();
  const cause = {
    kind: 'rent_unpaid',
    subject: { type: 'placement', id: subject },
    organisationId: supporter.organisationId,
    level: 'attention' as const,
    facts: { debtCents: 45_001 },
    since: '2026-12-01',
    ...over,
  };
  return causesOf(test, here.consortiumId, { kinds: [cause.kind], subject }, [cause]);
};
async function countsOf(id: string): Promise<object> {
  const [found] = await test.owner<{ counts: object }>('SELECT counts FROM job_runs WHERE id = $1', [id]);
  return found!.counts;
}
async function prefer(person: Partner, patch: object): Promise<Record<string, unknown>> {
  const now = await person.get('/v1/notification-preferences').expect(200);
  const etag = now.headers.etag as string;
  return (await person.patch('/v1/notification-preferences', patch).set('If-Match', etag).expect(200)).body as never;
}
afterEach(() => {
  clock.set(null);
  mail.refuses = false;
  mail.unknown.clear();
});

describe('Notification preferences', () => {
  it('are none until she says otherwise, and hers alone', async () => {
    const worker = await personOf(test, supporter, ['social_worker']);
    const first = await worker.get('/v1/notification-preferences').expect(200);
    expect(first.body).toEqual({ id: worker.id, version: 0, digest: 'none', kinds: [], language: 'fr' });
    expect(await prefer(worker, { digest: 'weekly', kinds: ['slide_due', 'rent_unpaid'] })).toMatchObject({
      version: 1,
      digest: 'weekly',
      kinds: ['rent_unpaid', 'slide_due'],
    });
    expect(await prefer(worker, { language: 'en' })).toMatchObject({ version: 2, digest: 'weekly', language: 'en' });
    const stale = { 'If-Match': first.headers.etag as string };
    await worker.patch('/v1/notification-preferences', { digest: 'none' }).set(stale).expect(412);
    await worker.patch('/v1/notification-preferences', { digest: 'none' }).expect(428);
    const colleague = await personOf(test, supporter, ['social_worker']);
    const hers = await colleague.graphql('{ notificationPreferences { digest version } }');
    expect(hers.body).toEqual({ data: { notificationPreferences: { digest: 'none', version: 0 } } });
  });

  it('let one of two first changes win', async () => {
    const worker = await personOf(test, supporter, ['social_worker']);
    const etag = (await worker.get('/v1/notification-preferences').expect(200)).headers.etag as string;
    const put = (digest: string) => worker.patch('/v1/notification-preferences', { digest }).set('If-Match', etag);
    const answers = await Promise.all([put('daily'), put('weekly'), put('none')]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412, 412]);
  });

  it('do not exist for a machine, and know the kinds that there are', async () => {
    await supporter.get('/v1/notification-preferences').expect(404);
    const worker = await personOf(test, supporter, ['social_worker']);
    const refused = await worker
      .patch('/v1/notification-preferences', { kinds: ['unheard_of'] })
      .set('If-Match', '"0.AAAAAAAAAAAAAAAA"')
      .expect(422);
    expect(refused.body).toMatchObject({ errors: [{ pointer: '/kinds', code: 'not_in_list' }] });
  });
});

describe('The digest', () => {
  it('goes once, though the job runs twice, and at once, and holds counts, kinds and a link: nothing about people', async () => {
    const worker = await personOf(test, supporter, ['social_worker']);
    const householdId = await openHousehold(supporter);
    await supporter
      .post(`/v1/households/${householdId}/assignments`, { userId: worker.id, startsOn: '2026-01-01' })
      .expect(201);
    await raise({ householdId, level: 'urgent' });
    await raise();
    await prefer(worker, { digest: 'daily', kinds: ['rent_unpaid'] });
    const occurrence = randomUUID();
    await run(occurrence);
    await run(occurrence);
    await Promise.all([run(), run(), run()]);
    const [sent, ...more] = to(worker.email);
    expect(more).toEqual([]);
    expect(sent!.text).toContain('dont 1 urgente');
    expect(sent!.text).toContain('- Loyer impayé : ');
    expect(sent!.text).toContain('https://app.passerelle.test');
    expect(sent!.text).toMatch(/^Auto-Submitted: auto-generated/m);
    expect(sent!.text).not.toMatch(/450(,|\.)|Exemple|Camille|A\. Martin/);
    expect(sent!.text).not.toContain(householdId);
    clock.set(clock.instant().add({ hours: 24 }).toString());
    await run();
    expect(to(worker.email)).toHaveLength(2);
  });

  it('counts what she would see herself: her function, her caseload, her kinds, what is not put off', async () => {
    const officer = await personOf(test, supporter, ['rent_officer']);
    const worker = await personOf(test, supporter, ['social_worker']);
    const householdId = await openHousehold(supporter);
    await raise({ kind: 'slide_due', staffFunction: 'rent_officer' });
    await raise({ kind: 'slide_due', householdId, staffFunction: 'social_worker' });
    await prefer(officer, { digest: 'daily', kinds: ['slide_due'], language: 'en' });
    await prefer(worker, { digest: 'daily', kinds: ['slide_due'] });
    await run();
    expect(to(officer.email)[0]!.text).toContain('- Slide of the lease to be decided: 1');
    expect(to(worker.email)).toEqual([]);
  });

  it('of a week goes once in it, whatever the day', async () => {
    const worker = await personOf(test, supporter, ['social_worker']);
    await raise({ kind: 'tenancy_ending' });
    await prefer(worker, { digest: 'weekly', kinds: ['tenancy_ending'] });
    const monday = mondayOf(clock.today());
    for (const [day, count] of [
      ['T10:00:00Z', 1],
      ['+3', 1],
      ['+7', 2],
      ['+8', 2],
    ] as const) {
      const begin = `${monday}T10:00:00Z`;
      clock.set(begin);
      if (day.startsWith('+'))
        clock.set(
          clock
            .instant()
            .add({ hours: 24 * Number(day) })
            .toString(),
        );
      await run();
      expect([day, to(worker.email).length]).toEqual([day, count]);
    }
  });

  it('that the server refuses is tried again by the next attempt, and not by whom was told', async () => {
    const worker = await personOf(test, supporter, ['social_worker']);
    await raise({ kind: 'joint_review_due' });
    await prefer(worker, { digest: 'daily', kinds: ['joint_review_due'] });
    mail.refuses = true;
    const id = randomUUID();
    await expect(run(id)).rejects.toThrow('unavailable');
    mail.refuses = false;
    await run(id);
    expect(to(worker.email)).toHaveLength(1);
  });

  it('to an address that is refused keeps nobody waiting, fails no run, and is tried again on another day', async () => {
    const workers: (Partner & { email: string })[] = [];
    for (let count = 0; count < 5; count += 1) workers.push(await personOf(test, supporter, ['social_worker']));
    await raise({ kind: 'tenancy_ending' });
    for (const worker of workers) await prefer(worker, { digest: 'daily', kinds: ['tenancy_ending'] });
    const known = workers.splice(4);
    workers.forEach(({ email }) => mail.unknown.add(email));
    const tried = ({ email }: { email: string }): number => mail.asked.filter((one) => one === email).length;
    const ofOneDay = randomUUID();
    await run(ofOneDay);
    expect(await countsOf(ofOneDay)).toMatchObject({ refused: 4 });
    await run();
    await test.owner(`DELETE FROM job_runs WHERE id = $1`, [ofOneDay]);
    await run(ofOneDay);
    expect([...workers, ...known].map(tried)).toEqual([1, 1, 1, 1, 1]);
    clock.set(clock.instant().add({ hours: 24 }).toString());
    await run();
    expect([...workers, ...known].map(tried)).toEqual([2, 2, 2, 2, 2]);
    expect(to(known[0]!.email)).toHaveLength(2);
  });

  it('to an address that the server takes later keeps nobody waiting, and is tried by the next attempt', async () => {
    const [first, second] = [
      await personOf(test, supporter, ['social_worker']),
      await personOf(test, supporter, ['social_worker']),
    ];
    await raise({ kind: 'tenancy_ending' });
    for (const worker of [first, second]) await prefer(worker, { digest: 'daily', kinds: ['tenancy_ending'] });
    mail.later.add(first.email);
    const id = randomUUID();
    await expect(run(id)).rejects.toThrow('unavailable');
    expect([to(first.email).length, to(second.email).length]).toEqual([0, 1]);
    mail.later.clear();
    await run(id);
    expect([to(first.email).length, to(second.email).length]).toEqual([1, 1]);
  });

  it('whose process dies while it is sent goes with the same run, delivered again', async () => {
    const worker = await personOf(test, supporter, ['social_worker']);
    await raise({ kind: 'tenancy_ending' });
    await prefer(worker, { digest: 'daily', kinds: ['tenancy_ending'] });
    const id = randomUUID();
    const taken = `INSERT INTO alert_digests (consortium_id, id, user_id, period, taken_at, run) VALUES ($1, uuid7(), $2, $3, now(), $4)`;
    await test.owner(taken, [here.consortiumId, worker.id, clock.today(), id]);
    await run();
    expect(to(worker.email)).toEqual([]);
    await run(id);
    await run(id);
    expect(to(worker.email)).toHaveLength(1);
  });

  it('is none for who has left, or says none', async () => {
    const worker = await personOf(test, supporter, ['social_worker']);
    await prefer(worker, { digest: 'daily' });
    const etag = (await supporter.get(`/v1/users/${worker.id}`).expect(200)).headers.etag as string;
    await supporter.patch(`/v1/users/${worker.id}`, { active: false }).set('If-Match', etag).expect(200);
    await run();
    expect(to(worker.email)).toEqual([]);
  });

  it('needs a sender where there is a server', () => {
    expect(() => loadConfig({ SMTP_URL: mail.url, PASSERELLE_KEYS: 'x' })).toThrow(ConfigError);
    expect(() => loadConfig({ SMTP_URL: mail.url, PASSERELLE_KEYS: Buffer.alloc(32).toString('base64') })).toThrow(
      /MAIL_FROM/,
    );
  });
});
