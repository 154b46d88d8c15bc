import { TenancyActKind } from '../src/tenancies/tenancies.enums.js';
import { asDefiner, definer, oneOf, refuse, resight, SqlMigration } from './support.js';

const ACTS = (codes: readonly string[]): string[] => [
  `ALTER TABLE tenancy_acts DROP CONSTRAINT tenancy_acts_act_check`,
  `ALTER TABLE tenancy_acts ADD CONSTRAINT tenancy_acts_act_check ${oneOf('act', codes)}`,
];

/**
 * A settled account is one that owes nothing, whatever comes at the same moment or later: the account says that it is settled, so
 * that both are decided under its lock. A debt that comes afterwards, as of a payment that bounced, opens the account again.
 */
export class SettledAccounts1700000000070 extends SqlMigration {
  readonly name = 'SettledAccounts1700000000070';

  protected readonly steps = [
    ...ACTS(TenancyActKind.codes),
    // Who sees the tenancy and not its account is not told that this was settled, nor that a debt came back; nor a coordinator what was
    // decided on a slide.
    `CREATE FUNCTION sees_act(act text, tenancy uuid) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
     BEGIN
       IF act IN ('settlement', 'reopening') THEN RETURN sees_account(tenancy); END IF;
       RETURN sees_tenancy(tenancy) AND (act <> 'slide_decision' OR acting_kind() <> 'coordinator');
     END $$`,
    resight('tenancy_acts', 'sees_act(act, tenancy_id)'),
    `ALTER TABLE accounts ADD COLUMN settled boolean NOT NULL DEFAULT false`,
    asDefiner(`UPDATE accounts a SET settled = true FROM tenancies t WHERE t.consortium_id = tenant AND t.settled_on IS NOT NULL
        AND a.consortium_id = tenant AND a.tenancy_id = t.id;`),

    // The balance is asked under the account's lock: an entry of the same moment comes before, and is seen, or after, and opens it again.
    `CREATE FUNCTION tenancy_settles() RETURNS trigger LANGUAGE plpgsql AS $$
     DECLARE
       balance integer;
     BEGIN
       UPDATE accounts a SET settled = NEW.settled_on IS NOT NULL WHERE a.consortium_id = NEW.consortium_id AND a.tenancy_id = NEW.id
         RETURNING a.balance_cents INTO balance;
       IF NEW.settled_on IS NOT NULL AND balance <> 0 THEN ${refuse('account_not_balanced', 'balance::text')}; END IF;
       RETURN NULL;
     END $$`,
    ...definer('tenancy_settles()'),
    `CREATE TRIGGER settles AFTER UPDATE OF settled_on ON tenancies FOR EACH ROW WHEN (NEW.settled_on IS DISTINCT FROM OLD.settled_on)
       EXECUTE FUNCTION tenancy_settles()`,

    /*
     * With the debt comes back what the settlement closed, and nothing else: the sight of the household that lessor and manager had,
     * where they hold the role still. The act says so, to the person too.
     */
    `CREATE FUNCTION account_reopens() RETURNS trigger LANGUAGE plpgsql AS $$
     DECLARE
       t tenancies;
       closed record;
     BEGIN
       UPDATE tenancies n SET settled_on = NULL WHERE n.consortium_id = NEW.consortium_id AND n.id = NEW.tenancy_id AND n.settled_on IS NOT NULL
         RETURNING n.* INTO t;
       IF NOT FOUND THEN RETURN NULL; END IF;
       FOR closed IN
         SELECT d.* FROM disclosures d WHERE d.consortium_id = t.consortium_id AND d.basis = 'tenancy' AND d.subject_id = t.id
           AND d.closed_at = (SELECT max(a.created_at) FROM tenancy_acts a WHERE a.consortium_id = t.consortium_id AND a.tenancy_id = t.id
             AND a.act = 'settlement')
           AND EXISTS (SELECT 1 FROM memberships m WHERE m.consortium_id = d.consortium_id AND m.organisation_id = d.organisation_id
             AND d.relation = ANY (m.roles) AND (m.ends_on IS NULL OR m.ends_on > civil_today()))
       LOOP
         PERFORM insert_disclosure(closed.household_id, closed.origin_household_id, closed.organisation_id, closed.basis, closed.relation,
           closed.subject_type, closed.subject_id, closed.legal_ground, closed.informed_on, NULL, closed.purpose);
       END LOOP;
       INSERT INTO tenancy_acts (consortium_id, id, tenancy_id, act, occurred_on, effective_on, by_organisation_id, principal_id)
       VALUES (t.consortium_id, uuid7(), t.id, 'reopening', civil_today(), civil_today(),
         CASE WHEN acting_organisation() IN (t.landlord_id, t.operator_id) THEN acting_organisation() END,
         coalesce(current_setting('app.principal', true), ''));
       INSERT INTO events (consortium_id, id, type, subject_type, subject_id, household_id, actor_organisation_id, viewers)
       VALUES (t.consortium_id, uuid7(), 'tenancy.reopening', 'tenancy', t.id, t.household_id, acting_organisation(),
         array_remove(ARRAY[t.landlord_id, t.operator_id, t.supporter_id, t.tenant_organisation_id], NULL));
       PERFORM feed_touch('tenancies', ARRAY[t.id]);
       IF t.household_id IS NOT NULL THEN PERFORM feed_touch('households', ARRAY[t.household_id]); END IF;
       RETURN NULL;
     END $$`,
    ...definer('account_reopens()'),
    `CREATE TRIGGER reopens AFTER UPDATE OF due_cents, paid_cents ON accounts FOR EACH ROW WHEN (NEW.settled AND NEW.balance_cents > 0)
       EXECUTE FUNCTION account_reopens()`,
  ];

  protected readonly undo = [
    `DROP TRIGGER reopens ON accounts`,
    `DROP FUNCTION account_reopens()`,
    `DROP TRIGGER settles ON tenancies`,
    `DROP FUNCTION tenancy_settles()`,
    `ALTER TABLE accounts DROP COLUMN settled`,
    resight('tenancy_acts', 'sees_tenancy(tenancy_id)'),
    `DROP FUNCTION sees_act(text, uuid)`,
    ...ACTS(TenancyActKind.codes),
  ];
}
