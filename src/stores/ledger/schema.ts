import type { Generated, GeneratedAlways } from 'kysely'

/**
 * The tables of the ledger as Kysely sees them; `migrations.ts` makes them. `numeric` and `bigint` columns come as
 * strings, so that no float touches money; `timestamptz` comes as Date.
 */
export type Database = {
  companies: CompanyRow
  users: UserRow
  sessions: SessionRow
  tokens: TokenRow
  installation: InstallationRow
}

type CompanyRow = {
  /** 1, 2, 3 …: the company number, also in the log and the facts. */
  number: GeneratedAlways<number>
  name: string
  legal_name: string | null
  tax_id: string | null
  country: string | null
  city: string | null
  street: string | null
  postal_code: string | null
  bank_name: string | null
  bank_account: string | null
  bank_code: string | null
  email: string | null
  /** ISO 4217, three letters. */
  currency: string
  /** IANA name. */
  zone: string
  language: string
  created_at: Generated<Date>
}

type UserRow = {
  id: GeneratedAlways<string>
  company: number
  /** Lower case. */
  email: string
  name: string
  /** A PHC string: `$scrypt$…`. */
  password_hash: string
  role: string
  created_at: Generated<Date>
}

type SessionRow = {
  /** SHA-256 of the cookie, in hexadecimal digits. */
  hash: string
  user_id: string
  company: number
  created_at: Generated<Date>
  expires_at: Date
}

type TokenRow = {
  id: GeneratedAlways<string>
  company: number
  name: string
  scopes: string[]
  /** May do what platform staff may. */
  staff: Generated<boolean>
  /** SHA-256 of the token, in hexadecimal digits. */
  hash: string
  /** The first characters, so that people can tell tokens apart. */
  prefix: string
  created_at: Generated<Date>
  last_used_at: Date | null
  revoked_at: Date | null
}

/** Facts about this installation as a whole: a name and a value. */
type InstallationRow = { name: string; value: string }
