import { Injectable } from '@nestjs/common';
import { Requires } from '../platform/access/requires.js';
import { childPage } from '../platform/api/child-pages.js';
import { findNoun } from '../platform/api/loaders.js';
import type { Page } from '../platform/api/pages.js';
import { Keyring } from '../platform/crypto.js';
import { Database } from '../platform/database/database.js';
import { uuidOrMissing, type Work } from '../platform/database/work.js';
import { dayOf, flatSupported, OF_SUPPORTED_FLAT, ofFlat } from './flat-acts.js';
import { HouseIncident, IncidentFollowUp } from './house-incident.entity.js';
import type {
  IncidentClosureInput,
  IncidentFilter,
  IncidentFollowUpFilter,
  IncidentFollowUpInput,
  IncidentInput,
} from './shared-life.inputs.js';

const OF_INCIDENT = { from: 'house_incidents p', key: 'p.id', on: 't.incident_id = p.id' };

/** What went wrong in the life of a flat, and what was done. For who supports its residents; landlord and coordinator have no row. */
@Injectable()
export class HouseIncidentsService {
  constructor(
    private readonly database: Database,
    private readonly keyring: Keyring,
  ) {}

  @Requires('shared-life:read')
  list(flatId: string, filter: IncidentFilter): Promise<Page<HouseIncident>> {
    return childPage(this.database, this.keyring, HouseIncident, OF_SUPPORTED_FLAT, flatId, filter);
  }

  @Requires('shared-life:read')
  async get(flatId: string, id: string): Promise<HouseIncident> {
    return ofFlat(await findNoun(this.database, HouseIncident, uuidOrMissing(id)), flatId);
  }

  @Requires('shared-life:write')
  report(flatId: string, { kind, occurredOn, description }: IncidentInput): Promise<HouseIncident> {
    return this.database.work(async (work) => {
      const flat = await flatSupported(work, flatId);
      const on = dayOf(occurredOn, '/occurredOn');
      flat.demandOpenOn(on, '/occurredOn');
      const incident = work.create(HouseIncident, {
        flatId: flat.id,
        supporterId: flat.supporterId!,
        kind,
        status: 'open',
        occurredOn: on,
        description,
        closedOn: null,
        outcome: null,
      });
      await work.insert(incident);
      await tell(work, incident, 'reported');
      return work.published(HouseIncident, incident.id);
    });
  }

  @Requires('shared-life:read')
  async followUps(flatId: string, id: string, filter: IncidentFollowUpFilter): Promise<Page<IncidentFollowUp>> {
    ofFlat(await findNoun(this.database, HouseIncident, uuidOrMissing(id)), flatId);
    return childPage(this.database, this.keyring, IncidentFollowUp, OF_INCIDENT, id, filter);
  }

  /** @throws incident_closed (409) */
  @Requires('shared-life:write')
  followUp(flatId: string, id: string, { doneOn, note }: IncidentFollowUpInput): Promise<IncidentFollowUp> {
    return this.database.work(async (work) => {
      const incident = ofFlat(await work.load(HouseIncident, id, { versioned: false }), flatId);
      incident.demandOpen();
      const { supporterId } = incident;
      const facts = { incidentId: incident.id, supporterId, doneOn: dayOf(doneOn, '/doneOn'), note };
      const done = await work.insert(work.create(IncidentFollowUp, facts));
      await tell(work, incident, 'followed_up');
      return work.published(IncidentFollowUp, done.id);
    });
  }

  /** @throws incident_closed (409) */
  @Requires('shared-life:write')
  close(flatId: string, id: string, { closedOn, outcome }: IncidentClosureInput): Promise<HouseIncident> {
    return this.database.work(async (work) => {
      const incident = ofFlat(await work.load(HouseIncident, id), flatId);
      incident.close(dayOf(closedOn, '/closedOn'), outcome);
      await work.save(incident);
      await tell(work, incident, 'closed');
      return work.published(HouseIncident, incident.id);
    });
  }
}

async function tell(work: Work, { id, supporterId }: HouseIncident, verb: string): Promise<void> {
  const subject = { type: 'house_incident', id };
  await work.record({ type: `house_incident.${verb}`, subject, viewers: [supporterId] });
}
