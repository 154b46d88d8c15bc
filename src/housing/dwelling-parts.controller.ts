import { Body, Controller, Param, Query } from '@nestjs/common';
import { Changes, Creates, Lists, Reads } from '../platform/api/operations.js';
import type { Page } from '../platform/api/pages.js';
import { DwellingCapacity } from './capacity.entity.js';
import { DwellingAddress } from './dwelling-address.entity.js';
import { DwellingPartsService } from './dwelling-parts.service.js';
import { AddressInput } from './dwellings.inputs.js';
import { CapacityInput, DwellingPartFilter, RoomInput, RoomPatch, StayFilter } from './housing.inputs.js';
import { Room } from './room.entity.js';
import { Stay } from './stay.entity.js';

const use = DwellingPartsService.prototype;

@Controller('v1/dwellings/:id')
export class DwellingPartsController {
  constructor(private readonly parts: DwellingPartsService) {}

  @Reads('address', DwellingAddress, { summary: 'Read where a dwelling is', use: use.address })
  address(@Param('id') id: string): Promise<DwellingAddress> {
    return this.parts.address(id);
  }

  @Changes('address', DwellingAddress, { summary: 'Change where a dwelling is', use: use.changeAddress })
  changeAddress(@Param('id') id: string, @Body() input: AddressInput): Promise<DwellingAddress> {
    return this.parts.changeAddress(id, input);
  }

  @Lists('rooms', Room, { summary: 'List the rooms of a dwelling', use: use.rooms, personal: false })
  rooms(@Param('id') id: string, @Query() filter: DwellingPartFilter): Promise<Page<Room>> {
    return this.parts.rooms(id, filter);
  }

  @Reads('rooms/:roomId', Room, { summary: 'Read a room', use: use.room, personal: false })
  room(@Param('id') id: string, @Param('roomId') roomId: string): Promise<Room> {
    return this.parts.room(id, roomId);
  }

  @Creates('rooms', Room, { summary: 'Add a room', use: use.addRoom })
  addRoom(@Param('id') id: string, @Body() input: RoomInput): Promise<Room> {
    return this.parts.addRoom(id, input);
  }

  @Changes('rooms/:roomId', Room, { summary: 'Change a room', use: use.changeRoom })
  changeRoom(@Param('id') id: string, @Param('roomId') roomId: string, @Body() patch: RoomPatch): Promise<Room> {
    return this.parts.changeRoom(id, roomId, patch);
  }

  @Lists('capacities', DwellingCapacity, {
    summary: 'List the places of a dwelling by period',
    use: use.capacities,
    personal: false,
  })
  capacities(@Param('id') id: string, @Query() filter: DwellingPartFilter): Promise<Page<DwellingCapacity>> {
    return this.parts.capacities(id, filter);
  }

  @Creates('capacities', DwellingCapacity, {
    summary: 'Say how many places a dwelling has from a day on',
    use: use.addCapacity,
  })
  addCapacity(@Param('id') id: string, @Body() input: CapacityInput): Promise<DwellingCapacity> {
    return this.parts.addCapacity(id, input);
  }

  @Lists('stays', Stay, { summary: 'List the periods in which a dwelling of yours is taken', use: use.stays })
  stays(@Param('id') id: string, @Query() filter: StayFilter): Promise<Page<Stay>> {
    return this.parts.stays(id, filter);
  }
}
