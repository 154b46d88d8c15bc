import type { CivilDate } from '../platform/clock.js';
import { actor } from '../platform/context.js';
import type { Work } from '../platform/database/work.js';
import type { HoldKind } from './arrears.enums.js';

/** What a hold comes from: `repayment_plan`, `episode`, `contract`, and its id. */
export interface HoldSource {
  readonly type: string;
  readonly id: string;
}

/**
 * Plans, support and contracts hold enforcement with these two, in their own unit of work. A hold silences suggestions of
 * enforcement; it delays no report, CCAPEX, FSL or plan, and hides no delay of the law. The same source holds a tenancy once: told
 * again, it is moved. `endsOn`: first day on which it holds no more, of an episode its next review; null while no end is known.
 */
export async function hold(
  work: Work,
  tenancyId: string,
  {
    kind,
    source,
    startsOn,
    endsOn = null,
  }: { kind: HoldKind; source: HoldSource; startsOn: CivilDate; endsOn?: CivilDate | null },
): Promise<void> {
  await work.query(
    `INSERT INTO enforcement_holds AS h (consortium_id, id, tenancy_id, kind, source_type, source_id, starts_on, ends_on)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
     ON CONFLICT ON CONSTRAINT enforcement_holds_source DO UPDATE SET starts_on = excluded.starts_on, ends_on = excluded.ends_on
     WHERE (h.starts_on, h.ends_on) IS DISTINCT FROM (excluded.starts_on, excluded.ends_on)`,
    [actor().consortiumId, work.newId(), tenancyId, kind, source.type, source.id, startsOn, endsOn],
  );
}

/** It holds no more from this day on. */
export async function release(work: Work, source: HoldSource, on: CivilDate): Promise<void> {
  await work.query(
    `UPDATE enforcement_holds SET ends_on = greatest($4, starts_on) WHERE consortium_id = $1 AND source_type = $2 AND source_id = $3
       AND (ends_on IS NULL OR ends_on > $4)`,
    [actor().consortiumId, source.type, source.id, on],
  );
}
