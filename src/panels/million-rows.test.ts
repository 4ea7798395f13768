import { afterAll, beforeAll, expect, test } from 'vitest'
import { startApiServer } from '../../test/api-server.ts'
import type { ApiServer } from '../../test/api-server.ts'
import { encodeCurrency } from '../events/currency.ts'
import { statusByWord } from '../events/vocabulary.ts'
import { messageRollUps, replaceRollUp } from '../folding/roll-ups.ts'
import { everyRowBehind, rowsOfFilesMax } from './every-row-behind.ts'
import { panelById } from './pages.ts'

/** A million messages and some behind one bar, all of them in a few quarters of an hour. */

const messages = rowsOfFilesMax + 321
const from = Date.parse('2026-11-23T09:00:00Z')
const seconds = 3 * 3600
const query = 'from=2026-11-22T23:00:00Z&to=2026-11-23T23:00:00Z&tz=Europe/Berlin'

const [start, end] = ['2026-11-22T23:00:00Z', '2026-11-23T23:00:00Z'].map((time) => Date.parse(time))
const period = { from: start!, to: end!, zone: 'Europe/Berlin' }

let server: ApiServer
let token: string
let company: number

beforeAll(async () => {
  server = await startApiServer({ now: () => Date.parse('2026-11-24T12:00:00Z') })
  const made = await server.newCompany()
  ;({ token, company } = made)
  const at = `(${from} + cityHash64(number, 1) % ${seconds * 1000})`
  const price = `bitShiftLeft(toUInt128(1), 80) + bitShiftLeft(toUInt128(${encodeCurrency('EUR')!}), 64) + 45000`
  await server.facts
    .command(`INSERT INTO messages (company, bucket, message, created_at, status, channel, parts, price, network, moved)
    SELECT ${company}, toDateTime(intDiv(${at}, 900000) * 900, 'UTC'), concat('m', toString(number)), fromUnixTimestamp64Milli(toInt64(${at}), 'UTC'),
      toUInt64(${statusByWord.get('delivered')!.code}), toUInt8(1), toUInt16(1), ${price}, '26201', 0
    FROM numbers(${messages})`)
  const touched = new Set(Array.from({ length: seconds / 900 }, (_, place) => from / 1000 + place * 900))
  for (const rollUp of messageRollUps) await replaceRollUp(server.facts, rollUp, { company, touched, generation: 1 })
}, 60_000)
afterAll(() => server.close())

type Page = { rows: string[][]; total: number; next: string | null }

async function page(rest: string): Promise<Page> {
  const path = `/api/v1/panels/notifications.sent-by-channel-by-day/events?${query}&day=2026-11-23&limit=50${rest}`
  const { status, body } = await server.get(path, token)
  expect(status, JSON.stringify(body)).toBe(200)
  return body as Page
}

test('behind a bar of a million messages are its pages, newest first, with the count of the bar', async () => {
  const first = await page('')
  const second = await page(`&cursor=${first.next}`)
  expect([first.total, second.total]).toEqual([messages, messages])
  const times = [...first.rows, ...second.rows].map(([createdAt]) => Date.parse(createdAt!))
  expect(times).toEqual(times.toSorted((a, b) => b - a))
  expect(new Set([...first.rows, ...second.rows].map(([, message]) => message)).size).toBe(100)
})

test('a file of them begins at once, says how many there are, and ends with the newest that it may have', async () => {
  const gone = new AbortController()
  const response = await fetch(
    `${server.url}/api/v1/panels/notifications.sent-by-channel-by-day/events?${query}&format=csv`,
    { headers: { authorization: `Bearer ${token}` }, signal: gone.signal },
  )
  expect(response.headers.get('x-rows-total')).toBe(String(messages))
  expect(await response.body!.getReader().read()).toMatchObject({ done: false })
  gone.abort()

  const rowsMax = 45_000
  const panel = panelById.get('notifications.sent-by-channel-by-day')!
  const question = { company, period, now: period.to, compare: undefined, filters: new Map(), currency: 'EUR' }
  const { total, pieces } = await everyRowBehind(
    { query: (sql) => server.facts.query(sql), reading: server.path.folder.reading },
    panel,
    question,
    { measure: 'sent', at: {} },
    { told: (instant) => instant, rowsMax },
  )
  const ids = new Set<unknown>()
  let last = Infinity
  for await (const rows of pieces) {
    for (const [createdAt, message] of rows) {
      expect(Number(createdAt) <= last).toBe(true)
      last = Number(createdAt)
      ids.add(message)
    }
  }
  expect([total, ids.size]).toEqual([messages, rowsMax])
})
