import { Module } from '@nestjs/common';
import { PlacementsModule } from '../placements/placements.module.js';
import { LettingsService } from './lettings.service.js';
import { TenanciesController } from './tenancies.controller.js';
import { TenanciesResolver } from './tenancies.resolver.js';
import { TenanciesService } from './tenancies.service.js';
import { TenancyEndingsService } from './tenancy-endings.service.js';
import { TenancyTermsController } from './tenancy-terms.controller.js';
import { TenancyTermsService } from './tenancy-terms.service.js';
import './tenancies.reasons.js';

const SERVICES = [TenanciesService, LettingsService, TenancyEndingsService, TenancyTermsService];

@Module({
  imports: [PlacementsModule],
  controllers: [TenanciesController, TenancyTermsController],
  providers: [...SERVICES, TenanciesResolver],
  exports: SERVICES,
})
export class TenanciesModule {}
