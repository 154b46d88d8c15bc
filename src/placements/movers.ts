import { clock, type CivilDate } from '../platform/clock.js';
import { actor } from '../platform/context.js';
import type { Work } from '../platform/database/work.js';
import { invalid } from '../platform/errors/failure.js';
import type { Placement } from './placement.entity.js';

/** Who of the household is to move, each known to the caller and of the household on that day; null: all of it. */
export async function moversOf(
  work: Work,
  householdId: string,
  personIds: readonly string[] | null,
  on: CivilDate,
): Promise<string[] | null> {
  if (personIds === null) return null;
  const rows = await work.query<Known>(KNOWN, [actor().consortiumId, householdId, personIds, on]);
  const known = new Map(rows.map((row) => [row.id, row]));
  const movers = new Map<string, string>();
  for (const [index, named] of personIds.entries()) {
    const person = known.get(named.toLowerCase());
    if (!person) throw invalid(`/personIds/${index}`, 'unknown_reference');
    if (person.human === null) throw invalid(`/personIds/${index}`, 'not_a_member');
    if (!movers.has(person.human)) movers.set(person.human, person.id);
  }
  return [...movers.values()];
}

interface Known {
  readonly id: string;
  readonly human: string | null;
}

/** After a merge a human may be known as two persons of the household: named as either, counted once. */
const KNOWN = `SELECT p.id, (SELECT coalesce(m.twin_of_id, m.person_id) FROM household_members m WHERE m.consortium_id = $1 AND m.household_id = $2
    AND m.person_id = p.id AND (m.ends_on IS NULL OR m.ends_on > $4) LIMIT 1) AS human
  FROM persons p WHERE p.consortium_id = $1 AND p.id = ANY ($3::uuid[])`;

type Size = Pick<Placement, 'householdSize' | 'childrenUnder3' | 'children3to5' | 'children6to11' | 'children12to17'>;

/** Size and ages in bands, as they are on the day of the step: what every party may know. */
export async function sizeOf(work: Work, householdId: string): Promise<Size> {
  const [size] = await work.query<Size>(
    `SELECT size AS "householdSize", children_under_3 AS "childrenUnder3", children_3_5 AS "children3to5", children_6_11 AS "children6to11",
       children_12_17 AS "children12to17" FROM households WHERE consortium_id = $1 AND id = $2`,
    [actor().consortiumId, householdId],
  );
  if (!size) throw invalid('/householdId', 'unknown_reference');
  return size;
}

/** The same of those alone who are to move. */
export async function movingSize(work: Work, movers: readonly string[]): Promise<Size> {
  const [size] = await work.query<Size>(
    `SELECT count(*)::integer AS "householdSize", count(*) FILTER (WHERE age < 3)::integer AS "childrenUnder3",
       count(*) FILTER (WHERE age BETWEEN 3 AND 5)::integer AS "children3to5", count(*) FILTER (WHERE age BETWEEN 6 AND 11)::integer AS "children6to11",
       count(*) FILTER (WHERE age BETWEEN 12 AND 17)::integer AS "children12to17"
     FROM persons p, LATERAL (SELECT extract(year FROM age($3::date, p.birth_date))::integer AS age) a
     WHERE p.consortium_id = $1 AND p.id = ANY ($2::uuid[])`,
    [actor().consortiumId, movers, clock.today()],
  );
  return size!;
}
