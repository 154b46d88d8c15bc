import type { Client } from 'pg';
import { v7 as uuidv7 } from 'uuid';
import { clock, type CivilDate } from '../platform/clock.js';
import { randomSecret } from '../platform/crypto.js';
import { withClient } from '../platform/database/prepare.js';
import { bootstrapConsortium, provisionClient, provisionUser, type ClientCredentials } from '../identity/bootstrap.js';
import { keepAccounts } from './demo-accounts.js';
import { raiseAlerts } from './demo-alerts.js';
import { liveArrears } from './demo-arrears.js';
import { writeCredentials, type Credentials, type Login } from './demo-credentials.js';
import { chargeRepairs } from './demo-files.js';
import { OUTSIDERS, PARTNERS, PRIVATE_OWNERS, USERS, type DemoPartner, type DemoUser } from './demo-partners.js';
import { FLAT_TABLES } from './demo-shared-flats.js';
import { World } from './demo-world.js';
import { accompaniedHomes, sittingTenants } from './programme-landlords.js';
import { elsewhere, underWay } from './programme-under-way.js';
import { intermediation } from './programme-intermediation.js';
import { hotelExits } from './programme-hotel-exits.js';
import { ownResidences, supportElsewhere } from './programme-residences.js';
import { sharedFlats } from './programme-shared-flats.js';

/** Parents first: the order in which foreign keys allow the tables to be written. */
const ORDER = [
  'programmes',
  'accreditations',
  'conventions',
  'riders',
  'sites',
  'dwellings',
  'dwelling_addresses',
  'dwelling_capacities',
  'rooms',
  'external_ids',
  'households',
  'disclosures',
  'persons',
  'household_members',
  'person_contacts',
  'residential_situations',
  'resources',
  'placements',
  'referrals',
  'referral_grounds',
  'placement_exits',
  'offers',
  'household_answers',
  'commission_decisions',
  'placement_steps',
  'stays',
  'dwelling_address_viewers',
  'support_states',
  'place_requests',
  'tenancies',
  'tenancy_terms',
  'tenancy_acts',
  'tenancy_exits',
  'tenancy_occupancies',
  ...FLAT_TABLES,
  'joint_reviews',
  'slides',
  'guarantees',
  'fsl_requests',
  'deadlines',
];

interface Loaded {
  readonly clients: readonly Credentials[];
  readonly users: readonly Login[];
}

/** On which day the demonstration was loaded; undefined when it is not there. */
export async function demoDay(ownerUrl: string): Promise<CivilDate | undefined> {
  return withClient(ownerUrl, async (client) => {
    const { rows } = await client.query<{ day: string | null }>('SELECT demo_loaded_on::text AS day FROM installation');
    return rows[0]?.day ?? undefined;
  });
}

/**
 * Loads the five programmes and an unrelated consortium into an empty installation, by a few bulk statements, in one
 * transaction; writes `<dataDir>/demo-credentials.json`, mode 0600, with random secrets. Does nothing when there is data.
 */
export async function loadDemo(
  ownerUrl: string,
  place: { dataDir: string; baseUrl: string },
): Promise<CivilDate | undefined> {
  return withClient(ownerUrl, async (client) => {
    const { rows } = await client.query(
      'SELECT 1 FROM installation WHERE demo_loaded_on IS NOT NULL OR EXISTS (SELECT 1 FROM all_consortia())',
    );
    if (rows.length > 0) return undefined;
    const today = clock.today();
    await client.query('BEGIN');
    const first = await loadConsortium(
      client,
      {
        key: 'demonstration',
        name: 'Consortium de démonstration',
        today,
        partners: [...PARTNERS, PRIVATE_OWNERS],
        users: USERS,
      },
      [
        sharedFlats,
        accompaniedHomes,
        hotelExits,
        ownResidences,
        supportElsewhere,
        sittingTenants,
        underWay,
        intermediation,
      ],
    );
    const other = await loadConsortium(
      client,
      { key: 'littoral', name: 'Consortium du littoral', today, partners: OUTSIDERS, users: [] },
      [elsewhere],
    );
    await client.query('UPDATE installation SET demo_loaded_on = $1, demo_loaded_at = now()', [today]);
    const clients = [...first.clients, ...other.clients.filter(({ key }) => key !== 'coordinator')];
    writeCredentials(place.dataDir, { baseUrl: place.baseUrl, clients, users: first.users });
    await client.query('COMMIT');
    await client.query('ANALYZE feed, grants, organisations, stays, occupied');
    return today;
  });
}

interface NewConsortium {
  readonly key: string;
  readonly name: string;
  readonly today: CivilDate;
  readonly partners: readonly DemoPartner[];
  readonly users: readonly DemoUser[];
}

async function loadConsortium(
  client: Client,
  { key, name, today, partners, users }: NewConsortium,
  parts: readonly ((world: World) => void)[],
): Promise<Loaded> {
  const coordinator = await bootstrapConsortium(client, { key, name, coordinatorName: 'Coordination' });
  const { consortiumId } = coordinator;
  const organisations = new Map(partners.map((partner) => [partner.key, uuidv7()]));
  const world = new World(organisations, today);
  for (const partner of partners) addPartner(world, partner);
  await acting(client, consortiumId);
  await world.rows.write(client, consortiumId, ['organisations', 'memberships', ...ORDER]);
  const filled = new World(organisations, today);
  for (const part of parts) part(filled);
  await filled.rows.write(client, consortiumId, ORDER);
  // Without statistics each call of the projection would scan what has just been loaded.
  await client.query('RESET ROLE');
  await client.query(
    'ANALYZE households, disclosures, household_members, persons, resources, placements, referrals, dwellings, memberships, tenancies, tenancy_terms, accounts',
  );
  await acting(client, consortiumId);
  await project(client, today);
  await keepAccounts(
    client,
    filled.accounts.filter(({ story }) => !story),
    today,
  );
  await chargeRepairs(client, filled);
  await filled.late.write(client, consortiumId, ['inventories']);
  await liveArrears(client, filled.accounts, today);
  await raiseAlerts(client, consortiumId, today);
  await client.query('RESET ROLE');
  const credentials: Credentials[] = [
    { key: 'coordinator', organisation: 'Coordination', roles: ['coordinator'], ...credentialsOf(coordinator) },
  ];
  for (const partner of partners.filter(({ kind }) => kind !== 'private_owner')) {
    const made = await provisionClient(client, {
      consortiumId,
      organisationId: organisations.get(partner.key)!,
      name: `${partner.name}, démonstration`,
    });
    credentials.push({ key: partner.key, organisation: partner.name, roles: partner.roles, ...made });
  }
  const people: Login[] = [];
  for (const user of users) {
    const login = { key: user.key, email: `${user.key}@demo.example`, password: randomSecret(15) };
    await provisionUser(client, {
      consortiumId,
      organisationId: organisations.get(user.partner)!,
      name: user.name,
      functions: user.functions,
      ...login,
    });
    people.push(login);
  }
  return { clients: credentials, users: people };
}

function credentialsOf({ clientId, clientSecret }: ClientCredentials): ClientCredentials {
  return { clientId, clientSecret };
}

function addPartner(world: World, { key, name, kind, roles, discreet = false }: DemoPartner): void {
  const id = world.id(key);
  world.rows.add('organisations', { id, name, kind, discreet, contact: `contact@${key}.example` });
  world.rows.add('memberships', { id: uuidv7(), organisation_id: id, roles, starts_on: '2010-01-01' });
}

/** From here the role of the definer functions, in one consortium: bound by row-level security like they are. */
async function acting(client: Client, consortiumId: string): Promise<void> {
  await client.query('SET LOCAL ROLE passerelle_definer');
  await client.query(
    `SELECT set_config('app.consortium', $1, true), set_config('app.organisation', $2, true), set_config('app.kind', 'system', true)`,
    [consortiumId, '00000000-0000-0000-0000-000000000000'],
  );
}

/** What is derived from the rows, by the functions that derive it at run time: counts, totals, grants, feeds. */
async function project(client: Client, today: CivilDate): Promise<void> {
  await client.query('SELECT recount_households(array_agg(id), $1) FROM households', [today]);
  await client.query('SELECT summarise_resources(id, $1) FROM households', [today]);
  await client.query(
    'SELECT refresh_grants(household_id, organisation_id) FROM (SELECT DISTINCT household_id, organisation_id FROM disclosures WHERE closed_at IS NULL) d',
  );
  await client.query(`UPDATE placements p SET children_under3 = h.children_under_3, children3to5 = h.children_3_5, children6to11 = h.children_6_11,
    children12to17 = h.children_12_17 FROM referrals r JOIN households h ON h.id = r.household_id WHERE r.id = p.id`);
  for (const collection of ['organisations', 'dwellings', 'households', 'placements', 'tenancies', 'shared_flats']) {
    await client.query(`SELECT feed_touch($1, (SELECT coalesce(array_agg(id), '{}') FROM ${collection}))`, [
      collection,
    ]);
  }
}
