import { definer, NIL, refuse } from './support.js';

/** Functions that open and close disclosures and keep their projection, `grants`. Nothing else writes either. */
export const DISCLOSURE_FUNCTIONS = [
  // Under which household the acting organisation writes about this one: after a merge, the one that it knew.
  `CREATE FUNCTION household_origin(household uuid) RETURNS uuid LANGUAGE sql STABLE AS $$
     SELECT coalesce((SELECT d.origin_household_id FROM disclosures d
       WHERE d.consortium_id = acting_consortium() AND d.household_id = household AND d.organisation_id = acting_organisation()
         AND d.closed_at IS NULL AND (d.until IS NULL OR d.until > civil_today())
       ORDER BY (d.origin_household_id = household) DESC, d.opened_at, d.id LIMIT 1), household) $$`,
  ...definer('household_origin(uuid)'),
  `CREATE FUNCTION keep_origin() RETURNS trigger LANGUAGE plpgsql AS $$
   BEGIN
     IF TG_OP = 'UPDATE' THEN
       NEW.origin_household_id := OLD.origin_household_id;
     ELSIF TG_ARGV[0] = 'person' THEN
       NEW.origin_household_id := person_origin(NEW.person_id);
     ELSIF current_user <> 'passerelle_definer' OR NEW.origin_household_id = ${NIL} THEN
       NEW.origin_household_id := household_origin(NEW.household_id);
     END IF;
     RETURN NEW;
   END $$`,

  // Grants of one organisation in one household, from the disclosures that are open. What it was given under a household
  // that was absorbed stays there: on the survivor that gives the stub and nothing more.
  `CREATE FUNCTION refresh_grants(household uuid, organisation uuid) RETURNS void LANGUAGE plpgsql AS $$
   BEGIN
     DELETE FROM grants g WHERE g.consortium_id = acting_consortium() AND g.organisation_id = organisation
       AND g.household_id = ANY (ARRAY(SELECT household UNION ALL SELECT h.id FROM households h
         WHERE h.consortium_id = acting_consortium() AND h.merged_into = household));
     INSERT INTO grants (consortium_id, organisation_id, household_id, scope, subject_id, until, relations)
     SELECT acting_consortium(), organisation, w.household_id, w.scope, w.subject_id, max(w.until), array_agg(DISTINCT w.relation)
     FROM (
       SELECT d.origin_household_id AS household_id, s.scope, CASE WHEN s.by_subject THEN d.subject_id ELSE ${NIL} END AS subject_id,
         coalesce(d.until, 'infinity') AS until, d.relation
       FROM disclosures d JOIN disclosure_scopes s ON s.relation = d.relation
       WHERE d.consortium_id = acting_consortium() AND d.household_id = household AND d.organisation_id = organisation AND d.closed_at IS NULL
       UNION ALL
       SELECT d.household_id, 'stub', ${NIL}, coalesce(d.until, 'infinity'), d.relation
       FROM disclosures d
       WHERE d.consortium_id = acting_consortium() AND d.household_id = household AND d.organisation_id = organisation AND d.closed_at IS NULL
         AND d.origin_household_id <> d.household_id) w
     GROUP BY w.household_id, w.scope, w.subject_id;
   END $$`,
  ...definer('refresh_grants(uuid, uuid)'),
  `REVOKE EXECUTE ON FUNCTION refresh_grants(uuid, uuid) FROM passerelle_runtime`,

  `CREATE FUNCTION insert_disclosure(household uuid, origin uuid, organisation uuid, of_basis text, of_relation text, of_subject_type text,
     of_subject uuid, ground text, informed date, ends date, why text) RETURNS uuid LANGUAGE plpgsql AS $$
   DECLARE
     made uuid;
   BEGIN
     INSERT INTO disclosures (consortium_id, id, household_id, origin_household_id, organisation_id, basis, relation, subject_type, subject_id,
       legal_ground, purpose, informed_on, from_on, opened_by_organisation_id, opened_by, until)
     VALUES (acting_consortium(), uuid7(), household, origin, organisation, of_basis, of_relation, of_subject_type, of_subject,
       ground, why, informed, civil_today(), acting_organisation(), coalesce(current_setting('app.principal', true), ''), ends)
     ON CONFLICT (consortium_id, origin_household_id, organisation_id, basis, relation, subject_id) WHERE closed_at IS NULL
     DO UPDATE SET until = excluded.until, informed_on = coalesce(excluded.informed_on, disclosures.informed_on)
     RETURNING id INTO made;
     PERFORM refresh_grants(household, organisation);
     RETURN made;
   END $$`,
  ...definer('insert_disclosure(uuid, uuid, uuid, text, text, text, uuid, text, date, date, text)'),
  `REVOKE EXECUTE ON FUNCTION insert_disclosure(uuid, uuid, uuid, text, text, text, uuid, text, date, date, text) FROM passerelle_runtime`,

  /*
   * Opens a household to an organisation. Refused: to an organisation that is no current member or does not hold the role
   * of the relation; by an organisation that does not see the household itself (not found), or does not write in its file; to
   * oneself, to see more than one already may, unless support begins and the person was told. A private owner gets nothing: null. Opening again
   * what is open answers the same disclosure. What is opened is what the opener knows: the household under which it writes.
   */
  `CREATE FUNCTION open_disclosure(household uuid, organisation uuid, basis text, relation text, subject_type text, subject uuid,
     legal_ground text, informed_on date, until date, purpose text DEFAULT NULL) RETURNS uuid LANGUAGE plpgsql AS $$
   DECLARE
     of_kind text;
     of_roles text[];
     origin uuid := household;
     begins_support boolean := $2 = acting_organisation() AND $3 = 'support' AND $8 IS NOT NULL;
   BEGIN
     PERFORM 1 FROM households h WHERE h.consortium_id = acting_consortium() AND h.id = $1 AND h.merged_into IS NULL FOR NO KEY UPDATE;
     IF NOT FOUND THEN ${refuse('disclosure_household_invisible')}; END IF;
     IF acting_kind() <> 'system' THEN
       IF NOT EXISTS (SELECT 1 FROM grants g WHERE g.consortium_id = acting_consortium() AND g.organisation_id = acting_organisation()
         AND g.household_id = $1 AND g.scope = 'stub' AND g.until > civil_today()) THEN ${refuse('disclosure_household_invisible')}; END IF;
       origin := household_origin($1);
     END IF;
     SELECT o.kind, m.roles INTO of_kind, of_roles FROM organisations o
       LEFT JOIN memberships m ON m.consortium_id = o.consortium_id AND m.organisation_id = o.id
         AND (m.ends_on IS NULL OR m.ends_on > civil_today())
       WHERE o.consortium_id = acting_consortium() AND o.id = $2 ORDER BY m.starts_on LIMIT 1;
     IF of_kind = 'private_owner' THEN RETURN NULL; END IF;
     IF of_roles IS NULL THEN ${refuse('disclosure_not_a_member')}; END IF;
     IF NOT $4 = ANY (of_roles) THEN ${refuse('disclosure_role_not_held')}; END IF;
     IF acting_kind() <> 'system' AND $2 = acting_organisation() AND NOT begins_support
       AND EXISTS (SELECT 1 FROM disclosure_scopes s WHERE s.relation = $4 AND NOT s.by_subject AND NOT EXISTS (
         SELECT 1 FROM grants g WHERE g.consortium_id = acting_consortium() AND g.organisation_id = $2 AND g.household_id = origin
           AND g.scope = s.scope AND g.until > civil_today())) THEN ${refuse('disclosure_to_oneself')}; END IF;
     IF acting_kind() <> 'system' AND NOT begins_support AND NOT EXISTS (SELECT 1 FROM grants g WHERE g.consortium_id = acting_consortium()
       AND g.organisation_id = acting_organisation() AND g.household_id = origin AND g.scope = 'writing' AND g.until > civil_today())
       THEN ${refuse('disclosure_not_yours')}; END IF;
     RETURN insert_disclosure($1, origin, $2, $3, $4, $5, $6, $7, $8, $9, $10);
   END $$`,
  ...definer('open_disclosure(uuid, uuid, text, text, text, uuid, text, date, date, text)'),

  // Makes a household and its first disclosure, to the organisation that acts (`design.md` A.10). Made by a social worker
  // who sees her caseload only, it is assigned to her.
  `CREATE FUNCTION create_household(household uuid, type text, basis text, relation text, legal_ground text, informed_on date, purpose text DEFAULT NULL)
     RETURNS uuid LANGUAGE plpgsql AS $$
   BEGIN
     INSERT INTO households (consortium_id, id, type) VALUES (acting_consortium(), $1, $2);
     PERFORM insert_disclosure($1, $1, acting_organisation(), $3, $4, 'household', $1, $5, $6, NULL, $7);
     IF acting_caseload() IS NOT NULL THEN
       INSERT INTO assignments (consortium_id, id, household_id, organisation_id, user_id, starts_on)
       VALUES (acting_consortium(), uuid7(), $1, acting_organisation(), acting_caseload(), civil_today());
     END IF;
     RETURN $1;
   END $$`,
  ...definer('create_household(uuid, text, text, text, text, date, text)'),

  // Closes what rests on this basis and subject (for one organisation, or for all), asked by who opened it or sees the household; answers the households concerned.
  `CREATE FUNCTION close_disclosures(basis text, subject uuid, organisation uuid DEFAULT NULL) RETURNS uuid[] LANGUAGE plpgsql AS $$
   DECLARE
     closed record;
     touched uuid[] := '{}';
   BEGIN
     FOR closed IN
       UPDATE disclosures d SET closed_at = now(), closed_by_organisation_id = acting_organisation(),
         closed_by = coalesce(current_setting('app.principal', true), '')
       WHERE d.consortium_id = acting_consortium() AND d.basis = $1 AND d.subject_id = $2 AND d.closed_at IS NULL
         AND ($3 IS NULL OR d.organisation_id = $3)
         AND (acting_kind() = 'system' OR d.opened_by_organisation_id = acting_organisation() OR EXISTS (SELECT 1 FROM grants g
           WHERE g.consortium_id = d.consortium_id AND g.organisation_id = acting_organisation() AND g.household_id = d.household_id))
       RETURNING d.household_id, d.organisation_id
     LOOP
       PERFORM refresh_grants(closed.household_id, closed.organisation_id);
       touched := touched || closed.household_id;
     END LOOP;
     RETURN ARRAY(SELECT DISTINCT t FROM unnest(touched) t ORDER BY t);
   END $$`,
  ...definer('close_disclosures(text, uuid, uuid)'),
  `CREATE FUNCTION close_disclosure(disclosure uuid) RETURNS uuid LANGUAGE plpgsql AS $$
   DECLARE
     closed record;
   BEGIN
     UPDATE disclosures d SET closed_at = now(), closed_by_organisation_id = acting_organisation(),
       closed_by = coalesce(current_setting('app.principal', true), '')
     WHERE d.consortium_id = acting_consortium() AND d.id = $1 AND d.closed_at IS NULL
     RETURNING d.household_id, d.organisation_id INTO closed;
     IF NOT FOUND THEN RETURN NULL; END IF;
     PERFORM refresh_grants(closed.household_id, closed.organisation_id);
     RETURN closed.household_id;
   END $$`,
  ...definer('close_disclosure(uuid)'),
  // Who sees the household at all: to whom its events go. Asked by one of them.
  `CREATE FUNCTION household_viewers(household uuid) RETURNS uuid[] LANGUAGE sql STABLE AS $$
     SELECT array_agg(g.organisation_id ORDER BY g.organisation_id) FROM grants g
     WHERE g.consortium_id = acting_consortium() AND g.household_id = household AND g.scope = 'stub' AND g.until > civil_today()
     HAVING acting_kind() = 'system' OR bool_or(g.organisation_id = acting_organisation()) $$`,
  ...definer('household_viewers(uuid)'),
  // What ends by date: the nightly job passes today; answers the households concerned.
  `CREATE FUNCTION close_ended_disclosures(today date) RETURNS uuid[] LANGUAGE plpgsql AS $$
   DECLARE
     ended uuid;
     touched uuid[] := '{}';
   BEGIN
     FOR ended IN SELECT d.id FROM disclosures d WHERE d.consortium_id = acting_consortium() AND d.until <= $1 AND d.closed_at IS NULL
       ORDER BY d.id FOR UPDATE SKIP LOCKED
     LOOP
       touched := touched || close_disclosure(ended);
     END LOOP;
     RETURN ARRAY(SELECT DISTINCT t FROM unnest(touched) t ORDER BY t);
   END $$`,
  ...definer('close_ended_disclosures(date)'),
];

export const DISCLOSURE_FUNCTIONS_UNDO = [
  `DROP FUNCTION close_ended_disclosures(date)`,
  `DROP FUNCTION household_viewers(uuid)`,
  `DROP FUNCTION close_disclosure(uuid)`,
  `DROP FUNCTION close_disclosures(text, uuid, uuid)`,
  `DROP FUNCTION create_household(uuid, text, text, text, text, date, text)`,
  `DROP FUNCTION open_disclosure(uuid, uuid, text, text, text, uuid, text, date, date, text)`,
  `DROP FUNCTION insert_disclosure(uuid, uuid, uuid, text, text, text, uuid, text, date, date, text)`,
  `DROP FUNCTION refresh_grants(uuid, uuid)`,
  `DROP FUNCTION keep_origin()`,
  `DROP FUNCTION household_origin(uuid)`,
];
