import { ObjectType } from '@nestjs/graphql';
import { Column } from 'typeorm';
import { Noun, Published } from '../platform/api/published.js';
import { Record } from '../platform/database/record.js';
import type { CivilDate } from '../platform/clock.js';
import { DecidingBody } from '../consortia/consortia.enums.js';
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

/** Abstract to GraphQL too, or the fields of `Record` would get lost on the way. */
@ObjectType({ isAbstract: true })
abstract class Followed extends Record {
  @Column({ name: 'landlord_id', type: 'uuid', nullable: true })
  landlordId!: string | null;

  @Column({ name: 'operator_id', type: 'uuid', nullable: true })
  operatorId!: string | null;

  @Column({ name: 'supporter_id', type: 'uuid' })
  supporterId!: string;

  @Column({ name: 'referrer_id', type: 'uuid' })
  referrerId!: string;
}

@Noun('Offer', 'offers', 'A dwelling offered to a household')
export class Offer extends Followed {
  @Published.id({ about: 'The placement' })
  placementId!: string;

  @Published.id({ about: 'The dwelling' })
  dwellingId!: string;

  @Published.id({ about: 'The room, in a shared flat', nullable: true })
  roomId!: string | null;

  @Published.code(OfferStatus, { about: 'Where the offer stands' })
  status!: OfferStatus;

  @Published.date({ about: 'Day of the offer' })
  offeredOn!: CivilDate;

  @Published.date({ about: 'Last day for an answer', nullable: true })
  answerBy!: CivilDate | null;

  @Published.date({ about: 'Day of the visit', nullable: true })
  visitOn!: CivilDate | null;

  @Published.date({ about: 'Planned day of the move' })
  plannedMoveInOn!: CivilDate;

  @Published.date({ about: 'Day on which the offer was closed', nullable: true })
  closedOn!: CivilDate | null;

  close(status: OfferStatus, on: CivilDate): void {
    this.status = status;
    this.closedOn = on;
  }
}

@Noun('HouseholdAnswer', 'household_answers', 'What the household answered, and why; for those who accompany it')
export class HouseholdAnswer extends Record {
  @Published.id({ about: 'The placement' })
  placementId!: string;

  @Published.id({ about: 'The offer' })
  offerId!: string;

  @Published.code(HouseholdAnswerKind, { about: 'The answer, to an offer or to an allocation', example: 'declined' })
  answer!: HouseholdAnswerKind;

  @Published.code(DeclineReason, { about: 'Why it declined', nullable: true })
  reason!: DeclineReason | null;

  @Published.text({ about: 'In its words', max: 1000, nullable: true, example: 'Trop loin de l’école' })
  comment!: string | null;

  @Published.date({ about: 'Day of the answer' })
  answeredOn!: CivilDate;

  @Column({ name: 'supporter_id', type: 'uuid' })
  supporterId!: string;

  @Column({ name: 'referrer_id', type: 'uuid' })
  referrerId!: string;
}

@Noun('CommissionDecision', 'commission_decisions', 'What the deciding body decided')
export class CommissionDecision extends Followed {
  @Published.id({ about: 'The placement' })
  placementId!: string;

  @Published.id({ about: 'The offer decided on' })
  offerId!: string;

  @Published.code(DecidingBody, { about: 'Who decided', column: 'body' })
  decidingBody!: DecidingBody;

  @Published.code(DecisionOutcome, { about: 'Its decision' })
  outcome!: DecisionOutcome;

  @Published.integer({ about: 'Rank among the candidates', min: 1, nullable: true, example: 1 })
  rank!: number | null;

  @Published.text({
    about: 'The condition to fulfil',
    max: 500,
    nullable: true,
    example: 'Fournir le justificatif de ressources',
  })
  condition!: string | null;

  @Published.code(DecisionReason, { about: 'Ground of a refusal or postponement', nullable: true })
  reason!: DecisionReason | null;

  @Published.date({ about: 'Day of the decision' })
  decidedOn!: CivilDate;
}

@Noun('PlacementStepRecord', 'placement_steps', 'A step of a placement: who, when, and what it led to')
export class PlacementStepRecord extends Followed {
  @Published.id({ about: 'The placement' })
  placementId!: string;

  @Published.code(PlacementStep, { about: 'The step' })
  step!: PlacementStep;

  @Published.code(PlacementStatus, { about: 'The status that it led to' })
  status!: PlacementStatus;

  @Published.date({ about: 'The day on which it happened' })
  occurredOn!: CivilDate;

  @Published.code(PartyRole, { about: 'In which role it was taken' })
  byRole!: PartyRole;

  @Published.id({ about: 'The organisation, unless its name could reveal a condition', nullable: true })
  byOrganisationId!: string | null;

  @Published.text({
    about: 'Ground, where the step has one that all parties may know',
    max: 60,
    nullable: true,
    example: 'file_incomplete',
  })
  reason!: string | null;

  @Column({ name: 'principal_id', type: 'text' })
  principalId!: string;
}
