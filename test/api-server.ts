import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { firstStart } from '../src/accounts/first-start.ts'
import { openAccounts } from '../src/accounts/open.ts'
import type { Accounts } from '../src/accounts/open.ts'
import type { Scope } from '../src/accounts/scopes.ts'
import { buildServer } from '../src/api/server.ts'
import { openEventPath } from '../src/event-path.ts'
import type { EventPath, EventPathOptions } from '../src/event-path.ts'
import type { Facts } from '../src/stores/events/facts.ts'
import { openFacts } from '../src/stores/events/open.ts'
import { openLedger } from '../src/stores/ledger/open.ts'

/** The whole house in the process of a test: the real engines in a folder of its own, the real server on a real port. */
export type ApiServer = {
  url: string
  port: number
  folder: string
  /** A token of the first company with every scope. */
  token: string
  /** Who may sign in. */
  admin: { email: string; password: string }
  accounts: Accounts
  facts: Facts
  path: EventPath
  tokenWith: (scopes: readonly Scope[]) => Promise<string>
  /** A token, with every scope, of a company of its own: what a test counts there is its own, too. */
  newCompany: () => Promise<{ company: number; token: string }>
  get: (address: string, token?: string) => Promise<Answered>
  close: () => Promise<void>
}

export type Answered = { status: number; headers: Headers; body: unknown }

export type ApiServerOptions = Partial<Omit<EventPathOptions, 'dataFolder' | 'facts'>>

const allScopes: readonly Scope[] = ['ingest', 'read', 'billing', 'admin']

export async function startApiServer({ now = Date.now, ...options }: ApiServerOptions = {}): Promise<ApiServer> {
  const folder = mkdtempSync(join(tmpdir(), 'talkmeter-api-'))
  // The embedded PostgreSQL of a test that runs as root is another user, who must reach its folder.
  chmodSync(folder, 0o755)
  const ledger = await openLedger({ place: { dataDir: folder } })
  const facts = await openFacts({ path: join(folder, 'facts') })
  const accounts = openAccounts(ledger, now)
  const first = await firstStart(ledger, {
    adminEmail: undefined,
    adminPassword: undefined,
    token: undefined,
    zone: 'UTC',
  })
  const path = await openEventPath({ dataFolder: folder, facts, now, ...options })
  const server = await buildServer({
    config: { publicUrl: undefined, logLevel: 'silent' },
    accounts,
    facts,
    intake: path.intake,
    waiting: () => path.folder.waiting().events,
    ready: async () => {},
    now,
  })
  await server.listen({ host: '127.0.0.1', port: 0 })
  const { port } = server.server.address() as { port: number }
  const url = `http://127.0.0.1:${port}`
  const token = first!.token!
  return {
    url,
    port,
    folder,
    token,
    admin: { email: first!.email, password: first!.password! },
    accounts,
    facts,
    path,
    tokenWith: async (scopes) => (await accounts.tokens.create(1, 'test', scopes)).token,
    async newCompany() {
      const { number } = await ledger.db
        .insertInto('companies')
        .values({ name: 'Another company', zone: 'UTC', language: 'en', currency: 'EUR' })
        .returning('number')
        .executeTakeFirstOrThrow()
      return { company: number, token: (await accounts.tokens.create(number, 'test', allScopes)).token }
    },
    get: async (address, as = token) =>
      answered(await fetch(`${url}${address}`, { headers: { authorization: `Bearer ${as}` } })),
    async close() {
      server.server.closeAllConnections()
      await server.close()
      await path.close()
      await accounts.close()
      await facts.close()
      await ledger.close()
      rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 })
    },
  }
}

/** The status, headers and JSON of a response. */
export async function answered(response: Response): Promise<Answered> {
  const text = await response.text()
  const isJson = (response.headers.get('content-type') ?? '').includes('json')
  return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text }
}
