import { shownNow, SIGHT_ENDED, type FeedSight } from '../platform/api/delta.js';
import { actor } from '../platform/context.js';

/**
 * Flats, and of their residents those who are shown now: for one of an organisation's people whose sight is limited to a caseload, and
 * where a sight has ended by its date. What of an entry the caller may not see is neither sent nor counted.
 */
export function flatSight(): FeedSight {
  const asked = actor().caseloadOf ? 'true' : SIGHT_ENDED;
  const residents = `SELECT jsonb_agg(r.resident ORDER BY r.number)
    FROM jsonb_array_elements(e.entry -> 'residents') WITH ORDINALITY r (resident, number)
    JOIN occupancies o ON o.consortium_id = e.consortium_id AND o.id = (r.resident ->> 'occupancyId')::uuid`;
  return {
    only: () => shownNow('shared_flats', asked),
    shown: () =>
      `CASE WHEN ${asked} THEN e.entry || jsonb_build_object('residents', coalesce((${residents}), '[]')) ELSE e.entry END`,
  };
}
