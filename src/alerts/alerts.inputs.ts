import type { StaffFunction } from '../platform/access/permissions.js';
import { Command, Input } from '../platform/api/inputs.js';
import { PageFilter } from '../platform/api/pages.js';
import { CauseLevel } from '../platform/causes/causes.enums.js';
import type { CivilDate } from '../platform/clock.js';
import { UserFunction } from '../identity/users.enums.js';
import { AlertKind, AlertResponse, AlertStatus, AlertStepKind } from './alerts.enums.js';

@Command('AlertFilter', 'Which alerts')
export class AlertFilter extends PageFilter {
  @Input.code(AlertStatus, { about: 'In this status', optional: true })
  status?: AlertStatus;

  @Input.code(AlertKind, { about: 'Of this kind', optional: true })
  kind?: AlertKind;

  @Input.code(CauseLevel, { about: 'Of this level', optional: true })
  level?: CauseLevel;

  @Input.text({ about: 'About such a noun', max: 41, optional: true, example: 'tenancy' })
  subjectType?: string;

  @Input.id({ about: 'About this', optional: true })
  subjectId?: string;

  @Input.id({ about: 'About this household', optional: true })
  householdId?: string;

  @Input.code(UserFunction, { about: 'For this function', optional: true })
  staffFunction?: StaffFunction;

  @Input.id({ about: 'Assigned to this worker', optional: true })
  assigneeId?: string;
}

@Command('AlertStepFilter', 'Which steps')
export class AlertStepFilter extends PageFilter {
  @Input.code(AlertStepKind, { about: 'Such steps', optional: true })
  step?: AlertStepKind;

  @Input.code(CauseLevel, { about: 'While it was of this level', optional: true })
  level?: CauseLevel;

  @Input.code(AlertResponse, { about: 'With this response', optional: true })
  response?: AlertResponse;

  @Input.id({ about: 'That assigned it to this worker', optional: true })
  assigneeId?: string;
}

@Command('AcknowledgementInput', 'That an alert was seen, and what is made of it')
export class AcknowledgementInput {
  @Input.code(AlertResponse, { about: 'What is made of it' })
  response!: AlertResponse;
}

@Command('AlertAssignmentInput', 'Who deals with an alert')
export class AlertAssignmentInput {
  @Input.id({ about: 'A person of your organisation; null: nobody in particular', nullable: true })
  userId!: string | null;
}

@Command('SnoozeInput', 'Until when an alert is put off')
export class SnoozeInput {
  @Input.date({ about: 'The day on which it is open again, within 90 days', example: '2026-12-01' })
  reopensOn!: CivilDate;
}

@Command('StreamQuery', 'Where a stream goes on')
export class StreamQuery {
  @Input.text({
    about: 'The `id` of the last event received, or the `deltaToken` of a delta; `Last-Event-ID` says the same',
    max: 1000,
    optional: true,
    example: 'WyIwMTkz…',
  })
  token?: string;
}
