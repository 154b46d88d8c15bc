import { Args, Parent, Resolver } from '@nestjs/graphql';
import { Related } from '../platform/api/graphql-fields.js';
import { ChangeMutation, Id, ListQuery, Paged, ReadQuery } from '../platform/api/graphql-operations.js';
import { loadNoun } from '../platform/api/loaders.js';
import type { Page } from '../platform/api/pages.js';
import { Database } from '../platform/database/database.js';
import { User } from '../identity/user.entity.js';
import { Household } from '../people/household.entity.js';
import { AlertAnswersService } from './alert-answers.service.js';
import { Alert } from './alert.entity.js';
import { AlertStep } from './alert-step.entity.js';
import {
  AcknowledgementInput,
  AlertAssignmentInput,
  AlertFilter,
  AlertStepFilter,
  SnoozeInput,
} from './alerts.inputs.js';
import { AlertsService } from './alerts.service.js';

const reading = AlertsService.prototype;
const answering = AlertAnswersService.prototype;

@Resolver(() => Alert)
export class AlertsResolver {
  constructor(
    private readonly database: Database,
    private readonly reader: AlertsService,
    private readonly answers: AlertAnswersService,
  ) {}

  @ReadQuery(Alert, { summary: 'An alert, explained', use: reading.get })
  alert(@Id() id: string): Promise<Alert> {
    return this.reader.get(id);
  }

  @ListQuery(Alert, { summary: 'The alerts that are for you', use: reading.list })
  alerts(@Paged(AlertFilter) filter: AlertFilter): Promise<Page<Alert>> {
    return this.reader.list(filter);
  }

  @ListQuery(AlertStep, { summary: 'What was done about an alert: who, when, how', use: reading.history })
  alertHistory(@Id('alertId') id: string, @Paged(AlertStepFilter) filter: AlertStepFilter): Promise<Page<AlertStep>> {
    return this.reader.history(id, filter);
  }

  @ChangeMutation(Alert, { summary: 'Say that an alert was seen', use: answering.acknowledge })
  acknowledgeAlert(@Id() id: string, @Args('input') input: AcknowledgementInput): Promise<Alert> {
    return this.answers.acknowledge(id, input);
  }

  @ChangeMutation(Alert, { summary: 'Say who deals with an alert', use: answering.assign })
  assignAlert(@Id() id: string, @Args('input') input: AlertAssignmentInput): Promise<Alert> {
    return this.answers.assign(id, input);
  }

  @ChangeMutation(Alert, { summary: 'Put an alert off until a day', use: answering.snooze })
  snoozeAlert(@Id() id: string, @Args('input') input: SnoozeInput): Promise<Alert> {
    return this.answers.snooze(id, input);
  }

  @Related(() => Household, {
    key: 'householdId',
    permission: 'people:read',
    description: 'The household, where it is disclosed to you',
  })
  household(@Parent() alert: Alert): Promise<Household | null> {
    return loadNoun(this.database, Household, alert.householdId);
  }

  @Related(() => User, { key: 'assigneeId', permission: 'identity:read', description: 'The worker who deals with it' })
  assignee(@Parent() alert: Alert): Promise<User | null> {
    return loadNoun(this.database, User, alert.assigneeId);
  }
}
