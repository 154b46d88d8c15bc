import { Inject, Injectable } from '@nestjs/common';
import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { AuditWriter } from '../audit/audit-writer.js';
import { CONFIG, type Config } from '../config.js';
import { sha256 } from '../crypto.js';
import { poolOf } from '../database/connection.js';
import { Database } from '../database/database.js';
import { Failure, notFound } from '../errors/failure.js';
import { JobsHealth } from '../jobs/jobs-health.js';

const SECONDS = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10];

/** What says who asks. */
type Asking = Pick<IncomingMessage, 'headers' | 'socket'>;

/** Figures of this process for Prometheus. Routes and statuses, never an address, an organisation or a person. */
@Injectable()
export class Metrics {
  private readonly registry = new Registry();
  private readonly durations = new Histogram({
    name: 'passerelle_http_duration_seconds',
    help: 'Time to answer',
    labelNames: ['method', 'route', 'status'],
    buckets: SECONDS,
    registers: [this.registry],
  });

  private readonly queueUp = new Gauge({
    name: 'passerelle_jobs_up',
    help: 'Whether the queue of jobs answers',
    registers: [this.registry],
  });
  private readonly queued = new Gauge({
    name: 'passerelle_jobs',
    help: 'Jobs by state',
    labelNames: ['state'],
    registers: [this.registry],
  });
  private readonly outbox = new Gauge({
    name: 'passerelle_outbox_waiting',
    help: 'Jobs asked for and not yet in the queue',
    registers: [this.registry],
  });

  constructor(
    private readonly database: Database,
    private readonly jobs: JobsHealth,
    private readonly audit: AuditWriter,
    @Inject(CONFIG) private readonly config: Config,
  ) {
    collectDefaultMetrics({ register: this.registry });
    this.pool();
    this.audited();
  }

  /** Notes an answer: a few additions in memory, so that no request waits. */
  answered(method: string, route: string, status: number, milliseconds: number): void {
    this.durations.observe({ method, route, status }, milliseconds / 1000);
  }

  /**
   * The text that Prometheus reads.
   * @throws unauthenticated without the configured token; not_found to callers from elsewhere where none is configured
   */
  async shown(request: Asking): Promise<string> {
    this.admit(request);
    await this.lookAtQueues();
    return this.registry.metrics();
  }

  private admit({ headers, socket }: Asking): void {
    const token = this.config.PASSERELLE_METRICS_TOKEN;
    if (token === undefined) {
      // What a proxy on this machine hands on does not come from this machine.
      const forwarded = headers.forwarded !== undefined || headers['x-forwarded-for'] !== undefined;
      if (forwarded || !LOOPBACK.test(socket.remoteAddress ?? '')) throw notFound();
      return;
    }
    const given = /^Bearer (.+)$/i.exec(headers.authorization ?? '')?.[1];
    if (given === undefined || !timingSafeEqual(sha256(given), sha256(token))) throw new Failure('unauthenticated');
  }

  private pool(): void {
    const pool = poolOf(this.database.dataSource);
    this.gauge('passerelle_database_connections', 'Connections of the pool', () => pool.totalCount);
    this.gauge('passerelle_database_connections_in_use', 'Connections in use', () => pool.totalCount - pool.idleCount);
    this.gauge('passerelle_database_requests_waiting', 'Requests that wait for a connection', () => pool.waitingCount);
  }

  private async lookAtQueues(): Promise<void> {
    if (!this.jobs.concerned) return;
    const health = await this.jobs.check().catch(() => undefined);
    this.queueUp.set(health ? 1 : 0);
    if (!health) return;
    for (const state of ['waiting', 'active', 'failed'] as const) this.queued.set({ state }, health[state]);
    this.outbox.set(health.outbox);
  }

  private audited(): void {
    const { written } = this.audit;
    this.counter('passerelle_audit_batches_total', 'Batches of the audit that were committed', () => written.batches);
    this.counter('passerelle_audit_entries_total', 'Entries of the audit that were committed', () => written.entries);
    this.counter(
      'passerelle_audit_failures_total',
      'Batches that could not be written: their answers were not given',
      () => written.failures,
    );
  }

  private gauge(name: string, help: string, read: () => number): void {
    new Gauge({
      name,
      help,
      registers: [this.registry],
      collect() {
        this.set(read());
      },
    });
  }

  private counter(name: string, help: string, read: () => number): void {
    let told = 0;
    new Counter({
      name,
      help,
      registers: [this.registry],
      collect() {
        this.inc(read() - told);
        told = read();
      },
    });
  }
}

const LOOPBACK = /^(127\.\d+\.\d+\.\d+|::1|::ffff:127\.\d+\.\d+\.\d+)$/;
