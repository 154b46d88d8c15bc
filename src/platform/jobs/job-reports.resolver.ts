import { Args, Resolver } from '@nestjs/graphql';
import { AnswerQuery } from '../api/graphql-operations.js';
import { JobReportsService } from './job-reports.service.js';
import { JobReport, JobReportFilter } from './job-reports.views.js';

@Resolver(() => JobReport)
export class JobReportsResolver {
  constructor(private readonly reports: JobReportsService) {}

  @AnswerQuery([JobReport], {
    summary: 'How the jobs of the consortium are doing',
    use: JobReportsService.prototype.list,
  })
  async jobs(
    @Args('filter', { type: () => JobReportFilter, nullable: true }) filter: JobReportFilter | null,
  ): Promise<JobReport[]> {
    return (await this.reports.list(filter ?? {})).data;
  }
}
