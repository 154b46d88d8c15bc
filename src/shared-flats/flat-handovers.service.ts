import { Injectable } from '@nestjs/common';
import { pastDay } from '../platform/bounded-days.js';
import { Requires } from '../platform/access/requires.js';
import { childPage } from '../platform/api/child-pages.js';
import { findNoun } from '../platform/api/loaders.js';
import type { Page } from '../platform/api/pages.js';
import { actor } from '../platform/context.js';
import { Keyring } from '../platform/crypto.js';
import { Database } from '../platform/database/database.js';
import { uuidOrMissing, type Work } from '../platform/database/work.js';
import { conflict, invalid, notFound } from '../platform/errors/failure.js';
import { Tenancy } from '../tenancies/tenancy.entity.js';
import { FlatHandover, FlatSupport } from './flat-handover.entity.js';
import { supporterOf } from './flat-opening.js';
import { SharedFlat } from './shared-flat.entity.js';
import type { FlatHandoverFilter, FlatHandoverInput } from './shared-flats.inputs.js';

/** The flat as it is let and supported: for others, the landlord among them, no handover exists. */
const OF_OWN_FLAT = {
  from: `(SELECT f.consortium_id, f.id FROM shared_flats f
    WHERE f.operator_id = acting_as('landlord', 'operator') OR f.supporter_id = acting_as('supporter')) p`,
  key: 'p.id',
  on: 't.flat_id = p.id',
};

/** Who supports a flat and its worker in charge, from a day on. */
@Injectable()
export class FlatHandoversService {
  constructor(
    private readonly database: Database,
    private readonly keyring: Keyring,
  ) {}

  @Requires('shared-flats:read')
  list(flatId: string, filter: FlatHandoverFilter): Promise<Page<FlatHandover>> {
    return childPage(this.database, this.keyring, FlatHandover, OF_OWN_FLAT, flatId, filter);
  }

  @Requires('shared-flats:read')
  async support(flatId: string): Promise<FlatSupport> {
    const found = await findNoun(this.database, FlatSupport, uuidOrMissing(flatId));
    if (!found) throw notFound();
    return found;
  }

  /**
   * To another supporter, another worker, or both. By who lets the rooms; the successor sees the flat from now on, the predecessor
   * no more.
   * @throws not_the_operator, flat_closed, handed_to_the_same (409)
   */
  @Requires('shared-flats:write')
  handOver(id: string, { supporterId, workerId, handedOverOn }: FlatHandoverInput): Promise<SharedFlat> {
    return this.database.work(async (work) => {
      const flat = await work.load(SharedFlat, id);
      flat.demandOperator(actor());
      const on = pastDay(handedOverOn, '/handedOverOn');
      flat.demandOpenOn(on, '/handedOverOn');
      await demandLatest(work, flat, on);
      const before = { supporterId: flat.supporterId, workerId: flat.workerId };
      const head = await work.reference(Tenancy, flat.headTenancyId, '/headTenancyId');
      if (supporterId !== undefined) flat.supporterId = await supporterOf(work, supporterId, head);
      if (workerId !== undefined) flat.workerId = workerId;
      if (flat.supporterId === before.supporterId && flat.workerId === before.workerId)
        throw conflict('handed_to_the_same');
      await work.save(flat);
      await write(work, flat, before, on);
      return work.published(SharedFlat, flat.id);
    });
  }
}

/** One after the other: whose the flat was on a day is read from them in this order. */
async function demandLatest(work: Work, { consortiumId, id }: SharedFlat, on: string): Promise<void> {
  const [last] = await work.query<{ on: string | null }>(
    'SELECT max(handed_over_on) AS on FROM flat_handovers WHERE consortium_id = $1 AND flat_id = $2',
    [consortiumId, id],
  );
  if (last?.on && on < last.on) throw invalid('/handedOverOn', 'before_start', { start: last.on });
}

async function write(
  work: Work,
  flat: SharedFlat,
  before: Pick<SharedFlat, 'supporterId' | 'workerId'>,
  handedOverOn: string,
): Promise<void> {
  const { id, operatorId, supporterId, workerId } = flat;
  const from = { fromSupporterId: before.supporterId, fromWorkerId: before.workerId };
  const to = { toSupporterId: supporterId, toWorkerId: workerId };
  await work.insert(work.create(FlatHandover, { flatId: id, operatorId, handedOverOn, ...from, ...to }));
  await work.record({
    type: 'shared_flat.handed_over',
    subject: { type: 'shared_flat', id },
    viewers: [operatorId, before.supporterId, supporterId],
  });
  work.touch('shared_flats', [id]);
}
