import { DecidingBody } from '../consortia/consortia.enums.js';
import { Command, Input } from '../platform/api/inputs.js';
import { PageFilter } from '../platform/api/pages.js';
import {
  DecisionOutcome,
  DecisionReason,
  DeclineReason,
  HouseholdAnswerKind,
  OfferStatus,
  PartyRole,
  PlacementStatus,
  PlacementStep,
} from './placements.enums.js';

@Command('OfferFilter', 'Which offers of a placement')
export class OfferFilter extends PageFilter {
  @Input.code(OfferStatus, { about: 'In this status', optional: true })
  status?: OfferStatus;

  @Input.id({ about: 'Of this dwelling', optional: true })
  dwellingId?: string;

  @Input.id({ about: 'Of this room', optional: true })
  roomId?: string;
}

@Command('HouseholdAnswerFilter', 'Which answers of the household')
export class HouseholdAnswerFilter extends PageFilter {
  @Input.id({ about: 'To this offer', optional: true })
  offerId?: string;

  @Input.code(HouseholdAnswerKind, { about: 'With this answer', optional: true })
  answer?: HouseholdAnswerKind;

  @Input.code(DeclineReason, { about: 'With this reason', optional: true })
  reason?: DeclineReason;
}

@Command('DecisionFilter', 'Which decisions on a placement')
export class DecisionFilter extends PageFilter {
  @Input.id({ about: 'On this offer', optional: true })
  offerId?: string;

  @Input.code(DecidingBody, { about: 'By this body', optional: true })
  decidingBody?: DecidingBody;

  @Input.code(DecisionOutcome, { about: 'With this outcome', optional: true })
  outcome?: DecisionOutcome;

  @Input.code(DecisionReason, { about: 'With this ground', optional: true })
  reason?: DecisionReason;
}

@Command('StepFilter', 'Which steps of a placement')
export class StepFilter extends PageFilter {
  @Input.code(PlacementStep, { about: 'This step', optional: true })
  step?: PlacementStep;

  @Input.code(PlacementStatus, { about: 'That led to this status', optional: true })
  status?: PlacementStatus;

  @Input.code(PartyRole, { about: 'Taken in this role', optional: true })
  byRole?: PartyRole;

  @Input.id({ about: 'Taken by this organisation, where you may know it', optional: true })
  byOrganisationId?: string;
}
