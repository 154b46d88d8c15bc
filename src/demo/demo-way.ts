import type { CivilDate } from '../platform/clock.js';
import type { ExitRoute, ReferralReason } from '../placements/placement-grounds.enums.js';
import type { PlacementStatus } from '../placements/placements.enums.js';

export interface DemoHome {
  readonly dwellingId: string;
  readonly roomId: string | null;
  readonly landlordId: string;
  readonly operatorId: string | null;
  /** A private owner learns nothing of who lives there. */
  readonly privateOwner: boolean;
  readonly slots: string;
  /** Monthly rent and charges, as the dwelling has them. */
  readonly rentCents: number;
  readonly chargesCents: number;
}

export interface DemoFrame {
  readonly programmeId: string;
  readonly conventionId: string | null;
  readonly label: string;
  readonly decidingBody: 'caleol' | 'operator_admission' | 'association_choice';
  readonly omitted: readonly string[];
}

export interface DemoWay {
  readonly frame: DemoFrame;
  readonly supporterId: string;
  readonly referrerId: string;
  readonly home: DemoHome | null;
  readonly status: PlacementStatus;
  readonly referredOn: CivilDate;
  readonly offeredOn?: CivilDate;
  readonly movedInOn?: CivilDate;
  readonly plannedOn?: CivilDate;
  readonly endedOn?: CivilDate;
  readonly exitRoute?: ExitRoute;
  /** The tenancy that it grew into: the stay is its. */
  readonly tenancyId?: string;
  /** The occupancy of a shared flat that it led to: the stay is its. */
  readonly occupancyId?: string;
  readonly reasons: readonly ReferralReason[];
  readonly cohort?: string;
  /** An earlier offer that the household declined. */
  readonly declinedBefore?: DemoHome;
}

const REACHED: readonly PlacementStatus[] = [
  'referred',
  'eligible',
  'offered',
  'submitted',
  'allocated',
  'accepted',
  'moved_in',
  'ended',
];
export const reached = (way: DemoWay, status: PlacementStatus): boolean =>
  REACHED.indexOf(way.status) >= REACHED.indexOf(status);

/** Columns of who sees a row of a placement. */
export type Viewers = Record<'landlord_id' | 'operator_id' | 'supporter_id' | 'referrer_id', string | null>;
