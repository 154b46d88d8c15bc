import { Body, Controller, Param, Query } from '@nestjs/common';
import { DeltaQuery } from '../platform/api/delta.js';
import { Acts, Creates, Delta, Lists, Puts, Reads } from '../platform/api/operations.js';
import type { Page } from '../platform/api/pages.js';
import type { RawJson } from '../platform/api/raw-json.js';
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
import { TenancyAct, TenancyExit, TenancyOccupancy } from './tenancy-act.entity.js';
import { TenancyEndingsService } from './tenancy-endings.service.js';
import { TenancyEntry } from './tenancies.views.js';
import { Tenancy } from './tenancy.entity.js';
import { OccupancyFilter, TenancyActFilter } from './tenancy-children.inputs.js';

const reading = TenanciesService.prototype;
const letting = LettingsService.prototype;
const ending = TenancyEndingsService.prototype;

@Controller('v1/tenancies')
export class TenanciesController {
  constructor(
    private readonly tenancies: TenanciesService,
    private readonly lettings: LettingsService,
    private readonly endings: TenancyEndingsService,
  ) {}

  @Lists('', Tenancy, { summary: 'List the tenancies that you follow', use: reading.list })
  list(@Query() filter: TenancyFilter): Promise<Page<Tenancy>> {
    return this.tenancies.list(filter);
  }

  @Delta('delta', TenancyEntry, {
    summary: 'What changed of tenancies since a token, deletions included',
    use: reading.delta,
  })
  delta(@Query() query: DeltaQuery): Promise<RawJson> {
    return this.tenancies.delta(query);
  }

  @Reads(':id', Tenancy, { summary: 'Read a tenancy', use: reading.get })
  get(@Param('id') id: string): Promise<Tenancy> {
    return this.tenancies.get(id);
  }

  @Creates('', Tenancy, { summary: 'Record a tenancy, also one that grows out of a placement', use: letting.create })
  create(@Body() input: TenancyInput): Promise<Tenancy> {
    return this.lettings.create(input);
  }

  @Puts('by-external-id/:system/:value', Tenancy, {
    summary: 'Record or correct a tenancy by your own identifier',
    use: letting.putByExternalId,
  })
  put(@Param('system') system: string, @Param('value') value: string, @Body() input: TenancyInput): Promise<Tenancy> {
    return this.lettings.putByExternalId(system, value, input);
  }

  @Lists(':id/history', TenancyAct, {
    summary: 'Every act of a tenancy: who, when, from which day',
    use: reading.history,
  })
  history(@Param('id') id: string, @Query() filter: TenancyActFilter): Promise<Page<TenancyAct>> {
    return this.tenancies.history(id, filter);
  }

  @Lists(':id/occupancies', TenancyOccupancy, {
    summary: 'From when until when the homes beneath a head tenancy are lived in',
    use: reading.occupancies,
  })
  occupancies(@Param('id') id: string, @Query() filter: OccupancyFilter): Promise<Page<TenancyOccupancy>> {
    return this.tenancies.occupancies(id, filter);
  }

  @Acts(':id/notice', Tenancy, { summary: 'Notice is given', use: ending.giveNotice })
  giveNotice(@Param('id') id: string, @Body() input: NoticeInput): Promise<Tenancy> {
    return this.endings.giveNotice(id, input);
  }

  @Acts(':id/notice-withdrawal', Tenancy, {
    summary: 'A notice is withdrawn: the tenancy goes on',
    use: ending.withdrawNotice,
  })
  withdrawNotice(@Param('id') id: string, @Body() input: NoticeWithdrawalInput): Promise<Tenancy> {
    return this.endings.withdrawNotice(id, input);
  }

  @Acts(':id/ending', Tenancy, { summary: 'The tenancy ends, with its reason and exit route', use: ending.end })
  end(@Param('id') id: string, @Body() input: TenancyEndingInput): Promise<Tenancy> {
    return this.endings.end(id, input);
  }

  @Reads(':id/exit', TenancyExit, { summary: 'Where the household went when the tenancy ended', use: reading.exit })
  exit(@Param('id') id: string): Promise<TenancyExit> {
    return this.tenancies.exit(id);
  }

  @Acts(':id/settlement', Tenancy, {
    summary: 'The account of an ended tenancy is settled or written off',
    use: ending.settle,
  })
  settle(@Param('id') id: string, @Body() input: SettlementInput): Promise<Tenancy> {
    return this.endings.settle(id, input);
  }
}
