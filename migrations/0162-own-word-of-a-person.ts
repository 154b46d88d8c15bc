import { SqlMigration } from './support.js';

const protections = (
  author: string,
): string => `ALTER TABLE legal_protections ADD CONSTRAINT legal_protections_one_at_a_time
  EXCLUDE USING gist (consortium_id WITH =, person_id WITH =, ${author}daterange(starts_on, ends_on) WITH &&)`;
const profiles = (author: string): string =>
  `ALTER TABLE person_profiles ADD CONSTRAINT person_profiles_once UNIQUE (consortium_id, person_id${author})`;
const DROPPED = [
  `ALTER TABLE legal_protections DROP CONSTRAINT legal_protections_one_at_a_time`,
  `ALTER TABLE person_profiles DROP CONSTRAINT person_profiles_once`,
];

/**
 * Legal protections exclude each other, and a profile is the only one, among what one author wrote: what another wrote is not for all who
 * write, and a refusal would tell that it is there, and from when until when.
 */
export class OwnWordOfAPerson1700000000162 extends SqlMigration {
  readonly name = 'OwnWordOfAPerson1700000000162';

  protected readonly steps = [
    ...DROPPED,
    protections('author_organisation_id WITH =, '),
    profiles(', author_organisation_id'),
  ];

  protected readonly undo = [...DROPPED, protections(''), profiles('')];
}
