import { Command, Input } from '../platform/api/inputs.js';
import { PageFilter } from '../platform/api/pages.js';
import { AccreditationKind, DecidingBody, OmittableStep, ProgrammeKind } from './consortia.enums.js';

const KEY = /^[a-z0-9]+(-[a-z0-9]+)*$/;

@Command('ProgrammeInput', 'A programme to open')
export class ProgrammeInput {
  @Input.text({
    about: 'Short name in addresses, unique',
    max: 80,
    pattern: KEY,
    format: { fr: 'minuscules-et-tirets', en: 'lower-case-and-hyphens' },
    example: 'domiciles-partages',
  })
  key!: string;

  @Input.text({ about: 'Name', max: 200, example: 'Les Domiciles Partagés' })
  name!: string;

  @Input.text({
    about: 'Neutral label, the only one that a landlord gets on a household',
    max: 100,
    example: 'Logement accompagné',
  })
  publicLabel!: string;

  @Input.code(ProgrammeKind, { about: 'Kind of programme', example: 'shared_flats' })
  kind!: ProgrammeKind;

  @Input.id({ about: 'The organisation that runs it', optional: true, nullable: true })
  operatorId?: string | null;

  @Input.ids({ about: 'The organisations that fund it', maxItems: 20, optional: true })
  funderIds?: string[];

  @Input.code(DecidingBody, { about: 'Who decides on an allocation', example: 'caleol' })
  decidingBody!: DecidingBody;

  @Input.codes(OmittableStep, {
    about: 'Steps of a placement that it leaves out',
    maxItems: 4,
    optional: true,
    example: ['offer'],
  })
  omittedSteps?: OmittableStep[];

  @Input.integer({ about: 'Longest stay, in months', min: 1, max: 240, optional: true, nullable: true, example: 24 })
  maxStayMonths?: number | null;

  @Input.texts({
    about: 'Labels of its intensity scale, the lightest first',
    max: 60,
    maxItems: 10,
    optional: true,
    example: ['léger', 'renforcé'],
  })
  intensityScale?: string[];

  @Input.date({ about: 'First day' })
  startsOn!: string;

  @Input.date({ about: 'First day outside', optional: true, nullable: true })
  endsOn?: string | null;
}

@Command('ProgrammePatch', 'What changes of a programme; null clears')
export class ProgrammePatch {
  @Input.text({ about: 'Name', max: 200, optional: true, example: 'Les Domiciles Partagés' })
  name?: string;

  @Input.text({ about: 'Neutral label', max: 100, optional: true, example: 'Logement accompagné' })
  publicLabel?: string;

  @Input.id({ about: 'The organisation that runs it', optional: true, nullable: true })
  operatorId?: string | null;

  @Input.ids({ about: 'The organisations that fund it', maxItems: 20, optional: true })
  funderIds?: string[];

  @Input.code(DecidingBody, { about: 'Who decides on an allocation', optional: true })
  decidingBody?: DecidingBody;

  @Input.codes(OmittableStep, {
    about: 'Steps of a placement that it leaves out',
    maxItems: 4,
    optional: true,
    example: ['offer'],
  })
  omittedSteps?: OmittableStep[];

  @Input.integer({ about: 'Longest stay, in months', min: 1, max: 240, optional: true, nullable: true, example: 24 })
  maxStayMonths?: number | null;

  @Input.texts({
    about: 'Labels of its intensity scale, the lightest first',
    max: 60,
    maxItems: 10,
    optional: true,
    example: ['léger', 'renforcé'],
  })
  intensityScale?: string[];

  @Input.date({ about: 'First day outside', optional: true, nullable: true })
  endsOn?: string | null;
}

@Command('ProgrammeFilter', 'Which programmes')
export class ProgrammeFilter extends PageFilter {
  @Input.text({ about: 'With this key', max: 80, optional: true, example: 'domiciles-partages' })
  key?: string;

  @Input.code(ProgrammeKind, { about: 'Of this kind', optional: true })
  kind?: ProgrammeKind;

  @Input.id({ about: 'Run by this organisation', optional: true })
  operatorId?: string;

  @Input.id({ about: 'Funded by this organisation', optional: true })
  funderId?: string;

  @Input.code(DecidingBody, { about: 'Decided by this body', optional: true })
  decidingBody?: DecidingBody;
}

@Command('AccreditationInput', 'An accreditation granted')
export class AccreditationInput {
  @Input.id({ about: 'The organisation that holds it' })
  organisationId!: string;

  @Input.code(AccreditationKind, { about: 'Kind of accreditation', example: 'rental_intermediation' })
  kind!: AccreditationKind;

  @Input.text({ about: 'The authority that granted it', max: 200, example: 'DRIHL' })
  authority!: string;

  @Input.text({
    about: 'Reference of the decision',
    max: 100,
    optional: true,
    nullable: true,
    example: '2013-185-0007',
  })
  reference?: string | null;

  @Input.date({ about: 'When it was granted', example: '2013-07-04' })
  grantedOn!: string;

  @Input.date({ about: 'Last valid day', optional: true, nullable: true })
  validUntil?: string | null;
}

@Command('AccreditationPatch', 'What changes of an accreditation; null clears')
export class AccreditationPatch {
  @Input.text({ about: 'The authority that granted it', max: 200, optional: true, example: 'DRIHL' })
  authority?: string;

  @Input.text({
    about: 'Reference of the decision',
    max: 100,
    optional: true,
    nullable: true,
    example: '2013-185-0007',
  })
  reference?: string | null;

  @Input.date({ about: 'Last valid day', optional: true, nullable: true })
  validUntil?: string | null;
}

@Command('AccreditationFilter', 'Which accreditations')
export class AccreditationFilter extends PageFilter {
  @Input.id({ about: 'Of this organisation', optional: true })
  organisationId?: string;

  @Input.code(AccreditationKind, { about: 'Of this kind', optional: true })
  kind?: AccreditationKind;
}
