import { Injectable } from '@nestjs/common';
import { Requires } from '../access/requires.js';
import type { Page } from '../api/pages.js';
import { columnsOf } from '../api/published.js';
import { addDays } from '../calendar.js';
import { clock } from '../clock.js';
import { actor } from '../context.js';
import { Database } from '../database/database.js';
import { JobReport, type JobReportFilter } from './job-reports.views.js';

const REPORTS = `
  SELECT * FROM (SELECT DISTINCT ON (t.job) ${columnsOf(JobReport)} FROM job_runs t
  JOIN (SELECT job, count(*)::integer AS runs, count(*) FILTER (WHERE outcome = 'failed')::integer AS failures,
      max(finished_at) FILTER (WHERE outcome = 'done') AS succeeded_at
    FROM job_runs WHERE consortium_id = $1 AND started_at >= $2::date GROUP BY job) r ON r.job = t.job
  WHERE t.consortium_id = $1 AND t.started_at >= $2::date
  ORDER BY t.job, t.started_at DESC) latest WHERE $3::text IS NULL OR outcome = $3 ORDER BY job`;

/** How the jobs of the consortium are doing: a job that is stuck is told to somebody. */
@Injectable()
export class JobReportsService {
  constructor(private readonly database: Database) {}

  /** One entry a job, by name. There are a few dozen jobs, so there are no pages. */
  @Requires('jobs:read')
  async list({ outcome }: JobReportFilter): Promise<Page<JobReport>> {
    const values = [actor().consortiumId, addDays(clock.today(), -30), outcome ?? null];
    const data = await this.database.scan<JobReport>(REPORTS, values);
    return { data, nextCursor: null };
  }
}
