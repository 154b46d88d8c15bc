import { Noun, Published } from '../platform/api/published.js';
import { Record } from '../platform/database/record.js';
import { Column } from 'typeorm';
import type { CivilDate } from '../platform/clock.js';
import { ActivityKind, ActivityTopic } from './shared-life.enums.js';

const flatsOf = (alias: string): string => `ARRAY(SELECT l.flat_id FROM activity_flats l
  WHERE l.consortium_id = ${alias}.consortium_id AND l.activity_id = ${alias}.id ORDER BY l.flat_id)`;

@Noun('Activity', 'activities', 'An activity with residents, in one shared flat or across flats; for who supports them')
export class Activity extends Record {
  @Published.ids({ about: 'The flats that it is for', maxItems: 100, sql: flatsOf })
  flatIds!: string[];

  @Published.code(ActivityKind, { about: 'What kind' })
  kind!: ActivityKind;

  @Published.codes(ActivityTopic, { about: 'What about', maxItems: 10, example: ['budget'] })
  topics!: ActivityTopic[];

  @Published.text({ about: 'Its title', max: 200, nullable: true, example: 'Lire sa facture d’électricité' })
  title!: string | null;

  @Published.date({ about: 'When it was held' })
  heldOn!: CivilDate;

  @Published.text({ about: 'What came of it', max: 2000, nullable: true, example: 'Deux chèques énergie demandés' })
  outcome!: string | null;

  @Published.integer({ about: 'How many residents came', min: 0, example: 3 })
  residents!: number;

  @Published.integer({ about: 'How many others came', min: 0, example: 1 })
  guests!: number;

  @Column({ name: 'supporter_id', type: 'uuid' })
  supporterId!: string;

  describe(known: Partial<Pick<Activity, 'title' | 'outcome' | 'topics'>>): void {
    for (const [property, value] of Object.entries(known)) {
      if (value !== undefined) Object.assign(this, { [property]: value });
    }
  }
}

@Noun('Attendance', 'attendances', 'A resident came to an activity')
export class Attendance extends Record {
  @Published.id({ about: 'The activity' })
  activityId!: string;

  @Published.id({ about: 'The resident’s occupancy' })
  occupancyId!: string;

  @Column({ name: 'household_id', type: 'uuid' })
  householdId!: string;
}
