import { Command, Input } from '../platform/api/inputs.js';
import { PageFilter } from '../platform/api/pages.js';
import type { CivilDate } from '../platform/clock.js';
import { ExitRoute, ReferralReason } from './placement-grounds.enums.js';
import {
  AcceptanceAnswer,
  DecisionOutcome,
  DecisionReason,
  DeclineReason,
  EligibilityOutcome,
  IneligibilityReason,
  OfferAnswer,
  PlacementStatus,
} from './placements.enums.js';

@Command('ReferralInput', 'A household to refer into a programme')
export class ReferralInput {
  @Input.id({ about: 'The household, disclosed to you' })
  householdId!: string;

  @Input.id({ about: 'The programme' })
  programmeId!: string;

  @Input.id({ about: 'The convention under which it happens', optional: true, nullable: true })
  conventionId?: string | null;

  @Input.id({ about: 'Who will support the household; yourself when left out', optional: true })
  supporterId?: string;

  @Input.date({ about: 'Day of the referral; today when left out', optional: true })
  referredOn?: CivilDate;

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

@Command('EligibilityInput', 'Outcome of the eligibility check')
export class EligibilityInput {
  @Input.code(EligibilityOutcome, { about: 'The outcome' })
  outcome!: EligibilityOutcome;

  @Input.code(IneligibilityReason, { about: 'Why not, when not eligible', optional: true, nullable: true })
  reason?: IneligibilityReason | null;

  @Input.date({ about: 'Day of the check; today when left out', optional: true })
  occurredOn?: CivilDate;
}

@Command('OfferInput', 'A dwelling to offer')
export class OfferInput {
  @Input.id({ about: 'The dwelling' })
  dwellingId!: string;

  @Input.id({ about: 'The room, in a shared flat', optional: true, nullable: true })
  roomId?: string | null;

  @Input.date({ about: 'Planned day of the move' })
  plannedMoveInOn!: CivilDate;

  @Input.date({ about: 'Last day for an answer', optional: true, nullable: true })
  answerBy?: CivilDate | null;

  @Input.date({ about: 'Day of the offer; today when left out', optional: true })
  occurredOn?: CivilDate;
}

@Command('OfferAnswerInput', 'What the household answers to an offer')
export class OfferAnswerInput {
  @Input.code(OfferAnswer, { about: 'The answer' })
  answer!: OfferAnswer;

  @Input.date({ about: 'Day of the visit', optional: true, nullable: true })
  visitOn?: CivilDate | null;

  @Input.code(DeclineReason, {
    about: 'Why it declines; required then, without penalty',
    optional: true,
    nullable: true,
  })
  reason?: DeclineReason | null;

  @Input.text({ about: 'In its words', max: 1000, optional: true, nullable: true, example: 'Trop loin de l’école' })
  comment?: string | null;

  @Input.date({ about: 'Day of the answer; today when left out', optional: true })
  occurredOn?: CivilDate;
}

@Command('SubmissionInput', 'The file is put to its deciding body')
export class SubmissionInput {
  @Input.date({ about: 'Day on which the household was told that its identity goes to landlord and operator' })
  informedOn!: CivilDate;

  @Input.date({ about: 'Day of the submission; today when left out', optional: true })
  occurredOn?: CivilDate;
}

@Command('AllocationInput', 'What the deciding body decided')
export class AllocationInput {
  @Input.code(DecisionOutcome, { about: 'The decision' })
  outcome!: DecisionOutcome;

  @Input.integer({ about: 'Rank among the candidates', min: 1, max: 50, optional: true, nullable: true, example: 1 })
  rank?: number | null;

  @Input.text({
    about: 'The condition to fulfil',
    max: 500,
    optional: true,
    nullable: true,
    example: 'Fournir le justificatif de ressources',
  })
  condition?: string | null;

  @Input.code(DecisionReason, { about: 'Ground of a refusal or a postponement', optional: true, nullable: true })
  reason?: DecisionReason | null;

  @Input.date({ about: 'Day of the decision; today when left out', optional: true })
  occurredOn?: CivilDate;
}

@Command('AcceptanceInput', 'What the household answers to the allocation')
export class AcceptanceInput {
  @Input.code(AcceptanceAnswer, { about: 'The answer' })
  answer!: AcceptanceAnswer;

  @Input.code(DeclineReason, {
    about: 'Why it declines; required then, without penalty',
    optional: true,
    nullable: true,
  })
  reason?: DeclineReason | null;

  @Input.text({ about: 'In its words', max: 1000, optional: true, nullable: true, example: 'Trop loin de l’école' })
  comment?: string | null;

  @Input.date({ about: 'Planned day of the move, when it changes', optional: true })
  plannedMoveInOn?: CivilDate;

  @Input.date({
    about:
      'When no file was put before: day on which the household was told that its identity goes to landlord and operator',
    optional: true,
  })
  informedOn?: CivilDate;

  @Input.date({ about: 'Day of the answer; today when left out', optional: true })
  occurredOn?: CivilDate;
}

@Command('MoveInInput', 'The household has the keys')
export class MoveInInput {
  @Input.date({ about: 'Day of the keys' })
  movedInOn!: CivilDate;

  @Input.date({
    about:
      'When no file was put before: day on which the household was told that its identity goes to landlord and operator',
    optional: true,
  })
  informedOn?: CivilDate;
}

@Command('EndingInput', 'The placement ends')
export class EndingInput {
  @Input.date({ about: 'First day outside' })
  endedOn!: CivilDate;

  @Input.code(ExitRoute, { about: 'Where the household goes; `withdrawn` when it never moved in' })
  exitRoute!: ExitRoute;
}

@Command('PlacementFilter', 'Which placements')
export class PlacementFilter extends PageFilter {
  @Input.code(PlacementStatus, { about: 'In this status', optional: true })
  status?: PlacementStatus;

  @Input.id({ about: 'In this dwelling', optional: true })
  dwellingId?: string;

  @Input.id({ about: 'Of this household, where you may know it', optional: true })
  householdId?: string;

  @Input.id({ about: 'In this programme, where you may know it', optional: true })
  programmeId?: string;

  @Input.id({ about: 'Managed by this organisation', optional: true })
  operatorId?: string;

  @Input.id({ about: 'In a dwelling of this landlord', optional: true })
  landlordId?: string;
}

@Command('PlaceRequestInput', 'A placement to put on its programme’s waiting list')
export class PlaceRequestInput {
  @Input.id({ about: 'The placement' })
  placementId!: string;

  @Input.integer({ about: 'Priority, 1 first', min: 1, max: 5, optional: true, example: 3 })
  priority?: number;

  @Input.date({ about: 'Day of the request; today when left out', optional: true })
  requestedOn?: CivilDate;
}

@Command('DurationFilter', 'Of which placements')
export class DurationFilter {
  @Input.id({ about: 'In this programme', optional: true })
  programmeId?: string;

  @Input.date({ about: 'Keys from this day', optional: true })
  from?: CivilDate;

  @Input.date({ about: 'Keys before this day', optional: true })
  to?: CivilDate;
}
