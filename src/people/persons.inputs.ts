import { ExternalIdsInput, type ExternalIdInput } from '../platform/api/external-ids.js';
import { Command, Input } from '../platform/api/inputs.js';
import { Custody, MemberRole, Sex } from './people.enums.js';

@Command('PersonInput', 'Who a person is')
export class PersonInput {
  @Input.text({ about: 'Family name in use', max: 100, example: 'Exemple' })
  familyName!: string;

  @Input.text({ about: 'Birth name, where it differs', max: 100, optional: true, nullable: true, example: 'Modèle' })
  birthName?: string | null;

  @Input.text({ about: 'Given names', max: 100, example: 'Camille' })
  givenNames!: string;

  @Input.code(Sex, { about: 'Sex', optional: true, nullable: true, example: 'female' })
  sex?: Sex | null;

  @Input.date({ about: 'Birth date; leave out when not known', optional: true, nullable: true, example: '1980-01-31' })
  birthDate?: string | null;

  @Input.flag({
    about: 'Where the birth date is not known: of age or not. Not said, a person counts as a minor',
    optional: true,
    nullable: true,
  })
  declaredAdult?: boolean | null;

  @Input.flag({
    about: 'Protect the person from the start (violence): masked for all but the supporter',
    optional: true,
    example: false,
  })
  protected?: boolean;

  @ExternalIdsInput()
  externalIds?: ExternalIdInput[];
}

/** A dated place in a household, of somebody who is said beside it. */
@Command('MemberPlaceInput', 'A place in a household')
export class MemberPlaceInput {
  @Input.code(MemberRole, { about: 'Place in the household', example: 'reference_person' })
  role!: MemberRole;

  @Input.code(Custody, { about: 'Custody, of a child', optional: true, nullable: true, example: 'resident' })
  custody?: Custody | null;

  @Input.date({ about: 'First day' })
  startsOn!: string;
}

@Command('PersonPlaceInput', 'The household that a person comes into')
export class PersonPlaceInput extends MemberPlaceInput {
  @Input.id({ about: 'The household, one in whose file you write' })
  householdId!: string;
}

@Command('PersonPutInput', 'Who a person is, whole, and for a new one its place in a household')
export class PersonPutInput extends PersonInput {
  @Input.one(() => PersonPlaceInput, {
    about: 'Needed for a new person. A known one keeps its place, which has a history: see the household’s members',
    optional: true,
  })
  member?: PersonPlaceInput;
}

@Command('PersonPatch', 'What changes of a person; null clears')
export class PersonPatch {
  @Input.text({ about: 'Family name in use', max: 100, optional: true, example: 'Exemple' })
  familyName?: string;

  @Input.text({ about: 'Birth name, where it differs', max: 100, optional: true, nullable: true, example: 'Modèle' })
  birthName?: string | null;

  @Input.text({ about: 'Given names', max: 100, optional: true, example: 'Camille' })
  givenNames?: string;

  @Input.code(Sex, { about: 'Sex', optional: true, nullable: true, example: 'female' })
  sex?: Sex | null;

  @Input.date({ about: 'Birth date', optional: true, nullable: true, example: '1980-01-31' })
  birthDate?: string | null;

  @Input.flag({ about: 'Where the birth date is not known: of age or not', optional: true, nullable: true })
  declaredAdult?: boolean | null;

  @ExternalIdsInput()
  externalIds?: ExternalIdInput[];
}

@Command('PersonSearch', 'Whom to look for before opening a household. In the body, so that no name is in a log')
export class PersonSearch {
  @Input.text({ about: 'Family name or birth name', max: 100, example: 'Exemple' })
  familyName!: string;

  @Input.text({ about: 'Given names', max: 100, example: 'Camille' })
  givenNames!: string;

  @Input.date({
    about: 'Birth date: then only persons whose date is this one',
    optional: true,
    nullable: true,
    example: '1980-01-31',
  })
  birthDate?: string | null;
}
