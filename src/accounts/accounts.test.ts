import { afterAll, beforeAll, expect, test } from 'vitest'
import { openAccountsScene } from '../../test/accounts-scene.ts'
import type { AccountsScene } from '../../test/accounts-scene.ts'
import { commandLine } from './actor.ts'
import type { Scope } from './scopes.ts'

let scene: AccountsScene

beforeAll(async () => {
  scene = await openAccountsScene()
  await scene.newPerson('first@example.com', await scene.newCompany('First'), 'owner')
})

afterAll(() => scene.close())

const newToken = (company: number, name: string, scopes: readonly Scope[], expiresAt: Date | null = null) =>
  scene.accounts.tokens.create(company, commandLine, { name, scopes, expiresAt })

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
    expect.objectContaining({ password_hash: expect.stringMatching(/^\$scrypt\$ln=\d+,r=8,p=\d+\$/) }),
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
