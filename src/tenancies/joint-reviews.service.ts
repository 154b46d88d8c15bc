import { Injectable } from '@nestjs/common';
import { Requires } from '../platform/access/requires.js';
import { childPage } from '../platform/api/child-pages.js';
import type { Page } from '../platform/api/pages.js';
import { actor } from '../platform/context.js';
import { Keyring } from '../platform/crypto.js';
import { Database } from '../platform/database/database.js';
import { uniqueMeans } from '../platform/database/sql-failures.js';
import type { Work } from '../platform/database/work.js';
import { conflict, invalid } from '../platform/errors/failure.js';
import { JointReview } from './joint-review.entity.js';
import type { JointReviewInput } from './joint-reviews.inputs.js';
import { nextReview } from './tenancy-acts.js';
import { pastDay } from '../platform/bounded-days.js';
import { TenancyOccupancy } from './tenancy-act.entity.js';
import { awaitReview } from './tenancy-deadlines.js';
import { OF_OCCUPANCY } from './tenancy-children.js';
import type { JointReviewFilter } from './tenancy-children.inputs.js';
import { kept } from './tenancy-endings.service.js';
import type { Tenancy } from './tenancy.entity.js';

uniqueMeans('joint_reviews_once', 'review_already_recorded');

/** The interview of owner, lessor and household of every tenancy beneath a social landlord’s head tenancy. */
@Injectable()
export class JointReviewsService {
  constructor(
    private readonly database: Database,
    private readonly keyring: Keyring,
  ) {}

  /** For the parties of the tenancy, and for the owner of the flat; a coordinator is none of them. */
  @Requires('tenancies:reviews')
  list(id: string, filter: JointReviewFilter): Promise<Page<JointReview>> {
    return childPage(this.database, this.keyring, JointReview, OF_OCCUPANCY, id, filter);
  }

  /**
   * Records a review on the initiative of the lessor (décret 2010-1564); the next is due six months later.
   * @throws not_the_lessor, tenancy_ended, review_not_due, review_already_recorded (409)
   */
  @Requires('tenancies:write')
  hold(id: string, input: JointReviewInput): Promise<JointReview> {
    return this.database.work(async (work) => {
      const tenancy = await kept(work, id);
      tenancy.demandCurrent();
      const heldOn = pastDay(input.heldOn, '/heldOn');
      if (heldOn < tenancy.startsOn) throw invalid('/heldOn', 'before_start', { start: tenancy.startsOn });
      const occupancy = await occupancyOf(work, tenancy);
      const review = work.create(JointReview, {
        tenancyId: id,
        dueOn: occupancy.nextReviewOn,
        heldOn,
        outcome: input.outcome,
        landlordPresent: input.landlordPresent,
        householdPresent: input.householdPresent,
        summary: input.summary ?? null,
        nextDueOn: occupancy.reviewedUntil(nextReview(heldOn)),
      });
      await work.insert(review);
      await work.save(occupancy);
      await this.announce(work, tenancy, occupancy);
      return work.published(JointReview, review.id);
    });
  }

  private async announce(work: Work, tenancy: Tenancy, occupancy: TenancyOccupancy): Promise<void> {
    const { id, householdId } = tenancy;
    await awaitReview(work, tenancy, occupancy.nextReviewOn!, occupancy.headLandlordId);
    await work.record({
      type: 'tenancy.joint_review',
      subject: { type: 'tenancy', id },
      householdId: householdId ?? undefined,
      viewers: tenancy.parties,
    });
    // The owner of the flat does not see the tenancy: it is told of the occupancy, without the household.
    await work.record({
      type: 'tenancy_occupancy.joint_review',
      subject: { type: 'tenancy_occupancy', id },
      viewers: [occupancy.headLandlordId],
    });
  }
}

async function occupancyOf(work: Work, { id }: Tenancy): Promise<TenancyOccupancy> {
  const occupancy = await work.manager.findOne(TenancyOccupancy, { where: { consortiumId: actor().consortiumId, id } });
  if (!occupancy?.nextReviewOn) throw conflict('review_not_due');
  return occupancy;
}
