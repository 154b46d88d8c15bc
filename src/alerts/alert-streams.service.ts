import { Inject, Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import type { Readable } from 'node:stream';
import type { Actor } from '../platform/access/actor.js';
import { Requires } from '../platform/access/requires.js';
import { readFeed, tokenOfNow } from '../platform/api/delta.js';
import { AuditWriter } from '../platform/audit/audit-writer.js';
import { CONFIG, type Config } from '../platform/config.js';
import { actor, context, inContext, type Context } from '../platform/context.js';
import { Keyring } from '../platform/crypto.js';
import { Database } from '../platform/database/database.js';
import { Failure } from '../platform/errors/failure.js';
import { alertSight } from './alert-sight.js';
import { AlertStream, type StreamPage } from './alert-stream.js';
import { StreamWatch } from './alert-stream-watch.js';
import type { StreamQuery } from './alerts.inputs.js';
import { ALERTS } from './alerts.reasons.js';
import { wordedEntry } from './alerts.service.js';

/** So many can listen at a process, whatever others hold open. */
const ORGANISATIONS_AT_LEAST = 8;
const OPERATION = 'GET /v1/alerts/stream';

/** The streams of alerts that this process holds open. */
@Injectable()
export class AlertStreamsService implements BeforeApplicationShutdown {
  private readonly watch: StreamWatch;
  /** By who listens, and by the organisation. */
  private readonly listening = new Map<string, number>();
  private total = 0;
  private isClosing = false;

  constructor(
    private readonly database: Database,
    private readonly keyring: Keyring,
    private readonly audit: AuditWriter,
    @Inject(CONFIG) private readonly config: Config,
  ) {
    this.watch = new StreamWatch(database);
  }

  /**
   * Answers with events until the token expires, the client goes, or the process stops. Without a place it begins now. Refuses
   * a place that is not the caller's or too old, and more streams than one caller, one organisation or the process
   * may hold.
   */
  @Requires('alerts:read')
  async open({ token }: StreamQuery): Promise<Readable> {
    const who = actor();
    const release = this.take(who);
    try {
      const { requestId, locale, lastEventId } = context();
      const from = lastEventId ?? token ?? (await tokenOfNow(this.database, this.keyring, 'alerts', alertSight()));
      const stream = new AlertStream(from, (place) => this.read({ requestId, locale, actor: who }, place));
      await stream.begin();
      stream.body.once('close', release);
      this.watch.add(stream, who);
      return stream.body;
    } catch (error) {
      release();
      throw error;
    }
  }

  beforeApplicationShutdown(): void {
    this.isClosing = true;
    this.watch.stop();
  }

  /** As the caller, each time anew: her token must be in force, her policies decide, and the audit is written before she reads. */
  private read(caller: Omit<Context, 'trail'> & { actor: Actor }, token: string): Promise<StreamPage> {
    const trail = this.audit.newTrail(OPERATION);
    return inContext({ ...caller, trail }, async () => {
      const page = await readFeed(this.database, this.keyring, 'alerts', { token }, alertSight());
      await this.audit.flush(trail);
      const events = page.entries.map((entry) => {
        const told = wordedEntry(entry.body);
        const name = 'removed' in told ? ('removed' as const) : ('changed' as const);
        return { token: entry.token, name, data: JSON.stringify(told) };
      });
      return { events, hasMore: page.hasMore, token: page.token };
    });
  }

  /** Counts one more for this caller and her organisation; returns how to give it back, once. */
  private take({ principal, organisationId }: Actor): () => void {
    const { PASSERELLE_STREAMS_CLIENT: ofCaller, PASSERELLE_STREAMS: ofAll } = this.config;
    // However many clients it makes, an organisation leaves places to others.
    const ofOrganisation = Math.max(Math.floor(ofAll / ORGANISATIONS_AT_LEAST), ofCaller);
    for (const [who, limit] of [[principal.id, ofCaller] as const, [organisationId, ofOrganisation] as const])
      if (this.held(who) >= limit) throw new Failure(ALERTS.too_many_streams, { retryAfter: 5, params: { limit } });
    if (this.isClosing || this.total >= ofAll) throw new Failure('unavailable', { retryAfter: 5 });
    const count = (by: 1 | -1): void => {
      this.total += by;
      for (const who of [principal.id, organisationId]) this.count(who, by);
    };
    count(1);
    let isHeld = true;
    return () => {
      if (isHeld) count(-1);
      isHeld = false;
    };
  }

  private held(who: string): number {
    return this.listening.get(who) ?? 0;
  }

  private count(who: string, by: 1 | -1): void {
    const now = this.held(who) + by;
    if (now > 0) this.listening.set(who, now);
    else this.listening.delete(who);
  }
}
