import { Command, Input } from '../platform/api/inputs.js';
import type { CivilDate } from '../platform/clock.js';
import { FslOutcome, FslRequestKind, GuaranteeKind, GuaranteeStatus, InventoryKind } from './tenancies.enums.js';

const cents = (about: string) => ({ about: `${about}, in cents`, min: 0, max: 10_000_000, example: 42_000 });

@Command('InventoryInput', 'An inventory that was made')
export class InventoryInput {
  @Input.code(InventoryKind, { about: 'On entry or on exit' })
  kind!: InventoryKind;

  @Input.date({ about: 'Day on which it was made; today when left out', optional: true })
  doneOn?: CivilDate;

  @Input.flag({ about: 'Whether the household was there' })
  householdPresent!: boolean;

  @Input.integer({ about: 'Keys handed over or given back', min: 0, max: 100, optional: true, example: 3 })
  keys?: number;

  @Input.integer({ ...cents('Cost of the repairs that the household owes; on exit only'), optional: true })
  repairCents?: number;

  @Input.flag({ about: 'Whether the repairs are charged to the account at once', optional: true })
  charge?: boolean;
}

@Command('GuaranteeInput', 'What secures the rent')
export class GuaranteeInput {
  @Input.code(GuaranteeKind, { about: 'Its kind' })
  kind!: GuaranteeKind;

  @Input.code(GuaranteeStatus, { about: 'Where it stands; held when left out', optional: true })
  status?: GuaranteeStatus;

  @Input.integer({ ...cents('Amount'), optional: true, nullable: true })
  amountCents?: number | null;

  @Input.date({ about: 'First day on which it holds', optional: true, nullable: true })
  validFrom?: CivilDate | null;

  @Input.date({ about: 'Last day on which it holds', optional: true, nullable: true })
  validUntil?: CivilDate | null;
}

@Command('GuaranteePatch', 'What changes of a guarantee')
export class GuaranteePatch {
  @Input.code(GuaranteeStatus, { about: 'Where it stands', optional: true })
  status?: GuaranteeStatus;

  @Input.integer({ ...cents('Amount'), optional: true, nullable: true })
  amountCents?: number | null;

  @Input.date({ about: 'First day on which it holds', optional: true, nullable: true })
  validFrom?: CivilDate | null;

  @Input.date({ about: 'Last day on which it holds', optional: true, nullable: true })
  validUntil?: CivilDate | null;
}

@Command('FslRequestInput', 'A request to the housing solidarity fund')
export class FslRequestInput {
  @Input.code(FslRequestKind, { about: 'What for' })
  kind!: FslRequestKind;

  @Input.date({ about: 'Day on which it was filed; today when left out', optional: true })
  filedOn?: CivilDate;

  @Input.integer({ ...cents('Amount asked for'), optional: true, nullable: true })
  requestedCents?: number | null;
}

@Command('FslRequestPatch', 'What became of an FSL request')
export class FslRequestPatch {
  @Input.code(FslOutcome, { about: 'The outcome' })
  status!: FslOutcome;

  @Input.date({ about: 'Day of it; today when left out', optional: true })
  decidedOn?: CivilDate;

  @Input.integer({ ...cents('Amount granted'), optional: true, nullable: true })
  grantedCents?: number | null;
}
