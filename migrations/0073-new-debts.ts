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
   * What constitutes an old debt by a rule that came with a transition: a due or a payment since, in force still; the latest one. A
   * waiver, a correction or a reversal is nothing new, and the reversal of a new payment takes it away. Asked of old debts alone to
   * which anything happened since, once each: a probe that ends with the first row that it finds.
   */
  [
    `FROM arrears_rules_at(at) t WHERE t.kind = 'threshold')`,
    `FROM arrears_rules_at(at) t WHERE t.kind = 'threshold'),
       w AS (SELECT min(r.transition_on) AS first_on, max(r.transition_on) AS last_on FROM r WHERE r.level = 'constituted'),
       known AS MATERIALIZED (
         SELECT i.*, CASE WHEN i.last_entry_on >= (SELECT w.first_on FROM w) AND (i.first_default_on >= (SELECT w.last_on FROM w)) IS NOT TRUE THEN
           (SELECT e.value_on FROM ledger_entries e
             WHERE e.consortium_id = (SELECT acting_consortium()) AND e.tenancy_id = i.tenancy_id AND e.value_on <= at
               AND e.kind IN ('due', 'payment', 'benefit', 'aid') AND NOT EXISTS (SELECT 1 FROM ledger_entries v
                 WHERE v.consortium_id = e.consortium_id AND v.reverses_id = e.id)
             ORDER BY e.value_on DESC, e.id DESC LIMIT 1) END AS news_on
         FROM i)`,
  ],
  [
    `       FROM i
       JOIN r ON`,
    `       FROM known i
       JOIN r ON`,
  ],
  [`         CASE r.base`, `         least(2147483647, CASE r.base`],
  [`* r.percent + 99) / 100 END::integer AS cents`, `* r.percent + 99) / 100 END)::integer AS cents`],
  [
    `NOT (r.transition_on IS NULL OR coalesce(i.last_entry_on >= r.transition_on, false)
           OR coalesce(`,
    `NOT (r.transition_on IS NULL OR coalesce(i.news_on >= r.transition_on, false)
           OR coalesce(`,
  ],
  [
    `CASE WHEN i.first_default_on < r.transition_on THEN i.last_entry_on END) AS since`,
    `CASE WHEN i.first_default_on < r.transition_on AND i.news_on >= r.transition_on THEN i.news_on END) AS since`,
  ],
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
