import { definer, SqlMigration } from './support.js';

const KINDS_BEFORE = `uuid, bigint, timestamptz, timestamptz, uuid[], bytea, bytea, text, uuid[], uuid[], timestamptz[], uuid[],
       text[], text[], text[], text[], text[], text[]`;
const KINDS = `uuid, bigint, timestamptz, timestamptz, uuid[], bytea, bytea, text, uuid[], uuid[], timestamptz[], uuid[],
       text[], text[], text[], text[], uuid[], integer[], integer[], text[]`;

const writing = (kinds: { parameters: string; ids: string; columns: string }): string =>
  `CREATE FUNCTION audit_write(
       of_writer uuid, of_seq bigint, written_at timestamptz, since timestamptz, entry_ids uuid[], previous_hash bytea, hash bytea, seal text,
       consortia uuid[], organisations uuid[], instants timestamptz[], read_ids uuid[], principal_types text[], principals text[],
       operations text[], table_lists text[], ${kinds.parameters}, requests text[]) RETURNS void LANGUAGE plpgsql AS $$
     BEGIN
       INSERT INTO audit_entries (consortium_id, organisation_id, at, id, kind, principal_type, principal_id, operation, tables, ids, request_id)
       SELECT r.consortium, r.organisation, r.instant, r.id, 'read', r.principal_type, r.principal, r.operation,
         r.table_list::text[], ${kinds.ids}, r.request
       FROM unnest(consortia, organisations, instants, read_ids, principal_types, principals, operations, table_lists, ${kinds.columns}, requests)
         AS r (consortium, organisation, instant, id, principal_type, principal, operation, table_list, ${kinds.columns}, request);
       INSERT INTO audit_batches VALUES (of_writer, of_seq, written_at, since, entry_ids, previous_hash, hash, seal);
     END $$`;

/** `stored`: how a new partition of the entries keeps its rows. */
const partitions = (
  stored: string,
): string => `CREATE OR REPLACE FUNCTION audit_partitions(months_ahead integer) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER
     SET lock_timeout = '5s' SET search_path = public, pg_temp AS $$
     DECLARE
       parent text;
       month timestamp;
       partition text;
       lower text;
       upper text;
       made integer := 0;
     BEGIN
       PERFORM pg_advisory_xact_lock(hashtextextended('audit partitions', 0));
       FOREACH parent IN ARRAY ARRAY['audit_entries', 'audit_batches'] LOOP
         FOR ahead IN 0 .. least(months_ahead, 24) LOOP
           month := date_trunc('month', now() AT TIME ZONE 'UTC') + make_interval(months => ahead);
           partition := parent || to_char(month, '_YYYY_MM');
           CONTINUE WHEN to_regclass(partition) IS NOT NULL;
           lower := to_char(month, 'YYYY-MM-DD"T00:00:00Z"');
           upper := to_char(month + interval '1 month', 'YYYY-MM-DD"T00:00:00Z"');
           EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING ALL)', partition, parent);${stored}
           EXECUTE format('LOCK TABLE %I IN ACCESS EXCLUSIVE MODE', parent || '_default');
           EXECUTE format('WITH moved AS (DELETE FROM %I WHERE at >= %L AND at < %L RETURNING *) INSERT INTO %I SELECT * FROM moved',
             parent || '_default', lower, upper, partition);
           EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', parent, partition, lower, upper);
           EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', partition);
           EXECUTE format('REVOKE UPDATE, DELETE, TRUNCATE ON %I FROM passerelle_definer', partition);
           made := made + 1;
         END LOOP;
       END LOOP;
       RETURN made;
     END $$`;

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
    `DROP FUNCTION audit_write(${KINDS_BEFORE})`,
    writing({
      parameters: 'ids uuid[], firsts integer[], lasts integer[]',
      ids: 'ids[r.firsts:r.lasts]',
      columns: 'firsts, lasts',
    }),
    ...definer(`audit_write(${KINDS})`),
    `ALTER TABLE audit_entries ALTER COLUMN ids SET STORAGE EXTERNAL`,
    eachPartition('SET (toast_tuple_target = 8160)'),
    partitions(`
           IF parent = 'audit_entries' THEN EXECUTE format('ALTER TABLE %I SET (toast_tuple_target = 8160)', partition); END IF;`),
  ];

  protected readonly undo = [
    partitions(''),
    eachPartition('RESET (toast_tuple_target)'),
    `ALTER TABLE audit_entries ALTER COLUMN ids SET STORAGE EXTENDED`,
    `DROP FUNCTION audit_write(${KINDS})`,
    writing({ parameters: 'id_lists text[]', ids: 'r.id_lists::uuid[]', columns: 'id_lists' }),
    ...definer(`audit_write(${KINDS_BEFORE})`),
  ];
}
