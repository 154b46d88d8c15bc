import { Injectable } from '@nestjs/common';
import { Requires } from '../platform/access/requires.js';
import { childPage } from '../platform/api/child-pages.js';
import { setExternalIds } from '../platform/api/external-ids.js';
import { deltaPage, shownNow, stillShown, type DeltaQuery } from '../platform/api/delta.js';
import type { RawJson } from '../platform/api/raw-json.js';
import { findNoun, loadNoun } from '../platform/api/loaders.js';
import { listPage, type Page } from '../platform/api/pages.js';
import { actor, context } from '../platform/context.js';
import { Keyring } from '../platform/crypto.js';
import { Database } from '../platform/database/database.js';
import { uuidOrMissing } from '../platform/database/work.js';
import { invalidQuery, notFound } from '../platform/errors/failure.js';
import type { StepFilter } from './placement-children.inputs.js';
import { OF_PLACEMENT } from './placement-children.js';
import { PlacementStepRecord } from './offer.entity.js';
import { Placement } from './placement.entity.js';
import { PlacementExit } from './placement-exit.entity.js';
import { PlacementDurations, PlacementReconciliation } from './placement.views.js';
import type { DurationFilter, PlacementFilter, PlacementPatch } from './placements.inputs.js';

type Condition = { sql: (parameter: (value: unknown) => string) => string };

/** Filters on what stands in the referral, where the caller may read it; the household also where it is disclosed. */
function referred({ programmeId, householdId }: PlacementFilter): Condition[] {
  const referral = (condition: string): string =>
    `EXISTS (SELECT 1 FROM referrals r WHERE r.consortium_id = t.consortium_id AND r.id = t.id AND ${condition})`;
  const conditions: Condition[] = [];
  if (programmeId !== undefined) conditions.push({ sql: (p) => referral(`r.programme_id = ${p(programmeId)}`) });
  if (householdId !== undefined) {
    conditions.push({
      sql: (p) => `(t.household_id = ${p(householdId)} OR ${referral(`r.household_id = ${p(householdId)}`)})`,
    });
  }
  return conditions;
}

const DURATIONS = `
  SELECT count(*)::integer AS placements,
    percentile_cont(0.5) WITHIN GROUP (ORDER BY first_offered_on - referred_on)::integer AS "medianDaysToOffer",
    percentile_cont(0.5) WITHIN GROUP (ORDER BY keys_on - first_offered_on)::integer AS "medianDaysOfferToKeys",
    percentile_cont(0.5) WITHIN GROUP (ORDER BY keys_on - referred_on)::integer AS "medianDaysToKeys"
  FROM referrals WHERE consortium_id = $1 AND keys_on IS NOT NULL AND ($2::uuid IS NULL OR programme_id = $2)
    AND ($3::date IS NULL OR keys_on >= $3) AND ($4::date IS NULL OR keys_on < $4)`;

/** What the parties read of placements. */
@Injectable()
export class PlacementsService {
  constructor(
    private readonly database: Database,
    private readonly keyring: Keyring,
  ) {}

  /** Starts from what the caller follows, so that a page costs the same whatever the others have. */
  @Requires('placements:read')
  list(filter: PlacementFilter): Promise<Page<Placement>> {
    const own = actor().organisationId;
    return listPage(this.database, this.keyring, Placement, filter, {
      from: 'feed f JOIN placements t ON t.consortium_id = f.consortium_id AND t.id = f.subject_id',
      id: 'f.subject_id',
      ignore: ['programmeId', 'householdId'],
      where: [
        {
          sql: (p) =>
            `f.consortium_id = ${p(actor().consortiumId)} AND f.collection = 'placements' AND f.viewer_id = ${p(own)} AND f.removed_at IS NULL`,
        },
        ...referred(filter),
      ],
    });
  }

  @Requires('placements:read')
  async get(id: string): Promise<Placement> {
    return (await findNoun(this.database, Placement, uuidOrMissing(id))) ?? missing();
  }

  /** The caller's own identifiers, whichever party it is. Nobody else's answer, version or delta changes by them. */
  @Requires('placements:identify')
  identify(id: string, { externalIds }: PlacementPatch): Promise<Placement> {
    return this.database.work(async (work) => {
      const placement = await work.load(Placement, id);
      await setExternalIds(work, Placement, placement.id, externalIds);
      context().trail?.changed('placements', placement.id);
      work.touch('placements', [placement.id]);
      return work.published(Placement, placement.id);
    });
  }

  /** Where the household went; for who supports it, and who wrote it. */
  @Requires('people:read')
  async exit(id: string): Promise<PlacementExit> {
    return (await loadNoun(this.database, PlacementExit, uuidOrMissing(id))) ?? missing();
  }

  /** What changed for this caller since a token, deletions included (`design.md` C). */
  @Requires('placements:read')
  delta(query: DeltaQuery): Promise<RawJson> {
    return deltaPage(this.database, this.keyring, 'placements', query, stillShown('placements'));
  }

  /** Counts by status, for a partner to check its copy. */
  @Requires('placements:read')
  async reconciliation(): Promise<PlacementReconciliation> {
    const counts = await this.database.scan<{ status: string; count: number }>(
      `SELECT entry ->> 'status' AS status, count(*)::integer AS count FROM feed e
       WHERE consortium_id = $1 AND viewer_id = $2 AND collection = 'placements' AND removed_at IS NULL
         AND ${shownNow('placements')} GROUP BY 1 ORDER BY 1`,
      [actor().consortiumId, actor().organisationId],
    );
    return Object.assign(new PlacementReconciliation(), {
      counts,
      total: counts.reduce((sum, { count }) => sum + count, 0),
    });
  }

  /** Every step, oldest first: who, when, and what it led to. */
  @Requires('placements:read')
  history(id: string, filter: StepFilter): Promise<Page<PlacementStepRecord>> {
    return childPage(this.database, this.keyring, PlacementStepRecord, OF_PLACEMENT, id, filter);
  }

  /** Median days from referral to offer to keys, over the placements whose referral the caller may read. */
  @Requires('placements:referrals')
  async durations(filter: DurationFilter): Promise<PlacementDurations> {
    context().trail?.read('referrals', []);
    if (filter.from && filter.to && filter.to <= filter.from) throw invalidQuery('/to', 'period_reversed');
    const values = [actor().consortiumId, filter.programmeId ?? null, filter.from ?? null, filter.to ?? null];
    const [durations] = await this.database.scan<PlacementDurations>(DURATIONS, values);
    return durations!;
  }
}

function missing(): never {
  throw notFound();
}
