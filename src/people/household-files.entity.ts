import { Noun, Published } from '../platform/api/published.js';
import { HouseholdRecord } from './household-record.js';

/** The shape that numbers have in practice (`france.md` §7.1, unsure): another one is only pointed at, never refused. */
const unusual = (alias: string): string => `${alias}.request_number !~ '^[0-9A-Z]{18}$'`;

@Noun('HouseholdFile', 'household_files', 'What a lease’s file needs of the household as a whole')
export class HouseholdFile extends HouseholdRecord {
  @Published.text({
    about: 'Number of the social-housing request (numéro unique)',
    max: 40,
    nullable: true,
    example: '075012345678901234',
  })
  requestNumber!: string | null;

  @Published.flag({
    about: 'The number does not look like the usual 18 characters: check it',
    nullable: true,
    sql: unusual,
    example: false,
  })
  requestNumberUnusual!: boolean | null;
}

/** “Regular stay checked on DATE”: all that a landlord learns of anybody’s papers, and not who checked. */
@Noun('RegularStayCheck', 'regular_stay_checks', 'That the regularity of the stay was checked, and when')
export class RegularStayCheck extends HouseholdRecord {
  @Published.date({ about: 'When it was checked' })
  checkedOn!: string;
}

@Noun('ResourceSummary', 'resource_summaries', 'What a lease needs to know of the household’s resources')
export class ResourceSummary extends HouseholdRecord {
  @Published.integer({
    about: 'Cents a month, all adults; null when one of them is not known',
    nullable: true,
    example: 121510,
  })
  monthlyTotalCents!: number | null;

  @Published.date({ about: 'The day for which it was added up' })
  asOf!: string;
}
