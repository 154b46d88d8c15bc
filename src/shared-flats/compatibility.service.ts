import { Injectable } from '@nestjs/common';
import { pastDay } from '../platform/bounded-days.js';
import { Requires } from '../platform/access/requires.js';
import { childPage } from '../platform/api/child-pages.js';
import { findNoun } from '../platform/api/loaders.js';
import type { Page } from '../platform/api/pages.js';
import { columnsOf } from '../platform/api/published.js';
import { actor, context } from '../platform/context.js';
import { Keyring } from '../platform/crypto.js';
import { Database } from '../platform/database/database.js';
import { uuidOrMissing, type Work } from '../platform/database/work.js';
import { invalid, notFound } from '../platform/errors/failure.js';
import { Household } from '../people/household.entity.js';
import { compatibility } from './compatibility.js';
import { explain } from './compatibility-words.js';
import { flatSupported, OF_SUPPORTED_FLAT } from './flat-acts.js';
import { FlatFactsRecord, LivingFacts } from './living-facts.entity.js';
import { Compatibility } from './shared-flats.views.js';
import type {
  CompatibilityQuery,
  FlatFactsFilter,
  FlatFactsInput,
  LivingFactsFilter,
  LivingFactsInput,
} from './shared-life.inputs.js';

/** Households whose content the caller may read, as `p`: for others nothing of how they live exists. */
export const CANDIDATES = `(SELECT h.consortium_id, h.id FROM households h JOIN grants g ON g.consortium_id = h.consortium_id
    AND g.organisation_id = acting_organisation() AND g.household_id = household_origin(h.id) AND g.scope = 'content'
    AND g.until > civil_today()) p`;
const OF_HOUSEHOLD = { from: CANDIDATES, key: 'p.id', on: 't.household_id = p.id' };

const SUPPORTED = `SELECT p.id FROM ${OF_SUPPORTED_FLAT.from} WHERE p.consortium_id = $1 AND p.id = $2`;

/** The last that was recorded of each of these households. */
const LAST = `SELECT DISTINCT ON (t.household_id) ${columnsOf(LivingFacts)} FROM living_facts t
  WHERE t.consortium_id = $1 AND t.household_id = ANY ($2::uuid[]) ORDER BY t.household_id, t.id DESC`;

/** Facts that residents and the association chose to record, and what they say of each other. For who supports them. */
@Injectable()
export class CompatibilityService {
  constructor(
    private readonly database: Database,
    private readonly keyring: Keyring,
  ) {}

  @Requires('shared-life:read')
  flatFacts(flatId: string, filter: FlatFactsFilter): Promise<Page<FlatFactsRecord>> {
    return childPage(this.database, this.keyring, FlatFactsRecord, OF_SUPPORTED_FLAT, flatId, filter);
  }

  @Requires('shared-life:write')
  recordFlatFacts(flatId: string, input: FlatFactsInput): Promise<FlatFactsRecord> {
    return this.database.work(async (work) => {
      const flat = await flatSupported(work, flatId);
      const { smoking = null, animalsAllowed = null, stepFree = null } = input;
      const facts = { flatId: flat.id, supporterId: flat.supporterId!, smoking, animalsAllowed, stepFree };
      const { id } = await work.insert(work.create(FlatFactsRecord, facts));
      await tell(work, 'shared_flat.facts', { type: 'shared_flat', id: flat.id });
      return work.published(FlatFactsRecord, id);
    });
  }

  @Requires('shared-life:read')
  livingFacts(householdId: string, filter: LivingFactsFilter): Promise<Page<LivingFacts>> {
    return childPage(this.database, this.keyring, LivingFacts, OF_HOUSEHOLD, householdId, filter);
  }

  /** What the household chose to have recorded; the last record counts. By who writes in its file. */
  @Requires('shared-life:write')
  recordLivingFacts(householdId: string, input: LivingFactsInput): Promise<LivingFacts> {
    return this.database.work(async (work) => {
      const household = await Household.forWriting(work, householdId, { versioned: false });
      demandLanguages(input.languages);
      const { languages = [], smokes = null, hasAnimals = null, climbsStairs = null, wishes = [] } = input;
      const facts = work.create(LivingFacts, {
        householdId: household.id,
        agreedOn: pastDay(input.agreedOn, '/agreedOn'),
        ...{ languages: [...new Set(languages)], smokes, hasAnimals, climbsStairs, wishes: [...new Set(wishes)] },
        otherWishes: input.otherWishes ?? null,
      });
      await work.insert(facts);
      await tell(work, 'household.living_facts', { type: 'household', id: household.id });
      return work.published(LivingFacts, facts.id);
    });
  }

  @Requires('shared-life:read')
  async livingFact(householdId: string, id: string): Promise<LivingFacts> {
    const found = await findNoun(this.database, LivingFacts, uuidOrMissing(id));
    if (found?.householdId !== uuidOrMissing(householdId)) throw notFound();
    return found;
  }

  /** The household no longer wishes it recorded. */
  @Requires('shared-life:write')
  forgetLivingFacts(householdId: string, id: string): Promise<void> {
    return this.database.work(async (work) => {
      const facts = await work.load(LivingFacts, id);
      if (facts.householdId !== uuidOrMissing(householdId)) throw notFound();
      await work.manager.delete(LivingFacts, { consortiumId: facts.consortiumId, id: facts.id });
      context().trail?.changed('living_facts', facts.id);
      await tell(work, 'household.living_facts', { type: 'household', id: facts.householdId });
    });
  }

  /** Point by point, each with its reason. Of residents, only of those whose facts the caller may read. */
  @Requires('shared-life:read')
  async match(flatId: string, { householdId }: CompatibilityQuery): Promise<Compatibility> {
    const [flat] = await this.database.read<{ id: string }>(SUPPORTED, [actor().consortiumId, uuidOrMissing(flatId)]);
    if (!flat) throw notFound();
    const household = await findNoun(this.database, Household, householdId.toLowerCase());
    if (!household) throw invalid('/householdId', 'unknown_reference');
    const facts = await this.lastFlatFacts(flat.id);
    const [candidate] = await this.lastOf([household.id]);
    const residents = await this.lastOf(await this.residentsBeside(flat.id, household.id));
    const points = compatibility(facts, residents, candidate ?? null).map((point) => ({
      topic: point.topic,
      finding: point.finding,
      explanation: explain(point, context().locale),
    }));
    return Object.assign(new Compatibility(), { flatId: flat.id, householdId: household.id, points });
  }

  private async lastFlatFacts(flatId: string): Promise<FlatFactsRecord | null> {
    const [facts] = await this.database.read<FlatFactsRecord>(
      `SELECT ${columnsOf(FlatFactsRecord)} FROM flat_facts t WHERE t.consortium_id = $1 AND t.flat_id = $2 ORDER BY t.id DESC LIMIT 1`,
      [actor().consortiumId, flatId],
    );
    return facts ?? null;
  }

  private async lastOf(householdIds: readonly string[]): Promise<LivingFacts[]> {
    const found = await this.database.read<LivingFacts>(LAST, [actor().consortiumId, householdIds]);
    context().trail?.read(
      'living_facts',
      found.map(({ id }) => id),
    );
    return found;
  }

  private async residentsBeside(flatId: string, householdId: string): Promise<string[]> {
    const found = await this.database.read<{ householdId: string }>(
      `SELECT o.household_id AS "householdId" FROM occupancies o
       WHERE o.consortium_id = $1 AND o.flat_id = $2 AND o.status = 'current' AND o.household_id <> $3`,
      [actor().consortiumId, flatId, householdId],
    );
    return found.map((one) => one.householdId);
  }
}

async function tell(work: Work, type: string, subject: { type: string; id: string }): Promise<void> {
  await work.record({ type, subject, viewers: [actor().organisationId] });
}

const NAMES = new Intl.DisplayNames(['fr'], { type: 'language', fallback: 'none' });

function demandLanguages(codes: readonly string[] = []): void {
  const unknown = codes.findIndex((code) => NAMES.of(code) === undefined);
  if (unknown >= 0) throw invalid(`/languages/${unknown}`, 'unknown_language');
}
