import { Injectable } from '@nestjs/common';
import { poolOf } from '../platform/database/connection.js';
import { Database } from '../platform/database/database.js';
import { failureOf } from '../platform/database/sql-failures.js';

/**
 * Calls of SECURITY DEFINER functions before there is an actor (`design.md` A.10): logins, tokens, signing keys. Still the
 * run-time role, which without an actor sees no row by itself; a function answers for the exact key that it is given.
 */
@Injectable()
export class Lookups {
  constructor(private readonly database: Database) {}

  async call<T extends object>(sql: string, values: readonly unknown[] = []): Promise<T[]> {
    try {
      return (await poolOf(this.database.dataSource).query<T>(sql, [...values])).rows;
    } catch (error) {
      throw failureOf(error);
    }
  }
}
