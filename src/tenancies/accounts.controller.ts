import { Body, Controller, Param, Query } from '@nestjs/common';
import { Creates, Lists, Reads } from '../platform/api/operations.js';
import type { Page } from '../platform/api/pages.js';
import { Account } from './account.view.js';
import { AccountsService } from './accounts.service.js';
import { LedgerEntry } from './ledger-entry.entity.js';
import { LedgerEntryFilter, LedgerEntryInput, PaymentInput, ReversalInput } from './ledger.inputs.js';
import { LedgerService } from './ledger.service.js';

const reading = AccountsService.prototype;
const writing = LedgerService.prototype;

@Controller('v1/tenancies/:id')
export class AccountsController {
  constructor(
    private readonly accounts: AccountsService,
    private readonly ledger: LedgerService,
  ) {}

  @Reads('account', Account, {
    summary: 'What is owed, and how much is known of it',
    use: reading.get,
    unversioned: true,
  })
  account(@Param('id') id: string): Promise<Account> {
    return this.accounts.get(id);
  }

  @Lists('ledger-entries', LedgerEntry, { summary: 'The entries of an account', use: writing.list })
  entries(@Param('id') id: string, @Query() filter: LedgerEntryFilter): Promise<Page<LedgerEntry>> {
    return this.ledger.list(id, filter);
  }

  @Reads('ledger-entries/:entryId', LedgerEntry, { summary: 'Read an entry', use: writing.get })
  entry(@Param('id') id: string, @Param('entryId') entryId: string): Promise<LedgerEntry> {
    return this.ledger.get(id, entryId);
  }

  @Creates('ledger-entries', LedgerEntry, { summary: 'Add an entry', use: writing.add })
  add(@Param('id') id: string, @Body() input: LedgerEntryInput): Promise<LedgerEntry> {
    return this.ledger.add(id, input);
  }

  @Creates('ledger-entries/:entryId/reversal', LedgerEntry, {
    summary: 'Reverse an entry that was wrong',
    use: writing.reverse,
    location: (path, id) => `${path.split('/').slice(0, -2).join('/')}/${id}`,
  })
  reverse(
    @Param('id') id: string,
    @Param('entryId') entryId: string,
    @Body() input: ReversalInput,
  ): Promise<LedgerEntry> {
    return this.ledger.reverse(id, entryId, input);
  }

  @Creates('payments', LedgerEntry, {
    summary: 'Record a payment',
    use: writing.pay,
    keyed: true,
    location: (path, id) => `${path.replace(/payments$/, 'ledger-entries')}/${id}`,
  })
  pay(@Param('id') id: string, @Body() input: PaymentInput): Promise<LedgerEntry> {
    return this.ledger.pay(id, input);
  }
}
