import { openTo } from './policies.ts'

/**
 * What companies pay. A tariff belongs to its seller (0: the platform, else a reseller) and is for one buyer, or for all of them (0).
 * Of its versions the one that began last is in force; of those that begin at once, the one that was made last. What was a version
 * never changes: one that was wrong is withdrawn, or another is made that begins at the same time.
 */
export const tariffTables: readonly string[] = [
  `CREATE TABLE tariffs (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    seller integer NOT NULL,
    buyer integer NOT NULL,
    currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
    created_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE (seller, buyer, currency)
  )`,
  `CREATE TABLE tariff_versions (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    tariff integer NOT NULL REFERENCES tariffs (id),
    valid_from timestamptz NOT NULL CHECK (date_trunc('minute', valid_from) = valid_from),
    own_prices text NOT NULL CHECK (own_prices IN ('first', 'last')),
    note text NOT NULL,
    made_by text NOT NULL,
    made_at timestamptz NOT NULL,
    withdrawn_by text,
    withdrawn_at timestamptz
  )`,
  `CREATE INDEX tariff_versions_by_tariff ON tariff_versions (tariff, valid_from)`,
  // A price is for a unit of the service; of calls for a minute. A package is so many units for a fee each month; `steps` are what
  // units cost above so many in a month.
  `CREATE TABLE tariff_rates (
    version integer NOT NULL REFERENCES tariff_versions (id),
    name text NOT NULL,
    place integer NOT NULL,
    service text NOT NULL,
    keys jsonb NOT NULL,
    price numeric(20,6) NOT NULL CHECK (price >= 0),
    moment text CHECK (moment IN ('submitted', 'delivered')),
    first_seconds integer CHECK (first_seconds > 0),
    next_seconds integer CHECK (next_seconds > 0),
    minimum_seconds integer CHECK (minimum_seconds >= 0),
    connect_fee numeric(20,6) CHECK (connect_fee >= 0),
    package_units bigint CHECK (package_units > 0),
    package_fee numeric(20,6) CHECK (package_fee >= 0),
    steps jsonb,
    PRIMARY KEY (version, name)
  )`,
  ...openTo('talkmeter_platform', {
    tariffs: 'SELECT, INSERT',
    tariff_versions: 'SELECT, INSERT, UPDATE (withdrawn_by, withdrawn_at)',
    tariff_rates: 'SELECT, INSERT',
  }),
  // A company sees what it sells by, what it buys by, and what its seller asks of everybody.
  `GRANT SELECT ON tariffs, tariff_versions, tariff_rates TO talkmeter_company`,
  `CREATE POLICY of_company ON tariffs TO talkmeter_company
    USING (seller = current_company() OR (buyer IN (0, current_company()) AND seller = (
      SELECT coalesce(parent, 0) FROM companies WHERE number = current_company())))`,
  `CREATE POLICY of_company ON tariff_versions TO talkmeter_company
    USING (EXISTS (SELECT FROM tariffs WHERE id = tariff))`,
  `CREATE POLICY of_company ON tariff_rates TO talkmeter_company
    USING (EXISTS (SELECT FROM tariff_versions WHERE id = version))`,
]
