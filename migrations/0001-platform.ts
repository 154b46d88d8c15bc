import { definer, isolate, KIND, ORGANISATION, runtimeMay, SqlMigration } from './support.js';

/** Made by an administrator beforehand (docker/roles.sql) where the migrating role may not; two databases may race for it. */
const createRole = (name: string): string => `DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '${name}') THEN CREATE ROLE ${name} NOLOGIN NOBYPASSRLS; END IF;
  EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$`;

/** Roles, who acts, revocation, outbox, idempotency, the feed: what every feature stands on. */
export class Platform1700000000001 extends SqlMigration {
  readonly name = 'Platform1700000000001';

  protected readonly steps = [
    `CREATE EXTENSION IF NOT EXISTS btree_gist`,
    // Roles belong to the cluster: another database of it may have made them.
    createRole('passerelle_runtime'),
    createRole('passerelle_definer'),
    `DO $$ BEGIN EXECUTE format('GRANT passerelle_runtime, passerelle_definer TO %I', current_user); EXCEPTION WHEN OTHERS THEN
       IF NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) THEN RAISE; END IF; END $$`,
    `REVOKE CREATE ON SCHEMA public FROM PUBLIC`,
    `GRANT USAGE ON SCHEMA public TO passerelle_runtime`,
    `GRANT USAGE, CREATE ON SCHEMA public TO passerelle_definer`,

    `CREATE FUNCTION acting_consortium() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
       RETURN nullif(current_setting('app.consortium', true), '')::uuid`,
    `CREATE FUNCTION acting_organisation() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
       RETURN nullif(current_setting('app.organisation', true), '')::uuid`,
    `CREATE FUNCTION acting_kind() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
       RETURN coalesce(current_setting('app.kind', true), '')`,
    `CREATE FUNCTION acting_caseload() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
       RETURN nullif(current_setting('app.caseload', true), '')::uuid`,

    `CREATE FUNCTION stamp_row() RETURNS trigger LANGUAGE plpgsql AS $$
     BEGIN
       NEW.version := OLD.version + 1;
       NEW.created_at := OLD.created_at;
       NEW.updated_at := now();
       RETURN NEW;
     END $$`,

    // What tokens rest on and that is no longer in force: token, session, client, user. Outside tenancy: exact keys only.
    `CREATE TABLE revocations (key uuid PRIMARY KEY, revoked_at timestamptz NOT NULL DEFAULT now(), forget_after timestamptz NOT NULL)`,
    `GRANT SELECT, INSERT, UPDATE, DELETE ON revocations TO passerelle_definer`,
    `CREATE FUNCTION assert_in_force(keys uuid[]) RETURNS text LANGUAGE plpgsql STABLE AS $$
     BEGIN
       IF cardinality(keys) > 0 AND EXISTS (SELECT 1 FROM revocations WHERE key = ANY (keys)) THEN
         RAISE EXCEPTION 'revoked' USING ERRCODE = 'PS401';
       END IF;
       RETURN '';
     END $$`,
    ...definer('assert_in_force(uuid[])'),
    `CREATE FUNCTION revoke_keys(keys uuid[], remember interval) RETURNS void LANGUAGE sql AS $$
       INSERT INTO revocations (key, forget_after) SELECT k, now() + remember FROM unnest(keys) k
       ON CONFLICT (key) DO UPDATE SET forget_after = greatest(revocations.forget_after, excluded.forget_after);
       DELETE FROM revocations WHERE forget_after < now() $$`,
    ...definer('revoke_keys(uuid[], interval)'),

    `CREATE TABLE events (
       consortium_id uuid NOT NULL,
       id uuid NOT NULL,
       xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
       type text NOT NULL,
       subject_type text NOT NULL,
       subject_id uuid NOT NULL,
       household_id uuid,
       actor_organisation_id uuid NOT NULL,
       viewers uuid[] NOT NULL,
       occurred_at timestamptz NOT NULL DEFAULT now(),
       PRIMARY KEY (consortium_id, id))`,
    `CREATE INDEX events_by_commit ON events (consortium_id, xid, id)`,
    `CREATE INDEX events_by_age ON events (consortium_id, occurred_at)`,
    ...isolate('events', `${ORGANISATION} = ANY (viewers)`, 'true'),
    runtimeMay('SELECT, INSERT, DELETE', 'events'),

    // Jobs asked for by transactions; relayed to the queue after commit, whatever the consortium.
    `CREATE TABLE outbox (
       id uuid PRIMARY KEY,
       consortium_id uuid NOT NULL,
       job text NOT NULL,
       data jsonb NOT NULL DEFAULT '{}',
       created_at timestamptz NOT NULL DEFAULT now())`,
    ...isolate('outbox', `${KIND} = 'system'`, 'true'),
    runtimeMay('INSERT', 'outbox'),
    `CREATE POLICY relay ON outbox TO passerelle_definer USING (true)`,
    `CREATE FUNCTION outbox_take(most integer) RETURNS SETOF outbox LANGUAGE sql AS $$
       SELECT * FROM outbox ORDER BY id LIMIT most FOR UPDATE SKIP LOCKED $$`,
    ...definer('outbox_take(integer)'),
    `CREATE FUNCTION outbox_done(ids uuid[]) RETURNS void LANGUAGE sql AS $$ DELETE FROM outbox WHERE id = ANY (ids) $$`,
    ...definer('outbox_done(uuid[])'),
    `CREATE FUNCTION outbox_waiting() RETURNS bigint LANGUAGE sql STABLE AS $$ SELECT count(*) FROM outbox $$`,
    ...definer('outbox_waiting()'),

    `CREATE TABLE idempotent_answers (
       consortium_id uuid NOT NULL,
       scope bytea NOT NULL,
       body_hash bytea NOT NULL,
       status smallint NOT NULL,
       body text,
       subject_id uuid,
       created_at timestamptz NOT NULL DEFAULT now(),
       PRIMARY KEY (consortium_id, scope))`,
    `CREATE INDEX idempotent_answers_by_age ON idempotent_answers (consortium_id, created_at)`,
    ...isolate('idempotent_answers'),
    runtimeMay('SELECT, INSERT, UPDATE, DELETE', 'idempotent_answers'),

    // The installation: one row. `feed_epoch` rises after a restore, so that old sync tokens are refused (design.md C.6).
    `CREATE TABLE installation (
       one boolean PRIMARY KEY DEFAULT true CHECK (one),
       system_identifier text,
       feed_epoch integer NOT NULL DEFAULT 1,
       demo_loaded_on date,
       demo_loaded_at timestamptz)`,
    `INSERT INTO installation DEFAULT VALUES`,
    runtimeMay('SELECT', 'installation'),
    `GRANT SELECT, UPDATE ON installation TO passerelle_definer`,

    `CREATE TABLE feed (
       consortium_id uuid NOT NULL,
       viewer_id uuid NOT NULL,
       collection text NOT NULL,
       subject_id uuid NOT NULL,
       household_id uuid,
       xid xid8 NOT NULL,
       version integer NOT NULL DEFAULT 1,
       entry jsonb,
       removed_reason text CHECK (removed_reason IN ('no_longer_yours', 'merged', 'deleted')),
       merged_into uuid,
       removed_at timestamptz,
       changed_at timestamptz NOT NULL DEFAULT now(),
       PRIMARY KEY (consortium_id, collection, viewer_id, subject_id),
       CHECK ((entry IS NULL) = (removed_reason IS NOT NULL)))`,
    `CREATE INDEX feed_by_commit ON feed (consortium_id, viewer_id, collection, xid, subject_id)`,
    `CREATE INDEX feed_by_subject ON feed (consortium_id, collection, subject_id)`,
    ...isolate('feed', `viewer_id = ${ORGANISATION}`),
    runtimeMay('SELECT', 'feed'),
    // Locks first, computes after: READ COMMITTED gives each statement of this function its own snapshot, so that two
    // transactions which change neighbours of one entry never overwrite each other's half.
    `CREATE FUNCTION feed_touch(of_collection text, ids uuid[]) RETURNS void LANGUAGE plpgsql AS $$
     DECLARE
       tenant uuid := acting_consortium();
       lock bigint;
     BEGIN
       IF cardinality(ids) > 200 THEN
         PERFORM pg_advisory_xact_lock(hashtextextended('feed ' || of_collection, 0));
       ELSE
         PERFORM pg_advisory_xact_lock_shared(hashtextextended('feed ' || of_collection, 0));
         FOR lock IN SELECT DISTINCT hashtextextended(of_collection || ' ' || i, 1) h FROM unnest(ids) i ORDER BY h LOOP
           PERFORM pg_advisory_xact_lock(lock);
         END LOOP;
       END IF;
       EXECUTE format($q$
         INSERT INTO feed AS f (consortium_id, viewer_id, collection, subject_id, household_id, xid, entry)
         SELECT s.consortium_id, s.viewer_id, $1, s.subject_id, s.household_id, pg_current_xact_id(), s.entry
         FROM %I s WHERE s.consortium_id = $2 AND s.subject_id = ANY ($3)
         ORDER BY s.viewer_id, s.subject_id
         ON CONFLICT (consortium_id, collection, viewer_id, subject_id) DO UPDATE
           SET xid = excluded.xid, entry = excluded.entry, household_id = excluded.household_id, version = f.version + 1,
               removed_reason = NULL, merged_into = NULL, removed_at = NULL, changed_at = now()
           WHERE f.entry IS DISTINCT FROM excluded.entry $q$, of_collection || '_seen')
       USING of_collection, tenant, ids;
       EXECUTE format($q$
         UPDATE feed f SET entry = NULL, removed_reason = CASE WHEN EXISTS (SELECT 1 FROM %I n WHERE n.consortium_id = f.consortium_id
             AND n.id = f.subject_id) THEN 'no_longer_yours' ELSE 'deleted' END,
           removed_at = now(), changed_at = now(), xid = pg_current_xact_id(), version = f.version + 1
         WHERE f.consortium_id = $2 AND f.collection = $1 AND f.subject_id = ANY ($3) AND f.removed_at IS NULL
           AND NOT EXISTS (SELECT 1 FROM %I s WHERE s.consortium_id = f.consortium_id AND s.subject_id = f.subject_id
             AND s.viewer_id = f.viewer_id) $q$, of_collection, of_collection || '_seen')
       USING of_collection, tenant, ids;
     END $$`,
    ...definer('feed_touch(text, uuid[])'),
    // After a merge: those who lost the absorbed row learn into which it went.
    `CREATE FUNCTION feed_merged(of_collection text, old_id uuid, new_id uuid) RETURNS void LANGUAGE sql AS $$
       UPDATE feed SET entry = NULL, removed_reason = 'merged', merged_into = new_id, removed_at = now(), changed_at = now(),
         xid = pg_current_xact_id(), version = version + 1
       WHERE consortium_id = acting_consortium() AND collection = of_collection AND subject_id = old_id $$`,
    ...definer('feed_merged(text, uuid, uuid)'),
    `CREATE FUNCTION feed_sweep(before timestamptz) RETURNS bigint LANGUAGE sql AS $$
       WITH gone AS (DELETE FROM feed WHERE consortium_id = acting_consortium() AND removed_at < before RETURNING 1)
       SELECT count(*) FROM gone $$`,
    ...definer('feed_sweep(timestamptz)'),

    // Compares the cluster with the one that wrote the feed. After a restore its transaction numbers mean nothing: every row is
    // stamped anew and the epoch raised, so that old tokens get 410 instead of silence (design.md C.6).
    `CREATE FUNCTION installation_check(cluster text) RETURNS boolean LANGUAGE plpgsql AS $$
     DECLARE
       known text;
       tenant uuid;
     BEGIN
       SELECT system_identifier INTO known FROM installation FOR UPDATE;
       IF known = cluster THEN RETURN false; END IF;
       UPDATE installation SET system_identifier = cluster, feed_epoch = feed_epoch + (known IS NOT NULL)::integer;
       IF known IS NULL THEN RETURN false; END IF;
       FOR tenant IN SELECT all_consortia() LOOP
         PERFORM set_config('app.consortium', tenant::text, true);
         UPDATE feed SET xid = pg_current_xact_id() WHERE consortium_id = tenant;
       END LOOP;
       RETURN true;
     END $$`,
    ...definer('installation_check(text)'),

    // Identifiers of the partner's own. Each organisation sees only those that it gave.
    `CREATE TABLE external_ids (
       consortium_id uuid NOT NULL,
       organisation_id uuid NOT NULL,
       subject_type text NOT NULL,
       system text NOT NULL,
       value text NOT NULL,
       subject_id uuid NOT NULL,
       created_at timestamptz NOT NULL DEFAULT now(),
       PRIMARY KEY (consortium_id, organisation_id, subject_type, system, value))`,
    `CREATE INDEX external_ids_by_subject ON external_ids (consortium_id, subject_id, organisation_id)`,
    ...isolate('external_ids', `organisation_id = ${ORGANISATION}`),
    runtimeMay('SELECT, INSERT, UPDATE, DELETE', 'external_ids'),

    // The official geographic code, loaded from the npm package that ships it: what a commune code is checked against.
    `CREATE TABLE communes (code text PRIMARY KEY, name text NOT NULL, cog_year smallint NOT NULL)`,
    runtimeMay('SELECT', 'communes'),
    `GRANT SELECT ON communes TO passerelle_definer`,
  ];

  protected readonly undo = [
    `DROP TABLE communes, external_ids, feed, installation, idempotent_answers, outbox, events, revocations CASCADE`,
    `DROP FUNCTION installation_check(text)`,
    `DROP FUNCTION feed_sweep(timestamptz)`,
    `DROP FUNCTION feed_merged(text, uuid, uuid)`,
    `DROP FUNCTION feed_touch(text, uuid[])`,
    `DROP FUNCTION outbox_waiting()`,
    `DROP FUNCTION outbox_done(uuid[])`,
    `DROP FUNCTION revoke_keys(uuid[], interval)`,
    `DROP FUNCTION assert_in_force(uuid[])`,
    `DROP FUNCTION stamp_row()`,
    `DROP FUNCTION acting_caseload()`,
    `DROP FUNCTION acting_kind()`,
    `DROP FUNCTION acting_organisation()`,
    `DROP FUNCTION acting_consortium()`,
    `REVOKE USAGE, CREATE ON SCHEMA public FROM passerelle_definer`,
    `REVOKE USAGE ON SCHEMA public FROM passerelle_runtime`,
    // The roles stay: another database of the cluster may use them.
  ];
}
