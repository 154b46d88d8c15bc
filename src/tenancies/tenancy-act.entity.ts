import { Noun, Published } from '../platform/api/published.js';
import { Record } from '../platform/database/record.js';
import type { CivilDate } from '../platform/clock.js';
import { ExitRoute } from '../placements/placement-grounds.enums.js';
import { Column } from 'typeorm';
import { TenancyActKind } from './tenancies.enums.js';

@Noun('TenancyAct', 'tenancy_acts', 'An act of a tenancy: who, when, and from which day')
export class TenancyAct extends Record {
  @Published.id({ about: 'The tenancy' })
  tenancyId!: string;

  @Published.code(TenancyActKind, { about: 'The act' })
  act!: TenancyActKind;

  @Published.date({ about: 'The day of the act' })
  occurredOn!: CivilDate;

  @Published.date({ about: 'The day from which it counts' })
  effectiveOn!: CivilDate;

  @Published.text({ about: 'Code of its ground', max: 60, nullable: true, example: 'notice_by_tenant' })
  reason!: string | null;

  @Published.id({ about: 'Lessor or manager who did it; null for others', nullable: true })
  byOrganisationId!: string | null;

  // Not published: the audit names people.
  @Column({ name: 'principal_id', type: 'text' })
  principalId!: string;
}

/** Bears its tenancy's id. A route can say prison, hospital or eviction: seen by who supports, and by who wrote it. */
@Noun('TenancyExit', 'tenancy_exits', 'Where a household went when its tenancy ended')
export class TenancyExit extends Record {
  @Published.code(ExitRoute, { about: 'Where it went' })
  route!: ExitRoute;

  @Published.flag({ about: 'Whether that is a lasting home' })
  durable!: boolean;

  @Column({ name: 'supporter_id', type: 'uuid', nullable: true })
  supporterId!: string | null;
}

/** Bears the id of the tenancy. All that the owner of the flat sees of who lives there beneath its head tenancy. */
@Noun('TenancyOccupancy', 'tenancy_occupancies', 'From when until when a home beneath a head tenancy is lived in')
export class TenancyOccupancy extends Record {
  @Published.id({ about: 'The head tenancy' })
  headTenancyId!: string;

  @Published.id({ about: 'Lessor of the head tenancy' })
  headLandlordId!: string;

  @Published.id({ about: 'Its tenant, who lets to residents' })
  lessorId!: string;

  @Published.id({ about: 'The dwelling' })
  dwellingId!: string;

  @Published.id({ about: 'The room, in a shared flat', nullable: true })
  roomId!: string | null;

  @Published.date({ about: 'First day' })
  startsOn!: CivilDate;

  @Published.date({ about: 'First day outside', nullable: true })
  endedOn!: CivilDate | null;

  @Published.date({ about: 'Day by which the joint review is due', nullable: true })
  nextReviewOn!: CivilDate | null;

  /** A review that was held moves the next one; one that is recorded after a later one does not. */
  reviewedUntil(nextOn: CivilDate): CivilDate {
    if (this.nextReviewOn === null || nextOn > this.nextReviewOn) this.nextReviewOn = nextOn;
    return this.nextReviewOn;
  }
}
