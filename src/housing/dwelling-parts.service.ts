import { Injectable } from '@nestjs/common';
import { Requires } from '../platform/access/requires.js';
import type { ClassOf } from '../platform/api/fields.js';
import { loadNoun } from '../platform/api/loaders.js';
import { listPage, type Page, type PageFilter } from '../platform/api/pages.js';
import { clock, type CivilDate } from '../platform/clock.js';
import { Keyring } from '../platform/crypto.js';
import { Database } from '../platform/database/database.js';
import { uuidOrMissing, type Work } from '../platform/database/work.js';
import { conflict, invalid, notFound } from '../platform/errors/failure.js';
import { holdPlaces } from './capacities.js';
import { DwellingCapacity } from './capacity.entity.js';
import { DwellingAddress } from './dwelling-address.entity.js';
import { Dwelling } from './dwelling.entity.js';
import type { AddressInput } from './dwellings.inputs.js';
import type { CapacityInput, DwellingPartFilter, RoomInput, RoomPatch, StayFilter } from './housing.inputs.js';
import { HOUSING_REASONS } from './housing.reasons.js';
import { Room } from './room.entity.js';
import { Stay } from './stay.entity.js';

/** What hangs beneath a dwelling: address, rooms, places, and the periods in which it is taken. */
@Injectable()
export class DwellingPartsService {
  constructor(
    private readonly database: Database,
    private readonly keyring: Keyring,
  ) {}

  @Requires('housing:read')
  async address(id: string): Promise<DwellingAddress> {
    const found = await loadNoun(this.database, DwellingAddress, uuidOrMissing(id));
    if (!found) throw notFound();
    return found;
  }

  @Requires('housing:write')
  changeAddress(id: string, input: AddressInput): Promise<DwellingAddress> {
    return this.database.work(async (work) => {
      const address = await work.load(DwellingAddress, id);
      address.describe(input);
      await work.save(address);
      return work.published(DwellingAddress, address.id);
    });
  }

  @Requires('housing:read')
  rooms(id: string, filter: DwellingPartFilter): Promise<Page<Room>> {
    return this.partsOf(Room, id, filter);
  }

  @Requires('housing:read')
  async room(id: string, roomId: string): Promise<Room> {
    const room = await loadNoun(this.database, Room, uuidOrMissing(roomId));
    if (room?.dwellingId !== uuidOrMissing(id)) throw notFound();
    return room;
  }

  @Requires('housing:write')
  addRoom(id: string, { number, ...known }: RoomInput): Promise<Room> {
    return this.database.work(async (work) => {
      const dwelling = await work.load(Dwelling, id, { versioned: false });
      const { startsOn = await serviceOf(work, dwelling) } = known;
      const none = { label: null, surfaceM2: null, places: 1, startsOn, endsOn: null };
      const room = work.create(Room, { dwellingId: dwelling.id, number, ...none });
      room.describe(known);
      await work.insert(room);
      await this.record(work, 'room.added', dwelling);
      return work.published(Room, room.id);
    });
  }

  /** A room is taken out of service by its end. @throws room_taken_then (409) */
  @Requires('housing:write')
  changeRoom(id: string, roomId: string, patch: RoomPatch): Promise<Room> {
    return this.database.work(async (work) => {
      const room = await work.load(Room, roomId);
      if (room.dwellingId !== uuidOrMissing(id)) throw notFound();
      room.describe(patch);
      await demandEmptyOutside(work, room);
      await work.save(room);
      await this.record(work, 'room.changed', await work.reference(Dwelling, room.dwellingId, ''));
      return work.published(Room, room.id);
    });
  }

  @Requires('housing:read')
  capacities(id: string, filter: DwellingPartFilter): Promise<Page<DwellingCapacity>> {
    return this.partsOf(DwellingCapacity, id, filter);
  }

  /**
   * So many places from a day on; what held before ends then.
   * @throws capacity_exceeded where more persons are already expected (409), capacity_overlaps
   */
  @Requires('housing:write')
  addCapacity(id: string, { places, startsOn, endsOn = null }: CapacityInput): Promise<DwellingCapacity> {
    return this.database.work(async (work) => {
      if (endsOn !== null && endsOn <= startsOn) throw invalid('/endsOn', 'period_reversed');
      const dwelling = await work.load(Dwelling, id, { versioned: false });
      const capacityId = await holdPlaces(work, dwelling, { places, startsOn, endsOn });
      await this.record(work, 'dwelling.capacity_changed', dwelling);
      return work.published(DwellingCapacity, capacityId);
    });
  }

  @Requires('housing:read')
  stays(id: string, filter: StayFilter): Promise<Page<Stay>> {
    return this.partsOf(Stay, id, filter);
  }

  /** A page of the parts of a dwelling; the dwelling itself must be visible. */
  private async partsOf<T extends { id: string }>(noun: ClassOf<T>, id: string, filter: PageFilter): Promise<Page<T>> {
    const dwelling = await loadNoun(this.database, Dwelling, uuidOrMissing(id));
    if (!dwelling) throw notFound();
    return listPage(this.database, this.keyring, noun, filter, {
      where: [{ sql: (parameter) => `t.dwelling_id = ${parameter(dwelling.id)}` }],
    });
  }

  private async record(
    work: Work,
    type: string,
    { id, landlordId, operatorId, reservationHolderId }: Dwelling,
  ): Promise<void> {
    await work.record({
      type,
      subject: { type: 'dwelling', id },
      viewers: [landlordId, operatorId, reservationHolderId],
    });
  }
}

/** Since when a new room is: from the start, or from today where somebody was in the dwelling before, whose days it did not share. */
async function serviceOf(work: Work, { consortiumId, id }: Dwelling): Promise<CivilDate | null> {
  const lived = await work.query(`SELECT 1 FROM occupied WHERE consortium_id = $1 AND dwelling_id = $2 LIMIT 1`, [
    consortiumId,
    id,
  ]);
  return lived.length > 0 ? clock.today() : null;
}

/** Nobody is in the room, or is to be, on a day on which it is not in service. @throws room_taken_then */
async function demandEmptyOutside(work: Work, room: Room): Promise<void> {
  const { consortiumId, dwellingId, number, startsOn, endsOn } = room;
  await work.query('SELECT stay_lock($1)', [dwellingId]);
  const taken = await work.query(
    `SELECT 1 FROM occupied WHERE consortium_id = $1 AND dwelling_id = $2 AND slots = int4range($3, $3 + 1)
       AND (starts_on < $4 OR until > $5) LIMIT 1`,
    [consortiumId, dwellingId, number, startsOn, endsOn],
  );
  if (taken.length > 0) throw conflict(HOUSING_REASONS.room_taken_then);
}
