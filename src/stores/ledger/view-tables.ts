import { closed, ofCompany } from './policies.ts'

/** What people keep of pages of graphs: a name, what the page shows, and for whom; and with which view somebody's page opens. */
export const viewTables: readonly string[] = [
  `CREATE TABLE views (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    company integer NOT NULL REFERENCES companies (number),
    owner text NOT NULL,
    owner_name text NOT NULL,
    page text NOT NULL,
    name text NOT NULL,
    shown jsonb NOT NULL,
    is_shared boolean NOT NULL,
    version integer NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL
  )`,
  `CREATE UNIQUE INDEX views_by_name ON views (company, owner, page, lower(name))`,
  `CREATE TABLE view_defaults (
    company integer NOT NULL REFERENCES companies (number),
    person text NOT NULL,
    page text NOT NULL,
    view bigint NOT NULL REFERENCES views (id) ON DELETE CASCADE,
    PRIMARY KEY (company, person, page)
  )`,
  `CREATE INDEX view_defaults_by_view ON view_defaults (view)`,
  ...closed('views'),
  ...ofCompany('views', 'SELECT, INSERT, UPDATE, DELETE'),
  ...closed('view_defaults'),
  ...ofCompany('view_defaults', 'SELECT, INSERT, UPDATE, DELETE'),
]
