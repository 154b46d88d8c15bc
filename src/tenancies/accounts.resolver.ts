import { Args, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { may } from '../platform/access/requires.js';
import { CreateMutation, Id, ListQuery, Paged } from '../platform/api/graphql-operations.js';
import { loadChildren } from '../platform/api/loaders.js';
import type { Page } from '../platform/api/pages.js';
import { clock } from '../platform/clock.js';
import { context } from '../platform/context.js';
import { Database } from '../platform/database/database.js';
import { Account, ACCOUNTS, accountOf, type AccountRow } from './account.view.js';
import { LedgerEntry } from './ledger-entry.entity.js';
import { LedgerEntryFilter, LedgerEntryInput, PaymentInput, ReversalInput } from './ledger.inputs.js';
import { LedgerService } from './ledger.service.js';
import { Tenancy } from './tenancy.entity.js';

const writing = LedgerService.prototype;

@Resolver(() => Tenancy)
export class AccountsResolver {
  constructor(
    private readonly database: Database,
    private readonly ledger: LedgerService,
  ) {}

  @ListQuery(LedgerEntry, { summary: 'The entries of an account', use: writing.list })
  ledgerEntries(
    @Id('tenancyId') tenancyId: string,
    @Paged(LedgerEntryFilter) filter: LedgerEntryFilter,
  ): Promise<Page<LedgerEntry>> {
    return this.ledger.list(tenancyId, filter);
  }

  @CreateMutation(LedgerEntry, { summary: 'Add an entry', use: writing.add })
  addLedgerEntry(@Id('tenancyId') id: string, @Args('input') input: LedgerEntryInput): Promise<LedgerEntry> {
    return this.ledger.add(id, input);
  }

  @CreateMutation(LedgerEntry, { summary: 'Record a payment', use: writing.pay, keyed: true })
  recordPayment(@Id('tenancyId') id: string, @Args('input') input: PaymentInput): Promise<LedgerEntry> {
    return this.ledger.pay(id, input);
  }

  @CreateMutation(LedgerEntry, { summary: 'Reverse an entry that was wrong', use: writing.reverse })
  reverseLedgerEntry(
    @Id('tenancyId') tenancyId: string,
    @Id('entryId') entryId: string,
    @Args('input') input: ReversalInput,
  ): Promise<LedgerEntry> {
    return this.ledger.reverse(tenancyId, entryId, input);
  }

  @ResolveField(() => Account, { nullable: true, description: 'What is owed; null where not to be seen' })
  async account(@Parent() tenancy: Tenancy): Promise<Account | null> {
    return may('accounts:read') ? accountOfTenancy(this.database, tenancy.id) : null;
  }
}

async function accountOfTenancy(database: Database, id: string): Promise<Account | null> {
  const [row] = await loadChildren<AccountRow & { parentId: string }>(database, ACCOUNTS, id);
  if (!row) return null;
  const { parentId, ...account } = row;
  context().trail?.read('accounts', [parentId]);
  return accountOf(account, clock.today());
}
