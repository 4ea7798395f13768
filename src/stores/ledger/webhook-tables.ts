import { closed, ofCompany, openTo } from './policies.ts'

/**
 * Which happenings a company wants to be told, and where. They are told in the way of notices, until they were or were given up. The
 * company sees all of it but the secret.
 */
export const webhookTables: readonly string[] = [
  `CREATE TABLE webhook_settings (
    company integer PRIMARY KEY REFERENCES companies (number),
    is_on boolean NOT NULL,
    url text,
    secret text,
    events text[] NOT NULL,
    mails_invoices boolean NOT NULL,
    version integer NOT NULL DEFAULT 1,
    CHECK ((url IS NULL) = (secret IS NULL))
  )`,
  ...openTo('talkmeter_platform', { webhook_settings: 'SELECT' }),
  ...closed('webhook_settings'),
  `CREATE POLICY of_company ON webhook_settings TO talkmeter_company
    USING (company = current_company()) WITH CHECK (company = current_company())`,
  `GRANT SELECT (company, is_on, url, events, mails_invoices, version),
    INSERT (company, is_on, url, secret, events, mails_invoices),
    UPDATE (is_on, url, secret, events, mails_invoices, version) ON webhook_settings TO talkmeter_company`,
  ...ofCompany('happenings', 'SELECT'),
  `ALTER TABLE notice_deliveries ALTER COLUMN notice DROP NOT NULL`,
  `ALTER TABLE notice_deliveries ADD COLUMN happening bigint REFERENCES happenings (id)`,
  `ALTER TABLE notice_deliveries ADD CHECK ((notice IS NULL) <> (happening IS NULL))`,
  `CREATE INDEX notice_deliveries_by_company ON notice_deliveries (company, id) WHERE happening IS NOT NULL`,
]
