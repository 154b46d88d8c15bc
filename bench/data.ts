import type { ClientBase } from 'pg';
import { fillWith, housing, id, LANDLORD, OPERATOR, organisations, people } from './data-parts.js';

/** Before the deciding body has the file, the placement does not say whose it is. */
const IS_DISCLOSED = `n % 10 <> 7`;
const FEED_CHUNK = 1_000;
const STATUS = `(ARRAY['moved_in','moved_in','moved_in','moved_in','moved_in','moved_in','ended','offered','accepted','allocated'])[1 + n % 10]`;

const placements = (c: string, size: number): string[] => [
  `INSERT INTO placements (consortium_id, id, status, status_since, programme_label, offer_id, dwelling_id, household_id, household_size,
     children_under3, children6to11, planned_move_in_on, moved_in_on, ended_on, landlord_id, operator_id, supporter_id, referrer_id, version)
   SELECT ${c}, ${id('placement', 'n')}, s.status, date '2026-01-01' + (n % 300)::integer, 'Logement accompagné', ${id('offer', 'n')}, ${id('dwelling', 'n')},
     CASE WHEN ${IS_DISCLOSED} THEN ${id('household', 'n')} END, 1 + n % 6, n % 2, n % 3, date '2026-01-10' + (n % 300)::integer,
     CASE WHEN s.status IN ('moved_in', 'ended') THEN date '2026-01-01' + (n % 300)::integer END,
     CASE WHEN s.status = 'ended' THEN date '2027-01-01' END, ${LANDLORD}, ${OPERATOR}, ${id('supporter', '1')}, ${id('referrer', '1')}, 1 + n % 7
   FROM generate_series(1, ${size}) n CROSS JOIN LATERAL (SELECT ${STATUS} AS status) s`,
  `INSERT INTO placement_exits (consortium_id, id, route, durable, supporter_id, author_organisation_id)
   SELECT p.consortium_id, p.id, 'hlm_slide', true, p.supporter_id, p.supporter_id FROM placements p WHERE p.consortium_id = ${c} AND p.status = 'ended'`,
  `INSERT INTO referrals (consortium_id, id, household_id, programme_id, supporter_id, referrer_id, referred_on, first_offered_on, deciding_body)
   SELECT ${c}, ${id('placement', 'n')}, ${id('household', 'n')}, ${id('programme', '1')}, ${id('supporter', '1')}, ${id('referrer', '1')},
     '2025-11-01', '2025-12-01', 'caleol' FROM generate_series(1, ${size}) n`,
  `INSERT INTO support_states (consortium_id, id, household_id, origin_household_id, state)
   SELECT ${c}, ${id('support state', 'n')}, ${id('household', 'n')}, ${id('household', 'n')}, 'yes' FROM generate_series(1, ${size}) n WHERE n % 3 > 0`,
];

/** One consortium, most of whose placements are one landlord's. */
export function fillPlacements(url: string, size: number): Promise<void> {
  return fillWith(
    url,
    (c) => [...organisations(c), ...housing(c, size), ...people(c, size, IS_DISCLOSED), ...placements(c, size)],
    async (owner) => {
      for (const collection of ['placements', 'dwellings', 'households']) await feed(owner, collection, size);
    },
  );
}

/** Through the application's function, one transaction a chunk: so the feed spans many transactions, as it does in life. */
async function feed(owner: ClientBase, collection: string, size: number): Promise<void> {
  const kind = collection.slice(0, -1);
  for (let from = 1; from <= size; from += FEED_CHUNK) {
    await owner.query(
      `SELECT feed_touch($1, ARRAY(SELECT ${id(kind, 'n')} FROM generate_series($2::bigint, $3::bigint) n))`,
      [collection, from, Math.min(size, from + FEED_CHUNK - 1)],
    );
  }
}
