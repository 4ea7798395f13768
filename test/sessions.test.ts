import { afterAll, beforeAll, expect, test } from 'vitest'
import { commandLine } from '../src/accounts/actor.ts'
import { signOutUsers, switchUser } from '../src/accounts/administration.ts'
import { acceptInvitation, invite } from '../src/accounts/invitations.ts'
import { removeMember } from '../src/accounts/people.ts'
import type { Role } from '../src/accounts/roles.ts'
import { totp } from '../src/accounts/second-factor.ts'
import { checkCheaply, somewhere } from './accounts-scene.ts'
import { startApiServer } from './api-server.ts'
import type { ApiServer } from './api-server.ts'

/** Sessions as a browser has them: how they begin, change their key and end, and what of it is written down. */

let server: ApiServer
let clock = Date.now()
const minutes = 60_000
const password = 'seven quiet otters'

beforeAll(async () => {
  server = await startApiServer({ now: () => clock })
  await checkCheaply(server.accounts.ledger, server.admin.email, server.admin.password)
})

afterAll(() => server.close())

async function newPerson(email: string, role: Role = 'analyst'): Promise<string> {
  const { ledger } = server.accounts
  const { secret } = await invite(ledger, commandLine, 1, { email, role }, undefined, new Date(clock))
  const accepting = { secret, user: undefined, name: 'Pat', password }
  const { user } = await acceptInvitation(ledger, somewhere, accepting, new Date(clock))
  await checkCheaply(ledger, email, password)
  return user
}

/** A browser with one cookie. */
function newBrowser() {
  let cookie = ''
  async function send(method: string, address: string, body?: unknown) {
    const response = await fetch(`${server.url}/api/v1/${address}`, {
      method,
      headers: {
        ...(cookie === '' ? {} : { cookie }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    for (const line of response.headers.getSetCookie()) cookie = line.split(';')[0]!
    return { status: response.status, body: (text === '' ? undefined : JSON.parse(text)) as Record<string, unknown> }
  }
  return {
    send,
    signIn: (email: string, typed = password, code?: string) =>
      send('POST', 'session', { email, password: typed, ...(code === undefined ? {} : { code }) }),
    isIn: async () => (await send('GET', 'session')).status === 200,
    cookie: () => cookie,
    holds: (one: string) => void (cookie = one),
  }
}

async function signedIn(email: string, typed = password) {
  const browser = newBrowser()
  expect((await browser.signIn(email, typed)).status).toBe(200)
  return browser
}

async function actionsOf(text: string, of = ''): Promise<{ action: string; actor: string; after: unknown }[]> {
  const admin = await signedIn(server.admin.email, server.admin.password)
  const { body } = await admin.send('GET', `audit?q=${encodeURIComponent(text)}${of}`)
  return (body as { entries: { action: string; actor: string; after: unknown }[] }).entries
}

test('a cookie is worth nothing after signing out, and signing in again ends the session before it', async () => {
  await newPerson('out@example.com')
  const browser = await signedIn('out@example.com')
  const first = browser.cookie()
  await browser.signIn('out@example.com')
  const second = browser.cookie()
  expect(second).not.toBe(first)
  browser.holds(first)
  expect(await browser.isIn()).toBe(false)
  browser.holds(second)
  expect(await browser.isIn()).toBe(true)
  expect((await browser.send('DELETE', 'session')).status).toBe(204)
  browser.holds(second)
  expect(await browser.isIn()).toBe(false)
})

test('a key that somebody else chose is never taken', async () => {
  await newPerson('fixed@example.com')
  const browser = newBrowser()
  browser.holds('talkmeter_session=chosen-by-somebody-else')
  await browser.signIn('fixed@example.com')
  expect(browser.cookie()).toMatch(/^talkmeter_session=[\w-]{43}$/)
})

test('a new password needs the old one, gives the session a new key, and ends all others', async () => {
  await newPerson('changes@example.com')
  const [here, there] = [await signedIn('changes@example.com'), await signedIn('changes@example.com')]
  const before = here.cookie()
  const fresh = { password: 'nine loud badgers' }
  expect((await here.send('PUT', 'profile/password', fresh)).status).toBe(403)
  expect((await here.send('PUT', 'profile/password', { ...fresh, currentPassword: 'a guess' })).status).toBe(403)
  expect(here.cookie()).toBe(before)
  const weak = { password: 'Changes@example-1', currentPassword: password }
  expect((await here.send('PUT', 'profile/password', weak)).status).toBe(422)
  expect((await here.send('PUT', 'profile/password', { ...fresh, currentPassword: password })).status).toBe(204)
  expect(await here.isIn()).toBe(true)
  expect(await there.isIn()).toBe(false)
  const now = here.cookie()
  expect(now).not.toBe(before)
  here.holds(before)
  expect(await here.isIn()).toBe(false)
  expect((await newBrowser().signIn('changes@example.com')).status).toBe(401)
  expect((await newBrowser().signIn('changes@example.com', 'nine loud badgers')).status).toBe(200)
})

test('a second factor is begun by who has just signed in, later only with the password; removed with it always', async () => {
  const email = 'careful@example.com'
  const user = await newPerson(email)
  const browser = await signedIn(email)
  expect((await browser.send('POST', 'profile/second-factor')).status).toBe(200)
  clock += 11 * minutes
  const late = await browser.send('POST', 'profile/second-factor')
  expect([late.status, late.body['fields']]).toMatchObject([403, [{ field: 'currentPassword' }]])
  const begun = await browser.send('POST', 'profile/second-factor', { currentPassword: password })
  expect(begun.status).toBe(200)
  const elsewhere = await signedIn(email)
  const confirmed = await browser.send('PUT', 'profile/second-factor', { code: await codeOf(user) })
  expect([await elsewhere.isIn(), await browser.isIn()]).toEqual([false, true])
  const recoveryCodes = confirmed.body['recoveryCodes'] as string[]
  expect(recoveryCodes).toHaveLength(10)
  expect(recoveryCodes.every((code) => /^([a-z2-9]{5}-){4}[a-z2-9]{5}$/.test(code))).toBe(true)
  expect((await newBrowser().signIn(email)).body['code']).toBe('second-factor')
  expect((await newBrowser().signIn(email, password, recoveryCodes[0])).status).toBe(200)
  expect((await browser.send('POST', 'profile/recovery-codes', {})).status).toBe(403)
  const renewed = await browser.send('POST', 'profile/recovery-codes', { currentPassword: password })
  const newCodes = renewed.body['recoveryCodes'] as string[]
  expect(newCodes).toHaveLength(10)
  expect((await newBrowser().signIn(email, password, recoveryCodes[1])).status).toBe(401)
  expect((await newBrowser().signIn(email, password, newCodes[1])).status).toBe(200)
  expect((await browser.send('DELETE', 'profile/second-factor', {})).status).toBe(403)
  expect((await browser.send('DELETE', 'profile/second-factor', { currentPassword: password })).status).toBe(204)
  const none = await browser.send('POST', 'profile/recovery-codes', { currentPassword: password })
  expect([none.status, none.body['code']]).toEqual([409, 'conflict'])
  const how = (await actionsOf(email)).filter(({ action }) => action === 'session.opened')
  expect(how.map(({ after }) => after)).toContainEqual({ how: 'password and recovery code' })
})

async function codeOf(user: string): Promise<string> {
  const row = await server.accounts.ledger.asPlatform((db) =>
    db.selectFrom('users').select('totp_secret').where('id', '=', user).executeTakeFirstOrThrow(),
  )
  return totp(row.totp_secret!, Math.floor(clock / 30_000))
}

test('who has no password sets one only right after signing in', async () => {
  const user = await newPerson('sso@example.com')
  await server.accounts.ledger.asPlatform((db) =>
    db.updateTable('users').set({ password_hash: null }).where('id', '=', user).execute(),
  )
  const { key } = await server.accounts.sessions.open(user, somewhere, 'openid')
  const browser = newBrowser()
  browser.holds(`talkmeter_session=${key}`)
  clock += 11 * minutes
  expect((await browser.send('PUT', 'profile/password', { password: 'nine loud badgers' })).status).toBe(403)
  clock -= 11 * minutes
  expect((await browser.send('PUT', 'profile/password', { password: 'nine loud badgers' })).status).toBe(204)
})

test('a person has twenty sessions; one more takes the place of the one that was not used for longest', async () => {
  const user = await newPerson('many@example.com')
  const keys = []
  for (let at = 0; at < 22; at++) {
    clock += 1000
    keys.push((await server.accounts.sessions.open(user, somewhere, 'test')).key)
  }
  const alive = await Promise.all(keys.map((key) => server.accounts.sessions.callerOf(key)))
  expect(alive.map((caller) => caller !== undefined)).toEqual([false, false, ...Array<boolean>(20).fill(true)])
})

test('a role that is taken away, a person who is removed, switched off or signed out: open sessions know at once', async () => {
  const user = await newPerson('shrinks@example.com', 'owner')
  const browser = await signedIn('shrinks@example.com')
  const admin = await signedIn(server.admin.email, server.admin.password)
  expect((await browser.send('GET', 'tokens')).status).toBe(200)
  expect((await admin.send('PATCH', `people/${user}`, { role: 'analyst' })).status).toBe(204)
  expect((await browser.send('GET', 'tokens')).status).toBe(403)
  expect((await admin.send('DELETE', `people/${user}`)).status).toBe(204)
  expect(await browser.isIn()).toBe(false)

  const { ledger } = server.accounts
  await newPerson('off@example.com')
  const off = await signedIn('off@example.com')
  await switchUser(ledger, 'off@example.com', false, new Date(clock))
  // The command line is another process; a running server asks anew after five seconds.
  clock += 6000
  expect(await off.isIn()).toBe(false)
  await switchUser(ledger, 'off@example.com', true, new Date(clock))
  clock += 6000
  const again = await signedIn('off@example.com')
  expect(await signOutUsers(ledger, 'off@example.com', new Date(clock))).toBe(1)
  clock += 6000
  expect(await again.isIn()).toBe(false)
  expect(await admin.isIn()).toBe(true)
  await signOutUsers(ledger, undefined, new Date(clock))
  clock += 6000
  expect(await admin.isIn()).toBe(false)
  await expect(signOutUsers(ledger, 'nobody@example.com', new Date(clock))).rejects.toMatchObject({ code: 'not-found' })
})

test('every sign-in that fails is written down, without what was typed', async () => {
  const user = await newPerson('watched@example.com')
  await newBrowser().signIn('watched@example.com', 'my real password elsewhere')
  await newBrowser().signIn('typed-in-the-wrong-field', password)
  await switchUser(server.accounts.ledger, 'watched@example.com', false, new Date(clock))
  await newBrowser().signIn('watched@example.com')
  const own = (await actionsOf('session.refused')).filter(({ action }) => action === 'session.refused')
  expect(own.map(({ after }) => after)).toEqual(
    expect.arrayContaining([
      { how: 'password', why: 'wrong password' },
      { how: 'password', why: 'switched off' },
    ]),
  )
  expect(JSON.stringify(own)).toContain(`user:${user}`)
  const platform = await actionsOf('session.refused', '&of=platform')
  expect(platform[0]).toMatchObject({ actor: 'nobody', after: { how: 'password', why: 'unknown address' } })
  expect(JSON.stringify([own, platform])).not.toMatch(/my real password|wrong-field|otters/)
})

test('every act about accounts is in the audit log', async () => {
  const admin = await signedIn(server.admin.email, server.admin.password)
  await admin.send('PATCH', 'company', { city: 'Riga' })
  await admin.send('PATCH', 'platform', { brandName: 'Meter' })
  await admin.send('PATCH', 'profile', { name: 'Ada' })
  await admin.send('POST', 'companies', { name: 'Second', zone: 'UTC', currency: 'EUR', language: 'en', extra: 'x' })
  const token = await admin.send('POST', 'tokens', { name: 'Feed', scopes: ['read'] })
  await admin.send('DELETE', `tokens/${String(token.body['id'])}`)
  const invited = await admin.send('POST', 'invitations', { email: 'invited@example.com', role: 'finance' })
  await admin.send('DELETE', `invitations/${String(invited.body['id'])}`)
  await admin.send('PUT', 'session', { company: 2 })
  await admin.send('PUT', 'session', { company: 1 })
  await admin.send('DELETE', 'profile/sessions')
  await admin.send('DELETE', 'session')
  const entries = [
    ...(await actionsOf('')),
    ...(await actionsOf('', '&of=platform')),
    ...(await server.accounts.ledger.asPlatform((db) => db.selectFrom('audit').selectAll().execute())),
  ]
  const actions = new Set(entries.map(({ action }) => action))
  expect([...actions].toSorted()).toEqual([
    'company.changed',
    'company.created',
    'company.opened',
    'company.opened-by-staff',
    'installation.set-up',
    'invitation.accepted',
    'invitation.created',
    'invitation.revoked',
    'password.changed',
    'person.removed',
    'person.role-changed',
    'person.switched-off',
    'person.switched-on',
    'platform.changed',
    'profile.changed',
    'second-factor.added',
    'second-factor.codes-renewed',
    'second-factor.removed',
    'session.closed',
    'session.opened',
    'session.refused',
    'sessions.closed',
    'token.created',
    'token.revoked',
  ])
  expect(JSON.stringify(entries)).not.toMatch(/"extra"|scrypt|otters|badgers|tm_[\w-]{20}/)
})

/** A person who was removed from their only company, and the secret of the invitation by which they come back. */
async function removedAndInvited(email: string) {
  const { ledger } = server.accounts
  const user = await newPerson(email)
  await removeMember(ledger, commandLine, 1, user, new Date(clock))
  expect((await newBrowser().signIn(email)).status).toBe(403)
  const { secret } = await invite(ledger, commandLine, 1, { email, role: 'finance' }, undefined, new Date(clock))
  return { user, secret }
}

test('who was removed from their only company accepts a new invitation with the password they have', async () => {
  const email = 'back@example.com'
  const { user, secret } = await removedAndInvited(email)
  const browser = newBrowser()
  const accept = (typed: object) => browser.send('POST', 'invitations/accept', { secret, ...typed })
  expect(await accept({ name: 'Mallory' })).toMatchObject({ status: 400, body: { fields: [{ field: 'password' }] } })
  expect((await accept({ name: 'Mallory', password: 'nine loud hyenas' })).status).toBe(401)
  expect((await accept({ password: ['x'] })).status).toBe(400)
  expect(await browser.isIn()).toBe(false)
  expect(await accept({ name: 'Mallory', password })).toMatchObject({ status: 201, body: { company: 1 } })
  const { body } = await browser.send('GET', 'session')
  expect(body).toMatchObject({ user: { id: user, name: 'Pat', role: 'finance' }, company: { number: 1 } })
  expect((await newBrowser().signIn(email)).status).toBe(200)
  expect((await accept({ password })).status).toBe(404)
})

test('an invitation asks an account for its second factor, too, and takes no code twice', async () => {
  const email = 'back-by-code@example.com'
  const { user, secret } = await removedAndInvited(email)
  const seed = Buffer.alloc(20, 7)
  await server.accounts.ledger.asPlatform((db) =>
    db
      .updateTable('users')
      .set({ totp_secret: seed, totp_confirmed_at: new Date(clock) })
      .where('id', '=', user)
      .execute(),
  )
  const browser = newBrowser()
  const accept = (code?: string) => browser.send('POST', 'invitations/accept', { secret, password, code })
  const code = totp(seed, Math.floor(clock / 30_000))
  const needed = { status: 401, body: { code: 'second-factor' } }
  expect(await accept()).toMatchObject(needed)
  expect(await accept(code === '000000' ? '000001' : '000000')).toMatchObject(needed)
  expect(await browser.isIn()).toBe(false)
  expect((await accept(code)).status).toBe(201)
  expect(await browser.isIn()).toBe(true)
  expect(await newBrowser().signIn(email, password, code)).toMatchObject(needed)
})

test('who guesses a password by an invitation has to wait as one who guesses at the sign-in, and there as well', async () => {
  const email = 'back-later@example.com'
  const { secret } = await removedAndInvited(email)
  const accept = (typed: string) => newBrowser().send('POST', 'invitations/accept', { secret, password: typed })
  for (let tries = 0; tries < 6; tries++) expect((await accept(`wrong ${tries}`)).status).toBe(401)
  expect((await accept(password)).status).toBe(429)
  expect((await newBrowser().signIn(email)).status).toBe(429)
  clock += minutes
  expect((await accept(password)).status).toBe(201)
})
