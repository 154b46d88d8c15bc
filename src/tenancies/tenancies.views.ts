import { entryOf } from '../platform/api/feed-entry.js';
import { Published, View } from '../platform/api/published.js';
import { Tenancy } from './tenancy.entity.js';

@View('TenancyEntry', 'A tenancy in the change feed, as its reader may see it; or `removed` with a reason')
export class TenancyEntry extends entryOf(
  Tenancy,
  'kind',
  'status',
  'landlordId',
  'operatorId',
  'householdId',
  'tenantOrganisationId',
  'headTenancyId',
  'previousTenancyId',
  'placementId',
  'dwellingId',
  'roomId',
  'startsOn',
  'endsOn',
  'endedOn',
  'endingReason',
  'dueDay',
  'duesSource',
  'solidarity',
  'terminationClauseDelay',
  'externalIds',
) {
  @Published.integer({ about: 'Version of the tenancy itself', min: 1, column: false })
  tenancyVersion!: number;
}
