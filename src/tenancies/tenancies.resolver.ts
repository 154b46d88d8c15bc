import { Args, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { may } from '../platform/access/requires.js';
import { Related } from '../platform/api/graphql-fields.js';
import { ChangeMutation, CreateMutation, Id, ListQuery, Paged, ReadQuery } from '../platform/api/graphql-operations.js';
import { loadNoun, loadPartsOf } from '../platform/api/loaders.js';
import type { Page } from '../platform/api/pages.js';
import { Database } from '../platform/database/database.js';
import { Organisation } from '../consortia/organisation.entity.js';
import { Dwelling } from '../housing/dwelling.entity.js';
import { Household } from '../people/household.entity.js';
import { LettingsService } from './lettings.service.js';
import { TenanciesService } from './tenancies.service.js';
import {
  NoticeInput,
  NoticeWithdrawalInput,
  SettlementInput,
  TenancyEndingInput,
  TenancyFilter,
  TenancyInput,
} from './tenancies.inputs.js';
import { TenancyExit } from './tenancy-act.entity.js';
import { TenancyEndingsService } from './tenancy-endings.service.js';
import { AmendmentInput } from './tenancy-terms.inputs.js';
import { TenancyTerms } from './tenancy-terms.entity.js';
import { TenancyTermsService } from './tenancy-terms.service.js';
import { Tenancy } from './tenancy.entity.js';

const reading = TenanciesService.prototype;
const letting = LettingsService.prototype;
const ending = TenancyEndingsService.prototype;
const amending = TenancyTermsService.prototype;

@Resolver(() => Tenancy)
export class TenanciesResolver {
  constructor(
    private readonly database: Database,
    private readonly reader: TenanciesService,
    private readonly lettings: LettingsService,
    private readonly endings: TenancyEndingsService,
    private readonly terms: TenancyTermsService,
  ) {}

  @ReadQuery(Tenancy, { summary: 'A tenancy', use: reading.get })
  tenancy(@Id() id: string): Promise<Tenancy> {
    return this.reader.get(id);
  }

  @ListQuery(Tenancy, { summary: 'The tenancies that you follow', use: reading.list })
  tenancies(@Paged(TenancyFilter) filter: TenancyFilter): Promise<Page<Tenancy>> {
    return this.reader.list(filter);
  }

  @CreateMutation(Tenancy, {
    summary: 'Record a tenancy, also one that grows out of a placement',
    use: letting.create,
  })
  recordTenancy(@Args('input') input: TenancyInput): Promise<Tenancy> {
    return this.lettings.create(input);
  }

  @ChangeMutation(TenancyTerms, { summary: 'Other terms from a day on', use: amending.amend })
  amendTenancy(@Id() id: string, @Args('input') input: AmendmentInput): Promise<TenancyTerms> {
    return this.terms.amend(id, input);
  }

  @ChangeMutation(Tenancy, { summary: 'Notice is given', use: ending.giveNotice })
  giveTenancyNotice(@Id() id: string, @Args('input') input: NoticeInput): Promise<Tenancy> {
    return this.endings.giveNotice(id, input);
  }

  @ChangeMutation(Tenancy, { summary: 'A notice is withdrawn: the tenancy goes on', use: ending.withdrawNotice })
  withdrawTenancyNotice(@Id() id: string, @Args('input') input: NoticeWithdrawalInput): Promise<Tenancy> {
    return this.endings.withdrawNotice(id, input);
  }

  @ChangeMutation(Tenancy, { summary: 'The tenancy ends, with its reason and exit route', use: ending.end })
  endTenancy(@Id() id: string, @Args('input') input: TenancyEndingInput): Promise<Tenancy> {
    return this.endings.end(id, input);
  }

  @ChangeMutation(Tenancy, { summary: 'The account of an ended tenancy is settled or written off', use: ending.settle })
  settleTenancy(@Id() id: string, @Args('input') input: SettlementInput): Promise<Tenancy> {
    return this.endings.settle(id, input);
  }

  @Related(() => Dwelling, { key: 'dwellingId', permission: 'housing:read', description: 'The dwelling' })
  dwelling(@Parent() tenancy: Tenancy): Promise<Dwelling | null> {
    return loadNoun(this.database, Dwelling, tenancy.dwellingId);
  }

  @Related(() => Household, {
    key: 'householdId',
    permission: 'people:read',
    description: 'The household, where the reader may see it',
  })
  household(@Parent() tenancy: Tenancy): Promise<Household | null> {
    return loadNoun(this.database, Household, tenancy.householdId);
  }

  @Related(() => Organisation, { key: 'landlordId', permission: 'consortia:read', description: 'The lessor' })
  landlord(@Parent() tenancy: Tenancy): Promise<Organisation | null> {
    return loadNoun(this.database, Organisation, tenancy.landlordId);
  }

  @Related(() => Organisation, {
    key: 'operatorId',
    permission: 'consortia:read',
    description: 'Who manages it for the lessor',
  })
  operator(@Parent() tenancy: Tenancy): Promise<Organisation | null> {
    return loadNoun(this.database, Organisation, tenancy.operatorId);
  }

  @Related(() => Tenancy, {
    key: 'headTenancyId',
    permission: 'tenancies:read',
    description: 'The head tenancy beneath which it stands',
  })
  headTenancy(@Parent() tenancy: Tenancy): Promise<Tenancy | null> {
    return loadNoun(this.database, Tenancy, tenancy.headTenancyId);
  }

  @Related(() => TenancyExit, {
    key: 'id',
    permission: 'people:read',
    description: 'Where the household went; for who supports it, and who wrote it',
  })
  exit(@Parent() tenancy: Tenancy): Promise<TenancyExit | null> {
    return loadNoun(this.database, TenancyExit, tenancy.id);
  }

  @ResolveField(() => [TenancyTerms], { description: 'What is paid each month, by periods; none where not to be seen' })
  periods(@Parent() tenancy: Tenancy): Promise<TenancyTerms[]> {
    return may('accounts:read')
      ? loadPartsOf(this.database, TenancyTerms, 'tenancy_id', tenancy.id, { order: 't.starts_on' })
      : Promise.resolve([]);
  }
}
