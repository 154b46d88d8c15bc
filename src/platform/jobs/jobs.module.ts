import { Global, Module } from '@nestjs/common';
import type { BeforeApplicationShutdown, DynamicModule, OnApplicationBootstrap } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { ForgetOldRows, Housekeeping } from './housekeeping.js';
import { JobRunner } from './job-runner.js';
import { JobRuns } from './job-runs.js';
import { Jobs } from './jobs.js';
import { JobReportsController } from './job-reports.controller.js';
import { JobReportsResolver } from './job-reports.resolver.js';
import { JobReportsService } from './job-reports.service.js';
import { JobsHealth } from './jobs-health.js';
import { JOBS_OPTIONS, type JobsOptions } from './options.js';
import { OutboxRelay } from './outbox-relay.js';
import { Queues } from './queues.js';
import { JobRegistry } from './registry.js';

@Global()
@Module({})
export class JobsModule implements OnApplicationBootstrap, BeforeApplicationShutdown {
  constructor(private readonly jobs: Jobs) {}

  static with(options: JobsOptions): DynamicModule {
    return {
      module: JobsModule,
      imports: [DiscoveryModule],
      controllers: [JobReportsController],
      providers: [
        { provide: JOBS_OPTIONS, useValue: options },
        JobRegistry,
        Queues,
        JobRuns,
        JobRunner,
        OutboxRelay,
        Jobs,
        JobsHealth,
        JobReportsService,
        JobReportsResolver,
        Housekeeping,
        ForgetOldRows,
      ],
      exports: [Jobs, JobsHealth, OutboxRelay],
    };
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.jobs.start();
  }

  /** Before any `onApplicationShutdown`: what is in flight still needs the database. */
  async beforeApplicationShutdown(): Promise<void> {
    await this.jobs.stop();
  }
}
