import pg from 'pg';
import type { NamedStatement } from './entering.js';
import { KeyedRead, type KeyedStatement } from './keyed-read.js';
import { ScopedQuery, ScopedRead } from './scoped-query.js';

const LIFETIME_MS = 3_600_000;
/** Each stays planned in the server's memory as long as the connection lives. */
const MOST_STATEMENTS = 300;
/** Left to itself PostgreSQL plans a look-up by an array of keys at each execution; `test/plans.spec.ts` holds for the generic plans. */
const PLANNED_ONCE = '-c plan_cache_mode=force_generic_plan';
/** A plan made while a table was empty would read it whole still when it is full. */
const BY_KEYS = '-c enable_seqscan=off';
/** Reads in one packet. */
const MOST_TOGETHER = 16;
/** As many share a packet though another connection is free: a packet, and waking who reads it, costs more than a look-up. */
const WORTH_A_PACKET = 6;
/** Others wait behind a read: one that takes longer, for a lock for instance, is told so. */
const BRIEF = '-c statement_timeout=5000';

/** What pg does not declare: the socket beneath a client. */
interface Wired {
  readonly connection: { readonly stream: { cork(): void; uncork(): void } };
}

/** How many stand beside a pool of this size. */
export const lanesBeside = (poolSize: number): number => Math.max(1, Math.floor(poolSize / 4));

/**
 * Connections on which the reads of many requests travel together, one packet a connection at a time: what is asked while all are
 * under way leaves with the next that is back, so that the busier it is the more travel together, and nobody waits for a timer. The
 * server answers in order. Reads of one actor share its settings and one implicit transaction; one that fails fails alone, as those
 * behind it are asked again. A read waits for those before it in its packet: only statements bounded by a key or a page come here.
 */
export class ReadLanes {
  private readonly lanes: readonly Lane[];
  private waiting: (ScopedRead | KeyedRead)[] = [];
  /** Of each actor, by statement: what other requests may join. */
  private readonly keyed = new WeakMap<NamedStatement, Map<string, KeyedRead>>();
  private isLeaving = false;

  constructor(options: pg.ClientConfig, count: number) {
    const lane = {
      ...options,
      pipeline: true,
      options: `${options.options ?? ''} ${PLANNED_ONCE} ${BY_KEYS} ${BRIEF}`,
    };
    this.lanes = Array.from({ length: count }, () => new Lane(lane, (unasked) => this.back(unasked)));
  }

  read<T extends object>(entering: NamedStatement, statement: NamedStatement): Promise<T[]> {
    return new Promise((resolve, reject) => {
      const answered = (error: Error | null, rows?: object[]): void => (error ? reject(error) : resolve(rows as T[]));
      this.waiting.push(new ScopedRead(entering, statement, answered));
      this.leaveSoon();
    });
  }

  /** The row of an id, or undefined. What one actor asks for while all connections are busy leaves as one statement. */
  find<T extends { id: string }>(
    entering: NamedStatement,
    statement: KeyedStatement,
    consortiumId: string,
    id: string,
  ): Promise<T | undefined> {
    const ofActor = this.keyed.get(entering) ?? new Map<string, KeyedRead>();
    this.keyed.set(entering, ofActor);
    const open = ofActor.get(statement.name);
    if (open?.takes(id)) return open.find<T>(id);
    const made = new KeyedRead(entering, statement, consortiumId);
    ofActor.set(statement.name, made);
    this.waiting.push(made);
    this.leaveSoon();
    return made.find<T>(id);
  }

  async close(): Promise<void> {
    await Promise.all(this.lanes.map((lane) => lane.close()));
  }

  /** After what this turn of the event loop asks for. */
  private leaveSoon(): void {
    if (this.isLeaving) return;
    this.isLeaving = true;
    setImmediate(() => this.leave());
  }

  private leave(): void {
    this.isLeaving = false;
    const free = this.lanes.filter((lane) => lane.isFree);
    free.forEach((lane, at) => {
      const share = Math.max(WORTH_A_PACKET, Math.ceil(this.waiting.length / (free.length - at)));
      const leaving = this.waiting.splice(0, Math.min(MOST_TOGETHER, share));
      if (leaving.length > 0) void lane.send(leaving.map((read) => (read instanceof KeyedRead ? read.leave() : read)));
    });
  }

  private back(unasked: readonly ScopedRead[]): void {
    this.waiting.unshift(...unasked);
    if (this.waiting.length > 0) this.leaveSoon();
  }
}

class Lane {
  /** Queries that were asked and not answered yet. */
  private open = 0;
  private isOpening = false;
  private client: Promise<pg.Client> | undefined;
  private openedAt = 0;
  private readonly prepared = new Set<string>();

  constructor(
    private readonly options: pg.ClientConfig,
    private readonly back: (unasked: readonly ScopedRead[]) => void,
  ) {}

  get isFree(): boolean {
    return this.open === 0 && !this.isOpening;
  }

  /** Ends the connection once what it was asked is answered. */
  async close(): Promise<void> {
    const { client } = this;
    this.client = undefined;
    await client?.then((opened) => opened.end()).catch(ignore);
  }

  async send(reads: readonly ScopedRead[]): Promise<void> {
    this.isOpening = true;
    try {
      if (performance.now() - this.openedAt > LIFETIME_MS || this.prepared.size > MOST_STATEMENTS) void this.close();
      const client = await (this.client ??= this.connect());
      for (const { statement } of reads) this.prepared.add(statement.name);
      const { stream } = (client as unknown as Wired).connection;
      stream.cork();
      for (const group of together(client, reads)) this.ask(client, group);
      stream.uncork();
      this.isOpening = false;
    } catch (error) {
      this.client = undefined;
      this.isOpening = false;
      for (const { answered } of reads) answered(error as Error);
      this.back([]);
    }
  }

  private ask(client: pg.Client, group: readonly ScopedRead[]): void {
    this.open += 1;
    const query = new ScopedQuery(group, (unasked, leavesUnclear) => {
      this.open -= 1;
      if (leavesUnclear) void this.close();
      if (unasked.length > 0 || this.isFree) this.back(unasked);
    });
    client.query(query as unknown as pg.Submittable);
  }

  private connect(): Promise<pg.Client> {
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

/** Reads that one actor asks for at once, by statements that the connection knows, as groups; each other one by itself. */
function together(client: pg.Client, reads: readonly ScopedRead[]): ScopedRead[][] {
  const groups: ScopedRead[][] = [];
  const open = new Map<NamedStatement, ScopedRead[]>();
  for (const read of reads) {
    const group = read.isKnownTo(client) ? open.get(read.entering) : undefined;
    if (group) {
      group.push(read);
      continue;
    }
    const made = [read];
    if (read.isKnownTo(client)) open.set(read.entering, made);
    groups.push(made);
  }
  return groups;
}

/** A connection that is gone has nothing to close, and its reads were told already. */
function ignore(): void {
  return;
}
