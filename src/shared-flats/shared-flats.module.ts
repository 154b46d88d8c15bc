import { Module } from '@nestjs/common';
import { PlacementsModule } from '../placements/placements.module.js';
import { TenanciesModule } from '../tenancies/tenancies.module.js';
import { AbsencesService } from './absences.service.js';
import { ActivitiesService } from './activities.service.js';
import { CompatibilityService } from './compatibility.service.js';
import { FlatAccountsService } from './flat-accounts.service.js';
import { FlatEndsService } from './flat-ends.service.js';
import { FlatHandoversService } from './flat-handovers.service.js';
import { HouseIncidentsService } from './house-incidents.service.js';
import { IncidentSealingService } from './incident-sealing.service.js';
import { LivingFactsController } from './living-facts.controller.js';
import { OccupanciesController } from './occupancies.controller.js';
import { FlatResidentsResolver, OccupanciesResolver } from './occupancies.resolver.js';
import { OccupanciesService } from './occupancies.service.js';
import { PresenceWatchService } from './presence-watch.service.js';
import { RoomMatchesController } from './room-matches.controller.js';
import { RoomMatchesService } from './room-matches.service.js';
import { RoomMovesService } from './room-moves.service.js';
import { SharedFlatsController } from './shared-flats.controller.js';
import { FlatEnds, IncidentTexts, PresenceDays, SharedFlatDays } from './shared-flats.jobs.js';
import { SharedFlatsResolver } from './shared-flats.resolver.js';
import { SharedFlatsService } from './shared-flats.service.js';
import { SharedLifeController } from './shared-life.controller.js';
import { SharedLifeResolver } from './shared-life.resolver.js';
import { VacanciesService } from './vacancies.service.js';
import './occupancies.reasons.js';
import './shared-flats.reasons.js';

const SERVICES = [
  SharedFlatsService,
  OccupanciesService,
  RoomMovesService,
  AbsencesService,
  VacanciesService,
  FlatAccountsService,
  FlatHandoversService,
  HouseIncidentsService,
  ActivitiesService,
  CompatibilityService,
  RoomMatchesService,
  PresenceWatchService,
  IncidentSealingService,
  FlatEndsService,
];

@Module({
  imports: [PlacementsModule, TenanciesModule],
  controllers: [
    SharedFlatsController,
    OccupanciesController,
    SharedLifeController,
    LivingFactsController,
    RoomMatchesController,
  ],
  providers: [
    ...SERVICES,
    SharedFlatsResolver,
    OccupanciesResolver,
    FlatResidentsResolver,
    SharedLifeResolver,
    SharedFlatDays,
    PresenceDays,
    IncidentTexts,
    FlatEnds,
  ],
  exports: SERVICES,
})
export class SharedFlatsModule {}
