import { Body, Controller } from '@nestjs/common';
import { Changes, Reads } from '../platform/api/operations.js';
import { NotificationPatch } from './notifications.inputs.js';
import { NotificationsService } from './notifications.service.js';
import { NotificationPreferences } from './notifications.views.js';

const use = NotificationsService.prototype;

@Controller('v1/notification-preferences')
export class NotificationsController {
  constructor(private readonly service: NotificationsService) {}

  @Reads('', NotificationPreferences, { summary: 'What you are told of by e-mail', use: use.get })
  get(): Promise<NotificationPreferences> {
    return this.service.get();
  }

  @Changes('', NotificationPreferences, { summary: 'Change what you are told of by e-mail', use: use.change })
  change(@Body() patch: NotificationPatch): Promise<NotificationPreferences> {
    return this.service.change(patch);
  }
}
