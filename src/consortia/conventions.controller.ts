import { Body, Controller, Param, Query } from '@nestjs/common';
import { Acts, Changes, Creates, Lists, Reads } from '../platform/api/operations.js';
import type { Page } from '../platform/api/pages.js';
import { Convention } from './convention.entity.js';
import {
  ConventionConfirmation,
  ConventionFilter,
  ConventionInput,
  ConventionPatch,
  RiderFilter,
  RiderInput,
} from './conventions.inputs.js';
import { ConventionsService } from './conventions.service.js';
import { Rider } from './rider.entity.js';

const use = ConventionsService.prototype;

@Controller('v1/conventions')
export class ConventionsController {
  constructor(private readonly conventions: ConventionsService) {}

  @Lists('', Convention, { summary: 'List your conventions', use: use.list, personal: false })
  list(@Query() filter: ConventionFilter): Promise<Page<Convention>> {
    return this.conventions.list(filter);
  }

  @Reads(':id', Convention, { summary: 'Read a convention', use: use.get, personal: false })
  get(@Param('id') id: string): Promise<Convention> {
    return this.conventions.get(id);
  }

  @Creates('', Convention, { summary: 'Record a convention, as a party or the coordinator', use: use.create })
  create(@Body() input: ConventionInput): Promise<Convention> {
    return this.conventions.create(input);
  }

  @Changes(':id', Convention, { summary: 'Change a convention', use: use.change })
  change(@Param('id') id: string, @Body() patch: ConventionPatch): Promise<Convention> {
    return this.conventions.change(id, patch);
  }

  @Acts(':id/confirmation', Convention, {
    summary: 'Confirm a convention that the other party recorded; it has no effect before',
    use: use.confirm,
  })
  confirm(@Param('id') id: string, @Body() input: ConventionConfirmation): Promise<Convention> {
    return this.conventions.confirm(id, input);
  }

  @Lists(':id/riders', Rider, { summary: 'List the riders of a convention', use: use.listRiders, personal: false })
  listRiders(@Param('id') id: string, @Query() filter: RiderFilter): Promise<Page<Rider>> {
    return this.conventions.listRiders(id, filter);
  }

  @Reads(':id/riders/:riderId', Rider, { summary: 'Read a rider', use: use.getRider, personal: false })
  getRider(@Param('id') id: string, @Param('riderId') riderId: string): Promise<Rider> {
    return this.conventions.getRider(id, riderId);
  }

  @Creates(':id/riders', Rider, { summary: 'Record a rider', use: use.addRider })
  addRider(@Param('id') id: string, @Body() input: RiderInput): Promise<Rider> {
    return this.conventions.addRider(id, input);
  }
}
