import { Injectable } from '@nestjs/common';
import { Requires } from '../platform/access/requires.js';
import { loadNoun } from '../platform/api/loaders.js';
import { listPage, type Page } from '../platform/api/pages.js';
import { clock } from '../platform/clock.js';
import { context } from '../platform/context.js';
import { Keyring } from '../platform/crypto.js';
import { Database } from '../platform/database/database.js';
import { uuidOrMissing, type Work } from '../platform/database/work.js';
import { invalid, notFound } from '../platform/errors/failure.js';
import type { JobOutcome } from '../platform/jobs/job.js';
import { DuplicateCase } from './duplicate-case.entity.js';
import { Household } from './household.entity.js';
import type { DuplicateCaseFilter, MergeInput } from './households.inputs.js';

/** Households known twice: found blindly, merged when both sides say so, taken apart again while nothing came since. */
@Injectable()
export class MergesService {
  constructor(
    private readonly database: Database,
    private readonly keyring: Keyring,
  ) {}

  /** As the system, after commit: what a caller created or changed never answers otherwise, nor later, for a match elsewhere. */
  @Requires('nothing')
  scan(householdId: string): Promise<JobOutcome> {
    return this.database.work(async (work) => {
      const [row] = await work.query<{ found: number }>('SELECT scan_duplicates($1) AS found', [householdId]);
      return { found: row!.found };
    });
  }

  @Requires('people:write')
  listCases(filter: DuplicateCaseFilter): Promise<Page<DuplicateCase>> {
    return listPage(this.database, this.keyring, DuplicateCase, filter);
  }

  @Requires('people:write')
  async getCase(id: string): Promise<DuplicateCase> {
    const found = await loadNoun(this.database, DuplicateCase, uuidOrMissing(id));
    if (!found) throw notFound();
    return found;
  }

  @Requires('people:write')
  confirm(id: string): Promise<DuplicateCase> {
    return this.answer(id, 'confirmed');
  }

  @Requires('people:write')
  dismiss(id: string): Promise<DuplicateCase> {
    return this.answer(id, 'dismissed');
  }

  /** Two households that the caller supports both. */
  @Requires('people:write')
  merge(householdId: string, { absorbedId }: MergeInput): Promise<Household> {
    return this.database.work(async (work) => {
      const survivor = await work.load(Household, householdId);
      if (absorbedId.toLowerCase() === survivor.id) throw invalid('/absorbedId', 'same_household');
      const absorbed = await work.reference(Household, absorbedId, '/absorbedId');
      const [row] = await work.query<{ merge: string }>('SELECT merge_known_households($1, $2) AS merge', [
        absorbed.id,
        survivor.id,
      ]);
      await merged(work, row!.merge);
      return work.published(Household, survivor.id);
    });
  }

  @Requires('people:write')
  undo(householdId: string): Promise<Household> {
    return this.database.work(async (work) => {
      const survivor = await Household.forWriting(work, householdId);
      const [row] = await work.query<{ merge: string }>('SELECT undo_merge($1) AS merge', [survivor.id]);
      const { absorbedId, tables } = await effectOf(work, row!.merge);
      await Household.recount(work, [survivor.id, absorbedId], clock.today());
      work.touch('households', [survivor.id, absorbedId]);
      touchAll(work, tables);
      await recordMerge(work, 'household.merge_undone', survivor.id);
      return work.published(Household, await stillSeen(work, survivor.id, absorbedId));
    });
  }

  private answer(id: string, answer: 'confirmed' | 'dismissed'): Promise<DuplicateCase> {
    return this.database.work(async (work) => {
      const [known] = await work.query<{ version: number }>(
        'SELECT version FROM duplicate_cases WHERE consortium_id = acting_consortium() AND id = $1',
        [uuidOrMissing(id)],
      );
      if (known) work.checkVersion(known.version);
      const [row] = await work.query<{ merge: string | null }>('SELECT answer_duplicate($1, $2) AS merge', [
        uuidOrMissing(id),
        answer,
      ]);
      context().trail?.changed('duplicate_cases', id.toLowerCase());
      if (row!.merge) await merged(work, row!.merge);
      return work.published(DuplicateCase, id.toLowerCase());
    });
  }
}

/** Taken apart, each side sees its own again, which may be the other one. */
async function stillSeen(work: Work, survivorId: string, absorbedId: string): Promise<string> {
  const [seen] = await work.query<{ id: string }>(
    `SELECT id FROM households WHERE consortium_id = acting_consortium() AND id IN ($1, $2) ORDER BY id = $1 DESC LIMIT 1`,
    [survivorId, absorbedId],
  );
  return seen?.id ?? survivorId;
}

interface Effect {
  survivorId: string;
  absorbedId: string;
  tables: { name: string; ids: string[] }[];
}

async function effectOf(work: Work, merge: string): Promise<Effect> {
  const rows = await work.query<{ survivorId: string; absorbedId: string; name: string | null; ids: string[] }>(
    `SELECT e.survivor_id AS "survivorId", e.absorbed_id AS "absorbedId", CASE WHEN to_regclass(e.of_table || '_seen') IS NOT NULL
       THEN e.of_table END AS name, e.ids FROM merge_effect($1) e`,
    [merge],
  );
  const { survivorId, absorbedId } = rows[0]!;
  return { survivorId, absorbedId, tables: rows.flatMap(({ name, ids }) => (name ? [{ name, ids }] : [])) };
}

/** Feeds of the survivor and of whatever followed into it. Those who had the absorbed one learn where it went from the merge itself. */
async function merged(work: Work, merge: string): Promise<void> {
  const { survivorId, tables } = await effectOf(work, merge);
  await Household.recount(work, [survivorId], clock.today());
  await raiseVersion(work, survivorId);
  work.touch('households', [survivorId]);
  touchAll(work, tables);
  await recordMerge(work, 'household.merged', survivorId);
}

/** Also where no count changed: who read it before has not read this. */
async function raiseVersion(work: Work, id: string): Promise<void> {
  await work.query('UPDATE households SET version = version WHERE consortium_id = acting_consortium() AND id = $1', [
    id,
  ]);
}

function touchAll(work: Work, tables: Effect['tables']): void {
  for (const { name, ids } of tables) if (name !== 'households') work.touch(name, ids);
}

async function recordMerge(work: Work, type: string, id: string): Promise<void> {
  context().trail?.changed('households', id);
  await work.record({
    type,
    subject: { type: 'household', id },
    householdId: id,
    viewers: await Household.viewers(work, id),
  });
}
