import { Injectable } from '@nestjs/common';
import { Requires } from '../platform/access/requires.js';
import { childPage } from '../platform/api/child-pages.js';
import type { ClassOf } from '../platform/api/fields.js';
import { loadNoun } from '../platform/api/loaders.js';
import type { Page } from '../platform/api/pages.js';
import { actor } from '../platform/context.js';
import { Keyring } from '../platform/crypto.js';
import { Database } from '../platform/database/database.js';
import { uniqueMeans } from '../platform/database/sql-failures.js';
import { uuidOrMissing, type Work } from '../platform/database/work.js';
import { invalid, notFound } from '../platform/errors/failure.js';
import { LedgerService } from './ledger.service.js';
import { pastDay } from '../platform/bounded-days.js';
import { OF_ACCOUNT } from './tenancy-children.js';
import type { FslRequestFilter, GuaranteeFilter, InventoryFilter } from './tenancy-children.inputs.js';
import { FslRequest, Guarantee, Inventory } from './tenancy-files.entity.js';
import type {
  FslRequestInput,
  FslRequestPatch,
  GuaranteeInput,
  GuaranteePatch,
  InventoryInput,
} from './tenancy-files.inputs.js';
import { Tenancy } from './tenancy.entity.js';

uniqueMeans('inventories_once', 'inventory_already_recorded');

/** What a landlord’s counter handles every day. It goes with the account: seen by those who see that. */
@Injectable()
export class TenancyFilesService {
  constructor(
    private readonly database: Database,
    private readonly keyring: Keyring,
    private readonly ledger: LedgerService,
  ) {}

  @Requires('accounts:read')
  inventories(id: string, filter: InventoryFilter): Promise<Page<Inventory>> {
    return childPage(this.database, this.keyring, Inventory, OF_ACCOUNT, id, filter);
  }

  /** By the lessor. The cost of repairs may be charged at once. @throws not_the_lessor, inventory_already_recorded (409) */
  @Requires('accounts:write')
  recordInventory(id: string, input: InventoryInput): Promise<Inventory> {
    return this.database.work(async (work) => {
      const tenancy = await ofKeeper(work, id);
      const { kind, repairCents = null, householdPresent, keys = null, charge = false } = input;
      const doneOn = pastDay(input.doneOn, '/doneOn');
      if (kind === 'in' && repairCents !== null) throw invalid('/repairCents', 'wrong_kind');
      if (charge && !repairCents) throw invalid('/charge', 'required');
      const chargedEntryId = charge ? await this.charge(tenancy.id, repairCents!, doneOn) : null;
      const facts = { tenancyId: tenancy.id, kind, doneOn, householdPresent, keys, repairCents, chargedEntryId };
      const inventory = await work.insert(work.create(Inventory, facts));
      await tell(work, tenancy, `inventory_${kind}`);
      return work.published(Inventory, inventory.id);
    });
  }

  private async part<T extends Guarantee | FslRequest>(noun: ClassOf<T>, id: string, partId: string): Promise<T> {
    const found = await loadNoun<T>(this.database, noun, uuidOrMissing(partId));
    return demandOf(found, id);
  }

  private async charge(tenancyId: string, amountCents: number, occurredOn: string): Promise<string> {
    const entry = await this.ledger.add(tenancyId, {
      kind: 'adjustment',
      label: 'exit_repairs',
      amountCents,
      occurredOn,
    });
    return entry.id;
  }

  @Requires('accounts:read')
  guarantees(id: string, filter: GuaranteeFilter): Promise<Page<Guarantee>> {
    return childPage(this.database, this.keyring, Guarantee, OF_ACCOUNT, id, filter);
  }

  @Requires('accounts:read')
  guarantee(id: string, guaranteeId: string): Promise<Guarantee> {
    return this.part(Guarantee, id, guaranteeId);
  }

  /** By the lessor, or by who supports the household: it often asks for it. */
  @Requires('tenancies:write')
  addGuarantee(id: string, input: GuaranteeInput): Promise<Guarantee> {
    return this.database.work(async (work) => {
      const tenancy = await ofParty(work, id);
      const today = pastDay(undefined, '');
      const { kind, ...facts } = input;
      const nothing = { status: 'held' as const, amountCents: null, validFrom: null, validUntil: null };
      const guarantee = work.create(Guarantee, { tenancyId: tenancy.id, kind, statusSince: today, ...nothing });
      guarantee.describe(facts, today);
      await work.insert(guarantee);
      await tell(work, tenancy, 'guarantee');
      return work.published(Guarantee, guarantee.id);
    });
  }

  /** @throws status_not_possible (409) */
  @Requires('tenancies:write')
  changeGuarantee(id: string, guaranteeId: string, patch: GuaranteePatch): Promise<Guarantee> {
    return this.database.work(async (work) => {
      const guarantee = await work.load(Guarantee, guaranteeId);
      demandOf(guarantee, id);
      guarantee.describe(patch, pastDay(undefined, ''));
      await work.save(guarantee);
      await tell(work, await ofParty(work, id), 'guarantee');
      return work.published(Guarantee, guarantee.id);
    });
  }

  @Requires('accounts:read')
  fslRequests(id: string, filter: FslRequestFilter): Promise<Page<FslRequest>> {
    return childPage(this.database, this.keyring, FslRequest, OF_ACCOUNT, id, filter);
  }

  @Requires('accounts:read')
  fslRequest(id: string, requestId: string): Promise<FslRequest> {
    return this.part(FslRequest, id, requestId);
  }

  /** By the lessor, or by who supports the household. */
  @Requires('tenancies:write')
  fileFslRequest(id: string, { kind, filedOn, requestedCents = null }: FslRequestInput): Promise<FslRequest> {
    return this.database.work(async (work) => {
      const tenancy = await ofParty(work, id);
      const request = work.create(FslRequest, {
        tenancyId: tenancy.id,
        kind,
        status: 'filed',
        filedOn: pastDay(filedOn, '/filedOn'),
        requestedCents,
        decidedOn: null,
        grantedCents: null,
      });
      await work.insert(request);
      await tell(work, tenancy, 'fsl_request');
      return work.published(FslRequest, request.id);
    });
  }

  /** @throws status_not_possible (409) */
  @Requires('tenancies:write')
  concludeFslRequest(id: string, requestId: string, patch: FslRequestPatch): Promise<FslRequest> {
    return this.database.work(async (work) => {
      const request = await work.load(FslRequest, requestId);
      demandOf(request, id);
      request.conclude(patch, pastDay(patch.decidedOn, '/decidedOn'));
      await work.save(request);
      await tell(work, await ofParty(work, id), 'fsl_request');
      return work.published(FslRequest, request.id);
    });
  }
}

function demandOf<T extends { tenancyId: string }>(part: T | null, id: string): T {
  if (part?.tenancyId !== uuidOrMissing(id)) throw notFound();
  return part;
}

async function ofKeeper(work: Work, id: string): Promise<Tenancy> {
  const tenancy = await work.load(Tenancy, id, { versioned: false });
  tenancy.demandKeeper(actor());
  return tenancy;
}

/** Who sees the account may add to its file; 404 where only the tenancy is seen. */
async function ofParty(work: Work, id: string): Promise<Tenancy> {
  const tenancy = await work.load(Tenancy, id, { versioned: false });
  const [seen] = await work.query<{ seen: boolean }>('SELECT sees_account($1) AS seen', [tenancy.id]);
  if (!seen?.seen) throw notFound();
  return tenancy;
}

async function tell(work: Work, tenancy: Tenancy, what: string): Promise<void> {
  await work.record({
    type: `tenancy.${what}`,
    subject: { type: 'tenancy', id: tenancy.id },
    householdId: tenancy.householdId ?? undefined,
    viewers: tenancy.parties,
  });
}
