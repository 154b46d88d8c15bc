import { ExternalId } from '../platform/api/external-ids.js';
import { entryOf } from '../platform/api/feed-entry.js';
import { Published, View } from '../platform/api/published.js';
import { Placement } from './placement.entity.js';
import { PlacementStatus, SupportState } from './placements.enums.js';

const ENTRY = { column: false, restOnly: true };

@View('StatusCount', 'How many placements stand in a status')
export class StatusCount {
  @Published.code(PlacementStatus, { about: 'The status', column: false })
  status!: PlacementStatus;

  @Published.integer({ about: 'How many', example: 12, column: false })
  count!: number;
}

@View('PlacementReconciliation', 'What a complete copy of the caller’s placements holds')
export class PlacementReconciliation {
  @Published.integer({ about: 'All of them', example: 42, column: false })
  total!: number;

  @Published.many(() => StatusCount, { about: 'By status', column: false })
  counts!: StatusCount[];
}

const days = (from: string, to: string) => ({
  about: `Median days from ${from} to ${to}, null when there is none`,
  nullable: true,
  example: 30,
  column: false,
});

@View('PlacementDurations', 'How access flows: from referral to offer to keys')
export class PlacementDurations {
  @Published.integer({ about: 'Placements with keys', example: 57, column: false })
  placements!: number;

  @Published.integer(days('referral', 'first offer'))
  medianDaysToOffer!: number | null;

  @Published.integer(days('first offer', 'keys'))
  medianDaysOfferToKeys!: number | null;

  @Published.integer(days('referral', 'keys'))
  medianDaysToKeys!: number | null;
}

@View('PlacementStatusEntry', 'A placement in the change feed, as its reader may see it')
export class PlacementStatusEntry extends entryOf(
  Placement,
  'status',
  'statusSince',
  'dwellingId',
  'householdSize',
  'plannedMoveInOn',
  'movedInOn',
  'endedOn',
  'externalIds',
) {
  @Published.many(() => ExternalId, { about: 'The reader’s own identifiers of the dwelling', maxItems: 20, ...ENTRY })
  dwellingExternalIds!: ExternalId[];

  @Published.text({
    about: 'Professional contact of the operator',
    nullable: true,
    max: 200,
    example: 'gestion@association.example',
    ...ENTRY,
  })
  operatorContact!: string | null;

  @Published.code(SupportState, {
    about: 'As the supporter says; null: not known, or the placement has ended',
    nullable: true,
    ...ENTRY,
  })
  supportInPlace!: SupportState | null;

  @Published.integer({ about: 'Version of the placement itself', min: 1, example: 6, ...ENTRY })
  placementVersion!: number;
}
