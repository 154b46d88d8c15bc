import { Controller, Query } from '@nestjs/common';
import { Lists } from '../api/operations.js';
import type { Page } from '../api/pages.js';
import { JobReportsService } from './job-reports.service.js';
import { JobReport, JobReportFilter } from './job-reports.views.js';

@Controller('v1/jobs')
export class JobReportsController {
  constructor(private readonly reports: JobReportsService) {}

  @Lists('', JobReport, {
    summary: 'How the jobs of the consortium are doing',
    use: JobReportsService.prototype.list,
    personal: false,
  })
  list(@Query() filter: JobReportFilter): Promise<Page<JobReport>> {
    return this.reports.list(filter);
  }
}
