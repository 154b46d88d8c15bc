/**
 * What stands is changed where it stands, by the text that PostgreSQL keeps of it: where the statement that made it is several
 * migrations old. A migration that takes the older statement up again (`madeBy`) would lose such a change; structure.sql shows it.
 */

/** In what PostgreSQL keeps of policies: what they read by, and what they write by where it says the same. */
export function policies(tables: readonly string[], from: string, to: string, writing = false): string {
  const check = writing ? 'replace(with_check, $from$, $to$)' : 'with_check';
  const made = `SELECT tablename, qual, replace(qual, $from$, $to$) AS made, ${check} AS checked FROM pg_policies
      WHERE schemaname = 'public' AND policyname = 'tenant' AND tablename = ANY ('{${tables.join(',')}}')`;
  return `DO $$ DECLARE p record; BEGIN
    FOR p IN ${made.replaceAll('$from$', () => `$text$${from}$text$`).replaceAll('$to$', () => `$text$${to}$text$`)} LOOP
      IF p.made = p.qual THEN RAISE 'Nothing to change in the policy of %', p.tablename; END IF;
      EXECUTE format('ALTER POLICY tenant ON %I USING (%s) WITH CHECK (%s)', p.tablename, p.made, p.checked);
    END LOOP;
  END $$`;
}

/** In a view, by the text that PostgreSQL keeps of it. */
export function view(name: string, from: string, to: string): string {
  return `DO $$ DECLARE was text := pg_get_viewdef('${name}'::regclass); made text := replace(was, $text$${from}$text$, $text$${to}$text$); BEGIN
    IF made = was THEN RAISE 'Nothing to change in ${name}'; END IF;
    EXECUTE 'CREATE OR REPLACE VIEW ${name} WITH (security_invoker = true) AS ' || made;
  END $$`;
}

/** In a function's body. Its rights, owner and settings stay. */
export function body(signature: string, from: string, to: string): string {
  return `DO $$ DECLARE was text := pg_get_functiondef('${signature}'::regprocedure); made text := replace(was, $text$${from}$text$, $text$${to}$text$); BEGIN
    IF made = was THEN RAISE 'Nothing to change in ${signature}'; END IF;
    EXECUTE made;
  END $$`;
}

/** What `from` was becomes `to`; undone the other way round. */
export type Change = readonly [make: (from: string, to: string) => string, from: string, to: string];
