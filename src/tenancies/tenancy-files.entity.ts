import { Noun, Published } from '../platform/api/published.js';
import { Record } from '../platform/database/record.js';
import type { CivilDate } from '../platform/clock.js';
import { conflict, invalid } from '../platform/errors/failure.js';
import { endingDay } from '../platform/bounded-days.js';
import { FslRequestKind, FslRequestStatus, GuaranteeKind, GuaranteeStatus, InventoryKind } from './tenancies.enums.js';
import type { FslRequestPatch, GuaranteePatch } from './tenancy-files.inputs.js';

const cents = (about: string) => ({
  about: `${about}, in cents`,
  min: 0,
  nullable: true,
  example: 42_000,
});

@Noun('Inventory', 'inventories', 'The state of a home when it is handed over, and when it is given back')
export class Inventory extends Record {
  @Published.id({ about: 'The tenancy' })
  tenancyId!: string;

  @Published.code(InventoryKind, { about: 'On entry or on exit' })
  kind!: InventoryKind;

  @Published.date({ about: 'Day on which it was made' })
  doneOn!: CivilDate;

  @Published.flag({ about: 'Whether the household was there' })
  householdPresent!: boolean;

  @Published.integer({ about: 'Keys handed over or given back', min: 0, nullable: true, example: 3 })
  keys!: number | null;

  @Published.integer(cents('Cost of the repairs that the household owes on exit'))
  repairCents!: number | null;

  @Published.id({ about: 'The entry by which it was charged', nullable: true })
  chargedEntryId!: string | null;
}

const FINAL: readonly GuaranteeStatus[] = ['refused', 'released', 'moved'];

@Noun('Guarantee', 'guarantees', 'What secures the rent: deposit, Visale, FSL, a person')
export class Guarantee extends Record {
  @Published.id({ about: 'The tenancy' })
  tenancyId!: string;

  @Published.code(GuaranteeKind, { about: 'Its kind' })
  kind!: GuaranteeKind;

  @Published.code(GuaranteeStatus, { about: 'Where it stands' })
  status!: GuaranteeStatus;

  @Published.date({ about: 'Since when' })
  statusSince!: CivilDate;

  @Published.integer(cents('Amount'))
  amountCents!: number | null;

  @Published.date({ about: 'First day on which it holds', nullable: true })
  validFrom!: CivilDate | null;

  @Published.date({ about: 'Last day on which it holds', nullable: true })
  validUntil!: CivilDate | null;

  describe({ status, amountCents, validFrom, validUntil }: GuaranteePatch, on: CivilDate): void {
    if (FINAL.includes(this.status)) throw conflict('status_not_possible', { status: this.status });
    if (status !== undefined && status !== this.status) {
      this.status = status;
      this.statusSince = on;
    }
    if (amountCents !== undefined) this.amountCents = amountCents;
    if (validFrom !== undefined) this.validFrom = endingDay(validFrom, '/validFrom');
    if (validUntil !== undefined) this.validUntil = endingDay(validUntil, '/validUntil');
    if (this.validFrom && this.validUntil && this.validUntil < this.validFrom)
      throw invalid('/validUntil', 'period_reversed');
  }
}

@Noun('FslRequest', 'fsl_requests', 'A request to the housing solidarity fund')
export class FslRequest extends Record {
  @Published.id({ about: 'The tenancy' })
  tenancyId!: string;

  @Published.code(FslRequestKind, { about: 'What for' })
  kind!: FslRequestKind;

  @Published.code(FslRequestStatus, { about: 'Where it stands' })
  status!: FslRequestStatus;

  @Published.date({ about: 'Day on which it was filed' })
  filedOn!: CivilDate;

  @Published.integer(cents('Amount asked for'))
  requestedCents!: number | null;

  @Published.date({ about: 'Day of the decision', nullable: true })
  decidedOn!: CivilDate | null;

  @Published.integer(cents('Amount granted'))
  grantedCents!: number | null;

  /** The decision of the fund, or the request withdrawn. What it pays is an entry of the account. */
  conclude({ status, grantedCents }: FslRequestPatch, on: CivilDate): void {
    if (this.status !== 'filed') throw conflict('status_not_possible', { status: this.status });
    if (on < this.filedOn) throw invalid('/decidedOn', 'before_start', { start: this.filedOn });
    if (grantedCents != null && status !== 'granted') throw invalid('/grantedCents', 'wrong_kind');
    this.status = status;
    this.decidedOn = status === 'withdrawn' ? null : on;
    this.grantedCents = grantedCents ?? null;
  }
}
