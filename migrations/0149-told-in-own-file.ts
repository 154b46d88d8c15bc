import { body, type Change, policies, view } from './in-place.js';
import { asDefiner, definer, inner, SqlMigration } from './support.js';

const KNOWN = '(household_known(household_id) AND ((kind';
const KNOWN_IN_FILE = '(told_in_own_file(household_id, id, created_at) AND ((kind';
const ALERTED = '((g.organisation_id = a.organisation_id) AND ((a.kind';
const ALERTED_IN_FILE =
  '((g.organisation_id = a.organisation_id) AND told_in_file(a.organisation_id, a.household_id, a.id, a.created_at) AND ((a.kind';

const NEXT = 'resident_supporter(uuid,uuid)';
const NEXT_IN_FILE = 'resident_supporter(uuid,uuid,uuid,timestamptz)';
const [TWO, FOUR] = [
  '(household uuid, present uuid)',
  '(household uuid, present uuid, of_row uuid, made_at timestamp with time zone)',
];
const SUPPORTS = `role_until(d.organisation_id, 'supporter') IS NOT NULL`;
const SUPPORTS_IN_FILE = `${SUPPORTS} AND in_own_file(d.organisation_id, household, of_row, made_at)`;
const next = (row: string, household = row): readonly [from: string, to: string] => [
  `resident_supporter(${household}.household_id, ${row}.supporter_id)`,
  `resident_supporter(${household}.household_id, ${row}.supporter_id, ${household}.id, ${household}.created_at)`,
];

const CHANGES: readonly Change[] = [
  [(from, to) => policies(['alerts'], from, to, true), KNOWN, KNOWN_IN_FILE],
  [(from, to) => view('alerts_seen', from, to), ALERTED, ALERTED_IN_FILE],
  [(from, to) => body('placements_go_on(uuid[])', from, to), ...next('p', 'r')],
  [(from, to) => body('support_goes_on(uuid[])', from, to), ...next('t')],
  [(from, to) => body('support_goes_on(uuid[])', from, to), ...next('o')],
];

/**
 * After a merge nobody is told again, or asked to support, in a file out of which its sight has ended. Who took the place of a supporter in
 * one file is asked there, though the one before it supports by another file of the same people.
 */
export class ToldInOwnFile1700000000149 extends SqlMigration {
  readonly name = 'ToldInOwnFile1700000000149';

  protected readonly steps = [
    // Who lets has one sight of a household, whichever of its files it was told in.
    `CREATE FUNCTION told_in_file(organisation uuid, household uuid, of_row uuid, made_at timestamptz) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
     BEGIN
       RETURN household IS NULL OR in_own_file(organisation, household, of_row, made_at)
         OR EXISTS (SELECT 1 FROM disclosures d WHERE d.consortium_id = acting_consortium() AND d.household_id = household
           AND d.organisation_id = organisation AND d.relation IN ('landlord', 'operator', 'owner') AND d.closed_at IS NULL
           AND (d.until IS NULL OR d.until > civil_today()));
     END $$`,
    ...inner('told_in_file(uuid, uuid, uuid, timestamptz)'),
    `CREATE FUNCTION told_in_own_file(household uuid, of_row uuid, made_at timestamptz) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
     BEGIN
       RETURN household_known(household) AND told_in_file(acting_organisation(), household, of_row, made_at);
     END $$`,
    ...definer('told_in_own_file(uuid, uuid, timestamptz)'),
    body(NEXT, TWO, FOUR),
    body(NEXT_IN_FILE, SUPPORTS, SUPPORTS_IN_FILE),
    ...inner('resident_supporter(uuid, uuid, uuid, timestamptz)'),
    ...CHANGES.map(([make, from, to]) => make(from, to)),
    `DROP FUNCTION resident_supporter(uuid, uuid)`,
    // What feeds have told again is taken back.
    asDefiner(`PERFORM feed_touch('alerts', n.ids) FROM (SELECT array_agg(a.id) AS ids FROM alerts a WHERE a.consortium_id = tenant
      AND EXISTS (SELECT 1 FROM households h WHERE h.consortium_id = tenant AND h.merged_into = a.household_id)) n WHERE n.ids IS NOT NULL;`),
  ];

  protected readonly undo = [
    body(NEXT_IN_FILE, SUPPORTS_IN_FILE, SUPPORTS),
    body(NEXT_IN_FILE, FOUR, TWO),
    ...inner('resident_supporter(uuid, uuid)'),
    ...CHANGES.map(([make, from, to]) => make(to, from)),
    `DROP FUNCTION resident_supporter(uuid, uuid, uuid, timestamptz)`,
    `DROP FUNCTION told_in_own_file(uuid, uuid, timestamptz)`,
    `DROP FUNCTION told_in_file(uuid, uuid, uuid, timestamptz)`,
  ];
}
