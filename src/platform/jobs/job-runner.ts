import { Injectable, Logger, Optional } from '@nestjs/common';
import { UnrecoverableError } from 'bullmq';
import { v5 as uuidv5, validate } from 'uuid';
import { NIL_UUID, systemActor } from '../access/actor.js';
import { AuditWriter } from '../audit/audit-writer.js';
import type { AuditTrail } from '../audit/trail.js';
import { inContext } from '../context.js';
import { Database } from '../database/database.js';
import { failureCode, framesOf, isFinal } from './failure-code.js';
import type { Job, JobData, JobOutcome } from './job.js';
import { JobRuns, type Run } from './job-runs.js';

export interface Call {
  /** Of the queue: the outbox's id, or a schedule's occurrence. */
  readonly id: string;
  readonly attempt: number;
  readonly consortiumId?: string;
  readonly data: JobData;
}

const RUNS = '6e0b0f0e-6c0e-5d55-9d3f-8f9f0b7a4f6a';

/** The same id for the same thing: what is delivered again is recognised. */
export function idFrom(...parts: string[]): string {
  return parts.length === 1 && validate(parts[0]) ? parts[0]! : uuidv5(parts.join(' '), RUNS);
}

/** Runs one job in a context of its own, as the system in one consortium. What it throws names the failure by its code only. */
@Injectable()
export class JobRunner {
  private readonly log = new Logger('Jobs');

  constructor(
    private readonly database: Database,
    private readonly runs: JobRuns,
    @Optional() private readonly audit?: AuditWriter,
  ) {}

  async run(job: Job, call: Call): Promise<void> {
    const run: Run = { id: idFrom(call.id), job: job.name, attempt: call.attempt };
    const began = performance.now();
    const trail = this.audit?.newTrail(`job ${job.name}`);
    await this.asSystem(job.name, call, trail, async () => {
      try {
        await this.once(job, run, call.data);
        if (trail) await this.audit!.flush(trail);
      } catch (error) {
        throw await this.failure(run, error, performance.now() - began);
      }
    });
  }

  /** The queue gave up on a job whose workers died under it. */
  async lost(jobName: string, call: Call): Promise<void> {
    const run: Run = { id: idFrom(call.id), job: jobName, attempt: call.attempt };
    await this.asSystem(jobName, call, undefined, () => this.runs.failed(run, 'stalled', 0));
  }

  private asSystem<T>(jobName: string, call: Call, trail: AuditTrail | undefined, body: () => Promise<T>): Promise<T> {
    const actor = systemActor(call.consortiumId ?? NIL_UUID, jobName);
    return inContext({ requestId: call.id, locale: 'fr', actor, trail }, body);
  }

  private async once(job: Job, run: Run, data: JobData): Promise<void> {
    if (job.ownsTransactions) {
      if (!(await this.database.work((work) => this.runs.begin(work, run)))) return;
      const outcome = (await job.run(data)) as JobOutcome | undefined;
      await this.database.work((work) => this.runs.done(work, run, outcome ?? {}));
      return;
    }
    await this.database.work(async (work) => {
      if (!(await this.runs.begin(work, run))) return;
      const outcome = (await job.run(data)) as JobOutcome | undefined;
      await this.runs.done(work, run, outcome ?? {});
    });
  }

  /** The error as the queue may keep it: a code, no message, no stack. */
  private async failure(run: Run, error: unknown, tookMs: number): Promise<Error> {
    const code = failureCode(error);
    this.log.error(`${run.job} ${run.id} failed at attempt ${run.attempt}: ${code} ${framesOf(error)}`);
    await this.runs.failed(run, code, tookMs).catch((unkept: unknown) => {
      this.log.error(`${run.job} ${run.id}: its failure was not recorded: ${failureCode(unkept)}`);
    });
    return isFinal(error) ? new UnrecoverableError(code) : new Error(code);
  }
}
