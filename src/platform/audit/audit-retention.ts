import { Inject, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { addMonths } from '../calendar.js';
import { clock } from '../clock.js';
import { CONFIG, type Config } from '../config.js';
import { poolOf } from '../database/connection.js';

const MONTHS_AHEAD = 2;

/** Keeps the audit by month: partitions ahead, and old months away. For all consortia at once, so it needs no actor. */
@Injectable()
export class AuditRetention implements OnApplicationBootstrap {
  private readonly logger = new Logger(AuditRetention.name);

  constructor(
    private readonly dataSource: DataSource,
    @Inject(CONFIG) private readonly config: Pick<Config, 'PASSERELLE_AUDIT_MONTHS'>,
  ) {}

  /** A month without a partition is written to the default one: no reason not to start. */
  async onApplicationBootstrap(): Promise<void> {
    await this.prepare().catch((error: Error) =>
      this.logger.warn(`Audit partitions were not prepared: ${error.message}`),
    );
  }

  /** Makes the partitions of this month and the next ones; says how many. */
  async prepare(): Promise<number> {
    return this.call('SELECT audit_partitions($1) AS answer', [MONTHS_AHEAD]);
  }

  /** Drops the months that are over; says how many partitions went. */
  async drop(): Promise<number> {
    return this.call('SELECT audit_drop($1) AS answer', [
      addMonths(clock.today(), -this.config.PASSERELLE_AUDIT_MONTHS),
    ]);
  }

  private async call(sql: string, values: unknown[]): Promise<number> {
    const { rows } = await poolOf(this.dataSource).query<{ answer: number }>(sql, values);
    return rows[0]!.answer;
  }
}
