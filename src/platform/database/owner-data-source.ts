import { DataSource } from 'typeorm';
import { MIGRATIONS } from '../../../migrations/index.js';

/** The data source that migrates, as the role which owns the schema. */
export function ownerDataSource(url: string): DataSource {
  return new DataSource({
    type: 'postgres',
    url,
    poolSize: 2,
    applicationName: 'passerelle-migrate',
    migrations: MIGRATIONS,
    migrationsTableName: 'migrations',
    migrationsTransactionMode: 'each',
    installExtensions: false,
    // A migration that row-level security would hide rows from fails instead. Function bodies are checked when they run, as
    // the role that owns them: PostgreSQL would check them here as this one.
    extra: { options: '-c row_security=off -c check_function_bodies=off -c timezone=UTC' },
  });
}
