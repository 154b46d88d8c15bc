import { ObjectType } from '@nestjs/graphql';
import { Column } from 'typeorm';
import { Published } from '../platform/api/published.js';
import { Record } from '../platform/database/record.js';

/** A row about a household. The database adds under which household it was written (`origin_household_id`); nobody else does. */
@ObjectType({ isAbstract: true })
export abstract class HouseholdRecord extends Record {
  @Published.id({ about: 'The household' })
  householdId!: string;
}

/** A row about one person of it. */
@ObjectType({ isAbstract: true })
export abstract class PersonRecord extends HouseholdRecord {
  @Published.id({ about: 'The person' })
  personId!: string;
}

/** A row about a person that says who wrote it: the database stamps the organisation that acts. */
@ObjectType({ isAbstract: true })
export abstract class AuthoredRecord extends PersonRecord {
  @Column({ name: 'author_organisation_id', type: 'uuid', insert: false, update: false })
  @Published.id({ about: 'The organisation that wrote it', column: false })
  authorOrganisationId!: string;
}
