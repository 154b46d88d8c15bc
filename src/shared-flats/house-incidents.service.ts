import { Injectable } from '@nestjs/common';
import { pastDay } from '../platform/bounded-days.js';
import { Requires } from '../platform/access/requires.js';
import type { ClassOf } from '../platform/api/fields.js';
import type { Parent } from '../platform/api/child-pages.js';
import { findNoun } from '../platform/api/loaders.js';
import { listPage, type Page, type PageFilter } from '../platform/api/pages.js';
import { tableOf } from '../platform/api/published.js';
import { actor } from '../platform/context.js';
import { Keyring } from '../platform/crypto.js';
import { Database } from '../platform/database/database.js';
import { uuidOrMissing, type Work } from '../platform/database/work.js';
import { invalid, notFound } from '../platform/errors/failure.js';
import { flatOfHers, OF_FLAT_OF_HERS, ofFlat } from './flat-acts.js';
import { HouseIncident, IncidentFollowUp } from './house-incident.entity.js';
import { opened, sealed } from './sealed-text.js';
import type {
  IncidentClosureInput,
  IncidentFilter,
  IncidentFollowUpFilter,
  IncidentFollowUpInput,
  IncidentInput,
} from './shared-life.inputs.js';

/** Also of a flat that somebody else supports by now, while an incident that is open is still the caller’s. */
const OF_FLAT_WITH_ITS_OWN: Parent = {
  ...OF_FLAT_OF_HERS,
  from: `(SELECT p.consortium_id, p.id FROM ${OF_FLAT_OF_HERS.from}
    UNION SELECT i.consortium_id, i.flat_id FROM house_incidents i WHERE i.status = 'open') p`,
};
const OF_INCIDENT: Parent = { from: 'house_incidents p', key: 'p.id', on: 't.incident_id = p.id' };

/**
 * What went wrong in the life of a flat, and what was done. For who supports the flat, and there for whose caseload it concerns;
 * landlord and coordinator have no row. What is written of it is sealed. After a handover of the flat, an open incident is the
 * successor’s once the residents of that day, whom its predecessor supports, have accepted; until then it stays the predecessor’s.
 */
@Injectable()
export class HouseIncidentsService {
  constructor(
    private readonly database: Database,
    private readonly keyring: Keyring,
  ) {}

  @Requires('shared-life:read')
  list(flatId: string, filter: IncidentFilter): Promise<Page<HouseIncident>> {
    return this.page(HouseIncident, OF_FLAT_WITH_ITS_OWN, flatId, filter);
  }

  @Requires('shared-life:read')
  async get(flatId: string, id: string): Promise<HouseIncident> {
    return this.open(ofFlat(await findNoun(this.database, HouseIncident, uuidOrMissing(id)), flatId));
  }

  @Requires('shared-life:write')
  report(flatId: string, { kind, occurredOn, description }: IncidentInput): Promise<HouseIncident> {
    return this.database.work(async (work) => {
      const flat = await flatOfHers(work, flatId);
      const on = pastDay(occurredOn, '/occurredOn');
      flat.demandOpenOn(on, '/occurredOn');
      const incident = work.create(HouseIncident, {
        flatId: flat.id,
        supporterId: flat.supporterId!,
        kind,
        status: 'open',
        occurredOn: on,
        description: sealed(this.keyring, description),
        closedOn: null,
        outcome: null,
      });
      await work.insert(incident);
      await tell(work, incident, 'reported');
      return this.open(await work.published(HouseIncident, incident.id));
    });
  }

  @Requires('shared-life:read')
  async followUps(flatId: string, id: string, filter: IncidentFollowUpFilter): Promise<Page<IncidentFollowUp>> {
    ofFlat(await findNoun(this.database, HouseIncident, uuidOrMissing(id)), flatId);
    return this.page(IncidentFollowUp, OF_INCIDENT, id, filter);
  }

  /** @throws incident_closed (409) */
  @Requires('shared-life:write')
  followUp(flatId: string, id: string, input: IncidentFollowUpInput): Promise<IncidentFollowUp> {
    return this.database.work(async (work) => {
      const incident = ofFlat(await work.load(HouseIncident, id, { versioned: false }), flatId);
      incident.demandOpen();
      const { supporterId, occurredOn } = incident;
      const doneOn = pastDay(input.doneOn, '/doneOn');
      if (doneOn < occurredOn) throw invalid('/doneOn', 'before_start', { start: occurredOn });
      const note = sealed(this.keyring, input.note);
      const facts = { incidentId: incident.id, supporterId, doneOn, note };
      const done = await work.insert(work.create(IncidentFollowUp, facts));
      await tell(work, incident, 'followed_up');
      return this.open(await work.published(IncidentFollowUp, done.id));
    });
  }

  /** @throws incident_closed (409) */
  @Requires('shared-life:write')
  close(flatId: string, id: string, { closedOn, outcome }: IncidentClosureInput): Promise<HouseIncident> {
    return this.database.work(async (work) => {
      const incident = ofFlat(await work.load(HouseIncident, id), flatId);
      incident.close(pastDay(closedOn, '/closedOn'), sealed(this.keyring, outcome));
      await work.save(incident);
      await tell(work, incident, 'closed');
      return this.open(await work.published(HouseIncident, incident.id));
    });
  }

  /** A page of what hangs on one parent (404 where that is not to be seen), its texts opened. */
  private async page<T extends HouseIncident | IncidentFollowUp>(
    noun: ClassOf<T>,
    { from, key, on }: Parent,
    parentId: string,
    filter: PageFilter,
  ): Promise<Page<T>> {
    const id = uuidOrMissing(parentId);
    const page = await listPage(this.database, this.keyring, noun, filter, {
      from: `${from} JOIN ${tableOf(noun)} t ON t.consortium_id = p.consortium_id AND ${on}`,
      where: [{ sql: (parameter) => `${key} = ${parameter(id)}` }],
      whole: true,
    });
    page.data.forEach((row) => this.open(row));
    if (page.data.length > 0) return page;
    const known = `SELECT 1 FROM ${from} WHERE p.consortium_id = $1 AND ${key} = $2`;
    if ((await this.database.read(known, [actor().consortiumId, id])).length === 0) throw notFound();
    return page;
  }

  private open<T extends HouseIncident | IncidentFollowUp>(row: T): T {
    const texts: Record<string, string | null> = row as never;
    for (const name of ['description', 'outcome', 'note'] as const)
      if (name in row) texts[name] = opened(this.keyring, texts[name]!);
    return row;
  }
}

async function tell(work: Work, { id, supporterId }: HouseIncident, verb: string): Promise<void> {
  const subject = { type: 'house_incident', id };
  await work.record({ type: `house_incident.${verb}`, subject, viewers: [supporterId] });
}
