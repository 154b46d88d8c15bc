import {
  definer,
  granted,
  HOUSEHOLD_COLUMNS,
  inCaseload,
  isolate,
  NOUN_COLUMNS,
  ofHousehold,
  ORGANISATION,
  refuse,
  runtimeMay,
  stamped,
} from './support.js';

/** Possible duplicates: found by the system, told blindly to both sides, merged when both confirm (`security.md`, “Search is not an oracle”). */
export const DUPLICATE_STEPS = [
  // Blind: each side has a row of its own, with an id of its own, about its own household. Neither learns who the other is.
  `CREATE TABLE duplicate_cases (${NOUN_COLUMNS}, ${HOUSEHOLD_COLUMNS},
     pair_id uuid NOT NULL,
     organisation_id uuid NOT NULL,
     status text NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'confirmed', 'dismissed', 'merged')),
     answered_at timestamptz,
     PRIMARY KEY (consortium_id, id),
     FOREIGN KEY (consortium_id, organisation_id) REFERENCES organisations (consortium_id, id),
     CONSTRAINT duplicate_cases_once UNIQUE (consortium_id, pair_id, origin_household_id, organisation_id))`,
  stamped('duplicate_cases'),
  ...ofHousehold('duplicate_cases'),
  ...isolate(
    'duplicate_cases',
    `(organisation_id = ${ORGANISATION} AND ${granted(`'content'`, 'duplicate_cases')} AND ${inCaseload('duplicate_cases')})`,
  ),
  runtimeMay('SELECT', 'duplicate_cases'),
  `CREATE INDEX duplicate_cases_by_organisation ON duplicate_cases (consortium_id, organisation_id, id)`,

  // A likely match: same birth date, same sound of names, both known, nobody protected, two live files. Asked by the system.
  `CREATE FUNCTION scan_duplicates(household uuid) RETURNS integer LANGUAGE plpgsql AS $$
   DECLARE
     other uuid;
     pair uuid;
     found integer := 0;
   BEGIN
     FOR other IN
       SELECT DISTINCT q.household_id FROM persons p JOIN persons q ON q.consortium_id = p.consortium_id AND q.household_id <> p.household_id
         AND q.birth_date = p.birth_date AND q.given_key = p.given_key AND NOT q.protected
         AND (q.family_key = p.family_key OR q.birth_key = p.birth_key OR q.family_key = p.birth_key OR q.birth_key = p.family_key)
       JOIN households a ON a.consortium_id = p.consortium_id AND a.id = p.household_id AND a.status <> 'merged'
       JOIN households b ON b.consortium_id = q.consortium_id AND b.id = q.household_id AND b.status <> 'merged'
       WHERE acting_kind() = 'system' AND p.consortium_id = acting_consortium() AND p.household_id = household AND NOT p.protected
         AND q.id IS DISTINCT FROM p.carried_from_id AND p.id IS DISTINCT FROM q.carried_from_id
         AND NOT EXISTS (SELECT 1 FROM duplicate_cases x JOIN duplicate_cases y ON y.consortium_id = x.consortium_id AND y.pair_id = x.pair_id
           WHERE x.consortium_id = p.consortium_id AND x.origin_household_id = p.household_id AND y.origin_household_id = q.household_id)
     LOOP
       pair := uuid7();
       INSERT INTO duplicate_cases (consortium_id, id, household_id, origin_household_id, pair_id, organisation_id)
       SELECT acting_consortium(), uuid7(), g.household_id, g.household_id, pair, g.organisation_id FROM grants g
       WHERE g.consortium_id = acting_consortium() AND g.household_id IN (household, other) AND g.scope = 'content' AND g.until > civil_today();
       found := found + 1;
     END LOOP;
     RETURN found;
   END $$`,
  ...definer('scan_duplicates(uuid)'),

  // Answers for the side of the caller. Null while the other has not confirmed; else the merge.
  `CREATE FUNCTION answer_duplicate(duplicate uuid, answer text) RETURNS uuid LANGUAGE plpgsql AS $$
   DECLARE
     own duplicate_cases;
     sides uuid[];
   BEGIN
     SELECT * INTO own FROM duplicate_cases d WHERE d.consortium_id = acting_consortium() AND d.id = duplicate AND d.organisation_id = acting_organisation()
       AND EXISTS (SELECT 1 FROM grants g WHERE g.consortium_id = d.consortium_id AND g.organisation_id = d.organisation_id
         AND g.household_id = d.origin_household_id AND g.scope = 'content' AND g.until > civil_today());
     IF NOT FOUND THEN ${refuse('disclosure_household_invisible')}; END IF;
     PERFORM 1 FROM duplicate_cases d WHERE d.consortium_id = acting_consortium() AND d.pair_id = own.pair_id ORDER BY d.id FOR UPDATE;
     IF (SELECT d.status FROM duplicate_cases d WHERE d.consortium_id = acting_consortium() AND d.id = duplicate) <> 'open' THEN ${refuse('duplicate_answered')}; END IF;
     IF answer = 'dismissed' THEN
       UPDATE duplicate_cases d SET status = 'dismissed', answered_at = CASE WHEN d.id = duplicate THEN now() ELSE d.answered_at END
       WHERE d.consortium_id = acting_consortium() AND d.pair_id = own.pair_id;
       RETURN NULL;
     END IF;
     UPDATE duplicate_cases d SET status = 'confirmed', answered_at = now() WHERE d.consortium_id = acting_consortium() AND d.id = duplicate;
     SELECT array_agg(DISTINCT d.origin_household_id ORDER BY d.origin_household_id) INTO sides FROM duplicate_cases d
     WHERE d.consortium_id = acting_consortium() AND d.pair_id = own.pair_id AND d.status = 'confirmed';
     IF cardinality(sides) < 2 THEN RETURN NULL; END IF;
     RETURN merge_households(sides[2], sides[1]);
   END $$`,
  ...definer('answer_duplicate(uuid, text)'),
];

export const DUPLICATE_UNDO = [
  `DROP FUNCTION answer_duplicate(uuid, text)`,
  `DROP FUNCTION scan_duplicates(uuid)`,
  `DROP TABLE duplicate_cases`,
];
