-- A role that reads the flat tables and nothing else, for Metabase, Superset and other tools that
-- speak SQL. Run it once, as a role that may create roles and owns the database:
--
--     psql "$DATABASE_URL" -v ON_ERROR_STOP=1 -f deploy/readonly.sql
--
-- then give a tool a login of its own:
--
--     CREATE ROLE metabase LOGIN PASSWORD '...' IN ROLE bilateral_reader;
--     ALTER ROLE metabase SET default_transaction_read_only = on;
--     ALTER ROLE metabase SET statement_timeout = '60s';
--
-- `manage.py migrate` makes the views anew and lets this role read them again.

DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'bilateral_reader') THEN
        CREATE ROLE bilateral_reader NOLOGIN;
    END IF;
END
$$;

REVOKE ALL ON ALL TABLES IN SCHEMA public FROM bilateral_reader;
GRANT USAGE ON SCHEMA public TO bilateral_reader;
GRANT SELECT ON
    bilateral_partnerships,
    bilateral_trade,
    bilateral_meetings,
    bilateral_participants,
    bilateral_proposals,
    bilateral_mechanisms,
    bilateral_statements,
    bilateral_evidence
TO bilateral_reader;
