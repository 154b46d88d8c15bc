import { Column, PrimaryColumn } from 'typeorm';
import { ObjectType } from '@nestjs/graphql';
import { Published } from '../api/published.js';

/**
 * What every noun has. The database stamps version and times (trigger `stamp_row`), so that set-based changes count as
 * changes too; nobody writes them from here. Keys begin with the consortium.
 */
@ObjectType({ isAbstract: true })
export abstract class Record {
  @PrimaryColumn({ name: 'consortium_id', type: 'uuid' })
  consortiumId!: string;

  @PrimaryColumn({ type: 'uuid' })
  @Published.id({ about: 'Identifier, UUIDv7', column: false })
  id!: string;

  @Column({ type: 'integer', insert: false, update: false })
  @Published.integer({
    about: 'Rises by one with each change; first part of the ETag',
    min: 1,
    example: 1,
    column: false,
  })
  version!: number;

  @Column({ name: 'created_at', type: 'timestamptz', insert: false, update: false })
  @Published.instant({ about: 'When it was recorded', column: false })
  createdAt!: string;

  @Column({ name: 'updated_at', type: 'timestamptz', insert: false, update: false })
  @Published.instant({ about: 'When it last changed', column: false })
  updatedAt!: string;
}
