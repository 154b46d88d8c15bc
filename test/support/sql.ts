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
  return <T>(partner: Partner, sql: string, values: unknown[] = [], more: Record<string, string> = {}) => {
    const settings = {
      'app.consortium': partner.consortiumId,
      'app.organisation': partner.organisationId,
      'app.kind': 'member',
      ...more,
      role: 'passerelle_runtime',
    };
    return test.asOwner(async (client) => {
      await client.query('SELECT set_config(name, value, false) FROM unnest($1::text[], $2::text[]) s(name, value)', [
        Object.keys(settings),
        Object.values(settings),
      ]);
      return (await client.query(sql, values)).rows as T;
    });
  };
}
