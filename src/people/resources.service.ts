import { Injectable } from '@nestjs/common';
import { Requires } from '../platform/access/requires.js';
import { listPage, type Page } from '../platform/api/pages.js';
import { Keyring } from '../platform/crypto.js';
import { Database } from '../platform/database/database.js';
import { leftToLiveOn, netCostOf, rentToIncome } from './affordability.js';
import { ResourceSummary } from './household-files.entity.js';
import type { AffordabilityQuery } from './households.inputs.js';
import { HouseholdsService } from './households.service.js';
import { listOfPerson, onlyRowOf, partOf, personForWriting, recordForWriting } from './person-files.js';
import { Resource } from './person-records.entity.js';
import { PersonsService } from './persons.service.js';
import type { Affordability } from './people.views.js';
import type { HouseholdResourceFilter, ResourceFilter, ResourceInput, ResourcePatch } from './person-records.inputs.js';
import { summariseOf } from './resource-totals.js';

/** Incomes, for the supporter; their total, for whoever lets. */
@Injectable()
export class ResourcesService {
  constructor(
    private readonly database: Database,
    private readonly keyring: Keyring,
    private readonly persons: PersonsService,
    private readonly households: HouseholdsService,
  ) {}

  @Requires('people:read')
  async list(personId: string, filter: ResourceFilter): Promise<Page<Resource>> {
    return listOfPerson(this.database, this.keyring, Resource, (await this.persons.get(personId)).id, filter);
  }

  @Requires('people:read')
  async listOfHousehold(householdId: string, filter: HouseholdResourceFilter): Promise<Page<Resource>> {
    const { id } = await this.households.get(householdId);
    return listPage(this.database, this.keyring, Resource, filter, {
      where: [{ sql: (parameter) => `t.household_id = ${parameter(id)}` }],
    });
  }

  @Requires('people:read')
  async get(personId: string, id: string): Promise<Resource> {
    return partOf(this.database, Resource, (await this.persons.get(personId)).id, id);
  }

  @Requires('people:write')
  add(personId: string, input: ResourceInput): Promise<Resource> {
    return this.database.work(async (work) => {
      const { id, householdId } = await personForWriting(work, personId);
      const resource = work.create(Resource, { householdId, personId: id, amountCents: null, endsOn: null });
      resource.describe(input);
      await work.insert(resource);
      await summariseOf(work, id);
      return work.published(Resource, resource.id);
    });
  }

  @Requires('people:write')
  change(personId: string, id: string, patch: ResourcePatch): Promise<Resource> {
    return this.database.work(async (work) => {
      const resource = await recordForWriting(work, Resource, personId, id);
      resource.describe(patch);
      await work.save(resource);
      await summariseOf(work, resource.personId);
      return work.published(Resource, resource.id);
    });
  }

  @Requires('people:read')
  async summary(householdId: string): Promise<ResourceSummary> {
    return onlyRowOf(this.database, ResourceSummary, 'household_id', (await this.households.get(householdId)).id);
  }

  @Requires('people:read')
  async affordability(householdId: string, query: AffordabilityQuery): Promise<Affordability> {
    const { monthlyTotalCents, asOf } = await this.summary(householdId);
    const cost = {
      rentCents: query.rentCents,
      chargesCents: query.chargesCents ?? 0,
      benefitCents: query.benefitCents ?? 0,
    };
    return {
      monthlyTotalCents,
      netCostCents: netCostOf(cost),
      rentToIncomeBasisPoints: rentToIncome(monthlyTotalCents, cost),
      leftToLiveOnCents: leftToLiveOn(monthlyTotalCents, cost),
      asOf,
    };
  }
}
