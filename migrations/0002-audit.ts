import { CONSORTIUM, definer, ORGANISATION, runtimeMay, SqlMigration } from './support.js';

const TABLES = ['audit_entries', 'audit_batches', 'audit_anchors'];
const PARTITIONED = ['audit_entries', 'audit_batches'];

/** Closed to all; the definer role, for its functions, sees and adds. Nobody changes or deletes. */
const closed = (table: string): string[] => [
  `ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY`,
  `ALTER TABLE ${table} FORCE ROW LEVEL SECURITY`,
  `CREATE POLICY definer_sees ON ${table} FOR SELECT TO passerelle_definer USING (true)`,
  `CREATE POLICY definer_adds ON ${table} FOR INSERT TO passerelle_definer WITH CHECK (true)`,
];

/**
 * The definer role owns the audit's tables: only an owner attaches and drops partitions, and a function of the migrating
 * role would give the run-time role a superuser's powers where a superuser migrates. As their owner it gives up the rights
 * to change what is written; dropping whole old months is all that is left.
 */
const owned = (table: string): string[] => [
  `ALTER TABLE ${table} OWNER TO passerelle_definer`,
  `REVOKE UPDATE, DELETE, TRUNCATE ON ${table} FROM passerelle_definer`,
];

/**
 * Rows of months for which nothing was prepared. Not a month's partition is made here: the schema would then depend on
 * the day on which it is migrated. The application makes them when it starts (audit-retention.ts).
 */
const unprepared = (table: string): string[] => [
  `CREATE TABLE ${table}_default PARTITION OF ${table} DEFAULT`,
  `ALTER TABLE ${table}_default ENABLE ROW LEVEL SECURITY`,
  `ALTER TABLE ${table}_default FORCE ROW LEVEL SECURITY`,
  `CREATE POLICY definer_moves ON ${table}_default TO passerelle_definer USING (true)`,
  `ALTER TABLE ${table}_default OWNER TO passerelle_definer`,
  `REVOKE UPDATE, TRUNCATE ON ${table}_default FROM passerelle_definer`,
];

/** Who read and changed what: append-only, by month, chained by batch (`design.md` B, `security.md` 5). */
export class Audit1700000000002 extends SqlMigration {
  readonly name = 'Audit1700000000002';

  protected readonly steps = [
    `CREATE TABLE audit_entries (
       consortium_id uuid NOT NULL,
       organisation_id uuid NOT NULL,
       at timestamptz NOT NULL,
       id uuid NOT NULL,
       kind text NOT NULL CHECK (kind IN ('read', 'change')),
       principal_type text NOT NULL CHECK (principal_type IN ('client', 'user', 'job')),
       principal_id text NOT NULL,
       operation text NOT NULL,
       tables text[] NOT NULL,
       ids uuid[] NOT NULL,
       request_id text NOT NULL,
       PRIMARY KEY (consortium_id, organisation_id, at, id)) PARTITION BY RANGE (at)`,
    // The verification walks by time through all consortia; the list of an organisation has the primary key.
    `CREATE INDEX audit_entries_by_time ON audit_entries USING brin (at) WITH (pages_per_range = 32)`,

    // Outside tenancy: a batch holds entries of many consortia, and of each its id only.
    `CREATE TABLE audit_batches (
       writer uuid NOT NULL,
       seq bigint NOT NULL,
       at timestamptz NOT NULL,
       since timestamptz NOT NULL,
       entry_ids uuid[] NOT NULL,
       previous_hash bytea NOT NULL,
       hash bytea NOT NULL,
       seal text NOT NULL,
       PRIMARY KEY (writer, seq, at)) PARTITION BY RANGE (at)`,
    `CREATE INDEX audit_batches_by_time ON audit_batches USING brin (at) WITH (pages_per_range = 32)`,

    // Where each chain goes on after its beginning was dropped with its months.
    `CREATE TABLE audit_anchors (
       writer uuid NOT NULL,
       seq bigint NOT NULL,
       hash bytea NOT NULL,
       dropped_before timestamptz NOT NULL,
       dropped_at timestamptz NOT NULL DEFAULT now(),
       PRIMARY KEY (writer, seq))`,

    ...TABLES.flatMap(closed),
    `CREATE POLICY own ON audit_entries FOR SELECT TO passerelle_runtime
       USING (consortium_id = ${CONSORTIUM} AND organisation_id = ${ORGANISATION})`,
    runtimeMay('SELECT', 'audit_entries'),
    ...TABLES.flatMap(owned),
    ...PARTITIONED.flatMap(unprepared),

    // A batch in one statement: its reads, and its link, which also seals changes that their own transactions wrote.
    `CREATE FUNCTION audit_write(
       of_writer uuid, of_seq bigint, written_at timestamptz, since timestamptz, entry_ids uuid[], previous_hash bytea, hash bytea, seal text,
       consortia uuid[], organisations uuid[], instants timestamptz[], read_ids uuid[], principal_types text[], principals text[],
       operations text[], table_lists text[], id_lists text[], requests text[]) RETURNS void LANGUAGE plpgsql AS $$
     BEGIN
       INSERT INTO audit_entries (consortium_id, organisation_id, at, id, kind, principal_type, principal_id, operation, tables, ids, request_id)
       SELECT r.consortium, r.organisation, r.instant, r.id, 'read', r.principal_type, r.principal, r.operation,
         r.table_list::text[], r.id_list::uuid[], r.request
       FROM unnest(consortia, organisations, instants, read_ids, principal_types, principals, operations, table_lists, id_lists, requests)
         AS r (consortium, organisation, instant, id, principal_type, principal, operation, table_list, id_list, request);
       INSERT INTO audit_batches VALUES (of_writer, of_seq, written_at, since, entry_ids, previous_hash, hash, seal);
     END $$`,
    ...definer(`audit_write(uuid, bigint, timestamptz, timestamptz, uuid[], bytea, bytea, text, uuid[], uuid[], timestamptz[], uuid[],
       text[], text[], text[], text[], text[], text[])`),
    // A change, in the transaction that makes it, by who acts in it.
    `CREATE FUNCTION audit_change(instant timestamptz, id uuid, principal_type text, principal text, operation text, table_list text[],
       id_list uuid[], request text) RETURNS void LANGUAGE plpgsql AS $$
     BEGIN
       INSERT INTO audit_entries (consortium_id, organisation_id, at, id, kind, principal_type, principal_id, operation, tables, ids, request_id)
       VALUES (acting_consortium(), acting_organisation(), instant, id, 'change', principal_type, principal, operation, table_list, id_list, request);
     END $$`,
    ...definer('audit_change(timestamptz, uuid, text, text, text, text[], uuid[], text)'),

    // Partitions of this month (UTC) and of those to come; what the default partition holds of them moves. Says how many it made.
    `CREATE FUNCTION audit_partitions(months_ahead integer) RETURNS integer LANGUAGE plpgsql SET lock_timeout = '5s' AS $$
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
           EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING ALL)', partition, parent);
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
     END $$`,
    ...definer('audit_partitions(integer)'),
    // Drops the whole months before a date, and says how many partitions went. The last six months cannot be dropped, whoever asks.
    `CREATE FUNCTION audit_drop(before date) RETURNS integer LANGUAGE plpgsql SET lock_timeout = '5s' AS $$
     DECLARE
       month timestamp := date_trunc('month', before::timestamp);
       cut timestamptz := month AT TIME ZONE 'UTC';
       partition regclass;
       dropped integer := 0;
     BEGIN
       IF before > current_date - interval '6 months' THEN
         RAISE EXCEPTION 'The last six months of the audit are not dropped' USING ERRCODE = 'insufficient_privilege';
       END IF;
       PERFORM pg_advisory_xact_lock(hashtextextended('audit partitions', 0));
       INSERT INTO audit_anchors (writer, seq, hash, dropped_before)
       SELECT DISTINCT ON (writer) writer, seq, hash, cut FROM audit_batches WHERE at < cut ORDER BY writer, seq DESC
       ON CONFLICT DO NOTHING;
       FOR partition IN
         SELECT inhrelid::regclass FROM pg_inherits JOIN pg_class ON pg_class.oid = inhrelid
         WHERE inhparent IN ('audit_entries'::regclass, 'audit_batches'::regclass) AND relname ~ '_[0-9]{4}_[0-9]{2}$'
           AND to_date(right(relname, 7), 'YYYY_MM') < month
       LOOP
         EXECUTE format('DROP TABLE %s', partition);
         dropped := dropped + 1;
       END LOOP;
       DELETE FROM audit_entries_default WHERE at < cut;
       DELETE FROM audit_batches_default WHERE at < cut;
       RETURN dropped;
     END $$`,
    ...definer('audit_drop(date)'),
  ];

  protected readonly undo = [
    `DROP FUNCTION audit_drop(date)`,
    `DROP FUNCTION audit_partitions(integer)`,
    `DROP FUNCTION audit_change(timestamptz, uuid, text, text, text, text[], uuid[], text)`,
    `DROP FUNCTION audit_write(uuid, bigint, timestamptz, timestamptz, uuid[], bytea, bytea, text, uuid[], uuid[], timestamptz[], uuid[],
       text[], text[], text[], text[], text[], text[])`,
    `DROP TABLE audit_anchors, audit_batches, audit_entries`,
  ];
}
