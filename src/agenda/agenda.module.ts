import { Module } from '@nestjs/common';
import { DeadlineDays } from './agenda.jobs.js';
import { DeadlinesController } from './deadlines.controller.js';
import { DeadlinesResolver } from './deadlines.resolver.js';
import { DeadlinesService } from './deadlines.service.js';

@Module({
  controllers: [DeadlinesController],
  providers: [DeadlinesService, DeadlinesResolver, DeadlineDays],
})
export class AgendaModule {}
