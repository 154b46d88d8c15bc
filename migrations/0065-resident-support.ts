import { definer, inner, SqlMigration } from './support.js';

export const OCCUPANCIES_SUPPORTED: readonly string[] = [
  `CREATE FUNCTION occupancies_follow_support() RETURNS trigger LANGUAGE plpgsql AS $$
     DECLARE
       o occupancies;
       next uuid;
     BEGIN
       FOR o IN SELECT * FROM occupancies WHERE consortium_id = NEW.consortium_id AND household_id = NEW.household_id
         AND status IN ('planned', 'current') ORDER BY id FOR UPDATE LOOP
         next := resident_supporter(o.household_id, o.supporter_id);
         CONTINUE WHEN next IS NULL OR next IS NOT DISTINCT FROM o.supporter_id;
         UPDATE occupancies SET supporter_id = next WHERE consortium_id = o.consortium_id AND id = o.id;
         PERFORM feed_touch('shared_flats', ARRAY[o.flat_id]);
       END LOOP;
       RETURN NULL;
     END $$`,
  ...definer('occupancies_follow_support()'),
  // At the end of who changes it: by then the occupancy may have ended too.
  `CREATE CONSTRAINT TRIGGER occupancies_supported AFTER INSERT OR UPDATE ON disclosures DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
       WHEN (NEW.relation IN ('supporter', 'successor')) EXECUTE FUNCTION occupancies_follow_support()`,
];

/**
 * Who supports a resident follows the support of the household: to the successor of an accepted handover, or, where the one whom the
 * occupancy names supports no longer, to who does. So a new supporter sees room and flat, and the one before does not.
 */
export class ResidentSupport1700000000065 extends SqlMigration {
  readonly name = 'ResidentSupport1700000000065';

  protected readonly steps = [
    `CREATE FUNCTION resident_supporter(household uuid, present uuid) RETURNS uuid LANGUAGE sql STABLE AS $$
       SELECT d.organisation_id FROM disclosures d
       WHERE d.consortium_id = acting_consortium() AND d.household_id = household AND d.relation = 'supporter' AND d.closed_at IS NULL
         AND (d.until IS NULL OR d.until > civil_today()) AND role_until(d.organisation_id, 'supporter') IS NOT NULL
       ORDER BY EXISTS (SELECT 1 FROM disclosures s WHERE s.consortium_id = d.consortium_id AND s.household_id = household AND s.relation = 'successor'
           AND s.organisation_id = d.organisation_id AND s.subject_id = present AND s.closed_at IS NULL) DESC,
         (d.organisation_id = present) IS TRUE DESC, d.opened_at, d.id LIMIT 1 $$`,
    ...inner('resident_supporter(uuid, uuid)'),
    ...OCCUPANCIES_SUPPORTED,
  ];

  protected readonly undo = [
    `DROP TRIGGER occupancies_supported ON disclosures`,
    `DROP FUNCTION occupancies_follow_support()`,
    `DROP FUNCTION resident_supporter(uuid, uuid)`,
  ];
}
