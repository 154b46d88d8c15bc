import { clock } from '../platform/clock.js';
import type { Work } from '../platform/database/work.js';
import { conflict, invalid } from '../platform/errors/failure.js';
import { DwellingCapacity } from './capacity.entity.js';
import type { Dwelling } from './dwelling.entity.js';
import type { DwellingInput } from './dwellings.inputs.js';
import { HOUSING_REASONS } from './housing.reasons.js';

type Places = Pick<DwellingInput, 'places' | 'inServiceFrom'>;
type Period = Pick<DwellingCapacity, 'places' | 'startsOn' | 'endsOn'>;

/** So many places from a day on; what held before ends then. @throws capacity_exceeded, capacity_overlaps (409) */
export async function holdPlaces(work: Work, { id, consortiumId }: Dwelling, period: Period): Promise<string> {
  await work.query('SELECT stay_lock($1)', [id]);
  await work.query(
    `UPDATE dwelling_capacities SET ends_on = $3 WHERE consortium_id = $1 AND dwelling_id = $2 AND ends_on IS NULL AND starts_on < $3`,
    [consortiumId, id, period.startsOn],
  );
  const capacity = await work.insert(work.create(DwellingCapacity, { dwellingId: id, ...period }));
  const [full] = await work.query<{ from: string | null }>(`SELECT dwelling_overfull($1, 0, $2, $3, NULL) AS from`, [
    id,
    period.startsOn,
    period.endsOn,
  ]);
  if (full?.from) throw conflict(HOUSING_REASONS.capacity_exceeded, { from: full.from });
  return capacity.id;
}

/** From today where nobody says since when. */
const firstOf = (places: number, inServiceFrom = clock.today()): Period => ({
  places,
  startsOn: inServiceFrom,
  endsOn: null,
});

/**
 * The places of a new dwelling, where nobody is yet.
 * @throws required (422) a day without places
 */
export async function holdFirst(work: Work, { id }: Dwelling, { places, inServiceFrom }: Places): Promise<void> {
  if (places === undefined && inServiceFrom !== undefined) throw invalid('/places', 'required');
  if (places === undefined) return;
  await work.insert(work.create(DwellingCapacity, { dwellingId: id, ...firstOf(places, inServiceFrom) }));
}

/**
 * Places put again, of a dwelling that is known: they have a history of their own, `/capacities`. An export goes on saying what it said
 * when the dwelling was added, or what has been recorded since; anything else is refused, never dropped.
 * @throws places_have_periods, required (422)
 */
export async function placesPut(work: Work, dwelling: Dwelling, given: Places): Promise<void> {
  const { places: put, inServiceFrom } = given;
  if (put === undefined && inServiceFrom === undefined) return;
  const { consortiumId, id: dwellingId } = dwelling;
  const held = await work.manager.find(DwellingCapacity, { where: { consortiumId, dwellingId } });
  if (held.length === 0) {
    if (put === undefined) throw invalid('/places', 'required');
    await holdPlaces(work, dwelling, firstOf(put, inServiceFrom));
    return;
  }
  if (put !== undefined && !held.some(({ places }) => places === put)) throw invalid('/places', 'places_have_periods');
  if (inServiceFrom !== undefined && !held.some(({ startsOn }) => startsOn === inServiceFrom))
    throw invalid('/inServiceFrom', 'places_have_periods');
}
