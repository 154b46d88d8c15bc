import { Module, type DynamicModule, type Type } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import type { Config } from './platform/config.js';
import { graphqlModule } from './platform/api/graphql.js';
import { AuditModule } from './platform/audit/audit.module.js';
import { JobsModule } from './platform/jobs/jobs.module.js';
import type { JobsMode } from './platform/jobs/options.js';
import { PlatformModule } from './platform/platform.module.js';
import { AgendaModule } from './agenda/agenda.module.js';
import { AlertsModule } from './alerts/alerts.module.js';
import { ConsortiaModule } from './consortia/consortia.module.js';
import { ENTITIES } from './entities.js';
import { ExchangeModule } from './exchange/exchange.module.js';
import { IndicatorsModule } from './indicators/indicators.module.js';
import { HousingModule } from './housing/housing.module.js';
import { IdentityModule } from './identity/identity.module.js';
import { PeopleModule } from './people/people.module.js';
import { PlacementsModule } from './placements/placements.module.js';
import { SharedFlatsModule } from './shared-flats/shared-flats.module.js';
import { ArrearsModule } from './tenancies/arrears.module.js';
import { TenanciesModule } from './tenancies/tenancies.module.js';

/** The features, in the order of their dependencies: each may import those before it. */
export const FEATURES: Type[] = [
  ConsortiaModule,
  IdentityModule,
  PeopleModule,
  HousingModule,
  AgendaModule,
  PlacementsModule,
  TenanciesModule,
  ArrearsModule,
  SharedFlatsModule,
  IndicatorsModule,
  AlertsModule,
  ExchangeModule,
];

export interface AppOptions {
  readonly config: Config;
  /** Where the run-time role reaches the database. */
  readonly databaseUrl: string;
  /** The same as the role that owns the schema; the queue's own schema is made with it. */
  readonly ownerUrl: string;
  /** What this process does with jobs. */
  readonly jobs: JobsMode;
}

@Module({})
export class AppModule {
  static with(options: AppOptions): DynamicModule {
    return {
      module: AppModule,
      imports: [
        DiscoveryModule,
        PlatformModule.with({ ...options, entities: ENTITIES }),
        JobsModule.with({ mode: options.jobs, databaseUrl: options.databaseUrl, redisUrl: options.config.REDIS_URL }),
        AuditModule,
        graphqlModule(),
        ...FEATURES,
      ],
    };
  }
}
