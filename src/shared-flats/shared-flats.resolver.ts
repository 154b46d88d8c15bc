import { Args, Parent, Resolver } from '@nestjs/graphql';
import { Related } from '../platform/api/graphql-fields.js';
import { ChangeMutation, CreateMutation, Id, ListQuery, Paged, ReadQuery } from '../platform/api/graphql-operations.js';
import { loadNoun } from '../platform/api/loaders.js';
import type { Page } from '../platform/api/pages.js';
import { Database } from '../platform/database/database.js';
import { Dwelling } from '../housing/dwelling.entity.js';
import { Offer } from '../placements/offer.entity.js';
import { Tenancy } from '../tenancies/tenancy.entity.js';
import { FlatHandover, FlatSupport } from './flat-handover.entity.js';
import { FlatHandoversService } from './flat-handovers.service.js';
import { FlatAccount } from './flat-account.view.js';
import { FlatAccountsService } from './flat-accounts.service.js';
import { SharedFlat } from './shared-flat.entity.js';
import {
  FlatClosureInput,
  FlatHandoverFilter,
  FlatHandoverInput,
  FlatPeriod,
  SharedFlatFilter,
  SharedFlatInput,
  SharedFlatPatch,
  VacancyOfferInput,
} from './shared-flats.inputs.js';
import { SharedFlatsService } from './shared-flats.service.js';
import { FlatVacancies } from './shared-flats.views.js';
import { VacanciesService } from './vacancies.service.js';

const use = SharedFlatsService.prototype;
const counting = FlatAccountsService.prototype;
const filling = VacanciesService.prototype;
const handing = FlatHandoversService.prototype;

@Resolver(() => SharedFlat)
export class SharedFlatsResolver {
  constructor(
    private readonly database: Database,
    private readonly flats: SharedFlatsService,
    private readonly accounts: FlatAccountsService,
    private readonly vacancies: VacanciesService,
    private readonly handovers: FlatHandoversService,
  ) {}

  @ReadQuery(SharedFlat, { summary: 'A shared flat', use: use.get })
  sharedFlat(@Id() id: string): Promise<SharedFlat> {
    return this.flats.get(id);
  }

  @ListQuery(SharedFlat, { summary: 'The shared flats that you follow', use: use.list })
  sharedFlats(@Paged(SharedFlatFilter) filter: SharedFlatFilter): Promise<Page<SharedFlat>> {
    return this.flats.list(filter);
  }

  @CreateMutation(SharedFlat, { summary: 'Open a shared flat under a head tenancy and a convention', use: use.open })
  openSharedFlat(@Args('input') input: SharedFlatInput): Promise<SharedFlat> {
    return this.flats.open(input);
  }

  @ChangeMutation(SharedFlat, { summary: 'Change rules, worker and support place', use: use.change })
  changeSharedFlat(@Id() id: string, @Args('input') patch: SharedFlatPatch): Promise<SharedFlat> {
    return this.flats.change(id, patch);
  }

  @ChangeMutation(SharedFlat, { summary: 'The shared flat closes', use: use.close })
  closeSharedFlat(@Id() id: string, @Args('input') input: FlatClosureInput): Promise<SharedFlat> {
    return this.flats.close(id, input);
  }

  @ChangeMutation(SharedFlat, {
    summary: 'Hand the flat over to another supporter or worker in charge',
    use: handing.handOver,
  })
  handOverSharedFlat(@Id() id: string, @Args('input') input: FlatHandoverInput): Promise<SharedFlat> {
    return this.handovers.handOver(id, input);
  }

  @ListQuery(FlatHandover, { summary: 'Who supported a flat and was in charge', use: handing.list })
  sharedFlatHandovers(
    @Id('flatId') flatId: string,
    @Paged(FlatHandoverFilter) filter: FlatHandoverFilter,
  ): Promise<Page<FlatHandover>> {
    return this.handovers.list(flatId, filter);
  }

  @ReadQuery(FlatAccount, { summary: 'The account of a shared flat, by month', use: counting.get })
  sharedFlatAccount(@Id() id: string, @Args('period', { nullable: true }) period?: FlatPeriod): Promise<FlatAccount> {
    return this.accounts.get(id, period ?? {});
  }

  @ReadQuery(FlatVacancies, { summary: 'The rooms in which nobody lives today', use: filling.list })
  sharedFlatVacancies(@Id() id: string): Promise<FlatVacancies> {
    return this.vacancies.list(id);
  }

  @CreateMutation(Offer, { summary: 'Offer a vacant room to who waits first', use: filling.offer })
  offerVacancy(@Id('flatId') flatId: string, @Args('input') input: VacancyOfferInput): Promise<Offer> {
    return this.vacancies.offer(flatId, input);
  }

  @Related(() => FlatSupport, {
    key: 'id',
    permission: 'shared-flats:read',
    description: 'Where support is found nearby; null for landlord and coordinator',
  })
  support(@Parent() flat: SharedFlat): Promise<FlatSupport | null> {
    return loadNoun(this.database, FlatSupport, flat.id);
  }

  @Related(() => Dwelling, { key: 'dwellingId', permission: 'housing:read', description: 'The dwelling' })
  dwelling(@Parent() flat: SharedFlat): Promise<Dwelling | null> {
    return loadNoun(this.database, Dwelling, flat.dwellingId);
  }

  @Related(() => Tenancy, { key: 'headTenancyId', permission: 'tenancies:read', description: 'The head tenancy' })
  headTenancy(@Parent() flat: SharedFlat): Promise<Tenancy | null> {
    return loadNoun(this.database, Tenancy, flat.headTenancyId);
  }
}
