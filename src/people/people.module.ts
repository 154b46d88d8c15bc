import { Module } from '@nestjs/common';
import { AssignmentsService } from './assignments.service.js';
import { DisclosuresService } from './disclosures.service.js';
import { DuplicateCasesController } from './duplicate-cases.controller.js';
import { HouseholdDaysService } from './household-days.service.js';
import { HouseholdFilesService } from './household-files.service.js';
import { HouseholdPartsController } from './household-parts.controller.js';
import { HouseholdPartsResolver } from './household-parts.resolver.js';
import { HouseholdStubsController } from './household-stubs.controller.js';
import { HouseholdStubsService } from './household-stubs.service.js';
import { HouseholdsController } from './households.controller.js';
import { HouseholdsResolver } from './households.resolver.js';
import { HouseholdsService } from './households.service.js';
import { LegalProtectionsService } from './legal-protections.service.js';
import { MembersService } from './members.service.js';
import { MergesService } from './merges.service.js';
import { DuplicateScan, HouseholdDays } from './people.jobs.js';
import { PersonFilesService } from './person-files.service.js';
import { PersonsController } from './persons.controller.js';
import { PersonsResolver } from './persons.resolver.js';
import { PersonsService } from './persons.service.js';
import { ResourcesService } from './resources.service.js';
import { SituationsService } from './situations.service.js';

@Module({
  controllers: [
    HouseholdsController,
    HouseholdPartsController,
    PersonsController,
    HouseholdStubsController,
    DuplicateCasesController,
  ],
  providers: [
    HouseholdsService,
    MembersService,
    DisclosuresService,
    AssignmentsService,
    HouseholdFilesService,
    ResourcesService,
    HouseholdStubsService,
    PersonsService,
    PersonFilesService,
    SituationsService,
    LegalProtectionsService,
    MergesService,
    HouseholdDaysService,
    DuplicateScan,
    HouseholdDays,
    HouseholdsResolver,
    HouseholdPartsResolver,
    PersonsResolver,
  ],
  exports: [HouseholdsService, PersonsService],
})
export class PeopleModule {}
