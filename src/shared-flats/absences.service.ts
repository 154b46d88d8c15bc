import { Injectable } from '@nestjs/common';
import { Requires } from '../platform/access/requires.js';
import { comingDay } from '../platform/bounded-days.js';
import { childPage } from '../platform/api/child-pages.js';
import { findNoun } from '../platform/api/loaders.js';
import type { Page } from '../platform/api/pages.js';
import { clock } from '../platform/clock.js';
import { actor, context } from '../platform/context.js';
import { Keyring } from '../platform/crypto.js';
import { Database } from '../platform/database/database.js';
import { uuidOrMissing, type Work } from '../platform/database/work.js';
import { invalid, notFound } from '../platform/errors/failure.js';
import { Absence } from './absence.entity.js';
import { ofFlat } from './flat-acts.js';
import type { AbsenceFilter, AbsenceInput, AbsencePatch, PresenceQuery } from './occupancies.inputs.js';
import { Occupancy } from './occupancy.entity.js';
import { presence, type Abroad } from './presence.js';
import { Presence } from './shared-flats.views.js';

/** Occupancies of households whose content the caller may read: for others no absence exists. */
const SEEN = `SELECT o.consortium_id, o.id, o.flat_id, o.household_id, o.person_id FROM occupancies o JOIN grants g
  ON g.consortium_id = o.consortium_id AND g.organisation_id = acting_organisation() AND g.household_id = household_origin(o.household_id)
    AND g.scope = 'content' AND g.until > civil_today()`;
const OF_OCCUPANCY = { from: `(${SEEN}) p`, key: 'p.id', on: 't.occupancy_id = p.id' };

/** Where residents are while away. For who supports them; the room stays theirs. */
@Injectable()
export class AbsencesService {
  constructor(
    private readonly database: Database,
    private readonly keyring: Keyring,
  ) {}

  @Requires('shared-life:read')
  async list(flatId: string, occupancyId: string, filter: AbsenceFilter): Promise<Page<Absence>> {
    ofFlat(await findNoun(this.database, Occupancy, uuidOrMissing(occupancyId)), flatId);
    return childPage(this.database, this.keyring, Absence, OF_OCCUPANCY, occupancyId, filter);
  }

  @Requires('shared-life:read')
  async get(flatId: string, occupancyId: string, id: string): Promise<Absence> {
    ofFlat(await findNoun(this.database, Occupancy, uuidOrMissing(occupancyId)), flatId);
    const found = await findNoun(this.database, Absence, uuidOrMissing(id));
    if (found?.occupancyId !== uuidOrMissing(occupancyId)) throw notFound();
    return found;
  }

  /** @throws occupancy_status, absence_overlaps (409) */
  @Requires('shared-life:write')
  add(flatId: string, occupancyId: string, input: AbsenceInput): Promise<Absence> {
    return this.database.work(async (work) => {
      const occupancy = await supported(work, flatId, occupancyId);
      occupancy.demand('current', 'ended');
      demandWithin(occupancy, input.startsOn, input.endsOn ?? occupancy.endedOn);
      const { reason, outsideFrance, startsOn, endsOn = occupancy.endedOn } = input;
      const { householdId } = occupancy;
      const facts = { occupancyId: occupancy.id, householdId, reason, outsideFrance, startsOn, endsOn };
      const absence = work.create(Absence, facts);
      absence.change({});
      await work.insert(absence);
      await tell(work, absence, 'recorded');
      return work.published(Absence, absence.id);
    });
  }

  /** The return, or what was recorded wrongly. @throws absence_overlaps (409) */
  @Requires('shared-life:write')
  change(flatId: string, occupancyId: string, id: string, patch: AbsencePatch): Promise<Absence> {
    return this.database.work(async (work) => {
      const absence = await work.load(Absence, id);
      const occupancy = await supported(work, flatId, occupancyId);
      if (absence.occupancyId !== occupancy.id) throw notFound();
      absence.change(patch);
      demandWithin(occupancy, absence.startsOn, absence.endsOn);
      await work.save(absence);
      await tell(work, absence, 'changed');
      return work.published(Absence, id);
    });
  }

  /** The days abroad of a calendar year, against the presence that ASPA asks for: of the person, whatever the rooms. */
  @Requires('shared-life:read')
  async presence(flatId: string, occupancyId: string, { year }: PresenceQuery): Promise<Presence> {
    const [seen] = await this.database.read<{ householdId: string; personId: string | null }>(
      `SELECT s.household_id AS "householdId", s.person_id AS "personId" FROM (${SEEN}) s WHERE s.consortium_id = $1 AND s.flat_id = $2 AND s.id = $3`,
      [actor().consortiumId, uuidOrMissing(flatId), uuidOrMissing(occupancyId)],
    );
    if (!seen) throw notFound();
    const periods = await this.database.read<Abroad & { id: string }>(
      `SELECT a.id, a.starts_on AS "startsOn", a.ends_on AS "endsOn" FROM absences a
       JOIN occupancies o ON o.consortium_id = a.consortium_id AND o.id = a.occupancy_id AND o.person_id IS NOT DISTINCT FROM $3
       WHERE a.consortium_id = $1 AND a.household_id = $2 AND a.outside_france`,
      [actor().consortiumId, seen.householdId, seen.personId],
    );
    context().trail?.read(
      'absences',
      periods.map(({ id }) => id),
    );
    const today = clock.today();
    return Object.assign(new Presence(), presence(periods, year ?? Number(today.slice(0, 4)), today));
  }
}

function demandWithin({ startedOn, endedOn }: Occupancy, from: string, to: string | null): void {
  comingDay(from, '/startsOn');
  if (to !== null) comingDay(to, '/endsOn');
  if (from < startedOn!) throw invalid('/startsOn', 'before_start', { start: startedOn });
  if (endedOn !== null && (to === null || to > endedOn)) throw invalid('/endsOn', 'after_end', { end: endedOn });
}

/** The occupancy, of a household whose content the caller reads: not what `If-Match` is about. */
async function supported(work: Work, flatId: string, id: string): Promise<Occupancy> {
  const occupancy = ofFlat(await work.load(Occupancy, id, { versioned: false }), flatId);
  const seen = await work.query(`SELECT 1 FROM (${SEEN}) s WHERE s.consortium_id = $1 AND s.id = $2`, [
    actor().consortiumId,
    occupancy.id,
  ]);
  if (seen.length === 0) throw notFound();
  return occupancy;
}

/** To nobody but who supports: that somebody is away can say what nobody else may know. */
async function tell(work: Work, { id, householdId }: Absence, verb: string): Promise<void> {
  const { organisationId } = actor();
  await work.record({
    type: `absence.${verb}`,
    subject: { type: 'absence', id },
    householdId,
    viewers: [organisationId],
  });
  await work.enqueue('presence-watch', {});
}
