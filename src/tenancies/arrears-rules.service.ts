import { Injectable } from '@nestjs/common';
import { Requires } from '../platform/access/requires.js';
import { listPage, type Page } from '../platform/api/pages.js';
import { clock } from '../platform/clock.js';
import { Keyring } from '../platform/crypto.js';
import { Database } from '../platform/database/database.js';
import { uniqueMeans } from '../platform/database/sql-failures.js';
import { invalid } from '../platform/errors/failure.js';
import { ArrearsRule } from './arrears-rule.entity.js';
import type { ArrearsRuleFilter, ArrearsRuleInput } from './arrears-rules.inputs.js';

uniqueMeans('arrears_rules_from', 'rule_from_taken');

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

  /** From a day on. What was found before keeps the version that found it. @throws rule_from_taken */
  @Requires('arrears-rules:write')
  replace(input: ArrearsRuleInput): Promise<ArrearsRule> {
    return this.database.work(async (work) => {
      const { basedOn, code = basedOn, validFrom, validUntil = null, enabled = true } = input;
      if (validUntil !== null && validUntil < validFrom) throw invalid('/validUntil', 'period_reversed');
      const id = work.newId();
      const { amountCents = null, percent = null, quantity = null, legalBasis = null } = input;
      const [made] = await work.query<{ known: boolean }>(
        'SELECT arrears_rule_replace($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) AS known',
        [id, basedOn, code, validFrom, validUntil, enabled, amountCents, percent, quantity, legalBasis],
      );
      if (!made!.known) throw invalid('/basedOn', 'unknown_reference');
      return work.published(ArrearsRule, id);
    });
  }
}
