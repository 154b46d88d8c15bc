import { Injectable } from '@nestjs/common';
import { Requires } from '../platform/access/requires.js';
import { listPage, type Page } from '../platform/api/pages.js';
import { clock } from '../platform/clock.js';
import { actor, context } from '../platform/context.js';
import { Keyring } from '../platform/crypto.js';
import { Database } from '../platform/database/database.js';
import { uuidOrMissing } from '../platform/database/work.js';
import { notFound } from '../platform/errors/failure.js';
import { compatibility, type FlatLife, type Living } from './compatibility.js';
import { explain } from './compatibility-words.js';
import { CANDIDATES } from './compatibility.service.js';
import { RoomMatch } from './room-match.view.js';
import type { RoomMatchFilter } from './shared-life.inputs.js';

/** What the points of a room are made of. */
interface Facts {
  readonly flat: FlatLife | null;
  readonly residents: readonly (Living & { readonly id: string })[];
  readonly candidate: (Living & { readonly id: string }) | null;
}

/** Which vacant room would fit a household: the other way round of compatibility, by the same rules. */
@Injectable()
export class RoomMatchesService {
  constructor(
    private readonly database: Database,
    private readonly keyring: Keyring,
  ) {}

  /**
   * The rooms in service in which nobody is on that day, of the open flats that the caller supports, each with what speaks for it
   * and against it. Every room is listed, in no order of merit. One statement, as long as there are some.
   */
  @Requires('shared-life:read')
  async list(householdId: string, filter: RoomMatchFilter): Promise<Page<RoomMatch>> {
    const id = uuidOrMissing(householdId);
    const on = filter.on ?? clock.today();
    const page = await listPage(this.database, this.keyring, RoomMatch, filter, {
      from: (parameter) => vacantFor(parameter(id), `${parameter(on)}::date`),
      ignore: ['on'],
      whole: true,
    });
    if (page.data.length === 0) await this.demandSeen(id);
    for (const match of page.data) match.points = pointsOf(match.points as unknown as Facts);
    return page;
  }

  private async demandSeen(id: string): Promise<void> {
    const seen = await this.database.read(`SELECT 1 FROM ${CANDIDATES} WHERE p.consortium_id = $1 AND p.id = $2`, [
      actor().consortiumId,
      id,
    ]);
    if (seen.length === 0) throw notFound();
  }
}

function vacantFor(household: string, day: string): string {
  return `${CANDIDATES}
    JOIN shared_flats f ON f.consortium_id = p.consortium_id AND f.supporter_id = acting_as('supporter') AND f.opened_on <= ${day}
      AND (f.closed_on IS NULL OR f.closed_on > ${day}) AND p.id = ${household}
    JOIN rooms t ON t.consortium_id = f.consortium_id AND t.dwelling_id = f.dwelling_id
      AND coalesce(t.starts_on, '-infinity') <= ${day} AND coalesce(t.ends_on, 'infinity') > ${day}
    JOIN LATERAL (
      SELECT count(*) FILTER (WHERE o.starts_on <= ${day} AND o.until > ${day}) AS busy,
        max(o.until) FILTER (WHERE o.until <= ${day}) AS vacated_on, min(o.starts_on) FILTER (WHERE o.starts_on > ${day}) AS promised_on
      FROM occupied o WHERE o.consortium_id = t.consortium_id AND o.dwelling_id = t.dwelling_id AND o.slots @> t.number) v ON v.busy = 0`;
}

function pointsOf({ flat, residents, candidate }: Facts): RoomMatch['points'] {
  context().trail?.read(
    'living_facts',
    [...residents, ...(candidate ? [candidate] : [])].map(({ id }) => id),
  );
  return compatibility(flat, residents, candidate).map((point) => ({
    topic: point.topic,
    finding: point.finding,
    explanation: explain(point, context().locale),
  }));
}
