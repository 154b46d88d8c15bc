/**
 * A worker process that is killed by jobs.spec.ts: with `inside`, within the transaction of the effect; with `after`, between
 * the effect's commit and the acknowledgement to the queue. Says so on its output, then waits for its end.
 */
import type { DiscoveryService } from '@nestjs/core';
import type { AuditWriter } from '../src/platform/audit/audit-writer.js';
import { Keyring } from '../src/platform/crypto.js';
import { runtimeDataSource } from '../src/platform/database/connection.js';
import { Database } from '../src/platform/database/database.js';
import type { JobData, JobOutcome } from '../src/platform/jobs/job.js';
import { JobRunner } from '../src/platform/jobs/job-runner.js';
import { JobRuns } from '../src/platform/jobs/job-runs.js';
import { Jobs } from '../src/platform/jobs/jobs.js';
import type { JobsOptions } from '../src/platform/jobs/options.js';
import { OutboxRelay } from '../src/platform/jobs/outbox-relay.js';
import { Queues } from '../src/platform/jobs/queues.js';
import { JobRegistry } from '../src/platform/jobs/registry.js';
import { MarkJob } from './jobs.harness.js';

const { when, ...options } = JSON.parse(process.argv[2]!) as JobsOptions & { when: 'inside' | 'after' };

function waitForTheEnd(): Promise<never> {
  process.stdout.write('now\n');
  return new Promise(() => setInterval(() => undefined, 1000));
}

class DoomedJob extends MarkJob {
  override async run(data: JobData): Promise<JobOutcome> {
    const outcome = await super.run(data);
    if (when === 'inside') await waitForTheEnd();
    return outcome;
  }
}

const audit = {
  newTrail: () => ({ writeChanges: () => Promise.resolve() }),
  flush: () => (when === 'after' ? waitForTheEnd() : Promise.resolve()),
} as unknown as AuditWriter;

const source = await runtimeDataSource({
  url: options.databaseUrl,
  poolSize: 4,
  applicationName: 'jobs-victim',
}).initialize();
const database = new Database(source, new Keyring([Buffer.alloc(32, 7)]));
const job = new DoomedJob(database);
const registry = new JobRegistry({ getProviders: () => [{ instance: job }] } as unknown as DiscoveryService);
const queues = new Queues(options);
const runner = new JobRunner(database, new JobRuns(database), audit);
await new Jobs(registry, queues, new OutboxRelay(database, queues), runner, database, options).start('work');
