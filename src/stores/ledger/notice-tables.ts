import { closed, openTo } from './policies.ts'

const ofCompany = `TO talkmeter_company USING (company = current_company()) WITH CHECK (company = current_company())`

/**
 * Whom a company lets know when its balance is low; what was noticed; and each way it was told, until it was or was given up. The
 * company sees all of it but the secret that webhooks are signed with.
 */
export const noticeTables: readonly string[] = [
  `CREATE TABLE low_balance_settings (
    company integer PRIMARY KEY REFERENCES companies (number),
    is_on boolean NOT NULL,
    threshold numeric(20,6) NOT NULL,
    emails text[] NOT NULL,
    webhook_url text,
    webhook_secret text,
    is_below boolean NOT NULL DEFAULT false,
    version integer NOT NULL DEFAULT 1,
    CHECK ((webhook_url IS NULL) = (webhook_secret IS NULL))
  )`,
  `CREATE TABLE notices (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    company integer NOT NULL REFERENCES companies (number),
    at timestamptz NOT NULL,
    amount numeric(38,6) NOT NULL,
    threshold numeric(20,6) NOT NULL,
    currency text NOT NULL,
    charged_until timestamptz
  )`,
  `CREATE INDEX notices_by_company ON notices (company, id)`,
  // `next_at` is when it is tried next; nothing when it was told or given up.
  `CREATE TABLE notice_deliveries (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    notice bigint NOT NULL REFERENCES notices (id),
    company integer NOT NULL REFERENCES companies (number),
    way text NOT NULL CHECK (way IN ('email', 'webhook')),
    target text NOT NULL,
    attempts integer NOT NULL DEFAULT 0,
    next_at timestamptz,
    sent_at timestamptz,
    error text
  )`,
  `CREATE INDEX notice_deliveries_due ON notice_deliveries (next_at) WHERE next_at IS NOT NULL`,
  `CREATE INDEX notice_deliveries_by_notice ON notice_deliveries (notice)`,
  ...openTo('talkmeter_platform', {
    low_balance_settings: 'SELECT, UPDATE (is_below)',
    notices: 'SELECT, INSERT',
    notice_deliveries: 'SELECT, INSERT, UPDATE',
  }),
  ...['low_balance_settings', 'notices', 'notice_deliveries'].flatMap((table) => [
    ...closed(table),
    `CREATE POLICY of_company ON ${table} ${ofCompany}`,
  ]),
  `GRANT SELECT (company, is_on, threshold, emails, webhook_url, is_below, version),
    INSERT (company, is_on, threshold, emails, webhook_url, webhook_secret),
    UPDATE (is_on, threshold, emails, webhook_url, webhook_secret, version) ON low_balance_settings TO talkmeter_company`,
  `GRANT SELECT ON notices, notice_deliveries TO talkmeter_company`,
]
