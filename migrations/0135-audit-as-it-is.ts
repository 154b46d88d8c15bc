import { Audit1700000000002 } from './0002-audit.js';
import { again, changed, definer, madeBy, SqlMigration, stepsOf } from './support.js';

const AUDIT = stepsOf(Audit1700000000002);
const WRITE = madeBy(AUDIT, 'CREATE FUNCTION audit_write(');
const PARTITIONS = again(madeBy(AUDIT, 'CREATE FUNCTION audit_partitions('));
const CREATED = `EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING ALL)', partition, parent);`;

const KINDS = `uuid, bigint, timestamptz, timestamptz, uuid[], bytea, bytea, text, uuid[], uuid[], timestamptz[], uuid[],
       text[], text[], text[], text[]`;
const BEFORE = `audit_write(${KINDS}, text[], text[])`;
const NOW = `audit_write(${KINDS}, uuid[], integer[], integer[], text[])`;

/** Each entry has its part of the ids of all. */
const IN_PARTS = [
  ['id_lists text[]', 'ids uuid[], firsts integer[], lasts integer[]'],
  ['r.id_list::uuid[]', 'ids[r.first:r.last]'],
  ['id_lists, requests)', 'firsts, lasts, requests)'],
  ['id_list, request)', 'first, last, request)'],
] as const;

const eachPartition = (change: string): string => `DO $$
     DECLARE partition regclass;
     BEGIN
       FOR partition IN SELECT inhrelid::regclass FROM pg_inherits WHERE inhparent = 'audit_entries'::regclass LOOP
         EXECUTE format('ALTER TABLE %s ${change}', partition);
       END LOOP;
     END $$`;

/**
 * The ids of a page are a list of 3 kB that hardly compresses: to try cost a third of its entry. They stay in their row as they are,
 * and come as one list of the whole batch, read once, of which each entry has its part.
 */
export class AuditAsItIs1700000000135 extends SqlMigration {
  readonly name = 'AuditAsItIs1700000000135';

  protected readonly steps = [
    `DROP FUNCTION ${BEFORE}`,
    IN_PARTS.reduce((text, [from, to]) => changed(text, from, to), WRITE),
    ...definer(NOW),
    `ALTER TABLE audit_entries ALTER COLUMN ids SET STORAGE EXTERNAL`,
    eachPartition('SET (toast_tuple_target = 8160)'),
    changed(
      PARTITIONS,
      CREATED,
      `${CREATED}
           IF parent = 'audit_entries' THEN EXECUTE format('ALTER TABLE %I SET (toast_tuple_target = 8160)', partition); END IF;`,
    ),
  ];

  protected readonly undo = [
    PARTITIONS,
    eachPartition('RESET (toast_tuple_target)'),
    `ALTER TABLE audit_entries ALTER COLUMN ids SET STORAGE EXTENDED`,
    `DROP FUNCTION ${NOW}`,
    WRITE,
    ...definer(BEFORE),
  ];
}
