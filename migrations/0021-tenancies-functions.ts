import { definer, NIL, ownIdentifiers } from './support.js';

/** What a tenancy needs beyond the rows that its recorder sees, and what follows it in the feed. */
export const TENANCY_FUNCTIONS: readonly string[] = [
  // Who supports the household, asked by who sees it: the one that acts if it does, otherwise the first. Never published.
  `CREATE FUNCTION tenancy_supporter(household uuid) RETURNS uuid LANGUAGE sql STABLE AS $$
     SELECT d.organisation_id FROM disclosures d
     WHERE d.consortium_id = acting_consortium() AND d.household_id = household AND d.relation = 'supporter' AND d.closed_at IS NULL
       AND (d.until IS NULL OR d.until > civil_today())
       AND (acting_kind() = 'system' OR EXISTS (SELECT 1 FROM grants g WHERE g.consortium_id = d.consortium_id
         AND g.organisation_id = acting_organisation() AND g.household_id = household AND g.scope = 'stub' AND g.until > civil_today()))
     ORDER BY (d.organisation_id = acting_organisation()) DESC, d.opened_at, d.id LIMIT 1 $$`,
  ...definer('tenancy_supporter(uuid)'),

  /*
   * Lessor and manager see who lives with them, until the account is settled (security.md, “Disclosure”): each that knows the
   * household already by placement or support, or that is told of it by who writes in its file. A private owner learns nothing.
   */
  `CREATE FUNCTION tenancy_disclose(tenancy uuid, informed date) RETURNS void LANGUAGE plpgsql AS $$
   DECLARE
     t tenancies;
     party record;
     own uuid;
   BEGIN
     SELECT * INTO t FROM tenancies WHERE consortium_id = acting_consortium() AND id = tenancy AND household_id IS NOT NULL AND tenancy_party(tenancy);
     IF NOT FOUND THEN RETURN; END IF;
     own := CASE WHEN acting_kind() = 'system' THEN t.household_id ELSE household_origin(t.household_id) END;
     FOR party IN
       SELECT m.organisation_id, CASE WHEN m.organisation_id = t.landlord_id AND 'landlord' = ANY (m.roles) THEN 'landlord' ELSE 'operator' END AS relation,
         (SELECT g.household_id FROM grants g WHERE g.consortium_id = m.consortium_id AND g.organisation_id = m.organisation_id
           AND g.scope = 'identity' AND g.until > civil_today() AND g.relations && '{landlord,operator,supporter}' AND (g.household_id = t.household_id
             OR g.household_id IN (SELECT h.id FROM households h WHERE h.consortium_id = m.consortium_id AND h.merged_into = t.household_id))
           ORDER BY (g.household_id = t.household_id) DESC LIMIT 1) AS origin
       FROM memberships m JOIN organisations o ON o.consortium_id = m.consortium_id AND o.id = m.organisation_id AND o.kind <> 'private_owner'
       WHERE m.consortium_id = acting_consortium() AND m.organisation_id IN (t.landlord_id, t.operator_id) AND m.roles && '{landlord,operator}'
         AND (m.ends_on IS NULL OR m.ends_on > civil_today())
     LOOP
       IF party.origin IS NULL AND acting_kind() <> 'system' AND NOT EXISTS (SELECT 1 FROM grants g WHERE g.consortium_id = acting_consortium()
         AND g.organisation_id = acting_organisation() AND g.household_id = own AND g.scope = 'writing' AND g.until > civil_today()) THEN
         CONTINUE;
       END IF;
       PERFORM insert_disclosure(t.household_id, coalesce(party.origin, own), party.organisation_id, 'tenancy', party.relation, 'tenancy',
         t.id, 'RGPD art. 6.1.b, loi 89-462', informed, NULL, NULL);
     END LOOP;
   END $$`,
  ...definer('tenancy_disclose(uuid, date)'),

  // The one definition of who follows a tenancy in the feed, and of what its entry shows: the noun, nothing of the account.
  `CREATE VIEW tenancies_seen WITH (security_invoker = true) AS
     SELECT t.consortium_id, t.id AS subject_id, v.viewer_id, t.household_id,
       jsonb_build_object('kind', t.kind, 'status', t.status, 'landlordId', t.landlord_id, 'operatorId', t.operator_id,
         'householdId', t.household_id, 'tenantOrganisationId', t.tenant_organisation_id, 'headTenancyId', t.head_tenancy_id,
         'previousTenancyId', t.previous_tenancy_id, 'placementId', t.placement_id, 'dwellingId', t.dwelling_id, 'roomId', t.room_id,
         'startsOn', t.starts_on, 'endsOn', t.ends_on, 'endedOn', t.ended_on, 'endingReason', t.ending_reason, 'dueDay', t.due_day,
         'duesSource', t.dues_source, 'terminationClauseDelay', t.termination_clause_delay, 'tenancyVersion', t.version,
         'externalIds', ${ownIdentifiers('t', 'v.viewer_id')}) AS entry
     FROM tenancies t
     CROSS JOIN LATERAL tenancy_followers(t.landlord_id, t.operator_id, CASE WHEN EXISTS (SELECT 1 FROM grants g WHERE g.consortium_id = t.consortium_id
       AND g.organisation_id = t.supporter_id AND g.household_id = t.household_id AND g.scope = 'stub' AND g.subject_id = ${NIL} AND g.until > civil_today())
       THEN t.supporter_id END, t.tenant_organisation_id, true) v (viewer_id)`,
  `GRANT SELECT ON tenancies_seen TO passerelle_definer`,
  // A supporter follows a tenancy while the household is disclosed to it: asked again at the end of who changes that.
  `CREATE FUNCTION tenancies_follow_grants() RETURNS trigger LANGUAGE plpgsql AS $$
   DECLARE
     followed uuid[] := ARRAY(SELECT t.id FROM tenancies t WHERE t.consortium_id = coalesce(NEW.consortium_id, OLD.consortium_id)
       AND t.household_id = coalesce(NEW.household_id, OLD.household_id) AND t.supporter_id = coalesce(NEW.organisation_id, OLD.organisation_id));
   BEGIN
     IF cardinality(followed) > 0 THEN PERFORM feed_touch('tenancies', followed); END IF;
     RETURN NULL;
   END $$`,
  ...definer('tenancies_follow_grants()'),
  `CREATE CONSTRAINT TRIGGER tenancies_given AFTER INSERT ON grants DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
     WHEN (NEW.scope = 'stub') EXECUTE FUNCTION tenancies_follow_grants()`,
  `CREATE CONSTRAINT TRIGGER tenancies_taken AFTER DELETE ON grants DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
     WHEN (OLD.scope = 'stub') EXECUTE FUNCTION tenancies_follow_grants()`,
];

export const TENANCY_FUNCTIONS_UNDO: readonly string[] = [
  `DROP TRIGGER tenancies_taken ON grants`,
  `DROP TRIGGER tenancies_given ON grants`,
  `DROP FUNCTION tenancies_follow_grants()`,
  `DROP VIEW tenancies_seen`,
  `DROP FUNCTION tenancy_disclose(uuid, date)`,
  `DROP FUNCTION tenancy_supporter(uuid)`,
];
