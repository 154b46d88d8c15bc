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

const OPERATION = 'GET /v1/alerts/stream';

/** The streams of alerts that this process holds open. */
@Injectable()
export class AlertStreamsService implements BeforeApplicationShutdown {
  private readonly watch: StreamWatch;
  /** By who listens. */
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
   * a place that is not the caller's or too old, and more streams than one caller or the process may hold.
   */
  @Requires('alerts:read')
  async open({ token }: StreamQuery): Promise<Readable> {
    const who = actor();
    const release = this.take(who.principal.id);
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

  /** Counts one more for this caller; returns how to give it back, once. */
  private take(principal: string): () => void {
    const limit = this.config.PASSERELLE_STREAMS_CLIENT;
    if (this.held(principal) >= limit) throw new Failure(ALERTS.too_many_streams, { retryAfter: 5, params: { limit } });
    if (this.isClosing || this.total >= this.config.PASSERELLE_STREAMS)
      throw new Failure('unavailable', { retryAfter: 5 });
    this.count(principal, 1);
    let isHeld = true;
    return () => {
      if (isHeld) this.count(principal, -1);
      isHeld = false;
    };
  }

  private held(principal: string): number {
    return this.listening.get(principal) ?? 0;
  }

  private count(principal: string, by: 1 | -1): void {
    const now = this.held(principal) + by;
    this.total += by;
    if (now > 0) this.listening.set(principal, now);
    else this.listening.delete(principal);
  }
}
