import { Controller, Query } from '@nestjs/common';
import { Lists } from '../platform/api/operations.js';
import type { Page } from '../platform/api/pages.js';
import { AvailabilityService } from './availability.service.js';
import { Availability } from './availability.view.js';
import { AvailabilityFilter } from './dwellings.inputs.js';

@Controller('v1/availability')
export class AvailabilityController {
  constructor(private readonly availability: AvailabilityService) {}

  @Lists('', Availability, {
    summary: 'Find dwellings and rooms that are free',
    use: AvailabilityService.prototype.list,
    personal: false,
  })
  list(@Query() filter: AvailabilityFilter): Promise<Page<Availability>> {
    return this.availability.list(filter);
  }
}
