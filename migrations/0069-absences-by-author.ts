import { SqlMigration } from './support.js';

const oneAtATime = (more: string): string[] => [
  `ALTER TABLE absences DROP CONSTRAINT absences_one_at_a_time`,
  `ALTER TABLE absences ADD CONSTRAINT absences_one_at_a_time
     EXCLUDE USING gist (consortium_id WITH =, occupancy_id WITH =, ${more}daterange(starts_on, ends_on) WITH &&)`,
];

/** Who does not see what its predecessor wrote neither learns of it by a refusal nor is kept from writing; as residential situations. */
export class AbsencesByAuthor1700000000069 extends SqlMigration {
  readonly name = 'AbsencesByAuthor1700000000069';

  protected readonly steps = oneAtATime('author_organisation_id WITH =, ');

  protected readonly undo = oneAtATime('');
}
