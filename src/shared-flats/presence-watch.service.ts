import { Injectable } from '@nestjs/common';
import { Requires } from '../platform/access/requires.js';
import { clock } from '../platform/clock.js';
import type { WantedCause } from '../platform/causes/wanted-cause.js';
import type { CauseLevel } from '../platform/causes/causes.enums.js';
import { actor } from '../platform/context.js';
import { Database } from '../platform/database/database.js';
import type { JobOutcome } from '../platform/jobs/job.js';
import { presence, reached, type Abroad } from './presence.js';
import type { PresenceLevel } from './shared-flats.enums.js';

interface Away {
  readonly occupancyId: string;
  readonly householdId: string;
  readonly organisationId: string;
  readonly periods: readonly Abroad[];
}

/** Of each person, the days abroad of a year as who supports the household reads them: its own, and those of whom it took over from. */
const AWAY = `
  SELECT a.household_id AS "householdId", g.organisation_id AS "organisationId",
    (array_agg(o.id ORDER BY o.started_on DESC, o.id DESC))[1] AS "occupancyId",
    jsonb_agg(jsonb_build_object('startsOn', a.starts_on, 'endsOn', a.ends_on)) AS periods
  FROM absences a JOIN occupancies o ON o.consortium_id = a.consortium_id AND o.id = a.occupancy_id
  JOIN grants g ON g.consortium_id = a.consortium_id AND g.household_id = a.origin_household_id AND g.scope = 'content' AND g.until > $3
  WHERE a.consortium_id = $1 AND a.outside_france AND a.starts_on <= $3 AND (a.ends_on IS NULL OR a.ends_on > $2)
    AND (a.author_organisation_id = g.organisation_id OR EXISTS (SELECT 1 FROM grants p WHERE p.consortium_id = a.consortium_id
      AND p.organisation_id = g.organisation_id AND p.household_id = a.origin_household_id AND p.scope = 'predecessor'
      AND p.subject_id = a.author_organisation_id AND p.until > $3))
  GROUP BY a.household_id, g.organisation_id, o.person_id`;

const LEVELS: Partial<Record<PresenceLevel, CauseLevel>> = {
  first_warning: 'information',
  second_warning: 'attention',
};

/** Who supports a resident is told when the days abroad come near what leaves the presence that ASPA asks for; nobody else is. */
@Injectable()
export class PresenceWatchService {
  constructor(private readonly database: Database) {}

  /** Of all persons of the consortium, as the system. */
  @Requires('nothing')
  watch(): Promise<JobOutcome> {
    return this.database.work(async (work) => {
      const today = clock.today();
      const year = Number(today.slice(0, 4));
      const away = await work.query<Away>(AWAY, [actor().consortiumId, `${year}-01-01`, today]);
      const wanted = away.flatMap((one) => causeOf(one, year, today));
      const { opened, changed, ended } = await work.putCauses({ kinds: ['presence_at_risk'] }, wanted);
      return { looked: away.length, opened: Number(opened), changed: Number(changed), ended: Number(ended) };
    });
  }
}

function causeOf(
  { occupancyId, householdId, organisationId, periods }: Away,
  year: number,
  today: string,
): WantedCause[] {
  const warning = reached(periods, year, today);
  if (!warning) return [];
  const { mostDaysAbroad } = presence(periods, year, today);
  return [
    {
      kind: 'presence_at_risk',
      subject: { type: 'occupancy', id: occupancyId },
      ...{ householdId, organisationId },
      staffFunction: 'social_worker', // who reads absences; a rent officer of the same organisation does not
      level: LEVELS[warning.level] ?? 'urgent',
      facts: { year, daysAbroad: warning.days, mostDaysAbroad },
      since: warning.on,
    },
  ];
}
