import { once } from 'node:events'
import { lstatSync, readdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { Provider } from 'oidc-provider'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { finished, urlOf, workplace } from './serving.ts'
import type { Running, Workplace } from './serving.ts'

/**
 * A Talkmeter as a process of its own that logs all it can, used in every way in which a secret passes through it; then
 * its log is searched, and its data folder is looked at with the eyes of another user of the machine.
 */

const password = 'seven quiet otters'
const initialToken = 'tm_chosen-by-the-operator-0123456789'
const clientSecret = 'a-secret-of-32-characters-or-more'
/** Everything that may not stand in any line of the log. */
const secrets: Record<string, string> = { password, initialToken, clientSecret }

let place: Workplace
let serving: Running
let url: string
let provider: Server

beforeAll(async () => {
  place = workplace('secrets')
  provider = createServer().listen(0, '127.0.0.1')
  const port = createServer().listen(0, '127.0.0.1')
  await Promise.all([once(provider, 'listening'), once(port, 'listening')])
  const issuer = `http://127.0.0.1:${(provider.address() as AddressInfo).port}`
  const ours = (port.address() as AddressInfo).port
  port.close()
  const publicUrl = `http://127.0.0.1:${ours}`
  const oidc = new Provider(issuer, {
    clients: [
      {
        client_id: 'talkmeter',
        client_secret: clientSecret,
        redirect_uris: [`${publicUrl}/api/v1/session/oidc/callback`],
      },
    ],
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
    findAccount: (_context, id) => ({
      accountId: id,
      claims: () => ({ sub: id, email: 'admin@example.com', email_verified: true, name: 'Admin' }),
    }),
    cookies: { keys: ['of the test'] },
  })
  provider.on('request', oidc.callback())
  serving = place.talkmeter(['serve'], {
    TALKMETER_LOG_LEVEL: 'debug',
    TALKMETER_PORT: String(ours),
    TALKMETER_HOST: '127.0.0.1',
    TALKMETER_PUBLIC_URL: publicUrl,
    TALKMETER_INIT_ADMIN_EMAIL: 'admin@example.com',
    TALKMETER_INIT_ADMIN_PASSWORD: password,
    TALKMETER_INIT_TOKEN: initialToken,
    TALKMETER_OIDC_ISSUER: issuer,
    TALKMETER_OIDC_CLIENT_ID: 'talkmeter',
    TALKMETER_OIDC_CLIENT_SECRET: clientSecret,
    TALKMETER_REQUESTS_PER_MINUTE: '200',
  })
  url = await urlOf(serving)
})

afterAll(async () => {
  provider.close()
  await place.clear()
})

type Sent = { status: number; body: Record<string, string>; cookie: string; location: string | null }

async function send(method: string, address: string, headers: Record<string, string>, body?: unknown): Promise<Sent> {
  const response = await fetch(address.startsWith('http') ? address : `${url}/api/v1/${address}`, {
    method,
    redirect: 'manual',
    headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  const isJson = (response.headers.get('content-type') ?? '').includes('json')
  return {
    status: response.status,
    body: (isJson ? JSON.parse(text) : {}) as Record<string, string>,
    cookie: response.headers
      .getSetCookie()
      .map((line) => line.split(';')[0]!)
      .join('; '),
    location: response.headers.get('location'),
  }
}

/** Through the provider's own sign-in and consent; gives our cookie. */
async function signInWithProvider(): Promise<string> {
  const begun = await send('GET', 'session/oidc', {})
  secrets['pending'] = begun.cookie.split('=')[1]!
  let cookies = ''
  let address = begun.location!
  for (let step = 0; step < 12; step++) {
    const isForm = /\/interaction\/[\w-]+$/.test(address)
    const form = new URLSearchParams({ prompt: step < 3 ? 'login' : 'consent', login: 'admin', password: 'any' })
    const response = await fetch(address, {
      redirect: 'manual',
      headers: { cookie: cookies },
      ...(isForm ? { method: 'POST', body: form } : {}),
    })
    await response.arrayBuffer()
    const jar = new Map(cookies.split('; ').map((pair) => [pair.split('=')[0]!, pair]))
    for (const line of response.headers.getSetCookie()) jar.set(line.split('=')[0]!, line.split(';')[0]!)
    cookies = [...jar.values()].filter(Boolean).join('; ')
    address = new URL(response.headers.get('location') ?? '', address).href
    if (address.startsWith(url)) break
  }
  secrets['code'] = new URL(address).searchParams.get('code')!
  const finishedSignIn = await send('GET', address, { cookie: begun.cookie })
  // A second time it is worth nothing, and says so in the log.
  await send('GET', address, { cookie: begun.cookie })
  return finishedSignIn.cookie.split('; ').find((pair) => pair.startsWith('talkmeter_session'))!
}

test('no secret stands in any line of the log, nor in an address', { timeout: 120_000 }, async () => {
  const signedIn = await send('POST', 'session', {}, { email: 'admin@example.com', password })
  expect(signedIn.status).toBe(200)
  const cookie = signedIn.cookie
  secrets['session'] = cookie.split('=')[1]!
  secrets['wrong password'] = 'my password elsewhere'
  await send('POST', 'session', {}, { email: 'admin@example.com', password: secrets['wrong password'] })
  const made = await send('POST', 'tokens', { cookie }, { name: 'Feed', scopes: ['read', 'ingest'] })
  secrets['token'] = made.body['token']!
  const bearer = { authorization: `Bearer ${secrets['token']}` }
  expect((await send('GET', 'company', bearer)).status).toBe(200)
  await send('GET', 'tokens', bearer)
  secrets['unknown token'] = 'tm_unknown_unknown_unknown'
  await send('GET', 'company', { authorization: `Bearer ${secrets['unknown token']}` })
  const invited = await send('POST', 'invitations', { cookie }, { email: 'ann@example.com', role: 'owner' })
  secrets['invitation'] = invited.body['link']!.split('#')[1]!
  await send('POST', 'invitations/offer', {}, { secret: secrets['invitation'] })
  const asked = { secret: secrets['invitation'], name: 'Ann', password: 'nine loud badgers' }
  secrets['chosen password'] = asked.password
  expect((await send('POST', 'invitations/accept', {}, asked)).status).toBe(201)
  const enrolment = await send('POST', 'profile/second-factor', { cookie })
  secrets['seed'] = enrolment.body['secret']!
  await send('PUT', 'profile/second-factor', { cookie }, { code: '000000' })
  await send('PUT', 'profile/password', { cookie }, { currentPassword: password, password: 'short' })
  // What is not understood is told, and what was sent may be anywhere in it.
  await fetch(`${url}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: `{"password":"${password}"`,
  })
  await send('GET', `company?token=${secrets['token']}`, {})
  await send('GET', `%zz?token=${secrets['token']}`, {})
  const provided = await signInWithProvider()
  secrets['session by provider'] = provided.split('=')[1]!
  expect((await send('GET', 'session', { cookie: provided })).status).toBe(200)
  for (let time = 0; time < 250; time++) await send('GET', 'branding', {})
  const added = await finished(place.talkmeter(['user', 'add', 'rescued@example.com', '--company', '1']))
  secrets['rescued'] = /shown only now: (\S+)/.exec(added.output)![1]!
  await pause(200)

  const log = serving.output()
  expect(Object.values(secrets).every((secret) => secret.length >= 10)).toBe(true)
  const found = Object.entries(secrets).filter(
    ([, secret]) => log.includes(secret) || log.includes(encodeURIComponent(secret)),
  )
  expect(found.map(([name]) => name)).toEqual([])
  // The log does tell what happened: who was refused, from where, how often.
  const lines = log.split('\n').filter((line) => line.startsWith('{'))
  const refusals = lines
    .map((line) => JSON.parse(line) as Record<string, unknown>)
    .filter(({ msg }) => msg === 'Refused.')
  expect(refusals).toContainEqual(
    expect.objectContaining({
      code: 'unauthenticated',
      route: 'POST /api/v1/session',
      network: '127.0.0.1',
      repeated: 0,
    }),
  )
  expect(refusals).toContainEqual(
    expect.objectContaining({
      code: 'forbidden',
      route: 'GET /api/v1/tokens',
      caller: expect.stringMatching(/^token:\d+$/),
    }),
  )
  const tooMany = refusals.filter(({ code }) => code === 'too-many-requests')
  expect(tooMany).toHaveLength(1)
  expect(refusals.every(({ time }) => typeof time === 'number')).toBe(true)
})

test('no file of the data folder is for other users of the machine, nor a socket', () => {
  const data = join(place.folder, 'data')
  const open = walk(data).filter(({ mode }) => (mode & 0o077) !== 0)
  const isRoot = process.getuid?.() === 0
  // Of root's folder others may pass the door, for PostgreSQL runs as another user.
  expect(open.map(({ path, mode }) => [path, mode & 0o777])).toEqual(isRoot ? [[data, 0o711]] : [])
  const sockets = walk(join(data, 'ledger')).filter(({ isSocket }) => isSocket)
  expect(sockets.length).toBe(1)
  const log = readFileSync(join(data, 'ledger', 'server.log'), 'utf8')
  expect(Object.values(secrets).filter((secret) => log.includes(secret))).toEqual([])
})

type Entry = { path: string; mode: number; isSocket: boolean }

function walk(path: string): Entry[] {
  const status = lstatSync(path)
  const own = { path, mode: status.isSymbolicLink() ? 0 : status.mode, isSocket: status.isSocket() }
  if (!status.isDirectory()) return [own]
  return [own, ...readdirSync(path).flatMap((name) => walk(join(path, name)))]
}
