import { Injectable } from '@nestjs/common';
import { Requires } from '../platform/access/requires.js';
import { columnsOf } from '../platform/api/published.js';
import { actor } from '../platform/context.js';
import { Database } from '../platform/database/database.js';
import { Consortium } from './consortium.view.js';

@Injectable()
export class ConsortiumService {
  constructor(private readonly database: Database) {}

  @Requires('consortia:read')
  get(): Promise<Consortium> {
    return this.database.one<Consortium>(`SELECT ${columnsOf(Consortium)} FROM consortia t WHERE t.id = $1`, [
      actor().consortiumId,
    ]);
  }
}
