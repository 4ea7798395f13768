import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openEventPath } from '../src/event-path.ts'
import { messageRollUp } from '../src/folding/roll-ups.ts'
import { emptyAnswer } from '../src/intake/intake.ts'
import { sentEvents } from '../src/intake/read-body.ts'
import { messages as messageFacts } from '../src/measures/facts/messages.ts'
import { createFreshness } from '../src/measures/freshness.ts'
import { askPanels } from '../src/panels/ask-panels.ts'
import type { PanelsQuestion } from '../src/panels/ask-panels.ts'
import { panelById } from '../src/panels/pages.ts'
import { readCursor } from '../src/panels/listing.ts'
import { rowsBehind } from '../src/panels/rows-behind.ts'
import type { Facts } from '../src/stores/events/facts.ts'
import { openFacts } from '../src/stores/events/open.ts'
import { periods, questionOf } from './asked-periods.ts'
import { startClickHouseFront } from './clickhouse-front.ts'
import { cloudEvent, modelCells, modelMessages } from './model.ts'
import type { ModelEvent } from './model.ts'
import { messagePanels as panels, messagesAsked, messagesBehind, modelPanel } from './panel-model.ts'
import { installedPostgres, startPostgres } from './postgres-server.ts'
import { seededDays } from './seeded-days.ts'
import { testRecipients } from './recipients.ts'
import { seededNow } from './seeded-server.ts'
import { folded, urlOf, workplace } from './serving.ts'
import { cellsByLength, storedCells } from './stored-cells.ts'

let front: Awaited<ReturnType<typeof startClickHouseFront>>
let facts: Facts
const company = 5
const events = seededDays([])
const messages = modelMessages(events)
const folder = mkdtempSync(join(tmpdir(), 'talkmeter-server-'))

beforeAll(async () => {
  front = await startClickHouseFront()
  facts = await openFacts({ url: front.url })
})

afterAll(async () => {
  await facts.close()
  await front.stop()
  rmSync(folder, { recursive: true })
})

async function take(path: Awaited<ReturnType<typeof openEventPath>>, some: readonly ModelEvent[]): Promise<void> {
  const answer = emptyAnswer()
  await path.intake.take(company, sentEvents(some.map(cloudEvent)), answer)
  expect(answer.rejected).toEqual([])
  await path.folder.settled()
}

test('events go the whole way to a server: folded and rolled up as the model says, also after a new start', async () => {
  const options = {
    dataFolder: folder,
    facts,
    recipients: testRecipients,
    now: () => seededNow,
    onTrouble: (error: Error) => {
      throw error
    },
  }
  const half = Math.ceil(events.length / 2)
  const path = await openEventPath(options)
  await take(path, events.slice(0, half))
  await path.close()
  // The tables are there, and the log is folded up to where it was.
  facts = await openFacts({ url: front.url })
  const again = await openEventPath({ ...options, facts })
  await take(again, events.slice(half))
  for (const { cells, seconds } of cellsByLength(messageRollUp)) {
    expect([...(await storedCells(facts, company, cells))].toSorted(), cells).toEqual(
      [...modelCells(messages, seconds)].toSorted(),
    )
  }
  await again.close()
})

const asked = periods[0]!
const question: PanelsQuestion = {
  company,
  period: { from: Date.parse(asked.from), to: Date.parse(asked.to), zone: asked.zone },
  now: Date.now(),
  compare: 'previous',
  filters: new Map(),
  currency: 'EUR',
}
const query = (sql: string) => facts.query(sql, { secondsMax: 30 })

test('panels answer from a server what the model answers', async () => {
  const answer = await askPanels(query, panels, question)
  for (const panel of panels) {
    const { rows, totals } = answer.panels.get(panel.id)!
    expect({ rows, totals }, panel.id).toEqual(modelPanel(panel, messages, questionOf(asked)))
  }
  const { feeds } = await createFreshness(query)(company, messageFacts)
  expect(feeds.reduce((sum, feed) => sum + feed.events, 0)).toBe(new Set(events.map(({ id }) => id)).size)
})

test('the rows behind a number come from a server page by page', async () => {
  const panel = panelById.get('notifications.by-channel')!
  const names: unknown[] = []
  for (let next: string | null = ''; next !== null;) {
    const cursor = readCursor(next)
    const page = await rowsBehind(query, panel, question, { measure: 'sent', at: {} }, { cursor, limit: 40 })
    names.push(...page.rows.map((row) => row[1]))
    next = page.next
  }
  const behind = messagesBehind('sent', messagesAsked(panel, messages, questionOf(asked)))
  expect(behind.length).toBeGreaterThan(80)
  expect(names.toSorted()).toEqual(behind.map(({ message }) => message).toSorted())
})

test('a server gets values apart from the SQL, tells errors by code, and is stopped after the time allowed', async () => {
  const value = `a'b\\c\t\n\r{x:String} é💬`
  expect(
    await facts.query('SELECT {value:String}, {list:Array(UInt8)}', { parameters: { value, list: [1, 2] } }),
  ).toEqual([[value, [1, 2]]])
  await expect(facts.query('SELECT * FROM nowhere')).rejects.toMatchObject({ code: '60', type: 'UNKNOWN_TABLE' })
  await expect(facts.query('SELEC 1')).rejects.toMatchObject({ code: '62', type: 'SYNTAX_ERROR' })
  const slow = 'SELECT sleepEachRow(0.2) FROM numbers(10) SETTINGS max_block_size = 1'
  await expect(facts.query(slow, { secondsMax: 1 })).rejects.toMatchObject({ code: '159', type: 'TIMEOUT_EXCEEDED' })
  const counted: number[] = []
  for await (const rows of facts.stream('SELECT number, toString(number) FROM numbers(50000)'))
    counted.push(rows.length)
  expect(counted.length).toBeGreaterThan(1)
  expect(counted.reduce((sum, length) => sum + length, 0)).toBe(50_000)
})

test('what is inserted is written before it is acknowledged, however a server is set up', async () => {
  expect(await facts.query(`SELECT getSetting('async_insert')`)).toEqual([[false]])
})

test('a wrong password, and a server that is not there, are told in a sentence', async () => {
  await expect(openFacts({ url: front.url.replace(/:[^:@]*@/, ':wrong@') })).rejects.toThrow(
    'The ClickHouse server of the facts does not answer: stat: Authentication failed',
  )
  await expect(openFacts({ url: 'http://127.0.0.1:1' })).rejects.toMatchObject({
    code: 'misconfigured',
    message: 'The ClickHouse server of the facts does not answer: connect ECONNREFUSED 127.0.0.1:1.',
  })
})

test.skipIf(installedPostgres === undefined)(
  'the whole of Talkmeter on two servers: one event sent is one message in a panel, and is known after a restart',
  async () => {
    const own = await startClickHouseFront()
    const postgres = await startPostgres(installedPostgres ?? '')
    const { talkmeter, clear } = workplace('two-servers')
    const token = 'a-token-for-the-two-servers'
    const servers = { DATABASE_URL: postgres.url, CLICKHOUSE_URL: own.url, TALKMETER_INIT_TOKEN: token }
    const time = new Date().toISOString()
    const send = async (url: string) => {
      const event = cloudEvent({
        source: 's',
        id: '1',
        message: 'm',
        time: Date.parse(time),
        channel: 'sms',
        status: 'delivered',
      })
      const response = await fetch(`${url}/api/v1/events`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/cloudevents+json' },
        body: JSON.stringify(event),
      })
      return response.json()
    }
    const first = talkmeter(['serve'], servers)
    const url = await urlOf(first)
    expect(await (await fetch(`${url}/health/ready`)).json()).toEqual({ status: 'ok' })
    expect(await send(url)).toMatchObject({ accepted: 1 })
    await folded(url)
    const day = `from=${time.slice(0, 10)}T00:00:00Z&to=${time.slice(0, 10)}T23:59:59.999Z&tz=UTC`
    const panel = await fetch(`${url}/api/v1/panels/analytics.delivered?${day}`, {
      headers: { authorization: `Bearer ${token}` },
    })
    expect(await panel.json()).toMatchObject({
      rows: [[1, 1, 0]],
      completeness: { feeds: [{ source: 's', events: 1 }] },
    })
    first.child.kill('SIGTERM')
    expect(await first.ended).toBe(0)
    const second = talkmeter(['serve'], servers)
    expect(await send(await urlOf(second))).toMatchObject({ accepted: 0, duplicates: 1 })
    await clear()
    await postgres.stop()
    await own.stop()
  },
  90_000,
)
