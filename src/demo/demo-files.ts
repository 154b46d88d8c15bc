import type { Client } from 'pg';
import { v7 as uuidv7 } from 'uuid';
import { addDays } from '../platform/calendar.js';
import type { CivilDate } from '../platform/clock.js';
import type { FslRequestKind, FslRequestStatus, GuaranteeKind, GuaranteeStatus } from '../tenancies/tenancies.enums.js';
import { actingAs } from './demo-accounts.js';
import type { NewTenancy } from './demo-tenancies.js';
import type { World } from './demo-world.js';

/** What a repair cost, charged to the account and paid a fortnight later. */
export interface Repair {
  readonly entryId: string;
  readonly tenancyId: string;
  readonly senderId: string;
  readonly on: CivilDate;
  readonly cents: number;
}

interface NewInventory {
  readonly kind: 'in' | 'out';
  readonly on: CivilDate;
  readonly repairCents?: number;
}

/** Written last: an inventory names the entry by which its repair was charged. */
export function addInventory(world: World, tenancy: NewTenancy, { kind, on, repairCents }: NewInventory): void {
  const entryId = repairCents === undefined ? null : uuidv7();
  world.late.add('inventories', {
    id: uuidv7(),
    tenancy_id: tenancy.id,
    kind,
    done_on: on,
    household_present: true,
    keys: 2,
    repair_cents: repairCents ?? null,
    charged_entry_id: entryId,
  });
  if (entryId === null) return;
  const senderId = world.id(tenancy.manager ?? tenancy.lessor);
  world.repairs.push({ entryId, tenancyId: tenancy.id!, senderId, on, cents: repairCents! });
}

export function addGuarantee(
  world: World,
  { id, startsOn, terms, ended }: NewTenancy,
  { kind, status }: { kind: GuaranteeKind; status: GuaranteeStatus },
): void {
  world.rows.add('guarantees', {
    id: uuidv7(),
    tenancy_id: id,
    kind,
    status,
    status_since: status === 'moved' ? ended!.on : startsOn,
    amount_cents: kind === 'deposit' ? terms.rentCents : null,
    valid_from: startsOn,
  });
}

interface NewFslRequest {
  readonly kind: FslRequestKind;
  readonly status: FslRequestStatus;
  readonly filedOn: CivilDate;
  readonly cents: number;
}

export function addFslRequest(world: World, tenancyId: string, request: NewFslRequest): void {
  const { kind, status, filedOn, cents } = request;
  world.rows.add('fsl_requests', {
    id: uuidv7(),
    tenancy_id: tenancyId,
    kind,
    status,
    filed_on: filedOn,
    requested_cents: cents,
    decided_on: status === 'filed' ? null : addDays(filedOn, 45),
    granted_cents: status === 'granted' ? cents : null,
  });
}

const CHARGE = `SELECT code FROM ledger_post($1::uuid[], ARRAY[$2, $2]::uuid[], '{NULL,NULL}', '{NULL,NULL}', '{adjustment,payment}', ARRAY[$3, $3]::integer[],
  ARRAY[$4, $5]::date[], '{NULL,NULL}', '{exit_repairs,tenant_payment}', '{NULL,NULL}', '{NULL,NULL}', $6, true)`;

export async function chargeRepairs(client: Client, world: World): Promise<void> {
  for (const { entryId, tenancyId, senderId, on, cents } of world.repairs) {
    await actingAs(client, senderId);
    await client.query(CHARGE, [[entryId, uuidv7()], tenancyId, cents, on, addDays(on, 14), world.today]);
  }
  await actingAs(client, null);
}
