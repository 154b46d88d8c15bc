import { Column } from 'typeorm';
import { ExternalIds, type ExternalId } from '../platform/api/external-ids.js';
import { Noun, Published } from '../platform/api/published.js';
import { Record } from '../platform/database/record.js';
import type { CivilDate } from '../platform/clock.js';
import { conflict, invalid } from '../platform/errors/failure.js';
import type { TenancyInput } from './tenancies.inputs.js';
import { lets, type Who } from './keepers.js';
import { endingDay } from '../platform/bounded-days.js';
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

  /** CCH art. L.442-8-4: in a flat-share of a social dwelling each has a contract of their own. Of other leases nothing is recorded. */
  @Published.flag({
    about:
      'Whether its tenant answers for other tenants: false for a flat-share agreement, under which nobody answers for another; null where nothing is recorded',
    nullable: true,
    example: false,
    sql: (alias) => `CASE WHEN ${alias}.kind = 'flat_share_agreement' THEN false END`,
  })
  solidarity!: boolean | null;

  @ExternalIds()
  externalIds!: ExternalId[];

  // Not published: from when on dues are computed here.
  @Column({ name: 'dues_start_on', type: 'date' })
  duesStartOn!: CivilDate;

  // Not published: when a debt was settled belongs to the account.
  @Column({ name: 'settled_on', type: 'date', nullable: true })
  settledOn!: CivilDate | null;

  // Not published: who supports may itself reveal a condition.
  @Column({ name: 'supporter_id', type: 'uuid', nullable: true })
  supporterId!: string | null;

  /** The organisations that follow it: to whom its events go. */
  get parties(): (string | null)[] {
    return [this.landlordId, this.operatorId, this.supporterId, this.tenantOrganisationId];
  }

  isKeptBy(organisationId: string): boolean {
    return organisationId === this.landlordId || organisationId === this.operatorId;
  }

  /** @throws not_the_lessor, tenancy_ended */
  demandKeeper(who: Who): void {
    if (who.kind !== 'system' && !(lets(who) && this.isKeptBy(who.organisationId))) throw conflict('not_the_lessor');
  }

  /** By external id a tenancy is not made another one: that takes an act. */
  demandSame(input: TenancyInput): void {
    const said = { ...input } as { [key: string]: unknown };
    const fixed = [
      'kind',
      'landlordId',
      'householdId',
      'tenantOrganisationId',
      'placementId',
      'headTenancyId',
      'dwellingId',
      'roomId',
      'startsOn',
      'duesStartOn',
      'duesSource',
    ];
    const other = fixed.find(
      (key) => said[key] !== undefined && said[key] !== (this as unknown as { [key: string]: unknown })[key],
    );
    if (other) throw conflict('tenancy_fixed', { property: other });
  }

  describe({ endsOn, dueDay, terminationClauseDelay }: TenancyInput): void {
    endingDay(endsOn, '/endsOn');
    if (endsOn != null && endsOn <= this.startsOn) throw invalid('/endsOn', 'period_reversed');
    if (this.status === 'in_force') this.endsOn = endsOn ?? null;
    this.dueDay = dueDay ?? 1;
    this.terminationClauseDelay = terminationClauseDelay ?? 'six_weeks';
  }

  demandCurrent(): void {
    if (this.status === 'ended') throw conflict('tenancy_ended', { endedOn: this.endedOn });
  }

  giveNotice(effectiveOn: CivilDate, givenOn: CivilDate): void {
    this.demandCurrent();
    if (effectiveOn < givenOn) throw invalid('/effectiveOn', 'period_reversed');
    if (effectiveOn <= this.startsOn) throw invalid('/effectiveOn', 'before_start', { start: this.startsOn });
    this.status = 'notice_given';
    this.endsOn = effectiveOn;
  }

  withdrawNotice(endsOn: CivilDate | null): void {
    this.demandCurrent();
    if (this.status !== 'notice_given') throw conflict('no_notice_given');
    if (endsOn !== null && endsOn <= this.startsOn) throw invalid('/endsOn', 'before_start', { start: this.startsOn });
    this.status = 'in_force';
    this.endsOn = endsOn;
  }

  extend(until: CivilDate): void {
    if (until <= (this.endsOn ?? this.startsOn))
      throw invalid('/endsOn', 'before_start', { start: this.endsOn ?? this.startsOn });
    this.endsOn = until;
  }

  /** What is owed is owed still: only the account knows of that. */
  end(on: CivilDate, reason: EndingReason, pointer = '/endedOn'): void {
    this.demandCurrent();
    if (on < this.startsOn) throw invalid(pointer, 'before_start', { start: this.startsOn });
    this.status = 'ended';
    this.endedOn = on;
    this.endingReason = reason;
  }

  /** That it owes nothing is asked by the database, under the lock of its account. */
  settle(on: CivilDate): void {
    if (this.endedOn === null) throw conflict('tenancy_not_ended');
    if (this.settledOn !== null) throw conflict('account_already_settled', { settledOn: this.settledOn });
    if (on < this.endedOn) throw invalid('/settledOn', 'before_start', { start: this.endedOn });
    this.settledOn = on;
  }
}
