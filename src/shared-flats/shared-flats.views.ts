import { ExternalId } from '../platform/api/external-ids.js';
import { Published, View } from '../platform/api/published.js';
import type { CivilDate } from '../platform/clock.js';
import { CompatibilityFinding, CompatibilityTopic } from './shared-life.enums.js';
import { PresenceLevel } from './shared-flats.enums.js';

const count = (about: string, example: number) => ({ about, min: 0, example, column: false });

@View('FlatResident', 'Who lives in a shared flat now')
export class FlatResident {
  @Published.id({ about: 'The occupancy', column: false })
  occupancyId!: string;

  @Published.id({ about: 'The room', column: false })
  roomId!: string;

  @Published.id({ about: 'The household', column: false })
  householdId!: string;

  @Published.id({ about: 'The resident', nullable: true, column: false })
  personId!: string | null;

  @Published.date({ about: 'Since when', column: false })
  startedOn!: CivilDate;
}

@View('SharedFlatEntry', 'A shared flat in the change feed, with who lives there now; or `removed` with a reason')
export class SharedFlatEntry {
  @Published.id({ about: 'The shared flat', column: false })
  id!: string;

  @Published.integer({ about: 'Version of what you see', min: 1, example: 3, column: false })
  version!: number;

  @Published.integer({ about: 'Version of the flat itself', min: 1, example: 1, column: false })
  flatVersion!: number;

  @Published.id({ about: 'The dwelling', column: false })
  dwellingId!: string;

  @Published.id({ about: 'The head tenancy', column: false })
  headTenancyId!: string;

  @Published.id({ about: 'The convention', column: false })
  conventionId!: string;

  @Published.id({ about: 'Who lets its rooms', column: false })
  operatorId!: string;

  @Published.id({ about: 'Lessor of the head tenancy', nullable: true, column: false })
  landlordId!: string | null;

  @Published.date({ about: 'First day', column: false })
  openedOn!: CivilDate;

  @Published.date({ about: 'First day outside', nullable: true, column: false })
  closedOn!: CivilDate | null;

  @Published.many(() => ExternalId, { about: 'The caller’s own identifiers of it', maxItems: 20, column: false })
  externalIds!: ExternalId[];

  @Published.many(() => FlatResident, { about: 'Who lives there now', maxItems: 50, column: false })
  residents!: FlatResident[];
}

@View('Presence', 'Days outside France of a calendar year, against the presence that ASPA asks for')
export class Presence {
  @Published.integer(count('The calendar year', 2026))
  year!: number;

  @Published.integer(count('Days outside France until today', 34))
  daysAbroad!: number;

  @Published.integer(count('Days outside France with those that are planned', 48))
  daysExpected!: number;

  @Published.integer(count('Most days that leave enough presence', 91))
  mostDaysAbroad!: number;

  @Published.code(PresenceLevel, { about: 'How it stands', column: false })
  level!: PresenceLevel;
}

@View('Vacancy', 'A room of a shared flat in which nobody lives today')
export class Vacancy {
  @Published.id({ about: 'The room', column: false })
  roomId!: string;

  @Published.integer({ about: 'Its number', min: 1, example: 2, column: false })
  number!: number;

  @Published.integer({ about: 'Its places', min: 1, example: 1, column: false })
  places!: number;

  @Published.date({ about: 'Since when nobody lives there; null: nobody ever has', nullable: true, column: false })
  vacatedOn!: CivilDate | null;

  @Published.date({ about: 'From when it is promised to somebody', nullable: true, column: false })
  promisedOn!: CivilDate | null;
}

@View('FlatVacancies', 'The vacant rooms of a shared flat')
export class FlatVacancies {
  @Published.id({ about: 'The shared flat', column: false })
  flatId!: string;

  @Published.date({ about: 'On which day', column: false })
  asOf!: CivilDate;

  @Published.many(() => Vacancy, { about: 'Its vacant rooms', maxItems: 50, column: false })
  rooms!: Vacancy[];
}

@View('CompatibilityPoint', 'One point of compatibility, with what it rests on')
export class CompatibilityPoint {
  @Published.code(CompatibilityTopic, { about: 'The point', column: false })
  topic!: CompatibilityTopic;

  @Published.code(CompatibilityFinding, { about: 'What was found', column: false })
  finding!: CompatibilityFinding;

  @Published.text({
    about: 'Why, in words; names nobody',
    max: 500,
    example: 'Une langue en commun avec deux résidents : ar.',
    column: false,
  })
  explanation!: string;
}

@View('Compatibility', 'How a household and a shared flat fit: facts and reasons, to be talked over; never a score')
export class Compatibility {
  @Published.id({ about: 'The shared flat', column: false })
  flatId!: string;

  @Published.id({ about: 'The household', column: false })
  householdId!: string;

  @Published.many(() => CompatibilityPoint, { about: 'Point by point', maxItems: 10, column: false })
  points!: CompatibilityPoint[];
}
