import { definer, isolate, KIND, NOUN_COLUMNS, ownIdentifiers, runtimeMay, SqlMigration, stamped } from './support.js';

/** Consortia, the organisations in them and their roles. */
export class Consortia1700000000004 extends SqlMigration {
  readonly name = 'Consortia1700000000004';

  protected readonly steps = [
    `CREATE TABLE consortia (
       id uuid PRIMARY KEY,
       key text NOT NULL UNIQUE,
       name text NOT NULL,
       version integer NOT NULL DEFAULT 1,
       created_at timestamptz NOT NULL DEFAULT now(),
       updated_at timestamptz NOT NULL DEFAULT now())`,
    stamped('consortia'),
    `ALTER TABLE consortia ENABLE ROW LEVEL SECURITY`,
    `ALTER TABLE consortia FORCE ROW LEVEL SECURITY`,
    `CREATE POLICY tenant ON consortia TO passerelle_runtime USING (id = (SELECT acting_consortium()))`,
    `CREATE POLICY definer ON consortia TO passerelle_definer USING (true)`,
    runtimeMay('SELECT', 'consortia'),
    `GRANT SELECT ON consortia TO passerelle_definer`,
    `CREATE FUNCTION all_consortia() RETURNS SETOF uuid LANGUAGE sql STABLE AS $$ SELECT id FROM consortia ORDER BY id $$`,
    ...definer('all_consortia()'),

    `CREATE TABLE organisations (${NOUN_COLUMNS},
       name text NOT NULL,
       kind text NOT NULL CHECK (kind IN ('social_landlord', 'private_owner', 'association', 'state_service', 'local_authority', 'funder', 'network')),
       siret text CHECK (siret ~ '^\\d{14}$'),
       rna text CHECK (rna ~ '^W\\d{9}$'),
       discreet boolean NOT NULL DEFAULT false,
       contact text,
       PRIMARY KEY (consortium_id, id),
       FOREIGN KEY (consortium_id) REFERENCES consortia (id),
       CONSTRAINT organisations_siret UNIQUE (consortium_id, siret))`,
    stamped('organisations'),
    `CREATE INDEX organisations_by_change ON organisations (consortium_id, updated_at, id)`,
    ...isolate('organisations', 'true', `${KIND} = 'coordinator'`),
    runtimeMay('SELECT, INSERT, UPDATE', 'organisations'),

    `CREATE TABLE memberships (${NOUN_COLUMNS},
       organisation_id uuid NOT NULL,
       roles text[] NOT NULL CHECK (cardinality(roles) > 0 AND roles <@ '{coordinator,landlord,operator,supporter,referrer,specialist,validator,funder}'),
       starts_on date NOT NULL,
       ends_on date CHECK (ends_on >= starts_on),
       PRIMARY KEY (consortium_id, id),
       FOREIGN KEY (consortium_id, organisation_id) REFERENCES organisations (consortium_id, id),
       CONSTRAINT memberships_one_at_a_time EXCLUDE USING gist (consortium_id WITH =, organisation_id WITH =, daterange(starts_on, ends_on) WITH &&))`,
    stamped('memberships'),
    `CREATE INDEX memberships_by_organisation ON memberships (consortium_id, organisation_id)`,
    ...isolate('memberships', 'true', `${KIND} = 'coordinator'`),
    runtimeMay('SELECT, INSERT, UPDATE', 'memberships'),

    // Every member may follow who the partners are.
    `CREATE VIEW organisations_seen WITH (security_invoker = true) AS
       SELECT o.consortium_id, o.id AS subject_id, v.viewer_id, NULL::uuid AS household_id,
         jsonb_build_object('name', o.name, 'kind', o.kind, 'siret', o.siret, 'rna', o.rna, 'contact', o.contact, 'discreet', o.discreet,
           'externalIds', ${ownIdentifiers('o', 'v.viewer_id')}) AS entry
       FROM organisations o
       JOIN (SELECT DISTINCT m.consortium_id, m.organisation_id AS viewer_id FROM memberships m
             WHERE m.ends_on IS NULL OR m.ends_on > current_date) v ON v.consortium_id = o.consortium_id`,
    `GRANT SELECT ON organisations_seen TO passerelle_definer`,
  ];

  protected readonly undo = [
    `DROP VIEW organisations_seen`,
    `DROP TABLE memberships, organisations`,
    `DROP FUNCTION all_consortia()`,
    `DROP TABLE consortia`,
  ];
}
