import { beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { DuplicateScan } from '../src/people/people.jobs.js';
import { systemActor } from '../src/platform/access/actor.js';
import { inContext } from '../src/platform/context.js';
import { join, type Partner } from './support/actors.js';
import { ownApp } from './support/app.js';
import { fallIntoArrears } from './support/arrears.js';
import { openHousehold, personsOf } from './support/households.js';
import { addDwelling, lead, placementFrame, refer, type Frame } from './support/placements.js';
import { statementsOf } from './support/sql.js';
import { liveInFlat } from './support/shared-flats.js';
import { sittingTenant } from './support/tenancies.js';

const test = await ownApp();
const as = statementsOf(test);
type Ids = Record<
  | 'self'
  | 'activity'
  | 'supporter'
  | 'household'
  | 'person'
  | 'placement'
  | 'dwelling'
  | 'movedIn'
  | 'disclosure'
  | 'duplicate'
  | 'survivor'
  | 'absorbed'
  | 'merge'
  | 'consortium'
  | 'user'
  | 'authority'
  | 'client'
  | 'stamp'
  | 'tenancy'
  | 'flat'
  | 'occupancy'
  | 'flatDwelling'
  | 'entry'
  | 'arrears'
  | 'random',
  string
>;

let frame: Frame;
let other: Partner;
let ids: Ids;

/** What strangers would do, each with one function; whatever it answers must be nothing, and nothing may have changed. */
const CALLS: Record<string, string> = {
  'read an address': `SELECT address_open(:dwelling, :self, 'placement', :placement)`,
  'close an address to others': `SELECT address_close('placement', :placement)`,
  'close a sight': `SELECT close_disclosure(:disclosure)`,
  'close the sights that rest on support': `SELECT nullif(close_disclosures('support', :household), '{}')`,
  'close the sights that rest on a placement': `SELECT nullif(close_disclosures('placement', :placement), '{}')`,
  'end what ends one day': `SELECT nullif(close_ended_disclosures('infinity'), '{}')`,
  'open a household to itself': `SELECT open_disclosure(:household, :self, 'support', 'supporter', 'household', :household, 'x', '2026-01-01', NULL)`,
  'take over what a supporter wrote': `SELECT hand_over(:household, :supporter, :self, '2026-01-01')`,
  'hand over between others': `SELECT hand_over(:household, :supporter, :random, '2026-01-01')`,
  'take a dwelling on a placement': `SELECT * FROM stay_reserve(:random, :dwelling, NULL, '2031-01-01', NULL, 1, NULL, 'placement', :placement)`,
  'take a dwelling on a source of its own': `SELECT * FROM stay_reserve(:random, :dwelling, NULL, '2031-01-01', NULL, 1, NULL, 'tenancy', :random)`,
  'cancel a stay': `SELECT * FROM stay_change('placement', :movedIn, 'cancelled', NULL, NULL, true)`,
  'hand a stay to itself': `SELECT nullif(stay_hand_over('placement', :movedIn, 'tenancy', :random), 0)`,
  'release a placement': `SELECT release_placement(:placement, '2026-01-01')`,
  'read the frame of a placement': `SELECT * FROM placement_frame(:placement)`,
  'ask whether a placement is open to it': `SELECT nullif(placement_open(:consortium, :placement), false)`,
  'ask what a convention covers': `SELECT placement_convention_covers(:placement, :dwelling)`,
  'write the day of the keys': `SELECT placement_moved_in(:movedIn, '2020-01-01')`,
  'take a placement out of the queue': `SELECT placement_left_queue(:placement)`,
  'count a household as of another day': `SELECT recount_households(ARRAY[:household]::uuid[], '1990-01-01')`,
  'bring back who left as of another day': `SELECT nullif(members_return('infinity')::text, '')`,
  'add up all resources as of another day': `SELECT nullif(resources_turn_day('infinity')::text, '')`,
  'sum its resources as of another day': `SELECT summarise_resources(:household, '1990-01-01')`,
  'answer a duplicate': `SELECT answer_duplicate(:duplicate, 'confirmed')`,
  'dismiss a duplicate': `SELECT answer_duplicate(:duplicate, 'dismissed')`,
  'merge two households': `SELECT merge_known_households(:household, :survivor)`,
  'undo a merge': `SELECT undo_merge(:survivor)`,
  'undo a merge by the household that is gone': `SELECT undo_merge(:absorbed)`,
  'read what a merge moved': `SELECT * FROM merge_effect(:merge)`,
  'look for duplicates': `SELECT nullif(scan_duplicates(:household), 0)`,
  'say that a household was merged': `SELECT feed_merged('households', :household, :random)`,
  'forget tombstones': `SELECT nullif(feed_sweep('infinity'), 0)`,
  'forget events': `DELETE FROM events RETURNING 1`,
  'read answers that are kept': `SELECT body FROM idempotent_answers`,
  'ask who sees a household': `SELECT household_viewers(:household)`,
  'ask for initials': `SELECT household_initials(:household)`,
  'open a session for somebody': `SELECT session_open(:consortium, :supporter, :user, :authority, :random, '\\x01', now(), '1 hour', '1 hour')`,
  'go on with a session of somebody': `SELECT * FROM session_refresh('\\x02', '\\x03', now(), '0', '1 hour')`,
  'read a password’s hash': `SELECT password_hash FROM user_account(:consortium, :user, current_date)`,
  'find an account': `SELECT * FROM account_of_email('somebody@supporter.example')`,
  'use up a code': `SELECT nullif(totp_take(:consortium, :user, 99999999), false)`,
  'use up a recovery code': `SELECT nullif(recovery_take(:consortium, :user, '\\x04'), false)`,
  'set a password': `SELECT nullif(password_set(:user, 'x', now()), false)`,
  'invite somebody anew': `SELECT nullif(invitation_set(:user, '\\x05', 'infinity'), false)`,
  'take a second factor away': `SELECT totp_remove(:user)`,
  'become somebody by another provider': `SELECT * FROM oidc_account('i', 's', 'somebody@supporter.example', true, NULL, now())`,
  'administer another organisation': `SELECT first_administrator(:supporter, :random, 'x@y.example', 'x', '\\x06', now())`,
  'count attempts': `SELECT login_attempt('\\x07', now(), '1 hour')`,
  'forget attempts': `SELECT login_attempts_sweep('infinity')`,
  'forget that an attempt failed': `SELECT login_succeeded('\\x08', '\\x08')`,
  'use up an assertion': `SELECT assertion_take('\\x09', 'infinity')`,
  'forget sessions': `SELECT nullif(sessions_sweep('infinity'), 0)`,
  'sign tokens': `SELECT signing_key_add('ffffffff', 'x', '{}', now(), (SELECT max(kid) FROM signing_keys_known()))`,
  'read sealed keys': `SELECT * FROM signing_keys_known()`,
  'end tokens by what they rest on': `SELECT revoke_keys(ARRAY[:stamp]::uuid[], '1 hour')`,
  'end a token': `SELECT token_revoke(:stamp, '1 hour')`,
  'say what holds': `SELECT * FROM causes_put_by_job('{rent_unpaid}', NULL, '[]')`,
  'say what holds by the inner function': `SELECT * FROM causes_put('{rent_unpaid}', NULL, '[]')`,
  'take jobs': `SELECT * FROM outbox_take(100)`,
  'lose jobs': `SELECT outbox_done(ARRAY(SELECT id FROM outbox_take(100)))`,
  'know the consortia': `SELECT all_consortia()`,
  'say that the database was restored': `SELECT installation_check('x')`,
  'drop the audit': `SELECT audit_drop('2000-01-01')`,
  'set somebody a deadline': `SELECT nullif(deadlines_put('tenancy', ARRAY[:tenancy]::uuid[], 'joint_review', '{2026-01-01}', ARRAY[:self]::uuid[], ARRAY[:household]::uuid[]), 0)`,
  'set a deadline of a case': `SELECT nullif(deadlines_put('arrears_case', ARRAY[:arrears]::uuid[], 'joint_review', '{2026-01-01}', ARRAY[:self]::uuid[], '{NULL}'), 0)`,
  'set a deadline of anything': `SELECT nullif(deadlines_put('something', ARRAY[:random]::uuid[], 'joint_review', '{2026-01-01}', ARRAY[:supporter]::uuid[], '{NULL}'), 0)`,
  'close a deadline': `SELECT nullif(deadlines_close('arrears_case', ARRAY[:arrears]::uuid[], NULL), 0)`,
  'say what holds of a deadline': `SELECT nullif(deadlines_causes('2031-01-01', ARRAY[:tenancy]::uuid[]), 0)`,
  'say what holds of all deadlines': `SELECT nullif(deadlines_causes('2031-01-01', NULL), 0)`,
  'forget alerts': `SELECT nullif(alerts_forget('infinity', 100), 0)`,
  'say who has sent nothing': `SELECT accounts_stale('2031-01-01')`,
  'set the deadlines of a case anew': `SELECT arrears_deadlines(ARRAY[:arrears]::uuid[])`,
  'say what holds of a case': `SELECT nullif(arrears_causes('2031-01-01', ARRAY[:arrears]::uuid[]), 0)`,
  'say what holds of all cases': `SELECT nullif(arrears_causes('2031-01-01', NULL), 0)`,
  'turn the night': `SELECT * FROM arrears_turn('2031-01-01')`,
  'read the levels of arrears': `SELECT * FROM arrears_levels()`,
  'post the dues of others': `SELECT nullif(ledger_dues(ARRAY[:tenancy]::uuid[], '2020-01-01', '2031-01-01'), 0)`,
  'post all dues': `SELECT * FROM ledger_dues_step('2031-01-01', 100, '00000000-0000-0000-0000-000000000000')`,
  'post a line of others': `SELECT nullif(code, 'unknown_reference') FROM ledger_post(ARRAY[:random]::uuid[], ARRAY[:tenancy]::uuid[], '{NULL}', '{NULL}', '{payment}', '{1}', '{2026-01-01}', '{NULL}', '{payment}', '{NULL}', '{NULL}', '2026-01-02', true)`,
  'reverse an entry of others': `SELECT ledger_reverse(:entry, :random, '2026-01-01', 'correction')`,
  'look for accounts that are wrong': `SELECT nullif(seen, 0), astray, last FROM accounts_astray('00000000-0000-0000-0000-000000000000', 100)`,
  'see a tenancy’s household': `SELECT tenancy_disclose(:tenancy, '2026-01-01')`,
  'slide a lease': `SELECT tenancy_slide(:tenancy, :random, '2026-01-01', '{}', '2026-01-01')`,
  'end the placement of a tenancy': `SELECT tenancy_left(:tenancy)`,
  'count the persons of a tenancy': `SELECT tenancy_persons(:tenancy)`,
  'move the placement of a tenancy': `SELECT tenancy_transferred(:tenancy)`,
  'know who supports a household': `SELECT tenancy_supporter(:household)`,
  'open a tenancy': `SELECT nullif(tenancy_open(:household, :supporter, :supporter, 'stub', :household, now()), false)`,
  'be told of a household': `SELECT nullif(told_in_own_file(:household, :household, now()), false)`,
  'be told of a tenancy': `SELECT nullif(alert_of_party('tenancy', :tenancy), false)`,
  'be told of a debt': `SELECT nullif(alert_of_party('arrears_case', :arrears), false)`,
  'be told of a flat': `SELECT nullif(alert_of_party('shared_flat', :flat), false)`,
  'open an account': `SELECT nullif(account_open(:tenancy, :supporter, :supporter), false)`,
  'take a dwelling on a tenancy of others': `SELECT * FROM stay_reserve(:random, :dwelling, NULL, '2031-01-01', NULL, 1, NULL, 'tenancy', :tenancy)`,
  'end the stay of a tenancy': `SELECT * FROM stay_change('tenancy', :tenancy, NULL, NULL, '2026-01-01', false)`,
  'learn who of a household would live in a room': `SELECT occupancy_person(:household, NULL, '2026-01-01')`,
  'see a flat as a resident’s supporter': `SELECT nullif(flat_of_resident(:flat), false)`,
  'know whether a flat is of one’s caseload': `SELECT nullif(flat_in_caseload(:flat), false)`,
  'say who came to an activity': `SELECT * FROM attend_rooms(:activity, ARRAY[:random]::uuid[])`,
  'know of an activity of a flat': `SELECT nullif(activity_in_caseload(:activity), false)`,
  'know of an incident': `SELECT nullif(incident_in_caseload(:random), false)`,
  'learn who lives in a shared flat': `SELECT occupancy_disclose(:occupancy)`,
  'ask until when a shared flat is let': `SELECT flat_let_until(:flat)`,
  'read what a shared flat costs': `SELECT * FROM shared_flat_rooms(:flat, '2026-01-01', '2027-01-01')`,
  'take a room on an occupancy of others': `SELECT * FROM stay_reserve(:random, :flatDwelling, NULL, '2031-01-01', NULL, 1, NULL, 'occupancy', :occupancy)`,
  'end the stay of an occupancy': `SELECT * FROM stay_change('occupancy', :occupancy, NULL, NULL, '2026-01-01', false)`,
  'take over the stay of an occupancy': `SELECT nullif(stay_hand_over('occupancy', :occupancy, 'tenancy', :tenancy), 0)`,
  'close the sights that rest on a tenancy': `SELECT nullif(close_disclosures('tenancy', :tenancy), '{}')`,
};

beforeAll(async () => {
  frame = await placementFrame(test);
  const { supporter, landlord } = frame.partners;
  other = await join(test, frame.coordinator, 'other', { roles: ['supporter'] });
  const dwelling = await addDwelling(frame);
  const { id: placement, householdId: household } = await refer(frame);
  await lead(frame, placement, dwelling, 'submitted');
  const { id: movedIn } = await refer(frame);
  await lead(frame, movedIn, await addDwelling(frame), 'moved_in');
  const twice = await knownTwice();
  const [person] = await personsOf(supporter, household);
  const [disclosure] = await test.owner<{ id: string }>(
    `SELECT id FROM disclosures WHERE household_id = $1 AND organisation_id = $2`,
    [household, landlord.organisationId],
  );
  const [stamp] = await test.owner<{ stamp: string }>(
    `SELECT membership_stamp(id, version) AS stamp FROM memberships WHERE organisation_id = $1`,
    [supporter.organisationId],
  );
  const [user, authority] = [randomUUID(), randomUUID()];
  await test.owner(
    `INSERT INTO users (consortium_id, id, organisation_id, email, name, functions, caseload, authority) VALUES ($1, $2, $3, 'somebody@supporter.example', 'x', '{reader}', 'all', $4)`,
    [frame.consortiumId, user, supporter.organisationId, authority],
  );
  await test.owner(
    `UPDATE user_credentials SET password_hash = 'h', totp_sealed = 's', recovery = ARRAY['\\x04'::bytea] WHERE user_id = '${user}';
     INSERT INTO login_attempts VALUES ('\\x08', 9, now()) ON CONFLICT DO NOTHING`,
  );
  await supporter
    .post(`/v1/households/${twice.open}/disclosures`, {
      organisationId: other.organisationId,
      relation: 'supporter',
      informedOn: '2026-01-01',
      endsOn: '2999-01-01',
    })
    .set('Idempotency-Key', randomUUID())
    .expect(201);
  const tenancy = await sittingTenant(frame, { endsOn: '2030-12-31' });
  const line = { kind: 'due', amountCents: 48_000, occurredOn: '2026-01-05', month: '2026-01' };
  const entry = await landlord.post(`/v1/tenancies/${tenancy.id}/ledger-entries`, line).expect(201);
  ids = {
    ...(await flatIds()),
    tenancy: tenancy.id,
    entry: (entry.body as { id: string }).id,
    arrears: await fallIntoArrears(test, frame, tenancy.id, '2026-03-05'),
    self: '',
    supporter: supporter.organisationId,
    household,
    person: person!,
    placement,
    dwelling,
    movedIn,
    disclosure: disclosure!.id,
    ...twice,
    consortium: frame.consortiumId,
    user,
    authority,
    client: supporter.clientId,
    stamp: stamp!.stamp,
    random: randomUUID(),
  };
});

async function flatIds(): Promise<Pick<Ids, 'flat' | 'occupancy' | 'flatDwelling' | 'activity'>> {
  const { flat, occupancy } = await liveInFlat(frame);
  const held = { kind: 'conviviality', topics: [] };
  const { body } = await frame.partners.supporter.post(`/v1/shared-flats/${flat.id}/activities`, held).expect(201);
  const activity = (body as { id: string }).id;
  return { flat: flat.id, flatDwelling: flat.dwellingId, occupancy: occupancy.id, activity };
}

/** Two pairs of households known twice: the first is merged, the second waits for its answers. */
async function knownTwice(): Promise<Pick<Ids, 'duplicate' | 'survivor' | 'absorbed' | 'merge'> & { open: string }> {
  const { supporter } = frame.partners;
  const job = test.app.get(DuplicateScan, { strict: false });
  const actor = systemActor(frame.consortiumId, job.name);
  const caseOf = async (partner: Partner, householdId: string): Promise<string> => {
    const { data } = (await partner.get('/v1/duplicate-cases').expect(200)).body as { data: Record<string, string>[] };
    return data.find((found) => found.householdId === householdId)!.id!;
  };
  const pair = async (familyName: string): Promise<[string, string]> => {
    const person = { familyName, givenNames: 'Awa', birthDate: '1971-02-03' };
    const input = { members: [{ person, role: 'reference_person', startsOn: '2020-01-01' }] };
    const [mine, theirs] = [await openHousehold(supporter, input), await openHousehold(other, input)];
    await inContext({ requestId: 'test', locale: 'fr', actor }, () => job.run({ householdId: theirs }));
    return [mine, theirs];
  };
  const [mine, theirs] = await pair('Kervadec');
  for (const [partner, householdId] of [
    [supporter, mine],
    [other, theirs],
  ] as const) {
    const path = `/v1/duplicate-cases/${await caseOf(partner, householdId)}`;
    const { headers } = await partner.get(path).expect(200);
    await partner
      .post(`${path}/confirmation`)
      .set('If-Match', headers.etag as string)
      .expect(200);
  }
  const [merge] = await test.owner<{ merge: string; survivor: string; absorbed: string }>(
    `SELECT id AS merge, survivor_id AS survivor, absorbed_id AS absorbed FROM merges`,
  );
  const [open] = await pair('Tremeur');
  return { ...merge!, open, duplicate: await caseOf(supporter, open) };
}

/** Every row of every table that anybody writes, as one number each. */
async function everything(): Promise<Record<string, string>> {
  const tables = await test.owner<{ name: string }>(
    `SELECT relname AS name FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND relname <> 'communes' ORDER BY 1`,
  );
  const sums = tables.map(
    ({ name }) => `'${name}', (SELECT md5(coalesce(string_agg(t::text, E'\\n' ORDER BY t::text), '')) FROM ${name} t)`,
  );
  // A function takes a hundred arguments at most.
  const parts = Array.from({ length: Math.ceil(sums.length / 45) }, (_, part) => sums.slice(part * 45, part * 45 + 45));
  const objects = parts.map((some) => `jsonb_build_object(${some.join(', ')})`);
  const [row] = await test.owner<{ sums: Record<string, string> }>(`SELECT ${objects.join(' || ')} AS sums`);
  return row!.sums;
}

/** What the stranger gets. */
async function attempt(stranger: Partner, call: string): Promise<unknown> {
  const values: string[] = [];
  const own = { ...ids, self: stranger.organisationId };
  const sql = call.replace(/:(?!:)(\w+)\b/g, (whole, name: string) => {
    if (!(name in own)) return whole;
    values.push(own[name as keyof Ids]);
    return `$${values.length}::uuid`;
  });
  try {
    const rows = await as<Record<string, unknown>[]>(stranger, sql, values);
    return rows.flatMap((row) => Object.values(row)).filter((value) => value !== null && value !== '');
  } catch (error) {
    const { code, constraint } = error as { code: string; constraint?: string };
    return ['42501', 'PS409'].includes(code) ? [] : [code, constraint, (error as Error).message];
  }
}

describe.each(['stranger', 'otherLandlord', 'funder', 'specialist'] as const)(
  'A %s, on the run-time role itself,',
  (who) => {
    let before: Record<string, string>;
    beforeAll(async () => {
      before = await everything();
    });

    it.each(Object.keys(CALLS))('cannot %s', async (name) => {
      expect(await attempt(frame.partners[who], CALLS[name]!)).toEqual([]);
    });

    it('has changed nothing by all that', async () => {
      expect(await everything()).toEqual(before);
    });
  },
);

describe('The parties themselves', () => {
  it('get what the same functions give', async () => {
    const { supporter, landlord } = frame.partners;
    const call = (by: Partner, sql: string, values: unknown[]) => as<Record<string, unknown>[]>(by, sql, values);
    expect(await call(landlord, 'SELECT * FROM placement_frame($1)', [ids.placement])).toHaveLength(1);
    expect(await call(supporter, 'SELECT * FROM merge_effect($1)', [ids.merge])).not.toEqual([]);
    expect(
      await call(other, 'SELECT answer_duplicate($1, $2)', [ids.duplicate, 'confirmed']).catch((e: Error) => e.message),
    ).toBe('disclosure_household_invisible');
    expect(await call(supporter, 'SELECT undo_merge($1) AS merge', [ids.survivor])).toEqual([{ merge: ids.merge }]);
  });
});
