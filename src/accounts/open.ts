import type { Ledger } from '../stores/ledger/open.ts'
import { companyOf, type Company } from './companies.ts'
import { openSessions, type Sessions } from './sessions.ts'
import { openTokens, type Tokens } from './tokens.ts'

/** Who may: companies, their people and their tokens. */
export type Accounts = {
  tokens: Tokens
  sessions: Sessions
  /** Throws `not-found` for a company that does not exist. */
  company: (number: number) => Promise<Company>
  /** Writes what is kept back; the ledger stays open. */
  close: () => Promise<void>
}

export function openAccounts(ledger: Ledger, now: () => number = Date.now): Accounts {
  const tokens = openTokens(ledger, now)
  return {
    tokens,
    sessions: openSessions(ledger, now),
    company: (number) => companyOf(ledger, number),
    close: () => tokens.close(),
  }
}
