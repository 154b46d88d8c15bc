import { Injectable } from '@nestjs/common';
import { Requires } from '../platform/access/requires.js';
import { listPage, type Page } from '../platform/api/pages.js';
import { clock, type CivilDate } from '../platform/clock.js';
import { Keyring } from '../platform/crypto.js';
import { context } from '../platform/context.js';
import { Database } from '../platform/database/database.js';
import { constraintMeans, uniqueMeans } from '../platform/database/sql-failures.js';
import type { Work } from '../platform/database/work.js';
import { conflict, invalid } from '../platform/errors/failure.js';
import { ArrearsRule } from './arrears-rule.entity.js';
import type { ArrearsRuleFilter, ArrearsRuleInput } from './arrears-rules.inputs.js';
import type { ArrearsRegime } from './arrears.enums.js';
import { comingDay } from '../platform/bounded-days.js';

uniqueMeans('arrears_rules_from', 'rule_from_taken');
constraintMeans('arrears_rule_weakened', (openTo = 'none') => conflict(WEAKENED[openTo] ?? 'rule_of_law_fixed'));

/** By the direction that is open to a consortium (`arrears_latitudes`). */
const WEAKENED: Readonly<{ [direction: string]: string }> = {
  lower: 'rule_of_law_lower_only',
  raise: 'rule_of_law_raise_only',
};

/** The rules that the evaluation reads, and a consortium's own. */
@Injectable()
export class ArrearsRulesService {
  constructor(
    private readonly database: Database,
    private readonly keyring: Keyring,
  ) {}

  /** Those in force on a day: the law's, or what the consortium put in their place. */
  @Requires('arrears-rules:read')
  list(filter: ArrearsRuleFilter): Promise<Page<ArrearsRule>> {
    const { at = clock.today() } = filter;
    return listPage(this.database, this.keyring, ArrearsRule, filter, {
      from: (parameter) => `arrears_rules_listed(${parameter(at)}) t`,
      ignore: ['at'],
    });
  }

  /**
   * From a day on; of a rule of law that ended, until then. A rule of law is set in the direction alone that acts for the tenant
   * sooner, and gives way to a later law. What was found before keeps the version that found it.
   * @throws rule_from_taken, rule_of_law, rule_of_law_lower_only, rule_of_law_raise_only, rule_of_law_fixed (409)
   */
  @Requires('arrears-rules:write')
  replace(input: ArrearsRuleInput): Promise<ArrearsRule> {
    return this.database.work(async (work) => {
      comingDay(input.validFrom, '/validFrom');
      const law = await lawOf(work, input);
      if (law) demandReplaceable(law, input);
      const id = work.newId();
      const [made] = await work.query<{ known: boolean }>(
        'SELECT arrears_rule_replace($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) AS known',
        valuesOf(id, input, validUntilOf(law, input)),
      );
      if (!made!.known) throw invalid('/basedOn', 'unknown_reference');
      context().trail?.changed('arrears_rules', id);
      return work.published(ArrearsRule, id);
    });
  }
}

interface Law {
  readonly regime: ArrearsRegime;
  readonly validFrom: CivilDate;
  readonly validUntil: CivilDate | null;
}

/** The law of that day; where there is none, the next one or the last. */
async function lawOf(work: Work, { basedOn, validFrom }: ArrearsRuleInput): Promise<Law | undefined> {
  const [law] = await work.query<Law>(
    `SELECT regime, valid_from AS "validFrom", valid_until AS "validUntil" FROM arrears_statutes WHERE code = $1
     ORDER BY (valid_from <= $2::date) DESC, valid_from DESC LIMIT 1`,
    [basedOn, validFrom],
  );
  return law;
}

/** Parameters of the law are put right where they change; the law itself, its delays and the winter truce no consortium sets aside. */
function demandReplaceable({ regime, ...law }: Law, { code, enabled, validFrom }: ArrearsRuleInput): void {
  if (regime === 'early') return;
  if (code !== undefined) throw invalid('/basedOn', 'not_an_early_rule');
  if (enabled === false) throw conflict('rule_of_law');
  if (validFrom < law.validFrom) throw invalid('/validFrom', 'before_start', { start: law.validFrom });
}

/** No longer than the law that it puts right. */
function validUntilOf(law: Law | undefined, { validFrom, validUntil }: ArrearsRuleInput): CivilDate | null {
  const [until = null] = [validUntil, law?.validUntil].filter((day) => day != null).sort();
  if (until !== null && until < validFrom) throw invalid('/validUntil', 'period_reversed');
  return until;
}

function valuesOf(id: string, input: ArrearsRuleInput, until: CivilDate | null): unknown[] {
  const { basedOn, code = basedOn, validFrom, enabled = true } = input;
  const { amountCents = null, percent = null, quantity = null, legalBasis = null } = input;
  return [id, basedOn, code, validFrom, until, enabled, amountCents, percent, quantity, legalBasis];
}
