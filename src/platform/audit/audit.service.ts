import { Injectable } from '@nestjs/common';
import { Requires } from '../access/requires.js';
import type { Page } from '../api/pages.js';
import { columnsOf } from '../api/published.js';
import { actor, context } from '../context.js';
import { Keyring, sha256 } from '../crypto.js';
import { Database } from '../database/database.js';
import { Failure } from '../errors/failure.js';
import { AuditEntry, type AuditFilter } from './audit.entries.js';

const DEFAULT_LIMIT = 50;
const PURPOSE = 'audit cursor';

type Condition = (value: string) => string;

const CONDITIONS: Record<Exclude<keyof AuditFilter, 'limit' | 'cursor'>, Condition> = {
  kind: (value) => `t.kind = ${value}`,
  from: (value) => `t.at >= ${value}::timestamptz`,
  to: (value) => `t.at < ${value}::timestamptz`,
  principalType: (value) => `t.principal_type = ${value}`,
  principalId: (value) => `t.principal_id = ${value}`,
  table: (value) => `${value} = ANY (t.tables)`,
  subjectId: (value) => `${value}::uuid = ANY (t.ids)`,
};

/** What the own organisation read and changed. Reading that is audited as well. */
@Injectable()
export class AuditService {
  constructor(
    private readonly database: Database,
    private readonly keyring: Keyring,
  ) {}

  /** Newest first. What is written between two pages does not move the next one. */
  @Requires('audit:read')
  async list(filter: AuditFilter): Promise<Page<AuditEntry>> {
    const { consortiumId, organisationId } = actor();
    const { limit = DEFAULT_LIMIT, cursor, ...filters } = filter;
    const values: unknown[] = [];
    const parameter = (value: unknown): string => `$${values.push(value)}`;
    const conditions = [
      `t.consortium_id = ${parameter(consortiumId)}`,
      `t.organisation_id = ${parameter(organisationId)}`,
    ];
    for (const [name, condition] of Object.entries(CONDITIONS)) {
      const value = filters[name as keyof typeof CONDITIONS];
      if (value !== undefined) conditions.push(condition(parameter(value)));
    }
    const binding = sha256(JSON.stringify([consortiumId, organisationId, Object.entries(filters).sort()])).toString(
      'base64url',
    );
    if (cursor !== undefined) {
      const [at, id] = this.open(cursor, binding);
      conditions.push(`(t.at, t.id) < (${parameter(at)}::timestamptz, ${parameter(id)}::uuid)`);
    }
    const rows = await this.database.scan<AuditEntry>(
      `SELECT ${columnsOf(AuditEntry)} FROM audit_entries t WHERE ${conditions.join(' AND ')}
       ORDER BY t.at DESC, t.id DESC LIMIT ${parameter(limit + 1)}`,
      values,
    );
    const data = rows.slice(0, limit);
    context().trail?.read(
      'audit_entries',
      data.map(({ id }) => id),
    );
    const last = data.at(-1);
    const nextCursor =
      rows.length > limit && last ? this.keyring.sign(PURPOSE, JSON.stringify([binding, last.at, last.id])) : null;
    return { data, nextCursor };
  }

  private open(cursor: string, binding: string): [string, string] {
    const payload = this.keyring.verify(PURPOSE, cursor);
    if (payload === undefined) throw new Failure('invalid_cursor');
    const [bound, at, id] = JSON.parse(payload) as [string, string, string];
    if (bound !== binding) throw new Failure('invalid_cursor');
    return [at, id];
  }
}
