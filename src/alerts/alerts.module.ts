import { Module } from '@nestjs/common';
import { AlertAnswersService } from './alert-answers.service.js';
import { AlertProjection } from './alert-projection.js';
import { AlertRetention } from './alert-retention.js';
import { AlertStreamsService } from './alert-streams.service.js';
import { AlertsController } from './alerts.controller.js';
import { AlertDays, ForgetAlerts, ProjectCauses, SendDigests } from './alerts.jobs.js';
import { AlertsResolver } from './alerts.resolver.js';
import { AlertsService } from './alerts.service.js';
import { Digests } from './digests.js';
import { NotificationsController } from './notifications.controller.js';
import { NotificationsResolver } from './notifications.resolver.js';
import { NotificationsService } from './notifications.service.js';

@Module({
  controllers: [AlertsController, NotificationsController],
  providers: [
    AlertsService,
    AlertAnswersService,
    AlertStreamsService,
    NotificationsService,
    AlertProjection,
    AlertRetention,
    Digests,
    ProjectCauses,
    AlertDays,
    ForgetAlerts,
    SendDigests,
    AlertsResolver,
    NotificationsResolver,
  ],
})
export class AlertsModule {}
