import { disclosed, granted, inCaseload, resight, SqlMigration } from './support.js';

const LEFT = (alias: string, ends: string): string => `${alias}.${ends} <= (SELECT civil_today())`;
const MEMBERS_BEFORE = disclosed(`'composition'`, 'household_members');
const MEMBERS = `(${granted(
  `CASE WHEN ${LEFT('household_members', 'ends_on')} THEN 'content' ELSE 'composition' END`,
  'household_members',
)} AND ${inCaseload('household_members')})`;

const initials = (
  condition: string,
): string => `CREATE OR REPLACE FUNCTION household_initials(household uuid) RETURNS text LANGUAGE sql STABLE
     SECURITY DEFINER SET search_path = public, pg_temp AS $$
       SELECT left(p.given_names, 1) || '. ' || left(p.family_name, 1) || '.'
       FROM household_members m JOIN persons p ON p.consortium_id = m.consortium_id AND p.id = m.person_id
       WHERE acting_kind() = 'coordinator' AND m.consortium_id = acting_consortium() AND m.household_id = household AND NOT p.protected${condition}
       ORDER BY (m.role = 'reference_person') DESC, m.starts_on, m.id LIMIT 1 $$`;

/**
 * Of whom a household is, is of whom it is today: who left is no row of the composition for a landlord (0133), only for supporters, and
 * their initials are not the household's for a coordinator.
 */
export class CompositionOfToday1700000000134 extends SqlMigration {
  readonly name = 'CompositionOfToday1700000000134';

  protected readonly steps = [
    resight('household_members', MEMBERS, disclosed(`'writing'`, 'household_members')),
    initials(` AND (${LEFT('m', 'ends_on')}) IS NOT TRUE`),
  ];

  protected readonly undo = [
    initials(''),
    resight('household_members', MEMBERS_BEFORE, disclosed(`'writing'`, 'household_members')),
  ];
}
