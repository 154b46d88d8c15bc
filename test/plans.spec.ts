import { beforeAll, describe, expect, it } from '@jest/globals';
import { fillPlacements } from '../bench/data.js';
import { provisionClient } from '../src/identity/bootstrap.js';
import { familyKey, givenKey } from '../src/people/name-keys.js';
import { RUNTIME_ROLE } from '../src/platform/database/connection.js';
import { Database } from '../src/platform/database/database.js';
import { ENTER, entering } from '../src/platform/database/entering.js';
import type { Actor } from '../src/platform/access/actor.js';
import { actor } from '../src/platform/context.js';
import { withClient } from '../src/platform/database/prepare.js';
import { consortiumOf, login, type Partner } from './support/actors.js';
import { ownApp } from './support/app.js';
import { openFlat, settleIn } from './support/shared-flats.js';

const PLACEMENTS = 2_000;
const PAGE = 100;
const LIST = `query { placements(first: ${PAGE}) { nodes { id status dwelling { id label } household { id size } operator { id name } } } }`;

interface Read {
  readonly sql: string;
  readonly values: readonly unknown[];
  readonly actor: Actor;
}
interface Plan {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly 'Rows Removed by Join Filter'?: number;
  readonly Plans?: Plan[];
}

/**
 * A tenancy for each placement, with its account, a deadline and an alert for who manages the home and who supports: the same for
 * all of them, which PostgreSQL must not take for no filter.
 */
const TENANCIES = `
  INSERT INTO tenancies (consortium_id, id, kind, household_id, dwelling_id, starts_on, dues_start_on, landlord_id, operator_id, supporter_id)
    SELECT p.consortium_id, uuid7(), 'social_lease', r.household_id, p.dwelling_id, '2020-01-01', '2020-01-01', p.landlord_id, p.operator_id,
      p.supporter_id
    FROM placements p JOIN referrals r ON r.id = p.id;
  INSERT INTO ledger_entries (consortium_id, id, tenancy_id, kind, amount_cents, occurred_on, month, label, value_on, due_side)
    SELECT t.consortium_id, uuid7(), t.id, 'due', 100, m.day, to_char(m.day, 'YYYY-MM'), 'rent', m.day, true
    FROM tenancies t CROSS JOIN LATERAL (SELECT (date '2026-01-01' + make_interval(months => n))::date AS day FROM generate_series(0, 11) n) m;
  INSERT INTO deadlines (consortium_id, id, source_type, source_id, kind, due_on, organisation_id, household_id)
    SELECT t.consortium_id, uuid7(), 'tenancy', t.id, 'tenancy_end', date '2027-01-01' + (row_number() OVER ())::integer % 300, w.o, t.household_id
    FROM tenancies t CROSS JOIN LATERAL (SELECT DISTINCT o FROM unnest(ARRAY[t.operator_id, t.supporter_id]) o WHERE o IS NOT NULL) w;
  INSERT INTO causes (consortium_id, id, kind, subject_type, subject_id, household_id, organisation_id, level, facts, since)
    SELECT d.consortium_id, uuid7(), 'tenancy_ending', 'tenancy', d.source_id, d.household_id, d.organisation_id, 'attention', '{}', '2027-01-01' FROM deadlines d;
  INSERT INTO alerts (consortium_id, id, cause_id, kind, level, status, subject_type, subject_id, household_id, organisation_id, facts, since_on)
    SELECT c.consortium_id, uuid7(), c.id, c.kind, c.level, 'open', c.subject_type, c.subject_id, c.household_id, c.organisation_id, c.facts, c.since FROM causes c`;

const test = await ownApp();
let reads: Read[] = [];
const viewers: Record<string, Partner> = {};

/** The same statements as the application, recorded where it hands them to the database. */
function record(database: Database): void {
  for (const door of ['read', 'scan'] as const) {
    const through = database[door].bind(database);
    database[door] = (sql, values = []) => {
      reads.push({ sql, values, actor: actor() });
      return through(sql, values);
    };
  }
  const find = database.find.bind(database);
  database.find = (sql, id) => {
    reads.push({ sql, values: [actor().consortiumId, `{${id}}`], actor: actor() });
    return find(sql, id);
  };
}

beforeAll(async () => {
  await fillPlacements(test.ownerUrl, PLACEMENTS);
  const [{ id: consortiumId }] = (await test.owner<{ id: string }>(`SELECT id FROM consortia`)) as [{ id: string }];
  const organisation = async (name: string): Promise<string> =>
    (await test.owner<{ id: string }>(`SELECT id FROM organisations WHERE name = $1`, [name]))[0]!.id;
  const [one, none, few] = await Promise.all(['operator 1', 'operator 4', 'operator 5'].map(organisation));
  await test.owner(`
    SELECT set_config('app.consortium', '${consortiumId}', false), set_config('app.kind', 'system', false);
    UPDATE placements SET operator_id = CASE WHEN id IN (SELECT id FROM placements ORDER BY id LIMIT ${PLACEMENTS / 100}) THEN '${few}'::uuid ELSE '${one}' END
      WHERE operator_id IN ('${none}', '${few}') OR id IN (SELECT id FROM placements ORDER BY id LIMIT ${PLACEMENTS / 100});
    UPDATE dwellings d SET operator_id = p.operator_id FROM placements p WHERE p.dwelling_id = d.id AND d.operator_id <> p.operator_id;
    DELETE FROM grants WHERE organisation_id IN ('${none}', '${few}');
    INSERT INTO grants (consortium_id, organisation_id, household_id, scope, relations)
      SELECT consortium_id, operator_id, household_id, 'stub', '{operator}' FROM placements WHERE operator_id = '${few}' AND household_id IS NOT NULL;
    SELECT feed_touch(c, ARRAY(SELECT subject_id FROM feed WHERE collection = c)) FROM unnest(ARRAY['placements', 'dwellings', 'households']) c;
    SELECT feed_sweep('infinity');
    INSERT INTO persons (consortium_id, id, household_id, origin_household_id, family_name, given_names, birth_date, family_key, given_key, author_organisation_id)
      SELECT consortium_id, uuid7(), id, id, 'Exemple', 'Camille', '1980-01-31', '${familyKey('Exemple')}', '${givenKey('Camille')}', '${one}' FROM households;
    ${TENANCIES}`);
  await test.owner('ANALYZE');
  record(test.app.get(Database));
  for (const [name, of] of Object.entries({
    nothing: 'operator 4',
    'one in a hundred': 'operator 5',
    all: 'supporter 1',
  })) {
    const organisationId = await organisation(of);
    const client = await withClient(test.ownerUrl, (owner) =>
      provisionClient(owner, { consortiumId, organisationId, name }),
    );
    viewers[name] = await login(test, { key: name, organisationId, consortiumId, ...client });
  }
}, 240_000);

/** How PostgreSQL runs a read for whom it was made, with the plan that a prepared statement keeps. */
function planOf({ sql, values, actor: who }: Read, planned = 'generic'): Promise<Plan> {
  return withClient(test.ownerUrl, async (client) => {
    const literal = (value: unknown): string => {
      if (value === null || value === undefined) return 'NULL';
      return typeof value === 'number'
        ? String(value)
        : client.escapeLiteral(Array.isArray(value) ? `{${value.join(',')}}` : String(value));
    };
    await client.query(`SET plan_cache_mode = force_${planned}_plan`);
    await client.query(`SET ROLE ${RUNTIME_ROLE}`);
    await client.query('BEGIN');
    await client.query(ENTER.text, [...entering(who).values]);
    await client.query(`PREPARE the_read AS ${sql}`);
    const parameters = values.length > 0 ? `(${values.map(literal).join(', ')})` : '';
    const { rows } = await client.query<{ 'QUERY PLAN': [{ Plan: Plan }] }>(
      `EXPLAIN (ANALYZE, FORMAT JSON) EXECUTE the_read${parameters}`,
    );
    return rows[0]!['QUERY PLAN'][0].Plan;
  });
}

const nodesOf = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(nodesOf)];

/** A look-up by key, beside each row of a page, may read a table of a few rows whole; `runs`: how often it may. */
function removedBy(plan: Plan, runs = 0): number {
  return nodesOf(plan).reduce((sum, node) => {
    const each = (node['Rows Removed by Filter'] ?? 0) + (node['Rows Removed by Join Filter'] ?? 0);
    return sum + each * (node['Actual Loops'] <= runs ? 1 : node['Actual Loops']);
  }, 0);
}

const READS: Record<string, (viewer: Partner) => PromiseLike<unknown>> = {
  'the feed of placements': (viewer) => viewer.get(`/v1/placements/delta?limit=${PAGE}`).expect(200),
  'the list of placements': (viewer) => viewer.get(`/v1/placements?limit=${PAGE}`).expect(200),
  'a placement': async (viewer) => {
    const [one] = await test.owner<{ id: string }>(`SELECT id FROM placements ORDER BY id LIMIT 1`);
    return viewer.get(`/v1/placements/${one!.id}`);
  },
  'the list of dwellings': (viewer) => viewer.get(`/v1/dwellings?limit=${PAGE}`).expect(200),
  'the search for somebody whose name many bear': (viewer) =>
    viewer.post('/v1/persons/search', { familyName: 'Exemple', givenNames: 'Camille' }).expect(200),
  'the list of households': (viewer) => viewer.get(`/v1/households?limit=${PAGE}`).expect(200),
  'the list of tenancies': (viewer) => viewer.get(`/v1/tenancies?limit=${PAGE}`).expect(200),
  'the statement of an account': async (viewer) => {
    const [one] = await test.owner<{ id: string }>(`SELECT id FROM tenancies ORDER BY id LIMIT 1`);
    return viewer.get(`/v1/tenancies/${one!.id}/statement?from=2026-06&to=2026-07`);
  },
  'the list of deadlines': (viewer) => viewer.get(`/v1/deadlines?limit=${PAGE}`).expect(200),
  'the list of alerts': (viewer) => viewer.get(`/v1/alerts?limit=${PAGE}`).expect(200),
  'placements with what hangs on them, by GraphQL': (viewer) => viewer.graphql(LIST).expect(200),
};

describe.each(Object.keys(READS))('%s', (name) => {
  it.each(['nothing', 'one in a hundred', 'all'])(
    'reads no more than its page for a viewer who sees %s',
    async (viewer) => {
      reads = [];
      await READS[name]!(viewers[viewer]!);
      expect(reads.length).toBeGreaterThan(0);
      for (const read of reads) {
        const plan = await planOf(read);
        expect({ sql: read.sql, removed: removedBy(plan, PAGE + 1) <= PAGE }).toEqual({ sql: read.sql, removed: true });
      }
    },
  );
});

describe('A consortium that came after the statistics were gathered', () => {
  it('is not taken for empty by the account of a flat', async () => {
    const made = await consortiumOf(test, {
      landlord: { roles: ['landlord'], kind: 'social_landlord' },
      operator: { roles: ['operator', 'supporter'] },
    });
    const { operator } = made.partners;
    const flat = await openFlat(made);
    await settleIn(operator, flat, { on: '2026-01-05' });
    const other = await openFlat(made, { conventionId: flat.conventionId });
    await test.owner(`ALTER TABLE ledger_entries SET (autovacuum_enabled = false)`);
    await test.owner(
      `INSERT INTO ledger_entries (consortium_id, id, tenancy_id, kind, amount_cents, occurred_on, month, label, value_on, due_side)
       SELECT $1, uuid7(), $2, 'due', 100, '2025-01-01', '2025-01', 'rent', '2025-01-01', true FROM generate_series(1, 2000)`,
      [made.consortiumId, other.headTenancyId],
    );
    reads = [];
    const account = await operator.get(`/v1/shared-flats/${flat.id}/account`).expect(200);
    expect((account.body as { months: object[] }).months).toHaveLength(12);
    expect(reads.length).toBeGreaterThan(0);
    for (const read of reads) {
      const removed = removedBy(await planOf(read, 'custom'));
      expect({ sql: read.sql, removed: removed <= PAGE }).toEqual({ sql: read.sql, removed: true });
    }
  });
});
