import { ObjectType } from '@nestjs/graphql';
import { Noun, Published } from '../platform/api/published.js';
import { invalid } from '../platform/errors/failure.js';
import { AuthoredRecord, PersonRecord } from './household-record.js';
import { ActivityStatus, NationalityGroup } from './people.enums.js';
import { LegalProtectionKind, ResidentialSituationKind, ResourceKind, Signing } from './records.enums.js';

/** Assigns what a command gives and refuses a period that ends before it starts. */
function assign(target: { startsOn?: string; endsOn?: string | null }, known: object): void {
  for (const [property, value] of Object.entries(known)) {
    if (value !== undefined) Object.assign(target, { [property]: value as unknown });
  }
  if (target.startsOn && target.endsOn && target.endsOn < target.startsOn) throw invalid('/endsOn', 'period_reversed');
}

@Noun('PersonContact', 'person_contacts', 'How to reach a person')
export class PersonContact extends PersonRecord {
  @Published.texts({
    about: 'Telephone numbers; several people may share one',
    maxItems: 5,
    example: ['+33 1 23 45 67 89'],
  })
  phones!: string[];

  @Published.texts({ about: 'E-mail addresses', maxItems: 5, example: ['personne@exemple.example'] })
  emails!: string[];

  @Published.text({ about: 'Postal address', max: 300, nullable: true, example: '1 rue de l’Exemple' })
  address!: string | null;

  @Published.text({ about: 'Postcode', max: 10, nullable: true, example: '75020' })
  postcode!: string | null;

  @Published.text({ about: 'INSEE code of the commune', max: 5, nullable: true, example: '75120' })
  communeCode!: string | null;

  @Published.text({ about: 'Language to speak, ISO 639', max: 3, nullable: true, example: 'ar' })
  language!: string | null;

  @Published.flag({ about: 'Whether an interpreter is needed', nullable: true, example: false })
  interpreter!: boolean | null;

  describe(known: object): void {
    assign(this as object, known);
  }
}

@Noun('PersonProfile', 'person_profiles', 'What figures count of a person; for the supporter')
export class PersonProfile extends AuthoredRecord {
  @Published.code(NationalityGroup, { about: 'Nationality group', nullable: true, example: 'french' })
  nationalityGroup!: NationalityGroup | null;

  @Published.code(ActivityStatus, { about: 'Activity', nullable: true, example: 'job_seeker' })
  activity!: ActivityStatus | null;

  describe(known: object): void {
    assign(this as object, known);
  }
}

@ObjectType({ isAbstract: true })
abstract class Period extends AuthoredRecord {
  @Published.date({ about: 'First day' })
  startsOn!: string;

  @Published.date({ about: 'First day outside, null while it lasts', nullable: true })
  endsOn!: string | null;

  describe(known: object): void {
    assign(this, known);
  }
}

/** Status changes in time, for each person (SI-SIAO’s “situation résidentielle”, `france.md` §3.5). */
@Noun('ResidentialSituation', 'residential_situations', 'Where a person lived, from when to when')
export class ResidentialSituation extends Period {
  @Published.code(ResidentialSituationKind, { about: 'Situation', example: 'hotel' })
  kind!: ResidentialSituationKind;

  @Published.text({ about: 'INSEE code of the commune', max: 5, nullable: true, example: '75120' })
  communeCode!: string | null;
}

@Noun('Resource', 'resources', 'An income of a person')
export class Resource extends Period {
  @Published.code(ResourceKind, { about: 'Kind of income', example: 'minimum_income' })
  kind!: ResourceKind;

  @Published.integer({
    about: 'Cents a month; null when the amount is not known, 0 when there is none',
    nullable: true,
    example: 60755,
  })
  amountCents!: number | null;
}

/**
 * Who signs an engagement such as a lease: under guardianship or family authorisation (as representation) the representative
 * (code civil 473, 494-6), under curatorship the person with the curator (467), under safeguard the person (435).
 */
const signing = (
  alias: string,
): string => `CASE WHEN ${alias}.kind IN ('guardianship', 'family_authorisation') THEN 'representative'
  WHEN ${alias}.kind IN ('curatorship', 'reinforced_curatorship') THEN 'person_assisted' ELSE 'person' END`;

@Noun('LegalProtection', 'legal_protections', 'A legal protection of an adult, and who signs under it')
export class LegalProtection extends Period {
  @Published.code(LegalProtectionKind, { about: 'Measure', example: 'curatorship' })
  kind!: LegalProtectionKind;

  @Published.code(Signing, {
    about: 'Who signs an engagement such as a lease',
    sql: signing,
    example: 'person_assisted',
  })
  signing!: Signing;

  @Published.text({
    about: 'Who assists or represents',
    max: 200,
    nullable: true,
    example: 'Association tutélaire de l’Exemple',
  })
  representativeName!: string | null;

  @Published.text({ about: 'How to reach them', max: 200, nullable: true, example: 'contact@tutelle.example' })
  representativeContact!: string | null;
}

/** That a person is protected (violence): masks who it is from all but the supporter, and keeps it out of every match. */
@Noun('PersonProtection', 'person_protections', 'That a person is masked for all but the supporter')
export class PersonProtection extends Period {}
