import { Injectable } from '@nestjs/common';
import { Requires } from '../platform/access/requires.js';
import { readFeed, type DeltaQuery } from '../platform/api/delta.js';
import { loadNoun } from '../platform/api/loaders.js';
import { listPage, type Page } from '../platform/api/pages.js';
import { actor } from '../platform/context.js';
import { Keyring } from '../platform/crypto.js';
import { Database } from '../platform/database/database.js';
import { uuidOrMissing } from '../platform/database/work.js';
import { notFound } from '../platform/errors/failure.js';
import { explained } from './alert-explained.js';
import { forCaller, alertSight } from './alert-sight.js';
import { Alert, isAlertFor } from './alert.entity.js';
import { AlertStep } from './alert-step.entity.js';
import type { AlertEntry } from './alert.views.js';
import type { AlertFilter, AlertStepFilter } from './alerts.inputs.js';

/** An answer of the delta; one of the two tokens. */
export interface AlertDelta {
  data: AlertEntry[];
  nextToken?: string;
  deltaToken?: string;
}

/** What a partner reads of its alerts: those that are for it and, for a person, for her. */
@Injectable()
export class AlertsService {
  constructor(
    private readonly database: Database,
    private readonly keyring: Keyring,
  ) {}

  @Requires('alerts:read')
  async list(filter: AlertFilter): Promise<Page<Alert>> {
    const page = await listPage(this.database, this.keyring, Alert, filter, {
      whole: true,
      where: [{ sql: (p) => `t.organisation_id = ${p(actor().organisationId)}` }, { sql: forCaller }],
    });
    page.data.forEach(explained);
    return page;
  }

  @Requires('alerts:read')
  async get(id: string): Promise<Alert> {
    const alert = await loadNoun(this.database, Alert, uuidOrMissing(id));
    if (!alert || !isAlertFor(alert, actor())) throw notFound();
    return explained(alert);
  }

  /** Every step, oldest first: who, when, and what was made of it. */
  @Requires('alerts:read')
  async history(id: string, filter: AlertStepFilter): Promise<Page<AlertStep>> {
    const alert = await this.get(id);
    return listPage(this.database, this.keyring, AlertStep, filter, {
      where: [{ sql: (p) => `t.alert_id = ${p(alert.id)}` }],
    });
  }

  /** What changed since a token, deletions included; what is not for the caller's function is left out. */
  @Requires('alerts:read')
  async delta(query: DeltaQuery): Promise<AlertDelta> {
    const page = await readFeed(this.database, this.keyring, 'alerts', query, alertSight());
    const data = page.entries.map(({ body }) => wordedEntry(body));
    return page.hasMore ? { data, nextToken: page.token } : { data, deltaToken: page.token };
  }
}

/** An entry of the feed with its explanation; what tells that it is gone needs none. */
export function wordedEntry(body: string): AlertEntry {
  const entry = JSON.parse(body) as AlertEntry & { removed?: true };
  return entry.removed ? entry : explained(entry);
}
