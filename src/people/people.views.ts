import { entryOf } from '../platform/api/feed-entry.js';
import { Noun, Published, View } from '../platform/api/published.js';
import { bands, ChildrenByAgeBand, Household } from './household.entity.js';
import { Record } from '../platform/database/record.js';
import { HouseholdStatus } from './people.enums.js';

/** A household as the coordinator sees it: an opaque id, initials, counts. Not stored: a view over `households`. */
@Noun('HouseholdStub', 'households', 'A household as the coordinator sees it')
export class HouseholdStub extends Record {
  @Published.text({
    about: 'Initials of the reference person; null for a protected one',
    max: 8,
    nullable: true,
    example: 'C. E.',
    sql: (alias) => `household_initials(${alias}.id)`,
  })
  initials!: string | null;

  @Published.code(HouseholdStatus, { about: 'Status', example: 'active' })
  status!: HouseholdStatus;

  @Published.integer({ about: 'People in it today', example: 3 })
  size!: number;

  @Published.one(() => ChildrenByAgeBand, { about: 'Children by age', sql: bands })
  childrenByAgeBand!: ChildrenByAgeBand;
}

@View('HouseholdEntry', 'A household in the change feed')
export class HouseholdEntry extends entryOf(Household, 'status', 'type', 'size', 'childrenByAgeBand', 'externalIds') {}

@View('PersonMatch', 'A person disclosed to the caller whose name sounds like the one asked for')
export class PersonMatch {
  @Published.id({ about: 'The person', column: false })
  personId!: string;

  @Published.id({ about: 'The household', column: false })
  householdId!: string;

  @Published.flag({
    about: 'Whether the birth date asked for is the same; null when none was asked for',
    nullable: true,
    column: false,
    example: true,
  })
  sameBirthDate!: boolean | null;
}

@View('PersonMatches', 'Whom the caller already knows. That nobody is found says nothing about others')
export class PersonMatches {
  @Published.many(() => PersonMatch, { about: 'At most 50', maxItems: 50, column: false })
  data!: PersonMatch[];
}

@View('Affordability', 'A monthly cost compared with the household’s resources')
export class Affordability {
  @Published.integer({
    about: 'Resources, cents a month; null when not known',
    nullable: true,
    example: 121510,
    column: false,
  })
  monthlyTotalCents!: number | null;

  @Published.integer({ about: 'Rent and charges less benefit, cents a month', example: 20000, column: false })
  netCostCents!: number;

  @Published.integer({
    about: 'Rent-to-income (taux d’effort) in basis points, 3000 for 30 %; null when not known',
    nullable: true,
    example: 1646,
    column: false,
  })
  rentToIncomeBasisPoints!: number | null;

  @Published.integer({
    about: 'Left to live on (reste à vivre), cents a month; null when not known',
    nullable: true,
    min: -10_000_000,
    example: 101510,
    column: false,
  })
  leftToLiveOnCents!: number | null;

  @Published.date({ about: 'The day of the resources', column: false })
  asOf!: string;
}
