import { GUARD_PEOPLE } from './0013-guards-people.js';
import { again, inner, madeBy, refuse, SqlMigration } from './support.js';

const BEFORE = madeBy(GUARD_PEOPLE, 'CREATE FUNCTION close_disclosure(');
const granted = (scope: string): string => `EXISTS (SELECT 1 FROM grants g WHERE g.consortium_id = acting_consortium()
         AND g.organisation_id = acting_organisation() AND g.household_id = d.origin_household_id AND g.scope = '${scope}' AND g.until > civil_today())`;

/**
 * Closed by hand is what rests on consent, support or a referral: by whose sight it is, by who opened it and still writes in the
 * file, and, where the household consented, by who supports it. What rests on a placement or a tenancy ends with that. And a
 * file is left to nobody's sight by no one: the last supporter stays until the next one is there, and so does the last who writes.
 */
export class ClosingByHand1700000000097 extends SqlMigration {
  readonly name = 'ClosingByHand1700000000097';

  protected readonly steps = [
    // Its relation lets write, and no other disclosure without an end lets do the same: to a supporter only another one is that.
    `CREATE FUNCTION is_last_sight(d disclosures) RETURNS boolean LANGUAGE sql STABLE AS $$
       SELECT d.relation IN ('supporter', 'referrer') AND NOT EXISTS (SELECT 1 FROM disclosures o
         WHERE o.consortium_id = d.consortium_id AND o.household_id = d.household_id AND o.id <> d.id AND o.closed_at IS NULL AND o.until IS NULL
           AND (o.relation = 'supporter' OR d.relation = 'referrer' AND o.relation = 'referrer')) $$`,
    ...inner('is_last_sight(disclosures)'),
    again(`CREATE FUNCTION close_disclosure(disclosure uuid) RETURNS uuid LANGUAGE plpgsql AS $$
     DECLARE
       d disclosures;
     BEGIN
       SELECT o.* INTO d FROM disclosures o WHERE o.consortium_id = acting_consortium() AND o.id = disclosure AND may_close(o);
       IF NOT FOUND THEN RETURN NULL; END IF;
       IF acting_kind() <> 'system' THEN
         IF d.basis NOT IN ('consent', 'support', 'referral') THEN ${refuse('disclosure_rests_on_more')}; END IF;
         IF d.organisation_id <> acting_organisation()
           AND NOT (d.opened_by_organisation_id = acting_organisation() AND ${granted('writing')})
           AND NOT (d.basis = 'consent' AND ${granted('content')}) THEN ${refuse('disclosure_of_another')}; END IF;
         -- One after the other: two who close each other's would leave nobody.
         PERFORM 1 FROM households h WHERE h.consortium_id = d.consortium_id AND h.id = d.household_id FOR NO KEY UPDATE;
         IF is_last_sight(d) THEN ${refuse('disclosure_last_sight')}; END IF;
       END IF;
       RETURN shut_disclosure(d.id);
     END $$`),
  ];

  protected readonly undo = [again(BEFORE), `DROP FUNCTION is_last_sight(disclosures)`];
}
