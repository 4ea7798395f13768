import { neverChanged, ofCompany, openTo } from './policies.ts'

/**
 * Double entry: what one account loses another gains, so the postings of an entry add up to nothing in each currency, and PostgreSQL
 * itself sees to it. Nothing here is ever changed or taken away: what was wrong is corrected by a further entry. An account belongs to
 * a company, or to the platform (0): its balance with a seller, and as a seller what it sold and was paid.
 * A charge is what a company pays of a day, for a service by one price; later ones of the same correct it by the difference.
 */
export const postingTables: readonly string[] = [
  `CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION '% is never changed: what is wrong is corrected by a further entry', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
  END $$`,
  `CREATE TABLE ledger_accounts (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    company integer NOT NULL,
    seller integer NOT NULL,
    kind text NOT NULL CHECK (kind IN ('balance', 'sales', 'payments')),
    currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
    UNIQUE (company, seller, kind, currency),
    UNIQUE (id, company, currency)
  )`,
  // `key` is the caller's: what is asked for twice is done once.
  `CREATE TABLE entries (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    company integer NOT NULL,
    seller integer NOT NULL,
    kind text NOT NULL CHECK (kind IN ('charges', 'payment', 'correction')),
    at timestamptz NOT NULL,
    reason text NOT NULL,
    key text,
    UNIQUE (company, key)
  )`,
  `CREATE INDEX entries_by_company ON entries (company, at)`,
  `CREATE TABLE postings (
    entry bigint NOT NULL REFERENCES entries (id),
    account integer NOT NULL,
    company integer NOT NULL,
    currency text NOT NULL,
    amount numeric(38,6) NOT NULL CHECK (amount <> 0),
    PRIMARY KEY (entry, account),
    FOREIGN KEY (account, company, currency) REFERENCES ledger_accounts (id, company, currency)
  )`,
  `CREATE INDEX postings_by_account ON postings (account) INCLUDE (amount)`,
  `CREATE FUNCTION must_balance() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF EXISTS (SELECT FROM postings WHERE entry = NEW.entry GROUP BY currency HAVING sum(amount) <> 0) THEN
      RAISE EXCEPTION 'entry % does not balance', NEW.entry USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
  END $$`,
  `CREATE CONSTRAINT TRIGGER must_balance AFTER INSERT ON postings DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION must_balance()`,
  `CREATE TABLE charges (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    company integer NOT NULL,
    seller integer NOT NULL,
    used_by integer NOT NULL,
    day date NOT NULL,
    service text NOT NULL,
    kind text NOT NULL CHECK (kind IN ('rate', 'told', 'unpriced', 'package', 'volume')),
    rate text NOT NULL,
    unit_price numeric(20,6),
    currency text NOT NULL,
    events bigint NOT NULL,
    quantity bigint NOT NULL,
    amount numeric(38,6) NOT NULL,
    entry bigint REFERENCES entries (id),
    corrects boolean NOT NULL,
    at timestamptz NOT NULL,
    CHECK ((kind = 'unpriced') = (currency = '')),
    CHECK (kind <> 'unpriced' OR amount = 0)
  )`,
  `CREATE INDEX charges_by_day ON charges (used_by, day)`,
  `CREATE INDEX charges_by_payer ON charges (company, day)`,
  `CREATE INDEX charges_by_entry ON charges (entry)`,
  // How far the usage of each company is charged: the generation of the facts, the zone of its days, and from when on it is to be
  // charged anew because prices changed.
  `CREATE TABLE charging (
    company integer PRIMARY KEY REFERENCES companies (number),
    generation bigint NOT NULL,
    zone text NOT NULL,
    charged_until timestamptz,
    anew_from timestamptz
  )`,
  ...['ledger_accounts', 'entries', 'postings', 'charges'].flatMap(neverChanged),
  ...openTo('talkmeter_platform', {
    ledger_accounts: 'SELECT, INSERT',
    entries: 'SELECT, INSERT',
    postings: 'SELECT, INSERT',
    charges: 'SELECT, INSERT',
    charging: 'SELECT, INSERT, UPDATE',
  }),
  ...['ledger_accounts', 'entries', 'postings', 'charges', 'charging'].flatMap((table) => ofCompany(table, 'SELECT')),
]
