import { openTo } from './policies.ts'

/** What is said of payments beyond their amounts; and that a key of a payment is found whoever it was of. */
export const paymentDetails: readonly string[] = [
  `ALTER TABLE payments ADD COLUMN note text NOT NULL DEFAULT ''`,
  `ALTER TABLE payments ADD COLUMN beyond_due numeric(38,6) NOT NULL DEFAULT 0`,
  `CREATE INDEX entries_of_payments ON entries (key) WHERE kind = 'payment'`,
  `CREATE INDEX payments_by_time ON payments (received_at, id)`,
]

/**
 * What banks said of accounts: files as they came in, each once, and their lines, each once however many files have it. A line is
 * decided once: it became a payment, or is none. Staff alone see them.
 */
export const statementTables: readonly string[] = [
  `CREATE TABLE bank_statements (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    sha256 text NOT NULL UNIQUE CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    file_name text NOT NULL,
    format text NOT NULL CHECK (format IN ('camt053', 'mt940', '1c')),
    accounts jsonb NOT NULL,
    line_count integer NOT NULL,
    known_count integer NOT NULL,
    imported_at timestamptz NOT NULL,
    actor text NOT NULL,
    actor_name text NOT NULL
  )`,
  `CREATE TABLE statement_lines (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    statement bigint NOT NULL REFERENCES bank_statements (id),
    fingerprint text NOT NULL UNIQUE,
    format text NOT NULL,
    account text NOT NULL,
    place text NOT NULL,
    date date NOT NULL,
    amount numeric(38,6) NOT NULL CHECK (amount > 0),
    currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
    kind text NOT NULL CHECK (kind IN ('credit', 'debit', 'returned', 'refund')),
    reference text NOT NULL,
    payer_name text NOT NULL,
    payer_account text NOT NULL,
    payer_tax_id text NOT NULL,
    purpose text NOT NULL,
    state text NOT NULL CHECK (state IN ('matched', 'waiting', 'ignored')),
    why text NOT NULL,
    payment bigint UNIQUE REFERENCES payments (id),
    decided_at timestamptz,
    decided_by text,
    decided_by_name text,
    note text,
    CHECK ((state = 'matched') = (payment IS NOT NULL)),
    CHECK (payment IS NULL OR kind = 'credit')
  )`,
  `CREATE INDEX statement_lines_by_statement ON statement_lines (statement, id)`,
  `CREATE INDEX statement_lines_by_state ON statement_lines (state, id)`,
  `CREATE INDEX statement_lines_by_day ON statement_lines (account, date)`,
  // Numbers are looked for by their digits in what payers write.
  `ALTER TABLE invoices ADD COLUMN digits text GENERATED ALWAYS AS (regexp_replace(number, '[^0-9]', '', 'g')) STORED`,
  `CREATE INDEX invoices_by_digits ON invoices (digits)`,
  ...openTo('talkmeter_platform', {
    bank_statements: 'SELECT, INSERT',
    statement_lines: 'SELECT, INSERT, UPDATE (state, why, payment, decided_at, decided_by, decided_by_name, note)',
  }),
]
