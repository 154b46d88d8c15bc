import { Column } from 'typeorm';
import { Noun, Published } from '../platform/api/published.js';
import { CauseLevel } from '../platform/causes/causes.enums.js';
import type { CivilDate } from '../platform/clock.js';
import { Record } from '../platform/database/record.js';
import { AlertResponse, AlertStepKind } from './alerts.enums.js';

@Noun('AlertStep', 'alert_steps', 'What was done about an alert: by whom, when, and how')
export class AlertStep extends Record {
  @Published.id({ about: 'The alert' })
  alertId!: string;

  @Column({ name: 'organisation_id', type: 'uuid' })
  organisationId!: string;

  @Published.code(AlertStepKind, { about: 'The step' })
  step!: AlertStepKind;

  @Published.code(CauseLevel, { about: 'How urgent it was then' })
  level!: CauseLevel;

  @Published.code(AlertResponse, { about: 'How it was acknowledged', nullable: true })
  response!: AlertResponse | null;

  @Published.id({ about: 'To whom it was assigned', nullable: true })
  assigneeId!: string | null;

  @Published.date({ about: 'The day until which it was put off', nullable: true })
  reopensOn!: CivilDate | null;

  @Published.text({
    about: 'The user or client who did it; the name of a job for what happens by itself',
    max: 80,
    example: '01936f1e-7c00-7a10-9c3e-5b1f8e3d2a10',
  })
  principalId!: string;
}
