import { Module } from '@nestjs/common';
import { PlacementsModule } from '../placements/placements.module.js';
import { AccountsController } from './accounts.controller.js';
import { AccountKnowledgeResolver, AccountsResolver } from './accounts.resolver.js';
import { AccountsService } from './accounts.service.js';
import { JointReviewsController } from './joint-reviews.controller.js';
import { JointReviewsService } from './joint-reviews.service.js';
import { LedgerService } from './ledger.service.js';
import { LettingsService } from './lettings.service.js';
import { PaymentsController } from './payments.controller.js';
import { PaymentsService } from './payments.service.js';
import { TenanciesController } from './tenancies.controller.js';
import { SlidesService } from './slides.service.js';
import { StatementsController } from './statements.controller.js';
import { StatementsService } from './statements.service.js';
import { AccountsCheck, MonthlyDues, StaleAccounts, TenancyDays } from './tenancies.jobs.js';
import { TenanciesResolver } from './tenancies.resolver.js';
import { TenanciesService } from './tenancies.service.js';
import { TenancyEndingsService } from './tenancy-endings.service.js';
import { TenancyFilesController } from './tenancy-files.controller.js';
import { TenancyFilesResolver } from './tenancy-files.resolver.js';
import { TenancyRecordsResolver } from './tenancy-records.resolver.js';
import { TenancyFilesService } from './tenancy-files.service.js';
import { TenancyTermsController } from './tenancy-terms.controller.js';
import { TenancyTermsService } from './tenancy-terms.service.js';
import { TransfersService } from './transfers.service.js';
import './tenancies.reasons.js';

const SERVICES = [
  TenanciesService,
  LettingsService,
  TenancyEndingsService,
  TenancyTermsService,
  AccountsService,
  LedgerService,
  PaymentsService,
  StatementsService,
  JointReviewsService,
  SlidesService,
  TransfersService,
  TenancyFilesService,
];

@Module({
  imports: [PlacementsModule],
  controllers: [
    TenanciesController,
    TenancyTermsController,
    AccountsController,
    PaymentsController,
    StatementsController,
    JointReviewsController,
    TenancyFilesController,
  ],
  providers: [
    ...SERVICES,
    TenanciesResolver,
    AccountsResolver,
    AccountKnowledgeResolver,
    TenancyFilesResolver,
    TenancyRecordsResolver,
    MonthlyDues,
    TenancyDays,
    StaleAccounts,
    AccountsCheck,
  ],
  exports: SERVICES,
})
export class TenanciesModule {}
