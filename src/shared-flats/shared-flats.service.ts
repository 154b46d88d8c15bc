import { Injectable } from '@nestjs/common';
import { Requires } from '../platform/access/requires.js';
import { deltaPage, type DeltaQuery } from '../platform/api/delta.js';
import { loadNoun } from '../platform/api/loaders.js';
import { listPage, type Page } from '../platform/api/pages.js';
import type { RawJson } from '../platform/api/raw-json.js';
import { actor } from '../platform/context.js';
import { Keyring } from '../platform/crypto.js';
import { Database } from '../platform/database/database.js';
import { uuidOrMissing, type Work } from '../platform/database/work.js';
import { conflict, invalid, notFound } from '../platform/errors/failure.js';
import { Convention } from '../consortia/convention.entity.js';
import { Organisation } from '../consortia/organisation.entity.js';
import { Tenancy } from '../tenancies/tenancy.entity.js';
import { dayOf, demandInForce } from './flat-acts.js';
import { SharedFlat } from './shared-flat.entity.js';
import type { FlatClosureInput, SharedFlatFilter, SharedFlatInput, SharedFlatPatch } from './shared-flats.inputs.js';

const WITHOUT_CASELOAD = () => '(SELECT acting_caseload()) IS NULL';
const VIEWERS = ['operator_id', 'supporter_id', 'landlord_id'];

/** Shared flats: opened, described, closed. */
@Injectable()
export class SharedFlatsService {
  constructor(
    private readonly database: Database,
    private readonly keyring: Keyring,
  ) {}

  @Requires('shared-flats:read')
  list(filter: SharedFlatFilter): Promise<Page<SharedFlat>> {
    const viewers = actor().kind === 'coordinator' ? undefined : VIEWERS;
    return listPage(this.database, this.keyring, SharedFlat, filter, { viewers });
  }

  @Requires('shared-flats:read')
  async get(id: string): Promise<SharedFlat> {
    const found = await loadNoun(this.database, SharedFlat, uuidOrMissing(id));
    if (!found) throw notFound();
    return found;
  }

  /**
   * What changed for this caller since a token: flats, and who lives there now. An entry names all residents of a flat: there is none
   * for a person whose sight is limited to a caseload.
   */
  @Requires('shared-flats:read')
  delta(query: DeltaQuery): Promise<RawJson> {
    return deltaPage(this.database, this.keyring, 'shared_flats', query, WITHOUT_CASELOAD);
  }

  /**
   * By the tenant of the head tenancy, under a convention with its lessor and an accreditation of its own, both in force.
   * @throws not_your_head_tenancy, convention_not_in_force, accreditation_not_in_force, flat_already_open (409)
   */
  @Requires('shared-flats:write')
  open(input: SharedFlatInput): Promise<SharedFlat> {
    return this.database.work(async (work) => {
      const flat = await flatOf(work, input);
      await demandInForce(work, flat, flat.openedOn);
      await work.insert(flat);
      await tell(work, flat, 'opened');
      return work.published(SharedFlat, flat.id);
    });
  }

  /** @throws not_the_operator (409) */
  @Requires('shared-flats:write')
  change(id: string, patch: SharedFlatPatch): Promise<SharedFlat> {
    return this.database.work(async (work) => {
      const flat = await work.load(SharedFlat, id);
      flat.demandOperator(actor());
      flat.describe(patch);
      await work.save(flat);
      await tell(work, flat, 'changed');
      return work.published(SharedFlat, id);
    });
  }

  /** @throws not_the_operator, flat_closed, flat_lived_in (409) */
  @Requires('shared-flats:write')
  close(id: string, input: FlatClosureInput): Promise<SharedFlat> {
    return this.database.work(async (work) => {
      const flat = await work.load(SharedFlat, id);
      flat.demandOperator(actor());
      flat.close(dayOf(input.closedOn, '/closedOn'));
      await work.save(flat);
      await tell(work, flat, 'closed');
      return work.published(SharedFlat, id);
    });
  }
}

async function flatOf(work: Work, input: SharedFlatInput): Promise<SharedFlat> {
  const { organisationId, roles } = actor();
  const head = await work.reference(Tenancy, input.headTenancyId, '/headTenancyId');
  if (head.tenantOrganisationId !== organisationId || head.status === 'ended') throw conflict('not_your_head_tenancy');
  const openedOn = dayOf(input.openedOn, '/openedOn');
  if (openedOn < head.startsOn) throw invalid('/openedOn', 'before_start', { start: head.startsOn });
  const convention = await work.reference(Convention, input.conventionId, '/conventionId');
  if (convention.landlordId !== head.landlordId || convention.holderId !== organisationId)
    throw conflict('convention_not_in_force', { on: openedOn });
  const landlord = await work.reference(Organisation, head.landlordId, '/headTenancyId');
  const own = roles.includes('supporter') ? organisationId : null;
  const supporterId = input.supporterId === undefined ? own : await supporterOf(work, input.supporterId, head);
  const { houseRules = null, workerId = null, supportPlace = null } = input;
  return work.create(SharedFlat, {
    dwellingId: head.dwellingId,
    headTenancyId: head.id,
    conventionId: convention.id,
    openedOn,
    closedOn: null,
    houseRules,
    workerId,
    supportPlace,
    operatorId: organisationId,
    supporterId,
    landlordId: landlord.kind === 'private_owner' ? null : landlord.id,
  });
}

/** It will see the life in the flat: never who lets the flat as a whole. */
async function supporterOf(work: Work, given: string, { landlordId }: Tenancy): Promise<string> {
  const { id } = await work.reference(Organisation, given, '/supporterId');
  const [held] = await work.query<{ held: boolean }>(`SELECT role_until($1, 'supporter') IS NOT NULL AS held`, [id]);
  if (held?.held !== true) throw invalid('/supporterId', 'unknown_role', { role: 'supporter' });
  if (id === landlordId) throw invalid('/supporterId', 'lets_the_flat');
  return id;
}

async function tell(work: Work, flat: SharedFlat, verb: string): Promise<void> {
  await work.record({
    type: `shared_flat.${verb}`,
    subject: { type: 'shared_flat', id: flat.id },
    viewers: flat.parties,
  });
  work.touch('shared_flats', [flat.id]);
}
