import { runMigrations } from 'bullmq';
import pg from 'pg';
import { RUNTIME_ROLE } from '../database/connection.js';

export const QUEUE = 'jobs';
export const QUEUE_SCHEMA = 'bullmq';

/**
 * Makes or updates the tables of the queues on PostgreSQL, as the role that owns the schema; called wherever the migrations
 * are run, after them. The run-time role gets rows and sequences, no DDL: BullMQ would make a queue's sequence at first use,
 * so ours is made here. There is no row-level security: jobs hold ids only, and the worker serves every consortium.
 */
export async function prepareQueueSchema(ownerUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl, application_name: 'passerelle-migrate' });
  await client.connect();
  try {
    await client.query(`SELECT pg_advisory_lock(hashtext('passerelle queues'))`);
    await runMigrations(client as never, QUEUE_SCHEMA);
    const { rows } = await client.query<{ name: string }>(`SELECT ${QUEUE_SCHEMA}.job_id_seq_name($1) AS name`, [
      QUEUE,
    ]);
    for (const statement of [
      `CREATE SEQUENCE IF NOT EXISTS ${QUEUE_SCHEMA}.${rows[0]!.name}`,
      // BullMQ adds jobs in bulk by way of temporary tables; an installation may have taken that right from everybody.
      `DO $$ BEGIN IF NOT has_database_privilege('${RUNTIME_ROLE}', current_database(), 'TEMPORARY') THEN
         EXECUTE format('GRANT TEMPORARY ON DATABASE %I TO ${RUNTIME_ROLE}', current_database()); END IF; END $$`,
      `GRANT USAGE ON SCHEMA ${QUEUE_SCHEMA} TO ${RUNTIME_ROLE}`,
      `GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA ${QUEUE_SCHEMA} TO ${RUNTIME_ROLE}`,
      `REVOKE INSERT, UPDATE, DELETE ON ${QUEUE_SCHEMA}.migration FROM ${RUNTIME_ROLE}`,
      `GRANT USAGE, SELECT, UPDATE ON ALL SEQUENCES IN SCHEMA ${QUEUE_SCHEMA} TO ${RUNTIME_ROLE}`,
    ]) {
      await client.query(statement);
    }
  } finally {
    await client.end();
  }
}
