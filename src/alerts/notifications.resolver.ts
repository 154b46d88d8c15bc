import { Args, Resolver } from '@nestjs/graphql';
import { ChangeMutation, ReadQuery } from '../platform/api/graphql-operations.js';
import { NotificationPatch } from './notifications.inputs.js';
import { NotificationsService } from './notifications.service.js';
import { NotificationPreferences } from './notifications.views.js';

const use = NotificationsService.prototype;

@Resolver(() => NotificationPreferences)
export class NotificationsResolver {
  constructor(private readonly service: NotificationsService) {}

  @ReadQuery(NotificationPreferences, { summary: 'What you are told of by e-mail; null for a machine', use: use.get })
  notificationPreferences(): Promise<NotificationPreferences> {
    return this.service.get();
  }

  @ChangeMutation(NotificationPreferences, { summary: 'Change what you are told of by e-mail', use: use.change })
  changeNotificationPreferences(@Args('input') patch: NotificationPatch): Promise<NotificationPreferences> {
    return this.service.change(patch);
  }
}
