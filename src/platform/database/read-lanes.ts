import pg from 'pg';
import type { NamedStatement } from './entering.js';
import { ScopedQuery } from './scoped-query.js';

const LIFETIME_MS = 3_600_000;
/** Each stays planned in the server's memory as long as the connection lives. */
const MOST_STATEMENTS = 300;
/** Left to itself PostgreSQL plans a look-up by an array of keys at each execution; `test/plans.spec.ts` holds for the generic plans. */
const PLANNED_ONCE = '-c plan_cache_mode=force_generic_plan';
/** Others wait behind a read: one that takes longer, for a lock for instance, is told so. */
const BRIEF = '-c statement_timeout=5000';

/** What pg does not declare: the socket beneath a client. */
interface Wired {
  readonly connection: { readonly stream: { cork(): void; uncork(): void } };
}

/** How many stand beside a pool of this size. */
export const lanesBeside = (poolSize: number): number => Math.max(1, Math.floor(poolSize / 4));

/**
 * Connections on which the reads of many requests travel together. What is asked in one turn of the event loop leaves in one
 * packet, and the server answers in order; each read is its own implicit transaction, so that one which fails fails alone.
 * A read waits for those before it on its connection: only statements bounded by a key or a page come here.
 */
export class ReadLanes {
  private readonly lanes: readonly Lane[];

  constructor(options: pg.ClientConfig, count: number) {
    this.lanes = Array.from(
      { length: count },
      () => new Lane({ ...options, pipeline: true, options: `${options.options ?? ''} ${PLANNED_ONCE} ${BRIEF}` }),
    );
  }

  read<T extends object>(entering: NamedStatement, statement: NamedStatement): Promise<T[]> {
    return new Promise((resolve, reject) => {
      const lane = this.lanes.reduce((best, other) => (other.load < best.load ? other : best));
      lane.add(entering, statement, (error, rows) => (error ? reject(error) : resolve(rows as T[])));
    });
  }

  async close(): Promise<void> {
    await Promise.all(this.lanes.map((lane) => lane.retire()));
  }
}

type Answered = ConstructorParameters<typeof ScopedQuery>[2];

class Lane {
  /** Reads asked for and not answered. */
  load = 0;
  private waiting: ScopedQuery[] = [];
  private client: Promise<pg.Client> | undefined;
  private openedAt = 0;
  private readonly prepared = new Set<string>();

  constructor(private readonly options: pg.ClientConfig) {}

  add(entering: NamedStatement, statement: NamedStatement, answered: Answered): void {
    this.load += 1;
    const query = new ScopedQuery(entering, statement, (error, rows) => {
      this.load -= 1;
      if (error && query.leavesUnclear) void this.retire();
      answered(error, rows);
    });
    this.prepared.add(statement.name);
    if (this.waiting.push(query) === 1) setImmediate(() => void this.send());
  }

  /** Takes no further read on its connection; what that was asked is still answered. */
  async retire(): Promise<void> {
    const { client } = this;
    this.client = undefined;
    await client?.then((opened) => opened.end()).catch(ignore);
  }

  private async send(): Promise<void> {
    try {
      if (performance.now() - this.openedAt > LIFETIME_MS || this.prepared.size > MOST_STATEMENTS) void this.retire();
      const client = await (this.client ??= this.open());
      const { stream } = (client as unknown as Wired).connection;
      stream.cork();
      for (const query of this.take()) void client.query(query);
      stream.uncork();
    } catch (error) {
      this.client = undefined;
      for (const query of this.take()) query.handleError(error as Error);
    }
  }

  private take(): ScopedQuery[] {
    const { waiting } = this;
    this.waiting = [];
    return waiting;
  }

  private open(): Promise<pg.Client> {
    const client = new pg.Client(this.options);
    const opened = client.connect().then(() => client);
    const forget = (): void => {
      if (this.client === opened) this.client = undefined;
    };
    client.on('error', forget).on('end', forget);
    this.openedAt = performance.now();
    this.prepared.clear();
    return opened;
  }
}

/** A connection that is gone has nothing to close, and its reads were told already. */
function ignore(): void {
  return;
}
