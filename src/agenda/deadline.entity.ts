import { Column } from 'typeorm';
import { Noun, Published } from '../platform/api/published.js';
import { Record } from '../platform/database/record.js';
import type { CivilDate } from '../platform/clock.js';
import { DeadlineKind } from './deadlines.enums.js';

/** Written by functions alone (`deadlines_put`, `deadlines_close`); seen by whose it is, as long as it sees the subject. */
@Noun('Deadline', 'deadlines', 'Something that an organisation has to do by a day')
export class Deadline extends Record {
  @Published.code(DeadlineKind, { about: 'What is due' })
  kind!: DeadlineKind;

  @Published.date({ about: 'The day by which it is due' })
  dueOn!: CivilDate;

  @Published.text({ about: 'What it is about: its noun', max: 41, example: 'tenancy', column: 'source_type' })
  subjectType!: string;

  @Published.id({ about: 'What it is about', column: 'source_id' })
  subjectId!: string;

  @Published.id({ about: 'The household, where it is about one', nullable: true })
  householdId!: string | null;

  // Not published: it is whoever asks.
  @Column({ name: 'organisation_id', type: 'uuid' })
  organisationId!: string;

  @Published.instant({ about: 'When it was met, or ceased to be expected', nullable: true })
  closedAt!: string | null;
}
