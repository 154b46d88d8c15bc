import { systemActor, type Actor } from '../platform/access/actor.js';
import { clock } from '../platform/clock.js';
import { inContext } from '../platform/context.js';
import type { Database } from '../platform/database/database.js';
import type { AlertStream } from './alert-stream.js';

const LOOK_MS = 1000;
const BEAT_LOOKS = 15;

/**
 * Whose feed moved since a transaction number. Rows that a longer transaction still holds back are told again at each look,
 * until it ends: so the next look begins at this horizon.
 */
const MOVED = `
  SELECT h.horizon::text AS horizon, ARRAY(
    SELECT v FROM unnest($2::uuid[]) v WHERE EXISTS (SELECT 1 FROM feed f
      WHERE f.consortium_id = $1 AND f.viewer_id = v AND f.collection = 'alerts' AND f.xid >= $3::xid8)) AS moved
  FROM (SELECT pg_snapshot_xmin(pg_current_snapshot()) AS horizon) h`;

/**
 * Wakes the streams of this process, whichever process wrote. One short statement a second for each consortium that somebody
 * listens in, however many listen: neither a listening connection, which a pooler of transactions would not keep, nor one of
 * the pool for each stream.
 */
export class StreamWatch {
  private readonly streams = new Map<AlertStream, Actor>();
  private readonly horizons = new Map<string, string>();
  private timer: NodeJS.Timeout | undefined;
  private looks = 0;

  constructor(private readonly database: Database) {}

  add(stream: AlertStream, who: Actor): void {
    this.streams.set(stream, who);
    stream.body.once('close', () => this.streams.delete(stream));
    this.timer ??= this.later();
  }

  stop(): void {
    clearTimeout(this.timer);
    for (const stream of this.streams.keys()) stream.end('shutdown');
  }

  private later(): NodeJS.Timeout {
    return setTimeout(() => void this.look(), LOOK_MS).unref();
  }

  private async look(): Promise<void> {
    this.looks += 1;
    const now = clock.epochSeconds();
    for (const [stream, { expiresAt }] of this.streams) {
      if (expiresAt !== undefined && expiresAt <= now) stream.end('token_expired');
      else if (this.looks % BEAT_LOOKS === 0) stream.beat();
    }
    for (const [consortiumId, viewers] of this.byConsortium()) await this.wake(consortiumId, viewers);
    this.timer = this.streams.size > 0 ? this.later() : undefined;
  }

  private byConsortium(): Map<string, Map<string, AlertStream[]>> {
    const all = new Map<string, Map<string, AlertStream[]>>();
    for (const [stream, { consortiumId, organisationId }] of this.streams) {
      const viewers = all.get(consortiumId) ?? new Map<string, AlertStream[]>();
      viewers.set(organisationId, [...(viewers.get(organisationId) ?? []), stream]);
      all.set(consortiumId, viewers);
    }
    return all;
  }

  /** While the database is away nobody is woken; the next sign of life finds out and ends the stream. */
  private async wake(consortiumId: string, viewers: ReadonlyMap<string, AlertStream[]>): Promise<void> {
    const since = this.horizons.get(consortiumId) ?? '0';
    const actor = systemActor(consortiumId, 'alert-streams');
    try {
      const [seen] = await inContext({ requestId: 'alert-streams', locale: 'fr', actor }, () =>
        this.database.read<{ horizon: string; moved: string[] }>(MOVED, [consortiumId, [...viewers.keys()], since]),
      );
      this.horizons.set(consortiumId, seen!.horizon);
      for (const viewer of seen!.moved) viewers.get(viewer)?.forEach((stream) => stream.wake());
    } catch {
      return;
    }
  }
}
