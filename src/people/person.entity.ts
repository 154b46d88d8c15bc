import { Column } from 'typeorm';
import { clock } from '../platform/clock.js';
import { ExternalIds, type ExternalId } from '../platform/api/external-ids.js';
import { Noun, Published } from '../platform/api/published.js';
import { invalid } from '../platform/errors/failure.js';
import { HouseholdRecord } from './household-record.js';
import { familyKey, givenKey } from './name-keys.js';
import { Sex } from './people.enums.js';

/** Who a person is. Of age or not decides who may see it; a protected person is for the supporter alone. */
@Noun('Person', 'persons', 'A person of a household')
export class Person extends HouseholdRecord {
  @Published.text({ about: 'Family name in use', max: 100, example: 'Exemple' })
  familyName!: string;

  @Published.text({ about: 'Birth name, where it differs', max: 100, nullable: true, example: 'Modèle' })
  birthName!: string | null;

  @Published.text({ about: 'Given names', max: 100, example: 'Camille' })
  givenNames!: string;

  @Published.code(Sex, { about: 'Sex', nullable: true, example: 'female' })
  sex!: Sex | null;

  @Published.date({ about: 'Birth date, null when not known', nullable: true, example: '1980-01-31' })
  birthDate!: string | null;

  @Published.flag({
    about: 'Where the birth date is not known: whether the person is of age, as declared',
    nullable: true,
  })
  declaredAdult!: boolean | null;

  @ExternalIds()
  externalIds!: ExternalId[];

  @Column({ name: 'family_key', type: 'text', nullable: true })
  familyKey!: string | null;

  @Column({ name: 'birth_key', type: 'text', nullable: true })
  birthKey!: string | null;

  @Column({ name: 'given_key', type: 'text', nullable: true })
  givenKey!: string | null;

  /** The record in an earlier household from which this one was copied: the same human, a file of its own. */
  @Column({ name: 'carried_from_id', type: 'uuid', nullable: true })
  carriedFromId!: string | null;

  /** Says who it is, and keeps the keys by which spellings of one name are found. */
  identify(
    known: Partial<Pick<Person, 'familyName' | 'birthName' | 'givenNames' | 'sex' | 'birthDate' | 'declaredAdult'>>,
  ): void {
    if (known.birthDate && known.birthDate > clock.today()) throw invalid('/birthDate', 'in_the_future');
    for (const [property, value] of Object.entries(known)) {
      if (value !== undefined) Object.assign(this, { [property]: value });
    }
    this.familyKey = familyKey(this.familyName);
    this.birthKey = familyKey(this.birthName);
    this.givenKey = givenKey(this.givenNames);
  }
}
