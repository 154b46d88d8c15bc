import { Command, Input } from '../platform/api/inputs.js';
import { PageFilter } from '../platform/api/pages.js';
import { ActivityStatus, NationalityGroup } from './people.enums.js';
import { LegalProtectionKind, ResidentialSituationKind, ResourceKind, Signing } from './records.enums.js';

const INSEE = /^(?:(?:0[1-9]|[13-8]\d|2[1-9AB]|9[0-5])\d{3}|9(?:7[1-8]|8[46-8])\d{2})$/;
const COMMUNE = {
  max: 5,
  pattern: INSEE,
  format: { fr: 'code INSEE', en: 'INSEE code' },
  optional: true,
  nullable: true,
  example: '75120',
};

@Command('PersonContactInput', 'How to reach a person; what is left out is cleared')
export class PersonContactInput {
  @Input.texts({
    about: 'Telephone numbers',
    max: 30,
    maxItems: 5,
    pattern: /^\+?[0-9][0-9 .()-]{4,28}$/,
    format: '+33 1 23 45 67 89',
    optional: true,
    example: ['+33 1 23 45 67 89'],
  })
  phones?: string[];

  @Input.texts({
    about: 'E-mail addresses',
    max: 254,
    maxItems: 5,
    pattern: /^[^\s@]+@[^\s@]+\.[^\s@]+$/,
    format: { fr: 'nom@domaine', en: 'name@domain' },
    optional: true,
    example: ['personne@exemple.example'],
  })
  emails?: string[];

  @Input.text({ about: 'Postal address', max: 300, optional: true, nullable: true, example: '1 rue de l’Exemple' })
  address?: string | null;

  @Input.text({ about: 'Postcode', max: 10, optional: true, nullable: true, example: '75020' })
  postcode?: string | null;

  @Input.text({ about: 'INSEE code of the commune', ...COMMUNE })
  communeCode?: string | null;

  @Input.text({
    about: 'Language to speak, ISO 639',
    max: 3,
    pattern: /^[a-z]{2,3}$/,
    format: 'ISO 639',
    optional: true,
    nullable: true,
    example: 'ar',
  })
  language?: string | null;

  @Input.flag({ about: 'Whether an interpreter is needed', optional: true, nullable: true, example: false })
  interpreter?: boolean | null;
}

@Command('PersonProfileInput', 'What figures count of a person; what is left out is cleared')
export class PersonProfileInput {
  @Input.code(NationalityGroup, { about: 'Nationality group', optional: true, nullable: true, example: 'french' })
  nationalityGroup?: NationalityGroup | null;

  @Input.code(ActivityStatus, { about: 'Activity', optional: true, nullable: true, example: 'job_seeker' })
  activity?: ActivityStatus | null;
}

@Command('ResidentialSituationInput', 'Where a person lives or lived; ends the one that lasted until then')
export class ResidentialSituationInput {
  @Input.code(ResidentialSituationKind, { about: 'Situation', example: 'hotel' })
  kind!: ResidentialSituationKind;

  @Input.date({ about: 'First day' })
  startsOn!: string;

  @Input.date({ about: 'First day outside', optional: true, nullable: true })
  endsOn?: string | null;

  @Input.text({ about: 'INSEE code of the commune', ...COMMUNE })
  communeCode?: string | null;
}

@Command('ResidentialSituationPatch', 'What changes of a situation; null clears')
export class ResidentialSituationPatch {
  @Input.code(ResidentialSituationKind, { about: 'Situation', optional: true, example: 'hotel' })
  kind?: ResidentialSituationKind;

  @Input.date({ about: 'First day', optional: true })
  startsOn?: string;

  @Input.date({ about: 'First day outside', optional: true, nullable: true })
  endsOn?: string | null;

  @Input.text({ about: 'INSEE code of the commune', ...COMMUNE })
  communeCode?: string | null;
}

@Command('ResourceInput', 'An income of a person')
export class ResourceInput {
  @Input.code(ResourceKind, { about: 'Kind of income', example: 'minimum_income' })
  kind!: ResourceKind;

  @Input.integer({
    about: 'Cents a month; null or left out when not known, 0 when there is none',
    max: 100_000_000,
    optional: true,
    nullable: true,
    example: 60755,
  })
  amountCents?: number | null;

  @Input.date({ about: 'First day' })
  startsOn!: string;

  @Input.date({ about: 'First day outside', optional: true, nullable: true })
  endsOn?: string | null;
}

@Command('ResourcePatch', 'What changes of an income; null clears')
export class ResourcePatch {
  @Input.integer({
    about: 'Cents a month; null when not known',
    max: 100_000_000,
    optional: true,
    nullable: true,
    example: 60755,
  })
  amountCents?: number | null;

  @Input.date({ about: 'First day outside', optional: true, nullable: true })
  endsOn?: string | null;
}

@Command('LegalProtectionInput', 'A legal protection of an adult')
export class LegalProtectionInput {
  @Input.code(LegalProtectionKind, { about: 'Measure', example: 'curatorship' })
  kind!: LegalProtectionKind;

  @Input.text({
    about: 'Who assists or represents',
    max: 200,
    optional: true,
    nullable: true,
    example: 'Association tutélaire de l’Exemple',
  })
  representativeName?: string | null;

  @Input.text({
    about: 'How to reach them',
    max: 200,
    optional: true,
    nullable: true,
    example: 'contact@tutelle.example',
  })
  representativeContact?: string | null;

  @Input.date({ about: 'First day' })
  startsOn!: string;

  @Input.date({ about: 'First day outside', optional: true, nullable: true })
  endsOn?: string | null;
}

@Command('LegalProtectionPatch', 'What changes of a legal protection; null clears')
export class LegalProtectionPatch {
  @Input.text({
    about: 'Who assists or represents',
    max: 200,
    optional: true,
    nullable: true,
    example: 'Association tutélaire de l’Exemple',
  })
  representativeName?: string | null;

  @Input.text({
    about: 'How to reach them',
    max: 200,
    optional: true,
    nullable: true,
    example: 'contact@tutelle.example',
  })
  representativeContact?: string | null;

  @Input.date({ about: 'First day outside', optional: true, nullable: true })
  endsOn?: string | null;
}

@Command('ProtectionInput', 'From when a person is masked')
export class ProtectionInput {
  @Input.date({ about: 'First day' })
  startsOn!: string;
}

@Command('ProtectionEnding', 'Until when a person is masked')
export class ProtectionEnding {
  @Input.date({ about: 'First day outside' })
  endsOn!: string;
}

/** A list of what is known of one person. */
@Command('RecordFilter', 'Which records')
export class RecordFilter extends PageFilter {
  @Input.id({ about: 'Written by this organisation', optional: true })
  authorOrganisationId?: string;
}

@Command('ResidentialSituationFilter', 'Which situations')
export class ResidentialSituationFilter extends RecordFilter {
  @Input.code(ResidentialSituationKind, { about: 'Of this kind', optional: true })
  kind?: ResidentialSituationKind;
}

@Command('ResourceFilter', 'Which incomes')
export class ResourceFilter extends RecordFilter {
  @Input.code(ResourceKind, { about: 'Of this kind', optional: true })
  kind?: ResourceKind;
}

@Command('HouseholdResourceFilter', 'Which incomes of a household')
export class HouseholdResourceFilter extends ResourceFilter {
  @Input.id({ about: 'Of this person', optional: true })
  personId?: string;
}

@Command('LegalProtectionFilter', 'Which legal protections')
export class LegalProtectionFilter extends RecordFilter {
  @Input.code(LegalProtectionKind, { about: 'With this measure', optional: true })
  kind?: LegalProtectionKind;

  @Input.code(Signing, { about: 'Under which this one signs', optional: true })
  signing?: Signing;
}
