import { ZONE } from '../clock.js';
import type { Job } from './job.js';
import type { JobQueue } from './queues.js';

type Scheduled = Job & { readonly schedule: string };

/**
 * Makes the schedules of the queue those of the code, whichever process comes first. What stands is not written again: that
 * would drop an occurrence which fell due while nothing ran, and which now runs late instead of never.
 */
export async function keepSchedules(queue: JobQueue, jobs: readonly Scheduled[]): Promise<void> {
  for (const job of jobs) {
    if (await stands(queue, job)) continue;
    try {
      await queue.upsertJobScheduler(
        job.name,
        { pattern: job.schedule, tz: ZONE },
        { name: job.name, data: { data: {} } },
      );
    } catch (error) {
      if (!(await stands(queue, job))) throw error; // another process has just written it
    }
  }
  const names = new Set(jobs.map(({ name }) => name));
  for (const { key } of await queue.getJobSchedulers()) {
    if (!names.has(key)) await queue.removeJobScheduler(key);
  }
}

const AHEAD = ['delayed', 'waiting', 'prioritized', 'paused', 'active'];

async function stands(queue: JobQueue, job: Scheduled): Promise<boolean> {
  const known = await queue.getJobScheduler(job.name);
  if (known?.pattern !== job.schedule || known.tz !== ZONE || !known.next) return false;
  return AHEAD.includes(await queue.getJobState(`repeat:${job.name}:${known.next}`));
}
