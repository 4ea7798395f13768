import { closed, ofCompany, openTo } from './policies.ts'

/**
 * Schedules of reports, with when each is due next; the services for which one was made by itself, once; and where a company is told that
 * reports are ready. A report of a schedule is there once for each time at which it was due.
 */
export const scheduleTables: readonly string[] = [
  `CREATE TABLE report_schedules (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    company integer NOT NULL REFERENCES companies (number),
    name text NOT NULL,
    service text NOT NULL,
    type text NOT NULL,
    needs text[] NOT NULL,
    form jsonb NOT NULL,
    timetable jsonb NOT NULL,
    covers text NOT NULL CHECK (covers IN ('day', 'week', 'month')),
    is_on boolean NOT NULL,
    emails text[] NOT NULL,
    is_default boolean NOT NULL DEFAULT false,
    zone text NOT NULL,
    next_at timestamptz,
    last_at timestamptz,
    version integer NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL
  )`,
  `CREATE INDEX report_schedules_by_company ON report_schedules (company, id)`,
  `CREATE INDEX report_schedules_due ON report_schedules (next_at) WHERE is_on`,
  `CREATE TABLE report_defaults (
    company integer NOT NULL REFERENCES companies (number),
    service text NOT NULL,
    made_at timestamptz NOT NULL,
    PRIMARY KEY (company, service)
  )`,
  `CREATE TABLE report_settings (
    company integer PRIMARY KEY REFERENCES companies (number),
    webhook_url text,
    webhook_secret text,
    version integer NOT NULL DEFAULT 1,
    CHECK ((webhook_url IS NULL) = (webhook_secret IS NULL))
  )`,
  `ALTER TABLE reports
    ADD COLUMN schedule bigint REFERENCES report_schedules (id) ON DELETE SET NULL,
    ADD COLUMN due_at timestamptz`,
  `CREATE UNIQUE INDEX reports_by_schedule ON reports (schedule, due_at)`,
  // A notice is of a balance, or of a report that has ended.
  `ALTER TABLE notices
    ADD COLUMN report bigint REFERENCES reports (id) ON DELETE CASCADE,
    ALTER COLUMN amount DROP NOT NULL, ALTER COLUMN threshold DROP NOT NULL, ALTER COLUMN currency DROP NOT NULL,
    ADD CONSTRAINT notices_of_something CHECK ((report IS NULL) = (amount IS NOT NULL AND threshold IS NOT NULL AND currency IS NOT NULL))`,
  `CREATE INDEX notices_by_report ON notices (report) WHERE report IS NOT NULL`,
  `ALTER TABLE notice_deliveries DROP CONSTRAINT notice_deliveries_notice_fkey,
    ADD FOREIGN KEY (notice) REFERENCES notices (id) ON DELETE CASCADE`,
  ...openTo('talkmeter_platform', {
    report_schedules: 'SELECT, INSERT, UPDATE',
    report_defaults: 'SELECT, INSERT',
    report_settings: 'SELECT',
  }),
  ...ofCompany('report_schedules', 'SELECT, INSERT, UPDATE, DELETE'),
  ...closed('report_defaults'),
  ...ofCompany('report_defaults', 'SELECT'),
  ...closed('report_settings'),
  `CREATE POLICY of_company ON report_settings TO talkmeter_company
    USING (company = current_company()) WITH CHECK (company = current_company())`,
  `GRANT SELECT (company, webhook_url, version), INSERT (company, webhook_url, webhook_secret),
    UPDATE (webhook_url, webhook_secret, version) ON report_settings TO talkmeter_company`,
]
