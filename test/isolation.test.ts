import { afterAll, beforeAll, expect, test } from 'vitest'
import { commandLine } from '../src/accounts/actor.ts'
import { acceptInvitation, invite } from '../src/accounts/invitations.ts'
import { changePlatform } from '../src/accounts/platform.ts'
import { changeCompany } from '../src/accounts/companies.ts'
import { issueTopUp } from '../src/invoices/top-up.ts'
import { buyer, supplier } from './invoices-scene.ts'
import { postCharges } from '../src/billing/charges.ts'
import { recordPayment } from '../src/invoices/payment.ts'
import { importStatements } from '../src/payments/import-statements.ts'
import { addVersion } from '../src/billing/tariff-store.ts'
import { startApiServer } from './api-server.ts'
import type { ApiServer } from './api-server.ts'
import { somewhere } from './accounts-scene.ts'
import { camtFile, camtPayment } from './bank-statements.ts'
import { cloudEvent } from './model.ts'

/**
 * A company full of canaries, and another one that asks for them: every operation of the API's description, with the
 * other's token and with a session of its owner, with the canary company's ids in every place for one.
 */

type Operation = { parameters?: { name: string; in: string; schema: { enum?: string[] } }[] }
type Description = { paths: Record<string, Record<string, Operation>> }

let server: ApiServer
let canary: { company: number; token: string }
let us: { company: number; token: string }
let ourOwner: string
const canaryAddress = '+491760000001'
/** What a path may name of the canary company, by what the path is about. */
let ids: Record<string, string>

beforeAll(async () => {
  server = await startApiServer()
  canary = await server.newCompany()
  us = await server.newCompany()
  const { ledger, tokens } = server.accounts
  const now = new Date()
  await changeCompany(
    ledger,
    commandLine,
    canary.company,
    { ...buyer, name: 'Canary Ltd', legalName: 'Canary Limited' },
    now,
  )
  const canaryOwner = await newOwner('canary@example.com', canary.company)
  ourOwner = await newOwner('owner@example.com', us.company)
  const asked = { email: 'canary-invited@example.com', role: 'owner' }
  const invitation = await invite(ledger, commandLine, canary.company, asked, canaryOwner, now)
  const newToken = { name: 'Canary feed', scopes: ['read'], expiresAt: null } as const
  const token = await tokens.create(canary.company, commandLine, newToken)
  const event = { source: 'canary-gateway', id: 'canary-1', message: 'canary-message', time: Date.now() }
  const good = cloudEvent({ ...event, channel: 'sms', status: 'delivered', texts: { to: canaryAddress } })
  const named = { id: 'canary-named', name: 'Canary' }
  const opened = { change: 'opened', messenger: 'web', chat: named, bot: named, operator: named, group: named }
  const dialogue = { ...good, id: 'canary-3', type: 'chat.dialogue', subject: 'canary-dialogue', data: opened }
  const written = { messageId: 'canary-1', author: 'user', text: 'The canary sings', client: 'canary-client' }
  const message = { ...dialogue, id: 'canary-4', type: 'chat.message', data: written }
  const online = { state: 'online', operator: named, group: named }
  const presence = { ...dialogue, id: 'canary-5', type: 'operator.presence', subject: 'canary-named', data: online }
  const ended = {
    status: 'ended',
    trunk: 'canary-trunk',
    evaluation: 'canary-word',
    direction: 'inbound',
    from: canaryAddress,
  }
  const call = {
    ...dialogue,
    id: 'canary-6',
    type: 'call.status',
    subject: 'canary-call',
    data: { ...ended, bot: named },
  }
  const body = JSON.stringify([good, { ...good, id: 'canary-2', subject: '' }, dialogue, message, presence, call])
  await server.send(canary.token, 'application/json', body)
  await server.path.folder.settled()
  await (
    await server.privacy.erase(canary.company, commandLine, { address: 'nobody', reason: 'Canary reason' })
  ).done
  const { refused } = (await server.get('/api/v1/refused-events', canary.token)).body as {
    refused: { place: string }[]
  }
  const day = now.toISOString().slice(0, 10)
  const line = { day, service: 'sms', kind: 'told', rate: 'canary', unitPrice: undefined, currency: 'EUR' } as const
  const lines = [{ ...line, events: 1, quantity: 1, amount: 1n }]
  const due = { payer: canary.company, seller: 0, usedBy: canary.company, lines, isClosed: () => false }
  await ledger.asPlatform((db) => postCharges(db, [due], now))
  const charges = (await server.get('/api/v1/charges', canary.token)).body as { lines: { id: string; rate: string }[] }
  const place = { seller: 0, buyer: canary.company, currency: 'EUR' }
  const rates = [{ service: 'call', keys: { trunk: 'canary' }, price: 1n }] as const
  const prices = { validFrom: 0, ownPrices: 'first', rates, note: 'Canary prices' } as const
  const version = await ledger.asPlatform((db) => addVersion(db, place, prices, { name: 'canary', at: now }))
  const period = { from: '2026-01-01T00:00:00Z', to: '2027-01-01T00:00:00Z' }
  const made = await fetch(`${server.url}/api/v1/reports`, {
    method: 'POST',
    headers: { authorization: `Bearer ${canary.token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ service: 'notifications', type: 'detail', name: 'Canary report', format: 'csv', ...period }),
  })
  const report = (await made.json()) as { id: string }
  await server.reports.settled()
  await changePlatform(ledger, commandLine, supplier, now)
  const filling = { company: canary.company, amount: 1_000_000n, currency: 'EUR', key: undefined }
  const { invoice } = await issueTopUp(ledger, commandLine, filling, now)
  const planned = await fetch(`${server.url}/api/v1/reports/schedules`, {
    method: 'POST',
    headers: { authorization: `Bearer ${canary.token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ service: 'notifications', type: 'detail', name: 'Canary schedule', every: 'day' }),
  })
  const schedule = (await planned.json()) as { id: string }
  const kept = await fetch(`${server.url}/api/v1/views`, {
    method: 'POST',
    headers: { authorization: `Bearer ${canary.token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ page: 'chats', name: 'Canary view', filters: { operator: ['canary'] }, isShared: true }),
  })
  const view = (await kept.json()) as { id: string }
  const shared = await fetch(`${server.url}/api/v1/share-links`, {
    method: 'POST',
    headers: { authorization: `Bearer ${canary.token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ page: 'chats', name: 'Canary link' }),
  })
  const link = (await shared.json()) as { id: string }
  const money = { amount: 1_000_000n, currency: 'EUR', receivedAt: now, note: 'Canary payment' }
  const paying = { company: canary.company, ...money, source: 'manual', key: 'canary' } as const
  const { payment } = await ledger.asPlatform((db) => recordPayment(db, commandLine, paying, now))
  const file = Buffer.from(camtFile('02', [camtPayment({ amount: '1.00', purpose: 'Canary' })]))
  const imported = await importStatements(ledger, commandLine, { file, fileName: 'canary.xml', isDry: false }, now)
  ids = {
    reports: report.id,
    schedules: schedule.id,
    views: view.id,
    'share-links': link.id,
    panels: 'chats.dialogues',
    invoices: invoice.number,
    'invoice-drafts': now.toISOString().slice(0, 7),
    'invoice-proposals': '1',
    payments: payment.id,
    statements: imported.id!,
    'statement-lines': '1',
    tariffs: `0-${canary.company}-EUR`,
    versions: String(version),
    charges: charges.lines.find(({ rate }) => rate === 'canary')!.id,
    people: canaryOwner,
    invitations: invitation.id,
    tokens: token.id,
    'refused-events': refused[0]!.place,
  }
})

afterAll(() => server.close())

async function newOwner(email: string, company: number): Promise<string> {
  const { ledger } = server.accounts
  const now = new Date()
  const { secret } = await invite(ledger, commandLine, company, { email, role: 'owner' }, undefined, now)
  const accepting = { secret, user: undefined, name: email.split('@')[0], password: 'seven quiet otters' }
  return (await acceptInvitation(ledger, somewhere, accepting, now)).user
}

async function ourSession(): Promise<Record<string, string>> {
  const { key } = await server.accounts.sessions.open(ourOwner, somewhere, 'test')
  return { cookie: `talkmeter_session=${key}` }
}

const day = 86_400_000

/** All that there is happened just now. */
function lately(): string {
  const [from, to] = [Date.now() - 40 * day, Date.now() + day].map((time) => new Date(time).toISOString())
  return `from=${from}&to=${to}`
}

/** Every address that an operation has: the canary company's ids, and each panel. */
function addressesOf(template: string, { parameters = [] }: Operation): string[] {
  const [, about] = /\/([\w-]+)\/\{/.exec(template) ?? []
  const period = lately()
  const isAsked = parameters.some(({ name }) => name === 'from')
  const queries = isAsked
    ? [`?${period}`, ...(parameters.some(({ name }) => name === 'format') ? [`?${period}&format=csv`] : [])]
    : ['']
  const id = parameters.find(({ in: place }) => place === 'path')
  const named =
    id === undefined
      ? [template]
      : (id.schema.enum ?? [ids[about ?? '']!]).map((value) =>
          template.replace(/\{\w+\}/, encodeURIComponent(value)).replace('{version}', ids['versions']!),
        )
  return named.flatMap((path) => queries.map((query) => path + query))
}

/** A body in which everything that can name a company, or whom it wrote to, names the other one. */
function bodyFor(): string {
  return JSON.stringify({
    address: canaryAddress,
    reason: 'Ours',
    company: canary.company,
    parent: canary.company,
    number: canary.company,
    secret: 'guessed',
    name: 'Ours',
  })
}

test('no operation of the API shows or changes a byte of another company', { timeout: 120_000 }, async () => {
  const { paths } = (await server.get('/api/v1/openapi.json')).body as Description
  const before = await canaryState()
  expect(Object.values(ids).every((id) => id !== undefined)).toBe(true)
  expect(await server.counted(canary.token)).toBe(1)
  const seen: string[] = []
  for (const [template, operations] of Object.entries(paths)) {
    for (const [method, operation] of Object.entries(operations)) {
      for (const address of addressesOf(template, operation)) {
        // A file has what its answer has.
        const whose = [
          { authorization: `Bearer ${us.token}` },
          ...(address.endsWith('csv') ? [] : [await ourSession()]),
        ]
        for (const who of whose) {
          const title = `${method} ${address}`
          const hasBody = !['get', 'delete'].includes(method)
          const response = await fetch(`${server.url}${address}`, {
            method: method.toUpperCase(),
            headers: { ...who, ...(hasBody ? { 'content-type': 'application/json' } : {}) },
            ...(hasBody ? { body: bodyFor() } : {}),
          })
          const text = await response.text()
          expect(text.toLowerCase(), title).not.toContain('canary')
          expect(response.status, title).toBeLessThan(500)
          if (ofStaff.test(template)) expect(response.status, title).toBe(403)
          if (/\/privacy\//.test(template)) {
            expect(text, title).not.toContain('•')
            if (method === 'post') expect(JSON.parse(text), title).toMatchObject(nothingKnown[template]!)
          }
          if (
            /\/(people|invitations|tokens|refused-events|charges|tariffs|reports|schedules|views|share-links|invoices|invoice-drafts|invoice-proposals)\/\{/.test(
              template,
            )
          ) {
            // A person, or a role that is none; never what was asked for.
            expect([400, 403, 404, 415, 422], title).toContain(response.status)
          }
          seen.push(title)
        }
      }
    }
  }
  expect(seen.length).toBeGreaterThan(80)
  expect(await canaryState()).toEqual(before)
})

const ofStaff = /^\/api\/v1\/(companies|platform|staff|payments|statements|statement-lines)(\/|$)/

/** What we are told of somebody whom only the other company wrote to; this walk itself sends their address as an event. */
const nothingKnown: Record<string, object> = {
  '/api/v1/privacy/find': { messages: 0 },
  '/api/v1/privacy/export': { messages: [] },
  '/api/v1/privacy/erasures': { proof: { messages: 0, remaining: 0 } },
}

/** What the canary company sees of itself. */
async function canaryState(): Promise<unknown> {
  const addresses = [
    'company',
    'people',
    'invitations',
    'tokens',
    'audit',
    'privacy/erasures',
    'reports',
    'reports/schedules',
    'views',
    'share-links',
    'balance',
    'charges',
    'invoices',
    'transactions',
    `tariffs/${ids['tariffs']!}`,
  ]
  const answers = await Promise.all(addresses.map((one) => server.get(`/api/v1/${one}`, canary.token)))
  expect(answers.every(({ status }) => status === 200)).toBe(true)
  const known = await server.facts.query(
    `SELECT recipient, toString(person) FROM messages FINAL WHERE company = ${canary.company}`,
  )
  expect(known).toEqual([['+4917••••••01', expect.not.stringMatching(/^0{8}/)]])
  const text = JSON.stringify([known, ...answers.map(({ body }) => body)])
  expect(text).toContain('Canary Ltd')
  // When its own token was used last is told by the walk itself.
  return JSON.parse(text.replaceAll(/"lastUsedAt":("[^"]*"|null)/g, '"lastUsedAt":0'))
}

test('a session cannot be turned to the company of others', async () => {
  const headers = { ...(await ourSession()), 'content-type': 'application/json' }
  const body = JSON.stringify({ company: canary.company })
  const response = await fetch(`${server.url}/api/v1/session`, { method: 'PUT', headers, body })
  expect(response.status).toBe(404)
})

test('filters of every panel, also hostile ones, count nothing of another company', { timeout: 180_000 }, async () => {
  const { body } = await server.get('/api/v1/panels', us.token)
  for (const { id, filters } of (body as { panels: { id: string; filters: string[] }[] }).panels) {
    const words = ['channel=sms', 'status=delivered', 'messenger=web', 'direction=inbound', 'asked=yes']
    const own = filters.map((name) => words.find((word) => word.startsWith(`${name}=`)) ?? `${name}=canary`)
    for (const query of [lately(), `${lately()}&${own.join('&')}`]) {
      for (const rows of ['', '/events']) {
        const answer = await server.get(`/api/v1/panels/${id}${rows}?${query}`, us.token)
        expect(JSON.stringify(answer.body), `${id}${rows} ${query}`).not.toContain('canary')
      }
    }
  }
  expect(await server.counted(us.token)).toBe(0)
  expect(await server.counted(canary.token)).toBe(1)
})
