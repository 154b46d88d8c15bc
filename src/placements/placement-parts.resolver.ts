import { Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { may } from '../platform/access/requires.js';
import { loadPartsOf } from '../platform/api/loaders.js';
import { Database } from '../platform/database/database.js';
import { CommissionDecision, HouseholdAnswer, Offer, PlacementStepRecord } from './offer.entity.js';
import { Placement } from './placement.entity.js';

/** What hangs on a placement, oldest first. Policies say who sees which rows, as over REST. */
@Resolver(() => Placement)
export class PlacementPartsResolver {
  constructor(private readonly database: Database) {}

  @ResolveField(() => [Offer], { description: 'Offers made' })
  offers(@Parent() { id }: Placement): Promise<Offer[]> {
    return this.of(Offer, id);
  }

  @ResolveField(() => [HouseholdAnswer], { description: 'What the household answered; for those who accompany it' })
  async answers(@Parent() { id }: Placement): Promise<HouseholdAnswer[]> {
    return may('people:read') ? this.of(HouseholdAnswer, id) : [];
  }

  @ResolveField(() => [CommissionDecision], { description: 'What the deciding body decided' })
  decisions(@Parent() { id }: Placement): Promise<CommissionDecision[]> {
    return this.of(CommissionDecision, id);
  }

  @ResolveField(() => [PlacementStepRecord], { description: 'Every step: who, when, and what it led to' })
  history(@Parent() { id }: Placement): Promise<PlacementStepRecord[]> {
    return this.of(PlacementStepRecord, id);
  }

  private of<T extends { id: string }>(noun: new () => T, placementId: string): Promise<T[]> {
    return may('placements:read') ? loadPartsOf(this.database, noun, 'placement_id', placementId) : Promise.resolve([]);
  }
}
