import { Injectable } from '@nestjs/common';
import { Requires } from '../platform/access/requires.js';
import { loadNoun } from '../platform/api/loaders.js';
import { Database } from '../platform/database/database.js';
import { constraintMeans } from '../platform/database/sql-failures.js';
import { uuidOrMissing, type Work } from '../platform/database/work.js';
import { conflict, invalid, notFound } from '../platform/errors/failure.js';
import { handOverStay } from '../housing/stays.js';
import { Slide } from './joint-review.entity.js';
import type { SlideInput, SlideLeaseInput } from './joint-reviews.inputs.js';
import type { TenancyInput } from './tenancies.inputs.js';
import { postDues, writeAct } from './tenancy-acts.js';
import { comingDay, endingDay, pastDay, pastDaySince } from '../platform/bounded-days.js';
import { addDays } from '../platform/calendar.js';
import { awaitEnd, awaitSlide, closeAll, closeSlide } from './tenancy-deadlines.js';
import { conclude, kept, TenancyEndingsService } from './tenancy-endings.service.js';
import { termsOf } from './tenancy-terms.entity.js';
import type { Tenancy } from './tenancy.entity.js';

constraintMeans('slide_without_head', () => conflict('slide_without_head'));

/** The slide of a sliding lease: owner, lessor and household decide together, and the lease becomes the household’s. */
@Injectable()
export class SlidesService {
  constructor(
    private readonly database: Database,
    private readonly endings: TenancyEndingsService,
  ) {}

  /** Conditions and decision; for the three who decide. */
  @Requires('tenancies:reviews')
  async get(id: string): Promise<Slide> {
    const slide = await loadNoun(this.database, Slide, uuidOrMissing(id));
    if (!slide) throw notFound();
    return slide;
  }

  /**
   * Slide: a lease of the owner in the household’s name, from no earlier day than both agreed on, deposit and home moved, this one
   * ended. Extend: until another day. Other: what else was found.
   * @throws not_the_lessor, tenancy_ended, not_a_sliding_lease, slide_without_head (409)
   */
  @Requires('tenancies:write')
  decide(id: string, input: SlideInput): Promise<Slide> {
    return this.database.work(async (work) => {
      const tenancy = await kept(work, id);
      tenancy.demandCurrent();
      if (tenancy.kind !== 'sliding_lease') throw conflict('not_a_sliding_lease');
      const slide = await work.load(Slide, tenancy.id, { versioned: false });
      const decidedOn = pastDay(input.decidedOn, '/decidedOn');
      pastDay(input.landlordAgreedOn, '/landlordAgreedOn');
      pastDay(input.householdAgreedOn, '/householdAgreedOn');
      slide.decide(input, decidedOn);
      await work.save(tenancy);
      await writeAct(work, tenancy, 'slide_decision', { on: decidedOn, reason: input.outcome });
      if (input.outcome === 'slide') await this.slide(work, tenancy, slide, input);
      else await this.wait(work, tenancy, input);
      await work.save(slide);
      return work.published(Slide, tenancy.id);
    });
  }

  private async slide(
    work: Work,
    tenancy: Tenancy,
    slide: Slide,
    { lease, landlordAgreedOn, householdAgreedOn }: SlideInput,
  ): Promise<void> {
    if (!lease) throw invalid('/lease', 'required');
    const agreed = [addDays(tenancy.startsOn, 1), landlordAgreedOn, householdAgreedOn].sort().at(-1)!;
    const startsOn = pastDaySince(agreed, lease.startsOn, '/lease/startsOn');
    const id = work.newId();
    slide.newTenancyId = id;
    const [row] = await work.query<{ head: string | null }>('SELECT tenancy_slide($1, $2, $3, $4, $5) AS head', [
      tenancy.id,
      id,
      startsOn,
      JSON.stringify(leaseOf(work, tenancy, lease)),
      householdAgreedOn,
    ]);
    await handOverStay(work, { type: 'tenancy', id: tenancy.id }, { type: 'tenancy', id });
    tenancy.end(startsOn, 'slide', '/lease/startsOn');
    await conclude(work, tenancy, startsOn);
    await this.endings.leave(work, tenancy, 'hlm_slide');
    if (row?.head) await closeAll(work, { id: row.head });
    const touched = [id, ...(row?.head ? [row.head] : [])];
    await postDues(work, touched, startsOn);
    work.touch('tenancies', touched);
    if (tenancy.householdId) work.touch('households', [tenancy.householdId]);
  }

  private async wait(work: Work, tenancy: Tenancy, { outcome, endsOn, reason }: SlideInput): Promise<void> {
    if (reason === undefined) throw invalid('/reason', 'required');
    if (outcome !== 'extend') return closeSlide(work, tenancy);
    if (endsOn === undefined) throw invalid('/endsOn', 'required');
    tenancy.extend(comingDay(endsOn, '/endsOn'));
    await work.save(tenancy);
    await awaitEnd(work, tenancy);
    await awaitSlide(work, tenancy, endsOn);
  }
}

/** What the database needs to write the new lease. */
function leaseOf(work: Work, tenancy: Tenancy, lease: SlideLeaseInput): object {
  const { dueDay = tenancy.dueDay, duesSource = 'computed', terminationClauseDelay = 'six_weeks' } = lease;
  return { dueDay, duesSource, terminationClauseDelay, terms: termsOf(work, tenancy, lease.terms, '/lease/terms') };
}

/** @throws wrong_kind (422) where conditions are set of what is no sliding lease */
export async function openSlideAs(work: Work, tenancy: Tenancy, input: TenancyInput): Promise<void> {
  const { slideConditions: conditions = null, slideAimOn } = input;
  if (tenancy.kind === 'sliding_lease')
    return openSlide(work, tenancy, { conditions, aimOn: endingDay(slideAimOn, '/slideAimOn') ?? tenancy.endsOn });
  if (conditions !== null || slideAimOn !== undefined) throw invalid('/slideConditions', 'wrong_kind');
}

/** A sliding lease begins with its conditions; when they are to be looked at stands in the agenda of its lessor. */
export async function openSlide(
  work: Work,
  tenancy: Tenancy,
  { conditions, aimOn }: Pick<Slide, 'conditions' | 'aimOn'>,
): Promise<void> {
  await work.insert(
    work.create(Slide, {
      id: tenancy.id,
      conditions,
      aimOn,
      outcome: null,
      decidedOn: null,
      landlordAgreedOn: null,
      householdAgreedOn: null,
      reason: null,
      newTenancyId: null,
    }),
  );
  if (aimOn !== null) await awaitSlide(work, tenancy, aimOn);
}
