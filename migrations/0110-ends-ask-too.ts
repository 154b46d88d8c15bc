import { Handovers1700000000014 } from './0014-handovers.js';
import { OpenersKnow1700000000092 } from './0092-openers-know.js';
import { ClosingByHand1700000000097 } from './0097-closing-by-hand.js';
import { again, changed, inner, madeBy, refuse, SqlMigration, stepsOf } from './support.js';

const granted = (organisation: string, household: string, scope: string): string =>
  `EXISTS (SELECT 1 FROM grants g WHERE g.consortium_id = acting_consortium() AND g.organisation_id = ${organisation}
         AND g.household_id = ${household} AND g.scope = '${scope}' AND g.until > civil_today())`;

const CLOSE_BEFORE = madeBy(stepsOf(ClosingByHand1700000000097), 'CREATE OR REPLACE FUNCTION close_disclosure(');
const CLOSE = again(`CREATE FUNCTION close_disclosure(disclosure uuid) RETURNS uuid LANGUAGE plpgsql AS $$
     DECLARE
       d disclosures;
     BEGIN
       SELECT o.* INTO d FROM disclosures o WHERE o.consortium_id = acting_consortium() AND o.id = disclosure AND may_close(o);
       IF NOT FOUND THEN RETURN NULL; END IF;
       IF acting_kind() <> 'system' THEN
         -- One after the other: two who close each other's would leave nobody.
         PERFORM 1 FROM households h WHERE h.consortium_id = d.consortium_id AND h.id = d.household_id FOR NO KEY UPDATE;
         PERFORM demand_closable(d);
       END IF;
       RETURN shut_disclosure(d.id);
     END $$`);

const OPEN_BEFORE = madeBy(stepsOf(OpenersKnow1700000000092), 'CREATE OR REPLACE FUNCTION open_disclosure(');
const INSERT = 'RETURN insert_disclosure(';
/** A supporter of whom the caller knows: it opened that one's sight, or has its own from it. Of another it must not learn by trying. */
const KNOWN = `EXISTS (SELECT 1 FROM disclosures k WHERE k.consortium_id = acting_consortium() AND k.origin_household_id = origin AND k.closed_at IS NULL
         AND (k.organisation_id = $2 AND k.relation = 'supporter' AND k.opened_by_organisation_id = acting_organisation()
           OR k.organisation_id = acting_organisation() AND k.opened_by_organisation_id = $2))`;
/** By a referral too; to oneself no longer than one sees it; and an earlier end of what is open is a closing. */
const OPEN = [
  [
    `$3 = 'consent' AND $4 = 'supporter' AND $2 <> acting_organisation()`,
    `$3 IN ('consent', 'referral') AND $4 = 'supporter' AND $2 <> acting_organisation() AND NOT (${granted('$2', 'origin', 'content')} AND ${KNOWN})`,
  ],
  [
    `g.scope = s.scope AND g.until > civil_today()`,
    `g.scope = s.scope AND g.until > civil_today() AND ($3 <> 'consent' OR g.until >= least($9, role_until($2, $4)))`,
  ],
  [
    INSERT,
    `IF acting_kind() <> 'system' THEN
       PERFORM demand_closable(d) FROM disclosures d WHERE d.consortium_id = acting_consortium() AND d.origin_household_id = origin
         AND d.organisation_id = $2 AND d.basis = $3 AND d.relation = $4 AND d.subject_id = $6 AND d.closed_at IS NULL
         AND $9 < coalesce(d.until, 'infinity');
     END IF;
     ${INSERT}`,
  ],
].reduce((text, [from, to]) => changed(text, from!, to!), OPEN_BEFORE);

const HAND_BEFORE = again(madeBy(stepsOf(Handovers1700000000014), 'CREATE FUNCTION hand_over('));
const FOUND = `IF NOT FOUND THEN ${refuse('handover_no_supporter')}; END IF;`;
/** With it go placements, agreements and rooms: while the predecessor supports, it is for it to say so. */
const HAND = changed(
  HAND_BEFORE,
  FOUND,
  `${FOUND}
     IF acting_organisation() = successor AND ${granted('predecessor', 'origin', 'content')} THEN ${refuse('handover_by_predecessor')}; END IF;`,
);

/**
 * Of two supporters none closes the other's sight while who opened that writes in the file. What may not be closed by hand may not be ended by a date either, nor opened to another by referring, nor taken over
 * from who still supports.
 */
export class EndsAskToo1700000000110 extends SqlMigration {
  readonly name = 'EndsAskToo1700000000110';

  protected readonly steps = [
    `CREATE FUNCTION demand_closable(d disclosures) RETURNS void LANGUAGE plpgsql STABLE AS $$
     BEGIN
       IF d.basis NOT IN ('consent', 'support', 'referral') THEN ${refuse('disclosure_rests_on_more')}; END IF;
       IF d.organisation_id <> acting_organisation()
         AND NOT (d.opened_by_organisation_id = acting_organisation() AND ${granted('acting_organisation()', 'd.origin_household_id', 'writing')})
         AND NOT (d.basis = 'consent' AND ${granted('acting_organisation()', 'd.origin_household_id', 'content')}
           AND NOT (d.relation = 'supporter' AND ${granted('d.opened_by_organisation_id', 'd.origin_household_id', 'writing')})) THEN ${refuse('disclosure_of_another')}; END IF;
       IF is_last_sight(d) THEN ${refuse('disclosure_last_sight')}; END IF;
     END $$`,
    ...inner('demand_closable(disclosures)'),
    CLOSE,
    OPEN,
    HAND,
  ];

  protected readonly undo = [HAND_BEFORE, OPEN_BEFORE, CLOSE_BEFORE, `DROP FUNCTION demand_closable(disclosures)`];
}
