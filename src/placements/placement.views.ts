import { Published, View } from '../platform/api/published.js';
import { PlacementStatus, SupportState } from './placements.enums.js';

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

@View('PlacementStatusEntry', 'A placement in the change feed, as its reader may see it; or `removed` with a reason')
export class PlacementStatusEntry {
  @Published.id({ about: 'The placement', column: false })
  id!: string;

  @Published.integer({ about: 'Version of this entry: rises when anything in it changes', min: 1, column: false })
  version!: number;

  @Published.code(PlacementStatus, { about: 'Where it stands', nullable: true, column: false })
  status!: PlacementStatus | null;

  @Published.date({ about: 'The day of the step that led there', nullable: true, column: false })
  statusSince!: string | null;

  @Published.id({ about: 'The dwelling', nullable: true, column: false })
  dwellingId!: string | null;

  @Published.integer({ about: 'Persons in the household', nullable: true, column: false })
  householdSize!: number | null;

  @Published.date({ about: 'Planned day of the move', nullable: true, column: false })
  plannedMoveInOn!: string | null;

  @Published.date({ about: 'Day of the keys', nullable: true, column: false })
  movedInOn!: string | null;

  @Published.date({ about: 'First day outside', nullable: true, column: false })
  endedOn!: string | null;

  @Published.text({ about: 'Professional contact of the operator', nullable: true, max: 200, column: false })
  operatorContact!: string | null;

  @Published.code(SupportState, {
    about: 'As the supporter says; null: not known, or the placement has ended',
    nullable: true,
    column: false,
  })
  supportInPlace!: SupportState | null;

  @Published.integer({ about: 'Version of the placement itself', nullable: true, min: 1, column: false })
  placementVersion!: number | null;

  @Published.flag({ about: 'Whether it is gone for this reader', nullable: true, example: false, column: false })
  removed!: boolean | null;

  @Published.text({
    about: 'no_longer_yours, merged or deleted',
    nullable: true,
    max: 20,
    example: 'no_longer_yours',
    column: false,
  })
  reason!: string | null;
}
