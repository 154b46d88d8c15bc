import { Module } from '@nestjs/common';
import './consortia.reasons.js';
import { MembershipDays } from './consortia.jobs.js';
import { AccreditationsController } from './accreditations.controller.js';
import { AccreditationsResolver } from './accreditations.resolver.js';
import { AccreditationsService } from './accreditations.service.js';
import { ConsortiumController } from './consortium.controller.js';
import { ConsortiumResolver } from './consortium.resolver.js';
import { ConsortiumService } from './consortium.service.js';
import { ConventionsController } from './conventions.controller.js';
import { ConventionsResolver } from './conventions.resolver.js';
import { ConventionsService } from './conventions.service.js';
import { MembershipsController } from './memberships.controller.js';
import { MembershipsResolver } from './memberships.resolver.js';
import { MembershipsService } from './memberships.service.js';
import { OrganisationsController } from './organisations.controller.js';
import { OrganisationsResolver } from './organisations.resolver.js';
import { OrganisationsService } from './organisations.service.js';
import { ProgrammesController } from './programmes.controller.js';
import { ProgrammesResolver } from './programmes.resolver.js';
import { ProgrammesService } from './programmes.service.js';

@Module({
  controllers: [
    ConsortiumController,
    OrganisationsController,
    MembershipsController,
    ProgrammesController,
    AccreditationsController,
    ConventionsController,
  ],
  providers: [
    ConsortiumService,
    OrganisationsService,
    MembershipsService,
    MembershipDays,
    ProgrammesService,
    AccreditationsService,
    ConventionsService,
    ConsortiumResolver,
    OrganisationsResolver,
    MembershipsResolver,
    ProgrammesResolver,
    AccreditationsResolver,
    ConventionsResolver,
  ],
  exports: [OrganisationsService, MembershipsService, ProgrammesService, AccreditationsService, ConventionsService],
})
export class ConsortiaModule {}
