import { Injectable } from '@nestjs/common';
import { Requires } from '../platform/access/requires.js';
import { childPage } from '../platform/api/child-pages.js';
import { deltaPage, stillShown, type DeltaQuery } from '../platform/api/delta.js';
import { loadNoun } from '../platform/api/loaders.js';
import { listPage, type Page } from '../platform/api/pages.js';
import type { RawJson } from '../platform/api/raw-json.js';
import { Keyring } from '../platform/crypto.js';
import { Database } from '../platform/database/database.js';
import { uuidOrMissing } from '../platform/database/work.js';
import { notFound } from '../platform/errors/failure.js';
import { ArrearsCase } from './arrears-case.entity.js';
import { ArrearsGround, ArrearsProceeding, ArrearsReport, ArrearsStepRecord } from './arrears-ground.entity.js';
import { ArrearsLevelEntry } from './arrears.views.js';
import type { ArrearsCaseFilter, ArrearsLevelFilter } from './arrears.inputs.js';
import type {
  ArrearsGroundFilter,
  ArrearsProceedingFilter,
  ArrearsReportFilter,
  ArrearsStepFilter,
  EnforcementHoldFilter,
  RepaymentPlanCheckFilter,
  RepaymentPlanFilter,
} from './arrears-children.inputs.js';
import { EnforcementHold } from './enforcement-hold.entity.js';
import { partyColumns } from './party-columns.js';
import { RepaymentPlan, RepaymentPlanCheck } from './repayment-plan.entity.js';
import { OF_CASE, OF_TENANCY_OF_CASE } from './tenancy-children.js';

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
    return listPage(this.database, this.keyring, ArrearsCase, filter, { viewers: partyColumns() });
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
    return deltaPage(this.database, this.keyring, 'arrears_cases', query, stillShown('arrears_cases'));
  }

  /** All that a coordinator may know: that there are arrears, of which level, since when. */
  @Requires('arrears-levels:read')
  levels(filter: ArrearsLevelFilter): Promise<Page<ArrearsLevelEntry>> {
    const options = { from: 'arrears_levels() t', table: 'arrears_cases' };
    return listPage(this.database, this.keyring, ArrearsLevelEntry, filter, options);
  }

  /** Every step, oldest first: who, when, why. */
  @Requires('arrears:read')
  history(id: string, filter: ArrearsStepFilter): Promise<Page<ArrearsStepRecord>> {
    return childPage(this.database, this.keyring, ArrearsStepRecord, OF_CASE, id, filter);
  }

  /** The rules that it meets or met, as they were found. */
  @Requires('arrears:read')
  grounds(id: string, filter: ArrearsGroundFilter): Promise<Page<ArrearsGround>> {
    return childPage(this.database, this.keyring, ArrearsGround, OF_CASE, id, filter);
  }

  @Requires('arrears:read')
  reports(id: string, filter: ArrearsReportFilter): Promise<Page<ArrearsReport>> {
    return childPage(this.database, this.keyring, ArrearsReport, OF_CASE, id, filter);
  }

  @Requires('arrears:read')
  proceedings(id: string, filter: ArrearsProceedingFilter): Promise<Page<ArrearsProceeding>> {
    return childPage(this.database, this.keyring, ArrearsProceeding, OF_CASE, id, filter);
  }

  @Requires('arrears:read')
  plans(id: string, filter: RepaymentPlanFilter): Promise<Page<RepaymentPlan>> {
    return childPage(this.database, this.keyring, RepaymentPlan, OF_CASE, id, filter);
  }

  /** Expected against actual, instalment by instalment. */
  @Requires('arrears:read')
  checks(id: string, filter: RepaymentPlanCheckFilter): Promise<Page<RepaymentPlanCheck>> {
    return childPage(this.database, this.keyring, RepaymentPlanCheck, OF_CASE, id, filter);
  }

  /** What silences, or silenced, suggestions of enforcement. */
  @Requires('arrears:read')
  holds(id: string, filter: EnforcementHoldFilter): Promise<Page<EnforcementHold>> {
    return childPage(this.database, this.keyring, EnforcementHold, OF_TENANCY_OF_CASE, id, filter);
  }
}
