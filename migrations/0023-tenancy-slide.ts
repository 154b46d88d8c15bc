import { definer, refuse } from './support.js';

export const TENANCY_SLIDE: readonly string[] = [
  /*
   * The sliding lease becomes a lease in the household's name. Its lessor acts, and the new lessor is the owner of the flat: hence a
   * function, which asks that the caller is the lessor. Held deposits move; the owner sees who its tenant is, as the household
   * agreed; the head tenancy ends when nobody else lives beneath it. The old tenancy is ended by the caller. Answers the lease of the
   * owner that ended, or null.
   */
  `CREATE FUNCTION tenancy_slide(old_id uuid, new_id uuid, starts date, lease jsonb, agreed date) RETURNS uuid LANGUAGE plpgsql AS $$
   DECLARE
     o tenancies;
     h tenancies;
     principal text := coalesce(current_setting('app.principal', true), '');
   BEGIN
     SELECT t.* INTO o FROM tenancies t WHERE t.consortium_id = acting_consortium() AND t.id = old_id AND t.kind = 'sliding_lease'
       AND (acting_kind() = 'system' OR acting_as('landlord', 'operator') IN (t.landlord_id, t.operator_id));
     SELECT t.* INTO h FROM tenancies t WHERE t.consortium_id = acting_consortium() AND t.id = o.head_tenancy_id AND t.status <> 'ended' FOR UPDATE;
     IF NOT FOUND THEN ${refuse('slide_without_head')}; END IF;
     INSERT INTO tenancies (consortium_id, id, kind, household_id, previous_tenancy_id, dwelling_id, room_id, starts_on, due_day, dues_start_on,
       dues_source, termination_clause_delay, landlord_id, supporter_id)
     VALUES (o.consortium_id, new_id, h.kind, o.household_id, o.id, o.dwelling_id, o.room_id, starts, (lease ->> 'dueDay')::integer, starts,
       lease ->> 'duesSource', lease ->> 'terminationClauseDelay', h.landlord_id, o.supporter_id);
     INSERT INTO tenancy_terms (consortium_id, id, tenancy_id, starts_on, rent_cents, charges_cents, services_cents, rls_cents, deposit_cents,
       aid_kind, aid_cents, aid_payee)
     SELECT o.consortium_id, uuid7(), new_id, starts, w.* FROM jsonb_to_record(lease -> 'terms') w ("rentCents" integer, "chargesCents" integer,
       "servicesCents" integer, "rlsCents" integer, "depositCents" integer, "aidKind" text, "aidCents" integer, "aidPayee" text);
     INSERT INTO tenancy_acts (consortium_id, id, tenancy_id, act, occurred_on, effective_on, reason, principal_id)
     VALUES (o.consortium_id, uuid7(), new_id, 'start', starts, starts, 'slide', principal);
     WITH moved AS (UPDATE guarantees g SET status = 'moved', status_since = starts WHERE g.consortium_id = o.consortium_id
       AND g.tenancy_id = o.id AND g.kind = 'deposit' AND g.status = 'held' RETURNING g.amount_cents)
     INSERT INTO guarantees (consortium_id, id, tenancy_id, kind, status, status_since, amount_cents, valid_from)
     SELECT o.consortium_id, uuid7(), new_id, 'deposit', 'held', starts, m.amount_cents, starts FROM moved m;
     IF EXISTS (SELECT 1 FROM memberships m JOIN organisations g ON g.consortium_id = m.consortium_id AND g.id = m.organisation_id
       WHERE m.consortium_id = o.consortium_id AND m.organisation_id = h.landlord_id AND 'landlord' = ANY (m.roles)
         AND (m.ends_on IS NULL OR m.ends_on > civil_today()) AND g.kind <> 'private_owner') THEN
       PERFORM insert_disclosure(o.household_id, household_origin(o.household_id), h.landlord_id, 'tenancy', 'landlord', 'tenancy', new_id,
         'RGPD art. 6.1.b, loi 89-462', agreed, NULL, NULL);
     END IF;
     IF EXISTS (SELECT 1 FROM tenancies t WHERE t.consortium_id = o.consortium_id AND t.head_tenancy_id = h.id AND t.id <> o.id
       AND t.status <> 'ended') THEN RETURN NULL; END IF;
     UPDATE tenancies SET status = 'ended', ended_on = greatest(starts, starts_on), ending_reason = 'slide'
     WHERE consortium_id = h.consortium_id AND id = h.id;
     INSERT INTO tenancy_acts (consortium_id, id, tenancy_id, act, occurred_on, effective_on, reason, principal_id)
     VALUES (h.consortium_id, uuid7(), h.id, 'ending', starts, starts, 'slide', principal);
     RETURN h.id;
   END $$`,
  ...definer('tenancy_slide(uuid, uuid, date, jsonb, date)'),
];

export const TENANCY_SLIDE_UNDO: readonly string[] = [`DROP FUNCTION tenancy_slide(uuid, uuid, date, jsonb, date)`];
