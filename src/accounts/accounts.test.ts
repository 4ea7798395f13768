import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openLedger, type Ledger } from '../stores/ledger/open.ts'
import { firstStart } from './first-start.ts'
import { openAccounts, type Accounts } from './open.ts'

let folder: string
let ledger: Ledger
let accounts: Accounts
let clock = Date.parse('2026-03-01T10:00:00Z')

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'talkmeter-accounts-'))
  chmodSync(folder, 0o755)
  ledger = await openLedger({ place: { dataDir: folder } })
  accounts = openAccounts(ledger, () => clock)
})

afterAll(async () => {
  await accounts.close()
  await ledger.close()
  rmSync(folder, { recursive: true, force: true })
})

const nothingGiven = { adminEmail: undefined, adminPassword: undefined, token: undefined, zone: 'Europe/Berlin' }

test('the first start makes a company, an admin and a token, and later starts make nothing', async () => {
  const unseen = await firstStart(ledger, nothingGiven)
  const seen = await firstStart(ledger, nothingGiven)
  expect(seen).toMatchObject({
    email: 'admin@localhost',
    password: expect.stringMatching(/^([a-z2-9]{5}-){3}[a-z2-9]{5}$/),
    token: expect.stringMatching(/^tm_[\w-]{43}$/),
  })
  await seen?.shown()
  expect(
    await firstStart(ledger, { ...nothingGiven, adminEmail: 'eve@example.com', token: 'a'.repeat(40) }),
  ).toBeUndefined()
  expect(await accounts.company(1)).toEqual({
    number: 1,
    name: 'My company',
    zone: 'Europe/Berlin',
    language: 'en',
    currency: 'EUR',
  })
  // Secrets that nobody saw, because the first start was interrupted, are worth nothing.
  expect(await accounts.tokens.callerOf(unseen?.token ?? '')).toBeUndefined()
  expect(await accounts.tokens.callerOf(seen?.token ?? '')).toEqual({
    company: 1,
    scopes: ['ingest', 'read', 'billing', 'admin'],
    staff: false,
    user: undefined,
  })
  const session = await accounts.sessions.signIn(' Admin@LocalHost', seen?.password ?? '')
  expect(await accounts.sessions.callerOf(session.key)).toMatchObject({
    company: 1,
    user: { email: 'admin@localhost' },
  })
})

test('nothing in the ledger gives a secret away', async () => {
  const { token } = await accounts.tokens.create(1, 'Feed', ['ingest'])
  const rows = [
    ...(await ledger.db.selectFrom('tokens').selectAll().execute()),
    ...(await ledger.db.selectFrom('users').selectAll().execute()),
    ...(await ledger.db.selectFrom('sessions').selectAll().execute()),
  ]
  expect(JSON.stringify(rows)).not.toContain(token)
  expect(rows).toContainEqual(
    expect.objectContaining({ password_hash: expect.stringMatching(/^\$scrypt\$ln=15,r=8,p=3\$/) }),
  )
})

test('a revoked token is refused at once, and only its company can revoke it', async () => {
  const { id, token } = await accounts.tokens.create(1, 'Feed to revoke', ['ingest', 'read'])
  expect(await accounts.tokens.callerOf(token)).toMatchObject({ company: 1, scopes: ['ingest', 'read'] })
  await expect(accounts.tokens.revoke(2, id)).rejects.toMatchObject({ code: 'not-found' })
  await accounts.tokens.revoke(1, id)
  expect(await accounts.tokens.callerOf(token)).toBeUndefined()
  expect((await accounts.tokens.list(1)).map(({ name }) => name)).not.toContain('Feed to revoke')
  await expect(accounts.tokens.revoke(1, "1' OR 1=1")).rejects.toMatchObject({ code: 'not-found' })
})

test('a token is asked of the ledger once, not with every request', async () => {
  const { token } = await accounts.tokens.create(1, 'Busy feed', ['ingest'])
  await accounts.tokens.callerOf(token)
  const startedAt = performance.now()
  for (let index = 0; index < 10_000; index++) await accounts.tokens.callerOf(token)
  expect((performance.now() - startedAt) / 10_000).toBeLessThan(0.05)
})

test('wrong passwords, unknown people and endless passwords get the same answer', async () => {
  const wrong = { code: 'unauthenticated', message: 'The e-mail address or the password is wrong.' }
  await expect(accounts.sessions.signIn('admin@localhost', 'wrong')).rejects.toMatchObject(wrong)
  await expect(accounts.sessions.signIn('nobody@localhost', 'wrong')).rejects.toMatchObject(wrong)
  await expect(accounts.sessions.signIn('admin@localhost', 'x'.repeat(1_000_000))).rejects.toMatchObject(wrong)
})

test('a session ends at sign-out, and by itself after two weeks', async () => {
  await ledger.db.updateTable('installation').set({ value: 'begun' }).execute()
  const given = {
    adminEmail: 'Ann@example.com',
    adminPassword: 'correct horse',
    token: 'chosen-by-the-operator',
    zone: 'UTC',
  }
  const first = await firstStart(ledger, given)
  expect(first).toMatchObject({ email: 'ann@example.com', password: undefined, token: undefined })
  expect(await accounts.tokens.callerOf('chosen-by-the-operator')).toMatchObject({ company: 1, staff: true })
  const one = await accounts.sessions.signIn('ann@example.com', 'correct horse')
  const two = await accounts.sessions.signIn('ann@example.com', 'correct horse')
  await accounts.sessions.signOut(one.key)
  expect(await accounts.sessions.callerOf(one.key)).toBeUndefined()
  clock += 13 * 24 * 60 * 60 * 1000
  expect(await accounts.sessions.callerOf(two.key)).toMatchObject({ user: { name: 'Admin' } })
  clock += 2 * 24 * 60 * 60 * 1000
  expect(await accounts.sessions.callerOf(two.key)).toBeUndefined()
})
