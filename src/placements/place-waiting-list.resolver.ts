import { Args, Resolver } from '@nestjs/graphql';
import { ChangeMutation, CreateMutation, Id, ListQuery, Paged, ReadQuery } from '../platform/api/graphql-operations.js';
import type { Page } from '../platform/api/pages.js';
import { PlaceRequest } from './place-request.entity.js';
import { PlaceRequestFilter, PlaceRequestPatch } from './place-requests.inputs.js';
import { PlaceWaitingListService } from './place-waiting-list.service.js';
import { PlaceRequestInput } from './placements.inputs.js';

const use = PlaceWaitingListService.prototype;

@Resolver(() => PlaceRequest)
export class PlaceWaitingListResolver {
  constructor(private readonly queue: PlaceWaitingListService) {}

  @ListQuery(PlaceRequest, { summary: 'Who waits for a place', use: use.list })
  placeRequests(@Paged(PlaceRequestFilter) filter: PlaceRequestFilter): Promise<Page<PlaceRequest>> {
    return this.queue.list(filter);
  }

  @ReadQuery(PlaceRequest, { summary: 'A place in the queue', use: use.get })
  placeRequest(@Id() id: string): Promise<PlaceRequest> {
    return this.queue.get(id);
  }

  @CreateMutation(PlaceRequest, { summary: 'Put a placement on its programme’s waiting list', use: use.join })
  joinPlaceWaitingList(@Args('input') input: PlaceRequestInput): Promise<PlaceRequest> {
    return this.queue.join(input);
  }

  @ChangeMutation(PlaceRequest, { summary: 'Change the priority, or leave the queue', use: use.change })
  changePlaceRequest(@Id() id: string, @Args('input') patch: PlaceRequestPatch): Promise<PlaceRequest> {
    return this.queue.change(id, patch);
  }
}
