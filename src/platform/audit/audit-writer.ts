import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { DataSource } from 'typeorm';
import { clock, type Instant } from '../clock.js';
import { actor, context } from '../context.js';
import { Keyring } from '../crypto.js';
import { poolOf } from '../database/connection.js';
import { Failure } from '../errors/failure.js';
import type { AuditKind } from './audit.enums.js';
import { writeBatch, WRITE_CHANGE, changeValues } from './audit-statements.js';
import { link, newChain, type Entry } from './chain.js';
import { GroupCommit } from './group-commit.js';
import { AuditTrail, type Noted, type Run } from './trail.js';

const MOST_A_BATCH = 500;
const SEAL_AGAIN_MS = 1000;

/**
 * Writes the audit of this process. Answers are held until the entry of what they tell is durable; changes write theirs in
 * their own transaction, and the next batch seals it.
 */
@Injectable()
export class AuditWriter implements OnApplicationShutdown {
  /** What this process has written since it started. */
  readonly written = { batches: 0, entries: 0, failures: 0 };
  private chain = newChain();
  private readonly group = new GroupCommit<Entry>((entries) => this.write(entries), MOST_A_BATCH);

  constructor(
    private readonly dataSource: DataSource,
    private readonly keyring: Keyring,
  ) {}

  /** The trail of a request or a job. The operation is needed before the first change is written. */
  newTrail(operation = 'unnamed'): AuditTrail {
    return new AuditTrail((run, changes, name) => this.writeChange(run, changes, name), operation);
  }

  /**
   * Resolves once the reads of the trail are durably written, by the context's actor. Nothing read: at once.
   * @throws Failure `unavailable`: then the answer must not be given.
   */
  async flush(trail: AuditTrail, operation = trail.operation): Promise<void> {
    const reads = trail.takeReads();
    if (reads.ids !== '') await this.group.add(entryOf('read', reads, operation));
  }

  async onApplicationShutdown(): Promise<void> {
    await this.group.drained();
  }

  private async writeChange(run: Run, changes: Noted, operation: string): Promise<void> {
    const entry = entryOf('change', changes, operation);
    await run(WRITE_CHANGE, changeValues(entry));
    context().work?.afterCommit.push(() => this.seal(entry));
  }

  /** Nobody waits for it; until it is done the verification tells of an unsealed change. */
  private seal(entry: Entry): void {
    this.group.add(entry).catch(() => setTimeout(() => this.seal(entry), SEAL_AGAIN_MS).unref());
  }

  private async write(entries: readonly Entry[]): Promise<void> {
    const batch = link(this.chain, entries, now(), this.keyring);
    try {
      await writeBatch(
        poolOf(this.dataSource),
        batch,
        entries.filter(({ kind }) => kind === 'read'),
      );
      this.chain = batch;
      this.written.batches += 1;
      this.written.entries += entries.length;
    } catch (error) {
      this.written.failures += 1;
      this.chain = newChain(); // whether the batch was committed is not known: its chain may have ended before or after it
      throw new Failure('unavailable', { retryAfter: 1, cause: error });
    }
  }
}

function entryOf(kind: AuditKind, { tables, ids }: Noted, operation: string): Entry {
  const { consortiumId, organisationId, principal } = actor();
  return {
    consortiumId,
    organisationId,
    at: now(),
    id: timeOrderedId(),
    kind,
    principalType: principal.type,
    principalId: plain(principal.id),
    operation: plain(operation),
    tables: tables.map(plain),
    ids,
    requestId: plain(context().requestId),
  };
}

/** A UUIDv7 with the randomness of `randomUUID`, which Node buffers: to ask for it each time would cost ten times as much. */
function timeOrderedId(): string {
  const time = clock.epochMs().toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${randomUUID().slice(15)}`;
}

let last: Instant = '';
let within = 0;

/** Counts on within a millisecond, so that the entries of one process are read in the order in which they were made. */
function now(): Instant {
  const instant = clock.now();
  within = instant === last ? Math.min(within + 1, 999) : 0;
  last = instant;
  return instant.replace('Z', `${String(within).padStart(3, '0')}Z`);
}

/** Printable ASCII of bounded length: one entry that PostgreSQL refuses would fail the batch of all. */
function plain(text: string): string {
  return text.slice(0, 200).replace(/[^\x20-\x7e]/g, '?');
}
