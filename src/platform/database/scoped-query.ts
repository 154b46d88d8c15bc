import pg from 'pg';
import { parseTypes } from './connection.js';
import { Layout, type Column, type TypeParsers } from './layout.js';
import { isUnfit } from './sql-failures.js';
import { REVOKED, type NamedStatement } from './entering.js';

/** The inner connection of pg that this file builds upon (pg 8.23; covered by test/scoped-query.spec.ts). */
interface InnerConnection {
  readonly stream: { cork(): void; uncork(): void };
  readonly parsedStatements: Record<string, string>;
  readonly submittedNamedStatements: Record<string, string>;
  parse(message: { name: string; text: string }): void;
  bind(message: Binding): void;
  describe(message: { type: 'P'; name: string }): void;
  execute(message: { portal: string; rows: number }): void;
  sync(): void;
}
interface Binding {
  readonly portal: string;
  readonly statement: string;
  /** As they are written to the wire: text, bytes or null. */
  readonly values: readonly unknown[];
}
type Row = Record<string, unknown>;
type Answered = (error: Error | null, rows?: Row[]) => void;
const TYPES = parseTypes() as TypeParsers;
const { prepareValue } = (pg as unknown as { utils: { prepareValue: (value: unknown) => unknown } }).utils;

/** How the rows of each prepared statement of a connection look: told once, so it is asked for once. */
const layouts = new WeakMap<InnerConnection, Map<string, Layout>>();

/**
 * A statement, under whose settings it runs, and who waits for its rows. Written as it goes to the wire: a value that cannot be is
 * refused before anything of it is sent.
 */
export class ScopedRead {
  readonly bound: Binding;

  constructor(
    readonly entering: NamedStatement,
    readonly statement: NamedStatement,
    readonly answered: Answered,
  ) {
    this.bound = bindingOf(statement);
  }

  /** Whether the connection has prepared the statement and knows how its rows look. */
  isKnownTo(client: pg.ClientBase): boolean {
    const { connection } = client as unknown as { connection: InnerConnection };
    return layouts.get(connection)?.has(this.statement.name) ?? false;
  }
}

/**
 * Reads in one round trip: the settings of row-level security and the statements go out before one Sync, so that they are
 * one implicit transaction. The settings end with it and cannot leak to the next; all statements stay prepared. Parsing
 * comes first: refused at the settings (a revoked token), the connection is as those who come behind expect it.
 * Several reads under the same settings must each be known to the connection. Of a transaction that fails, the read at which it
 * did is told so; `over` is given those behind it, as if they had not been sent, and whether the connection serves no further, because
 * nobody can tell what is prepared.
 */
export class ScopedQuery {
  readonly name: string;
  readonly text: string;
  private readonly layouts: (Layout | undefined)[] = [];
  private found: Row[] = [];
  private unreadable: Error | null = null;
  /** Whose answer comes next. The settings come before the first read, and return no row. */
  private at = -1;

  constructor(
    private readonly reads: readonly ScopedRead[],
    private readonly over?: (unasked: readonly ScopedRead[], leavesUnclear: boolean) => void,
  ) {
    const { name, text } = reads[0]!.statement;
    this.name = name;
    this.text = text;
  }

  submit(connection: InnerConnection): null {
    const { entering, statement } = this.reads[0]!;
    const known = layouts.get(connection);
    connection.stream.cork();
    if (parseOnce(connection, entering)) connection.parsedStatements[entering.name] = entering.text;
    if (parseOnce(connection, statement)) connection.submittedNamedStatements[this.name] = this.text;
    run(connection, bindingOf(entering), false);
    for (const read of this.reads) {
      const layout = known?.get(read.statement.name);
      this.layouts.push(layout);
      run(connection, read.bound, !layout);
    }
    connection.sync();
    connection.stream.uncork();
    return null;
  }

  handleRowDescription({ fields }: { fields: readonly Column[] }): void {
    this.layouts[this.at] = new Layout(fields, TYPES);
  }

  handleDataRow({ fields }: { fields: readonly (string | null)[] }): void {
    try {
      if (!this.unreadable) this.found.push(this.layouts[this.at]!.row(fields));
    } catch (error) {
      this.unreadable = error as Error;
    }
  }

  handleCommandComplete(_message: unknown, connection: InnerConnection): void {
    const read = this.reads[this.at];
    const layout = this.layouts[this.at];
    if (read) {
      if (layout) keep(connection, read.statement.name, layout);
      read.answered(this.unreadable, this.found);
      this.found = [];
      this.unreadable = null;
    }
    this.at += 1;
  }

  handleError(error: Error): void {
    const { code } = error as { code?: string };
    const leavesUnclear = code === undefined || isUnfit(error) || (this.at < 0 && code !== REVOKED);
    const open = this.reads.slice(Math.max(this.at, 0));
    const failed = this.at < 0 || leavesUnclear ? open : open.slice(0, 1);
    this.over?.(open.slice(failed.length), leavesUnclear);
    for (const { answered } of failed) answered(error);
  }

  handleReadyForQuery(): void {
    this.over?.([], false);
  }
}

/** What pg asks of a query that shares its connection with others. */
Object.setPrototypeOf(ScopedQuery.prototype, pg.Query.prototype as object);

function parseOnce(connection: InnerConnection, { name, text }: NamedStatement): boolean {
  if ((connection.parsedStatements[name] ?? connection.submittedNamedStatements[name]) !== undefined) return false;
  connection.parse({ name, text });
  return true;
}

function bindingOf({ name, values }: NamedStatement): Binding {
  return { portal: '', statement: name, values: values.map((value) => prepareValue(value)) };
}

function run(connection: InnerConnection, bound: Binding, describe: boolean): void {
  connection.bind(bound);
  if (describe) connection.describe({ type: 'P', name: '' });
  connection.execute({ portal: '', rows: 0 });
}

function keep(connection: InnerConnection, name: string, layout: Layout): void {
  const known = layouts.get(connection) ?? new Map<string, Layout>();
  known.set(name, layout);
  layouts.set(connection, known);
}

/** Runs a prepared statement on a client under settings; see `ScopedQuery`. */
export function scopedQuery<T extends object>(
  client: pg.PoolClient,
  entering: NamedStatement,
  statement: NamedStatement,
): Promise<T[]> {
  return new Promise((resolve, reject) => {
    const read = new ScopedRead(entering, statement, (error, rows) => (error ? reject(error) : resolve(rows as T[])));
    client.query(new ScopedQuery([read]) as unknown as pg.Submittable);
  });
}
