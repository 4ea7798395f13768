import { neverChanged, ofCompany, openTo } from './policies.ts'

/**
 * What companies are asked to pay, and what they paid. A document is made once for each revision and never changes, nor do its files;
 * of an invoice itself only that it was voided is noted later. Numbers are taken from their series in the transaction that issues, so
 * none is missing. A settlement is a part of the company's money that was put to an invoice, or taken from it again.
 */
export const invoiceTables: readonly string[] = [
  `ALTER TABLE ledger_accounts DROP CONSTRAINT ledger_accounts_kind_check`,
  `ALTER TABLE ledger_accounts ADD CHECK (kind IN ('balance', 'sales', 'payments', 'tax', 'rounding'))`,
  `ALTER TABLE entries DROP CONSTRAINT entries_kind_check`,
  `ALTER TABLE entries ADD CHECK (kind IN ('charges', 'payment', 'correction', 'invoice', 'revision', 'credit'))`,
  `CREATE TABLE invoice_series (
    seller integer NOT NULL,
    series text NOT NULL,
    last integer NOT NULL,
    PRIMARY KEY (seller, series)
  )`,
  // Charges of days before `period_to` are in it that were posted up to `charge_mark`, and in none before.
  `CREATE TABLE invoices (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    company integer NOT NULL REFERENCES companies (number),
    seller integer NOT NULL,
    kind text NOT NULL CHECK (kind IN ('usage', 'topup', 'credit')),
    number text NOT NULL UNIQUE,
    series text NOT NULL,
    place integer NOT NULL,
    currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
    period_from date,
    period_to date,
    zone text NOT NULL,
    charge_mark bigint,
    issued_at timestamptz NOT NULL,
    issued_on date NOT NULL,
    due_on date,
    credits bigint REFERENCES invoices (id),
    entry bigint REFERENCES entries (id),
    key text,
    voided_at timestamptz,
    voided_by text,
    void_reason text,
    UNIQUE (seller, series, place),
    UNIQUE (company, key),
    UNIQUE (credits),
    CHECK ((kind = 'usage') = (period_from IS NOT NULL)),
    CHECK ((kind = 'usage') = (charge_mark IS NOT NULL)),
    CHECK ((kind = 'credit') = (credits IS NOT NULL))
  )`,
  `CREATE UNIQUE INDEX invoices_once ON invoices (company, seller, currency, period_from) WHERE kind = 'usage'`,
  `CREATE INDEX invoices_by_company ON invoices (company, issued_at)`,
  `CREATE INDEX invoices_by_time ON invoices (issued_at)`,
  `CREATE TABLE invoice_documents (
    invoice bigint NOT NULL REFERENCES invoices (id),
    revision integer NOT NULL,
    company integer NOT NULL,
    document text NOT NULL,
    total numeric(38,6) NOT NULL,
    made_at timestamptz NOT NULL,
    actor text NOT NULL,
    actor_name text NOT NULL,
    actor_email text,
    approved_by text,
    already_paid numeric(38,6),
    comment text,
    entry bigint REFERENCES entries (id),
    PRIMARY KEY (invoice, revision)
  )`,
  `CREATE TABLE invoice_files (
    invoice bigint NOT NULL,
    revision integer NOT NULL,
    company integer NOT NULL,
    format text NOT NULL CHECK (format IN ('pdf', 'cii', 'ubl')),
    sha256 text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    bytes bytea NOT NULL,
    made_at timestamptz NOT NULL,
    PRIMARY KEY (invoice, revision, format),
    FOREIGN KEY (invoice, revision) REFERENCES invoice_documents (invoice, revision)
  )`,
  `ALTER TABLE invoice_files ALTER COLUMN bytes SET STORAGE EXTERNAL`,
  // What one person proposes to change, until another decides about it.
  `CREATE TABLE invoice_proposals (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    invoice bigint NOT NULL REFERENCES invoices (id),
    company integer NOT NULL,
    base_revision integer NOT NULL,
    change jsonb NOT NULL,
    document text NOT NULL,
    amount numeric(38,6) NOT NULL,
    proposed_at timestamptz NOT NULL,
    actor text NOT NULL,
    actor_name text NOT NULL,
    actor_email text,
    state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'approved', 'refused')),
    decided_at timestamptz,
    decided_by text,
    decided_by_name text,
    decision_note text
  )`,
  `CREATE UNIQUE INDEX invoice_proposals_waiting ON invoice_proposals (invoice) WHERE state = 'waiting'`,
  // `number` is what the payer named; `reference` where it came from: a line of a statement, an id of a webhook.
  `CREATE TABLE payments (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    company integer NOT NULL REFERENCES companies (number),
    seller integer NOT NULL,
    invoice bigint REFERENCES invoices (id),
    amount numeric(38,6) NOT NULL CHECK (amount <> 0),
    currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
    received_at timestamptz NOT NULL,
    recorded_at timestamptz NOT NULL,
    source text NOT NULL CHECK (source IN ('manual', 'statement', 'webhook', 'revision')),
    base text NOT NULL,
    reference text NOT NULL DEFAULT '',
    takes_back bigint UNIQUE REFERENCES payments (id),
    entry bigint NOT NULL UNIQUE REFERENCES entries (id),
    actor text NOT NULL,
    actor_name text NOT NULL,
    CHECK ((amount < 0) = (takes_back IS NOT NULL))
  )`,
  `CREATE INDEX payments_by_company ON payments (company, received_at)`,
  `CREATE INDEX payments_by_invoice ON payments (invoice)`,
  `CREATE TABLE settlements (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    company integer NOT NULL,
    invoice bigint NOT NULL REFERENCES invoices (id),
    amount numeric(38,6) NOT NULL CHECK (amount <> 0),
    at timestamptz NOT NULL
  )`,
  `CREATE INDEX settlements_by_invoice ON settlements (invoice) INCLUDE (amount)`,
  // How far the months of a company are closed: the first day that no invoice was made for.
  `CREATE TABLE invoicing (company integer PRIMARY KEY REFERENCES companies (number), closed_until date NOT NULL)`,
  // What happened that others want to be told; kept until they were.
  `CREATE TABLE happenings (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    company integer NOT NULL REFERENCES companies (number),
    kind text NOT NULL,
    subject text NOT NULL,
    at timestamptz NOT NULL,
    told_at timestamptz
  )`,
  `CREATE INDEX happenings_untold ON happenings (id) WHERE told_at IS NULL`,
  // What is asked for by the latest revision, and what was paid of it: of usage what was put to it, of what fills the balance what
  // was paid for it.
  `CREATE VIEW invoice_states WITH (security_invoker = true) AS
    SELECT i.id, i.company, i.seller, i.kind, i.number, i.currency, i.period_from, i.period_to, i.zone, i.charge_mark, i.issued_at,
      i.issued_on, i.due_on, i.credits, i.entry, i.key, i.voided_at, i.voided_by, i.void_reason, coalesce(i.period_from, i.issued_on) AS month, latest.revision, latest.total,
      coalesce(CASE i.kind
        WHEN 'usage' THEN (SELECT sum(amount) FROM settlements s WHERE s.invoice = i.id)
        WHEN 'topup' THEN (SELECT sum(amount) FROM payments p WHERE p.invoice = i.id)
        ELSE latest.total END, 0) AS paid
    FROM invoices i JOIN LATERAL (
      SELECT revision, total FROM invoice_documents d WHERE d.invoice = i.id ORDER BY revision DESC LIMIT 1) latest ON true`,
  `GRANT SELECT ON invoice_states TO talkmeter_platform, talkmeter_company`,
  ...['invoice_documents', 'invoice_files', 'payments', 'settlements'].flatMap(neverChanged),
  ...openTo('talkmeter_platform', {
    invoice_series: 'SELECT, INSERT, UPDATE',
    invoices: 'SELECT, INSERT, UPDATE (voided_at, voided_by, void_reason)',
    invoice_documents: 'SELECT, INSERT',
    invoice_files: 'SELECT, INSERT',
    invoice_proposals: 'SELECT, INSERT, UPDATE (state, decided_at, decided_by, decided_by_name, decision_note)',
    payments: 'SELECT, INSERT',
    settlements: 'SELECT, INSERT',
    invoicing: 'SELECT, INSERT, UPDATE',
    happenings: 'SELECT, INSERT, UPDATE (told_at)',
  }),
  ...['invoices', 'invoice_documents', 'invoice_files', 'payments', 'settlements', 'invoicing'].flatMap((table) =>
    ofCompany(table, 'SELECT'),
  ),
]
