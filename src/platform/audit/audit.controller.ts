import { Controller, Query } from '@nestjs/common';
import { Lists } from '../api/operations.js';
import type { Page } from '../api/pages.js';
import { AuditEntry, AuditFilter } from './audit.entries.js';
import { AuditService } from './audit.service.js';

@Controller('v1/audit-entries')
export class AuditController {
  constructor(private readonly audit: AuditService) {}

  @Lists('', AuditEntry, { summary: 'List what your organisation read and changed', use: AuditService.prototype.list })
  list(@Query() filter: AuditFilter): Promise<Page<AuditEntry>> {
    return this.audit.list(filter);
  }
}
