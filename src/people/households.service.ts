import { Injectable } from '@nestjs/common';
import { NIL_UUID } from '../platform/access/actor.js';
import { Requires } from '../platform/access/requires.js';
import { deltaPage, type DeltaQuery, type FeedCondition } from '../platform/api/delta.js';
import { putByExternalId, setExternalIds } from '../platform/api/external-ids.js';
import { findNoun } from '../platform/api/loaders.js';
import { listPage, type Page } from '../platform/api/pages.js';
import type { RawJson } from '../platform/api/raw-json.js';
import { clock } from '../platform/clock.js';
import { actor, context } from '../platform/context.js';
import { Keyring } from '../platform/crypto.js';
import { Database } from '../platform/database/database.js';
import { uuidOrMissing, type Work } from '../platform/database/work.js';
import { conflict, invalid, notFound } from '../platform/errors/failure.js';
import { Household } from './household.entity.js';
import type { HouseholdFilter, HouseholdInput, HouseholdPatch } from './households.inputs.js';
import { addMember } from './members.js';
import type { OpeningRelation } from './people.enums.js';
import { PEOPLE } from './people.reasons.js';

/** Lists start from what is disclosed to the viewer (`design.md` A.6); the policy holds them to it. */
const FROM_GRANTS = 'grants g JOIN households t ON t.consortium_id = g.consortium_id AND t.id = g.household_id';

/** Of feed entries: what is gone, and what a grant of today shows, asked for each entry: a sight may end by its date before a job tells the feed. */
const stillSeen: FeedCondition = (parameter) =>
  `(e.removed_at IS NOT NULL OR (SELECT true FROM grants g WHERE g.consortium_id = e.consortium_id AND g.organisation_id = e.viewer_id
    AND g.household_id = e.subject_id AND g.scope = 'stub' AND g.subject_id = ${parameter(NIL_UUID)}::uuid AND g.until > (SELECT civil_today())))`;

/** Households. Supporters and referrers open and change them; who else sees one rests on its disclosures. */
@Injectable()
export class HouseholdsService {
  constructor(
    private readonly database: Database,
    private readonly keyring: Keyring,
  ) {}

  @Requires('people:read')
  list(filter: HouseholdFilter): Promise<Page<Household>> {
    return listPage(this.database, this.keyring, Household, filter, {
      from: FROM_GRANTS,
      ignore: ['assignedToId'],
      where: [
        {
          sql: (parameter) =>
            `g.consortium_id = ${parameter(actor().consortiumId)} AND g.organisation_id = ${parameter(actor().organisationId)} AND g.scope = 'stub'`,
        },
        ...(filter.status || filter.mergedInto ? [] : [{ sql: () => `t.status <> 'merged'` }]),
        ...(filter.assignedToId
          ? [{ sql: (parameter: (value: unknown) => string) => assignedToWorker(parameter, filter.assignedToId!) }]
          : []),
      ],
    });
  }

  @Requires('people:read')
  async get(id: string): Promise<Household> {
    const household = await findNoun(this.database, Household, uuidOrMissing(id));
    if (!household) throw notFound();
    return household;
  }

  @Requires('people:read')
  delta(query: DeltaQuery): Promise<RawJson> {
    return deltaPage(this.database, this.keyring, 'households', query, { only: stillSeen });
  }

  @Requires('people:write')
  create(input: HouseholdInput): Promise<Household> {
    return this.database.work(async (work) => {
      const id = await open(work, input);
      await setExternalIds(work, Household, id, input.externalIds);
      return work.published(Household, id);
    });
  }

  @Requires('people:write')
  change(id: string, patch: HouseholdPatch): Promise<Household> {
    return this.database.work(async (work) => {
      const household = await Household.forWriting(work, id);
      await describe(work, household, patch);
      await setExternalIds(work, Household, household.id, patch.externalIds);
      return work.published(Household, household.id);
    });
  }

  /** Opens a household, or replaces what its noun shows. Members of a known one are changed one by one: they have a history. */
  @Requires('people:write')
  putByExternalId(system: string, value: string, input: HouseholdInput): Promise<Household> {
    return this.database.work((work) =>
      putByExternalId(work, Household, { system, value }, input.externalIds, async (id) => {
        if (!id) return open(work, input);
        const household = await Household.forWriting(work, id);
        await describe(work, household, { type: input.type ?? null });
        return household.id;
      }),
    );
  }
}

function assignedToWorker(parameter: (value: unknown) => string, userId: string): string {
  return `(SELECT true FROM assignments s WHERE s.consortium_id = t.consortium_id AND s.household_id = t.id AND s.user_id = ${parameter(userId)}
    AND s.starts_on <= ${parameter(clock.today())} AND (s.ends_on IS NULL OR s.ends_on > ${parameter(clock.today())}) LIMIT 1)`;
}

async function open(work: Work, input: HouseholdInput): Promise<string> {
  const relation = relationOf(input.relation);
  if (input.informedOn > clock.today()) throw invalid('/informedOn', 'in_the_future');
  const id = work.newId();
  await work.query('SELECT create_household($1, $2, $3, $4, $5, $6, $7)', [
    id,
    input.type ?? null,
    relation === 'supporter' ? 'support' : 'referral',
    relation,
    input.legalGround,
    input.informedOn,
    input.purpose ?? null,
  ]);
  context().trail?.changed('households', id);
  for (const [index, member] of input.members.entries()) await addMember(work, id, member, `/members/${index}`);
  await Household.recount(work, [id], clock.today());
  await work.record({
    type: 'household.opened',
    subject: { type: 'household', id },
    householdId: id,
    viewers: await Household.viewers(work, id),
  });
  await work.enqueue('duplicate-scan', { householdId: id });
  work.touch('households', [id]);
  return id;
}

function relationOf(asked: OpeningRelation | undefined): OpeningRelation {
  const { roles, kind } = actor();
  const held = (['supporter', 'referrer'] as const).filter((role) => roles.includes(role) || kind === 'system');
  const relation = asked ?? held[0];
  if (!relation || !held.includes(relation)) throw conflict(PEOPLE.household_relation_needed);
  return relation;
}

async function describe(work: Work, household: Household, known: { type?: Household['type'] }): Promise<void> {
  household.describe(known);
  await work.save(household);
  const { id } = household;
  await work.record({
    type: 'household.changed',
    subject: { type: 'household', id },
    householdId: id,
    viewers: await Household.viewers(work, id),
  });
  work.touch('households', [id]);
}
