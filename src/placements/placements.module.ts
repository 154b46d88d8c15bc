import { Module } from '@nestjs/common';
import { DecisionsService } from './decisions.service.js';
import { MovesService } from './moves.service.js';
import { OffersController } from './offers.controller.js';
import { OffersService } from './offers.service.js';
import { PlaceWaitingListController } from './place-waiting-list.controller.js';
import { PlaceWaitingListResolver } from './place-waiting-list.resolver.js';
import { PlaceWaitingListService } from './place-waiting-list.service.js';
import { PlacementPartsResolver } from './placement-parts.resolver.js';
import { PlacementsController } from './placements.controller.js';
import { PlacementsService } from './placements.service.js';
import { PlacementsResolver } from './placements.resolver.js';
import { ReferralsService } from './referrals.service.js';
import './placements.reasons.js';

const SERVICES = [
  PlacementsService,
  ReferralsService,
  OffersService,
  DecisionsService,
  MovesService,
  PlaceWaitingListService,
];

@Module({
  controllers: [PlacementsController, OffersController, PlaceWaitingListController],
  providers: [...SERVICES, PlacementsResolver, PlacementPartsResolver, PlaceWaitingListResolver],
  exports: SERVICES,
})
export class PlacementsModule {}
