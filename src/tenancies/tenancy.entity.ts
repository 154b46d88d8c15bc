import { Column } from 'typeorm';
import { ExternalIds, type ExternalId } from '../platform/api/external-ids.js';
import { Noun, Published } from '../platform/api/published.js';
import { Record } from '../platform/database/record.js';
import type { CivilDate } from '../platform/clock.js';
import { DuesSource, EndingReason, TenancyKind, TenancyStatus, TerminationClauseDelay } from './tenancies.enums.js';

/** Who lives where, let by whom, from when until when. What is paid is `/terms` and `/account`, for fewer eyes. */
@Noun('Tenancy', 'tenancies', 'A lease, title or agreement under which a home is let')
export class Tenancy extends Record {
  @Published.code(TenancyKind, { about: 'Its legal form' })
  kind!: TenancyKind;

  @Published.code(TenancyStatus, { about: 'Where it stands' })
  status!: TenancyStatus;

  @Published.id({ about: 'The lessor' })
  landlordId!: string;

  @Published.id({ about: 'Who manages it for the lessor', nullable: true })
  operatorId!: string | null;

  @Published.id({ about: 'The household that is tenant', nullable: true })
  householdId!: string | null;

  @Published.id({ about: 'The organisation that is tenant, of a head tenancy', nullable: true })
  tenantOrganisationId!: string | null;

  @Published.id({ about: 'The head tenancy beneath which it stands', nullable: true })
  headTenancyId!: string | null;

  @Published.id({ about: 'The tenancy that it follows, after a slide or a transfer', nullable: true })
  previousTenancyId!: string | null;

  @Published.id({ about: 'The placement that it grew out of', nullable: true })
  placementId!: string | null;

  @Published.id({ about: 'The dwelling' })
  dwellingId!: string;

  @Published.id({ about: 'The room, in a shared flat', nullable: true })
  roomId!: string | null;

  @Published.date({ about: 'First day' })
  startsOn!: CivilDate;

  @Published.date({ about: 'First day outside, as planned', nullable: true })
  endsOn!: CivilDate | null;

  @Published.date({ about: 'First day outside, as it happened', nullable: true })
  endedOn!: CivilDate | null;

  @Published.code(EndingReason, { about: 'Why it ended', nullable: true })
  endingReason!: EndingReason | null;

  @Published.integer({ about: 'Day of the month on which the rent is due', min: 1, max: 28, example: 1 })
  dueDay!: number;

  @Published.code(DuesSource, { about: 'Where its monthly dues come from' })
  duesSource!: DuesSource;

  @Published.code(TerminationClauseDelay, { about: 'Delay of its termination clause, as written in it' })
  terminationClauseDelay!: TerminationClauseDelay;

  @ExternalIds()
  externalIds!: ExternalId[];

  // Not published: when a debt was settled belongs to the account.
  @Column({ name: 'settled_on', type: 'date', nullable: true })
  settledOn!: CivilDate | null;

  // Not published: who supports may itself reveal a condition.
  @Column({ name: 'supporter_id', type: 'uuid', nullable: true })
  supporterId!: string | null;
}
