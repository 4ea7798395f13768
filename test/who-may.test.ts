import { afterAll, beforeAll, expect, test } from 'vitest'
import { commandLine } from '../src/accounts/actor.ts'
import { rescueUser } from '../src/accounts/administration.ts'
import { acceptInvitation, invite } from '../src/accounts/invitations.ts'
import { roles } from '../src/accounts/roles.ts'
import type { Role } from '../src/accounts/roles.ts'
import { scopes } from '../src/accounts/scopes.ts'
import type { Scope } from '../src/accounts/scopes.ts'
import { somewhere } from './accounts-scene.ts'
import { startApiServer } from './api-server.ts'
import type { ApiServer } from './api-server.ts'

/** Who may do what: every operation of the API's description, asked by every kind of caller. */

/** Sessions by role, a session of platform staff who are of no company, tokens by scope, and nobody. */
const callers = [...roles, 'staff', ...scopes.map((scope) => `token:${scope}` as const), 'nobody'] as const
type Caller = (typeof callers)[number]

/** The kinds of doors, and whom each lets in. */
const doors = {
  anybody: [...callers],
  person: ['owner', 'finance', 'analyst', 'operator', 'staff'],
  ingest: ['owner', 'token:ingest'],
  read: ['owner', 'finance', 'analyst', 'staff', 'token:read'],
  billing: ['owner', 'finance', 'staff', 'token:billing'],
  readOrBilling: ['owner', 'finance', 'analyst', 'staff', 'token:read', 'token:billing'],
  admin: ['owner', 'staff', 'token:admin'],
  // Nobody shows to others what they may not see.
  readAndAdmin: ['owner', 'staff'],
  staff: ['staff'],
} as const satisfies Record<string, readonly Caller[]>
type Door = keyof typeof doors

/** What each operation is behind, and what it answers to those who get in; the body that is sent is `{}`. */
const operations: Readonly<Record<string, readonly [door: Door, status: number]>> = {
  'POST /api/v1/events': ['ingest', 200],
  'GET /api/v1/refused-events': ['read', 200],
  'POST /api/v1/refused-events/{place}/replay': ['ingest', 400],
  'GET /api/v1/panels': ['read', 200],
  'GET /api/v1/panels/*': ['read', 200],
  'GET /api/v1/names': ['read', 200],
  'GET /api/v1/grafana/health': ['read', 200],
  'GET /api/v1/grafana/dashboards': ['read', 200],
  'GET /api/v1/grafana/files.zip': ['read', 200],
  'GET /api/v1/grafana/open/{id}': ['anybody', 404],
  'GET /api/v1/grafana/variables/{name}': ['read', 404],
  'GET /api/v1/grafana/panels/{id}': ['read', 404],
  'GET /api/v1/presence': ['read', 200],
  'GET /api/v1/messages/{message}': ['read', 404],
  'GET /api/v1/dialogues/{dialogue}': ['read', 404],
  'GET /api/v1/calls/{call}': ['read', 404],
  'GET /api/v1/panels/{id}/events': ['read', 404],
  'GET /api/v1/pages/*': ['read', 200],
  'GET /api/v1/verify': ['billing', 200],
  'GET /api/v1/charges/what-if': ['billing', 400],
  'GET /api/v1/company': ['read', 200],
  'PATCH /api/v1/company': ['admin', 200],
  'GET /api/v1/tokens': ['admin', 200],
  'POST /api/v1/tokens': ['admin', 400],
  'DELETE /api/v1/tokens/{id}': ['admin', 404],
  'GET /api/v1/people': ['admin', 200],
  'PATCH /api/v1/people/{id}': ['admin', 422],
  'DELETE /api/v1/people/{id}': ['admin', 404],
  'GET /api/v1/invitations': ['admin', 200],
  'POST /api/v1/invitations': ['admin', 422],
  'DELETE /api/v1/invitations/{id}': ['admin', 404],
  'GET /api/v1/balance': ['billing', 200],
  'GET /api/v1/charges': ['billing', 200],
  'GET /api/v1/charges/{id}': ['billing', 404],
  'GET /api/v1/charges/{id}/events': ['billing', 404],
  'GET /api/v1/charges/companies': ['billing', 200],
  'GET /api/v1/notices/low-balance': ['billing', 200],
  'PATCH /api/v1/notices/low-balance': ['billing', 200],
  'GET /api/v1/reports': ['readOrBilling', 200],
  'POST /api/v1/reports': ['readOrBilling', 422],
  'GET /api/v1/reports/types': ['readOrBilling', 200],
  'POST /api/v1/reports/preview': ['readOrBilling', 422],
  'GET /api/v1/reports/{id}': ['readOrBilling', 404],
  'DELETE /api/v1/reports/{id}': ['readOrBilling', 404],
  'POST /api/v1/reports/{id}/generate': ['readOrBilling', 404],
  'POST /api/v1/reports/{id}/cancel': ['readOrBilling', 404],
  'GET /api/v1/reports/{id}/file': ['readOrBilling', 404],
  'GET /api/v1/reports/schedules': ['readOrBilling', 200],
  'POST /api/v1/reports/schedules': ['readOrBilling', 422],
  'PATCH /api/v1/reports/schedules/{id}': ['readOrBilling', 404],
  'DELETE /api/v1/reports/schedules/{id}': ['readOrBilling', 404],
  'GET /api/v1/reports/webhook': ['admin', 200],
  'PUT /api/v1/reports/webhook': ['admin', 422],
  'GET /api/v1/staff/charges': ['staff', 200],
  'GET /api/v1/invoices': ['billing', 200],
  'POST /api/v1/invoices': ['billing', 422],
  'GET /api/v1/invoices/{number}': ['billing', 404],
  'GET /api/v1/invoices/{number}/file': ['billing', 404],
  'GET /api/v1/invoices/{number}/revisions': ['billing', 404],
  'POST /api/v1/invoices/{number}/revisions': ['staff', 404],
  'GET /api/v1/invoices/{number}/difference': ['billing', 404],
  'POST /api/v1/invoices/{number}/void': ['staff', 422],
  'GET /api/v1/invoice-drafts': ['billing', 200],
  'GET /api/v1/invoice-drafts/{month}/file': ['billing', 404],
  'GET /api/v1/staff/invoices': ['staff', 200],
  'GET /api/v1/invoice-proposals': ['staff', 200],
  'POST /api/v1/invoice-proposals/{id}/decide': ['staff', 422],
  'GET /api/v1/invoicing': ['staff', 200],
  'PATCH /api/v1/invoicing': ['staff', 200],
  'POST /api/v1/invoicing/close': ['staff', 200],
  'GET /api/v1/notices/webhook': ['admin', 200],
  'PATCH /api/v1/notices/webhook': ['admin', 200],
  'POST /api/v1/notices/webhook/test': ['admin', 409],
  'GET /api/v1/payments': ['staff', 200],
  'POST /api/v1/payments': ['staff', 400],
  'POST /api/v1/payments/{id}/take-back': ['staff', 422],
  'GET /api/v1/transactions': ['billing', 200],
  // Where no secret is set, there is none; else a signature lets in.
  'POST /api/v1/webhooks/payments': ['anybody', 404],
  'GET /api/v1/statements': ['staff', 200],
  'POST /api/v1/statements': ['staff', 422],
  'GET /api/v1/statements/{id}': ['staff', 404],
  'GET /api/v1/statement-lines': ['staff', 200],
  'POST /api/v1/statement-lines/{id}/decide': ['staff', 422],
  'GET /api/v1/views': ['read', 200],
  'POST /api/v1/views': ['read', 400],
  'PATCH /api/v1/views/{id}': ['read', 404],
  'DELETE /api/v1/views/{id}': ['read', 404],
  'GET /api/v1/share-links': ['read', 200],
  'POST /api/v1/share-links': ['readAndAdmin', 400],
  'DELETE /api/v1/share-links/{id}': ['read', 404],
  // The secret of a link lets in, and nothing else does.
  'GET /api/v1/shared': ['anybody', 401],
  'GET /api/v1/shared/page': ['anybody', 401],
  'GET /api/v1/shared/panels/{id}': ['anybody', 401],
  'GET /api/v1/shared/panels/{id}/lanes': ['anybody', 401],
  'GET /api/v1/audit': ['admin', 200],
  'GET /api/v1/audit/check': ['admin', 200],
  'POST /api/v1/privacy/find': ['admin', 422],
  'POST /api/v1/privacy/export': ['admin', 422],
  'GET /api/v1/privacy/erasures': ['admin', 200],
  'POST /api/v1/privacy/erasures': ['admin', 422],
  'GET /api/v1/tariffs': ['billing', 200],
  'GET /api/v1/tariffs/{tariff}': ['billing', 404],
  'POST /api/v1/tariffs/{tariff}/versions': ['billing', 404],
  'GET /api/v1/tariffs/{tariff}/versions/{version}': ['billing', 404],
  'DELETE /api/v1/tariffs/{tariff}/versions/{version}': ['billing', 404],
  'GET /api/v1/tariffs/{tariff}/versions/{version}/rates': ['billing', 404],
  'GET /api/v1/tariffs/{tariff}/versions/{version}/changes': ['billing', 400],
  'POST /api/v1/tariffs/{tariff}/import': ['billing', 415],
  'GET /api/v1/audit?of=platform': ['staff', 200],
  'GET /api/v1/companies': ['staff', 200],
  'POST /api/v1/companies': ['staff', 422],
  'GET /api/v1/platform': ['staff', 200],
  'PATCH /api/v1/platform': ['staff', 200],
  'GET /api/v1/session': ['person', 200],
  'PUT /api/v1/session': ['person', 400],
  'GET /api/v1/profile': ['person', 200],
  'PATCH /api/v1/profile': ['person', 200],
  'GET /api/v1/profile/sessions': ['person', 200],
  'DELETE /api/v1/profile/sessions': ['person', 204],
  'POST /api/v1/profile/second-factor': ['person', 200],
  'PUT /api/v1/profile/second-factor': ['person', 422],
  // These ask for the password once more, of whoever it is.
  'PUT /api/v1/profile/password': ['person', 403],
  'DELETE /api/v1/profile/second-factor': ['person', 403],
  'POST /api/v1/profile/recovery-codes': ['person', 403],
  'POST /api/v1/session': ['anybody', 400],
  'DELETE /api/v1/session': ['anybody', 204],
  'GET /api/v1/session/oidc': ['anybody', 404],
  'GET /api/v1/session/oidc/callback': ['anybody', 404],
  'GET /api/v1/setup': ['anybody', 200],
  'POST /api/v1/setup': ['anybody', 404],
  'POST /api/v1/invitations/offer': ['anybody', 400],
  'POST /api/v1/invitations/accept': ['anybody', 400],
  'GET /api/v1/branding': ['anybody', 200],
  'GET /api/v1/openapi.json': ['anybody', 200],
  'GET /api/docs': ['anybody', 200],
  'GET /api/docs.css': ['anybody', 200],
  'GET /health/live': ['anybody', 200],
  'GET /health/ready': ['anybody', 200],
  'GET /metrics': ['anybody', 200],
}

type Description = { paths: Record<string, Record<string, unknown>> }

let server: ApiServer
let company: number
const users = new Map<Caller, string>()
const tokens = new Map<Caller, string>()

beforeAll(async () => {
  server = await startApiServer()
  const { ledger } = server.accounts
  company = (await server.newCompany()).company
  for (const role of roles) users.set(role, await newPerson(role))
  await rescueUser(ledger, { email: 'staff@example.com', staff: true }, new Date())
  const staff = await ledger.asPlatform((db) =>
    db.selectFrom('users').select('id').where('email', '=', 'staff@example.com').executeTakeFirstOrThrow(),
  )
  users.set('staff', staff.id)
  for (const scope of scopes) tokens.set(`token:${scope}`, await newToken(scope))
})

afterAll(() => server.close())

async function newPerson(role: Role): Promise<string> {
  const { ledger } = server.accounts
  const asked = { email: `${role}@example.com`, role }
  const { secret } = await invite(ledger, commandLine, company, asked, undefined, new Date())
  const accepting = { secret, user: undefined, name: role, password: 'seven quiet otters' }
  return (await acceptInvitation(ledger, somewhere, accepting, new Date())).user
}

async function newToken(scope: Scope): Promise<string> {
  const asked = { name: scope, scopes: [scope], expiresAt: null }
  return (await server.accounts.tokens.create(company, commandLine, asked)).token
}

async function credentialsOf(caller: Caller): Promise<Record<string, string>> {
  const token = tokens.get(caller)
  if (token !== undefined) return { authorization: `Bearer ${token}` }
  const user = users.get(caller)
  if (user === undefined) return {}
  const { key } = await server.accounts.sessions.open(user, somewhere, 'test', company)
  return { cookie: `talkmeter_session=${key}` }
}

async function statusOf(method: string, path: string, caller: Caller): Promise<number> {
  const isEvents = path === '/api/v1/events'
  const hasBody = ['POST', 'PUT', 'PATCH'].includes(method)
  const response = await fetch(`${server.url}${path.replaceAll(/\{\w+\}/g, '999')}`, {
    method,
    headers: { ...(await credentialsOf(caller)), ...(hasBody ? { 'content-type': 'application/json' } : {}) },
    ...(hasBody ? { body: isEvents ? '[]' : '{}' } : {}),
    redirect: 'manual',
  })
  await response.arrayBuffer()
  return response.status
}

/** The row of an operation, by itself or with all those under the same path. */
function rowOf(operation: string): readonly [door: Door, status: number] | undefined {
  return operations[operation] ?? operations[operation.replace(/[^/]+$/, '*')]
}

async function described(): Promise<string[]> {
  const { paths } = (await server.get('/api/v1/openapi.json')).body as Description
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  )
}

test('each operation lets in those whom it is for, and nobody else', { timeout: 180_000 }, async () => {
  const all = [...(await described()), 'GET /api/v1/audit?of=platform']
  expect(all.filter((operation) => rowOf(operation) === undefined)).toEqual([])
  const wrong: string[] = []
  for (const operation of all) {
    const [door, status] = rowOf(operation)!
    const [method = '', path = ''] = operation.split(' ')
    const isForPeople = door === 'person'
    for (const caller of callers) {
      const isIn = (doors[door] as readonly Caller[]).includes(caller)
      const isKnown = caller !== 'nobody' && !(isForPeople && tokens.has(caller))
      const expected = isIn ? status : isKnown ? 403 : 401
      const found = await statusOf(method, path, caller)
      if (found !== expected) wrong.push(`${operation} as ${caller}: ${found}, not ${expected}`)
    }
  }
  expect(wrong).toEqual([])
})

test('the table names no operation that is not there', async () => {
  const all = await described()
  const unknown = Object.keys(operations).filter(
    (row) => !all.some((operation) => rowOf(operation) === operations[row]) && !row.includes('?'),
  )
  expect(unknown).toEqual([])
})

test('nobody gives a token more than they have, and no token is of staff', async () => {
  const asked = { name: 'More', scopes: ['admin', 'billing'] }
  const response = await fetch(`${server.url}/api/v1/tokens`, {
    method: 'POST',
    headers: { ...(await credentialsOf('token:admin')), 'content-type': 'application/json' },
    body: JSON.stringify({ ...asked, staff: true, company: 1 }),
  })
  expect(response.status).toBe(400)
  expect(await response.json()).toMatchObject({ fields: [{ field: 'scopes' }] })
  const allowed = await fetch(`${server.url}/api/v1/tokens`, {
    method: 'POST',
    headers: { ...(await credentialsOf('owner')), 'content-type': 'application/json' },
    body: JSON.stringify({ ...asked, staff: true, company: 1 }),
  })
  expect(allowed.status).toBe(201)
  const { token, createdBy } = (await allowed.json()) as { token: string; createdBy: string }
  expect(createdBy).toBe('owner@example.com')
  const headers = { authorization: `Bearer ${token}` }
  expect((await fetch(`${server.url}/api/v1/platform`, { headers })).status).toBe(403)
  const tokensOf = await fetch(`${server.url}/api/v1/tokens`, { headers })
  expect(JSON.stringify(await tokensOf.json())).toContain('"name":"More"')
})

test('a token stays when the person who made it is removed, and the list still says who that was', async () => {
  const maker = await newOwner('leaves@example.com')
  const headers = { cookie: maker.cookie, 'content-type': 'application/json' }
  const body = JSON.stringify({ name: 'Feed', scopes: ['read'] })
  const made = await fetch(`${server.url}/api/v1/tokens`, { method: 'POST', headers, body })
  const { token, id } = (await made.json()) as { token: string; id: string }
  const owner = await credentialsOf('owner')
  const removed = await fetch(`${server.url}/api/v1/people/${maker.user}`, { method: 'DELETE', headers: owner })
  expect(removed.status).toBe(204)
  const asked = await fetch(`${server.url}/api/v1/company`, { headers: { authorization: `Bearer ${token}` } })
  expect(asked.status).toBe(200)
  const list = (await (await fetch(`${server.url}/api/v1/tokens`, { headers: owner })).json()) as {
    tokens: { id: string; createdBy: string | null }[]
  }
  expect(list.tokens.find((one) => one.id === id)).toMatchObject({ createdBy: 'leaves@example.com' })
})

async function newOwner(email: string): Promise<{ user: string; cookie: string }> {
  const { ledger, sessions } = server.accounts
  const { secret } = await invite(ledger, commandLine, company, { email, role: 'owner' }, undefined, new Date())
  const accepting = { secret, user: undefined, name: 'Lee', password: 'seven quiet otters' }
  const { user } = await acceptInvitation(ledger, somewhere, accepting, new Date())
  const { key } = await sessions.open(user, somewhere, 'test', company)
  return { user, cookie: `talkmeter_session=${key}` }
}

test('a token invites nobody to more than it may do itself, and makes nobody so', async () => {
  const headers = { ...(await credentialsOf('token:admin')), 'content-type': 'application/json' }
  for (const [role, status] of [
    ['owner', 403],
    ['finance', 403],
    ['analyst', 403],
    ['operator', 201],
  ] as const) {
    const body = JSON.stringify({ email: `${role}-by-token@example.com`, role })
    const response = await fetch(`${server.url}/api/v1/invitations`, { method: 'POST', headers, body })
    expect(response.status, role).toBe(status)
  }
  const analyst = users.get('analyst')!
  const raised = await fetch(`${server.url}/api/v1/people/${analyst}`, {
    method: 'PATCH',
    headers,
    body: '{"role":"owner"}',
  })
  expect(raised.status).toBe(403)
  expect(await raised.json()).toMatchObject({ fields: [{ field: 'role' }] })
})

test('who is no owner any more has no token left that may manage the company', async () => {
  const owner = await credentialsOf('owner')
  for (const [email, method, body] of [
    ['falls@example.com', 'PATCH', '{"role":"analyst"}'],
    ['goes@example.com', 'DELETE', undefined],
  ] as const) {
    const maker = await newOwner(email)
    const tokensMade: string[] = []
    for (const scopeList of [['ingest', 'admin'], ['read']]) {
      const asked = JSON.stringify({ name: 'Made', scopes: scopeList })
      const made = await fetch(`${server.url}/api/v1/tokens`, {
        method: 'POST',
        headers: { cookie: maker.cookie, 'content-type': 'application/json' },
        body: asked,
      })
      tokensMade.push(((await made.json()) as { token: string }).token)
    }
    const people = (token: string) =>
      fetch(`${server.url}/api/v1/company`, { headers: { authorization: `Bearer ${token}` } })
    expect((await people(tokensMade[1]!)).status).toBe(200)
    const changed = await fetch(`${server.url}/api/v1/people/${maker.user}`, {
      method,
      headers: { ...owner, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body }),
    })
    expect(changed.status).toBe(204)
    expect((await people(tokensMade[0]!)).status).toBe(401)
    expect((await people(tokensMade[1]!)).status).toBe(200)
  }
})

test('what was sent of a refused event is for those who send and those who may erase', async () => {
  const sent = {
    specversion: '1.0',
    id: 'r',
    source: 's',
    type: 'message.status',
    subject: 'm',
    data: { channel: 'fax', to: '+4917655500' },
  }
  const ingest = { ...(await credentialsOf('token:ingest')), 'content-type': 'application/cloudevents+json' }
  await fetch(`${server.url}/api/v1/events`, { method: 'POST', headers: ingest, body: JSON.stringify(sent) })
  await server.path.folder.settled()
  for (const [caller, sees] of [
    ['owner', true],
    ['staff', true],
    ['analyst', false],
    ['token:read', false],
  ] as const) {
    const response = await fetch(`${server.url}/api/v1/refused-events`, { headers: await credentialsOf(caller) })
    const { refused } = (await response.json()) as { refused: { code: string; raw: string | null }[] }
    expect(refused[0]!.code, caller).toBe('unknown-value')
    expect(refused[0]!.raw?.includes('+4917655500') ?? false, caller).toBe(sees)
  }
})
