import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildServer } from '../src/api/server.ts'
import { panels } from '../src/panels/pages.ts'
import { answered, startApiServer } from './api-server.ts'
import type { Answered, ApiServer } from './api-server.ts'
import { cloudEvent } from './model.ts'
import { openapiFaults } from './openapi-document.ts'
import { openapiJudge } from './openapi-judge.ts'
import type { Description, Judge } from './openapi-judge.ts'

let server: ApiServer
let description: Description
let judge: Judge

beforeAll(async () => {
  server = await startApiServer()
  description = (await server.get('/api/v1/openapi.json')).body as Description
  judge = openapiJudge(description)
})

afterAll(async () => {
  await server.close()
})

/** Sends a request and expects an answer of the described form, whatever it is. */
async function send(method: string, address: string, body?: unknown, token = server.token): Promise<Answered> {
  const response = await fetch(`${server.url}${address}`, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const answer = await answered(response)
  const type = answer.headers.get('content-type') ?? ''
  expect(judge.faults(method, address.split('?')[0]!, answer.status, type, answer.body), address).toEqual([])
  return answer
}

test('the description of the API is OpenAPI 3.1, holds together, and can be read by people', async () => {
  expect(openapiFaults(description as unknown as Record<string, unknown>)).toEqual([])
  const { body } = await server.get('/api/docs')
  for (const path of Object.keys(description.paths)) expect(body).toContain(`${path}</code>`)
})

test('every route of the server is described, and every described one is there', async () => {
  const { accounts, facts, path, privacy, charging, invoicing, notices, reports } = server
  const config = {
    publicUrl: undefined,
    logLevel: 'silent',
    trustedProxies: undefined,
    requestsPerMinuteMax: 1000,
  } as const
  const { intake, log } = path
  const rooms = {
    config,
    accounts,
    facts,
    log,
    intake,
    privacy,
    charging,
    invoicing,
    notices,
    reports,
    waiting: () => 0,
    reading: <Result>(work: () => Promise<Result>) => work(),
    ready: async () => {},
    isCounting: () => true,
    now: Date.now,
  }
  const built = await buildServer(rooms)
  await built.ready()
  const routes = routesOf(built.printRoutes({ commonPrefix: false })).filter(([, url]) =>
    /^\/(api|health|metrics)/.test(url),
  )
  expect(routes.length).toBeGreaterThan(15)
  const described = Object.entries(description.paths).flatMap(([template, operations]) =>
    Object.keys(operations).map((method) => ({ method: method.toUpperCase(), template })),
  )
  for (const { method, template } of described) {
    const url = template.replaceAll(/\{\w+\}/g, 'x')
    expect(
      routes.some((route) => route[0] === method && fits(route[1], url)),
      `${method} ${template}`,
    ).toBe(true)
  }
  for (const [method, url] of routes) {
    if (method === 'HEAD') continue
    const known = described.some((one) => one.method === method && fits(url, one.template.replaceAll(/\{\w+\}/g, 'x')))
    // What is not described may be there to say that it is not.
    if (!known) expect((await built.inject({ method: method as 'GET', url })).statusCode, `${method} ${url}`).toBe(405)
  }
  await built.close()
})

/** The routes of fastify's drawing of them: `├── /api/v1/panels (GET, HEAD)`, and what is under it further in. */
function routesOf(drawing: string): [method: string, url: string][] {
  const prefixes: string[] = []
  return drawing.split('\n').flatMap((line): [string, string][] => {
    const [, indent, part, methods] = /^([│├└─ ]*)(\S+)(?: \(([A-Z, ]+)\))?$/.exec(line) ?? []
    if (part === undefined) return []
    const depth = indent!.length / 4
    const url = `${depth > 1 ? prefixes[depth - 1] : ''}${part}`
    prefixes[depth] = url
    return (methods ?? '')
      .split(', ')
      .filter(Boolean)
      .map((method) => [method, url])
  })
}

function fits(route: string, url: string): boolean {
  return new RegExp(`^${route.replaceAll('.', String.raw`\.`).replaceAll(/:\w+/g, '[^/]+')}$`).test(url)
}

test('what is there for accounts and for operation answers as described', async () => {
  for (const address of [
    '/health/live',
    '/health/ready',
    '/metrics',
    '/api/docs',
    '/api/docs.css',
    '/api/v1/openapi.json',
  ]) {
    expect((await send('GET', address)).status, address).toBe(200)
  }
  expect((await send('GET', '/api/v1/company')).status).toBe(200)
  expect((await send('GET', '/api/v1/panels')).status).toBe(200)
  expect((await send('GET', '/api/v1/session')).status).toBe(401)
  expect((await send('POST', '/api/v1/session', { email: 'nobody@example.com', password: 'x' })).status).toBe(401)
  expect((await send('POST', '/api/v1/session', server.admin)).body).toMatchObject({ user: { role: 'owner' } })
  expect((await send('DELETE', '/api/v1/session')).status).toBe(204)
  const created = await send('POST', '/api/v1/tokens', { name: 'Feed', scopes: ['ingest', 'read'] })
  expect(created.status).toBe(201)
  const { id, token } = created.body as { id: string; token: string }
  expect((await send('GET', '/api/v1/company', undefined, token)).status).toBe(200)
  expect((await send('GET', '/api/v1/tokens', undefined, token)).status).toBe(403)
  expect(JSON.stringify((await send('GET', '/api/v1/tokens')).body)).not.toContain(token)
  expect((await send('DELETE', `/api/v1/tokens/${id}`)).status).toBe(204)
  expect((await send('DELETE', `/api/v1/tokens/${id}`)).status).toBe(404)
  expect((await send('POST', '/api/v1/tokens', { name: '', scopes: [] })).status).toBe(400)
})

/** Sends as the person whose cookie it is, and expects an answer of the described form. */
async function sendAs(cookie: string, method: string, address: string, body?: unknown): Promise<Answered> {
  const headers = { cookie, ...(body === undefined ? {} : { 'content-type': 'application/json' }) }
  const sentBody = body === undefined ? {} : { body: JSON.stringify(body) }
  const answer = await answered(await fetch(`${server.url}${address}`, { method, headers, ...sentBody }))
  const type = answer.headers.get('content-type') ?? ''
  expect(judge.faults(method, address.split('?')[0]!, answer.status, type, answer.body), address).toEqual([])
  return answer
}

const cookieOf = ({ headers }: Answered) => headers.getSetCookie()[0]!.split(';')[0]!

test('a person runs a company by the API: details, people, an invitation, the audit log', async () => {
  const cookie = cookieOf(await sendAs('', 'POST', '/api/v1/session', server.admin))
  const session = await sendAs(cookie, 'GET', '/api/v1/session')
  expect(session.body).toMatchObject({ staff: true, companies: [{ number: 1, role: 'owner' }] })
  const { version } = (await sendAs(cookie, 'GET', '/api/v1/company')).body as { version: number }
  const changed = await sendAs(cookie, 'PATCH', '/api/v1/company', { legalName: 'Acme GmbH', version })
  expect(changed.body).toMatchObject({ legalName: 'Acme GmbH', missingForInvoices: expect.arrayContaining(['taxId']) })
  expect((await sendAs(cookie, 'PATCH', '/api/v1/company', { city: 'Berlin', version })).status).toBe(409)
  expect((await sendAs(cookie, 'PATCH', '/api/v1/company', { parent: 1 })).status).toBe(422)

  const invited = await sendAs(cookie, 'POST', '/api/v1/invitations', { email: 'bob@example.com', role: 'analyst' })
  expect(invited.status).toBe(201)
  const secret = (invited.body as { link: string }).link.split('#')[1]
  expect(JSON.stringify((await sendAs(cookie, 'GET', '/api/v1/invitations')).body)).not.toContain(secret)
  expect((await sendAs('', 'POST', '/api/v1/invitations/offer', { secret })).body).toMatchObject({ role: 'analyst' })
  const joining = { secret, name: 'Bob', password: 'seven quiet otters' }
  const joined = await sendAs('', 'POST', '/api/v1/invitations/accept', joining)
  expect(joined.status).toBe(201)
  expect((await sendAs('', 'POST', '/api/v1/invitations/accept', joining)).status).toBe(404)
  const bob = cookieOf(joined)
  expect((await sendAs(bob, 'GET', '/api/v1/people')).status).toBe(403)
  expect((await sendAs(bob, 'GET', '/api/v1/companies')).status).toBe(403)
  expect((await sendAs(bob, 'GET', '/api/v1/audit?of=platform')).status).toBe(403)
  const { people } = (await sendAs(cookie, 'GET', '/api/v1/people')).body as { people: { id: string; name: string }[] }
  const { id } = people.find(({ name }) => name === 'Bob')!
  expect((await sendAs(cookie, 'PATCH', `/api/v1/people/${id}`, { role: 'operator' })).status).toBe(204)
  expect((await sendAs(bob, 'GET', '/api/v1/company')).status).toBe(403)
  expect((await sendAs(cookie, 'DELETE', `/api/v1/people/${id}`)).status).toBe(204)
  expect((await sendAs(bob, 'GET', '/api/v1/profile')).status).toBe(401)
  expect((await sendAs(cookie, 'DELETE', '/api/v1/invitations/1')).status).toBe(404)

  const audit = (await sendAs(cookie, 'GET', '/api/v1/audit')).body as { entries: { action: string; actor: string }[] }
  expect(audit.entries.slice(0, 2).map(({ action }) => action)).toEqual(['person.removed', 'person.role-changed'])
  const file = await sendAs(cookie, 'GET', '/api/v1/audit?format=csv&q=company.changed')
  expect(file.body).toContain('Acme GmbH')
  expect((await sendAs(cookie, 'GET', '/api/v1/audit/check')).body).toMatchObject({ brokenAt: null })
  expect((await sendAs(cookie, 'GET', '/api/v1/audit/check?of=platform')).body).toMatchObject({ brokenAt: null })
})

test('what people keep of pages of graphs is made, changed and deleted by the API', async () => {
  const made = await send('POST', '/api/v1/views', { page: 'chats', name: 'Chats', filters: { messenger: ['web'] } })
  expect(made.status).toBe(201)
  const { id } = made.body as { id: string }
  expect((await send('GET', '/api/v1/views?page=chats')).status).toBe(200)
  expect((await send('PATCH', `/api/v1/views/${id}`, { period: 'today', version: 1 })).status).toBe(200)
  expect((await send('PATCH', `/api/v1/views/${id}`, { period: 'today', version: 1 })).status).toBe(409)
  expect((await send('POST', '/api/v1/views', { page: 'chats', name: 'x', filters: { trunk: ['a'] } })).status).toBe(
    400,
  )
  expect((await send('DELETE', `/api/v1/views/${id}`)).status).toBe(204)
  const shared = await send('POST', '/api/v1/share-links', { page: 'notifications', name: 'Link' })
  expect(shared.status).toBe(201)
  const { id: ofLink, link } = shared.body as { id: string; link: string }
  const secret = link.split('#')[1]!
  for (const path of ['', '/page', '/panels/notifications.sent', '/panels/notifications.sent?format=csv']) {
    expect((await send('GET', `/api/v1/shared${path}`, undefined, secret)).status, path).toBe(200)
  }
  expect((await send('GET', '/api/v1/shared/panels/chats.dialogues', undefined, secret)).status).toBe(404)
  for (const panel of ['notifications.sent', 'chats.operator-online']) {
    expect((await send('GET', `/api/v1/shared/panels/${panel}/lanes`, undefined, secret)).status, panel).toBe(404)
  }
  expect((await send('GET', '/api/v1/share-links')).status).toBe(200)
  expect((await send('DELETE', `/api/v1/share-links/${ofLink}`)).status).toBe(204)
  expect((await send('GET', '/api/v1/shared', undefined, secret)).status).toBe(410)
  expect((await send('GET', '/api/v1/views?page=money')).status).toBe(400)
})

test('whom a company wrote to is found, told and forgotten by the API', async () => {
  const to = '+4917600000777'
  const event = { source: 's', id: 'privacy', message: 'privacy', time: Date.now(), channel: 'sms', status: 'read' }
  await send('POST', '/api/v1/events', [
    cloudEvent({ ...event, texts: { to } }),
    { ...cloudEvent(event), data: { to } },
  ])
  await server.path.folder.settled()
  const asked = { address: '0049 176 00000777' }
  expect((await send('POST', '/api/v1/privacy/find', asked)).body).toMatchObject({ messages: 1, refusedEvents: 1 })
  const file = (await send('POST', '/api/v1/privacy/export', asked)).body
  expect(file).toMatchObject({ messages: [{ message: 'privacy', status: 'delivered' }], messagesMore: 0 })
  expect((await send('POST', '/api/v1/privacy/erasures', asked)).status).toBe(422)
  const erased = await send('POST', '/api/v1/privacy/erasures', { ...asked, reason: 'Asked for' })
  expect(erased).toMatchObject({ status: 201, body: { proof: { messages: 1, refusedEvents: 1, remaining: 0 } } })
  expect((await send('GET', '/api/v1/privacy/erasures')).body).toEqual({ erasures: [erased.body], next: null })
  expect((await send('GET', '/api/v1/privacy/erasures?before=1')).body).toEqual({ erasures: [], next: null })
  expect((await send('GET', '/api/v1/privacy/erasures?before=x')).status).toBe(400)
})

test('a person keeps their own account: name, password, second factor, sessions', async () => {
  const invited = await send('POST', '/api/v1/invitations', { email: 'carol@example.com', role: 'analyst' })
  const secret = (invited.body as { link: string }).link.split('#')[1]
  const password = 'seven quiet otters'
  let cookie = cookieOf(await sendAs('', 'POST', '/api/v1/invitations/accept', { secret, name: 'Carol', password }))
  const named = await sendAs(cookie, 'PATCH', '/api/v1/profile', { name: 'Carol C.', language: 'ru' })
  expect(named.body).toMatchObject({ name: 'Carol C.', language: 'ru', hasSecondFactor: false })
  expect((await sendAs(cookie, 'PATCH', '/api/v1/profile', { name: 'x'.repeat(1_000_000) })).status).toBe(422)
  const { url } = (await sendAs(cookie, 'POST', '/api/v1/profile/second-factor')).body as { url: string }
  expect(url).toMatch(/^otpauth:/)
  expect((await sendAs(cookie, 'PUT', '/api/v1/profile/second-factor', { code: 'x' })).status).toBe(422)
  const wrong = { currentPassword: 'wrong', password: 'another fine sentence' }
  expect((await sendAs(cookie, 'PUT', '/api/v1/profile/password', wrong)).status).toBe(403)
  const right = { currentPassword: password, password: 'another fine sentence' }
  const elsewhere = cookieOf(await sendAs('', 'POST', '/api/v1/session', { email: 'carol@example.com', password }))
  const changed = await sendAs(cookie, 'PUT', '/api/v1/profile/password', right)
  expect(changed.status).toBe(204)
  cookie = cookieOf(changed)
  expect((await sendAs(elsewhere, 'GET', '/api/v1/profile')).status).toBe(401)
  const { sessions } = (await sendAs(cookie, 'GET', '/api/v1/profile/sessions')).body as { sessions: unknown[] }
  expect(sessions).toHaveLength(1)
  expect((await sendAs(cookie, 'DELETE', '/api/v1/profile/sessions')).status).toBe(204)
  expect((await sendAs(cookie, 'PUT', '/api/v1/session', { company: 999 })).status).toBe(404)
  expect((await sendAs(cookie, 'PUT', '/api/v1/session', { company: 1 })).status).toBe(200)
})

test('platform staff make companies, open them, and set what all pages show', async () => {
  const cookie = cookieOf(await sendAs('', 'POST', '/api/v1/session', server.admin))
  const asked = { name: 'Second', zone: 'Europe/Paris', currency: 'EUR', language: 'en' }
  const made = await sendAs(cookie, 'POST', '/api/v1/companies', asked)
  expect(made.status).toBe(201)
  const { number } = made.body as { number: number }
  expect((await sendAs(cookie, 'POST', '/api/v1/companies', { ...asked, zone: 'Mars' })).status).toBe(422)
  expect((await sendAs(cookie, 'GET', '/api/v1/companies?q=Second')).body).toMatchObject({ companies: [{ number }] })
  expect((await sendAs(cookie, 'PUT', '/api/v1/session', { company: number })).body).toMatchObject({
    company: { name: 'Second' },
  })
  const { version } = (await sendAs(cookie, 'GET', '/api/v1/platform')).body as { version: number }
  const branded = await sendAs(cookie, 'PATCH', '/api/v1/platform', { brandName: 'Acme Stats', version })
  expect(branded.body).toMatchObject({ brandName: 'Acme Stats', version: version + 1 })
  expect((await sendAs(cookie, 'PATCH', '/api/v1/platform', { brandName: 'Late', version })).status).toBe(409)
  const script = 'data:image/svg+xml;base64,PHN2Zz4='
  expect((await sendAs(cookie, 'PATCH', '/api/v1/platform', { logo: script })).status).toBe(422)
  for (const [address, body, field] of [
    ['company', { country: 'ZZ' }, 'country'],
    ['company', { name: 'Third', version: '' }, 'version'],
    ['platform', { brandName: 'Third', version: 1e99 }, 'version'],
    ['profile', { staff: true }, 'staff'],
  ] as const) {
    const refused = await sendAs(cookie, 'PATCH', `/api/v1/${address}`, body)
    expect([refused.status, refused.body], address).toMatchObject([422, { fields: [{ field }] }])
  }
  const under = await sendAs(cookie, 'POST', '/api/v1/companies', { ...asked, name: 'Under', parent: number })
  expect(under.status).toBe(201)
  const third = { ...asked, name: 'Under that', parent: (under.body as { number: number }).number }
  expect((await sendAs(cookie, 'POST', '/api/v1/companies', third)).body).toMatchObject({
    fields: [{ field: 'parent' }],
  })
  const wrong = await sendAs(cookie, 'PATCH', '/api/v1/platform', {
    supplierEmail: 'nobody',
    supplierCountry: 'Germany',
  })
  expect(wrong.status).toBe(422)
  expect(wrong.body).toMatchObject({ fields: [{ field: 'supplierEmail' }, { field: 'supplierCountry' }] })
  const again = await sendAs(cookie, 'PATCH', '/api/v1/platform', { brandName: 'Acme Numbers', supplierCity: null })
  expect(again.status).toBe(200)
  const { entries } = (await sendAs(cookie, 'GET', '/api/v1/audit?of=platform&q=platform.changed')).body as {
    entries: { before: unknown; after: unknown }[]
  }
  // What stays as it was is not told.
  expect(entries[0]).toMatchObject({ before: { brandName: 'Acme Stats' }, after: { brandName: 'Acme Numbers' } })
  expect(Object.keys(entries[0]!.after as object)).toEqual(['brandName'])
  expect((await sendAs('', 'GET', '/api/v1/branding')).body).toEqual({
    brandName: 'Acme Numbers',
    logo: null,
    openIdName: null,
  })
})

test('what became of events is told as described: kept, known, refused', async () => {
  const event = cloudEvent({
    source: 's',
    id: '1',
    message: 'm',
    time: Date.now(),
    channel: 'sms',
    status: 'delivered',
  })
  const { body } = await send('POST', '/api/v1/events', [event, event, { ...event, id: '2', subject: '' }, 7])
  expect(body).toMatchObject({ accepted: 1, duplicates: 1, rejected: [{ index: 2, field: 'subject' }, { index: 3 }] })
})

test('the catalogue names for each panel what can be asked', async () => {
  const { body } = await send('GET', '/api/v1/panels')
  const catalogue = body as { panels: { id: string; filters: string[] }[]; dimensions: Record<string, unknown> }
  expect(catalogue.panels.map(({ id }) => id)).toEqual(panels.map(({ id }) => id))
  expect(catalogue.panels.every(({ filters }) => filters.every((name) => name in catalogue.dimensions))).toBe(true)
})

const injections = [
  "' OR 1=1 --",
  "sms'); DROP TABLE messages; --",
  '1 UNION ALL SELECT * FROM event_ids',
  '{company:UInt32}',
  '\\',
  'sms\u0000',
  '%00',
  '../../etc/passwd',
  '<script>alert(1)</script>',
  '💥'.repeat(40),
  'x'.repeat(6000),
  '',
  ' ',
  'null',
  '[object Object]',
]

const single = ['from', 'to', 'tz', 'compare', 'lang', 'format']
const ofEvents = [
  'from',
  'to',
  'tz',
  'lang',
  'format',
  'day',
  'time',
  'short_status',
  'currency',
  'measure',
  'cursor',
  'limit',
]
const page = '/api/v1/pages/notifications'
const panel = '/api/v1/panels/notifications.by-status'
const behind = '/api/v1/panels/notifications.by-status/events'

describe.each([
  { address: page, names: [...single.filter((name) => name !== 'format'), 'channel', 'status'] },
  { address: panel, names: [...single, 'channel', 'status'] },
  { address: behind, names: [...ofEvents, 'channel', 'status'] },
])('$address', ({ address, names }) => {
  test.each(names)('a hostile value of "%s" is refused by name, and is never SQL', async (name) => {
    for (const value of injections) {
      await expectRefused(`${address}?${new URLSearchParams({ [name]: value })}`, name)
      await expectRefused(`${address}?channel=sms&${new URLSearchParams({ [name]: value })}`, name)
    }
  })

  test('a parameter that is not known here is refused by name', async () => {
    const unknown = [
      'channel[]',
      'channel[0]',
      'status[$ne]',
      'company',
      'messenger',
      '__proto__',
      'constructor',
      'toString',
      'x'.repeat(3000),
    ]
    for (const name of unknown) {
      await expectRefused(`${address}?${new URLSearchParams({ [name]: '1' })}`, name.slice(0, 40))
    }
  })

  test('what can be said once may not be said twice; a filter may be repeated', async () => {
    for (const name of names.filter((one) => one !== 'channel' && one !== 'status')) {
      await expectRefused(`${address}?${name}=1&${name}=1`, name)
    }
    for (const query of [
      'channel=sms&channel=viber',
      'channel=sms,viber',
      'channel=sms&channel=sms',
      'status=delivered&status=error',
    ]) {
      expect((await send('GET', `${address}?${query}`)).status, query).toBe(200)
    }
    await expectRefused(`${address}?channel=sms&channel=fax`, 'channel')
    await expectRefused(`${address}?channel=sms,`, 'channel')
    await expectRefused(`${address}?channel=SMS`, 'channel')
    // Encoded twice is another word.
    await expectRefused(`${address}?channel=%2573ms`, 'channel')
  })

  test.each([
    ['the end before the start', 'from=2026-11-02T00:00:00Z&to=2026-11-01T00:00:00Z', 'to'],
    ['the end at the start', 'from=2026-11-01T00:00:00Z&to=2026-11-01T01:00:00%2B01:00', 'to'],
    ['a day without a time', 'from=2026-11-01', 'from'],
    ['a time without an offset', 'to=2026-11-01T00:00:00', 'to'],
    ['a day that does not exist', 'from=2026-02-30T00:00:00Z', 'from'],
    ['an hour that does not exist', 'from=2026-02-20T25:00:00Z', 'from'],
    ['eleven years', 'from=2014-01-01T00:00:00Z&to=2025-01-02T00:00:00Z', 'from'],
    ['a time before 2000', 'from=1970-01-01T00:00:00Z&to=2000-01-02T00:00:00Z', 'from'],
    ['a time after 2100', 'from=2026-01-01T00:00:00Z&to=2101-01-01T00:00:00Z', 'to'],
    ['a number', 'from=1793500000', 'from'],
    ['a zone that does not exist', 'tz=Europe/Atlantis', 'tz'],
    ['an offset for a zone', 'tz=%2B02:00', 'tz'],
    ['a date for a zone', 'tz=2020-01-01T00:00Z[Europe/Berlin]', 'tz'],
  ])('%s is refused, naming the parameter', async (_title, query, name) => {
    await expectRefused(`${address}?${query}`, name)
  })
})

test.each([
  ['a limit of none', 'limit=0', 'limit'],
  ['more rows at once than there may be', 'limit=501', 'limit'],
  ['a limit in another notation', 'limit=1e2', 'limit'],
  ['a limit that is not whole', 'limit=1.5', 'limit'],
  ['a day that does not exist', 'day=2026-02-30', 'day'],
  ['a currency that does not exist', 'currency=XXY', 'currency'],
  ['a measure of another panel', 'measure=parts', 'measure'],
  [
    'a time at which no row starts',
    'from=2026-11-01T00:00:00Z&to=2026-11-02T00:00:00Z&time=2026-11-01T00:01:00Z',
    'time',
  ],
  ['a cursor in another form', 'cursor=1793500000-4D', 'cursor'],
  ['a cursor beyond all time', 'cursor=9999999999999-4D', 'cursor'],
  ['a comparison, which rows do not have', 'compare=previous', 'compare'],
])('%s is refused where rows are asked for', async (_title, query, name) => {
  await expectRefused(`${behind}?${query}`, name)
})

async function expectRefused(address: string, name: string): Promise<void> {
  const { status, headers, body } = await send('GET', address)
  expect([status, headers.get('content-type')?.split(';')[0]], address).toEqual([400, 'application/problem+json'])
  const { fields, detail } = body as { fields: { field: string }[]; detail: string }
  expect(
    fields.map(({ field }) => field),
    address,
  ).toContain(name)
  // Somebody else's text comes back short.
  expect(detail.length).toBeLessThan(700)
}

test('a page or panel that does not exist is not found, in words', async () => {
  for (const id of ['notifications', 'notifications.by-statu', '__proto__', "x' OR 1=1", 'x'.repeat(99)]) {
    const answer = await server.get(`/api/v1/panels/${encodeURIComponent(id)}`)
    expect(answer.status, id).toBe(404)
    expect(answer.body).toMatchObject({ code: 'not-found', detail: expect.stringContaining('There are: ') })
  }
  expect((await server.get('/api/v1/pages/telegraphy')).status).toBe(404)
})

test('also what never becomes a request is answered with a problem document', async () => {
  for (const [address, statuses, code] of [
    // With the pages built, an address that is none of the API's is not found.
    [`/api/v1/panels/${'x'.repeat(300)}`, [400, 404], expect.stringMatching(/^bad-request|not-found$/)],
    ['/api/v1/panels/%zz', [400], 'bad-request'],
    [`${page}?channel=${'x'.repeat(20_000)}`, [431], 'too-large'],
  ] as const) {
    const answer = await server.get(address)
    expect(answer.headers.get('content-type'), address.slice(0, 60)).toContain('application/problem+json')
    expect(statuses).toContain(answer.status)
    expect(answer.body).toMatchObject({ status: answer.status, code })
  }
  const raw = await rawAnswer('Hello?\r\n\r\n')
  expect(raw).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n[^]*content-type: application\/problem\+json; charset=utf-8\r\n/)
})

/** What the server says to bytes that are no HTTP. */
async function rawAnswer(bytes: string): Promise<string> {
  const socket = connect(server.port, '127.0.0.1')
  socket.write(bytes)
  let answer = ''
  for await (const piece of socket) answer += String(piece)
  return answer
}
