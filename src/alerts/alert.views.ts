import type { StaffFunction } from '../platform/access/permissions.js';
import { Published, View } from '../platform/api/published.js';
import { CauseLevel } from '../platform/causes/causes.enums.js';
import type { CivilDate, Instant } from '../platform/clock.js';
import { UserFunction } from '../identity/users.enums.js';
import { AlertKind, AlertStatus } from './alerts.enums.js';

@View('AlertFact', 'A fact: a code, a number or a date')
export class AlertFact {
  @Published.text({ about: 'Its name; amounts end in `Cents`', max: 41, example: 'debtCents', column: false })
  name!: string;

  @Published.text({ about: 'Its value', max: 80, example: '45001', column: false })
  value!: string;
}

@View('AlertEntry', 'An alert as the delta and the stream show it')
export class AlertEntry {
  @Published.id({ about: 'The alert', column: false })
  id!: string;

  @Published.integer({ about: 'Of what you see; rises with each change of it', min: 1, example: 1, column: false })
  version!: number;

  @Published.integer({ about: 'Version of the alert, for `If-Match`', min: 1, example: 1, column: false })
  alertVersion!: number;

  @Published.code(AlertKind, { about: 'What it is about', column: false })
  kind!: AlertKind;

  @Published.code(CauseLevel, { about: 'How urgent it is', column: false })
  level!: CauseLevel;

  @Published.code(AlertStatus, { about: 'Where it stands', column: false })
  status!: AlertStatus;

  @Published.text({ about: 'What it says, in short', max: 200, example: 'Loyer impayé', column: false })
  title!: string;

  @Published.text({ about: 'As far as you may know', max: 2000, example: 'La dette est de 450,01 €.', column: false })
  explanation!: string;

  @Published.text({ about: 'What is to be done', max: 500, example: 'Prenez contact avec le ménage.', column: false })
  action!: string;

  @Published.many(() => AlertFact, { about: 'The facts behind it', maxItems: 50, column: false })
  facts!: AlertFact[];

  @Published.text({ about: 'Noun that it is about', max: 41, example: 'tenancy', column: false })
  subjectType!: string;

  @Published.id({ about: 'Identifier of that', column: false })
  subjectId!: string;

  @Published.id({ about: 'The household, where it is disclosed to you', nullable: true, column: false })
  householdId!: string | null;

  @Published.date({ about: 'Since when its cause holds', column: false })
  sinceOn!: CivilDate;

  @Published.code(UserFunction, { about: 'Whom it is for; null: everybody', nullable: true, column: false })
  staffFunction!: StaffFunction | null;

  @Published.id({ about: 'The worker who deals with it', nullable: true, column: false })
  assigneeId!: string | null;

  @Published.instant({ about: 'When it was acknowledged', nullable: true, column: false })
  acknowledgedAt!: Instant | null;

  @Published.date({ about: 'Put off until this day', nullable: true, column: false })
  reopensOn!: CivilDate | null;

  @Published.instant({ about: 'When its cause was gone', nullable: true, column: false })
  closedAt!: Instant | null;
}
