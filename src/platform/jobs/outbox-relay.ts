import { Injectable, Logger } from '@nestjs/common';
import { NIL_UUID, systemActor } from '../access/actor.js';
import { inContext } from '../context.js';
import { Database } from '../database/database.js';
import { failureCode } from './failure-code.js';
import type { JobData } from './job.js';
import { Pause, within } from './patience.js';
import { Queues } from './queues.js';
import { onWake } from './wake.js';

interface Asked {
  readonly id: string;
  readonly consortium_id: string;
  readonly job: string;
  readonly data: JobData;
}

const BATCH = 100;

/**
 * Moves what committed transactions asked for from the outbox into the queue. Any number of processes may do so: each takes
 * rows that no other holds, adds them under the outbox's id and only then deletes them. Whoever dies in between leaves rows
 * that are added again under ids which the queue already knows, and which `job_runs` knows when the queue has forgotten.
 */
@Injectable()
export class OutboxRelay {
  private readonly log = new Logger('Outbox');
  private readonly pause = new Pause();
  private stopListening?: () => void;
  private stopped = true;
  private loop: Promise<void> = Promise.resolve();

  constructor(
    private readonly database: Database,
    private readonly queues: Queues,
  ) {}

  start(): void {
    this.stopped = false;
    this.stopListening = onWake(() => this.wake());
    this.loop = this.run();
  }

  /** Something has just been committed: look now. */
  wake(): void {
    this.pause.end();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    this.stopListening?.();
    this.pause.end();
    await this.loop;
  }

  private async run(): Promise<void> {
    let told = '';
    while (!this.stopped) {
      try {
        const moved = await this.relay();
        told = '';
        if (moved < BATCH && !this.stopped) await this.pause.wait(this.queues.tuning.poll);
      } catch (error) {
        const code = failureCode(error);
        if (code !== told) this.log.warn(`Jobs wait in the outbox: ${code}`);
        told = code;
        if (!this.stopped) await this.pause.wait(Math.max(this.queues.tuning.poll, 2000));
      }
    }
  }

  /** Moves one batch; returns how many. */
  relay(): Promise<number> {
    const actor = systemActor(NIL_UUID, 'outbox-relay');
    return inContext({ requestId: 'outbox-relay', locale: 'fr', actor }, () =>
      this.database.work(async (work) => {
        const asked = await work.query<Asked>('SELECT id, consortium_id, job, data FROM outbox_take($1)', [BATCH]);
        if (asked.length === 0) return 0;
        const jobs = asked.map(({ id, consortium_id: consortiumId, job, data }) => ({
          name: job,
          data: { consortiumId, data },
          opts: { jobId: id },
        }));
        await within(5000, this.queues.queue.addBulk(jobs));
        await work.query('SELECT outbox_done($1::uuid[])', [asked.map(({ id }) => id)]);
        return asked.length;
      }),
    );
  }
}
