import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { actor, context } from '../context.js';
import { storeAnswer, takeKey } from '../api/idempotency.js';
import { Recent } from '../api/recent.js';
import { Keyring, sha256 } from '../crypto.js';
import { Failure } from '../errors/failure.js';
import { poolOf } from './connection.js';
import { entering, ENTER, REVOKED } from './entering.js';
import { lanesBeside, ReadLanes } from './read-lanes.js';
import { scopedQuery } from './scoped-query.js';
import { failureOf, isWorthRepeating } from './sql-failures.js';
import { Work } from './work.js';

export type Row = Record<string, unknown>;

/** Callers choose columns and filters: what is remembered has a bound. */
const names = new Recent<string>(2_000);

function nameOf(sql: string): string {
  const known = names.get(sql);
  if (known) return known;
  const made = `r_${sha256(sql).toString('hex').slice(0, 24)}`;
  names.put(sql, made);
  return made;
}

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
    const work = new Work(runner);
    try {
      await runner.startTransaction();
      await runner.query(ENTER.text, [...entering(actor()).values]);
      current.work = work;
      if (current.idempotency) await takeKey(work, current.idempotency);
      const answer = await run(work);
      await work.finish();
      if (current.idempotency) await storeAnswer(work, this.keyring, current.idempotency, answer);
      await runner.commitTransaction();
      current.work = undefined;
      work.afterCommit.forEach((then) => then());
      return answer;
    } catch (error) {
      current.trail?.takeChanges(); // what did not happen is not told
      if (runner.isTransactionActive) await runner.rollbackTransaction().catch(swallowAfterFailure);
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

/** The connection is gone or the server refuses: the first error is the one to tell, and the transaction is not committed. */
function swallowAfterFailure(): void {
  return;
}
