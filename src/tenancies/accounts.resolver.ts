import { Args, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Related } from '../platform/api/graphql-fields.js';
import { CreateMutation, Id, ListQuery, Paged } from '../platform/api/graphql-operations.js';
import { loadPartsOf } from '../platform/api/loaders.js';
import type { Page } from '../platform/api/pages.js';
import { clock } from '../platform/clock.js';
import { Database } from '../platform/database/database.js';
import { Account, knowledgeOn } from './account.view.js';
import { AccountKnowledge } from './accounts.enums.js';
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

  @Related(() => Account, {
    key: 'id',
    by: 'tenancyId',
    permission: 'accounts:read',
    description: 'What is owed; null where not to be seen',
  })
  account(@Parent() tenancy: Tenancy): Promise<Account | null> {
    return accountOf(this.database, tenancy.id);
  }
}

async function accountOf(database: Database, id: string): Promise<Account | null> {
  const [account] = await loadPartsOf(database, Account, 'tenancy_id', id);
  return account ?? null;
}

@Resolver(() => Account)
export class AccountKnowledgeResolver {
  @ResolveField(() => AccountKnowledge.type)
  knowledge(@Parent() account: Account): AccountKnowledge {
    return knowledgeOn(clock.today(), account.knowledge);
  }
}
