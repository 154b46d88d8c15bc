import { Body, Controller, Param, Query } from '@nestjs/common';
import { Changes, Creates, Lists, Reads } from '../platform/api/operations.js';
import type { Page } from '../platform/api/pages.js';
import { PlaceRequest } from './place-request.entity.js';
import { PlaceRequestFilter, PlaceRequestPatch } from './place-requests.inputs.js';
import { PlaceWaitingListService } from './place-waiting-list.service.js';
import { PlaceRequestInput } from './placements.inputs.js';

const use = PlaceWaitingListService.prototype;

@Controller('v1/place-waiting-list')
export class PlaceWaitingListController {
  constructor(private readonly queue: PlaceWaitingListService) {}

  @Lists('', PlaceRequest, { summary: 'Who waits for a place', use: use.list })
  list(@Query() filter: PlaceRequestFilter): Promise<Page<PlaceRequest>> {
    return this.queue.list(filter);
  }

  @Reads(':id', PlaceRequest, { summary: 'Read a place in the queue', use: use.get })
  get(@Param('id') id: string): Promise<PlaceRequest> {
    return this.queue.get(id);
  }

  @Creates('', PlaceRequest, { summary: 'Put a placement on its programme’s waiting list', use: use.join })
  join(@Body() input: PlaceRequestInput): Promise<PlaceRequest> {
    return this.queue.join(input);
  }

  @Changes(':id', PlaceRequest, { summary: 'Change the priority, or leave the queue', use: use.change })
  change(@Param('id') id: string, @Body() patch: PlaceRequestPatch): Promise<PlaceRequest> {
    return this.queue.change(id, patch);
  }
}
