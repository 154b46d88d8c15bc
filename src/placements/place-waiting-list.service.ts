import { Injectable } from '@nestjs/common';
import { Requires } from '../platform/access/requires.js';
import { loadNoun } from '../platform/api/loaders.js';
import { listPage, type Page } from '../platform/api/pages.js';
import { actor } from '../platform/context.js';
import { Keyring } from '../platform/crypto.js';
import { Database } from '../platform/database/database.js';
import { uuidOrMissing } from '../platform/database/work.js';
import { conflict, notFound } from '../platform/errors/failure.js';
import { uniqueMeans } from '../platform/database/sql-failures.js';
import { Programme } from '../consortia/programme.entity.js';
import { dayOf } from './placement-acts.js';
import { Placement } from './placement.entity.js';
import { PlaceRequest } from './place-request.entity.js';
import type { PlaceRequestInput } from './placements.inputs.js';
import type { PlaceRequestFilter, PlaceRequestPatch } from './place-requests.inputs.js';
import { Referral } from './referral.entity.js';

uniqueMeans('place_requests_once', 'already_waiting');

/** The queue of each programme: who waits first is offered first; the operator sees sizes and dates, not households. */
@Injectable()
export class PlaceWaitingListService {
  constructor(
    private readonly database: Database,
    private readonly keyring: Keyring,
  ) {}

  @Requires('placements:queue')
  list(filter: PlaceRequestFilter): Promise<Page<PlaceRequest>> {
    return listPage(this.database, this.keyring, PlaceRequest, filter);
  }

  @Requires('placements:queue')
  async get(id: string): Promise<PlaceRequest> {
    const found = await loadNoun(this.database, PlaceRequest, uuidOrMissing(id));
    if (!found) throw notFound();
    return found;
  }

  /** @throws already_waiting, step_not_possible (409) */
  @Requires('placements:queue')
  join(input: PlaceRequestInput): Promise<PlaceRequest> {
    return this.database.work(async (work) => {
      const placement = await work.reference(Placement, input.placementId, '/placementId');
      const referral = await work.reference(Referral, input.placementId, '/placementId');
      if (!['referred', 'eligible'].includes(placement.status)) {
        throw conflict('step_not_possible', {
          step: 'waiting',
          status: placement.status,
          possible: 'referred, eligible',
        });
      }
      const programme = await work.held(Programme, referral.programmeId, '/placementId');
      const { supporterId, referrerId, householdSize } = placement;
      const request = work.create(PlaceRequest, {
        placementId: placement.id,
        programmeId: programme.id,
        householdSize,
        priority: input.priority ?? 3,
        requestedOn: dayOf(input.requestedOn, '/requestedOn'),
        status: 'waiting',
        operatorId: programme.operatorId,
        supporterId,
        referrerId,
      });
      await work.insert(request);
      await work.record({
        type: 'place_request.created',
        subject: { type: 'place_request', id: request.id },
        viewers: [supporterId, referrerId, programme.operatorId],
      });
      return work.published(PlaceRequest, request.id);
    });
  }

  /** Another priority, or out of the queue; that is for who put it there to say. @throws wrong_party, step_not_possible (409) */
  @Requires('placements:queue')
  change(id: string, patch: PlaceRequestPatch): Promise<PlaceRequest> {
    return this.database.work(async (work) => {
      const request = await work.load(PlaceRequest, id);
      if (patch.withdrawn && ![request.supporterId, request.referrerId].includes(actor().organisationId))
        throw conflict('wrong_party', { roles: 'supporter, referrer' });
      if (patch.withdrawn && request.status !== 'waiting') {
        throw conflict('step_not_possible', { step: 'withdrawn', status: request.status, possible: 'waiting' });
      }
      request.priority = patch.priority ?? request.priority;
      if (patch.withdrawn) request.status = 'withdrawn';
      await work.save(request);
      return work.published(PlaceRequest, id);
    });
  }
}
