import { Injectable } from '@nestjs/common';
import { Requires } from '../platform/access/requires.js';
import { listPage, type Page } from '../platform/api/pages.js';
import { clock } from '../platform/clock.js';
import { actor, context } from '../platform/context.js';
import { Keyring } from '../platform/crypto.js';
import { Database } from '../platform/database/database.js';
import { constraintMeans, uniqueMeans } from '../platform/database/sql-failures.js';
import { uuidOrMissing, type Work } from '../platform/database/work.js';
import { conflict, invalid, notFound } from '../platform/errors/failure.js';
import { AccountsService } from './accounts.service.js';
import { LABEL_OF } from './accounts.enums.js';
import { LedgerEntry } from './ledger-entry.entity.js';
import { POST, type Lines, type NotWritten } from './ledger-lines.js';
import type { LedgerEntryFilter, LedgerEntryInput, PaymentInput, ReversalInput } from './ledger.inputs.js';
import { pastDay, pastDaySince } from '../platform/bounded-days.js';

uniqueMeans('ledger_entries_reversed_once', 'entry_already_reversed');
constraintMeans('ledger_not_the_lessor', () => conflict('not_the_lessor'));
constraintMeans('ledger_is_reversal', () => conflict('entry_is_reversal'));

/** Entries of an account, one by one: added, reversed, never changed. */
@Injectable()
export class LedgerService {
  constructor(
    private readonly database: Database,
    private readonly keyring: Keyring,
    private readonly accounts: AccountsService,
  ) {}

  /** In the order in which they were recorded. */
  @Requires('accounts:read')
  async list(tenancyId: string, filter: LedgerEntryFilter): Promise<Page<LedgerEntry>> {
    const account = await this.accounts.get(tenancyId);
    const { from, to } = filter;
    return listPage(this.database, this.keyring, LedgerEntry, filter, {
      from: '(SELECT e.*, e.created_at AS updated_at FROM ledger_entries e) t',
      ignore: ['from', 'to'],
      where: [
        { sql: (p) => `t.tenancy_id = ${p(account.tenancyId)}` },
        ...(from === undefined ? [] : [{ sql: (p: (value: unknown) => string) => `t.occurred_on >= ${p(from)}` }]),
        ...(to === undefined ? [] : [{ sql: (p: (value: unknown) => string) => `t.occurred_on < ${p(to)}` }]),
      ],
    });
  }

  @Requires('accounts:read')
  async get(tenancyId: string, id: string): Promise<LedgerEntry> {
    const { data } = await this.one(tenancyId, id);
    return data[0] ?? missing();
  }

  private async one(tenancyId: string, id: string): Promise<Page<LedgerEntry>> {
    const [tenancy, entry] = [uuidOrMissing(tenancyId), uuidOrMissing(id)];
    return listPage(this.database, this.keyring, LedgerEntry, { limit: 1 } as LedgerEntryFilter, {
      where: [{ sql: (p) => `t.tenancy_id = ${p(tenancy)} AND t.id = ${p(entry)}` }],
    });
  }

  /**
   * An entry of the lessor or its manager. The same external identifier again answers the entry that it has made.
   * @throws not_the_lessor, dues_are_computed, external_id_reused (409)
   */
  @Requires('accounts:write')
  add(tenancyId: string, input: LedgerEntryInput): Promise<LedgerEntry> {
    if (input.amountCents === 0 || (input.amountCents < 0 && input.kind !== 'adjustment'))
      throw invalid('/amountCents', 'not_positive');
    return this.post(tenancyId, input);
  }

  /** A payment; needs an `Idempotency-Key`. @throws not_the_lessor, external_id_reused (409) */
  @Requires('accounts:write')
  pay(tenancyId: string, input: PaymentInput): Promise<LedgerEntry> {
    return this.post(tenancyId, { kind: 'payment', ...input });
  }

  /** What an entry did is undone, on its own day. @throws not_the_lessor, entry_already_reversed, entry_is_reversal (409) */
  @Requires('accounts:write')
  reverse(tenancyId: string, id: string, { label = 'correction', occurredOn }: ReversalInput): Promise<LedgerEntry> {
    return this.database.work(async (work) => {
      const entry = await this.get(tenancyId, id);
      const day = pastDaySince(entry.occurredOn, occurredOn, '/occurredOn');
      const reversal = work.newId();
      await work.query('SELECT ledger_reverse($1, $2, $3, $4)', [entry.id, reversal, day, label]);
      context().trail?.changed('ledger_entries', reversal);
      return work.published(LedgerEntry, reversal);
    });
  }

  private post(tenancyId: string, input: LedgerEntryInput): Promise<LedgerEntry> {
    const tenancy = uuidOrMissing(tenancyId);
    return this.database.work(async (work) => {
      const id = work.newId();
      const [[refused], entry] = await Promise.all([
        work.prepared<NotWritten>(POST, lineOf(id, tenancy, input)),
        work.find(LedgerEntry, id),
      ]);
      const known = refused && (await meaningOf(work, refused, input));
      context().trail?.changed('ledger_entries', known ?? id);
      return entry ?? work.published(LedgerEntry, known ?? id);
    });
  }
}

function lineOf(id: string, tenancyId: string, input: LedgerEntryInput): Lines {
  const today = clock.today();
  const { kind, amountCents, label = LABEL_OF[kind], externalId } = input;
  const occurredOn = pastDay(input.occurredOn, '/occurredOn');
  const month = input.month ?? (kind === 'due' ? occurredOn.slice(0, 7) : null);
  return [
    [id],
    [tenancyId],
    [null],
    [null],
    [kind],
    [amountCents],
    [occurredOn],
    [month],
    [label],
    [externalId?.system ?? null],
    [externalId?.value ?? null],
    today,
    true,
  ];
}

/** The entry that was sent before under this identifier, or why this one is refused. */
async function meaningOf(work: Work, { code, since }: NotWritten, { externalId }: LedgerEntryInput): Promise<string> {
  if (code === 'unknown_reference') throw notFound();
  if (code === 'in_the_future') throw invalid('/occurredOn', code);
  if (code === 'before_tenancy') throw invalid('/occurredOn', code, { start: since });
  if (code !== 'known') throw conflict(code);
  const [known] = await work.query<{ id: string }>(
    'SELECT id FROM ledger_entries WHERE consortium_id = $1 AND organisation_id = $2 AND system = $3 AND external_id = $4',
    [actor().consortiumId, actor().organisationId, externalId!.system, externalId!.value],
  );
  return known?.id ?? missing();
}

function missing(): never {
  throw notFound();
}
