import { LEDGER_FUNCTIONS } from './0022-accounts-functions.js';
import { definer, madeBy, SqlMigration } from './support.js';

const SIGNATURE = `ledger_post(uuid[], uuid[], text[], text[], text[], integer[], date[], text[], text[], text[], text[], date, boolean)`;
const BEFORE = madeBy(LEDGER_FUNCTIONS, 'CREATE FUNCTION ledger_post(');

/** Paid may be from two months before the first day, by whom who has signed; due from the first of the month in which that day is. */
const FIRST_DAY = (kind: string, label: string, startsOn: string): string =>
  `CASE WHEN ${kind} IN ('payment', 'benefit', 'aid', 'waiver') OR ${label} = 'deposit' THEN (${startsOn} - interval '2 months')::date
     ELSE date_trunc('month', ${startsOn}::timestamp)::date END`;

const changed = (text: string, from: string, to: string): string => {
  if (!text.includes(from)) throw new Error(`Nothing to change: ${from}`);
  return text.replace(from, () => to);
};
const WITH_FIRST_DAY = [
  ['RETURNS TABLE (line integer, code text)', 'RETURNS TABLE (line integer, code text, since date)'],
  // What is known already stays so. Most lines are of a day on which the tenancy had begun: of those nothing is computed.
  [
    'WHEN e.id IS NULL THEN NULL',
    `WHEN e.id IS NULL AND g.day < t.starts_on AND g.day < ${FIRST_DAY('g.kind', 'g.label', 't.starts_on')} THEN 'before_tenancy'
         WHEN e.id IS NULL THEN NULL`,
  ],
  [
    `THEN 'known' ELSE 'external_id_reused' END)
       FROM unnest(ids, codes, found, kinds`,
    `THEN 'known' ELSE 'external_id_reused' END),
         CASE WHEN w.refusal = 'before_tenancy' THEN (SELECT ${FIRST_DAY('w.kind', 'w.label', 't.starts_on')} FROM tenancies t
           WHERE t.consortium_id = acting_consortium() AND t.id = w.tenancy) END
       FROM unnest(ids, codes, found, kinds`,
  ],
] as const;

const made = (create: string): string[] => [
  `DROP FUNCTION ${SIGNATURE}`,
  create,
  ...definer(SIGNATURE),
  `ALTER FUNCTION ${SIGNATURE} SET plan_cache_mode = force_generic_plan`,
];

/** An account begins with its tenancy: what is dated long before is a slip of the pen, and would make a debt that old. */
export class FirstDays1700000000083 extends SqlMigration {
  readonly name = 'FirstDays1700000000083';

  protected readonly steps = made(WITH_FIRST_DAY.reduce((text, [from, to]) => changed(text, from, to), BEFORE));
  protected readonly undo = made(BEFORE);
}
