import { Noun, Published } from '../platform/api/published.js';
import { Record } from '../platform/database/record.js';
import type { CivilDate } from '../platform/clock.js';
import type { Work } from '../platform/database/work.js';
import { invalid } from '../platform/errors/failure.js';
import { AidKind, AidPayee } from './accounts.enums.js';
import type { AmendmentInput, TermsInput } from './tenancy-terms.inputs.js';
import type { Tenancy } from './tenancy.entity.js';

/** Hold from `startsOn` until the next terms of the tenancy, or until its end. Seen by those who see the account. */
@Noun('TenancyTerms', 'tenancy_terms', 'What is paid each month, from a day on')
export class TenancyTerms extends Record {
  @Published.id({ about: 'The tenancy' })
  tenancyId!: string;

  @Published.date({ about: 'First day on which these terms hold' })
  startsOn!: CivilDate;

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

  /** What is left out stays; a benefit that is taken away leaves no amount behind. */
  describe(known: Partial<TermsInput>, pointer = ''): void {
    const { startsOn: _from, ...facts } = known as Partial<AmendmentInput>;
    for (const [property, value] of Object.entries(facts)) {
      if (value !== undefined) Object.assign(this, { [property]: value });
    }
    if (known.aidKind === null) Object.assign(this, { aidPayee: null, aidCents: 0 });
    if ((this.aidKind === null) !== (this.aidPayee === null)) throw invalid(`${pointer}/aidPayee`, 'aid_incomplete');
    if (this.aidKind === null && this.aidCents > 0) throw invalid(`${pointer}/aidKind`, 'aid_incomplete');
    if (this.rlsCents > this.rentCents) throw invalid(`${pointer}/rlsCents`, 'above_rent');
  }

  /** The same terms, to be amended from another day on. */
  from(work: Work, startsOn: CivilDate): TenancyTerms {
    const { tenancyId, rentCents, chargesCents, servicesCents, rlsCents, depositCents, aidKind, aidCents, aidPayee } =
      this;
    const same = { rentCents, chargesCents, servicesCents, rlsCents, depositCents, aidKind, aidCents, aidPayee };
    return work.create(TenancyTerms, { tenancyId, startsOn, ...same });
  }
}

/** The first terms of a tenancy. */
export function termsOf(work: Work, { id, startsOn }: Tenancy, input: TermsInput, pointer: string): TenancyTerms {
  const terms = work.create(TenancyTerms, {
    tenancyId: id,
    startsOn,
    rentCents: 0,
    chargesCents: 0,
    servicesCents: 0,
    rlsCents: 0,
    depositCents: 0,
    aidKind: null,
    aidCents: 0,
    aidPayee: null,
  });
  terms.describe(input, pointer);
  return terms;
}
