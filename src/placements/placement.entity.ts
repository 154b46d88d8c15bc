import { Column } from 'typeorm';
import { ExternalIds, type ExternalId } from '../platform/api/external-ids.js';
import { Noun, Published } from '../platform/api/published.js';
import { Record } from '../platform/database/record.js';
import type { CivilDate } from '../platform/clock.js';
import { conflict, invalid } from '../platform/errors/failure.js';
import { ChildrenByAgeBand } from '../people/household.entity.js';
import type { Offer } from './offer.entity.js';
import { startsFrom } from './placement-flow.js';
import type { ExitRoute } from './placement-grounds.enums.js';
import { PlacementStatus, PlacementStep } from './placements.enums.js';

const bands = (
  alias: string,
): string => `jsonb_build_object('under3', ${alias}.children_under3, 'from3To5', ${alias}.children3to5,
  'from6To11', ${alias}.children6to11, 'from12To17', ${alias}.children12to17)`;

const count = (name: string): PropertyDecorator => Column({ name, type: 'integer' });

@Noun('Placement', 'placements', 'The way of a household into a dwelling, as all its parties may see it')
export class Placement extends Record {
  @Published.code(PlacementStatus, { about: 'Where it stands' })
  status!: PlacementStatus;

  @Published.date({ about: 'The day of the step that led there' })
  statusSince!: CivilDate;

  @Published.text({ about: 'Neutral public name of the programme', max: 100, example: 'Logement accompagné' })
  programmeLabel!: string;

  @Published.id({ about: 'The offer under way', nullable: true })
  offerId!: string | null;

  @Published.id({ about: 'The dwelling offered, then lived in', nullable: true })
  dwellingId!: string | null;

  @Published.id({ about: 'The room, in a shared flat', nullable: true })
  roomId!: string | null;

  @Published.id({
    about: 'The household, once its file is before the deciding body; before that see `/referral`',
    nullable: true,
  })
  householdId!: string | null;

  @Published.integer({ about: 'Persons in the household', min: 0, example: 3 })
  householdSize!: number;

  @Published.one(() => ChildrenByAgeBand, { about: 'Children of the household by age', sql: bands })
  childrenByAgeBand!: ChildrenByAgeBand;

  @Published.date({ about: 'Planned day of the move', nullable: true })
  plannedMoveInOn!: CivilDate | null;

  @Published.date({ about: 'Day of the keys', nullable: true })
  movedInOn!: CivilDate | null;

  @Published.date({ about: 'First day outside', nullable: true })
  endedOn!: CivilDate | null;

  @Published.id({ about: 'Landlord of the dwelling, from the offer on', nullable: true })
  landlordId!: string | null;

  @Published.id({ about: 'Who manages the dwelling, from the offer on', nullable: true })
  operatorId!: string | null;

  @ExternalIds()
  externalIds!: ExternalId[];

  // As they were on the day of the referral.
  @count('children_under3')
  childrenUnder3!: number;

  @count('children3to5')
  children3to5!: number;

  @count('children6to11')
  children6to11!: number;

  @count('children12to17')
  children12to17!: number;

  // Not published: who supports or refers may itself reveal a condition.
  @Column({ name: 'supporter_id', type: 'uuid' })
  supporterId!: string;

  @Column({ name: 'referrer_id', type: 'uuid' })
  referrerId!: string;

  /** Refuses a step that the present status does not allow, saying from which it would be. */
  demandStep(step: Exclude<PlacementStep, 'referral'>, omitted: readonly string[]): void {
    const possible = startsFrom(step, omitted);
    if (!possible.includes(this.status)) {
      throw conflict('step_not_possible', { step, status: this.status, possible: possible.join(', ') });
    }
  }

  moveTo(status: PlacementStatus, on: CivilDate, pointer = '/occurredOn'): void {
    if (on < this.statusSince) throw invalid(pointer, 'before_last_step', { since: this.statusSince });
    this.status = status;
    this.statusSince = on;
  }

  /** A dwelling is offered: from now on its landlord and its operator see the placement. */
  bind(offer: Offer, on: CivilDate): void {
    this.moveTo('offered', on);
    this.offerId = offer.id;
    this.dwellingId = offer.dwellingId;
    this.roomId = offer.roomId;
    this.landlordId = offer.landlordId;
    this.operatorId = offer.operatorId;
    this.plannedMoveInOn = offer.plannedMoveInOn;
  }

  end(on: CivilDate, route: ExitRoute): void {
    if (this.movedInOn && on < this.movedInOn) throw invalid('/endedOn', 'period_reversed');
    if (!this.movedInOn && !['withdrawn', 'death'].includes(route)) throw conflict('never_moved_in', { route });
    if (this.movedInOn && route === 'withdrawn') throw conflict('already_moved_in');
    this.moveTo('ended', on, '/endedOn');
    this.endedOn = on;
  }
}
