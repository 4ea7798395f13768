import { randomBytes, scryptSync } from 'node:crypto'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { commandLine } from '../src/accounts/actor.ts'
import { createCompany } from '../src/accounts/companies.ts'
import { acceptInvitation, invite } from '../src/accounts/invitations.ts'
import { openAccounts } from '../src/accounts/open.ts'
import type { Accounts } from '../src/accounts/open.ts'
import type { Role } from '../src/accounts/roles.ts'
import { openLedger } from '../src/stores/ledger/open.ts'
import type { Ledger } from '../src/stores/ledger/open.ts'
import { putStores } from './prepared-stores.ts'

/** Accounts on a real ledger in a folder of its own, with a clock that the test sets. */
export type AccountsScene = {
  folder: string
  ledger: Ledger
  accounts: Accounts
  now: () => number
  pass: (milliseconds: number) => void
  newCompany: (name: string) => Promise<number>
  /** A person who accepted an invitation; their password is `passwordOf` their address. */
  newPerson: (email: string, company: number, role: Role) => Promise<string>
  close: () => Promise<void>
}

export const somewhere = { address: '192.0.2.7', userAgent: 'test' }
export const passwordOf = (email: string) => `the secret words of ${email}`

export async function openAccountsScene(startsAt = '2026-03-01T10:00:00Z'): Promise<AccountsScene> {
  const folder = mkdtempSync(join(tmpdir(), 'talkmeter-accounts-'))
  // The embedded PostgreSQL of a test that runs as root is another user, who must reach its folder.
  chmodSync(folder, 0o755)
  putStores(folder)
  const ledger = await openLedger({ place: { dataDir: folder } })
  let clock = Date.parse(startsAt)
  const accounts = openAccounts(ledger, () => clock)
  return {
    folder,
    ledger,
    accounts,
    now: () => clock,
    pass: (milliseconds) => void (clock += milliseconds),
    newCompany: (name) =>
      ledger.asPlatform((db) =>
        createCompany(db, commandLine, { name, zone: 'UTC', language: 'en', currency: 'EUR' }, new Date(clock)),
      ),
    async newPerson(email, company, role) {
      const at = new Date(clock)
      const { secret } = await invite(ledger, commandLine, company, { email, role }, undefined, at)
      const accepting = { secret, user: undefined, name: email.split('@')[0], password: passwordOf(email) }
      const { user } = await acceptInvitation(ledger, somewhere, accepting, at)
      await checkCheaply(ledger, email, passwordOf(email))
      return user
    },
    async close() {
      await accounts.close()
      await ledger.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/**
 * Keeps somebody's password at a cost that takes no time: one of another cost is known, too, and who signs in a hundred times in a
 * test would else wait for that.
 */
export async function checkCheaply(ledger: Ledger, email: string, password: string): Promise<void> {
  const [salt, logN] = [randomBytes(16), 4]
  const key = scryptSync(password.normalize('NFKC'), salt, 32, { N: 2 ** logN, r: 8, p: 1 })
  const [saltText, keyText] = [salt, key].map((bytes) => bytes.toString('base64').replace(/=+$/, ''))
  const hash = `$scrypt$ln=${logN},r=8,p=1$${saltText}$${keyText}`
  await ledger.asPlatform((db) =>
    db.updateTable('users').set({ password_hash: hash }).where('email', '=', email).execute(),
  )
}
