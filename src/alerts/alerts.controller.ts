import { Body, Controller, Param, Query } from '@nestjs/common';
import type { Readable } from 'node:stream';
import { DeltaQuery } from '../platform/api/delta.js';
import { Acts, Delta, Lists, Reads, Streams } from '../platform/api/operations.js';
import type { Page } from '../platform/api/pages.js';
import { AlertAnswersService } from './alert-answers.service.js';
import { AlertStreamsService } from './alert-streams.service.js';
import { AlertStep } from './alert-step.entity.js';
import { Alert } from './alert.entity.js';
import { AlertEntry } from './alert.views.js';
import {
  AcknowledgementInput,
  AlertAssignmentInput,
  AlertFilter,
  AlertStepFilter,
  SnoozeInput,
  StreamQuery,
} from './alerts.inputs.js';
import { AlertsService, type AlertDelta } from './alerts.service.js';

const reading = AlertsService.prototype;
const answering = AlertAnswersService.prototype;

@Controller('v1/alerts')
export class AlertsController {
  constructor(
    private readonly alerts: AlertsService,
    private readonly answers: AlertAnswersService,
    private readonly streams: AlertStreamsService,
  ) {}

  @Lists('', Alert, { summary: 'List the alerts that are for you', use: reading.list })
  list(@Query() filter: AlertFilter): Promise<Page<Alert>> {
    return this.alerts.list(filter);
  }

  @Delta('delta', AlertEntry, {
    summary: 'What changed of your alerts since a token, deletions included',
    use: reading.delta,
  })
  delta(@Query() query: DeltaQuery): Promise<AlertDelta> {
    return this.alerts.delta(query);
  }

  @Streams('stream', AlertEntry, {
    summary: 'Your alerts as they change, as server-sent events',
    use: AlertStreamsService.prototype.open,
  })
  stream(@Query() query: StreamQuery): Promise<Readable> {
    return this.streams.open(query);
  }

  @Reads(':id', Alert, { summary: 'Read an alert, explained', use: reading.get })
  get(@Param('id') id: string): Promise<Alert> {
    return this.alerts.get(id);
  }

  @Lists(':id/history', AlertStep, { summary: 'What was done about an alert: who, when, how', use: reading.history })
  history(@Param('id') id: string, @Query() filter: AlertStepFilter): Promise<Page<AlertStep>> {
    return this.alerts.history(id, filter);
  }

  @Acts(':id/acknowledgement', Alert, { summary: 'Say that an alert was seen', use: answering.acknowledge })
  acknowledge(@Param('id') id: string, @Body() input: AcknowledgementInput): Promise<Alert> {
    return this.answers.acknowledge(id, input);
  }

  @Acts(':id/assignment', Alert, { summary: 'Say who deals with an alert', use: answering.assign })
  assign(@Param('id') id: string, @Body() input: AlertAssignmentInput): Promise<Alert> {
    return this.answers.assign(id, input);
  }

  @Acts(':id/snooze', Alert, { summary: 'Put an alert off until a day', use: answering.snooze })
  snooze(@Param('id') id: string, @Body() input: SnoozeInput): Promise<Alert> {
    return this.answers.snooze(id, input);
  }
}
