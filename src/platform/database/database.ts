import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type pg from 'pg';
import { DataSource } from 'typeorm';
import { actor, context } from '../context.js';
import { storeAnswer, takeKey } from '../api/idempotency.js';
import { Keyring } from '../crypto.js';
import { Failure } from '../errors/failure.js';
import { poolOf } from './connection.js';
import { entering, nameOf, REVOKED } from './entering.js';
import { lanesBeside, ReadLanes } from './read-lanes.js';
import { scopedQuery } from './scoped-query.js';
import { failureOf, isWorthRepeating } from './sql-failures.js';
import { Work } from './work.js';

export type Row = Record<string, unknown>;

/**
 * The two doors to the database (`design.md` B); nothing else holds a connection. Both act as the context's actor, under
 * row-level security: what the actor may not see is not there.
 */
@Injectable()
export class Database implements OnApplicationShutdown {
  private readonly lanes: ReadLanes;

  constructor(
    readonly dataSource: DataSource,
    private readonly keyring: Keyring,
  ) {
    const { options } = poolOf(dataSource);
    this.lanes = new ReadLanes(options, lanesBeside(options.max));
  }

  async onApplicationShutdown(): Promise<void> {
    await this.lanes.close();
  }

  /**
   * One prepared statement in one round trip, bounded by a key or a page: it travels with the reads of other requests. Inside
   * a unit of work it reads what that unit wrote.
   */
  async read<T extends object = Row>(sql: string, values: readonly unknown[] = []): Promise<T[]> {
    const { work } = context();
    if (work) return work.query<T>(sql, values);
    try {
      return await this.lanes.read<T>(entering(actor()), { name: nameOf(sql), text: sql, values });
    } catch (error) {
      throw failureOf(error);
    }
  }

  /** As `read`, the row of an id, or undefined; `sql` takes the consortium and ids, and returns the row of each. */
  async find<T extends { id: string }>(sql: string, id: string): Promise<T | undefined> {
    const { consortiumId } = actor();
    const { work } = context();
    if (work) return (await work.query<T>(sql, [consortiumId, `{${id}}`]))[0];
    try {
      return await this.lanes.find<T>(entering(actor()), { name: nameOf(sql), text: sql }, consortiumId, id);
    } catch (error) {
      throw failureOf(error);
    }
  }

  /** As `read`, on a connection of its own: for what looks at many rows, so that nobody waits behind it. */
  async scan<T extends object = Row>(sql: string, values: readonly unknown[] = []): Promise<T[]> {
    const { work } = context();
    if (work) return work.query<T>(sql, values);
    try {
      const client = await poolOf(this.dataSource).connect();
      try {
        const rows = await scopedQuery<T>(client, entering(actor()), { name: nameOf(sql), text: sql, values });
        client.release();
        return rows;
      } catch (error) {
        client.release((error as { code?: string }).code !== REVOKED);
        throw error;
      }
    } catch (error) {
      throw failureOf(error);
    }
  }

  /**
   * One transaction: settings, what `run` does, the outbox and the idempotent answer, then COMMIT. What `run` returns is the
   * answer of the request. A unit inside a unit joins it. Deadlocks and lost serialisations are run again, twice at most.
   */
  async work<T>(run: (work: Work) => Promise<T>): Promise<T> {
    const outer = context().work;
    if (outer) return run(outer);
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.transaction(run);
      } catch (error) {
        if (attempt < 3 && isWorthRepeating(error)) continue;
        throw failureOf(error);
      }
    }
  }

  private async transaction<T>(run: (work: Work) => Promise<T>): Promise<T> {
    const current = context();
    const runner = this.dataSource.createQueryRunner();
    const work = new Work(runner, (await runner.connect()) as pg.PoolClient);
    const { idempotency } = current;
    try {
      current.work = work;
      const begun = Promise.all([work.begin(entering(actor())), idempotency && takeKey(work, idempotency)]);
      const answer = await behind(begun, async () => run(work));
      await work.finish();
      await Promise.all([
        current.trail?.writeChanges((sql, values) => work.prepared(sql, values)),
        idempotency && storeAnswer(work, this.keyring, idempotency, answer),
        work.commit(),
      ]);
      current.work = undefined;
      work.afterCommit.forEach((then) => then());
      return answer;
    } catch (error) {
      current.trail?.takeChanges(); // what did not happen is not told
      await work.rollback(error);
      throw error;
    } finally {
      current.work = undefined;
      await runner.release();
    }
  }

  /** One row, or `not_found` when there is none that the actor may see. */
  async one<T extends object = Row>(sql: string, values: readonly unknown[] = []): Promise<T> {
    const [row] = await this.read<T>(sql, values);
    if (!row) throw new Failure('not_found');
    return row;
  }
}

/**
 * What the first statements of a unit answer is not waited for: the next leave with them, and fail where they failed. Theirs is the
 * error to tell then. Nothing of the unit is under way when this ends.
 */
async function behind<T>(begun: Promise<unknown>, run: () => Promise<T>): Promise<T> {
  const [before, answer] = await Promise.allSettled([begun, run()]);
  if (before.status === 'rejected') throw before.reason;
  if (answer.status === 'rejected') throw answer.reason;
  return answer.value;
}
