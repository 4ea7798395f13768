import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Panel } from '../src/panels/panel.ts'
import { csv } from '../src/renderers/csv.ts'
import { edges, periods, queryOf, questionOf } from './asked-periods.ts'
import type { AskedPeriod, Filters } from './asked-periods.ts'
import { isLong } from './long.ts'
import { millionths } from './model.ts'
import type { ModelMessage } from './model.ts'
import { isAt, messagePanels as panels, messagesAsked, messagesBehind } from './panel-model.ts'
import type { ModelAnswer, ModelQuestion, ModelValue } from './panel-model.ts'
import { startSeededServer } from './seeded-server.ts'
import type { SeededServer } from './seeded-server.ts'

type RowsAnswer = { columns: { name: string }[]; rows: ModelValue[][]; next: string | null; total: number }

let server: SeededServer

beforeAll(async () => {
  server = await startSeededServer(edges)
})

afterAll(async () => {
  await server.close()
})

/** A number of a panel: the row that it is in, or none for a total. */
type Cell = { panel: Panel; measure: string; at: [dimension: string, value: string][]; number: unknown }

/** Some hours over a midnight and a change of clocks, in which much happened. */
const night: AskedPeriod = {
  title: '',
  from: '2026-10-24T20:07:11.123Z',
  to: '2026-10-25T01:22:41.007Z',
  zone: 'Europe/Berlin',
}

/** Few, so that many numbers take several pages. */
const limit = 31

test(
  'behind every number of every panel are as many messages, over all pages, as it says',
  { timeout: 120_000 },
  async () => {
    const opened = await openAll(night, {}, panels)
    expect(opened).toBeGreaterThan(isLong ? 150 : 75)
  },
)

test('so it is by days of a zone that is a quarter of an hour off, with filters', { timeout: 120_000 }, async () => {
  const byDay = panels.filter(({ by }) => by.includes('day'))
  await openAll(periods[2]!, { channels: ['viber', 'sms'], statuses: ['delivered', 'pending', 'undelivered'] }, byDay)
})

async function openAll(period: AskedPeriod, filters: Filters, some: readonly Panel[]): Promise<number> {
  const question = questionOf(period, filters)
  let opened = 0
  for (const panel of some) {
    const answer = await server.ask<ModelAnswer>(`/api/v1/panels/${panel.id}?${queryOf(period, filters)}`)
    for (const cell of cellsOf(panel, answer).filter((_, index) => isLong || index % 2 === 0)) {
      await expectRows(cell, queryOf(period, filters), question)
      opened++
    }
  }
  return opened
}

function cellsOf(panel: Panel, { rows, totals }: ModelAnswer): Cell[] {
  const inRows = rows.flatMap((row) =>
    panel.measures.map((measure, at) => ({
      panel,
      measure,
      at: panel.by.map((dimension, place): [string, string] => [dimension, String(row[place])]),
      number: row[panel.by.length + at],
    })),
  )
  // The totals of a panel without dimensions are its row.
  const inTotals = Object.entries(totals)
    .filter(([measure]) => !inRows.some((cell) => cell.at.length === 0 && cell.measure === measure))
    .map(([measure, number]) => ({ panel, measure, at: [], number }))
  return [...inRows, ...inTotals]
}

async function expectRows(cell: Cell, query: string, question: ModelQuestion): Promise<void> {
  const { panel, measure, at, number } = cell
  const selectors = new URLSearchParams(query)
  for (const [dimension, value] of at) selectors.set(dimension, value)
  selectors.set('measure', measure)
  const title = `${panel.id} ${measure} ${JSON.stringify(at)}`
  const { rows, total, columns } = await allRows(`/api/v1/panels/${panel.id}/events?${selectors}&limit=${limit}`)
  const column = (name: string) => rows.map((row) => row[columns.findIndex((one) => one.name === name)])

  const inCell = messagesAsked(panel, server.messages, question).filter((message) =>
    at.every(([dimension, value]) => isAt(dimension, value, message, question)),
  )
  const behind = messagesBehind(measure, inCell)
  const newestFirst = behind.toSorted((a, b) => b.createdAt - a.createdAt || (a.message < b.message ? -1 : 1))
  expect(column('message'), title).toEqual(newestFirst.map(({ message }) => message))
  expect(column('reason'), title).toEqual(newestFirst.map(reasonOf))
  expect(total, title).toBe(rows.length)

  if (measure === 'price') expect(pricesOf(column('price'), column('currency')), title).toEqual(pricesIn(number, at))
  else if (measure === 'parts') expect(sumOf(column('parts').map(Number)), title).toBe(number)
  else if (measure === 'parts_per_message') expect(quotient(sumOf(column('parts').map(Number)), total)).toBe(number)
  else if (measure.startsWith('parts_per_message_')) {
    const parts = column('parts').map(Number)
    const level = measure.endsWith('p90') ? 0.9 : 0.5
    expect(parts.toSorted((a, b) => a - b)[Math.ceil(total * level) - 1] ?? null, title).toBe(number)
  } else if (measure === 'delivered_share') expect(shareOf(column('status'), 'delivered'), title).toBe(number)
  else if (measure === 'open_share') expect(quotient(total, inCell.length), title).toBe(number)
  else if (measure !== 'share') expect(total, title).toBe(number)
}

/** What was said with the status that stands. */
function reasonOf({ message, status }: ModelMessage): string {
  const said = server.events.find((event) => event.message === message && event.status === status)
  return said?.texts?.['reason'] ?? ''
}

async function allRows(address: string): Promise<RowsAnswer> {
  const first = await server.ask<RowsAnswer>(address)
  const rows = [...first.rows]
  for (let { next } = first; next !== null;) {
    const page = await server.ask<RowsAnswer>(`${address}&cursor=${encodeURIComponent(next)}`)
    expect(page.rows.length).toBeGreaterThan(0)
    expect(page.total).toBe(first.total)
    rows.push(...page.rows)
    next = page.next
  }
  return { ...first, rows }
}

/** Money by currency in millionths, so that it is summed exactly; currencies with nothing are left out. */
function pricesOf(amounts: readonly unknown[], currencies: readonly unknown[]): Record<string, bigint> {
  const sums: Record<string, bigint> = {}
  for (const [at, amount] of amounts.entries()) {
    const currency = String(currencies[at])
    sums[currency] = (sums[currency] ?? 0n) + millionths(String(amount))
  }
  return Object.fromEntries(Object.entries(sums).filter(([, sum]) => sum > 0n))
}

function pricesIn(number: unknown, at: Cell['at']): Record<string, bigint> {
  if (typeof number !== 'string') {
    const totals = Object.entries(number as Record<string, string>)
    return pricesOf(
      totals.map(([, amount]) => amount),
      totals.map(([currency]) => currency),
    )
  }
  return pricesOf([number], [at.find(([dimension]) => dimension === 'currency')![1]])
}

function shareOf(words: readonly unknown[], word: string): number | null {
  return quotient(words.filter((one) => one === word).length, words.length)
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0)
}

function quotient(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole
}

test('the rows as CSV are the same rows, and no text of them is a formula', async () => {
  const address = `/api/v1/panels/notifications.by-status/events?${queryOf(periods[5]!)}&limit=500`
  const { columns, rows, next } = await server.ask<RowsAnswer>(address)
  const response = await server.get(`${address}&format=csv`)
  expect(response.body).toBe(csv(columns, rows))
  expect(response.body).toContain(`"'=HYPERLINK(""http://x"";""y"")"`)
  expect(response.body).toContain("'@SUM(A1:A9)")
  expect(response.body).not.toMatch(/[,"\n][=+@]/)
  // There is more, and the answer says where.
  const [, link] = /^<(.*)>; rel="next"$/.exec(response.headers.get('link') ?? '')!
  expect(new URLSearchParams(link!.split('?')[1]).get('cursor')).toBe(next)
  expect((await server.get(link!)).body).not.toBe(response.body)
})

test('a time may be written in any offset, and its plus sign may come as a space', async () => {
  const query = queryOf(periods[0]!)
  const { rows } = await server.ask<ModelAnswer>(`/api/v1/panels/notifications.over-time?${query}`)
  const [time, number] = rows.find(([, messages]) => Number(messages) > 1)!
  for (const written of [String(time).replaceAll('+', '%2B'), String(time), new Date(String(time)).toISOString()]) {
    const { total } = await server.ask<RowsAnswer>(
      `/api/v1/panels/notifications.over-time/events?${query}&time=${written}`,
    )
    expect(total, written).toBe(number)
  }
})
