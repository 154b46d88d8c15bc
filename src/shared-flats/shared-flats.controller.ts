import { Body, Controller, Param, Query } from '@nestjs/common';
import { DeltaQuery } from '../platform/api/delta.js';
import { Acts, Changes, Creates, Delta, Lists, Puts, Reads } from '../platform/api/operations.js';
import type { Page } from '../platform/api/pages.js';
import type { RawJson } from '../platform/api/raw-json.js';
import { Offer } from '../placements/offer.entity.js';
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
import { FlatVacancies, SharedFlatEntry } from './shared-flats.views.js';
import { VacanciesService } from './vacancies.service.js';

const use = SharedFlatsService.prototype;
const counting = FlatAccountsService.prototype;
const filling = VacanciesService.prototype;
const handing = FlatHandoversService.prototype;

@Controller('v1/shared-flats')
export class SharedFlatsController {
  constructor(
    private readonly flats: SharedFlatsService,
    private readonly accounts: FlatAccountsService,
    private readonly vacancies: VacanciesService,
    private readonly handovers: FlatHandoversService,
  ) {}

  @Lists('', SharedFlat, { summary: 'List the shared flats that you follow', use: use.list, personal: false })
  list(@Query() filter: SharedFlatFilter): Promise<Page<SharedFlat>> {
    return this.flats.list(filter);
  }

  @Delta('delta', SharedFlatEntry, {
    summary: 'What changed of shared flats and of who lives there since a token, deletions included',
    use: use.delta,
  })
  delta(@Query() query: DeltaQuery): Promise<RawJson> {
    return this.flats.delta(query);
  }

  @Reads(':id', SharedFlat, { summary: 'Read a shared flat', use: use.get, personal: false })
  get(@Param('id') id: string): Promise<SharedFlat> {
    return this.flats.get(id);
  }

  @Creates('', SharedFlat, { summary: 'Open a shared flat under a head tenancy and a convention', use: use.open })
  open(@Body() input: SharedFlatInput): Promise<SharedFlat> {
    return this.flats.open(input);
  }

  @Changes(':id', SharedFlat, { summary: 'Change rules, worker and support place', use: use.change })
  change(@Param('id') id: string, @Body() patch: SharedFlatPatch): Promise<SharedFlat> {
    return this.flats.change(id, patch);
  }

  @Puts('by-external-id/:system/:value', SharedFlat, {
    summary: 'Open a shared flat, or replace its description, by your own identifier',
    use: use.putByExternalId,
  })
  put(
    @Param('system') system: string,
    @Param('value') value: string,
    @Body() input: SharedFlatInput,
  ): Promise<SharedFlat> {
    return this.flats.putByExternalId(system, value, input);
  }

  @Acts(':id/closing', SharedFlat, { summary: 'The shared flat closes', use: use.close })
  close(@Param('id') id: string, @Body() input: FlatClosureInput): Promise<SharedFlat> {
    return this.flats.close(id, input);
  }

  @Acts(':id/handover', SharedFlat, {
    summary: 'Hand the flat over to another supporter or worker in charge',
    use: handing.handOver,
  })
  handOver(@Param('id') id: string, @Body() input: FlatHandoverInput): Promise<SharedFlat> {
    return this.handovers.handOver(id, input);
  }

  @Lists(':id/handovers', FlatHandover, {
    summary: 'Who supported the flat and was in charge, one after the other',
    use: handing.list,
    personal: false,
  })
  listHandovers(@Param('id') id: string, @Query() filter: FlatHandoverFilter): Promise<Page<FlatHandover>> {
    return this.handovers.list(id, filter);
  }

  @Reads(':id/support', FlatSupport, {
    summary: 'Where support is found nearby',
    use: handing.support,
    personal: false,
  })
  support(@Param('id') id: string): Promise<FlatSupport> {
    return this.handovers.support(id);
  }

  @Reads(':id/account', FlatAccount, {
    summary: 'Head rent and charges against shares and benefits, and what vacant rooms cost, by month',
    use: counting.get,
    unversioned: true,
  })
  account(@Param('id') id: string, @Query() period: FlatPeriod): Promise<FlatAccount> {
    return this.accounts.get(id, period);
  }

  @Reads(':id/vacancies', FlatVacancies, {
    summary: 'The rooms in which nobody lives today',
    use: filling.list,
    personal: false,
    unversioned: true,
  })
  vacant(@Param('id') id: string): Promise<FlatVacancies> {
    return this.vacancies.list(id);
  }

  @Creates(':id/vacancies/offer', Offer, {
    summary: 'Offer a vacant room to who waits first in the programme’s queue',
    use: filling.offer,
  })
  offer(@Param('id') id: string, @Body() input: VacancyOfferInput): Promise<Offer> {
    return this.vacancies.offer(id, input);
  }
}
