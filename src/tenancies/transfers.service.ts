import { Injectable } from '@nestjs/common';
import { Requires } from '../platform/access/requires.js';
import { clock } from '../platform/clock.js';
import { actor } from '../platform/context.js';
import { Database } from '../platform/database/database.js';
import type { Work } from '../platform/database/work.js';
import { conflict, invalid } from '../platform/errors/failure.js';
import { Dwelling } from '../housing/dwelling.entity.js';
import { Slide } from './joint-review.entity.js';
import type { TransferInput } from './joint-reviews.inputs.js';
import { begin } from './lettings.service.js';
import { openSlide } from './slides.service.js';
import { writeAct } from './tenancy-acts.js';
import { pastDay } from '../platform/bounded-days.js';
import { conclude, kept } from './tenancy-endings.service.js';
import { tenancyOf } from './tenancy-making.js';
import { termsOf } from './tenancy-terms.entity.js';
import { Tenancy } from './tenancy.entity.js';

/** A household moves to another home of the same lessor, which who manages the one manages where it manages the other too. */
@Injectable()
export class TransfersService {
  constructor(private readonly database: Database) {}

  /**
   * Ends the tenancy and begins the next one, which names it; what is owed on the old one stays there. A placement that it grew out of
   * goes on in the new home: who manages the old one has nothing to do with it any more.
   * @throws not_the_lessor, tenancy_ended, not_your_dwelling, dwelling_reserved, dwelling_already_occupied (409)
   */
  @Requires('tenancies:write')
  transfer(id: string, input: TransferInput): Promise<Tenancy> {
    return this.database.work(async (work) => {
      const old = await kept(work, id);
      old.demandCurrent();
      if (!old.householdId) throw invalid('', 'wrong_kind');
      const startsOn = pastDay(input.startsOn, '/startsOn');
      const { terms: _terms, kind = old.kind, ...where } = input;
      const { landlordId, householdId, dueDay, duesSource } = old;
      const same = { landlordId, householdId, dueDay, duesSource, terms: input.terms };
      const operatorId = await managerOf(work, old, input.dwellingId);
      old.end(startsOn, 'transfer', '/startsOn');
      await conclude(work, old, startsOn);
      await writeAct(work, old, 'transfer', { on: clock.today(), effectiveOn: startsOn });
      const next = await tenancyOf(work, { ...where, ...same, kind });
      Object.assign(next, { previousTenancyId: old.id, supporterId: old.supporterId, operatorId });
      const terms = termsOf(work, next, input.terms, '/terms');
      await work.insert(next);
      await work.insert(terms);
      await begin(work, next);
      await work.query('SELECT tenancy_transferred($1)', [next.id]);
      await this.slideOn(work, old, next);
      return work.published(Tenancy, next.id);
    });
  }

  /** A sliding lease is still to slide, elsewhere; one that was none has its conditions set later. */
  private async slideOn(work: Work, old: Tenancy, next: Tenancy): Promise<void> {
    if (next.kind !== 'sliding_lease') return;
    const { consortiumId, id } = old;
    const before = await work.manager.findOne(Slide, { where: { consortiumId, id } });
    const { conditions = null, aimOn = null } = before ?? {};
    await openSlide(work, next, { conditions, aimOn });
  }
}

/**
 * A home that is reserved is for its holder to offer. That it would be for who supports the household is no exception: by the answer a
 * lessor would learn who that is.
 * @throws dwelling_reserved; not_your_dwelling for a manager that does not manage the new home
 */
async function managerOf(work: Work, { landlordId, operatorId }: Tenancy, dwellingId: string): Promise<string | null> {
  const dwelling = await work.reference(Dwelling, dwellingId, '/dwellingId');
  const holder = dwelling.reserverOn(clock.today());
  const own = actor().organisationId;
  if (holder !== null && holder !== landlordId && holder !== own) throw conflict('dwelling_reserved');
  if (dwelling.operatorId === operatorId) return operatorId;
  if (own === operatorId && operatorId !== landlordId) throw conflict('not_your_dwelling');
  return null;
}
