import { randomUUID } from 'node:crypto';
import { systemActor } from '../../src/platform/access/actor.js';
import { inContext } from '../../src/platform/context.js';
import { ArrearsNightService } from '../../src/tenancies/arrears-night.service.js';
import type { Consortium, Partner } from './actors.js';
import { consortiumOf } from './actors.js';
import type { TestApp } from './app.js';
import { openHousehold } from './households.js';

export type Parties = 'lessor' | 'owner' | 'supporter' | 'stranger';
export type ArrearsFrame = Consortium<Parties> & { householdId: string; dwellingId: string };

/** An account as it stands: rent 300 € and charges 180 €, aid of 280 € paid to the lessor, unless said otherwise. */
export interface Standing {
  kind?: string;
  rentCents?: number;
  chargesCents?: number;
  aidCents?: number;
  aidPayee?: 'tenant' | 'landlord';
  debtCents: number;
  firstDefaultOn?: string | null;
  unpaidTerms?: number;
  partial?: boolean;
  lastEntryOn?: string;
  /** What that entry was, which from 2027 on is asked of old debts; a due unless said otherwise. */
  entryKind?: 'due' | 'payment' | 'waiver';
  /** Terms before the present ones had aid. */
  hadAid?: boolean;
  endedOn?: string;
  /** A natural person as lessor. */
  ofOwner?: boolean;
  /** Let to an organisation: a head tenancy. */
  head?: boolean;
  supporter?: boolean;
}

export interface Finding {
  tenancy: string;
  code: string;
  version: number;
  level: string;
  met: boolean;
  since: string | null;
  threshold: number | null;
  pay: number;
  confidence: string;
}

export async function arrearsFrame(test: TestApp): Promise<ArrearsFrame> {
  const here = await consortiumOf<Parties>(test, {
    lessor: { roles: ['landlord'], kind: 'social_landlord' },
    owner: { roles: ['landlord'], kind: 'private_owner' },
    supporter: { roles: ['supporter'] },
    stranger: { roles: ['landlord', 'supporter'], kind: 'social_landlord' },
  });
  const householdId = await openHousehold(here.partners.supporter);
  const dwelling = await here.partners.lessor
    .post('/v1/dwellings', { label: 'T2', communeCode: '75120', type: 't2', places: 2 })
    .expect(201);
  return { ...here, householdId, dwellingId: (dwelling.body as { id: string }).id };
}

const NOBODY = '00000000-0000-0000-0000-000000000000';

/** Behind the scenes, in this consortium: triggers ask which one acts. */
export function inConsortium<T extends object>(
  test: TestApp,
  { consortiumId }: { consortiumId: string },
  sql: string,
  values: unknown[] = [],
): Promise<T[]> {
  return test.asOwner(async (client) => {
    await client.query(
      `SELECT set_config('app.consortium', $1, false), set_config('app.kind', 'system', false), set_config('app.organisation', $2, false)`,
      [consortiumId, NOBODY],
    );
    return (await client.query(sql, values)).rows as T[];
  });
}

const USUAL = {
  kind: 'sublease',
  rentCents: 30_000,
  chargesCents: 18_000,
  aidCents: 28_000,
  aidPayee: 'landlord' as 'landlord' | 'tenant',
  unpaidTerms: 0,
  partial: false,
  lastEntryOn: '2026-05-05',
  hadAid: false,
};

function rowOf({ partners, householdId }: ArrearsFrame, account: Standing & typeof USUAL) {
  const { lessor, owner, supporter } = partners;
  const { firstDefaultOn = account.lastEntryOn, endedOn = null, ofOwner, head, supporter: supported } = account;
  return {
    id: randomUUID(),
    ids: [randomUUID(), randomUUID()],
    kind: account.kind,
    rent: account.rentCents,
    charges: account.chargesCents,
    aid: account.aidCents,
    payee: account.aidCents > 0 ? account.aidPayee : null,
    had: account.hadAid,
    debt: account.debtCents,
    default_on: firstDefaultOn,
    terms: account.unpaidTerms,
    partial: account.partial,
    entry_on: account.lastEntryOn,
    entry_kind: account.entryKind,
    ended_on: endedOn,
    landlord: (ofOwner ? owner : lessor).organisationId,
    tenant: head ? supporter.organisationId : null,
    household: head ? null : householdId,
    supporter: supported ? supporter.organisationId : null,
  };
}

/** Tenancies with accounts that stand so, written behind the scenes: the rules read nothing else. Answers their ids. */
export async function standing(test: TestApp, frame: ArrearsFrame, accounts: Standing[]): Promise<string[]> {
  const rows = accounts.map((account) => rowOf(frame, { ...USUAL, ...account }));
  await inConsortium(
    test,
    frame,
    `WITH r AS (SELECT * FROM jsonb_to_recordset($1::jsonb) r (id uuid, ids uuid[], kind text, rent int, charges int, aid int, payee text, had boolean,
         debt int, default_on date, terms int, partial boolean, entry_on date, ended_on date, landlord uuid, tenant uuid, household uuid, supporter uuid)),
       tenancy AS (INSERT INTO tenancies (consortium_id, id, kind, status, household_id, tenant_organisation_id, dwelling_id, starts_on, dues_start_on, dues_source, ended_on,
         ending_reason, landlord_id, supporter_id)
         SELECT $2, id, kind, CASE WHEN ended_on IS NULL THEN 'in_force' ELSE 'ended' END, household, tenant, $3, '2020-01-01', '2020-01-01', 'sent', ended_on,
           CASE WHEN ended_on IS NOT NULL THEN 'mutual' END, landlord, supporter FROM r)
     INSERT INTO tenancy_terms (consortium_id, id, tenancy_id, starts_on, rent_cents, charges_cents, aid_kind, aid_cents, aid_payee)
       SELECT $2, ids[1], id, '2021-01-01'::date, rent, charges, CASE WHEN payee IS NOT NULL THEN 'apl' END, aid, payee FROM r
       UNION ALL SELECT $2, ids[2], id, '2020-01-01', rent, charges, 'apl', 20000, 'landlord' FROM r WHERE had`,
    [JSON.stringify(rows), frame.consortiumId, frame.dwellingId],
  );
  await change(test, frame, rows);
  return rows.map((row) => row.id);
}

interface Changed {
  id: string;
  debt: number;
  default_on?: string | null;
  terms?: number;
  partial?: boolean;
  entry_on?: string;
  entry_kind?: 'due' | 'payment' | 'waiver';
}

/** What an account comes to from now on. */
export async function change(test: TestApp, frame: ArrearsFrame, rows: Changed[]): Promise<void> {
  await test.owner(
    `UPDATE accounts a SET due_cents = 100000 + r.debt, paid_cents = 100000, first_default_on = CASE WHEN r.debt > 0 THEN coalesce(r.default_on, a.first_default_on) END,
       whole_terms_unpaid = coalesce(r.terms, a.whole_terms_unpaid), has_partial_payment = coalesce(r.partial, a.has_partial_payment),
       last_entry_on = coalesce(r.entry_on, a.last_entry_on)
     FROM jsonb_to_recordset($1::jsonb) r (id uuid, debt int, default_on date, terms int, partial boolean, entry_on date)
     WHERE a.consortium_id = $2 AND a.tenancy_id = r.id`,
    [JSON.stringify(rows), frame.consortiumId],
  );
  await test.owner(
    `INSERT INTO ledger_entries (consortium_id, id, tenancy_id, kind, amount_cents, occurred_on, month, label, value_on, due_side)
     SELECT $2, gen_random_uuid(), r.id, k.kind, 1, r.entry_on, CASE k.kind WHEN 'due' THEN to_char(r.entry_on, 'YYYY-MM') END, 'rent', r.entry_on, true
     FROM jsonb_to_recordset($1::jsonb) r (id uuid, entry_on date, entry_kind text)
     CROSS JOIN LATERAL (SELECT coalesce(r.entry_kind, 'due') AS kind) k WHERE r.entry_on >= '2027-01-01'`,
    [JSON.stringify(rows), frame.consortiumId],
  );
}

export interface Booked {
  kind: 'due' | 'payment' | 'waiver';
  amountCents: number;
  on: string;
}

/** Entries as the lessor’s system would have sent them, each on its day, coming days included. Answers their ids. */
export async function book(
  test: TestApp,
  frame: { consortiumId: string },
  tenancyId: string,
  entries: Booked[],
): Promise<string[]> {
  const ids = entries.map(() => randomUUID());
  const of = <T>(pick: (entry: Booked) => T): T[] => entries.map(pick);
  const none = of(() => null);
  const refused = await inConsortium(
    test,
    frame,
    `SELECT * FROM ledger_post($1::uuid[], $2::uuid[], $3::text[], $3::text[], $4::text[], $5::integer[], $6::date[], $7::text[], $8::text[],
       $3::text[], $3::text[], '2030-01-01', true)`,
    [
      ids,
      of(() => tenancyId),
      none,
      of(({ kind }) => kind),
      of(({ amountCents }) => amountCents),
      of(({ on }) => on),
      of(({ on, kind }) => (kind === 'due' ? on.slice(0, 7) : null)),
      of(({ kind }) => ({ due: 'rent', payment: 'tenant_payment', waiver: 'write_off' })[kind]),
    ],
  );
  if (refused.length > 0) throw new Error(JSON.stringify(refused));
  return ids;
}

/** What the rules find on a day, for one account or for all; of one, by what its entries say of that day if asked so. */
export function evaluate(
  test: TestApp,
  frame: ArrearsFrame,
  at: string,
  tenancyId?: string,
  fromEntries = false,
): Promise<Finding[]> {
  return inConsortium<Finding>(
    test,
    frame,
    `SELECT e.tenancy_id AS tenancy, e.code, e.rule_version AS version, e.level, e.met, e.since::text, e.threshold_cents AS threshold, e.pay_cents AS pay,
       e.confidence
     FROM arrears_evaluation($1, $2::uuid[], $3) e`,
    [at, tenancyId ? [tenancyId] : null, fromEntries],
  );
}

/** A tenancy of somebody's that falls into arrears today; answers the case. */
export async function fallIntoArrears(
  test: TestApp,
  consortium: { consortiumId: string },
  tenancyId: string,
  on: string,
): Promise<string> {
  await inConsortium(
    test,
    consortium,
    `UPDATE accounts SET due_cents = 90000, paid_cents = 0, first_default_on = $2, last_entry_on = $2 WHERE tenancy_id = $1`,
    [tenancyId, on],
  );
  await inConsortium(test, consortium, 'SELECT * FROM arrears_turn($1)', [on]);
  const [made] = await inConsortium<{ id: string }>(
    test,
    consortium,
    'SELECT id FROM arrears_cases WHERE tenancy_id = $1',
    [tenancyId],
  );
  return made!.id;
}

/** Levels by weight; `none` where no rule is met. */
export const RANK = ['none', 'watch', 'to_verify', 'constituted'];
export const highest = (found: readonly Finding[]): string =>
  found.reduce(
    (level, finding) => (finding.met && RANK.indexOf(finding.level) > RANK.indexOf(level) ? finding.level : level),
    'none',
  );
/** The rules that make arrears constituted. */
export const constituting = (found: readonly Finding[]): string =>
  found
    .filter(({ met, level }) => met && level === 'constituted')
    .map(({ code }) => code)
    .sort()
    .join(' ');

/** The night as the job does it: in the application, as the system. */
export const turnNight = (test: TestApp, { consortiumId }: { consortiumId: string }, size?: number) =>
  inContext({ requestId: 'test', locale: 'fr', actor: systemActor(consortiumId, 'rent-arrears') }, () =>
    test.app.get(ArrearsNightService, { strict: false }).turn(size),
  );

export interface Case {
  readonly id: string;
  readonly status: string;
  readonly level: string;
  readonly [property: string]: unknown;
}

/** The last case of a tenancy, as a partner sees it. */
export async function caseOf(partner: Partner, tenancyId: string): Promise<Case | undefined> {
  const answer = await partner.get(`/v1/arrears-cases?tenancyId=${tenancyId}`).expect(200);
  return (answer.body as { data: Case[] }).data.at(-1);
}

/** An act on a case, with the version that the caller sees. */
export async function act(partner: Partner, id: string, noun: string, body: object) {
  const { headers } = await partner.get(`/v1/arrears-cases/${id}`).expect(200);
  return partner.post(`/v1/arrears-cases/${id}/${noun}`, body).set('If-Match', headers.etag as string);
}
