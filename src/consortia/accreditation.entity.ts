import { Noun, Published } from '../platform/api/published.js';
import { invalid } from '../platform/errors/failure.js';
import { Record } from '../platform/database/record.js';
import { AccreditationKind } from './consortia.enums.js';

@Noun('Accreditation', 'accreditations', 'What the State allows an organisation to do, until when (agrément)')
export class Accreditation extends Record {
  @Published.id({ about: 'The organisation that holds it' })
  organisationId!: string;

  @Published.code(AccreditationKind, { about: 'Kind of accreditation' })
  kind!: AccreditationKind;

  @Published.text({ about: 'The authority that granted it', max: 200, example: 'DRIHL' })
  authority!: string;

  @Published.text({ about: 'Reference of the decision', max: 100, nullable: true, example: '2013-185-0007' })
  reference!: string | null;

  @Published.date({ about: 'When it was granted', example: '2013-07-04' })
  grantedOn!: string;

  @Published.date({ about: 'Last valid day, null when it has no end', nullable: true })
  validUntil!: string | null;

  describe(known: Partial<Pick<Accreditation, 'authority' | 'reference' | 'validUntil'>>): void {
    for (const [property, value] of Object.entries(known)) {
      if (value !== undefined) Object.assign(this, { [property]: value });
    }
    if (this.validUntil && this.validUntil < this.grantedOn) throw invalid('/validUntil', 'period_reversed');
  }
}
