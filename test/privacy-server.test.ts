import { afterAll, beforeAll, expect, test } from 'vitest'
import { commandLine } from '../src/accounts/actor.ts'
import { changeCompany } from '../src/accounts/companies.ts'
import { begunIn } from '../src/privacy/begun.ts'
import { beginErasure } from '../src/privacy/erasures.ts'
import type { Facts } from '../src/stores/events/facts.ts'
import { openFacts } from '../src/stores/events/open.ts'
import { answered, startApiServer } from './api-server.ts'
import type { ApiServer } from './api-server.ts'
import { startClickHouseFront } from './clickhouse-front.ts'

/** Erasing and forgetting where the facts are on a ClickHouse server; and an erasure that a crash cut off. */

const noon = Date.UTC(2026, 10, 24, 12)
const day = 86_400_000
const address = '+491765550001'
let front: Awaited<ReturnType<typeof startClickHouseFront>>
let onServer: Facts
let server: ApiServer
let company: number
let token: string

beforeAll(async () => {
  front = await startClickHouseFront()
  onServer = await openFacts({ url: front.url })
  server = await startApiServer({
    now: () => noon,
    reach: (embedded) => ({ ...onServer, close: () => embedded.close() }),
  })
  ;({ company, token } = await server.newCompany())
})

afterAll(async () => {
  await server.close()
  await onServer.close()
  await front.stop()
})

async function ask(path: string, body: unknown) {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
  const init = { method: 'POST', headers, body: JSON.stringify(body) }
  return (await answered(await fetch(`${server.url}/api/v1/privacy/${path}`, init))).body
}

async function send(message: string, to: string, time: number): Promise<void> {
  const event = { specversion: '1.0', type: 'message.status', source: 'gateway', id: message, subject: message }
  const data = { channel: 'sms', status: 'delivered', to }
  const line = JSON.stringify({ ...event, time: new Date(time).toISOString(), data })
  const { body } = await server.send(token, 'application/x-ndjson', line)
  expect(body).toMatchObject({ accepted: 1 })
}

const left = async () => JSON.stringify(await onServer.query(`SELECT * FROM messages FINAL WHERE company = ${company}`))

test('a person is erased from a server with proof, and so is what is older than the company wants', async () => {
  await send('m-1', address, noon - day)
  await send('m-2', '+491765550002', noon - day)
  await send('m-3', '+491765550003', noon - 40 * day)
  await server.path.folder.settled()
  expect(await ask('find', { address })).toMatchObject({ messages: 1 })
  const erasure = await ask('erasures', { address, reason: 'Asked for by letter' })
  expect(erasure).toMatchObject({ proof: { messages: 1, remaining: 0 } })
  expect(await left()).not.toContain('••••01')
  expect(await left()).toContain('••••02')

  await changeCompany(server.accounts.ledger, commandLine, company, { retentionDays: 30 }, new Date(noon))
  expect(await server.privacy.daily(noon)).toMatchObject([{ company, messages: 1 }])
  expect(await left()).not.toContain('••••03')
  expect(await left()).toContain('••••02')
  expect(await server.counted(token)).toBe(3)
})

test('an erasure that was cut off goes on at the next start, to its proof', async () => {
  await send('m-9', '+491765550009', noon - day)
  await server.path.folder.settled()
  // As far as a crash right after the beginning lets it come, and as the next start finds it.
  const begun = begunIn(server.folder)
  const remember = (id: string) => begun.remember({ company, id, address: '+49 176 5550009' })
  const asked = { reason: 'Cut off', at: new Date(noon), remember }
  const { id } = await beginErasure(server.accounts.ledger, company, commandLine, asked)
  // Remembered, but never noted: the crash came between.
  await begun.remember({ company, id: '999999', address: '+491765550002' })
  expect(await left()).toContain('••••09')
  const newest = async () =>
    ((await server.get('/api/v1/privacy/erasures', token)).body as { erasures: object[] }).erasures[0]
  expect(await newest()).toMatchObject({ id, reason: 'Cut off', proof: null })

  // What was found before the crash is in the proof, whatever is left to be found.
  const found = { messages: 7, dialogues: 0, calls: 0, refusedEvents: 2, logRecords: 3 }
  await begun.remember({ company, id, address: '+49 176 5550009', found })
  await server.privacy.goOn()
  expect(await left()).not.toContain('••••09')
  expect(await left()).toContain('••••02')
  expect(await newest()).toMatchObject({ id, proof: { ...found, remaining: 0 } })
  expect(await begun.all()).toEqual([])
})

test('who was taken for a new person, and is not, is forgotten with the daily turn', async () => {
  await send('m-8', '+491765550008', noon - day)
  await server.path.folder.settled()
  const { person } = (await server.recipients.of(company)).hide('+491765550008')
  await server.recipients.keepOut(company, person, noon)
  server.recipients.settled(company, person, noon)
  await server.privacy.daily(noon)
  expect(await left()).not.toContain('••••08')
})
