import { Injectable } from '@nestjs/common';
import { Requires } from '../platform/access/requires.js';
import { putByExternalId, setExternalIds } from '../platform/api/external-ids.js';
import { loadNoun } from '../platform/api/loaders.js';
import { Database } from '../platform/database/database.js';
import { uuidOrMissing, type Work } from '../platform/database/work.js';
import { conflict, invalid, notFound } from '../platform/errors/failure.js';
import { Household } from '../people/household.entity.js';
import { PEOPLE } from '../people/people.reasons.js';
import { begin, conclude, dayOf } from './placement-acts.js';
import { Placement } from './placement.entity.js';
import { Referral, ReferralGrounds } from './referral.entity.js';
import type { EligibilityInput, ReferralGroundsPatch, ReferralInput } from './referrals.inputs.js';
import { NO_GROUNDS, openReferral } from './referring.js';

/** The first steps: a household is referred into a programme, and found eligible or not. */
@Injectable()
export class ReferralsService {
  constructor(private readonly database: Database) {}

  /**
   * Refers a household in whose file the caller writes: seeing it, as its landlord does, is not enough. The supporter, where it
   * is another organisation, gets its sight of the household by a recorded disclosure.
   * @throws household_not_yours, already_referred, programme_not_open, wrong_programme_convention (409); unknown_reference (422)
   */
  @Requires('placements:refer')
  refer(input: ReferralInput): Promise<Placement> {
    return this.database.work(async (work) => {
      const id = await openReferral(work, input);
      await setExternalIds(work, Placement, id, input.externalIds);
      return work.published(Placement, id);
    });
  }

  /**
   * Refers, or replaces the grounds of a referral of the caller's; who is referred, into what, under which convention and for
   * whom is fixed. The steps after it are acts of their own, which no body repeats.
   * @throws referral_fixed, household_merged (409) and what `refer` throws
   */
  @Requires('placements:refer')
  putByExternalId(system: string, value: string, input: ReferralInput): Promise<Placement> {
    return this.database.work((work) =>
      putByExternalId(work, Placement, { system, value }, input.externalIds, async (known) => {
        if (!known) return openReferral(work, input);
        const { id } = await work.load(Placement, known);
        const referral = await work.load(Referral, id);
        if ((await work.find(Household, input.householdId))?.status === 'merged')
          throw conflict(PEOPLE.household_merged);
        referral.demandSame(input);
        await ground(work, id, { ...NO_GROUNDS, ...input });
        work.touch('placements', [id]);
        return id;
      }),
    );
  }

  /** @throws step_not_possible, wrong_party (409) */
  @Requires('placements:qualify')
  qualify(id: string, input: EligibilityInput): Promise<Placement> {
    return this.database.work(async (work) => {
      const underWay = await begin(work, id, 'eligibility', () => ['supporter', 'referrer', 'coordinator']);
      if (input.outcome === 'ineligible' && !input.reason) throw invalid('/reason', 'reason_required');
      const on = dayOf(input.occurredOn);
      underWay.placement.moveTo(input.outcome, on);
      await conclude(work, underWay, 'eligibility', {
        on,
        reason: input.outcome === 'ineligible' ? input.reason : null,
      });
      if (input.outcome === 'ineligible') {
        await work.query(
          `UPDATE place_requests SET status = 'withdrawn' WHERE placement_id = $1 AND status = 'waiting'`,
          [id],
        );
      }
      return work.published(Placement, id);
    });
  }

  /** Who, by whom, into what; 404 for landlord and operator. */
  @Requires('placements:referrals')
  async referral(id: string): Promise<Referral> {
    return (await loadNoun(this.database, Referral, uuidOrMissing(id))) ?? missing();
  }

  /** Why and with which wishes; for those who refer and support. */
  @Requires('people:read')
  async grounds(id: string): Promise<ReferralGrounds> {
    return (await loadNoun(this.database, ReferralGrounds, uuidOrMissing(id))) ?? missing();
  }

  /** Wishes change, reasons are told later: for those who refer and support. */
  @Requires('placements:refer')
  changeGrounds(id: string, patch: ReferralGroundsPatch): Promise<ReferralGrounds> {
    return this.database.work(async (work) => {
      await ground(work, id, patch);
      return work.published(ReferralGrounds, uuidOrMissing(id));
    });
  }
}

async function ground(work: Work, id: string, known: ReferralGroundsPatch): Promise<void> {
  const grounds = await work.load(ReferralGrounds, id);
  grounds.describe(known);
  await work.save(grounds);
  const { householdId, supporterId, referrerId } = await work.load(Referral, id);
  await work.record({
    type: 'placement.grounds_changed',
    subject: { type: 'placement', id: grounds.id },
    householdId,
    viewers: [supporterId, referrerId],
  });
}

function missing(): never {
  throw notFound();
}
