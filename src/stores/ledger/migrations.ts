import { sql, type Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'
import { invoiceTables } from './invoice-tables.ts'
import { noticeTables } from './notice-tables.ts'
import { closed, ofCompany, openTo } from './policies.ts'
import { paymentDetails, statementTables } from './payment-tables.ts'
import { postingTables } from './posting-tables.ts'
import { reportTables } from './report-tables.ts'
import { scheduleTables } from './schedule-tables.ts'
import { shareLinkTables } from './share-link-tables.ts'
import { tariffTables } from './tariff-tables.ts'
import { viewTables } from './view-tables.ts'
import { webhookTables } from './webhook-tables.ts'

/**
 * The ledger's tables, step by step; the names sort in their order. A step that was released never changes.
 * SQL that PostgreSQL 15 understands, so that the embedded server and an older one get the same tables.
 *
 * Nobody works on these tables as their owner: a transaction takes one of two roles. `talkmeter_company` sees and writes
 * the rows of the company named in the setting `talkmeter.company`, by row-level security; `talkmeter_platform` does what
 * belongs to no single company (signing in, staff, jobs). A table without a policy is closed to both.
 */
export const migrations: Readonly<Record<string, Migration>> = {
  '0001-roles': steps(
    `DO $$ BEGIN
      IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'talkmeter_company') THEN
        CREATE ROLE talkmeter_company NOLOGIN;
      END IF;
      IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'talkmeter_platform') THEN
        CREATE ROLE talkmeter_platform NOLOGIN;
      END IF;
    END $$`,
    `GRANT talkmeter_company, talkmeter_platform TO CURRENT_USER`,
    `CREATE FUNCTION current_company() RETURNS integer LANGUAGE sql STABLE AS
      $$ SELECT nullif(current_setting('talkmeter.company', true), '')::integer $$`,
  ),
  '0002-companies-people': steps(
    `CREATE TABLE companies (
      number integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      parent integer REFERENCES companies (number),
      name text NOT NULL,
      legal_name text, tax_id text, country text, city text, street text, postal_code text,
      bank_name text, bank_account text, bank_code text, email text,
      currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
      zone text NOT NULL,
      language text NOT NULL,
      retention_days integer CHECK (retention_days > 0),
      version integer NOT NULL DEFAULT 1,
      created_at timestamptz NOT NULL DEFAULT now()
    )`,
    `CREATE TABLE users (
      id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      email text NOT NULL UNIQUE CHECK (email = lower(email)),
      name text NOT NULL,
      language text,
      staff boolean NOT NULL DEFAULT false,
      password_hash text,
      password_changed_at timestamptz,
      totp_secret bytea,
      totp_confirmed_at timestamptz,
      totp_last_step bigint NOT NULL DEFAULT 0,
      disabled_at timestamptz,
      created_at timestamptz NOT NULL DEFAULT now()
    )`,
    `CREATE TABLE memberships (
      company integer NOT NULL REFERENCES companies (number),
      user_id bigint NOT NULL REFERENCES users (id) ON DELETE CASCADE,
      role text NOT NULL CHECK (role IN ('owner', 'finance', 'analyst', 'operator')),
      created_at timestamptz NOT NULL DEFAULT now(),
      PRIMARY KEY (company, user_id)
    )`,
    `CREATE INDEX memberships_by_user ON memberships (user_id)`,
    // People as OpenID Connect providers know them.
    `CREATE TABLE identities (
      issuer text NOT NULL,
      subject text NOT NULL,
      user_id bigint NOT NULL REFERENCES users (id) ON DELETE CASCADE,
      created_at timestamptz NOT NULL DEFAULT now(),
      PRIMARY KEY (issuer, subject)
    )`,
    `CREATE INDEX identities_by_user ON identities (user_id)`,
    `CREATE TABLE recovery_codes (
      user_id bigint NOT NULL REFERENCES users (id) ON DELETE CASCADE,
      hash text NOT NULL,
      used_at timestamptz,
      PRIMARY KEY (user_id, hash)
    )`,
    `CREATE TABLE invitations (
      id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      company integer NOT NULL REFERENCES companies (number),
      email text NOT NULL CHECK (email = lower(email)),
      role text NOT NULL CHECK (role IN ('owner', 'finance', 'analyst', 'operator')),
      hash text NOT NULL UNIQUE,
      invited_by bigint REFERENCES users (id) ON DELETE SET NULL,
      created_at timestamptz NOT NULL DEFAULT now(),
      expires_at timestamptz NOT NULL,
      accepted_at timestamptz,
      revoked_at timestamptz
    )`,
    `CREATE INDEX invitations_by_company ON invitations (company)`,
    `CREATE TABLE sessions (
      hash text PRIMARY KEY,
      user_id bigint NOT NULL REFERENCES users (id) ON DELETE CASCADE,
      company integer REFERENCES companies (number),
      address text NOT NULL,
      user_agent text NOT NULL,
      created_at timestamptz NOT NULL DEFAULT now(),
      last_seen_at timestamptz NOT NULL DEFAULT now(),
      expires_at timestamptz NOT NULL
    )`,
    `CREATE INDEX sessions_by_user ON sessions (user_id)`,
    `CREATE INDEX sessions_by_expiry ON sessions (expires_at)`,
    `CREATE TABLE tokens (
      id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      company integer NOT NULL REFERENCES companies (number),
      name text NOT NULL,
      scopes text[] NOT NULL,
      staff boolean NOT NULL DEFAULT false,
      hash text NOT NULL UNIQUE,
      prefix text NOT NULL,
      created_by bigint REFERENCES users (id) ON DELETE SET NULL,
      created_at timestamptz NOT NULL DEFAULT now(),
      expires_at timestamptz,
      last_used_at timestamptz,
      revoked_at timestamptz
    )`,
    `CREATE INDEX tokens_by_company ON tokens (company)`,
    // Wrong guesses by what was guessed at (an account, an address); see accounts/throttle.
    `CREATE TABLE guesses (
      target text PRIMARY KEY,
      wrong integer NOT NULL,
      last_at timestamptz NOT NULL,
      blocked_until timestamptz NOT NULL
    )`,
    `CREATE INDEX guesses_by_time ON guesses (last_at)`,
    `CREATE TABLE installation (name text PRIMARY KEY, value text NOT NULL)`,
    `CREATE TABLE platform (name text PRIMARY KEY, value jsonb NOT NULL, version integer NOT NULL DEFAULT 1)`,
    `CREATE TABLE audit (
      chain integer NOT NULL,
      place bigint NOT NULL,
      at timestamptz NOT NULL,
      company integer REFERENCES companies (number),
      actor text NOT NULL,
      actor_name text NOT NULL,
      address text NOT NULL,
      user_agent text NOT NULL,
      action text NOT NULL,
      subject text NOT NULL,
      before json,
      after json,
      previous text NOT NULL,
      hash text NOT NULL,
      PRIMARY KEY (chain, place),
      CHECK (chain = coalesce(company, 0))
    )`,
    `CREATE INDEX audit_by_time ON audit (chain, at)`,
    ...openTo('talkmeter_platform', {
      companies: 'SELECT, INSERT, UPDATE',
      users: 'SELECT, INSERT, UPDATE, DELETE',
      memberships: 'SELECT, INSERT, UPDATE, DELETE',
      identities: 'SELECT, INSERT, DELETE',
      recovery_codes: 'SELECT, INSERT, UPDATE, DELETE',
      invitations: 'SELECT, INSERT, UPDATE',
      sessions: 'SELECT, INSERT, UPDATE, DELETE',
      tokens: 'SELECT, INSERT, UPDATE',
      guesses: 'SELECT, INSERT, UPDATE, DELETE',
      installation: 'SELECT, INSERT, UPDATE, DELETE',
      platform: 'SELECT, INSERT, UPDATE',
      // Nobody may change or take away what was done.
      audit: 'SELECT, INSERT',
    }),
    ...ofCompany('companies', 'SELECT, UPDATE', 'number'),
    ...ofCompany('memberships', 'SELECT, INSERT, UPDATE, DELETE'),
    ...ofCompany('invitations', 'SELECT, INSERT, UPDATE'),
    ...ofCompany('tokens', 'SELECT, INSERT, UPDATE'),
    ...ofCompany('audit', 'SELECT, INSERT'),
    // The people of a company, without what they sign in with.
    `GRANT SELECT (id, email, name, language, staff, totp_confirmed_at, disabled_at, created_at) ON users TO talkmeter_company`,
    `CREATE POLICY of_company ON users FOR SELECT TO talkmeter_company
      USING (EXISTS (SELECT FROM memberships WHERE memberships.user_id = users.id))`,
  ),
  '0003-privacy': steps(
    // Whoever has the key and an address has the pseudonym: it is for the platform's own work only.
    `CREATE TABLE recipient_keys (
      company integer PRIMARY KEY REFERENCES companies (number),
      key bytea NOT NULL CHECK (octet_length(key) = 32),
      created_at timestamptz NOT NULL DEFAULT now()
    )`,
    `CREATE TABLE erased_recipients (
      company integer NOT NULL REFERENCES companies (number),
      person uuid NOT NULL,
      erased_at timestamptz NOT NULL,
      forget_at timestamptz NOT NULL,
      PRIMARY KEY (company, person)
    )`,
    `CREATE TABLE erasures (
      id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      company integer NOT NULL REFERENCES companies (number),
      asked_at timestamptz NOT NULL,
      actor text NOT NULL,
      actor_name text NOT NULL,
      reason text NOT NULL,
      messages bigint, refused_events bigint, log_records bigint, remaining bigint,
      finished_at timestamptz
    )`,
    `CREATE INDEX erasures_by_company ON erasures (company, id)`,
    ...openTo('talkmeter_platform', {
      recipient_keys: 'SELECT, INSERT',
      erased_recipients: 'SELECT, INSERT, UPDATE, DELETE',
    }),
    ...closed('erasures'),
    ...ofCompany('erasures', 'SELECT, INSERT, UPDATE'),
  ),
  '0004-audit-heads': steps(
    // Where each chain of the audit log ends: without it, entries taken from its end would not be missed.
    `CREATE TABLE audit_heads (chain integer PRIMARY KEY, place bigint NOT NULL, hash text NOT NULL)`,
    `INSERT INTO audit_heads SELECT DISTINCT ON (chain) chain, place, hash FROM audit ORDER BY chain, place DESC`,
    ...openTo('talkmeter_platform', { audit_heads: 'SELECT, INSERT, UPDATE' }),
    ...ofCompany('audit_heads', 'SELECT, INSERT, UPDATE', 'chain'),
  ),
  '0005-erased-dialogues': steps(`ALTER TABLE erasures ADD COLUMN dialogues bigint`),
  '0006-erased-calls': steps(`ALTER TABLE erasures ADD COLUMN calls bigint`),
  '0007-tariffs-postings': steps(...tariffTables, ...postingTables),
  '0008-charges-of-sellers': steps(
    // A reseller sees what its companies pay to it.
    `CREATE POLICY of_seller ON charges FOR SELECT TO talkmeter_company USING (seller = current_company())`,
    `CREATE INDEX charges_by_seller ON charges (seller, day)`,
  ),
  // Rates are read a page at a time, in the order in which they were written.
  '0009-rates-by-place': steps(`CREATE UNIQUE INDEX tariff_rates_by_place ON tariff_rates (version, place)`),
  '0010-notices': steps(...noticeTables),
  // Planned while the table is new, it read all of it for each posting.
  '0011-balance-by-index': steps(`ALTER FUNCTION must_balance() SET enable_seqscan = off`),
  '0012-charging-currency': steps(`ALTER TABLE charging ADD COLUMN currency text`),
  '0013-reports': steps(...reportTables),
  '0014-invoices-payments': steps(...invoiceTables),
  '0015-report-schedules': steps(...scheduleTables),
  '0016-payments-statements': steps(...paymentDetails, ...statementTables),
  '0017-webhooks': steps(...webhookTables),
  // Of an invoice only that it was voided is ever noted, once.
  '0018-invoices-stay': steps(
    `CREATE FUNCTION only_voided() RETURNS trigger LANGUAGE plpgsql AS $$
    -- Digits are reckoned from the number after this.
    DECLARE free text[] := '{voided_at,voided_by,void_reason,digits}'; BEGIN
      IF OLD.voided_at IS NULL AND to_jsonb(NEW) - free = to_jsonb(OLD) - free THEN RETURN NEW; END IF;
      RAISE EXCEPTION 'an invoice is never changed: it is revised, or voided once' USING ERRCODE = 'restrict_violation';
    END $$`,
    `CREATE TRIGGER only_voided BEFORE UPDATE ON invoices FOR EACH ROW EXECUTE FUNCTION only_voided()`,
    `CREATE TRIGGER never_taken_away BEFORE DELETE ON invoices FOR EACH ROW EXECUTE FUNCTION refuse_change()`,
    `CREATE TRIGGER never_emptied BEFORE TRUNCATE ON invoices FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()`,
  ),
  '0019-makers-of-schedules': steps(
    // Who answers for a schedule, nobody for one that is made by itself; and why it stopped.
    `ALTER TABLE report_schedules ADD COLUMN maker text, ADD COLUMN stopped text CHECK (stopped IN ('maker-gone', 'maker-may-not'))`,
    `UPDATE report_schedules SET maker = (
      SELECT actor FROM audit WHERE chain = company AND subject = 'schedule:' || report_schedules.id
      ORDER BY place DESC LIMIT 1
    )`,
  ),
  '0020-views': steps(...viewTables),
  '0021-share-links': steps(...shareLinkTables),
}

function steps(...statements: readonly string[]): Migration {
  return {
    async up(db: Kysely<unknown>) {
      for (const statement of statements) await sql.raw(statement).execute(db)
    },
  }
}
