import { Global, Inject, Module, Optional, type DynamicModule, type OnApplicationShutdown } from '@nestjs/common';
import { APP_FILTER, APP_PIPE } from '@nestjs/core';
import type { Redis } from 'ioredis';
import { DataSource, type EntityTarget, type ObjectLiteral } from 'typeorm';
import { Answers } from './api/answers.js';
import { GraphqlAnswers } from './api/graphql-answers.js';
import { DocsController } from './api/docs.controller.js';
import { OpenapiController } from './api/openapi.js';
import { rateStore, RateLimits, RATE_STORE } from './api/rate-limits.js';
import { InputPipe } from './api/validation.js';
import { AuditWriter } from './audit/audit-writer.js';
import { CONFIG, type Config } from './config.js';
import { Keyring } from './crypto.js';
import { runtimeDataSource } from './database/connection.js';
import { Database } from './database/database.js';
import { ProblemFilter } from './errors/problem.filter.js';
import { Mailer } from './mail/mailer.js';
import { Health } from './observability/health.js';
import { MetricsController } from './observability/metrics.controller.js';
import { Metrics } from './observability/metrics.js';
import { ServiceController } from './observability/service.controller.js';
import { WorkerEndpoints } from './observability/worker-endpoints.js';

interface Options {
  readonly config: Config;
  readonly databaseUrl: string;
  readonly entities: EntityTarget<ObjectLiteral>[];
}

/** What every feature stands on; global, so that features import only each other. */
@Global()
@Module({})
export class PlatformModule implements OnApplicationShutdown {
  constructor(
    private readonly dataSource: DataSource,
    @Optional() @Inject(RATE_STORE) private readonly store?: Redis,
  ) {}

  static with({ config, databaseUrl, entities }: Options): DynamicModule {
    const dataSource = {
      provide: DataSource,
      useFactory: () =>
        runtimeDataSource({
          url: databaseUrl,
          poolSize: config.DATABASE_POOL_SIZE,
          applicationName: 'passerelle',
          entities,
        }).initialize(),
    };
    return {
      module: PlatformModule,
      controllers: [ServiceController, MetricsController, OpenapiController, DocsController],
      providers: [
        { provide: CONFIG, useValue: config },
        { provide: Keyring, useValue: new Keyring(config.keys) },
        dataSource,
        Database,
        AuditWriter,
        RateLimits,
        Health,
        Metrics,
        WorkerEndpoints,
        Mailer,
        { provide: RATE_STORE, useValue: config.REDIS_URL ? rateStore(config.REDIS_URL) : undefined },
        Answers,
        GraphqlAnswers,
        { provide: APP_PIPE, useClass: InputPipe },
        { provide: APP_FILTER, useFactory: () => new ProblemFilter(config) },
      ],
      exports: [CONFIG, Keyring, DataSource, Database, AuditWriter, RateLimits, Mailer, Answers, GraphqlAnswers],
    };
  }

  async onApplicationShutdown(): Promise<void> {
    this.store?.disconnect();
    await this.dataSource.destroy();
  }
}
