import { Column } from 'typeorm';
import type { StaffFunction } from '../platform/access/permissions.js';
import type { Actor } from '../platform/access/actor.js';
import { Noun, Published } from '../platform/api/published.js';
import { addDays } from '../platform/calendar.js';
import { CauseLevel } from '../platform/causes/causes.enums.js';
import type { CivilDate, Instant } from '../platform/clock.js';
import { Record } from '../platform/database/record.js';
import { conflict, invalid } from '../platform/errors/failure.js';
import { UserFunction } from '../identity/users.enums.js';
import { AlertFact } from './alert.views.js';
import { ALERTS } from './alerts.reasons.js';
import { AlertKind, AlertStatus } from './alerts.enums.js';

const LONGEST_SNOOZE_DAYS = 90;

/** Filled in the caller's language when the alert leaves; the database knows codes only. */
const WORDED = { sql: () => 'NULL::text' };

@Noun('Alert', 'alerts', 'Something to know of or act upon; it closes by itself when its cause is gone')
export class Alert extends Record {
  @Column({ name: 'cause_id', type: 'uuid' })
  causeId!: string;

  @Published.code(AlertKind, { about: 'What it is about', sql: (t) => `${t}.kind` })
  kind!: AlertKind;

  @Published.code(CauseLevel, { about: 'How urgent it is' })
  level!: CauseLevel;

  @Published.code(AlertStatus, { about: 'Where it stands' })
  status!: AlertStatus;

  @Published.text({ about: 'What it says, in short', max: 200, example: 'Loyer impayé', ...WORDED })
  title!: string;

  @Published.text({
    about: 'Since when, how much, by which rule: as far as you may know',
    max: 2000,
    example: 'Une échéance reste impayée depuis le 5 décembre 2026.',
    ...WORDED,
  })
  explanation!: string;

  @Published.text({
    about: 'What is to be done',
    max: 500,
    example: 'Prenez contact avec le ménage avant que la dette ne grandisse.',
    ...WORDED,
  })
  action!: string;

  @Published.many(() => AlertFact, {
    about: 'The facts behind it',
    maxItems: 50,
    sql: (t) => `alert_facts(${t}.facts)`,
  })
  facts!: AlertFact[];

  @Published.text({ about: 'Noun that it is about', max: 41, example: 'tenancy' })
  subjectType!: string;

  @Published.id({ about: 'Identifier of that' })
  subjectId!: string;

  @Published.id({ about: 'The household, where it is disclosed to you', nullable: true })
  householdId!: string | null;

  @Published.date({ about: 'Since when its cause holds' })
  sinceOn!: CivilDate;

  @Column({ name: 'organisation_id', type: 'uuid' })
  organisationId!: string;

  @Published.code(UserFunction, { about: 'Whom it is for in your organisation; null: everybody', nullable: true })
  staffFunction!: StaffFunction | null;

  /** Functions that it was for before, or `everybody`. */
  @Column({ name: 'was_for', type: 'text', array: true, default: [] })
  wasFor!: string[];

  @Published.id({ about: 'The worker who deals with it', nullable: true })
  assigneeId!: string | null;

  @Published.instant({ about: 'When it was acknowledged', nullable: true })
  acknowledgedAt!: Instant | null;

  @Published.date({ about: 'Put off until this day, on which it is open again', nullable: true })
  reopensOn!: CivilDate | null;

  @Published.instant({ about: 'When its cause was gone', nullable: true })
  closedAt!: Instant | null;

  acknowledge(at: Instant): void {
    this.demandLive();
    if (this.status === 'acknowledged') throw conflict(ALERTS.alert_acknowledged);
    Object.assign(this, { status: 'acknowledged', acknowledgedAt: at, reopensOn: null });
  }

  assign(userId: string | null): void {
    this.demandLive();
    this.assigneeId = userId;
  }

  snooze(reopensOn: CivilDate, today: CivilDate): void {
    this.demandLive();
    if (reopensOn <= today) throw invalid('/reopensOn', 'not_in_the_future');
    if (reopensOn > addDays(today, LONGEST_SNOOZE_DAYS))
      throw invalid('/reopensOn', 'too_far', { days: LONGEST_SNOOZE_DAYS });
    Object.assign(this, { status: 'snoozed', reopensOn });
  }

  private demandLive(): void {
    if (this.status === 'closed') throw conflict(ALERTS.alert_closed);
  }
}

/** Machines see what their organisation does; a person what is for everybody, for her function, or assigned to her. */
export function isAlertFor(
  { staffFunction, assigneeId }: Pick<Alert, 'staffFunction' | 'assigneeId'>,
  { principal, functions }: Actor,
): boolean {
  if (principal.type !== 'user' || staffFunction === null) return true;
  return functions.includes(staffFunction) || assigneeId === principal.id;
}
