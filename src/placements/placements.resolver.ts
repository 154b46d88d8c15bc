import { Args, Parent, Resolver } from '@nestjs/graphql';
import { Related } from '../platform/api/graphql-fields.js';
import {
  AnswerQuery,
  ChangeMutation,
  CreateMutation,
  Id,
  ListQuery,
  Paged,
  ReadQuery,
} from '../platform/api/graphql-operations.js';
import { loadNoun } from '../platform/api/loaders.js';
import type { Page } from '../platform/api/pages.js';
import { Database } from '../platform/database/database.js';
import { Organisation } from '../consortia/organisation.entity.js';
import { Dwelling } from '../housing/dwelling.entity.js';
import { Household } from '../people/household.entity.js';
import { DecisionsService } from './decisions.service.js';
import { MovesService } from './moves.service.js';
import { CommissionDecision, Offer } from './offer.entity.js';
import { OffersService } from './offers.service.js';
import { Placement } from './placement.entity.js';
import { PlacementExit } from './placement-exit.entity.js';
import { PlacementDurations, PlacementReconciliation } from './placement.views.js';
import {
  AcceptanceInput,
  AllocationInput,
  DurationFilter,
  EndingInput,
  MoveInInput,
  OfferAnswerInput,
  OfferInput,
  PlacementFilter,
  PlacementPatch,
  SubmissionInput,
} from './placements.inputs.js';
import { PlacementsService } from './placements.service.js';
import { Referral, ReferralGrounds } from './referral.entity.js';
import { EligibilityInput, ReferralGroundsPatch, ReferralInput } from './referrals.inputs.js';
import { ReferralsService } from './referrals.service.js';

const reading = PlacementsService.prototype;
const referring = ReferralsService.prototype;
const offering = OffersService.prototype;
const deciding = DecisionsService.prototype;
const moving = MovesService.prototype;

@Resolver(() => Placement)
export class PlacementsResolver {
  constructor(
    private readonly database: Database,
    private readonly reader: PlacementsService,
    private readonly referrals: ReferralsService,
    private readonly offers: OffersService,
    private readonly decisions: DecisionsService,
    private readonly moves: MovesService,
  ) {}

  @ReadQuery(Placement, { summary: 'A placement', use: reading.get })
  placement(@Id() id: string): Promise<Placement> {
    return this.reader.get(id);
  }

  @ListQuery(Placement, { summary: 'The placements that you follow', use: reading.list })
  placements(@Paged(PlacementFilter) filter: PlacementFilter): Promise<Page<Placement>> {
    return this.reader.list(filter);
  }

  @AnswerQuery(PlacementReconciliation, { summary: 'Counts by status, to check a copy', use: reading.reconciliation })
  placementReconciliation(): Promise<PlacementReconciliation> {
    return this.reader.reconciliation();
  }

  @AnswerQuery(PlacementDurations, { summary: 'Median days from referral to offer to keys', use: reading.durations })
  placementDurations(@Args('filter') filter: DurationFilter): Promise<PlacementDurations> {
    return this.reader.durations(filter);
  }

  @CreateMutation(Placement, { summary: 'Refer a household into a programme', use: referring.refer })
  referHousehold(@Args('input') input: ReferralInput): Promise<Placement> {
    return this.referrals.refer(input);
  }

  @ChangeMutation(Placement, { summary: 'Give a placement your own identifiers', use: reading.identify })
  changePlacement(@Id() id: string, @Args('input') patch: PlacementPatch): Promise<Placement> {
    return this.reader.identify(id, patch);
  }

  @ChangeMutation(ReferralGrounds, {
    summary: 'Change why the household is referred, or what it wishes',
    use: referring.changeGrounds,
  })
  changeReferralGrounds(@Id() id: string, @Args('input') patch: ReferralGroundsPatch): Promise<ReferralGrounds> {
    return this.referrals.changeGrounds(id, patch);
  }

  @ChangeMutation(Placement, { summary: 'Record the eligibility check', use: referring.qualify })
  recordEligibility(@Id() id: string, @Args('input') input: EligibilityInput): Promise<Placement> {
    return this.referrals.qualify(id, input);
  }

  @ChangeMutation(Offer, { summary: 'Offer a dwelling or a room', use: offering.offer })
  offerDwelling(@Id() id: string, @Args('input') input: OfferInput): Promise<Offer> {
    return this.offers.offer(id, input);
  }

  @ChangeMutation(Offer, { summary: 'Visit, interest or declined', use: offering.answer })
  answerOffer(
    @Id() id: string,
    @Id('offerId') offerId: string,
    @Args('input') input: OfferAnswerInput,
  ): Promise<Offer> {
    return this.offers.answer(id, offerId, input);
  }

  @ChangeMutation(Placement, { summary: 'Put the file to its deciding body', use: deciding.submit })
  submitPlacement(@Id() id: string, @Args('input') input: SubmissionInput): Promise<Placement> {
    return this.decisions.submit(id, input);
  }

  @ChangeMutation(CommissionDecision, { summary: 'Record the decision of the deciding body', use: deciding.allocate })
  recordAllocation(@Id() id: string, @Args('input') input: AllocationInput): Promise<CommissionDecision> {
    return this.decisions.allocate(id, input);
  }

  @ChangeMutation(Placement, { summary: 'The household accepts or declines the allocation', use: deciding.accept })
  recordAcceptance(@Id() id: string, @Args('input') input: AcceptanceInput): Promise<Placement> {
    return this.decisions.accept(id, input);
  }

  @ChangeMutation(Placement, { summary: 'The household has the keys', use: moving.moveIn })
  recordMoveIn(@Id() id: string, @Args('input') input: MoveInInput): Promise<Placement> {
    return this.moves.moveIn(id, input);
  }

  @ChangeMutation(Placement, { summary: 'The placement ends, with its exit route', use: moving.end })
  endPlacement(@Id() id: string, @Args('input') input: EndingInput): Promise<Placement> {
    return this.moves.end(id, input);
  }

  @Related(() => Dwelling, {
    key: 'dwellingId',
    permission: 'housing:read',
    description: 'The dwelling offered, then lived in',
  })
  dwelling(@Parent() placement: Placement): Promise<Dwelling | null> {
    return loadNoun(this.database, Dwelling, placement.dwellingId);
  }

  @Related(() => Household, {
    key: 'householdId',
    permission: 'people:read',
    description: 'The household, where the reader may see it',
  })
  household(@Parent() placement: Placement): Promise<Household | null> {
    return loadNoun(this.database, Household, placement.householdId);
  }

  @Related(() => Organisation, {
    key: 'operatorId',
    permission: 'consortia:read',
    description: 'Who manages the dwelling',
  })
  operator(@Parent() placement: Placement): Promise<Organisation | null> {
    return loadNoun(this.database, Organisation, placement.operatorId);
  }

  @Related(() => Organisation, {
    key: 'landlordId',
    permission: 'consortia:read',
    description: 'Landlord of the dwelling',
  })
  landlord(@Parent() placement: Placement): Promise<Organisation | null> {
    return loadNoun(this.database, Organisation, placement.landlordId);
  }

  @Related(() => Referral, {
    key: 'id',
    permission: 'placements:referrals',
    description: 'Who is referred, by whom; null for landlord and operator',
  })
  referral(@Parent() placement: Placement): Promise<Referral | null> {
    return loadNoun(this.database, Referral, placement.id);
  }

  @Related(() => ReferralGrounds, {
    key: 'id',
    permission: 'people:read',
    description: 'Why, and with which wishes; for those who refer and support',
  })
  grounds(@Parent() placement: Placement): Promise<ReferralGrounds | null> {
    return loadNoun(this.database, ReferralGrounds, placement.id);
  }

  @Related(() => PlacementExit, {
    key: 'id',
    permission: 'people:read',
    description: 'Where the household went; for who supports it, and who wrote it',
  })
  exit(@Parent() placement: Placement): Promise<PlacementExit | null> {
    return loadNoun(this.database, PlacementExit, placement.id);
  }
}
