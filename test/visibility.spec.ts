import { describe, expect, it } from '@jest/globals';
import type { Partner } from './support/actors.js';
import { demoApp } from './support/demo.js';

const demo = await demoApp();

interface Case {
  placement: string;
  household: string;
  adult: string;
  minor: string;
  landlord: string;
  supporter: string;
}

/** A placement under way in the neutral programme, whose landlord, supporter and referrer are three partners. */
async function caseOf(status: string): Promise<Case> {
  const [found] = await demo.owner<Case>(
    `SELECT p.id AS placement, r.household_id AS household,
       (SELECT id FROM persons a WHERE a.household_id = r.household_id ORDER BY birth_date LIMIT 1) AS adult,
       (SELECT id FROM persons c WHERE c.household_id = r.household_id ORDER BY birth_date DESC LIMIT 1) AS minor,
       coalesce(l.contact, d.contact) AS landlord, s.contact AS supporter
     FROM placements p JOIN referrals r ON r.id = p.id JOIN programmes g ON g.id = r.programme_id AND g.key = 'logement-accompagne'
     JOIN consortia k ON k.id = p.consortium_id AND k.key = 'demonstration'
     JOIN organisations s ON s.id = p.supporter_id LEFT JOIN organisations l ON l.id = p.landlord_id
     JOIN LATERAL (SELECT contact FROM organisations o WHERE o.consortium_id = p.consortium_id AND o.kind = 'social_landlord' ORDER BY id LIMIT 1) d ON true
     WHERE p.status = $1 ORDER BY p.id LIMIT 1`,
    [status],
  );
  const key = (contact: string): string => contact.replace(/^contact@|\.example$/g, '');
  return { ...found!, landlord: key(found!.landlord), supporter: key(found!.supporter) };
}

/** What can be asked about a case, by the rows of the matrix. */
const PROBES = {
  placement: (c: Case) => `/v1/placements/${c.placement}`,
  history: (c: Case) => `/v1/placements/${c.placement}/history`,
  referral: (c: Case) => `/v1/placements/${c.placement}/referral`,
  grounds: (c: Case) => `/v1/placements/${c.placement}/grounds`,
  household: (c: Case) => `/v1/households/${c.household}`,
  composition: (c: Case) => `/v1/households/${c.household}/members`,
  'adult’s identity': (c: Case) => `/v1/persons/${c.adult}`,
  'minor’s identity': (c: Case) => `/v1/persons/${c.minor}`,
  contact: (c: Case) => `/v1/persons/${c.adult}/contact`,
  'resources for the lease': (c: Case) => `/v1/households/${c.household}/resource-summary`,
  profile: (c: Case) => `/v1/persons/${c.adult}/profile`,
  'who saw what': (c: Case) => `/v1/households/${c.household}/disclosures`,
} as const;
type Row = keyof typeof PROBES;
const ROWS = Object.keys(PROBES) as Row[];

async function seen(partner: Partner, c: Case): Promise<Row[]> {
  const rows: Row[] = [];
  for (const row of ROWS) {
    const { status } = await partner.get(PROBES[row](c));
    if (status >= 500) throw new Error(`${row}: ${status}`);
    if (status === 200) rows.push(row);
  }
  return rows;
}

/** Residential history and detailed resources are lists: seen means not empty. */
async function contents(partner: Partner, c: Case): Promise<string[]> {
  const found: string[] = [];
  for (const part of ['situations', 'resources']) {
    const { status, body } = await partner.get(`/v1/persons/${c.adult}/${part}`);
    if (status === 200 && (body as { data: unknown[] }).data.length > 0) found.push(part);
  }
  return found;
}

const LESSOR: Row[] = [
  'placement',
  'history',
  'household',
  'composition',
  'adult’s identity',
  'contact',
  'resources for the lease',
];

describe('The visibility matrix, on the demonstration', () => {
  it.each(['referred', 'eligible'])('shows a landlord nothing of a household that is %s', async (status) => {
    const c = await caseOf(status);
    for (const landlord of ['patrimoine', 'paris-habitat', 'antin'])
      expect(await seen(await demo.as(landlord), c)).toEqual([]);
  });

  it('shows the landlord of an offered dwelling the status and nobody', async () => {
    const c = await caseOf('offered');
    expect(await seen(await demo.as(c.landlord), c)).toEqual(['placement', 'history']);
    expect(await contents(await demo.as(c.landlord), c)).toEqual([]);
  });

  it.each(['submitted', 'allocated', 'accepted', 'moved_in'])(
    'shows it, once %s, the adults and what the lease needs, never a child, a past or a reason',
    async (status) => {
      const c = await caseOf(status);
      const own = (await seen(await demo.as(c.landlord), c)).filter((row) => row !== 'who saw what');
      expect(own).toEqual(LESSOR);
      expect(await contents(await demo.as(c.landlord), c)).toEqual([]);
      const others = ['patrimoine', 'paris-habitat', 'antin'].filter((key) => key !== c.landlord);
      for (const key of others) expect(await seen(await demo.as(key), c)).toEqual([]);
    },
  );

  it('tells a landlord of disclosures only its own', async () => {
    const c = await caseOf('submitted');
    const landlord = await demo.as(c.landlord);
    const { status, body } = await landlord.get(`/v1/households/${c.household}/disclosures`);
    const organisations =
      status === 200
        ? (body as { data: { organisationId: string }[] }).data.map(({ organisationId }) => organisationId)
        : [];
    expect(organisations.filter((id) => id !== landlord.organisationId)).toEqual([]);
  });

  it('shows the supporter all of it, whatever the step', async () => {
    for (const status of ['referred', 'offered', 'moved_in']) {
      const c = await caseOf(status);
      expect((await seen(await demo.as(c.supporter), c)).filter((row) => row !== 'profile')).toEqual(
        ROWS.filter((row) => row !== 'profile'),
      );
      expect(await contents(await demo.as(c.supporter), c)).toEqual(['situations', 'resources']);
    }
  });

  it('shows the referrer its referral with the identity, until the household has moved in', async () => {
    const before = await caseOf('offered');
    const siao = await demo.as('siao');
    expect(await seen(siao, before)).toEqual(
      expect.arrayContaining([
        'placement',
        'referral',
        'grounds',
        'household',
        'composition',
        'adult’s identity',
        'minor’s identity',
        'contact',
      ]),
    );
    expect(await seen(siao, before)).not.toContain('resources for the lease');
    const after = await caseOf('moved_in');
    expect(await seen(siao, after)).toEqual(['placement', 'history', 'referral', 'grounds']);
    expect(await contents(siao, after)).toEqual([]);
  });

  it('shows the coordinator where placements stand, and of households an opaque stub', async () => {
    const c = await caseOf('moved_in');
    const coordinator = await demo.as('coordinator');
    expect(await seen(coordinator, c)).toEqual(['placement', 'history', 'referral']);
    const stub = (await coordinator.get(`/v1/household-stubs/${c.household}`).expect(200)).body as Record<
      string,
      unknown
    >;
    const [person] = await demo.owner<{ family: string; given: string }>(
      'SELECT family_name AS family, given_names AS given FROM persons WHERE id = $1',
      [c.adult],
    );
    expect(JSON.stringify(stub)).not.toContain(person!.family);
    expect(JSON.stringify(stub)).not.toContain(person!.given);
  });

  it.each(['drihl', 'state-national', 'fonds-esh', 'aorif', 'ddets'])(
    'shows a State service or funder (%s) no household and no placement',
    async (key) => {
      for (const status of ['referred', 'moved_in'])
        expect(await seen(await demo.as(key), await caseOf(status))).toEqual([]);
    },
  );

  it.each(['clemence-isaure', 'amandier', 'educ-air', 'outsider', 'adoma', 'caps'])(
    'shows a partner without a relation (%s) nothing',
    async (key) => {
      for (const status of ['referred', 'offered', 'submitted', 'moved_in']) {
        const c = await caseOf(status);
        expect(await seen(await demo.as(key), c)).toEqual([]);
        expect(await contents(await demo.as(key), c)).toEqual([]);
      }
    },
  );

  it('gives an operator that does not support (Adoma) the landlord’s column', async () => {
    const [c] = await demo.owner<Case>(
      `SELECT p.id AS placement, r.household_id AS household, a.id AS adult, a.id AS minor FROM placements p JOIN referrals r ON r.id = p.id
       JOIN programmes g ON g.id = r.programme_id AND g.key = 'casp-asll' JOIN organisations o ON o.id = p.operator_id AND o.name = 'Adoma'
       JOIN persons a ON a.household_id = r.household_id AND a.birth_date < '2000-01-01' LIMIT 1`,
    );
    const own = await seen(await demo.as('adoma'), c!);
    expect(own.filter((row) => !['who saw what', 'minor’s identity'].includes(row))).toEqual(LESSOR);
    expect(await seen(await demo.as('heneo'), c!)).toEqual([]);
  });

  it('hides from a private owner who lives in its flats', async () => {
    const rows = await demo.owner<{ count: number }>(
      `SELECT count(*)::integer AS count FROM disclosures d JOIN organisations o ON o.id = d.organisation_id WHERE o.kind = 'private_owner'`,
    );
    expect(rows[0]!.count).toBe(0);
  });

  it('answers the same over GraphQL: what is not seen is null', async () => {
    const query = `query ($placement: ID!, $household: ID!, $adult: ID!) {
      placement(id: $placement) { id household { id } referral { id householdId } grounds { reasons } }
      household(id: $household) { id } person(id: $adult) { familyName } }`;
    const ask = async (key: string, c: Case) => {
      const { body } = await (
        await demo.as(key)
      ).graphql(query, { placement: c.placement, household: c.household, adult: c.adult });
      return (
        body as { data: { placement: Record<string, unknown> | null; household: unknown; person: unknown } | null }
      ).data;
    };
    const offered = await caseOf('offered');
    expect(await ask(offered.landlord, offered)).toMatchObject({
      placement: { household: null, referral: null, grounds: null },
      household: null,
      person: null,
    });
    expect(await ask(offered.supporter, offered)).toMatchObject({
      placement: { referral: { householdId: offered.household } },
      household: { id: offered.household },
    });
    const submitted = await caseOf('submitted');
    expect(await ask(submitted.landlord, submitted)).toMatchObject({
      placement: { household: { id: submitted.household }, referral: null, grounds: null },
    });
    expect(await ask('outsider', submitted)).toEqual({ placement: null, household: null, person: null });
  });

  it('names in a landlord’s feed neither the programme, nor who refers or supports, nor anybody', async () => {
    const landlord = await demo.as('patrimoine');
    const { text } = await landlord.get('/v1/placements/delta?limit=500').expect(200);
    const names = await demo.owner<{
      name: string;
    }>(`SELECT family_name AS name FROM persons UNION SELECT name FROM programmes WHERE key <> 'logement-accompagne'
      UNION SELECT id::text FROM organisations WHERE kind <> 'social_landlord' UNION SELECT id::text FROM households`);
    expect(names.filter(({ name }) => text.includes(name)).map(({ name }) => name)).toEqual([]);
  });
});
