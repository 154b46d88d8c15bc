import { ANALYSED_SOON, SqlMigration } from './support.js';

const TABLES = `SELECT c.oid::regclass AS name FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'consortium_id'
  WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND NOT c.relispartition AND c.relname <> 'ledger_entries' ORDER BY c.relname`;

const each = (change: string): string => `DO $$ DECLARE name regclass; BEGIN
  FOR name IN ${TABLES} LOOP EXECUTE format('ALTER TABLE %s ${change}', name); END LOOP;
END $$`;

/** Tables of before are analysed soon. */
export class StatisticsFollow1700000000147 extends SqlMigration {
  readonly name = 'StatisticsFollow1700000000147';

  protected readonly steps = [each(`SET (${ANALYSED_SOON})`)];

  protected readonly undo = [each('RESET (autovacuum_analyze_scale_factor)')];
}
