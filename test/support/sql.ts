import pg from 'pg';
import type { Partner } from './actors.js';
import type { TestApp } from './app.js';

type AsPartner = <T>(
  partner: Partner,
  sql: string,
  values?: unknown[],
  settings?: Record<string, string>,
) => Promise<T>;

/** One statement as a partner, on the run-time role: what a feature would call in its unit of work, or an attacker who got there. */
export function statementsOf(test: TestApp): AsPartner {
  return async <T>(partner: Partner, sql: string, values: unknown[] = [], more: Record<string, string> = {}) => {
    const client = new pg.Client({ connectionString: test.ownerUrl, options: '-c role=passerelle_runtime' });
    await client.connect();
    try {
      const settings = {
        'app.consortium': partner.consortiumId,
        'app.organisation': partner.organisationId,
        'app.kind': 'member',
        ...more,
      };
      for (const [name, value] of Object.entries(settings))
        await client.query('SELECT set_config($1, $2, false)', [name, value]);
      return (await client.query(sql, values)).rows as T;
    } finally {
      await client.end();
    }
  };
}
