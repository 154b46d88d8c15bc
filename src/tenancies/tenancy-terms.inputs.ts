import { Command, Input } from '../platform/api/inputs.js';
import type { CivilDate } from '../platform/clock.js';
import { AidKind, AidPayee } from './accounts.enums.js';

const monthly = (about: string, example = 0) => ({ about, min: 0, max: 10_000_000, example });

@Command('TermsInput', 'What is paid each month')
export class TermsInput {
  @Input.integer(monthly('Monthly rent or housing part, in cents', 42_000))
  rentCents!: number;

  @Input.integer({ ...monthly('Monthly charges, in cents', 6_000), optional: true })
  chargesCents?: number;

  @Input.integer({ ...monthly('Monthly services of a residence, in cents'), optional: true })
  servicesCents?: number;

  @Input.integer({ ...monthly('Solidarity rent reduction (RLS) a month, in cents'), optional: true })
  rlsCents?: number;

  @Input.integer({ ...monthly('Deposit, in cents', 42_000), optional: true })
  depositCents?: number;

  @Input.code(AidKind, { about: 'Housing benefit', optional: true, nullable: true })
  aidKind?: AidKind | null;

  @Input.integer({ ...monthly('Housing benefit a month, in cents', 28_000), optional: true })
  aidCents?: number;

  @Input.code(AidPayee, { about: 'To whom the benefit is paid', optional: true, nullable: true })
  aidPayee?: AidPayee | null;
}

@Command('AmendmentInput', 'Other terms, from a day on; what is left out stays as it was')
export class AmendmentInput {
  @Input.date({ about: 'First day on which they hold; terms of that very day are corrected' })
  startsOn!: CivilDate;

  @Input.integer({ ...monthly('Monthly rent or housing part, in cents', 43_000), optional: true })
  rentCents?: number;

  @Input.integer({ ...monthly('Monthly charges, in cents', 6_000), optional: true })
  chargesCents?: number;

  @Input.integer({ ...monthly('Monthly services of a residence, in cents'), optional: true })
  servicesCents?: number;

  @Input.integer({ ...monthly('Solidarity rent reduction (RLS) a month, in cents'), optional: true })
  rlsCents?: number;

  @Input.integer({ ...monthly('Deposit, in cents', 42_000), optional: true })
  depositCents?: number;

  @Input.code(AidKind, { about: 'Housing benefit', optional: true, nullable: true })
  aidKind?: AidKind | null;

  @Input.integer({ ...monthly('Housing benefit a month, in cents', 28_000), optional: true })
  aidCents?: number;

  @Input.code(AidPayee, { about: 'To whom the benefit is paid', optional: true, nullable: true })
  aidPayee?: AidPayee | null;
}
