import { Body, Controller, Param, Query } from '@nestjs/common';
import { Acts, Creates, Lists, Reads } from '../platform/api/operations.js';
import type { Page } from '../platform/api/pages.js';
import { JointReview, Slide } from './joint-review.entity.js';
import { JointReviewInput, SlideInput, TransferInput } from './joint-reviews.inputs.js';
import { JointReviewsService } from './joint-reviews.service.js';
import { SlidesService } from './slides.service.js';
import { Tenancy } from './tenancy.entity.js';
import { TransfersService } from './transfers.service.js';
import { JointReviewFilter } from './tenancy-children.inputs.js';

const reviewing = JointReviewsService.prototype;
const sliding = SlidesService.prototype;
const moving = TransfersService.prototype;

/** What owner, lessor and household decide together, and where a tenancy leads. */
@Controller('v1/tenancies/:id')
export class JointReviewsController {
  constructor(
    private readonly reviews: JointReviewsService,
    private readonly slides: SlidesService,
    private readonly transfers: TransfersService,
  ) {}

  @Lists('joint-reviews', JointReview, { summary: 'The joint reviews of a tenancy', use: reviewing.list })
  list(@Param('id') id: string, @Query() filter: JointReviewFilter): Promise<Page<JointReview>> {
    return this.reviews.list(id, filter);
  }

  @Creates('joint-reviews', JointReview, {
    summary: 'Record a joint review; the next one is due six months later',
    use: reviewing.hold,
  })
  hold(@Param('id') id: string, @Body() input: JointReviewInput): Promise<JointReview> {
    return this.reviews.hold(id, input);
  }

  @Reads('slide', Slide, { summary: 'Conditions of a sliding lease, and what was decided', use: sliding.get })
  slide(@Param('id') id: string): Promise<Slide> {
    return this.slides.get(id);
  }

  @Acts('slide', Slide, { summary: 'The joint decision: slide, extend, or another solution', use: sliding.decide })
  decide(@Param('id') id: string, @Body() input: SlideInput): Promise<Slide> {
    return this.slides.decide(id, input);
  }

  @Creates('transfer', Tenancy, {
    summary: 'The household moves to another home of the lessor',
    use: moving.transfer,
    guarded: true,
    location: (_path, id) => `/v1/tenancies/${id}`,
  })
  transfer(@Param('id') id: string, @Body() input: TransferInput): Promise<Tenancy> {
    return this.transfers.transfer(id, input);
  }
}
