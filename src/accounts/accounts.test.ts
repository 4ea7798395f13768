import { afterAll, beforeAll, expect, test } from 'vitest'
import { openAccountsScene } from '../../test/accounts-scene.ts'
import type { AccountsScene } from '../../test/accounts-scene.ts'
import { commandLine } from './actor.ts'
import { firstStart } from './first-start.ts'
import type { FirstStartOptions } from './first-start.ts'
import type { Scope } from './scopes.ts'

let scene: AccountsScene

beforeAll(async () => {
  scene = await openAccountsScene()
})

afterAll(() => scene.close())

const nothingGiven = { adminEmail: undefined, adminPassword: undefined, token: undefined, zone: 'Europe/Berlin' }
const start = (options: FirstStartOptions) => firstStart(scene.ledger, options, new Date(scene.now()))
const newToken = (company: number, name: string, scopes: readonly Scope[], expiresAt: Date | null = null) =>
  scene.accounts.tokens.create(company, commandLine, { name, scopes, expiresAt })
const signIn = (email: string, password: string, address = '192.0.2.1') =>
  scene.accounts.sessions.signIn({ email, password }, { address, userAgent: 'test' })

test('the first start makes a company, an admin and a token, and later starts make nothing', async () => {
  const { accounts } = scene
  const unseen = await start(nothingGiven)
  const seen = await start(nothingGiven)
  expect(seen).toMatchObject({
    email: 'admin@localhost',
    password: expect.stringMatching(/^([a-z2-9]{5}-){3}[a-z2-9]{5}$/),
    token: expect.stringMatching(/^tm_[\w-]{43}$/),
  })
  await seen?.shown()
  expect(await start({ ...nothingGiven, adminEmail: 'eve@example.com', token: 'a'.repeat(40) })).toBeUndefined()
  expect(await accounts.company(1)).toMatchObject({
    number: 1,
    name: 'My company',
    zone: 'Europe/Berlin',
    language: 'en',
    currency: 'EUR',
  })
  // Secrets that nobody saw, because the first start was interrupted, are worth nothing.
  expect(await accounts.tokens.callerOf(unseen?.token ?? '')).toBeUndefined()
  await expect(signIn('admin@localhost', unseen?.password ?? '')).rejects.toMatchObject({ code: 'unauthenticated' })
  expect(await accounts.tokens.callerOf(seen?.token ?? '')).toMatchObject({
    company: 1,
    scopes: ['ingest', 'read', 'billing', 'admin'],
    staff: false,
    user: undefined,
  })
  const session = await signIn(' Admin@LocalHost', seen?.password ?? '')
  expect(await accounts.sessions.callerOf(session.key)).toMatchObject({
    company: 1,
    staff: true,
    user: { email: 'admin@localhost', role: 'owner' },
  })
})

test('a first start that was interrupted takes back what it made, and nothing else', async () => {
  const { accounts, ledger, newPerson } = scene
  await newPerson('rescued@example.com', 1, 'owner')
  await ledger.asPlatform((db) => db.updateTable('installation').set({ value: 'begun' }).execute())
  const given = { adminEmail: 'Ann@example.com', adminPassword: 'correct horse', token: 'chosen-by-the-operator' }
  expect(await start({ ...given, zone: 'UTC' })).toMatchObject({
    email: 'ann@example.com',
    password: undefined,
    token: undefined,
  })
  expect(await accounts.tokens.callerOf('chosen-by-the-operator')).toMatchObject({ company: 1, staff: true })
  await start(nothingGiven)
  scene.pass(60_000)
  expect(await accounts.tokens.callerOf('chosen-by-the-operator')).toBeUndefined()
  await expect(signIn('ann@example.com', 'correct horse')).rejects.toMatchObject({ code: 'unauthenticated' })
  expect((await signIn('rescued@example.com', 'the secret words of rescued@example.com')).caller.company).toBe(1)
})

test('nothing in the ledger gives a secret away', async () => {
  const { token } = await newToken(1, 'Feed', ['ingest'])
  const rows = await scene.ledger.asPlatform(async (db) => [
    ...(await db.selectFrom('tokens').selectAll().execute()),
    ...(await db.selectFrom('users').selectAll().execute()),
    ...(await db.selectFrom('sessions').selectAll().execute()),
    ...(await db.selectFrom('audit').selectAll().execute()),
  ])
  expect(JSON.stringify(rows)).not.toContain(token)
  expect(rows).toContainEqual(
    expect.objectContaining({ password_hash: expect.stringMatching(/^\$scrypt\$ln=15,r=8,p=3\$/) }),
  )
})

test('a revoked token is refused at once, and only its company can revoke it', async () => {
  const { tokens } = scene.accounts
  const other = await scene.newCompany('Other')
  const { id, token } = await newToken(1, 'Feed to revoke', ['ingest', 'read'])
  expect(await tokens.callerOf(token)).toMatchObject({ company: 1, scopes: ['ingest', 'read'] })
  await expect(tokens.revoke(other, commandLine, id)).rejects.toMatchObject({ code: 'not-found' })
  await tokens.revoke(1, commandLine, id)
  expect(await tokens.callerOf(token)).toBeUndefined()
  expect((await tokens.list(1)).map(({ name }) => name)).not.toContain('Feed to revoke')
  await expect(tokens.revoke(1, commandLine, "1' OR 1=1")).rejects.toMatchObject({ code: 'not-found' })
})

test('a token is over at its minute, remembered or not', async () => {
  const { token } = await newToken(1, 'For an hour', ['read'], new Date(scene.now() + 3_600_000))
  scene.pass(3_599_000)
  expect(await scene.accounts.tokens.callerOf(token)).toMatchObject({ company: 1 })
  scene.pass(1000)
  expect(await scene.accounts.tokens.callerOf(token)).toBeUndefined()
})

test('a token is asked of the ledger once, not with every request', async () => {
  const { tokens } = scene.accounts
  const { token } = await newToken(1, 'Busy feed', ['ingest'])
  await tokens.callerOf(token)
  const startedAt = performance.now()
  for (let index = 0; index < 10_000; index++) await tokens.callerOf(token)
  expect((performance.now() - startedAt) / 10_000).toBeLessThan(0.05)
})
