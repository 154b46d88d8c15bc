import { REFRESH_GRANTS, ROLE_UNTIL } from './0012-roles.js';
import {
  again,
  definer,
  disclosed,
  granted,
  handedOver,
  inCaseload,
  ORGANISATION,
  refuse,
  resight,
  SqlMigration,
} from './support.js';

const RELATIONS = `'supporter', 'referrer', 'landlord', 'operator', 'specialist'`;
const relations = (table: string, list: string): string[] => [
  `ALTER TABLE ${table} DROP CONSTRAINT ${table}_relation_check`,
  `ALTER TABLE ${table} ADD CONSTRAINT ${table}_relation_check CHECK (relation IN (${list}))`,
];
const oneAtATime = (more: string): string[] => [
  `ALTER TABLE residential_situations DROP CONSTRAINT residential_situations_one_at_a_time`,
  `ALTER TABLE residential_situations ADD CONSTRAINT residential_situations_one_at_a_time EXCLUDE USING gist
     (consortium_id WITH =, person_id WITH =, ${more}daterange(starts_on, ends_on) WITH &&)`,
];
const replacing = (made: string): string => made.replace('CREATE FUNCTION', 'CREATE OR REPLACE FUNCTION');
const SITUATIONS = 'residential_situations';
const WRITING = disclosed(`'writing'`, SITUATIONS);

/**
 * A handover is a disclosure in the relation of a successor: to a supporter, of what one predecessor wrote, by the household's
 * consent. So the household is told of it with the rest, and it is closed, merged and bound to the role like any other.
 */
export class Handovers1700000000014 extends SqlMigration {
  readonly name = 'Handovers1700000000014';

  protected readonly steps = [
    ...relations('disclosures', `${RELATIONS}, 'successor'`),
    ...relations('disclosure_scopes', `${RELATIONS}, 'successor'`),
    `ALTER TABLE disclosure_scopes ADD CONSTRAINT disclosure_scopes_predecessor CHECK ((scope = 'predecessor') = (relation = 'successor'))`,
    `INSERT INTO disclosure_scopes VALUES ('successor', 'predecessor', true)`,
    // A successor is one as a supporter. By itself it sees nothing of the household, not even that it is there.
    replacing(
      ROLE_UNTIL.replace(
        '$2 = ANY (m.roles)',
        `(CASE $2 WHEN 'successor' THEN 'supporter' ELSE $2 END) = ANY (m.roles)`,
      ),
    ),
    again(REFRESH_GRANTS.replace('<> o.household_id)', `<> o.household_id AND o.relation <> 'successor')`)),

    // By the one who hands over or the one who takes over, who supports the household now. The predecessor supports or did.
    `CREATE FUNCTION hand_over(household uuid, predecessor uuid, successor uuid, accepted_on date) RETURNS uuid LANGUAGE plpgsql AS $$
   DECLARE
     origin uuid;
   BEGIN
     IF acting_organisation() NOT IN (predecessor, successor) OR predecessor = successor THEN ${refuse('handover_not_yours')}; END IF;
     SELECT d.origin_household_id INTO origin FROM disclosures d WHERE d.consortium_id = acting_consortium() AND d.household_id = $1
       AND d.organisation_id = predecessor AND d.relation = 'supporter' AND NOT EXISTS (
         SELECT 1 FROM unnest(ARRAY[successor, acting_organisation()]) o WHERE NOT EXISTS (SELECT 1 FROM grants g
           WHERE g.consortium_id = d.consortium_id AND g.organisation_id = o AND g.household_id = d.origin_household_id
             AND g.scope = 'content' AND g.until > civil_today())) LIMIT 1;
     IF NOT FOUND THEN ${refuse('handover_no_supporter')}; END IF;
     RETURN insert_disclosure($1, origin, successor, 'consent', 'successor', 'organisation', predecessor, 'consent', accepted_on, NULL, NULL);
   END $$`,
    ...definer('hand_over(uuid, uuid, uuid, date)'),

    resight(SITUATIONS, handedOver(SITUATIONS), WRITING),
    // Who does not see what its predecessor wrote must neither learn of it by a refusal nor be kept from writing.
    ...oneAtATime('author_organisation_id WITH =, '),
  ];

  protected readonly undo = [
    ...oneAtATime(''),
    resight(
      SITUATIONS,
      `((${granted(`'content'`, SITUATIONS)} OR (${SITUATIONS}.author_organisation_id = ${ORGANISATION} AND ${granted(`'stub'`, SITUATIONS)})) AND ${inCaseload(SITUATIONS)})`,
      WRITING,
    ),
    `DROP FUNCTION hand_over(uuid, uuid, uuid, date)`,
    again(REFRESH_GRANTS),
    replacing(ROLE_UNTIL),
    `DELETE FROM disclosure_scopes WHERE relation = 'successor'`,
    `ALTER TABLE disclosure_scopes DROP CONSTRAINT disclosure_scopes_predecessor`,
    ...relations('disclosure_scopes', RELATIONS),
    ...relations('disclosures', RELATIONS),
  ];
}
