import { SqlMigration } from './support.js';

/** Whose entries a delta asks of their own policy while what its reader sees by has changed by date. */
const COLLECTIONS = ['arrears_cases', 'dwellings', 'placements', 'shared_flats', 'tenancies'];
const EACH = COLLECTIONS.map(
  (table) => `WHEN '${table}' THEN
          RETURN EXISTS (SELECT 1 FROM ${table} t WHERE t.consortium_id = acting_consortium() AND t.id = subject);`,
);

/**
 * Both act as who asks, under its policies. Functions, because a delta sets up neither what they look at nor the policies of a noun
 * as long as nothing has ended.
 */
export class SightsByDate1700000000156 extends SqlMigration {
  readonly name = 'SightsByDate1700000000156';

  protected readonly steps = [
    `CREATE FUNCTION sight_ended() RETURNS boolean LANGUAGE plpgsql STABLE AS $$
    BEGIN
      RETURN EXISTS (SELECT 1 FROM grants g WHERE g.consortium_id = acting_consortium() AND g.organisation_id = acting_organisation()
          AND g.until < 'infinity' AND g.until <= civil_today())
        OR EXISTS (SELECT 1 FROM memberships m WHERE m.consortium_id = acting_consortium() AND m.organisation_id = acting_organisation()
          AND (m.turned_on < m.starts_on AND m.starts_on <= civil_today() OR m.turned_on < m.ends_on AND m.ends_on <= civil_today()));
    END $$`,
    `COMMENT ON FUNCTION sight_ended() IS 'A last day of a disclosure or of roles has come, and no job has told the feed yet'`,
    `CREATE FUNCTION shown_now(collection text, subject uuid) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
    BEGIN
      CASE collection
        ${EACH.join('\n        ')}
      END CASE;
    END $$`,
    `COMMENT ON FUNCTION shown_now(text, uuid) IS 'Whether the noun''s own policy shows it to who asks'`,
  ];

  protected readonly undo = [`DROP FUNCTION shown_now(text, uuid)`, `DROP FUNCTION sight_ended()`];
}
