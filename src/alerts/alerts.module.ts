import { Module } from '@nestjs/common';
import { AlertAnswersService } from './alert-answers.service.js';
import { AlertStreamsService } from './alert-streams.service.js';
import { AlertProjection } from './alert-projection.js';
import { AlertsController } from './alerts.controller.js';
import { AlertDays, ProjectCauses } from './alerts.jobs.js';
import { AlertsResolver } from './alerts.resolver.js';
import { AlertsService } from './alerts.service.js';

@Module({
  controllers: [AlertsController],
  providers: [
    AlertsService,
    AlertAnswersService,
    AlertStreamsService,
    AlertProjection,
    ProjectCauses,
    AlertDays,
    AlertsResolver,
  ],
})
export class AlertsModule {}
