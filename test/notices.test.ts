import { createHmac } from 'node:crypto'
import { createServer } from 'node:http'
import type { IncomingHttpHeaders, Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { system } from '../src/accounts/actor.ts'
import { changeCompany } from '../src/accounts/companies.ts'
import { changePlatform } from '../src/accounts/platform.ts'
import { postEntries } from '../src/billing/postings.ts'
import { recordPayment } from '../src/invoices/payment.ts'
import { issueTopUp } from '../src/invoices/top-up.ts'
import { mayReachBy } from '../src/notices/public-address.ts'
import { postSigned } from '../src/notices/webhook.ts'
import { startApiServer } from './api-server.ts'
import type { Answered, ApiServer } from './api-server.ts'
import { buyer, supplier } from './invoices-scene.ts'
import { openapiJudge } from './openapi-judge.ts'
import type { Description, Judge } from './openapi-judge.ts'

/** A low balance is told by a real mail server and to a real receiver of webhooks. */

type Received = { headers: IncomingHttpHeaders; body: string; url: string }

let now = Date.parse('2026-11-20T12:00:00Z')
let server: ApiServer
let judge: Judge
let mailServer: SMTPServer
let receiver: Server
let hook: string
const mails: { to: string[]; from: string; text: string }[] = []
let refusesMail = false
const received: Received[] = []
let answersWith: { status: number; headers?: Record<string, string> } = { status: 204 }

beforeAll(async () => {
  mailServer = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onRcptTo: (_address, _session, done) => done(refusesMail ? new Error('Mailbox full') : null),
    onData(stream, session, done) {
      const pieces: Buffer[] = []
      stream.on('data', (piece: Buffer) => pieces.push(piece))
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope
        const from = mailFrom === false ? '' : mailFrom.address
        mails.push({
          from,
          to: rcptTo.map(({ address }) => address),
          text: Buffer.concat(pieces).toString().replaceAll('=\r\n', ''),
        })
        done()
      })
    },
  })
  await new Promise<void>((resolve) => void mailServer.listen(0, '127.0.0.1', resolve))
  receiver = createServer((request, response) => {
    let body = ''
    request.setEncoding('utf8')
    request.on('data', (piece: string) => (body += piece))
    request.on('end', () => {
      received.push({ headers: request.headers, body, url: request.url! })
      response.writeHead(answersWith.status, answersWith.headers).end('x'.repeat(100_000))
    })
  })
  await new Promise<void>((resolve) => void receiver.listen(0, '127.0.0.1', resolve))
  hook = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hooks?of=talkmeter`
  const { port } = mailServer.server.address() as AddressInfo
  server = await startApiServer({
    now: () => now,
    telling: {
      smtpUrl: `smtp://127.0.0.1:${port}`,
      mailFrom: 'meter@example.com',
      webhookNetworks: ['127.0.0.1/32'],
      publicUrl: 'https://meter.example',
    },
  })
  judge = openapiJudge((await server.get('/api/v1/openapi.json')).body as Description)
}, 60_000)

afterAll(async () => {
  await server.close()
  receiver.closeAllConnections()
  await new Promise((resolve) => receiver.close(resolve))
  await new Promise<void>((resolve) => mailServer.close(resolve))
})

const address = '/api/v1/notices/low-balance'
type Settings = {
  version: number
  webhookSecret: string | null
  latest: { amount: string; deliveries: Record<string, unknown>[] }[]
}

async function patch(token: string, body: object): Promise<Answered & { body: Settings }> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
  const response = await fetch(`${server.url}${address}`, { method: 'PATCH', headers, body: JSON.stringify(body) })
  const type = response.headers.get('content-type') ?? ''
  const answer = await response.json()
  expect(judge.faults('PATCH', address, response.status, type, answer)).toEqual([])
  return { status: response.status, headers: response.headers, body: answer as Settings }
}

async function latest(token: string): Promise<Settings['latest']> {
  const { status, headers, body } = await server.get(address, token)
  expect(judge.faults('GET', address, status, headers.get('content-type')!, body)).toEqual([])
  expect(JSON.stringify(body)).not.toContain('whsec_')
  return (body as Settings).latest
}

async function pay(company: number, millionths: bigint): Promise<void> {
  await server.accounts.ledger.asPlatform((db) =>
    postEntries(db, [
      {
        company,
        seller: 0,
        kind: 'correction',
        at: new Date(now),
        reason: 'test',
        transfers: [{ from: 'payments', to: 'balance', amount: millionths, currency: 'EUR' }],
      },
    ]),
  )
}

async function look(): Promise<void> {
  mails.length = 0
  received.length = 0
  await server.notices.lookNow()
}

test('a low balance is told once by e-mail and signed webhook, and again only after it was there again', async () => {
  const { company, token } = await server.newCompany()
  await pay(company, 100_000_000n)
  const set = await patch(token, {
    isOn: true,
    threshold: '50.5',
    emails: ['Money@Example.com', 'boss@example.com', 'money@example.com'],
    webhookUrl: hook,
  })
  expect(set.body).toMatchObject({ threshold: '50.50', emails: ['money@example.com', 'boss@example.com'] })
  const secret = set.body.webhookSecret!
  await look()
  expect([mails, received]).toEqual([[], []])
  // At the amount is not below it.
  await pay(company, -49_500_000n)
  await look()
  expect(mails).toEqual([])
  await pay(company, -1n)
  await look()
  expect(mails.map(({ to }) => to).toSorted()).toEqual([['boss@example.com'], ['money@example.com']])
  expect(mails[0]).toMatchObject({ from: 'meter@example.com' })
  expect(mails[0]!.text).toContain('https://meter.example/charges')
  expect(mails[0]!.text).toContain('Auto-Submitted: auto-generated')
  const [sent] = received
  expect(received).toHaveLength(1)
  expect(sent!.url).toBe('/hooks?of=talkmeter')
  expect(JSON.parse(sent!.body)).toEqual({
    type: 'balance.low',
    timestamp: new Date(now).toISOString(),
    data: {
      company,
      name: 'Another company',
      amount: '50.499999',
      threshold: '50.50',
      currency: 'EUR',
      chargedUntil: null,
    },
  })
  const { 'webhook-id': id, 'webhook-timestamp': time, 'webhook-signature': signature } = sent!.headers
  expect(Number(time)).toBe(now / 1000)
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64')
  expect(signature).toBe(`v1,${createHmac('sha256', key).update(`${id}.${time}.${sent!.body}`).digest('base64')}`)
  // Further down it is not told again.
  await pay(company, -90_000_000n)
  await look()
  expect([mails, received]).toEqual([[], []])
  await pay(company, 200_000_000n)
  await look()
  await pay(company, -200_000_000n)
  await look()
  expect([mails.length, received.length]).toEqual([2, 1])
  const told = await latest(token)
  expect(told.map(({ amount }) => amount)).toEqual(['-39.500001', '50.499999'])
  expect(told.flatMap(({ deliveries }) => deliveries)).toHaveLength(6)
  expect(told[0]!.deliveries[0]).toMatchObject({ attempts: 1, sentAt: new Date(now).toISOString(), nextAt: null })
})

test('what cannot be told is tried again, later each time, and is given up after a day', async () => {
  const { company, token } = await server.newCompany()
  await patch(token, { isOn: true, threshold: '1', emails: ['full@example.com'], webhookUrl: hook })
  refusesMail = true
  answersWith = { status: 302, headers: { location: `${hook}&redirected` } }
  await look()
  expect(received.map(({ url }) => url)).toEqual(['/hooks?of=talkmeter'])
  const [first] = await latest(token)
  expect(first!.deliveries).toMatchObject([
    { way: 'email', attempts: 1, sentAt: null, nextAt: new Date(now + 60_000).toISOString() },
    { way: 'webhook', attempts: 1, error: 'The webhook answered 302; redirects are not followed.' },
  ])
  expect(String(first!.deliveries[0]!['error'])).toContain('Mailbox full')
  await look()
  expect(received).toEqual([])
  answersWith = { status: 503 }
  now += 60_000
  await look()
  expect(received).toHaveLength(1)
  const id = received[0]!.headers['webhook-id']
  answersWith = { status: 200 }
  now += 300_000
  await look()
  expect(received.map(({ headers }) => headers['webhook-id'])).toEqual([id])
  let attempts = 3
  for (; attempts < 20; attempts++) {
    const [notice] = await latest(token)
    const { nextAt } = notice!.deliveries[0] as { nextAt: string | null }
    if (nextAt === null) break
    now = Date.parse(nextAt)
    await look()
    expect(received).toEqual([])
  }
  expect(attempts).toBe(8)
  refusesMail = false
  now += 10 * 86_400_000
  await look()
  expect(mails).toEqual([])
  expect((await latest(token))[0]!.deliveries).toMatchObject([
    { attempts: 8, sentAt: null, nextAt: null },
    { attempts: 3, nextAt: null, error: null },
  ])
  expect(company).toBeGreaterThan(1)
})

test('a webhook keeps its secret until a new one is asked for; what was for an old address is sent nowhere', async () => {
  const { token } = await server.newCompany()
  const first = await patch(token, { webhookUrl: hook })
  expect(first.body.webhookSecret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/)
  expect((await patch(token, { threshold: '5', isOn: true })).body.webhookSecret).toBeNull()
  const renewed = await patch(token, { renewSecret: true })
  expect(renewed.body.webhookSecret).not.toBe(first.body.webhookSecret)
  answersWith = { status: 500 }
  await look()
  answersWith = { status: 200 }
  await patch(token, { webhookUrl: `${hook}&another` })
  now += 60_000
  await look()
  expect(received).toEqual([])
  expect((await latest(token))[0]!.deliveries).toMatchObject([
    { error: 'The address of the webhook was changed since.' },
  ])
  const off = await patch(token, { isOn: false, webhookUrl: null })
  expect(off.body).toMatchObject({ isOn: false, webhookUrl: null })
  const audit = await server.get('/api/v1/audit?q=low-balance', token)
  expect((audit.body as { entries: unknown[] }).entries).toHaveLength(5)
  expect(JSON.stringify(audit.body)).not.toContain('whsec_')
})

const hookAddress = '/api/v1/notices/webhook'

async function askHook(token: string, method: string, body?: object, path = hookAddress): Promise<Answered> {
  const headers = {
    authorization: `Bearer ${token}`,
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
  }
  const sentBody = body === undefined ? {} : { body: JSON.stringify(body) }
  const response = await fetch(`${server.url}${path}`, { method, headers, ...sentBody })
  const answer: unknown = await response.json()
  const type = response.headers.get('content-type') ?? ''
  expect(judge.faults(method, path, response.status, type, answer)).toEqual([])
  return { status: response.status, headers: response.headers, body: answer }
}

test('invoices that are issued and paid are told by signed webhook and by letter, as the company chooses', async () => {
  refusesMail = false
  answersWith = { status: 204 }
  const { ledger } = server.accounts
  await changePlatform(ledger, system, supplier, new Date(now))
  const { company, token } = await server.newCompany()
  await changeCompany(ledger, system, company, buyer, new Date(now))
  const trial = `${hookAddress}/test`
  expect((await askHook(token, 'POST', undefined, trial)).status).toBe(409)
  expect((await askHook(token, 'GET')).body).toMatchObject({
    isOn: false,
    mailsInvoices: true,
    email: buyer.email,
    version: 0,
  })
  const set = await askHook(token, 'PATCH', { isOn: true, url: hook, version: 0 })
  const { secret, version } = set.body as { secret: string; version: number }
  expect(secret).toMatch(/^whsec_/)
  expect(JSON.stringify((await askHook(token, 'GET')).body)).not.toContain('whsec_')
  const isSigned = ({ headers, body }: Received) => {
    const key = Buffer.from(secret.slice('whsec_'.length), 'base64')
    const signed = `${String(headers['webhook-id'])}.${String(headers['webhook-timestamp'])}.${body}`
    return headers['webhook-signature'] === `v1,${createHmac('sha256', key).update(signed).digest('base64')}`
  }
  received.length = 0
  expect((await askHook(token, 'POST', undefined, trial)).body).toEqual({ isTaken: true, error: null })
  expect(received.map(({ body }) => JSON.parse(body) as unknown)).toMatchObject([
    { type: 'webhook.test', data: { company } },
  ])
  expect(isSigned(received[0]!)).toBe(true)
  answersWith = { status: 500 }
  expect((await askHook(token, 'POST', undefined, trial)).body).toEqual({
    isTaken: false,
    error: 'The webhook answered 500.',
  })

  const { invoice } = await issueTopUp(
    ledger,
    system,
    { company, amount: 100_000_000n, currency: 'EUR', key: undefined },
    new Date(now),
  )
  const { number } = invoice
  await look()
  expect(mails.map(({ to }) => to)).toEqual([[buyer.email]])
  expect(mails[0]!.text).toContain(`Invoice ${number} of`)
  expect(mails[0]!.text).toContain(`https://meter.example/invoices?number=${number}`.replace('=', '=3D'))
  answersWith = { status: 204 }
  const [issued] = received
  now += 60_000
  await look()
  expect(mails).toEqual([])
  expect(received.map(({ headers }) => headers['webhook-id'])).toEqual([issued!.headers['webhook-id']])
  expect(isSigned(received[0]!)).toBe(true)
  expect(JSON.parse(received[0]!.body)).toMatchObject({
    type: 'invoice.issued',
    data: {
      company,
      name: 'Another company',
      number,
      currency: 'EUR',
      total: '100.00',
      due: '100.00',
      status: 'issued',
    },
  })
  // Only what was chosen is told, and no letters.
  const chosen = await askHook(token, 'PATCH', { events: ['invoice.paid'], mailsInvoices: false, version })
  expect(chosen.body).toMatchObject({ events: ['invoice.paid'], secret: null })
  await issueTopUp(ledger, system, { company, amount: 1_000_000n, currency: 'EUR', key: undefined }, new Date(now))
  const paying = {
    company,
    invoice: number,
    amount: 100_000_000n,
    currency: 'EUR',
    source: 'manual',
    key: 'hook',
  } as const
  await ledger.asPlatform((db) => recordPayment(db, system, { ...paying, receivedAt: new Date(now) }, new Date(now)))
  await look()
  expect(mails).toEqual([])
  expect(received.map(({ body }) => JSON.parse(body) as unknown)).toMatchObject([
    { type: 'invoice.paid', data: { number, due: '0.00', status: 'paid' } },
  ])
  expect((await askHook(token, 'GET')).body).toMatchObject({
    latest: [
      { event: 'invoice.paid', subject: number, way: 'webhook', attempts: 1, nextAt: null, error: null },
      { event: 'invoice.issued', way: 'email', target: buyer.email },
      { event: 'invoice.issued', way: 'webhook', attempts: 2 },
    ],
  })
  await askHook(token, 'PATCH', { isOn: false })
  await issueTopUp(ledger, system, { company, amount: 2_000_000n, currency: 'EUR', key: undefined }, new Date(now))
  await look()
  expect([mails, received]).toEqual([[], []])
  for (const [wrong, field] of [
    [{ url: 'http://10.0.0.1' }, undefined],
    [{ url: 'ftp://example.com' }, 'url'],
    [{ url: null, isOn: true }, 'url'],
    [{ events: ['report.lost'] }, 'events'],
    [{ events: 'all' }, 'events'],
    [{ mailsInvoices: 1 }, 'mailsInvoices'],
    [{ secret: 'x' }, 'secret'],
    [{ version: 'x' }, 'version'],
  ] as const) {
    const { status, body } = await askHook(token, 'PATCH', wrong)
    if (field === undefined) expect(status).toBe(200)
    else expect([status, body], JSON.stringify(wrong)).toMatchObject([422, { fields: [{ field }] }])
  }
  expect((await askHook(token, 'PATCH', { isOn: true, version: 1 })).status).toBe(409)
  // Inside of this installation nothing is reached.
  expect((await askHook(token, 'POST', undefined, trial)).body).toMatchObject({ isTaken: false })
  const audit = await server.get('/api/v1/audit?q=webhook.changed', token)
  expect(JSON.stringify(audit.body)).not.toContain('whsec_')
})

test.each([
  [{ threshold: 'much' }, 'threshold'],
  [{ threshold: 5 }, 'threshold'],
  [{ threshold: '1234567890123' }, 'threshold'],
  [{ threshold: '0.0000001' }, 'threshold'],
  [{ emails: 'a@b.c' }, 'emails'],
  [{ emails: ['a@b.c\r\nBcc: x@y.z'] }, 'emails'],
  [{ emails: Array.from({ length: 11 }, (_, n) => `a${n}@b.c`) }, 'emails'],
  [{ webhookUrl: 'ftp://example.com' }, 'webhookUrl'],
  [{ webhookUrl: 'https://user:secret@example.com' }, 'webhookUrl'],
  [{ webhookUrl: `https://example.com/${'x'.repeat(2000)}` }, 'webhookUrl'],
  [{ isOn: true }, 'isOn'],
  [{ isOn: 'yes' }, 'isOn'],
  [{ renewSecret: true }, 'renewSecret'],
  [{ is_below: true }, 'is_below'],
  [{ version: 'x' }, 'version'],
])('%j is refused, naming %s', async (body, field) => {
  const { status, body: answer } = await patch(server.token, body)
  expect([status, answer]).toMatchObject([422, { fields: [{ field }] }])
})

test('two who change it at once do not overwrite each other', async () => {
  const { token } = await server.newCompany()
  const { version } = (await server.get(address, token)).body as Settings
  expect((await patch(token, { threshold: '7', version })).status).toBe(200)
  expect((await patch(token, { threshold: '8', version })).status).toBe(409)
})

test('webhooks reach the public internet and allowed networks, and nothing inside', async () => {
  const reach = mayReachBy(['10.1.0.0/16'])
  for (const inside of [
    '127.0.0.1',
    '10.0.0.1',
    '169.254.169.254',
    '172.31.0.1',
    '192.168.1.1',
    '100.64.0.1',
    '0.0.0.0',
    '255.255.255.255',
    '::1',
    '::',
    '::ffff:127.0.0.1',
    '::ffff:8.8.8.8',
    '64:ff9b::7f00:1',
    'fd00::1',
    'fe80::1',
    '2002:7f00:1::',
    'ff02::1',
  ]) {
    expect(reach(inside), inside).toBe(false)
  }
  for (const outside of ['8.8.8.8', '10.1.2.3', '2606:4700::1111', '172.15.0.1', '172.32.0.1']) {
    expect(reach(outside), outside).toBe(true)
  }
  const post = { secret: 'whsec_AAAA', id: '1', at: new Date(), body: '{}' }
  received.length = 0
  const { port } = new URL(hook)
  // By name, by number, in the other ways of writing one, and as an IPv6 address.
  for (const host of ['localhost', '127.0.0.1', '127.1', '2130706433', '0x7f.1', '[::1]', '[::ffff:127.0.0.1]']) {
    const url = `http://${host}:${port}/`
    await expect(postSigned({ ...post, url }, { mayReach: reach }), host).rejects.toThrow('not in the public internet')
  }
  expect(received).toEqual([])
})

test('a webhook that does not answer is not waited for', async () => {
  const silent = createServer(() => {})
  await new Promise<void>((resolve) => void silent.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(silent.address() as AddressInfo).port}/`
  const post = { url, secret: 'whsec_AAAA', id: '1', at: new Date(), body: '{}' }
  const waiting = postSigned(post, { mayReach: () => true, patienceMilliseconds: 50 })
  await expect(waiting).rejects.toThrow('did not answer within')
  silent.closeAllConnections()
  await new Promise((resolve) => silent.close(resolve))
})
