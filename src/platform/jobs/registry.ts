import { Injectable } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { Job } from './job.js';

/** Every job of the application: the providers that are a `Job`, whichever module they belong to. */
@Injectable()
export class JobRegistry {
  private readonly jobs = new Map<string, Job>();

  constructor(private readonly discovery: DiscoveryService) {}

  collect(): void {
    this.jobs.clear();
    for (const { instance } of this.discovery.getProviders()) {
      if (!(instance instanceof Job)) continue;
      const known = this.jobs.get(instance.name);
      if (known && known !== instance) throw new Error(`Two jobs are called ${instance.name}`);
      this.jobs.set(instance.name, instance);
    }
  }

  get(name: string): Job | undefined {
    return this.jobs.get(name);
  }

  scheduled(): (Job & { readonly schedule: string })[] {
    return [...this.jobs.values()].filter(
      (job): job is Job & { readonly schedule: string } => job.schedule !== undefined,
    );
  }
}
