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
 * A read in one round trip: the settings of row-level security and the statement go out before one Sync, so that they are
 * one implicit transaction. The settings end with it and cannot leak to the next; both statements stay prepared. Parsing
 * comes first: refused at the settings (a revoked token), the connection is as those who come behind expect it.
 */
export class ScopedQuery {
  readonly name: string;
  readonly text: string;
  /** Failed where nobody can tell what is prepared: the connection serves no further. */
  leavesUnclear = false;
  private readonly found: Row[] = [];
  private layout: Layout | undefined;
  private entered = false;
  private unreadable: Error | undefined;

  constructor(
    private readonly entering: NamedStatement,
    private readonly statement: NamedStatement,
    readonly callback: Answered,
  ) {
    this.name = statement.name;
    this.text = statement.text;
  }

  /** A value that cannot be written fails its read before anything of it is sent: others would wait for the end of half a message. */
  submit(connection: InnerConnection): Error | null {
    let bound: [Binding, Binding];
    try {
      bound = [bindingOf(this.entering), bindingOf(this.statement)];
    } catch (error) {
      return error as Error;
    }
    connection.stream.cork();
    this.layout = layouts.get(connection)?.get(this.name);
    if (parseOnce(connection, this.entering)) connection.parsedStatements[this.entering.name] = this.entering.text;
    if (parseOnce(connection, this.statement)) connection.submittedNamedStatements[this.name] = this.text;
    run(connection, bound[0], false);
    run(connection, bound[1], !this.layout);
    connection.sync();
    connection.stream.uncork();
    return null;
  }

  handleRowDescription({ fields }: { fields: readonly Column[] }): void {
    this.layout = new Layout(fields, TYPES);
  }

  handleDataRow({ fields }: { fields: readonly (string | null)[] }): void {
    try {
      if (!this.unreadable) this.found.push(this.layout!.row(fields));
    } catch (error) {
      this.unreadable = error as Error;
    }
  }

  handleCommandComplete(_message: unknown, connection: InnerConnection): void {
    if (this.entered && this.layout) keep(connection, this.name, this.layout);
    this.entered = true; // the first is the answer of the settings, which return no row
  }

  handleError(error: Error): void {
    const { code } = error as { code?: string };
    this.leavesUnclear = code === undefined || isUnfit(error) || (!this.entered && code !== REVOKED);
    this.callback(error);
  }

  handleReadyForQuery(): void {
    if (this.unreadable) this.callback(this.unreadable);
    else this.callback(null, this.found);
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
    client.query(
      new ScopedQuery(entering, statement, (error, rows) =>
        error ? reject(error) : resolve(rows as T[]),
      ) as unknown as pg.Submittable,
    );
  });
}
