import { Noun, Published } from '../platform/api/published.js';
import { Record } from '../platform/database/record.js';
import type { CivilDate } from '../platform/clock.js';
import { DecidingBody, OmittableStep } from '../consortia/consortia.enums.js';
import { conflict } from '../platform/errors/failure.js';
import { ReferralReason } from './placement-grounds.enums.js';

/** Bears its placement's id. Seen by who refers, who supports and the coordinator; never by landlord or operator. */
@Noun('Referral', 'referrals', 'Who is referred, by whom, into which programme')
export class Referral extends Record {
  @Published.id({ about: 'The household' })
  householdId!: string;

  @Published.ids({
    about: 'Who of the household is to move, where it is not all of it; null: the whole household',
    nullable: true,
    maxItems: 20,
  })
  personIds!: string[] | null;

  @Published.id({ about: 'The programme' })
  programmeId!: string;

  @Published.id({ about: 'The convention under which it happens', nullable: true })
  conventionId!: string | null;

  @Published.id({ about: 'Who supports the household' })
  supporterId!: string;

  @Published.id({ about: 'Who refers it' })
  referrerId!: string;

  @Published.date({ about: 'Day of the referral' })
  referredOn!: CivilDate;

  @Published.date({ about: 'Day of the first offer', nullable: true })
  firstOfferedOn!: CivilDate | null;

  @Published.date({ about: 'Day of the keys', nullable: true, column: 'keys_on' })
  movedInOn!: CivilDate | null;

  @Published.code(DecidingBody, { about: 'Who decides' })
  decidingBody!: DecidingBody;

  @Published.codes(OmittableStep, { about: 'Steps that programme or convention leave out', example: ['eligibility'] })
  omittedSteps!: OmittableStep[];

  /** Refuses what would be another referral. What is left out is not asked for. */
  demandSame(said: Partial<Pick<Referral, (typeof FIXED)[number] | 'personIds'>>): void {
    const other: string[] = FIXED.filter(
      (name) => said[name] !== undefined && said[name]?.toLowerCase() !== this[name]?.toLowerCase(),
    );
    if (said.personIds !== undefined && setOf(said.personIds) !== setOf(this.personIds)) other.push('personIds');
    if (other.length > 0) throw conflict('referral_fixed', { properties: other.join(', ') });
  }
}

const setOf = (ids: readonly string[] | null): string =>
  [...new Set(ids?.map((id) => id.toLowerCase()))].sort().join(' ');

const FIXED = ['householdId', 'programmeId', 'conventionId', 'supporterId', 'referredOn'] as const;

/** Bears its placement's id. Seen by who refers and who supports only. */
@Noun('ReferralGrounds', 'referral_grounds', 'Why the household is referred, and what it wishes')
export class ReferralGrounds extends Record {
  @Published.id({ about: 'Who supports the household' })
  supporterId!: string;

  @Published.id({ about: 'Who refers it' })
  referrerId!: string;

  @Published.codes(ReferralReason, { about: 'Reasons of the request' })
  reasons!: ReferralReason[];

  @Published.text({ about: 'Cohort of the programme', max: 80, nullable: true, example: 'families_from_hotel' })
  cohort!: string | null;

  @Published.text({
    about: 'What the household wishes, in its words',
    max: 1000,
    nullable: true,
    example: 'Près de l’école des enfants',
  })
  wishes!: string | null;

  describe(known: Partial<Pick<ReferralGrounds, 'reasons' | 'cohort' | 'wishes'>>): void {
    const { reasons = this.reasons, cohort = this.cohort, wishes = this.wishes } = known;
    Object.assign(this, { reasons: [...new Set(reasons)], cohort, wishes });
  }
}
