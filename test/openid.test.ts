import { createServer } from 'node:http'
import type { Server } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { Provider } from 'oidc-provider'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { commandLine } from '../src/accounts/actor.ts'
import { invite } from '../src/accounts/invitations.ts'
import { listMembers, removeMember } from '../src/accounts/people.ts'
import { openOpenId, openIdOf } from '../src/accounts/openid.ts'
import { buildServer } from '../src/api/server.ts'
import { startApiServer } from './api-server.ts'
import type { ApiServer } from './api-server.ts'

/** Signing in through a real OpenID provider, as a browser does: redirects, cookies, forms. */

let provider: Server
let server: ApiServer
let client: { issuer: string; clientId: string; clientSecret: string; name: string }

const people: Record<string, { email: string; email_verified: boolean; name: string }> = {
  admin: { email: 'Admin@localhost', email_verified: true, name: 'The admin' },
  invited: { email: 'invited@example.com', email_verified: true, name: 'Ivy \u202einvited' },
  stranger: { email: 'stranger@example.com', email_verified: true, name: 'Stranger' },
  unverified: { email: 'admin@localhost', email_verified: false, name: 'Mallory' },
}

beforeAll(async () => {
  provider = createServer().listen(0, '127.0.0.1')
  const gateway = createServer().listen(0, '127.0.0.1')
  await Promise.all([once(provider, 'listening'), once(gateway, 'listening')])
  const issuer = `http://127.0.0.1:${(provider.address() as AddressInfo).port}`
  const publicUrl = `http://127.0.0.1:${(gateway.address() as AddressInfo).port}`
  const known = { client_id: 'talkmeter', client_secret: 'a-secret-of-32-characters-or-more' }
  const redirectUri = `${publicUrl}/api/v1/session/oidc/callback`
  const oidc = new Provider(issuer, {
    clients: [{ ...known, redirect_uris: [redirectUri] }],
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
    findAccount: (_context, id) => ({ accountId: id, claims: () => ({ sub: id, ...people[id]! }) }),
    cookies: { keys: ['of the test'] },
  })
  provider.on('request', oidc.callback())
  client = { issuer, clientId: known.client_id, clientSecret: known.client_secret, name: 'Acme' }
  server = await startApiServer({
    config: { publicUrl },
    openId: openOpenId({ ...client, redirectUri }),
  })
  gateway.close()
  // The test's server listens elsewhere than the address that people would use.
  home = { from: publicUrl, to: server.url }
})

afterAll(async () => {
  await server.close()
  provider.close()
})

let home: { from: string; to: string }

/** A browser without a screen: one jar of cookies for each host. */
function newBrowser() {
  const jars = new Map<string, Map<string, string>>()
  async function visit(address: string, form?: Record<string, string>): Promise<{ url: URL; page: string }> {
    const url = new URL(address.replace(home.from, home.to))
    const jar = jars.get(url.host) ?? new Map<string, string>()
    jars.set(url.host, jar)
    const response = await fetch(url, {
      redirect: 'manual',
      method: form === undefined ? 'GET' : 'POST',
      headers: { cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; ') },
      ...(form === undefined ? {} : { body: new URLSearchParams(form) }),
    })
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      if (value === '') jar.delete(name)
      else jar.set(name, value)
    }
    const next = response.headers.get('location')
    if (next === null || response.status < 300) return { url, page: await response.text() }
    const target = new URL(next, url)
    return isPage(target) ? { url: target, page: '' } : visit(target.href)
  }
  return { visit, cookie: (name: string) => jars.get(new URL(home.to).host)?.get(name) }
}

/** A page of ours, which the browser would show. */
function isPage({ href, pathname }: URL): boolean {
  return [home.from, home.to].some((ours) => href.startsWith(ours)) && !pathname.startsWith('/api/')
}

/** Through the provider's own sign-in and consent. */
async function signIn(person: string, back = '/notifications?channel=sms') {
  const browser = newBrowser()
  let { url, page } = await browser.visit(`${home.from}/api/v1/session/oidc?back=${encodeURIComponent(back)}`)
  for (const prompt of ['login', 'consent']) {
    if (isPage(url)) break
    const action = /action="([^"]+)"/.exec(page)?.[1] ?? url.href
    ;({ url, page } = await browser.visit(new URL(action, url).href, { prompt, login: person, password: 'any' }))
  }
  return { browser, at: `${url.pathname}${url.search}` }
}

async function whoIs(key: string | undefined) {
  const answer = await fetch(`${home.to}/api/v1/session`, { headers: { cookie: `talkmeter_session=${key}` } })
  return { status: answer.status, body: (await answer.json()) as { user?: { email: string; name: string } } }
}

test('a person with an account signs in, comes back to the page they wanted, and is known the next time', async () => {
  for (const time of [1, 2]) {
    const { browser, at } = await signIn('admin')
    expect(at, String(time)).toBe('/notifications?channel=sms')
    expect((await whoIs(browser.cookie('talkmeter_session'))).body.user?.email).toBe('admin@localhost')
    expect(browser.cookie('talkmeter_openid')).toBeUndefined()
  }
  const identities = await server.accounts.ledger.asPlatform((db) => db.selectFrom('identities').selectAll().execute())
  expect(identities).toMatchObject([{ subject: 'admin' }])
})

test('nobody gets in who has no account and no invitation; an open invitation is accepted so', async () => {
  expect((await signIn('stranger')).at).toBe('/sign-in?error=no-account')
  expect((await signIn('invited')).at).toBe('/sign-in?error=no-account')
  const asked = { email: 'invited@example.com', role: 'analyst' }
  await invite(server.accounts.ledger, commandLine, 1, asked, undefined, new Date())
  const { browser, at } = await signIn('invited', '/profile')
  expect(at).toBe('/profile')
  expect((await whoIs(browser.cookie('talkmeter_session'))).body).toMatchObject({
    user: { email: 'invited@example.com', name: 'invited', role: 'analyst' },
  })
})

test('who was removed from their only company gets in again by an invitation, and not without one', async () => {
  const { ledger } = server.accounts
  const { id } = (await listMembers(ledger, 1)).find(({ email }) => email === 'invited@example.com')!
  await removeMember(ledger, commandLine, 1, id, new Date())
  expect((await signIn('invited')).at).toBe('/sign-in?error=refused')
  await invite(ledger, commandLine, 1, { email: 'invited@example.com', role: 'finance' }, undefined, new Date())
  const { browser, at } = await signIn('invited', '/join')
  expect(at, 'the invitation is accepted already').toBe('/')
  expect((await whoIs(browser.cookie('talkmeter_session'))).body).toMatchObject({ user: { id, role: 'finance' } })
  expect((await signIn('invited', '/join')).at).toBe('/join')
})

test('with an https address the cookie of a sign-in under way is bound to this host as well', async () => {
  const { accounts, facts, path, privacy, charging, invoicing, notices, reports } = server
  const door = await buildServer({
    config: {
      publicUrl: 'https://meter.example',
      logLevel: 'silent',
      trustedProxies: undefined,
      requestsPerMinuteMax: 100,
    },
    openId: openOpenId({ ...client, redirectUri: 'https://meter.example/api/v1/session/oidc/callback' }),
    accounts,
    facts,
    log: path.log,
    intake: path.intake,
    privacy,
    charging,
    invoicing,
    notices,
    reports,
    waiting: () => 0,
    reading: (work) => work(),
    ready: async () => {},
    isCounting: () => true,
    now: Date.now,
  })
  const { headers } = await door.inject({ url: '/api/v1/session/oidc' })
  const parts = String(headers['set-cookie']).split('; ')
  expect(parts[0]).toMatch(/^__Host-talkmeter_openid=/)
  expect(parts).toEqual(expect.arrayContaining(['Path=/', 'HttpOnly', 'Secure', 'SameSite=Lax', 'Max-Age=600']))
  await door.close()
})

test('a page of another site does not sign anybody in: the person is asked first', async () => {
  for (const site of ['cross-site', 'same-site']) {
    const begun = await fetch(`${home.to}/api/v1/session/oidc?back=/profile`, {
      redirect: 'manual',
      headers: { 'sec-fetch-site': site },
    })
    expect(begun.headers.get('location')).toBe('/sign-in?back=%2Fprofile')
    expect(begun.headers.getSetCookie()).toEqual([])
  }
})

test('who does not get in through the provider is written down', async () => {
  await signIn('stranger')
  const { body } = await server.get('/api/v1/audit?q=session.refused')
  const entries = await server.accounts.ledger.asPlatform((db) =>
    db.selectFrom('audit').select('after').where('action', '=', 'session.refused').execute(),
  )
  expect(entries.map(({ after }) => after)).toContainEqual({ how: 'openid', why: 'no-account' })
  expect(JSON.stringify([body, entries])).not.toContain('stranger@example.com')
})

test('signing in again through the provider ends the session before it', async () => {
  const { browser } = await signIn('admin')
  const before = browser.cookie('talkmeter_session')
  await browser.visit(`${home.from}/api/v1/session/oidc`)
  expect(browser.cookie('talkmeter_session')).not.toBe(before)
  expect((await whoIs(before)).status).toBe(401)
})

test('an address that the provider does not vouch for is worth nothing', async () => {
  expect((await signIn('unverified')).at).toBe('/sign-in?error=refused')
})

test('an answer for another browser, another state, or of no provider is refused', async () => {
  const { visit, cookie } = newBrowser()
  const callback = `${home.from}/api/v1/session/oidc/callback`
  expect((await visit(`${callback}?code=stolen&state=guessed`)).url.search).toBe('?error=refused')
  await visit(`${home.from}/api/v1/session/oidc`)
  expect(cookie('talkmeter_openid')).toBeDefined()
  expect((await visit(`${callback}?code=stolen&state=guessed`)).url.search).toBe('?error=failed')
  await visit(`${home.from}/api/v1/session/oidc`)
  expect((await visit(`${callback}?error=access_denied`)).url.search).toBe('?error=refused')
  expect(cookie('talkmeter_session')).toBeUndefined()
})

test.each(['https://evil.example', '//evil.example/x', '/\\\\evil.example', '/\t/evil.example', 'javascript:alert(1)'])(
  'after signing in nobody is sent to %s',
  async (back) => {
    expect((await signIn('admin', back)).at).toBe('/')
  },
)

test('the sign-in page knows the provider; settings that are not whole are named', async () => {
  expect((await server.get('/api/v1/branding')).body).toMatchObject({ openIdName: 'Acme' })
  const none = {
    publicUrl: undefined,
    openIdIssuer: undefined,
    openIdClientId: undefined,
    openIdClientSecret: undefined,
  }
  expect(openIdOf({ ...none, openIdName: 'x' })).toBeUndefined()
  expect(() => openIdOf({ ...none, openIdIssuer: 'https://id.example', openIdName: 'x' })).toThrow(
    'TALKMETER_OIDC_CLIENT_ID and TALKMETER_OIDC_CLIENT_SECRET and TALKMETER_PUBLIC_URL',
  )
})
