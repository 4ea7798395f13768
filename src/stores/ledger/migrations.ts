import { sql, type Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/**
 * The ledger's tables, step by step; the names sort in their order. A step that was released never changes.
 * SQL that PostgreSQL 15 understands, so that the embedded server and an older one get the same tables.
 */
export const migrations: Readonly<Record<string, Migration>> = {
  '0001-companies-people-tokens': steps(
    `CREATE TABLE companies (
      number integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      name text NOT NULL,
      legal_name text, tax_id text, country text, city text, street text, postal_code text,
      bank_name text, bank_account text, bank_code text, email text,
      currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
      zone text NOT NULL,
      language text NOT NULL,
      created_at timestamptz NOT NULL DEFAULT now()
    )`,
    `CREATE TABLE users (
      id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      company integer NOT NULL REFERENCES companies (number),
      email text NOT NULL UNIQUE CHECK (email = lower(email)),
      name text NOT NULL,
      password_hash text NOT NULL,
      role text NOT NULL,
      created_at timestamptz NOT NULL DEFAULT now()
    )`,
    `CREATE INDEX users_by_company ON users (company)`,
    `CREATE TABLE sessions (
      hash text PRIMARY KEY,
      user_id bigint NOT NULL REFERENCES users (id) ON DELETE CASCADE,
      company integer NOT NULL REFERENCES companies (number),
      created_at timestamptz NOT NULL DEFAULT now(),
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
      created_at timestamptz NOT NULL DEFAULT now(),
      last_used_at timestamptz,
      revoked_at timestamptz
    )`,
    `CREATE INDEX tokens_by_company ON tokens (company)`,
    `CREATE TABLE installation (name text PRIMARY KEY, value text NOT NULL)`,
  ),
}

function steps(...statements: readonly string[]): Migration {
  return {
    async up(db: Kysely<unknown>) {
      for (const statement of statements) await sql.raw(statement).execute(db)
    },
  }
}
