import { ofCompany, openTo } from './policies.ts'

/**
 * Reports that were asked for, each with its place in the queue while it is made (`lease_until`: whoever makes it has so long to tell
 * that they still do) and with its file when it is there.
 */
export const reportTables: readonly string[] = [
  `CREATE TABLE reports (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    company integer NOT NULL REFERENCES companies (number),
    name text NOT NULL,
    service text NOT NULL,
    type text NOT NULL,
    needs text[] NOT NULL,
    asked jsonb NOT NULL,
    actor text NOT NULL,
    actor_name text NOT NULL,
    is_automatic boolean NOT NULL DEFAULT false,
    key text,
    key_content text,
    status text NOT NULL CHECK (status IN ('generating', 'generated', 'error')),
    added_at timestamptz NOT NULL,
    queued_at timestamptz NOT NULL,
    run integer NOT NULL DEFAULT 1,
    attempts integer NOT NULL DEFAULT 0,
    worker text,
    lease_until timestamptz,
    started_at timestamptz,
    phase text NOT NULL DEFAULT 'waiting' CHECK (phase IN ('waiting', 'counting', 'reading', 'storing', 'done')),
    rows_done bigint NOT NULL DEFAULT 0,
    rows_all bigint,
    seconds_left integer,
    error_code text,
    error text,
    formed_at timestamptz,
    read_at timestamptz,
    file_key text,
    file_bytes bigint,
    file_sha256 text,
    rows bigint,
    checksum text,
    totals jsonb,
    expired_at timestamptz,
    UNIQUE (company, key)
  )`,
  `CREATE INDEX reports_by_company ON reports (company, id)`,
  `CREATE INDEX reports_by_start ON reports (company, started_at)`,
  `CREATE INDEX reports_in_queue ON reports (company, queued_at) WHERE status = 'generating'`,
  `CREATE INDEX reports_with_file ON reports (formed_at) WHERE file_key IS NOT NULL`,
  ...openTo('talkmeter_platform', { reports: 'SELECT, INSERT, UPDATE, DELETE' }),
  ...ofCompany('reports', 'SELECT, INSERT, UPDATE, DELETE'),
]
