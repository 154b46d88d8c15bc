import { definer, isolate, refuse } from './support.js';

/**
 * Columns that say whose matter a row is, read from the catalogue: a foreign key to households. Not the origin, which says
 * under which household a row was written and never moves; nor the projection and the merges themselves.
 */
const HOUSEHOLD_KEYS = `
  SELECT c.conrelid::regclass::text AS of_table, a.attname::text AS of_column
  FROM pg_constraint c
  CROSS JOIN LATERAL unnest(c.conkey, c.confkey) k (own, their)
  JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.own
  JOIN pg_attribute t ON t.attrelid = c.confrelid AND t.attnum = k.their AND t.attname = 'id'
  WHERE c.contype = 'f' AND c.confrelid = 'households'::regclass AND a.attname <> 'origin_household_id'
    AND c.conrelid NOT IN ('grants'::regclass, 'merges'::regclass)
  ORDER BY 1, 2`;

/*
 * A merge and what nobody gains by it. Two files of one household become one: every row that belongs to the absorbed file is
 * handed to the survivor, so placements, tenancies, episodes and disclosures go on under one id. But two partners who knew
 * one file each must not learn what the other wrote. So each row about people keeps `origin_household_id`, policies probe
 * grants by the origin, and grants stay where they were given: after the merge each party sees and goes on writing what it
 * saw and wrote before, and of the other half the noun that all see (size, ages by band). To share more, a disclosure is
 * opened, as between any two partners. Rows whose policy rests on viewer columns keep their viewers.
 */
export const MERGE_STEPS = [
  `CREATE TABLE merges (
     consortium_id uuid NOT NULL,
     id uuid NOT NULL,
     survivor_id uuid NOT NULL,
     absorbed_id uuid NOT NULL,
     external_ids jsonb NOT NULL,
     merged_at timestamptz NOT NULL DEFAULT now(),
     merged_by text NOT NULL,
     undone_at timestamptz,
     PRIMARY KEY (consortium_id, id),
     FOREIGN KEY (consortium_id, survivor_id) REFERENCES households (consortium_id, id),
     FOREIGN KEY (consortium_id, absorbed_id) REFERENCES households (consortium_id, id))`,
  `CREATE INDEX merges_by_survivor ON merges (consortium_id, survivor_id) WHERE undone_at IS NULL`,
  ...isolate('merges', 'false'),
  `CREATE TABLE merge_moves (
     consortium_id uuid NOT NULL,
     merge_id uuid NOT NULL,
     of_table text NOT NULL,
     of_column text NOT NULL,
     row_id uuid NOT NULL,
     old_household_id uuid NOT NULL,
     PRIMARY KEY (consortium_id, merge_id, of_table, of_column, row_id),
     FOREIGN KEY (consortium_id, merge_id) REFERENCES merges (consortium_id, id))`,
  ...isolate('merge_moves', 'false'),

  // Tables whose policy probes grants by the household that a merge moves: their rows would change readers. A test wants none.
  `CREATE FUNCTION merge_unsafe_tables() RETURNS SETOF text LANGUAGE sql STABLE AS $$
     SELECT DISTINCT y.tablename::text FROM pg_policies y
     WHERE y.schemaname = 'public' AND 'passerelle_runtime' = ANY (y.roles) AND y.qual LIKE '%FROM grants %' AND y.tablename <> 'households'
       AND NOT EXISTS (SELECT 1 FROM pg_attribute o WHERE o.attrelid = y.tablename::regclass AND o.attname = 'origin_household_id') $$`,

  `CREATE FUNCTION merge_households(absorbed uuid, survivor uuid) RETURNS uuid LANGUAGE plpgsql AS $$
   DECLARE
     tenant uuid := acting_consortium();
     made uuid := uuid7();
     place record;
     party uuid;
     moved bigint;
     unsafe text[] := ARRAY(SELECT t FROM merge_unsafe_tables() t);
   BEGIN
     PERFORM 1 FROM households h WHERE h.consortium_id = tenant AND h.id IN (absorbed, survivor) ORDER BY h.id FOR UPDATE;
     IF absorbed = survivor OR (SELECT count(*) FROM households h WHERE h.consortium_id = tenant AND h.id IN (absorbed, survivor)
       AND h.status <> 'merged') <> 2 THEN ${refuse('merge_not_two_households')}; END IF;
     INSERT INTO merges (consortium_id, id, survivor_id, absorbed_id, merged_by, external_ids)
     SELECT tenant, made, survivor, absorbed, coalesce(current_setting('app.principal', true), ''), coalesce(jsonb_agg(jsonb_build_object(
       'organisation', x.organisation_id, 'system', x.system, 'value', x.value)), '[]')
     FROM external_ids x WHERE x.consortium_id = tenant AND x.subject_type = 'households' AND x.subject_id = absorbed;
     FOR place IN ${HOUSEHOLD_KEYS} LOOP
       EXECUTE format('INSERT INTO merge_moves (consortium_id, merge_id, of_table, of_column, row_id, old_household_id)
         SELECT consortium_id, $1, %L, %L, id, %I FROM %I WHERE consortium_id = $2 AND %I = $3',
         place.of_table, place.of_column, place.of_column, place.of_table, place.of_column) USING made, tenant, absorbed;
       GET DIAGNOSTICS moved = ROW_COUNT;
       CONTINUE WHEN moved = 0;
       IF place.of_table = ANY (unsafe) THEN RAISE EXCEPTION 'A merge would show % to others: it has no origin_household_id', place.of_table; END IF;
       BEGIN
         EXECUTE format('UPDATE %I SET %I = $1 WHERE consortium_id = $2 AND %I = $3', place.of_table, place.of_column, place.of_column)
           USING survivor, tenant, absorbed;
       EXCEPTION WHEN unique_violation OR exclusion_violation THEN ${refuse('merge_overlap', 'place.of_table')};
       END;
     END LOOP;
     UPDATE households h SET status = 'merged', merged_into = survivor WHERE h.consortium_id = tenant AND h.id = absorbed;
     UPDATE household_members m SET twin_of_id = (
       SELECT q.id FROM household_members n JOIN persons q ON q.consortium_id = n.consortium_id AND q.id = n.person_id
       JOIN persons p ON p.consortium_id = m.consortium_id AND p.id = m.person_id
       WHERE n.consortium_id = tenant AND n.household_id = survivor AND n.id <> m.id AND n.twin_of_id IS NULL AND n.ends_on IS NULL
         AND NOT EXISTS (SELECT 1 FROM merge_moves v WHERE v.consortium_id = tenant AND v.merge_id = made AND v.row_id = n.id)
         AND q.birth_date = p.birth_date AND q.given_key = p.given_key
         AND (q.family_key = p.family_key OR q.birth_key = p.birth_key OR q.family_key = p.birth_key OR q.birth_key = p.family_key)
       ORDER BY q.id LIMIT 1)
     WHERE m.consortium_id = tenant AND m.id IN (SELECT v.row_id FROM merge_moves v WHERE v.consortium_id = tenant AND v.merge_id = made
       AND v.of_table = 'household_members');
     UPDATE external_ids x SET subject_id = survivor WHERE x.consortium_id = tenant AND x.subject_type = 'households' AND x.subject_id = absorbed;
     UPDATE feed f SET household_id = survivor WHERE f.consortium_id = tenant AND f.household_id = absorbed AND f.collection <> 'households';
     UPDATE duplicate_cases d SET status = 'merged' WHERE d.consortium_id = tenant AND d.pair_id IN (
       SELECT x.pair_id FROM duplicate_cases x JOIN duplicate_cases y ON y.consortium_id = x.consortium_id AND y.pair_id = x.pair_id
       WHERE x.consortium_id = tenant AND x.origin_household_id = absorbed AND y.origin_household_id = survivor);
     FOR party IN SELECT DISTINCT d.organisation_id FROM disclosures d WHERE d.consortium_id = tenant AND d.household_id = survivor ORDER BY 1 LOOP
       PERFORM refresh_grants(survivor, party);
     END LOOP;
     RETURN made;
   END $$`,
  ...definer('merge_households(uuid, uuid)'),
  `REVOKE EXECUTE ON FUNCTION merge_households(uuid, uuid) FROM passerelle_runtime`,

  // Who holds the content of both households may merge them at once; otherwise both sides must have confirmed.
  `CREATE FUNCTION merge_known_households(absorbed uuid, survivor uuid) RETURNS uuid LANGUAGE plpgsql AS $$
   BEGIN
     IF (SELECT count(*) FROM grants g WHERE g.consortium_id = acting_consortium() AND g.organisation_id = acting_organisation()
       AND g.household_id IN (absorbed, survivor) AND g.scope = 'content' AND g.until > civil_today()) <> 2 THEN ${refuse('merge_not_yours')}; END IF;
     RETURN merge_households(absorbed, survivor);
   END $$`,
  ...definer('merge_known_households(uuid, uuid)'),
  // What a merge moved, for the feeds of the tables concerned.
  `CREATE FUNCTION merge_effect(merge uuid) RETURNS TABLE (survivor_id uuid, absorbed_id uuid, of_table text, ids uuid[]) LANGUAGE sql STABLE AS $$
     SELECT m.survivor_id, m.absorbed_id, v.of_table, array_agg(DISTINCT v.row_id)
     FROM merges m LEFT JOIN merge_moves v ON v.consortium_id = m.consortium_id AND v.merge_id = m.id
     WHERE m.consortium_id = acting_consortium() AND m.id = merge GROUP BY 1, 2, 3 ORDER BY 3 $$`,
  ...definer('merge_effect(uuid)'),

  // Undoes the last merge into a household, unless something came since that would have to be taken apart: then it says what.
  `CREATE FUNCTION undo_merge(survivor uuid) RETURNS uuid LANGUAGE plpgsql AS $$
   DECLARE
     tenant uuid := acting_consortium();
     last merges;
     place record;
     party uuid;
     hit boolean;
     since text[] := '{}';
     has_origin boolean;
     has_stamps boolean;
   BEGIN
     PERFORM 1 FROM households h WHERE h.consortium_id = tenant AND h.id = survivor FOR UPDATE;
     IF acting_kind() <> 'system' AND NOT EXISTS (SELECT 1 FROM grants g WHERE g.consortium_id = tenant AND g.organisation_id = acting_organisation()
       AND g.household_id = household_origin(survivor) AND g.scope = 'writing' AND g.until > civil_today()) THEN ${refuse('merge_not_yours')}; END IF;
     SELECT * INTO last FROM merges m WHERE m.consortium_id = tenant AND m.survivor_id = survivor AND m.undone_at IS NULL ORDER BY m.merged_at DESC, m.id DESC LIMIT 1;
     IF NOT FOUND THEN ${refuse('merge_undo_nothing')}; END IF;
     FOR place IN ${HOUSEHOLD_KEYS} LOOP
       SELECT bool_or(attname = 'origin_household_id'), count(*) FILTER (WHERE attname IN ('created_at', 'updated_at')) = 2
         INTO has_origin, has_stamps
       FROM pg_attribute WHERE attrelid = place.of_table::regclass AND attnum > 0 AND NOT attisdropped;
       CONTINUE WHEN NOT has_stamps OR place.of_table = 'duplicate_cases';
       EXECUTE format('SELECT EXISTS (SELECT 1 FROM %I t WHERE t.consortium_id = $1 AND t.%I = $2 AND t.created_at > $3 %s)
           OR EXISTS (SELECT 1 FROM merge_moves v LEFT JOIN %I t ON t.consortium_id = v.consortium_id AND t.id = v.row_id
             WHERE v.consortium_id = $1 AND v.merge_id = $4 AND v.of_table = %L AND v.of_column = %L
               AND (t.id IS NULL OR t.%I IS DISTINCT FROM $2 OR t.updated_at > $3))',
         place.of_table, place.of_column,
         CASE WHEN has_origin THEN 'AND t.origin_household_id = $5' ELSE '' END, place.of_table, place.of_table, place.of_column, place.of_column)
       INTO hit USING tenant, survivor, last.merged_at, last.id, last.absorbed_id;
       IF hit THEN since := since || place.of_table; END IF;
     END LOOP;
     IF cardinality(since) > 0 THEN ${refuse('merge_undo_changed', `array_to_string(since, ', ')`)}; END IF;
     FOR place IN SELECT v.of_table, v.of_column, array_agg(v.row_id) AS ids FROM merge_moves v
       WHERE v.consortium_id = tenant AND v.merge_id = last.id GROUP BY 1, 2 ORDER BY 1, 2 LOOP
       EXECUTE format('UPDATE %I SET %I = $1 WHERE consortium_id = $2 AND id = ANY ($3)', place.of_table, place.of_column)
         USING last.absorbed_id, tenant, place.ids;
     END LOOP;
     UPDATE households h SET status = 'active', merged_into = NULL WHERE h.consortium_id = tenant AND h.id = last.absorbed_id;
     UPDATE household_members m SET twin_of_id = NULL WHERE m.consortium_id = tenant AND m.household_id = last.absorbed_id AND m.twin_of_id IS NOT NULL;
     UPDATE external_ids x SET subject_id = last.absorbed_id FROM jsonb_array_elements(last.external_ids) e
     WHERE x.consortium_id = tenant AND x.subject_type = 'households' AND x.subject_id = survivor
       AND x.organisation_id = (e ->> 'organisation')::uuid AND x.system = e ->> 'system' AND x.value = e ->> 'value';
     UPDATE merges m SET undone_at = now() WHERE m.consortium_id = tenant AND m.id = last.id;
     FOR party IN SELECT DISTINCT d.organisation_id FROM disclosures d WHERE d.consortium_id = tenant
       AND d.household_id IN (survivor, last.absorbed_id) ORDER BY 1 LOOP
       PERFORM refresh_grants(survivor, party);
       PERFORM refresh_grants(last.absorbed_id, party);
     END LOOP;
     RETURN last.id;
   END $$`,
  ...definer('undo_merge(uuid)'),
];

export const MERGE_UNDO = [
  `DROP FUNCTION undo_merge(uuid)`,
  `DROP FUNCTION merge_effect(uuid)`,
  `DROP FUNCTION merge_known_households(uuid, uuid)`,
  `DROP FUNCTION merge_households(uuid, uuid)`,
  `DROP FUNCTION merge_unsafe_tables()`,
  `DROP TABLE merge_moves, merges`,
];
