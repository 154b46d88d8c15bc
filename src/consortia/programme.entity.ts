import { Noun, Published } from '../platform/api/published.js';
import { invalid } from '../platform/errors/failure.js';
import { Record } from '../platform/database/record.js';
import { DecidingBody, OmittableStep, ProgrammeKind } from './consortia.enums.js';

/**
 * A programme. Its name may tell what its households went through: an organisation that is a landlord only reads those in
 * which a convention of its own is confirmed, and on a household never more than the public label.
 */
@Noun(
  'Programme',
  'programmes',
  'The named frame in which places, placements, tenancies and episodes are counted (dispositif)',
)
export class Programme extends Record {
  @Published.text({ about: 'Short name in addresses, unique', max: 80, example: 'domiciles-partages' })
  key!: string;

  @Published.text({ about: 'Name', max: 200, example: 'Les Domiciles Partagés' })
  name!: string;

  @Published.text({
    about: 'Neutral label, the only one that a landlord gets on a household',
    max: 100,
    example: 'Logement accompagné',
  })
  publicLabel!: string;

  @Published.code(ProgrammeKind, { about: 'Kind of programme' })
  kind!: ProgrammeKind;

  @Published.id({ about: 'The organisation that runs it', nullable: true })
  operatorId!: string | null;

  @Published.ids({ about: 'The organisations that fund it', maxItems: 20 })
  funderIds!: string[];

  @Published.code(DecidingBody, { about: 'Who decides on an allocation' })
  decidingBody!: DecidingBody;

  @Published.codes(OmittableStep, { about: 'Steps of a placement that it leaves out', example: ['offer'] })
  omittedSteps!: OmittableStep[];

  @Published.integer({
    about: 'Longest stay, in months; null when there is no limit',
    min: 1,
    max: 240,
    nullable: true,
    example: 24,
  })
  maxStayMonths!: number | null;

  @Published.texts({
    about: 'Labels of its intensity scale, the lightest first',
    maxItems: 10,
    example: ['léger', 'moyen', 'renforcé'],
  })
  intensityScale!: string[];

  @Published.date({ about: 'First day' })
  startsOn!: string;

  @Published.date({ about: 'First day outside, null while it lasts', nullable: true })
  endsOn!: string | null;

  describe(known: Partial<Omit<Programme, keyof Record | 'describe' | 'isOpenOn'>>): void {
    for (const [property, value] of Object.entries(known)) {
      if (value !== undefined) Object.assign(this, { [property]: Array.isArray(value) ? [...new Set(value)] : value });
    }
    if (this.endsOn && this.endsOn <= this.startsOn) throw invalid('/endsOn', 'period_reversed');
  }

  isOpenOn(day: string): boolean {
    return this.startsOn <= day && (this.endsOn === null || day < this.endsOn);
  }
}
