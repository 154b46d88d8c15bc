import { ExternalIdsInput, type ExternalIdInput } from '../platform/api/external-ids.js';
import { Command, Input } from '../platform/api/inputs.js';
import { PageFilter } from '../platform/api/pages.js';
import type { CivilDate } from '../platform/clock.js';
import { ExitRoute } from './placement-grounds.enums.js';
import {
  AcceptanceAnswer,
  DecisionOutcome,
  DecisionReason,
  DeclineReason,
  OfferAnswer,
  PlacementStatus,
} from './placements.enums.js';

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

@Command('PlacementPatch', 'What each party keeps of its own on a placement')
export class PlacementPatch {
  @ExternalIdsInput()
  externalIds?: ExternalIdInput[];
}

@Command('PlacementFilter', 'Which placements')
export class PlacementFilter extends PageFilter {
  @Input.code(PlacementStatus, { about: 'In this status', optional: true })
  status?: PlacementStatus;

  @Input.id({ about: 'In this dwelling', optional: true })
  dwellingId?: string;

  @Input.id({ about: 'In this room', optional: true })
  roomId?: string;

  @Input.id({ about: 'With this offer under way', optional: true })
  offerId?: string;

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
