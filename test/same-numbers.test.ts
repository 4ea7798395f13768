import i18next from 'i18next'
import type { Browser, Page } from 'playwright-core'
import { Temporal } from 'temporal-polyfill'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { measureOf } from '../src/measures/measures.ts'
import { pages } from '../src/panels/pages.ts'
import type { Page as GraphsPage } from '../src/panels/pages.ts'
import type { Panel } from '../src/panels/panel.ts'
import { rowsOf } from '../src/panels/rows-behind.ts'
import { excelRows } from '../src/providers/excel-rows.ts'
import { dashboardOf } from '../src/renderers/grafana/dashboard.ts'
import { addressAsked, parsed, queriesOf } from './grafana-asking.ts'
import { isLong } from './long.ts'
import { folded, urlOf, workplace } from './serving.ts'
import type { Workplace } from './serving.ts'
import { shownFigures, shownOfChannel, shownRows } from './shown-numbers.ts'
import type { Answer, Cell } from './shown-numbers.ts'
import { simulatedDays } from './simulated-days.ts'
import { newPerson, newVisit, openBrowser } from './visitor.ts'
import { card, settled } from './web-page.ts'

/**
 * Every panel over a year of a company: what its page shows as a table, its CSV, its workbook, how many rows are behind its
 * numbers and what Grafana gets are the figures that the API tells.
 */

// A browser on a busy machine is slow; how fast the pages are is measured elsewhere.
vi.setConfig({ testTimeout: 240_000 })

const day = 86_400_000
const minute = 60_000
const now = Math.floor(Date.now() / minute) * minute
const email = 'ann@example.com'
const password = 'a-password-of-the-same-numbers'
const token = 'a-token-of-the-same-numbers'

type Asked = {
  title: string
  from: number
  to: number
  zone: string
  filters: Readonly<Record<string, string[]>>
  /** Whether it is asked only where there is time. */
  isLong?: true
}

/** The last night in Berlin in which the clocks changed. */
const change = Temporal.Instant.fromEpochMilliseconds(now - 3 * day)
  .toZonedDateTimeISO('Europe/Berlin')
  .getTimeZoneTransition('previous')!.epochMilliseconds

const asked: readonly Asked[] = [
  {
    title: 'a year by days that begin at a quarter past',
    from: now - 365 * day,
    to: now - 61 * minute,
    zone: 'Asia/Kathmandu',
    filters: {},
  },
  {
    title: 'some weeks between odd minutes, with filters, half an hour off',
    from: now - 59 * day - 427 * minute,
    to: now - 8 * day + 13 * minute,
    zone: 'America/St_Johns',
    filters: {
      channel: ['sms', 'viber', 'email'],
      status: ['delivered', 'pending', 'undelivered', 'omitted-optional'],
      messenger: ['web', 'telegram', 'whatsapp'],
      asked: ['yes'],
      direction: ['outbound'],
    },
  },
  {
    title: 'a day and a night in which the clocks change, with one filter',
    isLong: true,
    from: change - 29 * 60 * minute - 7 * minute,
    to: change + 17 * 60 * minute + 41 * minute,
    zone: 'Europe/Berlin',
    filters: { channel: ['sms', 'push'], messenger: ['web', 'viber'], direction: ['inbound', 'outbound'] },
  },
]

let shop: Workplace
let browser: Browser
let url: string
let screen: Page

beforeAll(async () => {
  await i18next.init({ lng: 'en' })
  shop = workplace('same-numbers', 'made')
  const settings = {
    TZ: 'Europe/Berlin',
    TALKMETER_LOG_LEVEL: 'error',
    TALKMETER_INIT_ADMIN_EMAIL: email,
    TALKMETER_INIT_ADMIN_PASSWORD: password,
    TALKMETER_INIT_TOKEN: token,
  }
  ;[url, browser] = await Promise.all([urlOf(shop.talkmeter(['serve'], settings)), openBrowser()])
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/x-ndjson' }
  for (const [from, to, messages] of [
    [now - 366 * day, now, 4000],
    [change - 2 * day, change + day, 500],
  ] as const) {
    const body = simulatedDays({ from, to: to - minute, messages })
    const response = await fetch(`${url}/api/v1/events`, { method: 'POST', headers, body })
    if (!response.ok) throw new Error(`The events are not taken: ${response.status}`)
  }
  await folded(url)
  const person = await newPerson(browser, url)
  const signedIn = await person.request.post('/api/v1/session', { data: { email, password } })
  if (!signedIn.ok()) throw new Error(`not signed in: ${signedIn.status()}`)
  screen = (await newVisit(person)).page
}, 120_000)

afterAll(async () => {
  await browser?.close()
  await shop?.clear()
})

async function ask<Body>(path: string): Promise<Body> {
  const response = await fetch(`${url}/api/v1/${path}`, { headers: { authorization: `Bearer ${token}` } })
  const text = await response.text()
  expect(response.status, `${path}: ${text.slice(0, 300)}`).toBe(200)
  return (path.includes('format=csv') ? text : JSON.parse(text)) as Body
}

/** The query of the API: of the filters those that the panel, or the page, has. */
function queryFor({ from, to, zone, filters }: Asked, known: readonly string[]): URLSearchParams {
  const query = new URLSearchParams({ from: new Date(from).toISOString(), to: new Date(to).toISOString(), tz: zone })
  for (const name of known) for (const word of filters[name] ?? []) query.append(name, word)
  return query
}

describe.each(asked.filter((one) => isLong || one.isLong === undefined))('$title', (question) => {
  test.each(pages)('$id: files, rows behind and Grafana tell what the panels tell', async (page) => {
    const { panels } = await ask<{ panels: Record<string, Answer> }>(
      `pages/${page.id}?${queryFor(question, page.filters)}`,
    )
    let told = 0
    for (const panel of page.panels) {
      const query = queryFor(question, panel.filters)
      const answer = panel.live === undefined ? panels[panel.id]! : await ask<Answer>(`panels/${panel.id}?${query}`)
      told += answer.rows.length
      await expectCsv(panel, answer, query)
      await expectWorkbook(panel, answer, query)
      await expectRowsBehind(panel, answer, query)
    }
    expect(told).toBeGreaterThan(page.panels.length)
    await expectGrafana(page, question, panels)
  })

  // To read pages takes as long as all of the rest.
  const isRead = isLong || Object.keys(question.filters).length === 0
  test.runIf(isRead)('the pages show as tables what the panels tell', async () => {
    for (const page of pages) {
      const answers = await openPage(page, question)
      await showTables(screen)
      const shown = await readCards(screen)
      if (page.id === 'analytics') {
        expectAnalytics(shown, answers)
        continue
      }
      for (const panel of page.panels) {
        const cards = shown.filter(({ title }) => title === panel.title.en)
        if (panel.live !== undefined) await expectLive(panel, question)
        else if (panel.by.includes('currency') && panel.by.length > 1) await expectCurrencies(panel, answers[panel.id]!)
        else expectCard(panel, cards, answers[panel.id]!)
      }
    }
  })
})

async function expectCsv(panel: Panel, answer: Answer, query: URLSearchParams): Promise<void> {
  const [head, ...rows] = cellsOf(await ask<string>(`panels/${panel.id}?${query}&format=csv`))
  expect(head, panel.id).toEqual(answer.columns.map(({ name }) => name))
  expect(rows, panel.id).toEqual(answer.rows.map((row) => row.map((value) => String(value ?? ''))))
}

/** The fields of a CSV file (RFC 4180). */
function cellsOf(text: string): string[][] {
  const lines: string[][] = [[]]
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)) {
    lines.at(-1)!.push(quoted?.replaceAll('""', '"') ?? plain!)
    if (end !== ',') lines.push([])
  }
  return lines.slice(0, -1)
}

async function expectWorkbook(panel: Panel, answer: Answer, query: URLSearchParams): Promise<void> {
  const headers = { authorization: `Bearer ${token}` }
  const response = await fetch(`${url}/api/v1/panels/${panel.id}?${query}&format=xlsx`, { headers })
  expect(response.status).toBe(200)
  const rows: (Cell | undefined)[][] = []
  for await (const { cells } of excelRows(Buffer.from(await response.arrayBuffer()), 1)) {
    rows.push(cells.map((cell) => (typeof cell === 'object' && 'number' in cell ? Number(cell.number) : '')))
  }
  expect(rows.length - 1, panel.id).toBe(answer.rows.length)
  for (const [at, { name, unit }] of answer.columns.entries()) {
    if (unit === null) continue
    // A duration is a part of a day there.
    const scale = unit === 'seconds' ? 86_400 : 1
    const own = answer.rows.map((row) => (row[at] === null ? '' : Number(row[at]).toFixed(6)))
    const told = rows
      .slice(1)
      .map((row) => (row[at] === '' || row[at] === undefined ? '' : (Number(row[at]) * scale).toFixed(6)))
    expect(told, `${panel.id} ${name}`).toEqual(own)
  }
}

/** A number of a panel, and by what it is asked for. */
type Number = { at: URLSearchParams; measure: string; number: Cell }

function numbersOf(panel: Panel, { columns, rows, ids }: Answer): Number[] {
  const place = (name: string) => columns.findIndex((column) => column.name === name)
  return rows.flatMap((row, index) => {
    // What is beyond the largest has no name to ask for.
    if (ids?.[index] === null) return []
    const at = new URLSearchParams()
    for (const name of panel.by) {
      if (name === 'cell') at.set('cell', `${row[place('latitude')]},${row[place('longitude')]}`)
      else
        at.set(
          name,
          name === panel.by.at(panel.chart === 'rates' ? 1 : 0) && ids !== undefined
            ? ids[index]!
            : String(row[place(name)]),
        )
    }
    return panel.measures.map((measure) => ({ at, measure, number: row[place(measure)] ?? null }))
  })
}

/** What the table of a panel by days and words has besides: the sums of a day, of a word, and of everything. */
function sumsOf({ by, measures, chart }: Panel, { columns, rows }: Answer): Number[] {
  if (!chart.startsWith('stacked')) return []
  const [measure] = measures
  const place = (name: string) => columns.findIndex((column) => column.name === name)
  const filled = rows.filter((row) => Number(row[place(measure)]) > 0)
  const some = filled[Math.floor(filled.length / 2)]
  if (some === undefined) return []
  return [[by[0]!], [by[1]!], []].map((names) => ({
    at: new URLSearchParams(names.map((name): [string, string] => [name, String(some[place(name)])])),
    measure,
    number: rows
      .filter((row) => names.every((name) => row[place(name)] === some[place(name)]))
      .reduce((sum, row) => sum + Number(row[place(measure)]), 0),
  }))
}

const numbersMax = 4

async function expectRowsBehind(panel: Panel, answer: Answer, query: URLSearchParams): Promise<void> {
  if (rowsOf(panel) === undefined) return
  // Of presence it is the time of the stretches that the panel tells, and not how many they are.
  const isTime = rowsOf(panel) === 'stretches'
  const countable = numbersOf(panel, answer).filter(
    ({ measure, number }) =>
      measureOf(measure as Panel['measures'][number]).unit === (isTime ? 'seconds' : 'count') && Number(number) > 0,
  )
  // Of many numbers some, from the first to the last.
  const step = Math.max(1, Math.floor(countable.length / numbersMax))
  const opened = [...countable.filter((_, index) => index % step === 0), ...sumsOf(panel, answer)]
  for (const { at, measure, number } of opened) {
    const own = new URLSearchParams(query)
    for (const [name, word] of at) own.set(name, word)
    own.set('measure', measure)
    type Rows = { columns: { name: string }[]; total: number; rows: Cell[][]; totals?: { held_seconds: number } }
    if (isTime) {
      // Operators of these days have some hundred stretches a year.
      const { columns, rows, totals } = await ask<Rows>(`panels/${panel.id}/events?${own}&limit=500`)
      const place = columns.findIndex(({ name }) => name === 'held_seconds')
      if (rows.length < 500) expect(heldBy(rows.map((row) => row[place]!)), `${panel.id} ${at}`).toBe(heldBy([number]))
      expect(heldBy([totals!.held_seconds]), `${panel.id} ${at}`).toBe(heldBy([number]))
      continue
    }
    const { total, rows } = await ask<Rows>(`panels/${panel.id}/events?${own}&limit=1`)
    const isSummed = measure === 'parts'
    if (!isSummed) expect(total, `${panel.id} ${at} ${measure}`).toBe(number)
    expect(rows.length, `${panel.id} ${at} ${measure}`).toBe(1)
  }
}

/** Seconds in milliseconds, which add up exactly. */
function heldBy(seconds: readonly Cell[]): number {
  return seconds.reduce<number>((sum, one) => sum + Math.round(Number(one) * 1000), 0)
}

async function expectGrafana(page: GraphsPage, question: Asked, answers: Record<string, Answer>): Promise<void> {
  const { zone, from, to, filters } = question
  const dashboard = dashboardOf(page, { language: 'en', zone, publicUrl: url })
  const viewed = { from, to, timezone: zone, chosen: filters }
  for (const { query } of queriesOf(dashboard)) {
    const id = query.url.split('/').at(-1)!
    const panel = page.panels.find((one) => one.id === id)!
    if (panel.live !== undefined) continue
    const address = addressAsked(query, viewed, dashboard).replace('/api/v1/', '')
    const fields = parsed(query, await ask<Record<string, Cell>[]>(address))
    const { columns, rows } = answers[id]!
    const place = (name: string) => columns.findIndex((column) => column.name === name)
    const given = panel.measures.filter((name) => fields.some((field) => field.name === name))
    expect(given.length, id).toBeGreaterThan(0)
    for (const name of given) {
      const own = rows.map((row) => (row[place(name)] === null ? null : Number(row[place(name)])))
      expect(fields.find((field) => field.name === name)!.values, `${id} ${name}`).toEqual(own)
    }
  }
}

/** Opens a page at the question, and asks the API about the same. */
async function openPage(page: GraphsPage, question: Asked): Promise<Record<string, Answer>> {
  const query = queryFor(question, page.filters)
  await screen.goto(`/${page.id}?${query}`)
  await settled(screen)
  const { panels } = await ask<{ panels: Record<string, Answer> }>(`pages/${page.id}?${query}`)
  return panels
}

type ShownCard = {
  title: string
  figures: string[]
  lines: string[]
  isEmpty: boolean
  rows: string[][]
  /** Numbers of its table that open nothing. */
  closed: string[]
}

/** Shows every card as a table, whole. */
async function showTables(page: Page): Promise<void> {
  await page.evaluate(`(async () => {
    const soon = () => new Promise((done) => setTimeout(done, 20))
    const until = async (find) => { for (let i = 0; i < 200; i++) { const found = find(); if (found) return found; await soon() } throw new Error('It does not come: ' + find) }
    for (const button of document.querySelectorAll('.cards .card [aria-label^="Actions:"]')) {
      button.click()
      const menu = await until(() => document.querySelector('[role=menu]'))
      const item = [...menu.querySelectorAll('[role=menuitem]')].find((one) => one.textContent === 'Show as table')
      if (item === undefined) button.click()
      else item.click()
      await until(() => document.querySelector('[role=menu]') === null)
    }
    for (const button of document.querySelectorAll('.bars-more')) if (button.textContent.startsWith('Show all')) button.click()
    await soon()
  })()`)
}

/** Reads the cards with a title, or all. */
function readCards(page: Page, title?: string): Promise<ShownCard[]> {
  return page.evaluate<
    ShownCard[]
  >(`[...document.querySelectorAll('.cards .card')].filter((card) => ${title === undefined} || card.querySelector('h2')?.textContent === ${JSON.stringify(title ?? '')}).map((card) => ({
    title: card.querySelector('h2')?.textContent ?? '',
    figures: [...card.querySelectorAll('.counter-value')].map((one) => one.textContent),
    lines: [...card.querySelectorAll('.channel-line button')].map((one) => one.textContent),
    isEmpty: card.querySelector('.card-nothing') !== null,
    closed: [...card.querySelectorAll('.numbers td')].filter((cell) => cell.querySelector('button') === null && /[1-9]/.test(cell.textContent)).map((cell) => cell.textContent),
    rows: [...card.querySelectorAll('tbody tr')].map((row) => {
      const cells = [...row.querySelectorAll('td')].map((one) => (one.querySelector('button') ?? one).textContent)
      return row.closest('.bars-table') === null ? cells : cells.slice(0, 1)
    }),
  }))`)
}

function expectAnalytics(shown: readonly ShownCard[], answers: Record<string, Answer>): void {
  const of = (id: string) => answers[`analytics.${id}`]!
  const [sent, delivered, price] = [of('sent-by-channel'), of('delivered-by-channel'), of('price-by-channel')]
  const titles: Record<string, string> = {
    sms: 'SMS',
    viber: 'Viber',
    email: 'Email',
    whatsapp: 'WhatsApp',
    push: 'Push',
  }
  for (const [title, id] of [
    ['Messages sent', 'sent'],
    ['Messages delivered', 'delivered'],
    ['Total price', 'price'],
  ] as const)
    expect(shown.find((one) => one.title === title)?.figures, title).toEqual(shownFigures(of(id)))
  for (const [channel] of sent.rows)
    expect(shown.find(({ title }) => title === titles[String(channel)])?.lines).toEqual(
      shownOfChannel(String(channel), sent, delivered, price),
    )
}

function expectCard(panel: Panel, cards: readonly ShownCard[], answer: Answer): void {
  const table = cards.at(-1)!
  expect(table, panel.id).toBeDefined()
  if (panel.chart === 'counter') {
    if (panel.id !== 'notifications.delivered') expect(cards[0]!.figures, panel.id).toEqual(shownFigures(answer))
    return
  }
  if (table.isEmpty) {
    const sum = answer.rows
      .flatMap((row) => row.slice(panel.by.length))
      .reduce<number>((all, value) => all + Number(value), 0)
    return expect(sum, panel.id).toBe(0)
  }
  expectRows(panel, table.rows, shownRows(answer))
  // How many different numbers were called are no rows, and a time is none.
  const opens = panel.chart !== 'funnel-series' && panel.chart !== 'rates' && rowsOf(panel) !== undefined
  if (opens) expect(table.closed, panel.id).toEqual([])
}

/** Days and times stand in their order; words where the chart has them. */
function expectRows(panel: Panel, told: string[][], expected: string[][]): void {
  const isStacked = panel.chart.startsWith('stacked')
  const own = told.map((cells) =>
    panel.chart === 'rates' ? cells.slice(1, 3) : isStacked ? [...cells.slice(0, -1).toSorted(), cells.at(-1)!] : cells,
  )
  const isInOrder = ['day', 'time'].includes(panel.by[0] ?? '') && panel.chart !== 'rates'
  const order = (rows: string[][]) =>
    isInOrder ? rows : rows.toSorted((one, other) => (String(one) < String(other) ? -1 : 1))
  expect(order(own), panel.id).toEqual(order(expected))
}

async function expectCurrencies(panel: Panel, answer: Answer): Promise<void> {
  const place = answer.columns.findIndex(({ name }) => name === 'currency')
  const currencies = [...new Set(answer.rows.map((row) => String(row[place])))]
  for (const currency of currencies) {
    const own = card(screen, panel.title.en).last()
    if (currencies.length > 1) await own.getByRole('button', { name: currency, exact: true }).click()
    const rows = await own
      .locator('tbody tr')
      .evaluateAll((all) => all.map((row) => [...row.querySelectorAll('td')].map((cell) => cell.textContent)))
    expectRows(panel, rows, shownRows(answer, currency))
  }
}

/** A panel that follows the clock is about other minutes a while later, so it is read until both are of one minute. */
async function expectLive(panel: Panel, question: Asked): Promise<void> {
  const query = queryFor(question, panel.filters)
  for (const edge of ['from', 'to']) query.delete(edge)
  const read = async () => {
    const answer = await ask<Answer>(`panels/${panel.id}?${query}`)
    const [table] = await readCards(screen, panel.title.en)
    const isNothing = answer.rows.every((row) => Number(row.at(-1)) === 0)
    return { told: sorted(table!.rows), expected: isNothing && table!.isEmpty ? [] : sorted(shownRows(answer)) }
  }
  let seen = await read()
  for (let tries = 0; tries < 20 && String(seen.told) !== String(seen.expected); tries++) {
    await screen.waitForTimeout(1000)
    seen = await read()
  }
  expect(seen.told, panel.id).toEqual(seen.expected)
}

function sorted(rows: readonly string[][]): string[] {
  return rows.map((row) => row.join(' ')).toSorted()
}
