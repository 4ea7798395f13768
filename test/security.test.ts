import { connect } from 'node:net'
import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildServer } from '../src/api/server.ts'
import { clone } from '../src/clone.ts'
import { startApiServer } from './api-server.ts'
import type { ApiServer } from './api-server.ts'

/** What a stranger, a page of another site, and a browser that is too helpful try at the door. */

let server: ApiServer
let owner: { cookie: string }

beforeAll(async () => {
  server = await startApiServer()
  owner = await signedIn(server)
})

afterAll(() => server.close())

async function signIn(at: Pick<ApiServer, 'url' | 'admin'>, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`${at.url}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(at.admin),
  })
}

function cookieOf(response: Response): string {
  return response.headers
    .getSetCookie()
    .find((line) => line.includes('talkmeter_session='))!
    .split(';')[0]!
}

async function signedIn(at: ApiServer): Promise<{ cookie: string }> {
  return { cookie: cookieOf(await signIn(at)) }
}

function send(method: string, address: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`${server.url}${address}`, {
    method,
    headers: { ...owner, 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
}

/** Sends bytes as they are, and gives all that comes back. */
async function raw(bytes: string): Promise<string> {
  const socket = connect(server.port, '127.0.0.1')
  socket.setTimeout(5000, () => socket.destroy())
  socket.write(bytes)
  let answer = ''
  try {
    for await (const piece of socket) answer += String(piece)
  } catch {
    // A connection that was cut has said what it had to say.
  }
  return answer
}

const rawGet = (path: string, ...headers: string[]) =>
  raw([`GET ${path} HTTP/1.1`, 'Host: x', 'Connection: close', ...headers, '', ''].join('\r\n'))

describe('every kind of answer carries the headers that keep a browser from doing harm', () => {
  test.each([
    ['JSON', 'GET', '/api/v1/branding', 200, 'application/json; charset=utf-8'],
    ['an answer for who is signed in', 'GET', '/api/v1/session', 200, 'application/json; charset=utf-8'],
    ['CSV', 'GET', '/api/v1/audit?format=csv', 200, 'text/csv; charset=utf-8'],
    ['a page of the API', 'GET', '/api/docs', 200, 'text/html; charset=utf-8'],
    ['metrics', 'GET', '/metrics', 200, 'text/plain; version=0.0.4; charset=utf-8'],
    ['nothing there', 'GET', '/api/v1/nothing', 404, 'application/problem+json; charset=utf-8'],
    ['a file that is not there', 'GET', '/.env', 404, 'application/problem+json; charset=utf-8'],
    ['an address that cannot be read', 'GET', '/api/v1/panels/%zz', 400, 'application/problem+json; charset=utf-8'],
    ['a wrong method', 'DELETE', '/api/v1/events', 405, 'application/problem+json; charset=utf-8'],
    ['a body that is no JSON', 'POST', '/api/v1/session', 400, 'application/problem+json; charset=utf-8'],
    ['a body of another type', 'PATCH', '/api/v1/company', 415, 'application/problem+json; charset=utf-8'],
    ['no answer at all', 'DELETE', '/api/v1/session', 204, null],
  ])('%s', async (_title, method, address, status, type) => {
    const body = method === 'POST' ? { body: '{', headers: { ...owner, 'content-type': 'application/json' } } : {}
    const other = method === 'PATCH' ? { body: '<a/>', headers: { ...owner, 'content-type': 'application/xml' } } : {}
    const headers = address === '/api/v1/session' && method === 'DELETE' ? {} : owner
    const answer = await fetch(`${server.url}${address}`, { method, headers, ...body, ...other })
    await answer.arrayBuffer()
    expect([answer.status, answer.headers.get('content-type')]).toEqual([status, type])
    expect(answer.headers.get('cache-control')).toBe('no-store')
    mustHaveHeaders(answer)
  })

  test.runIf(existsSync(join(clone, 'dist/web/index.html')))('static files and the page', async () => {
    const page = await fetch(`${server.url}/profile`)
    mustHaveHeaders(page)
    expect(page.headers.get('cache-control')).toBe('no-cache')
    const [, script = ''] = /src="(\/assets\/[^"]+\.js)"/.exec(await page.text()) ?? []
    const asset = await fetch(`${server.url}${script}`)
    mustHaveHeaders(asset)
    expect(asset.headers.get('content-type')).toContain('javascript')
    expect(asset.headers.get('cache-control')).toContain('immutable')
    const missing = await fetch(`${server.url}/assets/missing.js`)
    expect(missing.status).toBe(404)
    mustHaveHeaders(missing)
  })

  test('also bytes that are no HTTP', async () => {
    const [head = ''] = (await raw('Hello?\r\n\r\n')).split('\r\n\r\n')
    const headers = new Headers(
      head
        .split('\r\n')
        .slice(1)
        .map((line): [string, string] => [line.split(': ')[0]!, line.split(': ')[1]!]),
    )
    expect(headers.get('cache-control')).toBe('no-store')
    mustHaveHeaders({ headers })
  })
})

function mustHaveHeaders({ headers }: { headers: Headers }): void {
  expect(headers.get('x-content-type-options')).toBe('nosniff')
  expect(headers.get('referrer-policy')).toBe('no-referrer')
  const policy = (headers.get('content-security-policy') ?? '').split(';').map((part) => part.trim())
  expect(policy).toEqual(
    expect.arrayContaining([
      "default-src 'none'",
      "script-src 'self'",
      "object-src 'none'",
      "base-uri 'none'",
      "frame-ancestors 'none'",
    ]),
  )
  expect(headers.get('content-security-policy')).not.toContain('unsafe')
  expect(headers.get('cross-origin-opener-policy')).toBe('same-origin')
  expect(headers.get('cross-origin-resource-policy')).toBe('same-origin')
  expect(headers.get('access-control-allow-origin')).toBeNull()
  expect(headers.get('x-powered-by')).toBeNull()
  expect(headers.get('server')).toBeNull()
}

test('no other site may read an answer, whatever it asks for', async () => {
  const asks = { origin: 'https://evil.example', 'access-control-request-method': 'DELETE' }
  for (const address of ['/api/v1/session', '/api/v1/events', '/']) {
    const answer = await fetch(`${server.url}${address}`, { method: 'OPTIONS', headers: asks })
    expect(answer.status, address).toBeGreaterThanOrEqual(400)
    expect(answer.headers.get('access-control-allow-origin'), address).toBeNull()
  }
  const read = await fetch(`${server.url}/api/v1/session`, { headers: { ...owner, ...asks } })
  expect(read.headers.get('access-control-allow-origin')).toBeNull()
})

describe('a page of another site cannot act for who is signed in', () => {
  type Description = { paths: Record<string, Record<string, unknown>> }

  test.each([
    ['another site', { 'sec-fetch-site': 'cross-site' }],
    ['a neighbour under the same domain', { 'sec-fetch-site': 'same-site' }],
    ['an old browser, by its Origin', { origin: 'https://evil.example' }],
    ['a page without an origin', { origin: 'null' }],
  ])('%s', { timeout: 60_000 }, async (_title, headers) => {
    const { paths } = (await server.get('/api/v1/openapi.json')).body as Description
    const unsafe = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).flatMap((method) => (method === 'get' ? [] : [[method.toUpperCase(), path] as const])),
    )
    // Nobody is signed in there: another system signs what it sends.
    const signed = unsafe.findIndex(([, path]) => path === '/api/v1/webhooks/payments')
    unsafe.splice(signed, 1)
    expect(unsafe.length).toBeGreaterThan(20)
    for (const [method, path] of unsafe) {
      const address = path.replaceAll(/\{\w+\}/g, '1')
      const { status } = await send(method, address, method === 'DELETE' ? '{}' : {}, headers)
      expect(status, `${method} ${address}`).toBe(403)
    }
  })

  test('and nothing that is asked for with GET changes anything', async () => {
    const { paths } = (await server.get('/api/v1/openapi.json')).body as Description
    const before = await state()
    for (const [path, methods] of Object.entries(paths)) {
      if (!('get' in methods)) continue
      const answer = await fetch(`${server.url}${path.replaceAll(/\{\w+\}/g, '1')}`, {
        headers: { ...owner, 'sec-fetch-site': 'cross-site' },
        redirect: 'manual',
      })
      await answer.arrayBuffer()
    }
    expect(await state()).toEqual(before)
  })

  test('text that a browser sends without asking is not understood', async () => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x']) {
      expect((await send('PATCH', '/api/v1/company', '{"name":"Theirs"}', { 'content-type': type })).status).toBe(415)
    }
  })
})

/** What could change. */
async function state(): Promise<unknown> {
  const [audit, company, people, tokens] = await Promise.all(
    ['audit', 'company', 'people', 'tokens'].map((one) => server.get(`/api/v1/${one}`)),
  )
  const { tokens: list } = tokens!.body as { tokens: { id: string }[] }
  return [audit!.body, company!.body, people!.body, list.map(({ id }) => id)]
}

describe('where an installation is reached by https', () => {
  let door: FastifyInstance
  let secure: Pick<ApiServer, 'url' | 'admin' | 'token'>

  // One process holds one data folder: this is a second door to the same rooms.
  beforeAll(async () => {
    const { accounts, facts, path, privacy, charging, invoicing, notices, reports, admin, token } = server
    door = await buildServer({
      config: {
        publicUrl: 'https://meter.example',
        logLevel: 'silent',
        trustedProxies: ['127.0.0.1'],
        requestsPerMinuteMax: 1000,
      },
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
    secure = { url: await door.listen({ host: '127.0.0.1', port: 0 }), admin, token }
  })

  afterAll(async () => {
    door.server.closeAllConnections()
    await door.close()
  })

  test('cookies are bound to this host and to https, and no script reads them', async () => {
    const [cookie = ''] = (await signIn(secure)).headers.getSetCookie()
    expect(cookie).toMatch(/^__Host-talkmeter_session=[\w-]{43}; /)
    const parts = cookie.split('; ').slice(1)
    expect(parts).toEqual(expect.arrayContaining(['Path=/', 'HttpOnly', 'Secure', 'SameSite=Lax']))
    expect(cookie).not.toContain('Domain')
    const key = cookie.split(';')[0]!.split('=')[1]!
    const asked = await fetch(`${secure.url}/api/v1/session`, { headers: { cookie: `talkmeter_session=${key}` } })
    expect(asked.status).toBe(401)
  })

  test('browsers are told to come by https for a year, with all that is below this host', async () => {
    for (const address of ['/api/v1/branding', '/api/v1/nothing', '/api/v1/%zz']) {
      const { headers } = await fetch(`${secure.url}${address}`)
      expect(headers.get('strict-transport-security'), address).toBe('max-age=31536000; includeSubDomains')
    }
    expect((await fetch(`${server.url}/api/v1/branding`)).headers.get('strict-transport-security')).toBeNull()
  })

  test('a link leads to the public address, whatever a request says about its host', async () => {
    expect(await linkOf(secure, { 'x-forwarded-host': 'evil.example', forwarded: 'host=evil.example' })).toMatch(
      /^https:\/\/meter\.example\/join#/,
    )
  })
})

test('without a public address a link leads to where the request arrived, never to the host that it names', async () => {
  const { cookie } = owner
  const body = JSON.stringify({ email: 'guest@example.com', role: 'analyst' })
  const answer = await raw(
    [
      'POST /api/v1/invitations HTTP/1.1',
      'Host: evil.example',
      'X-Forwarded-Host: evil.example',
      'Connection: close',
      `Cookie: ${cookie}`,
      'Content-Type: application/json',
      `Content-Length: ${body.length}`,
      '',
      body,
    ].join('\r\n'),
  )
  expect(answer).toMatch(/^HTTP\/1\.1 201 /)
  expect(answer).toContain(`"link":"http://localhost:${server.port}/join#`)
  expect(answer).not.toContain('evil')
})

async function linkOf(at: Pick<ApiServer, 'url' | 'token'>, headers: Record<string, string>): Promise<string> {
  const asked = { method: 'POST', body: JSON.stringify({ email: 'guest@example.com', role: 'analyst' }) }
  const answer = await fetch(`${at.url}/api/v1/invitations`, {
    ...asked,
    headers: { authorization: `Bearer ${at.token}`, 'content-type': 'application/json', ...headers },
  })
  return ((await answer.json()) as { link: string }).link
}

test('who is no trusted proxy cannot say where they come from', async () => {
  await signIn(server, {
    'x-forwarded-for': '203.0.113.99',
    forwarded: 'for=203.0.113.99',
    'x-real-ip': '203.0.113.99',
  })
  const { entries } = (await server.get('/api/v1/audit?q=session.opened')).body as { entries: { address: string }[] }
  expect(entries[0]!.address).toMatch(/127\.0\.0\.1$/)
})

async function broken(): Promise<never> {
  throw new Error('SELECT secret FROM /var/lib/talkmeter at line 7')
}

test('what goes wrong inside is told to nobody but the log', async () => {
  const { accounts, facts, path, privacy, charging, invoicing, notices, reports, token } = server
  const door = await buildServer({
    config: { publicUrl: undefined, logLevel: 'silent', trustedProxies: undefined, requestsPerMinuteMax: 1000 },
    accounts,
    facts: { ...facts, query: broken },
    log: path.log,
    intake: path.intake,
    privacy,
    charging,
    invoicing,
    notices,
    reports,
    waiting: () => 0,
    reading: (work) => work(),
    ready: broken,
    isCounting: () => true,
    now: Date.now,
  })
  for (const [url, status] of [
    ['/health/ready', 503],
    ['/api/v1/panels/notifications.sent', 500],
    ['/api/v1/refused-events', 500],
  ] as const) {
    const answer = await door.inject({ url, headers: { authorization: `Bearer ${token}` } })
    expect(answer.statusCode, url).toBe(status)
    expect(answer.body, url).not.toMatch(/SELECT|talkmeter|line 7|node_modules|\.ts/)
    expect(answer.json(), url).toMatchObject({ detail: expect.stringContaining('log of the server') })
  }
  await door.close()
})

describe('paths lead nowhere but to what is served', () => {
  test.each([
    '/../package.json',
    '/assets/../../package.json',
    '/assets/%2e%2e/%2e%2e/package.json',
    '/assets/..%2f..%2fpackage.json',
    '/assets/..%5c..%5cpackage.json',
    '/%2e%2e%2fpackage.json',
    '/package.json%00.js',
    '/.git/config',
    '//etc/passwd',
    '/assets/',
    '/assets/..;/package.json',
  ])('%s', async (path) => {
    const answer = await rawGet(path)
    expect(answer).not.toContain('"private": true')
    expect(answer).not.toContain('[core]')
    expect(answer).not.toContain('root:')
    expect(answer).not.toContain('Index of')
  })

  test.each(['/api/v1/%63ompany', '/api/v1/x/../company', '/api/v1/./company', '//api/v1/company', '/API/v1/company'])(
    'no other spelling of an operation opens it to nobody: %s',
    async (path) => {
      const answer = await rawGet(path)
      expect(answer).not.toContain('"currency"')
    },
  )

  test.each(['tokens/1%2f..%2f2', 'tokens/%00', 'people/1%2500', `people/${'9'.repeat(40)}`, 'invitations/-1'])(
    'no id is more than an id: %s',
    async (path) => {
      expect((await send('DELETE', `/api/v1/${path}`, '{}')).status).toBe(404)
    },
  )
})

test('what is sent back in a header cannot begin another one', async () => {
  for (const tail of ['x%0d%0aset-cookie:%20a=b', 'x\\r\\nset-cookie: a=b', '%E2%80%A8']) {
    const answer = await rawGet(`/api/v1/panels/notifications.sent?format=csv&from=${tail}`, `Cookie: ${owner.cookie}`)
    expect(answer.split('\r\n\r\n')[0]).not.toMatch(/set-cookie/i)
  }
})

const postHead = (...lines: string[]) => ['POST /api/v1/session HTTP/1.1', 'Host: x', ...lines, '', ''].join('\r\n')

test('a request whose end can be read in two ways is refused, and TRACE tells nothing', async () => {
  const body = '0\r\n\r\nGET /metrics HTTP/1.1\r\nHost: x\r\n\r\n'
  const length = `Content-Length: ${body.length}`
  for (const lines of [
    [length, 'Transfer-Encoding: chunked'],
    [length, 'Content-Length: 3'],
    ['Transfer-Encoding: xchunked'],
    ['Transfer-Encoding : chunked'],
  ]) {
    const answer = await raw(postHead(...lines) + body)
    expect(answer, lines.join()).toMatch(/^HTTP\/1\.1 400 /)
    expect(answer.match(/HTTP\/1\.1 \d/g), lines.join()).toHaveLength(1)
  }
  const traced = await raw('TRACE / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX-Secret: abc\r\n\r\n')
  expect(traced).not.toMatch(/^HTTP\/1\.1 2/)
  expect(traced).not.toContain('abc')
})

describe('bodies that are not what they should be', () => {
  test.each([
    ['a list', '[]'],
    ['a text', '"name"'],
    ['a number', '1'],
  ])('%s', async (_title, body) => {
    for (const [method, address] of [
      ['PATCH', '/api/v1/company'],
      ['POST', '/api/v1/tokens'],
      ['PATCH', '/api/v1/platform'],
      ['POST', '/api/v1/session'],
    ] as const) {
      expect((await send(method, address, body)).status, address).toBe(400)
    }
  })

  test('one that reaches for the prototype of objects', async () => {
    for (const body of ['{"__proto__":{"staff":true}}', '{"constructor":{"prototype":{"staff":true}}}']) {
      expect((await send('PATCH', '/api/v1/company', body)).status).toBeGreaterThanOrEqual(400)
    }
    expect(({} as { staff?: boolean }).staff).toBeUndefined()
  })

  test('a hundred thousand fields that do not exist are told of in a short answer', async () => {
    const body = JSON.stringify(Object.fromEntries(Array.from({ length: 60_000 }, (_, at) => [`f${at}`, 1])))
    const answer = await send('PATCH', '/api/v1/company', body)
    expect(answer.status).toBe(422)
    expect((await answer.text()).length).toBeLessThan(20_000)
  })

  test('fields that are not for the caller are refused', async () => {
    for (const field of ['number', 'parent', 'created_at', 'missingForInvoices']) {
      expect((await send('PATCH', '/api/v1/company', { [field]: 7 })).status, field).toBe(422)
    }
    for (const field of ['id', 'email', 'staff', 'hasPassword']) {
      expect((await send('PATCH', '/api/v1/profile', { name: 'Eve', [field]: true })).status, field).toBe(422)
    }
    const profile = await (await fetch(`${server.url}/api/v1/profile`, { headers: owner })).json()
    expect(profile).toMatchObject({ id: '1', name: 'Admin', email: 'admin@localhost' })
  })

  test.each([
    ['a megabyte', 'x'.repeat(1_000_000), 422],
    ['over a megabyte', 'x'.repeat(1_100_000), 413],
    ['a line break', 'Acme\nLtd', 422],
    ['an escape sequence of terminals', 'Acme \u001b[2J', 422],
    ['a zero byte', 'Acme\u0000', 422],
    ['letters from right to left turned on', 'Acme \u202egpj.exe', 422],
    ['the mark of Arabic letters', 'Acme \u061c', 422],
    ['a space that nobody sees', 'Ac\u200bme', 422],
    ['tags that nobody sees', 'Acme \u{e0041}', 422],
    ['half a character', 'Acme \ud800', 422],
    ['a family, which is held together by joiners', 'Acme 👨‍👩‍👧', 200],
    ['Persian, which needs a non-joiner', 'می‌خواهم', 200],
    ['markup, which is only text', '<img src=x onerror=alert(1)>', 200],
  ])('a name with %s', async (_title, name, status) => {
    const answer = await send('PATCH', '/api/v1/company', { name })
    expect(answer.status).toBe(status)
    expect((await answer.text()).length).toBeLessThan(5000)
  })

  test('a parameter that is said twice is refused', async () => {
    expect((await fetch(`${server.url}/api/v1/audit?q=a&q=b`, { headers: owner })).status).toBe(400)
    expect((await fetch(`${server.url}/api/v1/audit?of=platform&of=x`, { headers: owner })).status).toBe(400)
  })
})

const dataUrl = (type: string, bytes: Buffer) => `data:image/${type};base64,${bytes.toString('base64')}`

describe('a logo is a PNG or JPEG of 200 KB at most, by what is in it', () => {
  const png = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  )
  const jpeg = Buffer.from(
    `/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAP${'/'.repeat(86)}wgALCAABAAEBAREA/8QAFBABAAAAAAAAAAAAAAAAAAAAAP/aAAgBAQABPxA=`,
    'base64',
  )

  test.each([
    ['a PNG', dataUrl('png', png), 200],
    ['a JPEG', dataUrl('jpeg', jpeg), 200],
    ['what begins as a PNG', dataUrl('png', Buffer.concat([png.subarray(0, 8), randomBytes(100)])), 422],
    ['a JPEG that is called PNG', dataUrl('png', jpeg), 422],
    ['a page that is called PNG', dataUrl('png', Buffer.from('<html><script>alert(1)</script>')), 422],
    ['a drawing, which can hold scripts', dataUrl('svg+xml', Buffer.from('<svg/>')), 422],
    ['another kind of address', 'https://evil.example/logo.png', 422],
    ['300 KB', dataUrl('png', Buffer.concat([png, randomBytes(300_000)])), 422],
    ['a megabyte', dataUrl('png', Buffer.concat([png, randomBytes(1_000_000)])), 413],
    ['nothing', null, 200],
  ])('%s', async (_title, logo, status) => {
    const answer = await send('PATCH', '/api/v1/platform', { logo })
    expect(answer.status).toBe(status)
  })
})
