import type { Ledger } from '../stores/ledger/open.ts'
import { companyOf, type Company } from './companies.ts'
import { remember } from './remembered.ts'
import { openSessions, type Sessions } from './sessions.ts'
import { openTokens, type Tokens } from './tokens.ts'

/** Who may: companies, their people and their tokens. */
export type Accounts = {
  ledger: Ledger
  tokens: Tokens
  sessions: Sessions
  /** As of some seconds ago; throws `not-found` for a company that does not exist. */
  company: (number: number) => Promise<Company>
  /** To be called when a company was changed. */
  forgetCompany: (number: number) => void
  /** Writes what is kept back; the ledger stays open. */
  close: () => Promise<void>
}

const rememberedMilliseconds = 5000

export function openAccounts(ledger: Ledger, now: () => number = Date.now): Accounts {
  const tokens = openTokens(ledger, now)
  const companies = remember<Company>(rememberedMilliseconds, now)
  return {
    ledger,
    tokens,
    sessions: openSessions(ledger, now),
    company: async (number) => (await companies.get(String(number), () => companyOf(ledger, number)))!,
    forgetCompany: (number) => companies.forget(String(number)),
    close: () => tokens.close(),
  }
}
