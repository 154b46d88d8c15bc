import { Command, Input } from '../platform/api/inputs.js';
import { PageFilter } from '../platform/api/pages.js';
import type { CivilDate } from '../platform/clock.js';
import { IncidentKind, IncidentStatus } from './shared-flats.enums.js';
import { ActivityKind, ActivityTopic, FlatSmoking, LivingWish } from './shared-life.enums.js';

const when = { about: 'The day; today when left out', optional: true };

@Command('IncidentInput', 'Something that went wrong in the life of a shared flat')
export class IncidentInput {
  @Input.code(IncidentKind, { about: 'What kind' })
  kind!: IncidentKind;

  @Input.date(when)
  occurredOn?: CivilDate;

  @Input.text({ about: 'What happened', max: 4000, example: 'Désaccord sur le ménage de la cuisine' })
  description!: string;
}

@Command('IncidentFollowUpInput', 'What was done about a house incident')
export class IncidentFollowUpInput {
  @Input.date(when)
  doneOn?: CivilDate;

  @Input.text({ about: 'What was done', max: 2000, example: 'Entretien avec les trois résidents' })
  note!: string;
}

@Command('IncidentClosureInput', 'A house incident is dealt with')
export class IncidentClosureInput {
  @Input.date(when)
  closedOn?: CivilDate;

  @Input.text({ about: 'What came of it', max: 2000, example: 'Tour de ménage convenu' })
  outcome!: string;
}

@Command('IncidentFilter', 'Which house incidents')
export class IncidentFilter extends PageFilter {
  @Input.code(IncidentKind, { about: 'Of this kind', optional: true })
  kind?: IncidentKind;

  @Input.code(IncidentStatus, { about: 'In this status', optional: true })
  status?: IncidentStatus;
}

@Command('IncidentFollowUpFilter', 'Which follow-ups')
export class IncidentFollowUpFilter extends PageFilter {}

const topics = { about: 'What about', maxItems: 10, example: ['budget'] };
const title = { about: 'Its title', max: 200, optional: true, example: 'Lire sa facture d’électricité' };
const outcome = { about: 'What came of it', max: 2000, optional: true, example: 'Deux chèques énergie demandés' };

@Command('ActivityInput', 'An activity that was held with residents')
export class ActivityInput {
  @Input.code(ActivityKind, { about: 'What kind' })
  kind!: ActivityKind;

  @Input.codes(ActivityTopic, topics)
  topics!: ActivityTopic[];

  @Input.date(when)
  heldOn?: CivilDate;

  @Input.text(title)
  title?: string;

  @Input.text(outcome)
  outcome?: string;

  @Input.ids({ about: 'The other flats that it was for', maxItems: 99, optional: true })
  otherFlatIds?: string[];
}

@Command('ActivityPatch', 'What changes of an activity')
export class ActivityPatch {
  @Input.codes(ActivityTopic, { ...topics, optional: true })
  topics?: ActivityTopic[];

  @Input.text({ ...title, nullable: true })
  title?: string | null;

  @Input.text({ ...outcome, nullable: true })
  outcome?: string | null;
}

@Command('AttendanceInput', 'Who came; in place of those whom you see to have come')
export class AttendanceInput {
  @Input.ids({ about: 'Occupancies of the residents who came', maxItems: 300 })
  occupancyIds!: string[];

  @Input.ids({
    about:
      'Rooms whose residents came, whom others support; in place of those that were named so before, which stay when left out',
    maxItems: 300,
    optional: true,
  })
  roomIds?: string[];

  @Input.integer({ about: 'How many others came; none when left out', max: 1000, optional: true, example: 1 })
  guests?: number;
}

@Command('ActivityFilter', 'Which activities')
export class ActivityFilter extends PageFilter {
  @Input.code(ActivityKind, { about: 'Of this kind', optional: true })
  kind?: ActivityKind;
}

@Command('AttendanceFilter', 'Whose attendance')
export class AttendanceFilter extends PageFilter {
  @Input.id({ about: 'Of this occupancy', optional: true })
  occupancyId?: string;
}

@Command('FlatFactsInput', 'How one lives in a shared flat; what is left out is not recorded')
export class FlatFactsInput {
  @Input.code(FlatSmoking, { about: 'Smoking', optional: true })
  smoking?: FlatSmoking;

  @Input.flag({ about: 'Whether animals are allowed', optional: true })
  animalsAllowed?: boolean;

  @Input.flag({ about: 'Whether one gets in without stairs', optional: true })
  stepFree?: boolean;
}

@Command('FlatFactsFilter', 'Which records')
export class FlatFactsFilter extends PageFilter {
  @Input.code(FlatSmoking, { about: 'Where smoking is so', optional: true })
  smoking?: FlatSmoking;
}

@Command('LivingFactsInput', 'What a household chose to have recorded; what is left out is not recorded')
export class LivingFactsInput {
  @Input.date({ about: 'Day on which the household agreed to have it recorded' })
  agreedOn!: CivilDate;

  @Input.texts({
    about: 'Languages, ISO 639-1',
    max: 2,
    maxItems: 10,
    pattern: /^[a-z]{2}$/,
    format: { fr: 'deux lettres, a–z', en: 'two letters, a–z' },
    optional: true,
    example: ['fr', 'ar'],
  })
  languages?: string[];

  @Input.flag({ about: 'Whether somebody smokes', optional: true })
  smokes?: boolean;

  @Input.flag({ about: 'Whether there are animals', optional: true })
  hasAnimals?: boolean;

  @Input.flag({ about: 'Whether stairs are no difficulty', optional: true })
  climbsStairs?: boolean;

  @Input.codes(LivingWish, { about: 'Wishes', maxItems: 10, optional: true, example: ['no_smoke'] })
  wishes?: LivingWish[];

  @Input.text({ about: 'Other wishes, in their words', max: 1000, optional: true, example: 'Près d’un arrêt de bus' })
  otherWishes?: string;
}

@Command('LivingFactsFilter', 'Which records')
export class LivingFactsFilter extends PageFilter {}

@Command('CompatibilityQuery', 'Whose compatibility')
export class CompatibilityQuery {
  @Input.id({ about: 'The household' })
  householdId!: string;
}

@Command('RoomMatchFilter', 'Which vacant rooms')
export class RoomMatchFilter extends PageFilter {
  @Input.date({ about: 'Vacant on that day; today when left out', optional: true, example: '2026-11-02' })
  on?: CivilDate;

  @Input.id({ about: 'Of this shared flat', optional: true })
  flatId?: string;

  @Input.id({ about: 'Of this dwelling', optional: true })
  dwellingId?: string;
}
