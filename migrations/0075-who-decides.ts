import { ArrearsNextSteps1700000000034 } from './0034-arrears-next-steps.js';
import { madeBy, SqlMigration } from './support.js';

const before = new (class extends ArrearsNextSteps1700000000034 {
  get nextSteps(): string {
    return madeBy(this.steps, 'CREATE FUNCTION arrears_next_steps(').replace(
      'CREATE FUNCTION',
      'CREATE OR REPLACE FUNCTION',
    );
  }
})();

/**
 * What follows a report, which the rules knew and no case said: who decides whether the aid is kept (from 2027 on the CCAPEX), direct
 * payment of what went to the tenant, and simplified handling of a small debt. Each holds where its rule is in force on that day.
 */
const REPORTED = `
         ('aid_decision', g.benefit AND w.paying_body IS NOT NULL, 'paying_body', NULL, NULL, NULL, false, 'aid_decision_paying_body'),
         ('aid_decision', g.benefit AND w.paying_body IS NOT NULL, 'ccapex', NULL, NULL, NULL, false, 'aid_decision_ccapex'),
         ('direct_payment', g.benefit AND m.aid_payee = 'tenant' AND arrears_delay('direct_payment_offer', w.paying_body) >= at, 'lessor', c.landlord_id,
           arrears_delay('direct_payment_offer', w.paying_body), NULL, false, 'direct_payment_offer'),
         ('simplified_handling', g.benefit AND arrears_delay('simplified_handling', w.paying_body) >= at, 'paying_body', NULL,
           arrears_delay('simplified_handling', w.paying_body), NULL, false, 'simplified_handling'),`;
const IN_FORCE = `
         AND (s.step NOT IN ('aid_decision', 'direct_payment', 'simplified_handling') OR r.code IS NOT NULL)
         AND (s.step <> 'simplified_handling' OR c.debt_cents <= r.amount_cents)`;

export class WhoDecides1700000000075 extends SqlMigration {
  readonly name = 'WhoDecides1700000000075';

  protected readonly steps = [
    before.nextSteps
      .replace(`\n         ('report_ccapex',`, (found) => REPORTED + found)
      .replace(`AND s.holds`, (found) => found + IN_FORCE),
  ];

  protected readonly undo = [before.nextSteps];
}
