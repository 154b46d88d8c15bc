import pg from 'pg';

/** `Query` of pg, with the inner methods that this file builds upon (pg 8.23; covered by test/scoped-query.spec.ts). */
interface InnerQuery {
  name?: string;
  text?: string;
  prepare(connection: InnerConnection): void;
  handleCommandComplete(message: unknown, connection: InnerConnection): void;
  handleError(error: Error, connection: InnerConnection): void;
}
interface InnerConnection {
  parsedStatements: Record<string, string>;
  submittedNamedStatements: Record<string, string>;
  parse(message: { name: string; text: string }): void;
  bind(message: {
    portal: string;
    statement: string;
    values: unknown[];
    valueMapper: (value: unknown) => unknown;
  }): void;
  execute(message: { portal: string; rows: number }): void;
}
interface QueryConfig {
  name: string;
  text: string;
  values: readonly unknown[];
}
const Base = pg.Query as unknown as new (
  config: QueryConfig,
  callback: (error: Error | null, result?: pg.QueryResult) => void,
) => InnerQuery & pg.Submittable;

/**
 * A read in one round trip: the settings of row-level security and the statement go out before one Sync, so that they are
 * one implicit transaction. The settings end with it and cannot leak through the pool; both statements stay prepared.
 */
export class ScopedQuery extends Base {
  private enteringAnswered = false;
  private wasPrepared = false;

  constructor(
    private readonly entering: QueryConfig,
    statement: QueryConfig,
    callback: (error: Error | null, result?: pg.QueryResult) => void,
  ) {
    super(statement, callback);
  }

  override prepare(connection: InnerConnection): void {
    this.wasPrepared = connection.parsedStatements[this.name ?? ''] !== undefined;
    const { name, text, values } = this.entering;
    if (connection.parsedStatements[name] === undefined) {
      connection.parse({ name, text });
      connection.parsedStatements[name] = text;
    }
    connection.bind({ portal: '', statement: name, values: [...values], valueMapper: (value) => value });
    connection.execute({ portal: '', rows: 0 });
    super.prepare(connection);
  }

  override handleCommandComplete(message: unknown, connection: InnerConnection): void {
    if (this.enteringAnswered) return super.handleCommandComplete(message, connection);
    this.enteringAnswered = true; // the answer of the settings statement, which returns no row
  }

  /**
   * Refused at the settings (a revoked token), the statement behind them was never parsed; pg believes that it was, because it
   * takes the first ParseComplete for the statement's own. Left so, the next use on this connection would fail.
   */
  override handleError(error: Error, connection: InnerConnection): void {
    if (!this.enteringAnswered && !this.wasPrepared) {
      delete connection.parsedStatements[this.name ?? ''];
      delete connection.submittedNamedStatements[this.name ?? ''];
    }
    super.handleError(error, connection);
  }
}

/** Runs a prepared statement on a client under settings; see `ScopedQuery`. */
export function scopedQuery(
  client: pg.PoolClient,
  entering: QueryConfig,
  statement: QueryConfig,
): Promise<pg.QueryResult> {
  return new Promise((resolve, reject) => {
    client.query(
      new ScopedQuery(entering, statement, (error, result) =>
        error ? reject(error) : resolve(result!),
      ) as pg.Submittable,
    );
  });
}
