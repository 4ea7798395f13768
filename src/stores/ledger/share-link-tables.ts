import { closed, openTo } from './policies.ts'

/**
 * Links that show a page of graphs, or a panel of it, without an account. Of the secret only its digest is kept, by which the platform
 * finds the link; the company sees all of it but that.
 */
export const shareLinkTables: readonly string[] = [
  `CREATE TABLE share_links (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    company integer NOT NULL REFERENCES companies (number),
    name text NOT NULL,
    page text NOT NULL,
    panel text,
    shown jsonb NOT NULL,
    shows_money boolean NOT NULL,
    hash text NOT NULL UNIQUE,
    maker text NOT NULL,
    maker_name text NOT NULL,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    revoked_at timestamptz,
    opened_at timestamptz,
    opened_times bigint NOT NULL DEFAULT 0
  )`,
  `CREATE INDEX share_links_by_company ON share_links (company, id)`,
  ...openTo('talkmeter_platform', { share_links: 'SELECT, UPDATE' }),
  ...closed('share_links'),
  `CREATE POLICY of_company ON share_links TO talkmeter_company
    USING (company = current_company()) WITH CHECK (company = current_company())`,
  `GRANT SELECT (id, company, name, page, panel, shown, shows_money, maker, maker_name, created_at, expires_at, revoked_at,
    opened_at, opened_times), INSERT, UPDATE (revoked_at) ON share_links TO talkmeter_company`,
]
