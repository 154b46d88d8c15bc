import { Parent, Resolver } from '@nestjs/graphql';
import { Related } from '../platform/api/graphql-fields.js';
import { loadPartsOf } from '../platform/api/loaders.js';
import { Database } from '../platform/database/database.js';
import { ArrearsCase } from './arrears-case.entity.js';
import { Tenancy } from './tenancy.entity.js';

const IS_OPEN = `t.status NOT IN ('cleared', 'closed')`;

@Resolver(() => Tenancy)
export class TenancyArrearsResolver {
  constructor(private readonly database: Database) {}

  @Related(() => ArrearsCase, {
    key: 'id',
    by: 'tenancyId',
    where: IS_OPEN,
    permission: 'arrears:read',
    description: 'The open arrears case of its account; null where there is none, or it is not to be seen',
  })
  arrears(@Parent() tenancy: Tenancy): Promise<ArrearsCase | null> {
    return openCaseOf(this.database, tenancy.id);
  }
}

async function openCaseOf(database: Database, id: string): Promise<ArrearsCase | null> {
  const [open] = await loadPartsOf(database, ArrearsCase, 'tenancy_id', id, { where: IS_OPEN });
  return open ?? null;
}
