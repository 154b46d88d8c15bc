import { Body, Controller, Param, Query } from '@nestjs/common';
import { Acts, Creates, Lists } from '../platform/api/operations.js';
import type { Page } from '../platform/api/pages.js';
import { DecisionsService } from './decisions.service.js';
import { CommissionDecision, HouseholdAnswer, Offer } from './offer.entity.js';
import { OffersService } from './offers.service.js';
import { DecisionFilter, HouseholdAnswerFilter, OfferFilter } from './placement-children.inputs.js';
import { Placement } from './placement.entity.js';
import {
  AcceptanceInput,
  AllocationInput,
  OfferAnswerInput,
  OfferInput,
  SubmissionInput,
} from './placements.inputs.js';

const offering = OffersService.prototype;
const deciding = DecisionsService.prototype;

@Controller('v1/placements/:id')
export class OffersController {
  constructor(
    private readonly offers: OffersService,
    private readonly decisions: DecisionsService,
  ) {}

  @Lists('offers', Offer, { summary: 'Offers made, oldest first', use: offering.list })
  list(@Param('id') id: string, @Query() filter: OfferFilter): Promise<Page<Offer>> {
    return this.offers.list(id, filter);
  }

  @Creates('offers', Offer, {
    summary: 'Offer a dwelling or a room; If-Match: the placement’s',
    use: offering.offer,
    guarded: true,
  })
  offer(@Param('id') id: string, @Body() input: OfferInput): Promise<Offer> {
    return this.offers.offer(id, input);
  }

  @Acts('offers/:offerId/answer', Offer, {
    summary: 'Visit, interest or declined; If-Match: the placement’s',
    use: offering.answer,
  })
  answer(@Param('id') id: string, @Param('offerId') offerId: string, @Body() input: OfferAnswerInput): Promise<Offer> {
    return this.offers.answer(id, offerId, input);
  }

  @Lists('answers', HouseholdAnswer, { summary: 'What the household answered, and why', use: offering.answers })
  answers(@Param('id') id: string, @Query() filter: HouseholdAnswerFilter): Promise<Page<HouseholdAnswer>> {
    return this.offers.answers(id, filter);
  }

  @Acts('submission', Placement, { summary: 'Put the file to its deciding body', use: deciding.submit })
  submit(@Param('id') id: string, @Body() input: SubmissionInput): Promise<Placement> {
    return this.decisions.submit(id, input);
  }

  @Lists('decisions', CommissionDecision, {
    summary: 'What the deciding body decided, oldest first',
    use: deciding.decisions,
  })
  decided(@Param('id') id: string, @Query() filter: DecisionFilter): Promise<Page<CommissionDecision>> {
    return this.decisions.decisions(id, filter);
  }

  @Creates('allocation', CommissionDecision, {
    summary: 'Record the decision of the deciding body; If-Match: the placement’s',
    use: deciding.allocate,
    guarded: true,
  })
  allocate(@Param('id') id: string, @Body() input: AllocationInput): Promise<CommissionDecision> {
    return this.decisions.allocate(id, input);
  }

  @Acts('acceptance', Placement, { summary: 'The household accepts or declines the allocation', use: deciding.accept })
  accept(@Param('id') id: string, @Body() input: AcceptanceInput): Promise<Placement> {
    return this.decisions.accept(id, input);
  }
}
