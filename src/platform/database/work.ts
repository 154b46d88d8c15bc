import type { EntityManager, QueryRunner } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { columnsOf, tableOf } from '../api/published.js';
import type { ClassOf } from '../api/fields.js';
import { PUT_CAUSES, putValues, type CauseChanges, type Evaluated, type WantedCause } from '../causes/wanted-cause.js';
import { actor, context } from '../context.js';
import { Failure, invalid, notFound } from '../errors/failure.js';
import { wakeRelays } from '../jobs/wake.js';
import type { Record as Noun } from './record.js';

/** A change that others may want to know of: ids only, no personal data. */
export interface EventRecord {
  /** `noun.verb`, for example `placement.offered`. */
  readonly type: string;
  readonly subject: { readonly type: string; readonly id: string };
  /** Whose matter it is, for the audit and for merges. */
  readonly householdId?: string;
  /** Organisations that may see it. The subject's row-level policy is asked again when it is read. */
  readonly viewers?: readonly (string | null | undefined)[];
}

/** A unit of work under way: one transaction under row-level security, as the context's actor. */
export class Work {
  readonly manager: EntityManager;
  readonly afterCommit: (() => void)[] = [];
  private readonly touched = new Map<string, Set<string>>();
  private versionChecked = false;

  constructor(private readonly runner: QueryRunner) {
    this.manager = runner.manager;
  }

  async query<T extends object>(sql: string, values: readonly unknown[] = []): Promise<T[]> {
    const result: unknown = await this.runner.query(sql, [...values], true).then((raw) => raw.records ?? []);
    return result as T[];
  }

  newId(): string {
    return uuidv7();
  }

  /**
   * Loads a noun for change and locks its row: absent or invisible is `not_found`, a version other than the one the caller
   * has read is 412. The first noun that a unit loads is the one which `If-Match` is about.
   */
  async load<T extends Noun>(noun: ClassOf<T>, id: string, options: { versioned?: boolean } = {}): Promise<T> {
    const found = await this.manager
      .createQueryBuilder(noun, 't')
      .setLock('pessimistic_write')
      .where('t.consortium_id = :consortium AND t.id = :id', {
        consortium: actor().consortiumId,
        id: uuidOrMissing(id),
      })
      .getOne();
    if (!found) throw notFound();
    if (options.versioned !== false) this.checkVersion(found.version);
    return found;
  }

  /** The version that the caller says it has read, against the one that is; once a unit, for the noun that it is about. */
  checkVersion(version: number): void {
    if (this.versionChecked) return;
    this.versionChecked = true;
    const { expectedVersion } = context();
    if (expectedVersion !== undefined && expectedVersion !== version) throw new Failure('precondition_failed');
  }

  /** A noun that a body refers to: invisible and absent are the same 422 at that pointer. */
  async reference<T extends Noun>(noun: ClassOf<T>, id: string, pointer: string): Promise<T> {
    const found = await this.manager.findOne(noun, {
      where: { consortiumId: actor().consortiumId, id: id.toLowerCase() } as never,
    });
    if (!found) throw invalid(pointer, 'unknown_reference');
    return found;
  }

  create<T extends Noun>(noun: ClassOf<T>, values: Partial<T>): T {
    return Object.assign(new noun(), { consortiumId: actor().consortiumId, id: uuidv7() }, values);
  }

  async insert<T extends Noun>(entity: T): Promise<T> {
    await this.manager.insert(entity.constructor as ClassOf<T>, entity as never);
    context().trail?.changed(tableOf(entity.constructor), entity.id);
    return entity;
  }

  /** Writes what a verb changed on a loaded noun. */
  async save<T extends Noun>(entity: T): Promise<T> {
    const { consortiumId, id } = entity;
    await this.manager.update(entity.constructor as ClassOf<T>, { consortiumId, id } as never, entity as never);
    context().trail?.changed(tableOf(entity.constructor), id);
    return entity;
  }

  /** The noun as it leaves the process, read back under the actor's own sight. */
  async published<T extends Noun>(noun: ClassOf<T>, id: string): Promise<T> {
    const [row] = await this.query<T>(
      `SELECT ${columnsOf(noun)} FROM ${tableOf(noun)} t WHERE t.consortium_id = $1 AND t.id = $2`,
      [actor().consortiumId, id],
    );
    if (!row) throw notFound();
    context().trail?.read(tableOf(noun), [id]);
    return row;
  }

  /** Writes an event into the outbox of this transaction. */
  async record(event: EventRecord): Promise<void> {
    const viewers = [...new Set((event.viewers ?? []).filter((id): id is string => !!id))];
    await this.runner.query(
      `INSERT INTO events (consortium_id, id, type, subject_type, subject_id, household_id, actor_organisation_id, viewers)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [
        actor().consortiumId,
        uuidv7(),
        event.type,
        event.subject.type,
        event.subject.id,
        event.householdId ?? null,
        actor().organisationId,
        viewers,
      ],
    );
  }

  /** Asks for a job after commit; it is in the outbox of this transaction, so it is neither lost nor run for nothing. */
  async enqueue(job: string, data: Record<string, string>): Promise<void> {
    this.afterCommit.push(wakeRelays);
    await this.runner.query(`INSERT INTO outbox (id, consortium_id, job, data) VALUES ($1, $2, $3, $4)`, [
      uuidv7(),
      actor().consortiumId,
      job,
      data,
    ]);
  }

  /**
   * Says, as a job, which causes of these kinds hold for these subjects; those that no longer do end. Alerts follow after
   * commit. What an organisation does puts causes by a function of its feature, which knows the parties (docs/design.md).
   */
  async putCauses(evaluated: Evaluated, wanted: readonly WantedCause[]): Promise<CauseChanges> {
    this.afterCommit.push(wakeRelays);
    const [changes] = await this.query<CauseChanges>(PUT_CAUSES, putValues(evaluated, wanted));
    return changes!;
  }

  /** Says that a noun, or what its feed entry shows of a neighbour, changed. Feeds are written once, at the end. */
  touch(collection: string, ids: Iterable<string>): void {
    const known = this.touched.get(collection) ?? new Set();
    for (const id of ids) known.add(id);
    this.touched.set(collection, known);
  }

  async finish(): Promise<void> {
    for (const collection of [...this.touched.keys()].sort()) {
      await this.runner.query('SELECT feed_touch($1, $2::uuid[])', [
        collection,
        [...this.touched.get(collection)!].sort(),
      ]);
    }
    await context().trail?.writeChanges((sql, values) => this.runner.query(sql, values));
  }
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** A path id that is no UUID names nothing: the same answer as an unknown one. */
export function uuidOrMissing(id: string): string {
  if (!UUID.test(id)) throw notFound();
  return id.toLowerCase();
}
