import { Inject, Injectable, Logger } from '@nestjs/common';
import type { Job as Delivered } from 'bullmq';
import { NIL_UUID, systemActor } from '../access/actor.js';
import { inContext } from '../context.js';
import { Database } from '../database/database.js';
import { failureCode } from './failure-code.js';
import type { QueuedJob } from './job.js';
import { idFrom, JobRunner, type Call } from './job-runner.js';
import { JOBS_OPTIONS, type JobsMode, type JobsOptions } from './options.js';
import { OutboxRelay } from './outbox-relay.js';
import { Pause, within } from './patience.js';
import { Queues } from './queues.js';
import { JobRegistry } from './registry.js';
import { keepSchedules } from './schedules.js';

/** Behind what somebody waits for: nightly work of many consortia does not hold up a job that a request asked for. */
const NIGHTLY = 10;
/** Nothing is in flight then: a queue that hangs keeps nobody from ending, before a supervisor kills. */
const CLOSING_MS = 2000;
const KEEP_SCHEDULES_MS = 60_000;

/** The jobs of this process: started with the application, stopped before the database goes. */
@Injectable()
export class Jobs {
  private readonly log = new Logger('Jobs');
  private readonly pause = new Pause();
  private mode: JobsMode = 'none';
  private keeping?: Promise<void>;

  constructor(
    private readonly registry: JobRegistry,
    private readonly queues: Queues,
    private readonly relay: OutboxRelay,
    private readonly runner: JobRunner,
    private readonly database: Database,
    @Inject(JOBS_OPTIONS) private readonly options: JobsOptions,
  ) {}

  async start(mode: JobsMode = this.options.mode): Promise<void> {
    if (this.mode !== 'none' || mode === 'none') return;
    this.mode = mode;
    this.registry.collect();
    // Without its tables there is no queue, ever: that is a failed start. A Redis that is away will come back.
    if (this.queues.backend === 'postgres') await this.queues.queue.waitUntilReady();
    this.relay.start();
    if (mode !== 'work') return;
    this.queues.work(
      (delivered) => this.process(delivered),
      (delivered) => void this.lost(delivered),
    );
    await within(5000, this.keepSchedules()).catch((error: unknown) => this.tellUnkept(error));
    this.keeping = this.keepKeeping();
  }

  async stop(): Promise<void> {
    this.mode = 'none';
    this.pause.end();
    await this.keeping;
    await this.relay.stop();
    await within(this.queues.tuning.grace, this.queues.finish()).catch(() => {
      this.log.warn('Stopped with jobs in flight; others will take them over');
    });
    await within(CLOSING_MS, this.queues.close()).catch(() => this.log.warn('The queues did not close in time'));
  }

  private keepSchedules(): Promise<void> {
    return keepSchedules(this.queues.queue, this.registry.scheduled());
  }

  /** Again and again, since a Redis that was emptied has forgotten the schedules too. */
  private async keepKeeping(): Promise<void> {
    for (let wait = KEEP_SCHEDULES_MS; ;) {
      await this.pause.wait(wait);
      if (this.mode !== 'work') return;
      try {
        await within(5000, this.keepSchedules());
        wait = KEEP_SCHEDULES_MS;
      } catch (error) {
        this.tellUnkept(error);
        wait = 5000;
      }
    }
  }

  private tellUnkept(error: unknown): void {
    this.log.warn(`The schedules could not be looked after: ${failureCode(error)}`);
  }

  private async process(delivered: Delivered<QueuedJob>): Promise<void> {
    const job = this.registry.get(delivered.name);
    if (!job) throw new Error('unknown_job');
    if (job.everyConsortium && !delivered.data.consortiumId) return this.spread(delivered);
    return this.runner.run(job, callOf(delivered));
  }

  /** An occurrence of a schedule becomes one job for each consortium, under ids that an occurrence repeated gives again. */
  private async spread({ id, name }: Delivered<QueuedJob>): Promise<void> {
    const actor = systemActor(NIL_UUID, name);
    try {
      const consortia = await inContext({ requestId: id!, locale: 'fr', actor }, () =>
        this.database.read<{ id: string }>('SELECT id FROM all_consortia() AS id'),
      );
      await this.queues.queue.addBulk(
        consortia.map((consortium) => ({
          name,
          data: { consortiumId: consortium.id, data: {} },
          opts: { jobId: idFrom(id!, consortium.id), priority: NIGHTLY },
        })),
      );
    } catch (error) {
      throw new Error(failureCode(error));
    }
  }

  private async lost(delivered: Delivered<QueuedJob>): Promise<void> {
    try {
      await this.runner.lost(delivered.name, callOf(delivered));
    } catch (error) {
      this.log.error(`${delivered.name}: its loss was not recorded: ${failureCode(error)}`);
    }
  }
}

function callOf({ id, attemptsMade, data }: Delivered<QueuedJob>): Call {
  return { id: id!, attempt: attemptsMade + 1, consortiumId: data.consortiumId, data: data.data };
}
