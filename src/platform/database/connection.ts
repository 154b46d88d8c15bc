import pg from 'pg';
import { DataSource } from 'typeorm';
import type { EntityTarget, ObjectLiteral } from 'typeorm';

/** The unprivileged role under which everything runs: it owns nothing and row-level security binds it. */
export const RUNTIME_ROLE = 'passerelle_runtime';

/** Dates and instants stay strings from the driver to the wire, whole numbers are numbers (cents fit in 2^53). */
export function parseTypes(): pg.CustomTypesConfig {
  const parsers: Record<number, (text: string) => unknown> = {
    [pg.types.builtins.TIMESTAMPTZ]: (text) => instantOf(text),
    [pg.types.builtins.DATE]: (text) => text,
    [pg.types.builtins.INT8]: Number,
  };
  return {
    getTypeParser: ((oid: number, format?: 'text') =>
      (format === undefined || format === 'text' ? parsers[oid] : undefined) ??
      pg.types.getTypeParser(oid, format)) as never,
  };
}

const WHOLE = '2026-11-21 09:30:00.123456+00'.length;

/** PostgreSQL's `2026-11-21 09:30:00.5+00` as RFC 3339 with six decimals, so that texts sort as instants do. */
export function instantOf(text: string): string {
  if (text.length === WHOLE && text.endsWith('+00')) return `${text.slice(0, 10)}T${text.slice(11, -3)}Z`;
  if (text.length < 20 || !text.endsWith('+00')) return text; // infinity, or a session that is not in UTC
  const [seconds, fraction = ''] = text.slice(0, -3).replace(' ', 'T').split('.') as [string, string?];
  return `${seconds}.${fraction.padEnd(6, '0')}Z`;
}

interface ConnectionOptions {
  readonly url: string;
  readonly poolSize: number;
  readonly applicationName: string;
  readonly entities?: EntityTarget<ObjectLiteral>[];
}

/**
 * The data source of the run-time role. Every connection takes that role before anything else is said. Nothing is compiled: it
 * takes longer than any statement here.
 */
export function runtimeDataSource({ url, poolSize, applicationName, entities = [] }: ConnectionOptions): DataSource {
  const dataSource = new DataSource({
    type: 'postgres',
    url,
    poolSize,
    applicationName,
    entities: entities as never[],
    synchronize: false,
    migrationsRun: false,
    installExtensions: false,
    extra: {
      options: `-c role=${RUNTIME_ROLE} -c timezone=UTC -c idle_in_transaction_session_timeout=30000 -c statement_timeout=60000 -c jit=off`,
      types: parseTypes(),
      pipeline: true, // what a unit of work says at once leaves at once
      connectionTimeoutMillis: 5000,
      idleTimeoutMillis: 60_000,
      maxLifetimeSeconds: 3600,
    },
  });
  const initialize = dataSource.initialize.bind(dataSource);
  dataSource.initialize = async () => {
    await initialize();
    // A server that dies under a checked-out connection also fails its query, which is where it is told; without a listener
    // the event alone would end the process.
    poolOf(dataSource).on('connect', (client) => client.on('error', () => undefined));
    return dataSource;
  };
  return dataSource;
}

/** The pool beneath a data source, for reads on prepared statements. */
export function poolOf(dataSource: DataSource): pg.Pool {
  return (dataSource.driver as unknown as { master: pg.Pool }).master;
}
