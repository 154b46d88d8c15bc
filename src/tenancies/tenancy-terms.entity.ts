import { Noun, Published } from '../platform/api/published.js';
import { Record } from '../platform/database/record.js';
import type { CivilDate } from '../platform/clock.js';
import { AidKind, AidPayee } from './accounts.enums.js';

/** Hold from `fromOn` until the next terms of the tenancy, or until its end. Seen by those who see the account. */
@Noun('TenancyTerms', 'tenancy_terms', 'What is paid each month, from a day on')
export class TenancyTerms extends Record {
  @Published.id({ about: 'The tenancy' })
  tenancyId!: string;

  @Published.date({ about: 'First day on which these terms hold' })
  fromOn!: CivilDate;

  @Published.integer({ about: 'Monthly rent or housing part, in cents', min: 0, example: 42_000 })
  rentCents!: number;

  @Published.integer({ about: 'Monthly charges, in cents', min: 0, example: 6_000 })
  chargesCents!: number;

  @Published.integer({ about: 'Monthly services of a residence, in cents', min: 0, example: 0 })
  servicesCents!: number;

  @Published.integer({ about: 'Solidarity rent reduction (RLS) a month, in cents', min: 0, example: 0 })
  rlsCents!: number;

  @Published.integer({ about: 'Deposit, in cents', min: 0, example: 42_000 })
  depositCents!: number;

  @Published.code(AidKind, { about: 'Housing benefit', nullable: true })
  aidKind!: AidKind | null;

  @Published.integer({ about: 'Housing benefit a month, in cents', min: 0, example: 28_000 })
  aidCents!: number;

  @Published.code(AidPayee, { about: 'To whom the benefit is paid', nullable: true })
  aidPayee!: AidPayee | null;
}
