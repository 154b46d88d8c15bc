import { Resolver } from '@nestjs/graphql';
import { ListQuery, Paged } from '../api/graphql-operations.js';
import type { Page } from '../api/pages.js';
import { AuditEntry, AuditFilter } from './audit.entries.js';
import { AuditService } from './audit.service.js';

@Resolver(() => AuditEntry)
export class AuditResolver {
  constructor(private readonly audit: AuditService) {}

  @ListQuery(AuditEntry, { summary: 'What your organisation read and changed', use: AuditService.prototype.list })
  auditEntries(@Paged(AuditFilter) filter: AuditFilter): Promise<Page<AuditEntry>> {
    return this.audit.list(filter);
  }
}
