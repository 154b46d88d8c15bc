import { AsyncLocalStorage } from 'node:async_hooks';
import type { Actor } from './access/actor.js';
import type { Work } from './database/work.js';
import type { PendingKey } from './api/idempotency.js';
import type { LoaderSet } from './api/loaders.js';
import type { Selection } from './api/look-ahead.js';
import type { AuditTrail } from './audit/trail.js';

export const LOCALES = ['fr', 'en'] as const;
export type Locale = (typeof LOCALES)[number];

/** What belongs to one request or one job: nothing of it is passed by hand. */
export interface Context {
  readonly requestId: string;
  locale: Locale;
  actor?: Actor;
  /** Whether the database was asked, in this request, if the actor's token is still in force. Shared by inner contexts. */
  revocation?: { asked: boolean };
  /** What was read and changed, for the audit; written before the answer leaves. */
  trail?: AuditTrail;
  /** The unit of work under way, which everything beneath joins. */
  work?: Work;
  loaders?: LoaderSet;
  /** What a GraphQL list selects of its rows: other columns need not be read. */
  selection?: Selection;
  /** Version that the caller says it has read (`If-Match`, `expectedVersion`). */
  expectedVersion?: number;
  /** Where a stream goes on (`Last-Event-ID`). */
  lastEventId?: string;
  idempotency?: PendingKey;
  /** Set by a by-external-id use case that made its subject: 201 instead of 200. */
  created?: boolean;
}

const storage = new AsyncLocalStorage<Context>();

export function inContext<T>(context: Context, run: () => T): T {
  return storage.run(context, run);
}

/** The current context; its absence is a bug. */
export function context(): Context {
  const current = storage.getStore();
  if (!current) throw new Error('No context: this code runs outside a request and outside a job');
  return current;
}

export function maybeContext(): Context | undefined {
  return storage.getStore();
}

/** Who acts; its absence is a bug, since every door asks for it. */
export function actor(): Actor {
  const current = context().actor;
  if (!current) throw new Error('No actor: the database is closed to nobody');
  return current;
}
