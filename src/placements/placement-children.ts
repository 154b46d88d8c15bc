import type { Parent } from '../platform/api/child-pages.js';

/** What hangs on a placement. */
export const OF_PLACEMENT: Parent = { from: 'placements p', key: 'p.id', on: 't.placement_id = p.id' };
