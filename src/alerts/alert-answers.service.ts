import { Injectable } from '@nestjs/common';
import { permissionsOfStaff, type StaffFunction } from '../platform/access/permissions.js';
import { Requires } from '../platform/access/requires.js';
import { clock } from '../platform/clock.js';
import { actor } from '../platform/context.js';
import { Database } from '../platform/database/database.js';
import type { Work } from '../platform/database/work.js';
import { conflict, invalid, notFound } from '../platform/errors/failure.js';
import { explained } from './alert-explained.js';
import { AlertStep } from './alert-step.entity.js';
import { Alert, isAlertFor } from './alert.entity.js';
import type { AcknowledgementInput, AlertAssignmentInput, SnoozeInput } from './alerts.inputs.js';
import { ALERTS } from './alerts.reasons.js';

/** A person of the caller's organisation, and whether the alert's household is in what she follows. */
const WORKER = `
  SELECT u.functions, u.caseload = 'all' OR a.household_id IS NULL OR EXISTS (
      SELECT 1 FROM assignments s JOIN users m ON m.consortium_id = s.consortium_id AND m.id = s.user_id
      WHERE s.consortium_id = $1 AND s.household_id = a.household_id AND s.starts_on <= $4::date AND (s.ends_on IS NULL OR s.ends_on > $4::date)
        AND (m.id = u.id OR u.caseload = 'team' AND m.team = u.team)) AS follows
  FROM users u JOIN alerts a ON a.consortium_id = u.consortium_id AND a.organisation_id = u.organisation_id AND a.id = $3
  WHERE u.consortium_id = $1 AND u.id = $2 AND u.active`;

/** What a partner does about an alert. It never closes one: that is for its cause to do. */
@Injectable()
export class AlertAnswersService {
  constructor(private readonly database: Database) {}

  /** Refuses one that is closed, or acknowledged already. */
  @Requires('alerts:handle')
  acknowledge(id: string, { response }: AcknowledgementInput): Promise<Alert> {
    return this.database.work(async (work) => {
      const alert = await loadAlert(work, id);
      alert.acknowledge(clock.now());
      return conclude(work, alert, { step: 'acknowledged', response });
    });
  }

  /** Refuses a person who could not see it. */
  @Requires('alerts:handle')
  assign(id: string, { userId }: AlertAssignmentInput): Promise<Alert> {
    return this.database.work(async (work) => {
      const alert = await loadAlert(work, id);
      if (userId !== null) await demandSight(work, alert, userId);
      alert.assign(userId);
      return conclude(work, alert, { step: 'assigned', assigneeId: userId });
    });
  }

  /** Until a day within 90; a rise of its level opens it before. */
  @Requires('alerts:handle')
  snooze(id: string, { reopensOn }: SnoozeInput): Promise<Alert> {
    return this.database.work(async (work) => {
      const alert = await loadAlert(work, id);
      alert.snooze(reopensOn, clock.today());
      return conclude(work, alert, { step: 'snoozed', reopensOn });
    });
  }
}

async function loadAlert(work: Work, id: string): Promise<Alert> {
  const alert = await work.load(Alert, id);
  if (!isAlertFor(alert, actor())) throw notFound();
  return alert;
}

async function demandSight(work: Work, alert: Alert, userId: string): Promise<void> {
  const values = [actor().consortiumId, userId, alert.id, clock.today()];
  const [worker] = await work.query<{ functions: StaffFunction[]; follows: boolean }>(WORKER, values);
  if (!worker) throw invalid('/userId', 'unknown_reference');
  const mayRead = permissionsOfStaff(actor().roles, worker.functions).has('alerts:read');
  if (!mayRead || !worker.follows) throw conflict(ALERTS.alert_not_for_worker);
}

async function conclude(work: Work, alert: Alert, step: Partial<AlertStep> & Pick<AlertStep, 'step'>): Promise<Alert> {
  const { organisationId, principal } = actor();
  await work.save(alert);
  await work.insert(
    work.create(AlertStep, {
      alertId: alert.id,
      organisationId,
      level: alert.level,
      principalId: principal.id,
      ...step,
    }),
  );
  await work.record({
    type: `alert.${step.step}`,
    subject: { type: 'alert', id: alert.id },
    householdId: alert.householdId ?? undefined,
    viewers: [organisationId],
  });
  work.touch('alerts', [alert.id]);
  return explained(await work.published(Alert, alert.id));
}
