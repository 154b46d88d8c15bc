import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { Global, Injectable, Module, type Provider, type Type } from '@nestjs/common';
import { Test, type TestingModule } from '@nestjs/testing';
import { DataSource } from 'typeorm';
import { systemActor } from '../src/platform/access/actor.js';
import { actor, context, inContext } from '../src/platform/context.js';
import { Keyring } from '../src/platform/crypto.js';
import { runtimeDataSource } from '../src/platform/database/connection.js';
import { Database } from '../src/platform/database/database.js';
import { withClient } from '../src/platform/database/prepare.js';
import { notFound } from '../src/platform/errors/failure.js';
import { Job, type JobData, type JobOutcome } from '../src/platform/jobs/job.js';
import { JobsHealth } from '../src/platform/jobs/jobs-health.js';
import { JobsModule } from '../src/platform/jobs/jobs.module.js';
import { Jobs } from '../src/platform/jobs/jobs.js';
import type { JobsOptions } from '../src/platform/jobs/options.js';
import { OutboxRelay } from '../src/platform/jobs/outbox-relay.js';
import { Queues } from '../src/platform/jobs/queues.js';

/** Leaves a row in `job_effects`: what must happen once. */
@Injectable()
export class MarkJob extends Job {
  override readonly name: string = 'test-mark';
  constructor(protected readonly database: Database) {
    super();
  }

  run({ note }: JobData): Promise<JobOutcome> {
    return this.database.work(async (work) => {
      await work.query('INSERT INTO job_effects (consortium_id, note) VALUES ($1, $2)', [actor().consortiumId, note]);
      return { marks: 1 };
    });
  }
}

@Injectable()
export class NightlyJob extends MarkJob {
  override readonly name = 'test-nightly';
  override readonly schedule = '* * * * * *';
  override run(): Promise<JobOutcome> {
    return super.run({ note: 'nightly' });
  }
}

@Injectable()
export class BrokenJob extends MarkJob {
  override readonly name = 'test-broken';
  override async run({ note }: JobData): Promise<JobOutcome> {
    await super.run({ note: 'of a broken job' });
    if (note === 'gone') throw notFound();
    throw new RangeError('Marie Dupont, 06 01 02 03 04');
  }
}

/** Says that it runs, and ends when it is let go. */
@Injectable()
export class SlowJob extends MarkJob {
  override readonly name = 'test-slow';
  begun: () => void = () => undefined;
  gate: Promise<void> = Promise.resolve();
  override async run(data: JobData): Promise<JobOutcome> {
    this.begun();
    await this.gate;
    return super.run(data);
  }
}

/** Looks at who acts before and after others had their turn. */
@Injectable()
export class NosyJob extends MarkJob {
  override readonly name = 'test-nosy';
  readonly seen: string[] = [];
  override async run({ whose }: JobData): Promise<JobOutcome> {
    for (let turn = 0; turn < 5; turn += 1) {
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 10));
      const [row] = await this.database.read<{ tenant: string }>('SELECT acting_consortium() AS tenant');
      this.seen.push([whose, actor().consortiumId, row!.tenant, context().work ? 'work' : 'none'].join(' '));
    }
    return {};
  }
}

export interface Running {
  readonly module: TestingModule;
  readonly jobs: Jobs;
  readonly queues: Queues;
  readonly relay: OutboxRelay;
  readonly health: JobsHealth;
  readonly database: Database;
}

/** What one process of Passerelle is to the jobs: a pool of the run-time role, the jobs, nothing of HTTP. */
export async function startProcess(options: JobsOptions, jobs: Type<Job>[], more: Provider[] = []): Promise<Running> {
  const source = runtimeDataSource({ url: options.databaseUrl, poolSize: 8, applicationName: 'jobs-test' });
  await source.initialize();
  const keyring = new Keyring([Buffer.alloc(32, 7)]);

  @Global()
  @Module({
    providers: [
      { provide: DataSource, useValue: source },
      { provide: Database, useValue: new Database(source, keyring) },
      ...more,
    ],
    exports: [DataSource, Database, ...more.map((provider) => (provider as { provide: symbol }).provide)],
  })
  class Ground {
    async onApplicationShutdown(): Promise<void> {
      await source.destroy();
    }
  }

  const module = await Test.createTestingModule({
    imports: [Ground, JobsModule.with(options)],
    providers: jobs,
  }).compile();
  module.useLogger(false);
  await module.init();
  const get = <T>(type: Type<T>): T => module.get(type, { strict: false });
  return {
    module,
    jobs: get(Jobs),
    queues: get(Queues),
    relay: get(OutboxRelay),
    health: get(JobsHealth),
    database: get(Database),
  };
}

/** Asks for jobs in one transaction of a consortium, as a use case does. */
export async function ask(
  database: Database,
  consortium: string,
  job: string,
  notes: readonly JobData[],
  then?: () => void,
): Promise<void> {
  await inContext({ requestId: 'test', locale: 'fr', actor: systemActor(consortium, 'test') }, () =>
    database.work(async (work) => {
      for (const data of notes) await work.enqueue(job, data);
      then?.();
    }),
  );
}

export async function until(what: string, met: () => Promise<boolean>, seconds = 25): Promise<void> {
  const end = performance.now() + seconds * 1000;
  while (!(await met())) {
    if (performance.now() > end) throw new Error(`Waited ${seconds} s in vain until ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

interface Effect {
  readonly consortium_id: string;
  readonly note: string;
}

/** As the role that owns the schema, behind the back of what is tested. */
export function behindTheScenes(ownerUrl: string) {
  const owner = <T extends object = object>(sql: string, values: unknown[] = []): Promise<T[]> =>
    withClient(ownerUrl, async (client) => (await client.query<T>(sql, values)).rows);
  return {
    owner,
    effects: () => owner<Effect>('SELECT * FROM job_effects'),
    runs: (consortium: string) =>
      owner<Record<string, unknown>>('SELECT * FROM job_runs WHERE consortium_id = $1 ORDER BY started_at', [
        consortium,
      ]),
    async newConsortium(): Promise<string> {
      const id = randomUUID();
      await owner('INSERT INTO consortia (id, key, name) VALUES ($1, $2, $2)', [id, `c-${id}`]);
      return id;
    },
  };
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}
