import { addYears } from '../platform/calendar.js';
import { clock, type CivilDate } from '../platform/clock.js';
import { actor } from '../platform/context.js';
import type { Work } from '../platform/database/work.js';
import { conflict, invalid } from '../platform/errors/failure.js';
import { Organisation } from '../consortia/organisation.entity.js';
import { Dwelling } from '../housing/dwelling.entity.js';
import { Household } from '../people/household.entity.js';
import { Placement } from '../placements/placement.entity.js';
import type { TenancyInput } from './tenancies.inputs.js';
import type { TenancyKind } from './tenancies.enums.js';
import { comingDay, endingDay, pastDay } from '../platform/bounded-days.js';
import { Tenancy } from './tenancy.entity.js';

const BENEATH: readonly TenancyKind[] = ['sublease', 'sliding_lease', 'flat_share_agreement', 'occupancy_title'];
const OF_ORGANISATIONS: readonly TenancyKind[] = ['social_lease', 'private_lease'];
/** What an owner lets itself, and may have managed by another. */
const MANAGED: readonly TenancyKind[] = [...OF_ORGANISATIONS, 'occupancy_title'];

/** Where, of whom and from when: said in the input, or by the placement. */
interface Basis {
  readonly household: Household | null;
  readonly tenantOrganisationId: string | null;
  readonly placement: Placement | null;
  readonly dwelling: Dwelling;
  readonly roomId: string | null;
  readonly startsOn: CivilDate;
}

/**
 * The tenancy that an input describes, not yet written.
 * @throws not_the_lessor, not_your_dwelling, placement_not_moved_in, wrong_head_tenancy (409); unknown_reference, one_tenant (422)
 */
export async function tenancyOf(work: Work, input: TenancyInput): Promise<Tenancy> {
  const basis = await basisOf(work, input);
  const head = await headOf(work, input, basis);
  const { landlordId, operatorId } = await lessorOf(work, input, basis);
  demandDwelling(basis.dwelling, { landlordId, operatorId, head });
  return work.create(Tenancy, {
    ...datesOf(input, basis.startsOn),
    kind: input.kind,
    status: 'in_force',
    landlordId,
    operatorId,
    supporterId: await supporterOf(work, basis),
    householdId: basis.household?.id ?? null,
    tenantOrganisationId: basis.tenantOrganisationId,
    headTenancyId: head?.id ?? null,
    previousTenancyId: null,
    placementId: basis.placement?.id ?? null,
    dwellingId: basis.dwelling.id,
    roomId: basis.roomId,
  });
}

function datesOf(input: TenancyInput, startsOn: CivilDate): Partial<Tenancy> {
  const { endsOn = null, duesStartOn = startsOn, dueDay = 1, duesSource = 'computed' } = input;
  comingDay(startsOn, '/startsOn');
  endingDay(endsOn, '/endsOn');
  if (endsOn !== null && endsOn <= startsOn) throw invalid('/endsOn', 'period_reversed');
  if (duesStartOn < startsOn) throw invalid('/duesStartOn', 'before_start', { start: startsOn });
  demandCounted(input, comingDay(duesStartOn, '/duesStartOn'));
  const { terminationClauseDelay = 'six_weeks' } = input;
  return {
    startsOn,
    endsOn,
    endedOn: null,
    endingReason: null,
    settledOn: null,
    dueDay,
    duesSource,
    duesStartOn,
    terminationClauseDelay,
  };
}

const MOST_YEARS_OF_DUES = 30;

/** Each month since the first is computed at once: who writes 0206 for 2026 would wait for twenty thousand. */
function demandCounted({ duesSource = 'computed' }: TenancyInput, duesStartOn: CivilDate): void {
  if (duesSource === 'computed' && duesStartOn < addYears(clock.today(), -MOST_YEARS_OF_DUES))
    throw invalid('/duesStartOn', 'years_of_dues', { years: MOST_YEARS_OF_DUES });
}

async function basisOf(work: Work, input: TenancyInput): Promise<Basis> {
  const tenants = [input.householdId, input.tenantOrganisationId, input.placementId];
  if (tenants.filter((id) => id !== undefined).length !== 1) throw invalid('', 'one_tenant');
  const placement = input.placementId ? await movedIn(work, input.placementId) : null;
  const { dwellingId, roomId, movedInOn } = placement ?? { dwellingId: null, roomId: null, movedInOn: null };
  return {
    household: await householdOf(work, input, placement),
    tenantOrganisationId: await organisationOf(work, input),
    placement,
    dwelling: await work.reference(Dwelling, given(input.dwellingId ?? dwellingId, '/dwellingId'), '/dwellingId'),
    roomId: input.roomId === undefined ? roomId : input.roomId,
    startsOn: given(input.startsOn ?? movedInOn, '/startsOn'),
  };
}

async function householdOf(
  work: Work,
  { householdId }: TenancyInput,
  placement: Placement | null,
): Promise<Household | null> {
  const household = placement
    ? await Household.disclosed(work, placement.householdId!, '/placementId', { held: true })
    : householdId && (await Household.disclosed(work, householdId, '/householdId', { held: true }));
  if (!household) return null;
  household.assertLive();
  return household;
}

async function organisationOf(work: Work, { kind, tenantOrganisationId }: TenancyInput): Promise<string | null> {
  if (tenantOrganisationId === undefined) return null;
  if (!OF_ORGANISATIONS.includes(kind)) throw invalid('/kind', 'wrong_kind');
  return (await work.reference(Organisation, tenantOrganisationId, '/tenantOrganisationId')).id;
}

function given(value: string | null, pointer: string): string {
  if (value === null) throw invalid(pointer, 'required');
  return value;
}

async function movedIn(work: Work, id: string): Promise<Placement> {
  const placement = await work.reference(Placement, id, '/placementId');
  if (placement.status !== 'moved_in' || !placement.householdId) throw conflict('placement_not_moved_in');
  return placement;
}

/** The lessor records its tenancies, a manager those it manages, and whoever writes in the household's file those of a lessor. */
async function lessorOf(
  work: Work,
  input: TenancyInput,
  { household, dwelling }: Basis,
): Promise<{ landlordId: string; operatorId: string | null }> {
  const own = actor().organisationId;
  const landlordId = input.landlordId ?? own;
  if (input.landlordId !== undefined) await work.reference(Organisation, landlordId, '/landlordId');
  if (landlordId === own) return { landlordId, operatorId: null };
  const manages = dwelling.operatorId === own && MANAGED.includes(input.kind);
  if (manages || actor().kind === 'system') return { landlordId, operatorId: manages ? own : null };
  if (!household) throw conflict('not_the_lessor');
  await household.demandWriting(work);
  if (input.informedOn === undefined) throw invalid('/informedOn', 'required');
  pastDay(input.informedOn, '/informedOn');
  return { landlordId, operatorId: null };
}

async function headOf(work: Work, input: TenancyInput, { dwelling, household }: Basis): Promise<Tenancy | null> {
  if (input.headTenancyId == null) return null;
  if (!BENEATH.includes(input.kind) || !household) throw invalid('/headTenancyId', 'wrong_kind');
  const head = await work.held(Tenancy, input.headTenancyId, '/headTenancyId');
  const lessor = input.landlordId ?? actor().organisationId;
  if (head.tenantOrganisationId !== lessor || head.dwellingId !== dwelling.id || head.status === 'ended')
    throw conflict('wrong_head_tenancy');
  return head;
}

interface Lessor {
  readonly landlordId: string;
  readonly operatorId: string | null;
  readonly head: Tenancy | null;
}

function demandDwelling(dwelling: Dwelling, { landlordId, head }: Lessor): void {
  if (head || dwelling.landlordId === landlordId || dwelling.operatorId === landlordId) return;
  throw conflict('not_your_dwelling');
}

/** The placement's supporter, or whoever supports the household. Never answered: it may itself reveal a condition. */
async function supporterOf(work: Work, { placement, household }: Basis): Promise<string | null> {
  if (placement) return placement.supporterId;
  if (!household) return null;
  const [row] = await work.query<{ id: string | null }>('SELECT tenancy_supporter($1) AS id', [household.id]);
  return row?.id ?? null;
}
