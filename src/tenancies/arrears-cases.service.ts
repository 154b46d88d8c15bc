import { Injectable } from '@nestjs/common';
import { Requires } from '../platform/access/requires.js';
import { deltaPage, type DeltaQuery } from '../platform/api/delta.js';
import { loadNoun } from '../platform/api/loaders.js';
import { listPage, type Page } from '../platform/api/pages.js';
import type { RawJson } from '../platform/api/raw-json.js';
import type { ClassOf } from '../platform/api/fields.js';
import { columnsOf, tableOf } from '../platform/api/published.js';
import { actor, context } from '../platform/context.js';
import { Keyring } from '../platform/crypto.js';
import { Database } from '../platform/database/database.js';
import type { Record as NounRecord } from '../platform/database/record.js';
import { uuidOrMissing } from '../platform/database/work.js';
import { notFound } from '../platform/errors/failure.js';
import { ArrearsCase } from './arrears-case.entity.js';
import { ArrearsGround, ArrearsProceeding, ArrearsReport, ArrearsStepRecord } from './arrears-ground.entity.js';
import { ArrearsLevelEntry } from './arrears.views.js';
import type { ArrearsCaseFilter, ArrearsLevelFilter } from './arrears.inputs.js';
import { EnforcementHold } from './enforcement-hold.entity.js';
import { RepaymentPlan, RepaymentPlanCheck } from './repayment-plan.entity.js';

const VIEWERS = ['landlord_id', 'operator_id', 'supporter_id', 'tenant_organisation_id'];

/** What those who see the account read of its arrears. */
@Injectable()
export class ArrearsCasesService {
  constructor(
    private readonly database: Database,
    private readonly keyring: Keyring,
  ) {}

  /** Starts from what the caller is party of. */
  @Requires('arrears:read')
  list(filter: ArrearsCaseFilter): Promise<Page<ArrearsCase>> {
    return listPage(this.database, this.keyring, ArrearsCase, filter, { viewers: VIEWERS });
  }

  @Requires('arrears:read')
  async get(id: string): Promise<ArrearsCase> {
    const found = await loadNoun(this.database, ArrearsCase, uuidOrMissing(id));
    if (!found) throw notFound();
    return found;
  }

  /** What changed for this caller since a token, deletions included (`design.md` C). */
  @Requires('arrears:read')
  delta(query: DeltaQuery): Promise<RawJson> {
    return deltaPage(this.database, this.keyring, 'arrears_cases', query);
  }

  /** All that a coordinator may know: that there are arrears, of which level, since when. */
  @Requires('arrears-levels:read')
  levels(filter: ArrearsLevelFilter): Promise<Page<ArrearsLevelEntry>> {
    const options = { from: 'arrears_levels() t', table: 'arrears_cases' };
    return listPage(this.database, this.keyring, ArrearsLevelEntry, filter, options);
  }

  /** Every step, oldest first: who, when, why. */
  @Requires('arrears:read')
  history(id: string): Promise<Page<ArrearsStepRecord>> {
    return this.rowsOf(ArrearsStepRecord, id);
  }

  /** The rules that it meets or met, as they were found. */
  @Requires('arrears:read')
  grounds(id: string): Promise<Page<ArrearsGround>> {
    return this.rowsOf(ArrearsGround, id);
  }

  @Requires('arrears:read')
  reports(id: string): Promise<Page<ArrearsReport>> {
    return this.rowsOf(ArrearsReport, id);
  }

  @Requires('arrears:read')
  proceedings(id: string): Promise<Page<ArrearsProceeding>> {
    return this.rowsOf(ArrearsProceeding, id);
  }

  @Requires('arrears:read')
  plans(id: string): Promise<Page<RepaymentPlan>> {
    return this.rowsOf(RepaymentPlan, id);
  }

  /** Expected against actual, instalment by instalment. */
  @Requires('arrears:read')
  checks(id: string): Promise<Page<RepaymentPlanCheck>> {
    return this.rowsOf(RepaymentPlanCheck, id);
  }

  /** What silences, or silenced, suggestions of enforcement. */
  @Requires('arrears:read')
  holds(id: string): Promise<Page<EnforcementHold>> {
    return this.rowsOf(EnforcementHold, id, 't.tenancy_id = c.tenancy_id');
  }

  /** The rows of a case (a few dozen), oldest first, in one statement: 404 when the case is not visible. */
  private async rowsOf<T extends NounRecord>(noun: ClassOf<T>, id: string, on = 't.case_id = c.id'): Promise<Page<T>> {
    const table = tableOf(noun);
    const rows = await this.database.read<T & { id: string | null }>(
      `SELECT ${columnsOf(noun)} FROM arrears_cases c LEFT JOIN ${table} t ON t.consortium_id = c.consortium_id AND ${on}
       WHERE c.consortium_id = $1 AND c.id = $2 ORDER BY t.id LIMIT 200`,
      [actor().consortiumId, uuidOrMissing(id)],
    );
    if (rows.length === 0) throw notFound();
    const data = rows.filter((row) => row.id !== null);
    context().trail?.read(
      table,
      data.map((row) => row.id),
    );
    return { data, nextCursor: null };
  }
}
