import { Args, Resolver } from '@nestjs/graphql';
import { ChangeMutation, CreateMutation, Id, ListQuery, Paged } from '../platform/api/graphql-operations.js';
import type { Page } from '../platform/api/pages.js';
import { DwellingCapacity } from './capacity.entity.js';
import { DwellingAddress } from './dwelling-address.entity.js';
import { DwellingPartsService } from './dwelling-parts.service.js';
import { AddressInput } from './dwellings.inputs.js';
import { CapacityInput, RoomInput, RoomPatch, StayFilter } from './housing.inputs.js';
import { Room } from './room.entity.js';
import { Stay } from './stay.entity.js';

const use = DwellingPartsService.prototype;

@Resolver(() => Room)
export class DwellingPartsResolver {
  constructor(private readonly service: DwellingPartsService) {}

  @ListQuery(Stay, { summary: 'Periods in which a dwelling or its rooms are taken', use: use.stays })
  stays(@Id('dwellingId') id: string, @Paged(StayFilter) filter: StayFilter): Promise<Page<Stay>> {
    return this.service.stays(id, filter);
  }

  @ChangeMutation(DwellingAddress, {
    summary: 'Change where a dwelling is; the version is the address’s',
    use: use.changeAddress,
  })
  changeDwellingAddress(@Id('dwellingId') id: string, @Args('input') input: AddressInput): Promise<DwellingAddress> {
    return this.service.changeAddress(id, input);
  }

  @CreateMutation(Room, { summary: 'Add a room', use: use.addRoom })
  addRoom(@Id('dwellingId') id: string, @Args('input') input: RoomInput): Promise<Room> {
    return this.service.addRoom(id, input);
  }

  @ChangeMutation(Room, { summary: 'Change a room', use: use.changeRoom })
  changeRoom(@Id('dwellingId') id: string, @Id('id') roomId: string, @Args('input') patch: RoomPatch): Promise<Room> {
    return this.service.changeRoom(id, roomId, patch);
  }

  @CreateMutation(DwellingCapacity, {
    summary: 'Say how many places a dwelling has from a day on',
    use: use.addCapacity,
  })
  addDwellingCapacity(@Id('dwellingId') id: string, @Args('input') input: CapacityInput): Promise<DwellingCapacity> {
    return this.service.addCapacity(id, input);
  }
}
