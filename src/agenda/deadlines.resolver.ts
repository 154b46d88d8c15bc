import { Parent, Resolver } from '@nestjs/graphql';
import { Related } from '../platform/api/graphql-fields.js';
import { ListQuery, Paged } from '../platform/api/graphql-operations.js';
import { loadNoun } from '../platform/api/loaders.js';
import type { Page } from '../platform/api/pages.js';
import { Database } from '../platform/database/database.js';
import { Household } from '../people/household.entity.js';
import { Deadline } from './deadline.entity.js';
import { DeadlineFilter } from './deadlines.inputs.js';
import { DeadlinesService } from './deadlines.service.js';

@Resolver(() => Deadline)
export class DeadlinesResolver {
  constructor(
    private readonly database: Database,
    private readonly service: DeadlinesService,
  ) {}

  @ListQuery(Deadline, { summary: 'What is due of you, the next one first', use: DeadlinesService.prototype.list })
  deadlines(@Paged(DeadlineFilter) filter: DeadlineFilter): Promise<Page<Deadline>> {
    return this.service.list(filter);
  }

  @Related(() => Household, {
    key: 'householdId',
    permission: 'people:read',
    description: 'The household, where it is disclosed to you',
  })
  household(@Parent() deadline: Deadline): Promise<Household | null> {
    return loadNoun(this.database, Household, deadline.householdId);
  }
}
