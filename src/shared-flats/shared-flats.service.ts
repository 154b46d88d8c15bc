import { Injectable } from '@nestjs/common';
import { pastDay } from '../platform/bounded-days.js';
import { Requires } from '../platform/access/requires.js';
import { deltaPage, type DeltaQuery } from '../platform/api/delta.js';
import { putByExternalId, setExternalIds } from '../platform/api/external-ids.js';
import { loadNoun } from '../platform/api/loaders.js';
import { listPage, type Page } from '../platform/api/pages.js';
import type { RawJson } from '../platform/api/raw-json.js';
import { actor } from '../platform/context.js';
import { Keyring } from '../platform/crypto.js';
import { Database } from '../platform/database/database.js';
import { uuidOrMissing, type Work } from '../platform/database/work.js';
import { notFound } from '../platform/errors/failure.js';
import { demandInForce } from './flat-acts.js';
import { flatSight } from './flat-delta.js';
import { FlatSupport } from './flat-handover.entity.js';
import { flatOf } from './flat-opening.js';
import { SharedFlat } from './shared-flat.entity.js';
import type { FlatClosureInput, SharedFlatFilter, SharedFlatInput, SharedFlatPatch } from './shared-flats.inputs.js';

const VIEWERS = ['operator_id', 'supporter_id', 'landlord_id'];

/** The caller's flats by each of its columns, and those in which somebody lives, or is to, whom it supports. */
function ownAndResidents(parameter: (value: unknown) => string): string {
  const [consortium, us] = [parameter(actor().consortiumId), parameter(actor().organisationId)];
  const own = VIEWERS.map(
    (column) => `SELECT f.id FROM shared_flats f WHERE f.consortium_id = ${consortium} AND f.${column} = ${us}`,
  );
  const residents = `SELECT o.flat_id FROM occupancies o WHERE o.consortium_id = ${consortium} AND o.supporter_id = ${us}
    AND o.status IN ('planned', 'current')`;
  return `(${[...own, residents].join(' UNION ')}) k JOIN shared_flats t ON t.consortium_id = ${consortium} AND t.id = k.id`;
}

/** Shared flats: opened, described, closed. */
@Injectable()
export class SharedFlatsService {
  constructor(
    private readonly database: Database,
    private readonly keyring: Keyring,
  ) {}

  @Requires('shared-flats:read')
  list(filter: SharedFlatFilter): Promise<Page<SharedFlat>> {
    const { kind, roles } = actor();
    const start = roles.includes('supporter') ? { from: ownAndResidents } : { viewers: VIEWERS };
    return listPage(this.database, this.keyring, SharedFlat, filter, kind === 'coordinator' ? {} : start);
  }

  @Requires('shared-flats:read')
  async get(id: string): Promise<SharedFlat> {
    const found = await loadNoun(this.database, SharedFlat, uuidOrMissing(id));
    if (!found) throw notFound();
    return found;
  }

  /** What changed for this caller since a token: flats, and who lives there now, of whom a caseload sees its own. */
  @Requires('shared-flats:read')
  delta(query: DeltaQuery): Promise<RawJson> {
    return deltaPage(this.database, this.keyring, 'shared_flats', query, flatSight());
  }

  /**
   * By the tenant of the head tenancy, under a convention with its lessor and an accreditation of its own, both in force.
   * @throws not_your_head_tenancy, convention_not_in_force, accreditation_not_in_force, flat_already_open (409)
   */
  @Requires('shared-flats:write')
  open(input: SharedFlatInput): Promise<SharedFlat> {
    return this.database.work(async (work) => {
      const { id } = await openFlat(work, input);
      await setExternalIds(work, SharedFlat, id, input.externalIds);
      return work.published(SharedFlat, id);
    });
  }

  /** @throws not_the_operator (409) */
  @Requires('shared-flats:write')
  change(id: string, { externalIds, ...patch }: SharedFlatPatch): Promise<SharedFlat> {
    return this.database.work(async (work) => {
      const flat = await work.load(SharedFlat, id);
      await describe(work, flat, patch);
      await setExternalIds(work, SharedFlat, flat.id, externalIds);
      return work.published(SharedFlat, id);
    });
  }

  /** Opens it, or replaces rules, worker and support place whole. @throws as `open` and `change`; flat_fixed (409) */
  @Requires('shared-flats:write')
  putByExternalId(system: string, value: string, input: SharedFlatInput): Promise<SharedFlat> {
    return this.database.work((work) =>
      putByExternalId(work, SharedFlat, { system, value }, input.externalIds, async (known) => {
        if (known === undefined) return (await openFlat(work, input)).id;
        const flat = await work.load(SharedFlat, known);
        flat.demandSame(input);
        const { houseRules = null, workerId = null, supportPlace = null } = input;
        await describe(work, flat, { houseRules, workerId, supportPlace });
        return flat.id;
      }),
    );
  }

  /** @throws not_the_operator, flat_closed, flat_lived_in (409) */
  @Requires('shared-flats:write')
  close(id: string, input: FlatClosureInput): Promise<SharedFlat> {
    return this.database.work(async (work) => {
      const flat = await work.load(SharedFlat, id);
      flat.demandOperator(actor());
      flat.close(pastDay(input.closedOn, '/closedOn'));
      await work.save(flat);
      await tell(work, flat, 'closed');
      return work.published(SharedFlat, id);
    });
  }
}

async function openFlat(work: Work, input: SharedFlatInput): Promise<SharedFlat> {
  const flat = await flatOf(work, input);
  await demandInForce(work, flat, flat.openedOn);
  await work.insert(flat);
  await work.insert(supportOf(work, flat, input.supportPlace));
  await tell(work, flat, 'opened');
  return flat;
}

async function describe(work: Work, flat: SharedFlat, { supportPlace, ...known }: SharedFlatPatch): Promise<void> {
  flat.demandOperator(actor());
  flat.describe(known);
  await work.save(flat);
  if (supportPlace !== undefined)
    await work.save(Object.assign(await work.reference(FlatSupport, flat.id, ''), { supportPlace }));
  await tell(work, flat, 'changed');
}

function supportOf(work: Work, flat: SharedFlat, supportPlace: string | null = null): FlatSupport {
  const { id, operatorId, supporterId } = flat;
  return work.create(FlatSupport, { id, operatorId, supporterId, supportPlace });
}

async function tell(work: Work, flat: SharedFlat, verb: string): Promise<void> {
  await work.record({
    type: `shared_flat.${verb}`,
    subject: { type: 'shared_flat', id: flat.id },
    viewers: flat.parties,
  });
  work.touch('shared_flats', [flat.id]);
}
