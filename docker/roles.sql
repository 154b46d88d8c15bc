-- Roles and rights of a Passerelle database. Run it as a superuser, connected to that database; run again, it sets the passwords anew:
--   PASSERELLE_OWNER_PASSWORD=… PASSERELLE_API_PASSWORD=… psql -d passerelle -f docker/roles.sql
--
-- passerelle_owner    owns the schema and migrates it (DATABASE_OWNER_URL): bypasses row-level security, for migrations and dumps
-- passerelle_api      what the API and the worker log in as (DATABASE_URL): has no right but to become passerelle_runtime
-- passerelle_runtime  under which everything runs: owns nothing, row-level security binds it
-- passerelle_definer  owns the SECURITY DEFINER functions: nobody logs in as it
\set ON_ERROR_STOP on
\getenv owner_password PASSERELLE_OWNER_PASSWORD
\getenv api_password PASSERELLE_API_PASSWORD
\if :{?owner_password} \else
DO $$ BEGIN RAISE 'PASSERELLE_OWNER_PASSWORD is not set'; END $$;
\endif
\if :{?api_password} \else
DO $$ BEGIN RAISE 'PASSERELLE_API_PASSWORD is not set'; END $$;
\endif

SELECT format('CREATE ROLE %I', name) FROM unnest(ARRAY['passerelle_owner', 'passerelle_api', 'passerelle_runtime', 'passerelle_definer']) name
WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name)
\gexec

ALTER ROLE passerelle_owner LOGIN BYPASSRLS NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD :'owner_password';
ALTER ROLE passerelle_api LOGIN NOINHERIT NOBYPASSRLS NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD :'api_password';
ALTER ROLE passerelle_runtime NOLOGIN NOBYPASSRLS NOSUPERUSER NOCREATEDB NOCREATEROLE;
ALTER ROLE passerelle_definer NOLOGIN NOBYPASSRLS NOSUPERUSER NOCREATEDB NOCREATEROLE;

GRANT passerelle_runtime, passerelle_definer TO passerelle_owner WITH ADMIN OPTION;
GRANT passerelle_runtime TO passerelle_api;

-- The owner of the database owns its public schema too, and may add the extensions and schemas that the migrations need.
SELECT format('ALTER DATABASE %I OWNER TO passerelle_owner', current_database())
\gexec
SELECT format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database())
\gexec
SELECT format('GRANT CONNECT ON DATABASE %I TO passerelle_api', current_database())
\gexec
