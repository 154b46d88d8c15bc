import { Published, View } from '../platform/api/published.js';
import type { CivilDate } from '../platform/clock.js';
import { CompatibilityPoint } from './shared-flats.views.js';

/** What is recorded of each household that lives in the flat beside this one, the last record of each. */
const RESIDENTS = `(SELECT jsonb_agg(to_jsonb(l)) FROM (SELECT DISTINCT ON (l.household_id) ${living('l')}
  FROM occupancies o JOIN living_facts l ON l.consortium_id = o.consortium_id AND l.household_id = o.household_id
  WHERE o.consortium_id = f.consortium_id AND o.flat_id = f.id AND o.status = 'current' AND o.household_id <> p.id
  ORDER BY l.household_id, l.id DESC) l)`;
const CANDIDATE = `(SELECT to_jsonb(l) FROM (SELECT ${living('l')} FROM living_facts l
  WHERE l.consortium_id = p.consortium_id AND l.household_id = p.id ORDER BY l.id DESC LIMIT 1) l)`;
const HOUSE = `(SELECT jsonb_build_object('smoking', c.smoking, 'animalsAllowed', c.animals_allowed, 'stepFree', c.step_free) FROM flat_facts c
  WHERE c.consortium_id = f.consortium_id AND c.flat_id = f.id ORDER BY c.id DESC LIMIT 1)`;

function living(alias: string): string {
  return `${alias}.id, ${alias}.languages, ${alias}.smokes, ${alias}.has_animals AS "hasAnimals", ${alias}.climbs_stairs AS "climbsStairs", ${alias}.wishes`;
}

@View(
  'RoomMatch',
  'A vacant room and how a household fits there: facts and reasons, to be talked over; never a score',
  'rooms',
)
export class RoomMatch {
  @Published.id({ about: 'The room', column: false })
  id!: string;

  @Published.id({ about: 'The shared flat', sql: () => 'f.id' })
  flatId!: string;

  @Published.id({ about: 'The dwelling', column: false })
  dwellingId!: string;

  @Published.integer({ about: 'Its number', min: 1, max: 999, example: 2, column: false })
  number!: number;

  @Published.integer({ about: 'Its places', min: 1, max: 20, example: 1, column: false })
  places!: number;

  @Published.date({
    about: 'Since when nobody lives there; null: nobody ever has',
    nullable: true,
    sql: () => 'v.vacated_on',
  })
  vacatedOn!: CivilDate | null;

  @Published.date({ about: 'From when it is promised to somebody', nullable: true, sql: () => 'v.promised_on' })
  promisedOn!: CivilDate | null;

  /** Read as the facts that it is made of, which never leave. */
  @Published.many(() => CompatibilityPoint, {
    about: 'Point by point',
    maxItems: 10,
    sql: () =>
      `jsonb_build_object('flat', ${HOUSE}, 'residents', coalesce(${RESIDENTS}, '[]'), 'candidate', ${CANDIDATE})`,
  })
  points!: CompatibilityPoint[];
}
