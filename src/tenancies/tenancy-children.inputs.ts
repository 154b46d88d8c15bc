import { Command, Input } from '../platform/api/inputs.js';
import { PageFilter } from '../platform/api/pages.js';
import { AidKind, AidPayee } from './accounts.enums.js';
import {
  FslRequestKind,
  FslRequestStatus,
  GuaranteeKind,
  GuaranteeStatus,
  InventoryKind,
  JointReviewOutcome,
  TenancyActKind,
} from './tenancies.enums.js';

@Command('TenancyActFilter', 'Which acts of a tenancy')
export class TenancyActFilter extends PageFilter {
  @Input.code(TenancyActKind, { about: 'This act', optional: true })
  act?: TenancyActKind;

  @Input.id({ about: 'Done by this organisation, where you may know it', optional: true })
  byOrganisationId?: string;
}

@Command('TenancyTermsFilter', 'Which terms of a tenancy')
export class TenancyTermsFilter extends PageFilter {
  @Input.code(AidKind, { about: 'With this benefit', optional: true })
  aidKind?: AidKind;

  @Input.code(AidPayee, { about: 'Whose benefit is paid there', optional: true })
  aidPayee?: AidPayee;
}

@Command('OccupancyFilter', 'Which occupancies of a head tenancy')
export class OccupancyFilter extends PageFilter {
  @Input.id({ about: 'Beneath this head tenancy', optional: true })
  headTenancyId?: string;

  @Input.id({ about: 'Where this is the lessor of the head tenancy', optional: true })
  headLandlordId?: string;

  @Input.id({ about: 'Let to residents by this organisation', optional: true })
  lessorId?: string;

  @Input.id({ about: 'Of this dwelling', optional: true })
  dwellingId?: string;

  @Input.id({ about: 'Of this room', optional: true })
  roomId?: string;
}

@Command('JointReviewFilter', 'Which joint reviews of a tenancy')
export class JointReviewFilter extends PageFilter {
  @Input.code(JointReviewOutcome, { about: 'That came to this', optional: true })
  outcome?: JointReviewOutcome;
}

@Command('InventoryFilter', 'Which inventories of a tenancy')
export class InventoryFilter extends PageFilter {
  @Input.code(InventoryKind, { about: 'On entry or on exit', optional: true })
  kind?: InventoryKind;

  @Input.id({ about: 'Charged by this entry', optional: true })
  chargedEntryId?: string;
}

@Command('GuaranteeFilter', 'Which guarantees of a tenancy')
export class GuaranteeFilter extends PageFilter {
  @Input.code(GuaranteeKind, { about: 'Of this kind', optional: true })
  kind?: GuaranteeKind;

  @Input.code(GuaranteeStatus, { about: 'In this status', optional: true })
  status?: GuaranteeStatus;
}

@Command('FslRequestFilter', 'Which FSL requests of a tenancy')
export class FslRequestFilter extends PageFilter {
  @Input.code(FslRequestKind, { about: 'For this', optional: true })
  kind?: FslRequestKind;

  @Input.code(FslRequestStatus, { about: 'In this status', optional: true })
  status?: FslRequestStatus;
}
