import { Noun, Published } from '../platform/api/published.js';
import { invalid } from '../platform/errors/failure.js';
import { Record } from '../platform/database/record.js';
import { DecidingBody, OmittableStep } from './consortia.enums.js';

type Terms = Pick<
  Convention,
  'programmeId' | 'subject' | 'signedOn' | 'startsOn' | 'validUntil' | 'decidingBody' | 'omittedSteps'
>;

@Noun('Convention', 'conventions', 'What a landlord and an association agreed; its riders bring dwellings')
export class Convention extends Record {
  @Published.id({ about: 'The landlord' })
  landlordId!: string;

  @Published.id({ about: 'The association that holds it' })
  holderId!: string;

  @Published.id({ about: 'The programme that it serves', nullable: true })
  programmeId!: string | null;

  @Published.text({
    about: 'What it is about',
    max: 300,
    nullable: true,
    example: 'Mise à disposition de grands logements',
  })
  subject!: string | null;

  @Published.date({ about: 'When it was signed', example: '2014-06-17' })
  signedOn!: string;

  @Published.date({ about: 'First day', example: '2014-07-01' })
  startsOn!: string;

  @Published.date({ about: 'Last valid day, null when it has no end', nullable: true })
  validUntil!: string | null;

  @Published.code(DecidingBody, { about: 'Who decides, when it is not the programme’s body', nullable: true })
  decidingBody!: DecidingBody | null;

  @Published.codes(OmittableStep, {
    about: 'Steps that it leaves out; null: those of the programme',
    nullable: true,
    example: ['submission'],
  })
  omittedSteps!: OmittableStep[] | null;

  agree(terms: Partial<Terms>): void {
    for (const [property, value] of Object.entries(terms)) {
      if (value !== undefined) Object.assign(this, { [property]: Array.isArray(value) ? [...new Set(value)] : value });
    }
    if (this.validUntil && this.validUntil < this.startsOn) throw invalid('/validUntil', 'period_reversed');
  }

  isInForceOn(day: string): boolean {
    return this.startsOn <= day && (this.validUntil === null || day <= this.validUntil);
  }
}
