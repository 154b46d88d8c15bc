import { Module } from '@nestjs/common';
import { AuditController } from './audit.controller.js';
import { AuditMonths } from './audit.job.js';
import { AuditResolver } from './audit.resolver.js';
import { AuditRetention } from './audit-retention.js';
import { AuditService } from './audit.service.js';

/** Reading and keeping the audit. Its writer belongs to every request and is the platform's (platform.module.ts). */
@Module({
  controllers: [AuditController],
  providers: [AuditService, AuditResolver, AuditRetention, AuditMonths],
  exports: [AuditRetention, AuditMonths],
})
export class AuditModule {}
