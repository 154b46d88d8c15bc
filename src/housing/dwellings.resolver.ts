import { Args, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { may } from '../platform/access/requires.js';
import { Organisation } from '../consortia/organisation.entity.js';
import { Programme } from '../consortia/programme.entity.js';
import { Related } from '../platform/api/graphql-fields.js';
import { ChangeMutation, CreateMutation, Id, ListQuery, Paged, ReadQuery } from '../platform/api/graphql-operations.js';
import { loadNoun, loadPartsOf } from '../platform/api/loaders.js';
import type { Page } from '../platform/api/pages.js';
import { Database } from '../platform/database/database.js';
import { AvailabilityService } from './availability.service.js';
import { Availability } from './availability.view.js';
import { DwellingAddress } from './dwelling-address.entity.js';
import { Dwelling } from './dwelling.entity.js';
import { AvailabilityFilter, DwellingFilter, DwellingInput, DwellingPatch } from './dwellings.inputs.js';
import { DwellingsService } from './dwellings.service.js';
import { Room } from './room.entity.js';
import { Site } from './site.entity.js';

const use = DwellingsService.prototype;

@Resolver(() => Dwelling)
export class DwellingsResolver {
  constructor(
    private readonly database: Database,
    private readonly service: DwellingsService,
    private readonly free: AvailabilityService,
  ) {}

  @ReadQuery(Dwelling, { summary: 'A dwelling', use: use.get })
  dwelling(@Id() id: string): Promise<Dwelling> {
    return this.service.get(id);
  }

  @ListQuery(Dwelling, { summary: 'The dwellings', use: use.list })
  dwellings(@Paged(DwellingFilter) filter: DwellingFilter): Promise<Page<Dwelling>> {
    return this.service.list(filter);
  }

  @ListQuery(Availability, { summary: 'Dwellings and rooms that are free', use: AvailabilityService.prototype.list })
  availability(@Paged(AvailabilityFilter) filter: AvailabilityFilter): Promise<Page<Availability>> {
    return this.free.list(filter);
  }

  @CreateMutation(Dwelling, { summary: 'Add a dwelling', use: use.create })
  createDwelling(@Args('input') input: DwellingInput): Promise<Dwelling> {
    return this.service.create(input);
  }

  @ChangeMutation(Dwelling, { summary: 'Change a dwelling', use: use.change })
  changeDwelling(@Id() id: string, @Args('input') patch: DwellingPatch): Promise<Dwelling> {
    return this.service.change(id, patch);
  }

  @Related(() => Organisation, { key: 'landlordId', permission: 'consortia:read', description: 'Who owns it' })
  landlord(@Parent() { landlordId }: Dwelling): Promise<Organisation | null> {
    return loadNoun(this.database, Organisation, landlordId);
  }

  @Related(() => Organisation, { key: 'operatorId', permission: 'consortia:read', description: 'Who manages it' })
  operator(@Parent() { operatorId }: Dwelling): Promise<Organisation | null> {
    return loadNoun(this.database, Organisation, operatorId);
  }

  @Related(() => Organisation, {
    key: 'reservationHolderId',
    permission: 'consortia:read',
    description: 'Who proposes the candidates',
  })
  reservationHolder(@Parent() { reservationHolderId }: Dwelling): Promise<Organisation | null> {
    return loadNoun(this.database, Organisation, reservationHolderId);
  }

  @ResolveField(() => Site, { nullable: true, description: 'The residence or building' })
  site(@Parent() { siteId }: Dwelling): Promise<Site | null> {
    return may('housing:read') ? loadNoun(this.database, Site, siteId) : Promise.resolve(null);
  }

  @Related(() => Programme, {
    key: 'programmeId',
    permission: 'consortia:read',
    description: 'The programme whose place it is',
  })
  programme(@Parent() { programmeId }: Dwelling): Promise<Programme | null> {
    return loadNoun(this.database, Programme, programmeId);
  }

  @ResolveField(() => DwellingAddress, { nullable: true, description: 'Where it is, for who may know' })
  address(@Parent() { id }: Dwelling): Promise<DwellingAddress | null> {
    return may('housing:read') ? loadNoun(this.database, DwellingAddress, id) : Promise.resolve(null);
  }

  @ResolveField(() => [Room], { description: 'Its rooms' })
  rooms(@Parent() { id }: Dwelling): Promise<Room[]> {
    return may('housing:read')
      ? loadPartsOf(this.database, Room, 'dwelling_id', id, { order: 't.number' })
      : Promise.resolve([]);
  }
}
