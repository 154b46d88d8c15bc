import { Injectable } from '@nestjs/common';
import { Requires } from '../platform/access/requires.js';
import { childPage } from '../platform/api/child-pages.js';
import type { Page } from '../platform/api/pages.js';
import { clock, type CivilDate } from '../platform/clock.js';
import { actor } from '../platform/context.js';
import { Keyring } from '../platform/crypto.js';
import { Database } from '../platform/database/database.js';
import type { Work } from '../platform/database/work.js';
import { invalid } from '../platform/errors/failure.js';
import { postDues, writeAct } from './tenancy-acts.js';
import { comingDay } from '../platform/bounded-days.js';
import { OF_ACCOUNT } from './tenancy-children.js';
import type { TenancyTermsFilter } from './tenancy-children.inputs.js';
import type { AmendmentInput } from './tenancy-terms.inputs.js';
import { TenancyTerms } from './tenancy-terms.entity.js';
import { Tenancy } from './tenancy.entity.js';

/** What is paid each month, by periods. */
@Injectable()
export class TenancyTermsService {
  constructor(
    private readonly database: Database,
    private readonly keyring: Keyring,
  ) {}

  /** The terms of a tenancy, in the order in which they were recorded; 404 where its account is not to be seen. */
  @Requires('accounts:read')
  list(id: string, filter: TenancyTermsFilter): Promise<Page<TenancyTerms>> {
    return childPage(this.database, this.keyring, TenancyTerms, OF_ACCOUNT, id, filter);
  }

  /**
   * Other terms from a day on, or terms of that very day corrected. Months that were due before are adjusted to it.
   * @throws not_the_lessor, tenancy_ended (409)
   */
  @Requires('tenancies:write')
  amend(id: string, input: AmendmentInput): Promise<TenancyTerms> {
    return this.database.work(async (work) => {
      const tenancy = await work.load(Tenancy, id);
      tenancy.demandKeeper(actor());
      tenancy.demandCurrent();
      comingDay(input.startsOn, '/startsOn');
      if (input.startsOn < tenancy.startsOn) throw invalid('/startsOn', 'before_start', { start: tenancy.startsOn });
      await work.save(tenancy);
      const terms = await correctTerms(work, tenancy, input);
      await writeAct(work, tenancy, 'amendment', { on: clock.today(), effectiveOn: input.startsOn });
      return work.published(TenancyTerms, terms.id);
    });
  }
}

/** The terms of that day, made or corrected, and the dues that follow from them. */
export async function correctTerms(work: Work, tenancy: Tenancy, input: AmendmentInput): Promise<TenancyTerms> {
  const before = (await termsOn(work, tenancy.id, input.startsOn))!;
  const terms = before.startsOn === input.startsOn ? before : before.from(work, input.startsOn);
  terms.describe(input);
  await (terms === before ? work.save(terms) : work.insert(terms));
  await postDues(work, [tenancy.id], input.startsOn);
  return terms;
}

/** Those in force on a day; null to who does not see the account. */
export async function termsOn(work: Work, tenancyId: string, on: CivilDate): Promise<TenancyTerms | null> {
  return work.manager
    .createQueryBuilder(TenancyTerms, 't')
    .where('t.consortium_id = :consortium AND t.tenancy_id = :tenancyId AND t.starts_on <= :on', {
      consortium: actor().consortiumId,
      tenancyId,
      on,
    })
    .orderBy('t.starts_on', 'DESC')
    .limit(1)
    .getOne();
}
