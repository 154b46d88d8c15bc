import { ArrearsEvaluation1700000000031 } from './0031-arrears-evaluation.js';
import { madeBy, SqlMigration } from './support.js';

const before = new (class extends ArrearsEvaluation1700000000031 {
  get evaluation(): string {
    return madeBy(this.steps, 'CREATE FUNCTION arrears_evaluation(').replace(
      'CREATE FUNCTION',
      'CREATE OR REPLACE FUNCTION',
    );
  }
})();

/** What stands in the evaluation, and what is put in its place. */
const CHANGES: readonly [found: string, put: string][] = [
  /*
   * What constitutes an old debt by a rule that came with a transition: the first due or payment since, in force still. A waiver, a
   * correction or a reversal is nothing new, and the reversal of a new payment takes it away. Asked of old debts alone to which
   * anything happened since.
   */
  [
    `FROM arrears_rules_at(at) t WHERE t.kind = 'threshold')`,
    `FROM arrears_rules_at(at) t WHERE t.kind = 'threshold'),
       news AS MATERIALIZED (
         SELECT i.tenancy_id, d.transition_on, (SELECT min(e.value_on) FROM ledger_entries e
           WHERE e.consortium_id = (SELECT acting_consortium()) AND e.tenancy_id = i.tenancy_id AND e.value_on >= d.transition_on AND e.value_on <= at
             AND e.kind IN ('due', 'payment', 'benefit', 'aid') AND NOT EXISTS (SELECT 1 FROM ledger_entries v
               WHERE v.consortium_id = e.consortium_id AND v.reverses_id = e.id)) AS since
         FROM i JOIN (SELECT DISTINCT r.transition_on FROM r WHERE r.level = 'constituted') d
           ON d.transition_on <= i.last_entry_on AND (i.first_default_on >= d.transition_on) IS NOT TRUE)`,
  ],
  [
    `       CROSS JOIN LATERAL (SELECT
         CASE r.base`,
    `       LEFT JOIN news n ON n.tenancy_id = i.tenancy_id AND n.transition_on = r.transition_on
       CROSS JOIN LATERAL (SELECT
         least(2147483647, CASE r.base`,
  ],
  [`* r.percent + 99) / 100 END::integer AS cents`, `* r.percent + 99) / 100 END)::integer AS cents`],
  [
    `NOT (r.transition_on IS NULL OR coalesce(i.last_entry_on >= r.transition_on, false)
           OR coalesce(`,
    `NOT (r.transition_on IS NULL OR n.since IS NOT NULL
           OR coalesce(`,
  ],
  [`CASE WHEN i.first_default_on < r.transition_on THEN i.last_entry_on END) AS since`, `n.since) AS since`],
  // Beyond what an integer holds there is an absurd account or rule, which must not stop the night of all others.
  [
    `BETWEEN i.debt_cents AND i.debt_cents + c.next_cents - 1
             ELSE`,
    `BETWEEN i.debt_cents AND i.debt_cents::bigint + c.next_cents - 1
             ELSE`,
  ],
  [
    `BETWEEN i.debt_cents AND i.debt_cents + c.next_cents - 1 END`,
    `BETWEEN i.debt_cents AND i.debt_cents::bigint + c.next_cents - 1 END`,
  ],
];

/** From 2027 on an old debt is constituted by a new due, payment or default alone. */
export class NewDebts1700000000073 extends SqlMigration {
  readonly name = 'NewDebts1700000000073';

  protected readonly steps = [
    CHANGES.reduce((made, [found, put]) => {
      if (!made.includes(found)) throw new Error(`Not there: ${found}`);
      return made.replace(found, () => put);
    }, before.evaluation),
  ];

  protected readonly undo = [before.evaluation];
}
