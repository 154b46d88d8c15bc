import { Column, PrimaryColumn } from 'typeorm';
import { ExternalId } from '../platform/api/external-ids.js';
import { Noun, Published, SIGNED } from '../platform/api/published.js';
import type { CivilDate } from '../platform/clock.js';
import { EntryKind, EntryLabel } from './accounts.enums.js';

/** Written by SQL functions alone, and never changed: its version is 1 for ever. */
@Noun('LedgerEntry', 'ledger_entries', 'An entry of an account: only ever added, reversed where it was wrong')
export class LedgerEntry {
  @PrimaryColumn({ name: 'consortium_id', type: 'uuid' })
  consortiumId!: string;

  @PrimaryColumn({ type: 'uuid' })
  @Published.id({ about: 'Identifier, UUIDv7', column: false })
  id!: string;

  @Published.integer({ about: 'Always 1: an entry never changes', min: 1, example: 1, sql: () => '1' })
  version!: number;

  @Column({ name: 'created_at', type: 'timestamptz', insert: false, update: false })
  @Published.instant({ about: 'When it was recorded', column: false })
  createdAt!: string;

  @Published.instant({ about: 'The same: an entry never changes', sql: (alias) => `${alias}.created_at` })
  updatedAt!: string;

  @Published.id({ about: 'The tenancy' })
  tenancyId!: string;

  @Published.code(EntryKind, { about: 'Its kind' })
  kind!: EntryKind;

  @Published.integer({
    about: 'Positive raises what is owed, negative lowers it, in cents',
    min: SIGNED,
    example: -48_000,
  })
  amountCents!: number;

  @Published.date({ about: 'The day on which it counts' })
  occurredOn!: CivilDate;

  @Published.text({ about: 'The month for which it is', nullable: true, max: 7, example: '2026-11' })
  month!: string | null;

  @Published.code(EntryLabel, { about: 'What it is for' })
  label!: EntryLabel;

  @Published.id({ about: 'The entry that it reverses', nullable: true })
  reversesId!: string | null;

  @Published.id({
    about: 'The entry that reverses it',
    nullable: true,
    sql: (alias) =>
      `(SELECT v.id FROM ledger_entries v WHERE v.consortium_id = ${alias}.consortium_id AND v.reverses_id = ${alias}.id)`,
  })
  reversedById!: string | null;

  @Published.many(() => ExternalId, {
    about: 'The caller’s own identifier of it',
    maxItems: 1,
    sql: (
      alias,
    ) => `CASE WHEN ${alias}.external_id IS NOT NULL AND ${alias}.organisation_id = (SELECT acting_organisation())
      THEN jsonb_build_array(jsonb_build_object('system', ${alias}.system, 'value', ${alias}.external_id)) ELSE '[]' END`,
  })
  externalIds!: ExternalId[];
}
