import { asDefiner, CONSORTIUM, KIND, ORGANISATION, SqlMigration } from './support.js';

const PARTY = `(landlord_id = ${ORGANISATION} OR holder_id = ${ORGANISATION})`;
const ofConvention = (condition: string): string =>
  `(SELECT ${condition.replaceAll('landlord_id', 'c.landlord_id').replaceAll('holder_id', 'c.holder_id')} FROM conventions c
    WHERE c.consortium_id = riders.consortium_id AND c.id = riders.convention_id)`;

/** Who may write a convention and its riders: `isolate` has the form of the policies. */
const writtenBy = (condition: string): string[] =>
  [
    ['conventions', `(${PARTY} OR ${KIND} = 'coordinator')`, condition],
    [
      'riders',
      `(reserved_for_id = ${ORGANISATION} OR (SELECT true FROM conventions c WHERE c.consortium_id = riders.consortium_id AND c.id = riders.convention_id))`,
      ofConvention(condition),
    ],
  ].map(
    ([table, visible, writable]) => `ALTER POLICY tenant ON ${table}
      USING (consortium_id = ${CONSORTIUM} AND (${KIND} = 'system' OR ${visible}))
      WITH CHECK (consortium_id = ${CONSORTIUM} AND (${KIND} = 'system' OR ${writable}))`,
  );

/** What a convention opens: the programme's name to its landlord, totals to its parties. */
const opening = (confirmed = ''): string[] => [
  `ALTER POLICY tenant ON programmes USING (consortium_id = ${CONSORTIUM} AND (${KIND} = 'system' OR (operator_id = ${ORGANISATION}
     OR ${ORGANISATION} = ANY (funder_ids) OR ${KIND} = 'coordinator'
     OR (SELECT acting_roles() && '{operator,supporter,referrer,specialist,validator,funder}')
     OR (SELECT true FROM conventions c WHERE c.consortium_id = programmes.consortium_id AND c.landlord_id = ${ORGANISATION}
           AND c.programme_id = programmes.id${confirmed} LIMIT 1))))`,
  `CREATE OR REPLACE FUNCTION figures_sight(programme uuid) RETURNS text LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
     SELECT CASE
       WHEN acting_kind() IN ('system', 'coordinator') OR p.operator_id = ${ORGANISATION} THEN 'whole'
       WHEN ${ORGANISATION} = ANY (p.funder_ids) OR (SELECT acting_roles() && '{validator}')
         OR EXISTS (SELECT 1 FROM conventions c WHERE c.consortium_id = p.consortium_id AND c.programme_id = p.id
              AND ${ORGANISATION} IN (c.landlord_id, c.holder_id)${confirmed}) THEN 'guarded'
       WHEN EXISTS (SELECT 1 FROM referrals r WHERE r.consortium_id = p.consortium_id AND r.programme_id = p.id AND r.supporter_id = ${ORGANISATION})
         OR EXISTS (SELECT 1 FROM disclosures d WHERE d.consortium_id = p.consortium_id AND d.basis = 'support' AND d.relation = 'supporter'
              AND d.subject_type = 'programme' AND d.subject_id = p.id AND d.organisation_id = ${ORGANISATION}) THEN 'own' END
     FROM programmes p WHERE p.consortium_id = acting_consortium() AND p.id = programme $$`,
];

/**
 * A convention is what two agreed. One of them records it, or the coordinator, who stands for both; from one party alone nothing
 * follows until the other, or the coordinator, has confirmed. Those recorded before have one signature, so far.
 */
export class ConfirmedConventions1700000000017 extends SqlMigration {
  readonly name = 'ConfirmedConventions1700000000017';

  protected readonly steps = [
    `ALTER TABLE conventions ADD COLUMN proposed_by_id uuid, ADD COLUMN confirmed_by_id uuid, ADD COLUMN confirmed_on date,
       ADD FOREIGN KEY (consortium_id, proposed_by_id) REFERENCES organisations (consortium_id, id),
       ADD FOREIGN KEY (consortium_id, confirmed_by_id) REFERENCES organisations (consortium_id, id),
       ADD CONSTRAINT conventions_confirmed CHECK ((confirmed_by_id IS NULL) = (confirmed_on IS NULL)),
       ADD CONSTRAINT conventions_two_sides CHECK (confirmed_by_id <> proposed_by_id OR proposed_by_id NOT IN (landlord_id, holder_id))`,
    asDefiner(`UPDATE conventions SET proposed_by_id = holder_id WHERE consortium_id = tenant;`),
    `ALTER TABLE conventions ALTER COLUMN proposed_by_id SET NOT NULL`,
    ...writtenBy(`(${PARTY} OR ${KIND} = 'coordinator')`),
    ...opening(' AND c.confirmed_on IS NOT NULL'),
  ];

  protected readonly undo = [
    ...opening(),
    ...writtenBy(PARTY),
    `ALTER TABLE conventions DROP COLUMN proposed_by_id, DROP COLUMN confirmed_by_id, DROP COLUMN confirmed_on`,
  ];
}
