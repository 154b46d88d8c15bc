import { Parent, Resolver } from '@nestjs/graphql';
import { Related } from '../platform/api/graphql-fields.js';
import { loadChildren } from '../platform/api/loaders.js';
import { columnsOf, tableOf } from '../platform/api/published.js';
import { context } from '../platform/context.js';
import { Database } from '../platform/database/database.js';
import { ArrearsCase } from './arrears-case.entity.js';
import { Tenancy } from './tenancy.entity.js';

const IS_OPEN = `t.status NOT IN ('cleared', 'closed')`;
const OPEN = `SELECT t.tenancy_id AS "parentId", ${columnsOf(ArrearsCase)} FROM arrears_cases t
  WHERE t.consortium_id = $1 AND t.tenancy_id = ANY($2::uuid[]) AND ${IS_OPEN}`;

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
  const [open] = await loadChildren<ArrearsCase & { parentId: string }>(database, OPEN, id);
  if (open) context().trail?.read(tableOf(ArrearsCase), [open.id]);
  return open ?? null;
}
