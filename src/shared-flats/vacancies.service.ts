import { Injectable } from '@nestjs/common';
import { comingDay } from '../platform/bounded-days.js';
import { Requires } from '../platform/access/requires.js';
import { clock, type CivilDate } from '../platform/clock.js';
import { actor, context } from '../platform/context.js';
import { Database } from '../platform/database/database.js';
import { uuidOrMissing, type Work } from '../platform/database/work.js';
import { conflict, notFound } from '../platform/errors/failure.js';
import { Dwelling } from '../housing/dwelling.entity.js';
import { Room } from '../housing/room.entity.js';
import { Offer } from '../placements/offer.entity.js';
import { OffersService } from '../placements/offers.service.js';
import { roomOf } from './occupancy-making.js';
import { SharedFlat } from './shared-flat.entity.js';
import type { VacancyOfferInput } from './shared-flats.inputs.js';
import { FlatVacancies, type Vacancy } from './shared-flats.views.js';

/** A flat all of which is the caller's matter: not that of who supports one of its residents. */
const WHOLE = `SELECT f.id, f.dwelling_id AS "dwellingId", flat_let_until(f.id) AS "letUntil" FROM shared_flats f
  WHERE f.consortium_id = $1 AND f.id = $2
    AND (acting_kind() <> 'member' OR acting_organisation() IN (f.operator_id, f.landlord_id, f.supporter_id))`;

interface LetFlat extends Pick<SharedFlat, 'id' | 'dwellingId'> {
  /** First day on which it is closed, or its head tenancy has ended; null while neither is known. */
  readonly letUntil: CivilDate | null;
}

/** Rooms in service in which nobody is today; a promise is a period that begins later. */
const VACANT = `SELECT r.id AS "roomId", r.number, r.places, max(o.until) FILTER (WHERE o.until <= $3) AS "vacatedOn",
    min(o.starts_on) FILTER (WHERE o.starts_on > $3) AS "promisedOn"
  FROM rooms r LEFT JOIN occupied o ON o.consortium_id = r.consortium_id AND o.dwelling_id = r.dwelling_id AND o.slots @> r.number
  WHERE r.consortium_id = $1 AND r.dwelling_id = $2 AND coalesce(r.starts_on, '-infinity') <= $3 AND coalesce(r.ends_on, 'infinity') > $3
    AND NOT EXISTS (SELECT 1 FROM occupancies c WHERE c.consortium_id = r.consortium_id AND c.room_id = r.id AND c.status = 'current')
  GROUP BY r.id, r.number, r.places
  HAVING count(*) FILTER (WHERE o.starts_on <= $3 AND o.until > $3) = 0 ORDER BY r.number`;

/**
 * Who waits first among those for whom the caller may offer this room: of its size, where an offer may start, under a convention that
 * covers the dwelling, and for whom it is reserved if it is. Whoever may not be offered it keeps nobody behind from it.
 */
const NEXT = `SELECT q.placement_id AS id FROM place_requests q
  JOIN placements p ON p.consortium_id = q.consortium_id AND p.id = q.placement_id
  JOIN referrals r ON r.consortium_id = p.consortium_id AND r.id = p.id
  WHERE q.consortium_id = $1 AND q.programme_id = $2 AND q.status = 'waiting' AND q.household_size <= $3
    AND (p.supporter_id = $4 OR p.referrer_id = $4)
    AND (p.status = 'eligible' OR p.status = 'referred' AND 'eligibility' = ANY (r.omitted_steps))
    AND ($6::uuid IS NULL OR $6 IN (p.supporter_id, p.referrer_id)) AND placement_convention_covers(p.id, $5)
  ORDER BY q.priority, q.requested_on, q.id LIMIT 1 FOR UPDATE OF q SKIP LOCKED`;

/** Rooms that wait for somebody, and somebody who waits for a room. */
@Injectable()
export class VacanciesService {
  constructor(
    private readonly database: Database,
    private readonly offers: OffersService,
  ) {}

  @Requires('shared-flats:read')
  async list(id: string): Promise<FlatVacancies> {
    const { consortiumId } = actor();
    const [flat] = await this.database.read<LetFlat>(WHOLE, [consortiumId, uuidOrMissing(id)]);
    if (!flat) throw notFound();
    context().trail?.read('shared_flats', [flat.id]);
    const asOf = clock.today();
    const found = await this.database.read<Vacancy>(VACANT, [consortiumId, flat.dwellingId, asOf]);
    const rooms = flat.letUntil === null || flat.letUntil > asOf ? found : [];
    return Object.assign(new FlatVacancies(), { flatId: flat.id, asOf, rooms });
  }

  /**
   * Offers a vacant room to the placement that waits first in the programme’s queue, among those that the caller supports or
   * referred. The offer then goes its way, as any other.
   * @throws nobody_waits, room_already_occupied (409)
   */
  @Requires('placements:offer')
  offer(id: string, { roomId, plannedMoveInOn, answerBy }: VacancyOfferInput): Promise<Offer> {
    return this.database.work(async (work) => {
      const flat = await work.load(SharedFlat, id, { versioned: false });
      flat.demandOpenOn(comingDay(plannedMoveInOn, '/plannedMoveInOn'), '/plannedMoveInOn');
      if (answerBy !== undefined) comingDay(answerBy, '/answerBy');
      await roomOf(work, flat, roomId);
      const placementId = await nextInQueue(work, flat, roomId);
      return this.offers.offer(placementId, { dwellingId: flat.dwellingId, roomId, plannedMoveInOn, answerBy });
    });
  }
}

async function nextInQueue(work: Work, { dwellingId }: SharedFlat, roomId: string): Promise<string> {
  const dwelling = await work.reference(Dwelling, dwellingId, '');
  const { places } = await work.reference(Room, roomId, '/roomId');
  const { consortiumId, organisationId } = actor();
  const asked = [
    consortiumId,
    dwelling.programmeId,
    places,
    organisationId,
    dwellingId,
    dwelling.reserverOn(clock.today()),
  ];
  const [next] = await work.query<{ id: string }>(NEXT, asked);
  if (!next) throw conflict('nobody_waits');
  return next.id;
}
