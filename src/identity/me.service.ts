import { Injectable } from '@nestjs/common';
import { Requires } from '../platform/access/requires.js';
import { actor } from '../platform/context.js';
import { Database } from '../platform/database/database.js';
import type { Me } from './me.js';

@Injectable()
export class MeService {
  constructor(private readonly database: Database) {}

  @Requires('nothing')
  async get(): Promise<Me> {
    const { principal, organisationId, consortiumId, roles, functions, permissions } = actor();
    const names = await this.database.one<Pick<Me, 'name' | 'organisationName' | 'consortiumName'>>(
      `SELECT coalesce((SELECT c.name FROM api_clients c WHERE c.consortium_id = $1 AND c.id = $3::uuid),
           (SELECT u.name FROM users u WHERE u.consortium_id = $1 AND u.id = $3::uuid)) AS name,
         o.name AS "organisationName", k.name AS "consortiumName"
       FROM organisations o JOIN consortia k ON k.id = o.consortium_id WHERE o.consortium_id = $1 AND o.id = $2`,
      [consortiumId, organisationId, principal.id],
    );
    return {
      id: principal.id,
      type: principal.type,
      ...names,
      organisationId,
      consortiumId,
      roles: [...roles],
      functions: [...functions],
      permissions: [...permissions].sort(),
    };
  }
}
