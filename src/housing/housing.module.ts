import { Module } from '@nestjs/common';
import { ConsortiaModule } from '../consortia/consortia.module.js';
import { AvailabilityController } from './availability.controller.js';
import { AvailabilityService } from './availability.service.js';
import { DwellingPartsController } from './dwelling-parts.controller.js';
import { DwellingPartsResolver } from './dwelling-parts.resolver.js';
import { DwellingPartsService } from './dwelling-parts.service.js';
import { DwellingsController } from './dwellings.controller.js';
import { DwellingsResolver } from './dwellings.resolver.js';
import { DwellingsService } from './dwellings.service.js';
import { HousingDays } from './housing.jobs.js';
import { SitesController } from './sites.controller.js';
import { SitesResolver } from './sites.resolver.js';
import { SitesService } from './sites.service.js';

@Module({
  imports: [ConsortiaModule],
  controllers: [SitesController, DwellingsController, DwellingPartsController, AvailabilityController],
  providers: [
    SitesService,
    DwellingsService,
    HousingDays,
    DwellingPartsService,
    AvailabilityService,
    SitesResolver,
    DwellingsResolver,
    DwellingPartsResolver,
  ],
  exports: [SitesService, DwellingsService, DwellingPartsService, AvailabilityService],
})
export class HousingModule {}
