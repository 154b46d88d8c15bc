import { Injectable } from '@nestjs/common';
import { Requires } from '../platform/access/requires.js';
import { putByExternalId, setExternalIds } from '../platform/api/external-ids.js';
import { clock } from '../platform/clock.js';
import { actor } from '../platform/context.js';
import { Database } from '../platform/database/database.js';
import { uniqueMeans } from '../platform/database/sql-failures.js';
import type { Work } from '../platform/database/work.js';
import { conflict } from '../platform/errors/failure.js';
import type { JobOutcome } from '../platform/jobs/job.js';
import { Organisation } from '../consortia/organisation.entity.js';
import { confirmStay, handOverStay, reserve } from '../housing/stays.js';
import { Household } from '../people/household.entity.js';
import { openSlideAs } from './slides.service.js';
import { nextReview, postDues, tell, writeAct } from './tenancy-acts.js';
import { TenancyOccupancy } from './tenancy-act.entity.js';
import { awaitEnd, awaitReview } from './tenancy-deadlines.js';
import { tenancyOf } from './tenancy-making.js';
import { correctTerms, termsOn } from './tenancy-terms.service.js';
import { termsOf } from './tenancy-terms.entity.js';
import { Tenancy } from './tenancy.entity.js';
import type { TenancyInput } from './tenancies.inputs.js';

uniqueMeans('tenancies_of_placement', 'placement_has_tenancy');

/** Tenancies begin. */
@Injectable()
export class LettingsService {
  constructor(private readonly database: Database) {}

  /**
   * Records a tenancy: by its lessor, by who manages the dwelling for it, or by who writes in the household's file and has told
   * it. Takes over the placement's stay, or takes the dwelling.
   * @throws not_the_lessor, not_your_dwelling, placement_not_moved_in, placement_has_tenancy, wrong_head_tenancy,
   * dwelling_already_occupied (409)
   */
  @Requires('tenancies:write')
  create(input: TenancyInput): Promise<Tenancy> {
    return this.database.work(async (work) => {
      const { id } = await letOut(work, input);
      await setExternalIds(work, Tenancy, id, input.externalIds);
      return work.published(Tenancy, id);
    });
  }

  /** Who was to move in by today lives there now. */
  @Requires('nothing')
  turnDay(): Promise<JobOutcome> {
    return this.database.work(async (work) => {
      const begun = await work.query<{ id: string; startsOn: string }>(
        `SELECT t.id, t.starts_on AS "startsOn" FROM stays s
         JOIN tenancies t ON t.consortium_id = s.consortium_id AND t.id = s.source_id
         WHERE s.consortium_id = $1 AND s.source_type = 'tenancy' AND s.state = 'planned' AND s.starts_on <= $2 ORDER BY t.id`,
        [actor().consortiumId, clock.today()],
      );
      for (const { id, startsOn } of begun) await confirmStay(work, { type: 'tenancy', id }, startsOn);
      return { begun: begun.length };
    });
  }

  /**
   * Records it, or changes what may change without an act: planned end, day of the rent, clause, the first terms. Who recorded it for
   * its lessor may say the same again, and change nothing; so may anybody of one that has ended.
   * @throws as create; tenancy_fixed, tenancy_ended (409)
   */
  @Requires('tenancies:write')
  putByExternalId(system: string, value: string, input: TenancyInput): Promise<Tenancy> {
    return this.database.work((work) =>
      putByExternalId(work, Tenancy, { system, value }, input.externalIds, async (known) => {
        if (known === undefined) return (await letOut(work, input)).id;
        const tenancy = await work.load(Tenancy, known);
        tenancy.demandSame(input);
        if (!(await changes(work, tenancy, input))) return tenancy.id;
        tenancy.demandCurrent();
        tenancy.demandKeeper(actor());
        await work.save(tenancy);
        await awaitEnd(work, tenancy);
        await correctTerms(work, tenancy, { ...input.terms, startsOn: tenancy.startsOn });
        await tell(work, tenancy, 'changed');
        return tenancy.id;
      }),
    );
  }
}

/** Describes the tenancy; whether that, or its first terms, become others than they are. Who does not see the terms cannot know. */
async function changes(work: Work, tenancy: Tenancy, input: TenancyInput): Promise<boolean> {
  const terms = await termsOn(work, tenancy.id, tenancy.startsOn);
  const before = JSON.stringify([tenancy, terms]);
  tenancy.describe(input);
  terms?.describe(input.terms, '/terms');
  return terms === null || JSON.stringify([tenancy, terms]) !== before;
}

/** @param resident whose stay in the home is kept elsewhere, by an occupancy of a shared flat that says who supports them. */
export async function letOut(
  work: Work,
  input: TenancyInput,
  resident?: Pick<Tenancy, 'supporterId'>,
): Promise<Tenancy> {
  const tenancy = await tenancyOf(work, input);
  if (resident) tenancy.supporterId = resident.supporterId;
  const terms = termsOf(work, tenancy, input.terms, '/terms');
  await work.insert(tenancy);
  await work.insert(terms);
  await begin(work, tenancy, { informedOn: input.informedOn, housed: resident !== undefined });
  await openSlideAs(work, tenancy, input);
  return tenancy;
}

/** What follows from a tenancy that has just been written: who may know of it, its stay (for whom it is known to be), its reviews, its first dues. */
export async function begin(
  work: Work,
  tenancy: Tenancy,
  { informedOn, housed = false }: { informedOn?: string; housed?: boolean } = {},
): Promise<void> {
  if (tenancy.householdId) {
    await work.query('SELECT tenancy_disclose($1, $2)', [tenancy.id, informedOn ?? null]);
    if (!housed) await live(work, tenancy, tenancy.householdId);
    work.touch('households', [tenancy.householdId]);
  }
  if (tenancy.endsOn) await awaitEnd(work, tenancy);
  if (tenancy.headTenancyId) await showOwner(work, tenancy, tenancy.headTenancyId);
  await writeAct(work, tenancy, 'start', { on: clock.today(), effectiveOn: tenancy.startsOn });
  await postDues(work, [tenancy.id], tenancy.duesStartOn);
}

/** The stay of the placement goes on as the tenancy's; where there is none the dwelling is taken, for whom the agreement is of. */
async function live(work: Work, tenancy: Tenancy, householdId: string): Promise<void> {
  const source = { type: 'tenancy' as const, id: tenancy.id };
  const { dwellingId, roomId, startsOn, placementId } = tenancy;
  if (placementId && (await handOverStay(work, { type: 'placement', id: placementId }, source))) return;
  const { size } = await Household.disclosed(work, householdId, '/householdId');
  const [some] = await work.query<{ persons: number | null }>('SELECT tenancy_persons($1) AS persons', [tenancy.id]);
  const persons = some?.persons ?? size;
  await reserve(work, { dwellingId, roomId, from: startsOn, endsOn: null, persons, householdId, source });
  if (startsOn <= clock.today()) await confirmStay(work, source, startsOn);
}

/** The owner of the flat sees from when it is lived in, and when the joint review is due where it is a social landlord. */
async function showOwner(work: Work, tenancy: Tenancy, headTenancyId: string): Promise<void> {
  const head = await work.reference(Tenancy, headTenancyId, '/headTenancyId');
  const owner = await work.reference(Organisation, head.landlordId, '/headTenancyId');
  if (head.tenantOrganisationId === null) throw conflict('wrong_head_tenancy');
  const { id, dwellingId, roomId, startsOn, landlordId } = tenancy;
  const nextReviewOn = owner.kind === 'social_landlord' ? nextReview(startsOn) : null;
  await work.insert(
    work.create(TenancyOccupancy, {
      id,
      headTenancyId,
      headLandlordId: head.landlordId,
      lessorId: landlordId,
      dwellingId,
      roomId,
      startsOn,
      endedOn: null,
      nextReviewOn,
    }),
  );
  if (nextReviewOn) await awaitReview(work, tenancy, nextReviewOn, head.landlordId);
}
