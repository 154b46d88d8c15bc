import { Command, Input } from '../platform/api/inputs.js';
import { PageFilter } from '../platform/api/pages.js';
import { DecidingBody, OmittableStep } from './consortia.enums.js';

@Command('ConventionInput', 'A convention to record')
export class ConventionInput {
  @Input.id({ about: 'The landlord' })
  landlordId!: string;

  @Input.id({ about: 'The association that holds it' })
  holderId!: string;

  @Input.id({ about: 'The programme that it serves', optional: true, nullable: true })
  programmeId?: string | null;

  @Input.text({
    about: 'What it is about',
    max: 300,
    optional: true,
    nullable: true,
    example: 'Mise à disposition de grands logements',
  })
  subject?: string | null;

  @Input.date({ about: 'When it was signed', example: '2014-06-17' })
  signedOn!: string;

  @Input.date({ about: 'First day', example: '2014-07-01' })
  startsOn!: string;

  @Input.date({ about: 'Last valid day', optional: true, nullable: true })
  validUntil?: string | null;

  @Input.code(DecidingBody, {
    about: 'Who decides, when it is not the programme’s body',
    optional: true,
    nullable: true,
  })
  decidingBody?: DecidingBody | null;

  @Input.codes(OmittableStep, {
    about: 'Steps that it leaves out',
    maxItems: 4,
    optional: true,
    nullable: true,
    example: ['submission'],
  })
  omittedSteps?: OmittableStep[] | null;
}

@Command('ConventionPatch', 'What changes of a convention; null clears')
export class ConventionPatch {
  @Input.id({ about: 'The programme that it serves', optional: true, nullable: true })
  programmeId?: string | null;

  @Input.text({
    about: 'What it is about',
    max: 300,
    optional: true,
    nullable: true,
    example: 'Mise à disposition de grands logements',
  })
  subject?: string | null;

  @Input.date({ about: 'Last valid day', optional: true, nullable: true })
  validUntil?: string | null;

  @Input.code(DecidingBody, { about: 'Who decides', optional: true, nullable: true })
  decidingBody?: DecidingBody | null;

  @Input.codes(OmittableStep, {
    about: 'Steps that it leaves out',
    maxItems: 4,
    optional: true,
    nullable: true,
    example: ['submission'],
  })
  omittedSteps?: OmittableStep[] | null;
}

@Command('ConventionConfirmation', 'That a convention which another recorded is as it says')
export class ConventionConfirmation {
  @Input.id({ about: 'The programme that it serves, where who recorded it could not name it', optional: true })
  programmeId?: string;
}

@Command('ConventionFilter', 'Which conventions')
export class ConventionFilter extends PageFilter {
  @Input.id({ about: 'Of this landlord', optional: true })
  landlordId?: string;

  @Input.id({ about: 'Held by this association', optional: true })
  holderId?: string;

  @Input.id({ about: 'Serving this programme', optional: true })
  programmeId?: string;

  @Input.code(DecidingBody, { about: 'With this deciding body', optional: true })
  decidingBody?: DecidingBody;

  @Input.id({ about: 'Recorded by this organisation', optional: true })
  proposedById?: string;

  @Input.id({ about: 'Confirmed by this organisation', optional: true })
  confirmedById?: string;

  @Input.flag({ about: 'Only those that are confirmed, or only those that wait for it', optional: true })
  confirmed?: boolean;
}

@Command('RiderInput', 'A rider to record')
export class RiderInput {
  @Input.integer({ about: 'Its number; 0 is the convention’s own list of dwellings', min: 0, max: 999, example: 1 })
  number!: number;

  @Input.date({ about: 'When it was signed', example: '2016-05-12' })
  signedOn!: string;

  @Input.integer({ about: 'How many dwellings it brings', min: 0, max: 100_000, optional: true, example: 2 })
  dwellingsBrought?: number;

  @Input.id({ about: 'The association for which it reserves them', optional: true, nullable: true })
  reservedForId?: string | null;
}

@Command('RiderFilter', 'Which riders')
export class RiderFilter extends PageFilter {
  @Input.id({ about: 'Reserving for this association', optional: true })
  reservedForId?: string;
}
