import { entryOf } from '../platform/api/feed-entry.js';
import { Published, View } from '../platform/api/published.js';
import { Dwelling } from './dwelling.entity.js';

@View('DwellingEntry', 'A dwelling in the change feed')
export class DwellingEntry extends entryOf(
  Dwelling,
  'landlordId',
  'operatorId',
  'siteId',
  'label',
  'communeCode',
  'type',
  'surfaceM2',
  'floor',
  'rentCents',
  'chargesCents',
  'programmeId',
  'riderId',
  'reservationKind',
  'reservationHolderId',
  'occupancy',
  'externalIds',
) {
  @Published.integer({ about: 'Version of the dwelling itself', min: 1, example: 1, column: false, restOnly: true })
  dwellingVersion!: number;
}
