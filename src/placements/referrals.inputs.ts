import { ExternalIdsInput, type ExternalIdInput } from '../platform/api/external-ids.js';
import { Command, Input } from '../platform/api/inputs.js';
import type { CivilDate } from '../platform/clock.js';
import { ReferralReason } from './placement-grounds.enums.js';
import { EligibilityOutcome, IneligibilityReason } from './placements.enums.js';

@Command('ReferralGroundsPatch', 'What changes of the grounds of a referral; null clears')
export class ReferralGroundsPatch {
  @Input.codes(ReferralReason, { about: 'Reasons of the request', optional: true, maxItems: 5 })
  reasons?: ReferralReason[];

  @Input.text({
    about: 'Cohort of the programme',
    max: 80,
    optional: true,
    nullable: true,
    example: 'families_from_hotel',
  })
  cohort?: string | null;

  @Input.text({
    about: 'What the household wishes',
    max: 1000,
    optional: true,
    nullable: true,
    example: 'Près de l’école des enfants',
  })
  wishes?: string | null;
}

@Command('ReferralInput', 'A household to refer into a programme')
export class ReferralInput extends ReferralGroundsPatch {
  @Input.id({ about: 'The household, disclosed to you' })
  householdId!: string;

  @Input.ids({
    about:
      'Who of the household is to move, as one adult into a room of a shared flat; all of it when left out. Sizes, waiting list and offers then count these persons',
    optional: true,
    nullable: true,
    minItems: 1,
    maxItems: 20,
  })
  personIds?: string[] | null;

  @Input.id({ about: 'The programme' })
  programmeId!: string;

  @Input.id({ about: 'The convention under which it happens', optional: true, nullable: true })
  conventionId?: string | null;

  @Input.id({ about: 'Who will support the household; yourself when left out', optional: true })
  supporterId?: string;

  @Input.date({ about: 'Day of the referral; today when left out', optional: true })
  referredOn?: CivilDate;

  @ExternalIdsInput()
  externalIds?: ExternalIdInput[];
}

@Command('EligibilityInput', 'Outcome of the eligibility check')
export class EligibilityInput {
  @Input.code(EligibilityOutcome, { about: 'The outcome' })
  outcome!: EligibilityOutcome;

  @Input.code(IneligibilityReason, { about: 'Why not, when not eligible', optional: true, nullable: true })
  reason?: IneligibilityReason | null;

  @Input.date({ about: 'Day of the check; today when left out', optional: true })
  occurredOn?: CivilDate;
}
