import type pg from 'pg';
import type { EntityManager, QueryRunner } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { columnsOf, tableOf } from '../api/published.js';
import type { ClassOf } from '../api/fields.js';
import { PUT_CAUSES, putValues, type CauseChanges, type Evaluated, type WantedCause } from '../causes/wanted-cause.js';
import { actor, context } from '../context.js';
import { Failure, invalid, notFound } from '../errors/failure.js';
import { wakeRelays } from '../jobs/wake.js';
import { nameOf, type NamedStatement } from './entering.js';
import type { Record as Noun } from './record.js';
import { isUnfit } from './sql-failures.js';

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

  constructor(
    private readonly runner: QueryRunner,
    private readonly client: pg.PoolClient,
  ) {
    this.manager = runner.manager;
  }

  /** Statements asked for without waiting leave together, and are answered in their order. */
  async query<T extends object>(sql: string, values: readonly unknown[] = []): Promise<T[]> {
    const { rows } = await this.client.query<T>(sql, [...values]);
    return rows;
  }

  /** As `query`, for a text that is always the same: it stays planned as long as the connection. */
  async prepared<T extends object>(sql: string, values: readonly unknown[]): Promise<T[]> {
    const { rows } = await this.client.query<T>({ name: nameOf(sql), text: sql, values: [...values] });
    return rows;
  }

  /** Settings and whether the token is in force, behind the BEGIN. */
  async begin({ text, name, values }: NamedStatement): Promise<void> {
    this.inTransaction(true);
    await Promise.all([this.client.query('BEGIN'), this.client.query({ text, name, values: [...values] })]);
  }

  /** A transaction in which a statement failed, whoever caught that, commits nothing: PostgreSQL says so by another word alone. */
  async commit(): Promise<void> {
    const { command } = await this.client.query('COMMIT');
    this.inTransaction(false);
    if (command !== 'COMMIT') throw new Error('A statement of this unit of work failed, so nothing of it was done');
  }

  /** The error that ends the unit is the one to tell; a connection of whose plans or state nobody knows serves no further. */
  async rollback(error: unknown): Promise<void> {
    const isGone = await this.client.query('ROLLBACK').then(
      () => false,
      () => true,
    );
    this.inTransaction(false);
    if (isGone || isUnfit(error)) await this.client.end().catch(() => undefined); // closed or not, it is not used again
  }

  /** TypeORM, which did not begin it, locks rows in a transaction only. */
  private inTransaction(active: boolean): void {
    (this.runner as { isTransactionActive: boolean }).isTransactionActive = active;
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

  /**
   * Before a PUT of what there is one of: to replace it, the version that was read must be said.
   * @throws precondition_required (428), or precondition_failed (412) where there is nothing to replace
   */
  replacing(isThere: boolean): void {
    const { expectedVersion } = context();
    if (isThere && expectedVersion === undefined) throw new Failure('precondition_required');
    if (!isThere && expectedVersion !== undefined) throw new Failure('precondition_failed');
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

  /** As `reference`, and so it stays until this unit is over: one who changes the noun and this wait for each other. */
  async held<T extends Noun>(noun: ClassOf<T>, id: string, pointer: string): Promise<T> {
    const found = await this.manager.findOne(noun, {
      where: { consortiumId: actor().consortiumId, id: id.toLowerCase() } as never,
      lock: { mode: 'pessimistic_read' },
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
    return (await this.find(noun, id)) ?? missing();
  }

  /** As `published`, or undefined. */
  async find<T extends Noun>(noun: ClassOf<T>, id: string): Promise<T | undefined> {
    const [row] = await this.prepared<T>(
      `SELECT ${columnsOf(noun)} FROM ${tableOf(noun)} t WHERE t.consortium_id = $1 AND t.id = $2`,
      [actor().consortiumId, id],
    );
    if (row) context().trail?.read(tableOf(noun), [id]);
    return row;
  }

  /** Writes an event into the outbox of this transaction. */
  async record(event: EventRecord): Promise<void> {
    const viewers = [...new Set((event.viewers ?? []).filter((id): id is string => !!id))];
    await this.prepared(
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
    await this.prepared(`INSERT INTO outbox (id, consortium_id, job, data) VALUES ($1, $2, $3, $4)`, [
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
      await this.prepared('SELECT feed_touch($1, $2::uuid[])', [collection, [...this.touched.get(collection)!].sort()]);
    }
  }
}

function missing(): never {
  throw notFound();
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** A path id that is no UUID names nothing: the same answer as an unknown one. */
export function uuidOrMissing(id: string): string {
  if (!UUID.test(id)) throw notFound();
  return id.toLowerCase();
}
