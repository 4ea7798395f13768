import { readFile } from 'node:fs/promises'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { messengers } from '../src/events/chat-vocabulary.ts'
import { sampled } from './long.ts'
import { folded, urlOf, workplace } from './serving.ts'
import type { Workplace } from './serving.ts'
import { newPerson, newVisit, openBrowser, seriousFindings } from './visitor.ts'
import type { Tastes, Visit } from './visitor.ts'
import { card, chips, download, expectRussian, figures, settled, tableOf, tabTo } from './web-page.ts'

// A browser on a busy machine is slow; how fast the pages are is measured elsewhere.
vi.setConfig({ testTimeout: 90_000 })

const soon = { timeout: 20_000 }
const zone = 'Europe/Berlin'
const email = 'ann@example.com'
const password = 'a-password-of-the-web-tests'
const token = 'a-token-of-the-web-tests'
const settings = {
  TZ: zone,
  TALKMETER_LOG_LEVEL: 'error',
  TALKMETER_INIT_ADMIN_EMAIL: email,
  TALKMETER_INIT_ADMIN_PASSWORD: password,
  TALKMETER_INIT_TOKEN: token,
}

const day = 86_400_000
const now = Date.now()
/** Two chats have one name, one has a formula for a name, and one nobody ever named. */
const chats = [
  { id: 'shop', name: 'Support' },
  { id: 'bank', name: 'Support' },
  { id: 'sum', name: '=1+1' },
  { id: 'nameless' },
]
const hostile = '<img src=x onerror=document.title="run"> \u202Ecod.exe and a name that goes on and on and on'
/** The mark that turns direction is not shown: it would make `cod.exe` look like another name. */
const hostileShown = hostile.replace('\u202E', '')
const operators = Array.from({ length: 14 }, (_, at) => ({
  id: `op-${at}`,
  name: at === 0 ? hostile : `Operator ${at}`,
}))

let ids = 0

/** 120 dialogues of ten days in all messengers: every third by an operator, the most by the first of them. */
const events = Array.from({ length: 120 }, (_, at) => {
  const opened = now - 3_600_000 - (at % 10) * day
  const where = { messenger: messengers[at % 13]!.word, chat: chats[at % 4], bot: { id: 'greeter', name: 'Greeter' } }
  const price = { amount: '0.0125', currency: at % 8 === 0 ? 'USD' : 'EUR' }
  const operator = operators[at % 2 === 0 ? 0 : at % 14]
  return [
    event('chat.dialogue', at, opened, { change: 'opened', ...where, ...placeOf(at) }),
    event('chat.message', at, opened + 1000, {
      messageId: 'r',
      author: 'robot',
      text: 'Hello, what can I do for you?',
      price,
      ...where,
    }),
    ...(at % 5 === 0 ? [] : [event('chat.message', at, opened + 2000, { messageId: 'u', author: 'user', ...where })]),
    ...(at % 3 === 0
      ? [
          event('chat.dialogue', at, opened + 3000, { change: 'assigned', operator }),
          event('chat.message', at, opened + 4000, { messageId: 'o', author: 'operator', operator, ...where }),
        ]
      : []),
  ]
}).flat()

/** Of ten dialogues of the web widget one tells no place, six are of two squares of one town, three of both sides of one line. */
function placeOf(at: number): object {
  if (at % 13 !== 0 || at === 0) return {}
  const [latitude, longitude] = [
    [52.52, 13.41],
    [52.58, 13.41],
    [-16.85, 179.95],
  ][at % 3]!
  return { coordinates: { latitude, longitude } }
}

/** Twelve operators: each came an hour before the one before it, and all are on a pause for half an hour. */
const shifts = operators.slice(0, 12).flatMap((operator, at) =>
  [
    { state: 'online', time: now - (at + 1) * 3_600_000 },
    { state: 'paused', time: now - 1_800_000 },
  ].map(({ state, time }) => ({
    ...event('operator.presence', 0, time, { state, operator }),
    subject: operator.id,
  })),
)

function event(type: string, dialogue: number, time: number, data: object) {
  ids++
  const at = new Date(time).toISOString()
  return { specversion: '1.0', id: `e${ids}`, source: '/chats', type, subject: `d${dialogue}`, time: at, data }
}

/** Who has the same tastes is the same person, with a warm cache. */
const people = new Map<string, BrowserContext>()
const visits: Visit[] = []
let place: Workplace
let browser: Browser
let url: string
let session: NonNullable<Tastes['session']>

beforeAll(async () => {
  place = workplace('web-chats', 'made')
  ;[url, browser] = await Promise.all([urlOf(place.talkmeter(['serve'], settings)), openBrowser()])
  await post([...events, ...shifts])
  await folded(url)
  const person = await newPerson(browser, url)
  const signedIn = await person.request.post('/api/v1/session', { data: { email, password } })
  if (!signedIn.ok()) throw new Error(`not signed in: ${signedIn.status()}`)
  session = await person.storageState()
  await person.close()
}, 60_000)

afterEach(async () => {
  const past = visits.splice(0)
  // A page that nobody looks at would go on asking for news.
  for (const { page } of past) await page.close()
  const complaints = past.flatMap((visit) => visit.complaints)
  if (complaints.length > 0) throw new Error(`The browser complains:\n${complaints.join('\n')}`)
})

afterAll(async () => {
  await browser?.close()
  await place.clear()
})

async function post(some: readonly object[]): Promise<void> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/x-ndjson' }
  const body = some.map((one) => JSON.stringify(one)).join('\n')
  const response = await fetch(`${url}/api/v1/events`, { method: 'POST', headers, body })
  expect(await response.json()).toMatchObject({ accepted: some.length, rejected: [] })
}

async function arrive(path: string, tastes: Tastes = {}): Promise<Page> {
  const name = JSON.stringify(tastes)
  const person = people.get(name) ?? (await newPerson(browser, url, { ...tastes, session }))
  people.set(name, person)
  const visit = await newVisit(person)
  visits.push(visit)
  await visit.page.goto(path)
  await settled(visit.page)
  return visit.page
}

type Answer = { rows: (string | number)[][]; totals: Record<string, unknown> }

/** What the API says of the last thirty days. */
async function answers(filters = ''): Promise<Record<string, Answer>> {
  const period = `from=${new Date(now - 29 * day).toISOString()}&to=${new Date(now).toISOString()}&tz=${zone}`
  const headers = { authorization: `Bearer ${token}` }
  const response = await fetch(`${url}/api/v1/pages/chats?${period}${filters}`, { headers })
  return ((await response.json()) as { panels: Record<string, Answer> }).panels
}

const total = 'Total number of dialogues'
const byOperator = 'Operator dialogues in which they wrote messages'
const byOperatorPanel = 'chats.operator-dialogues'

test('the page shows the numbers of the API: counters, tables, bars, and each currency by itself', async () => {
  const page = await arrive('/chats?period=30d')
  const told = await answers()
  expect(await figures(page, total)).toEqual(['120'])
  expect(await figures(page, 'The count handled by the robot')).toEqual(['80'])
  expect(await figures(page, 'The percent handled by the operator')).toEqual(['33.3\u00a0%'])
  const users = await tableOf(page, 'Messages from users in messengers')
  expect(users.rows.map(({ cells }) => Number(cells[0]))).toEqual(
    told['chats.user-messages-by-messenger']!.rows.map(([, count]) => count),
  )
  // Two chats of one name stay two.
  const cost = await tableOf(page, 'Chat cost per period, by name')
  expect(cost.rows.map(({ head }) => head).toSorted()).toEqual(['=1+1', 'Support', 'Support', 'nameless'])
  expect(told['chats.cost-by-chat']!.totals).toEqual({ chat_price: { EUR: '1.3125', USD: '0.1875' } })
  const sum = card(page, 'Chat cost per period, by name').locator('tfoot td')
  expect(await sum.textContent()).toBe('€1.3125')
  await card(page, 'Chat cost per period, by name').getByRole('button', { name: 'USD' }).click()
  expect(await sum.textContent()).toBe('$0.1875')
  // Clients were answered after two seconds; every third dialogue had an operator, and four of five a message of the client.
  const first = await tableOf(page, 'First response time')
  expect(first.head).toEqual(['Day', 'Median', '90 % within', 'Average'])
  expect(first.rows.length).toBe(30)
  expect(first.rows.filter(({ cells }) => cells.join() === '2s,2s,2s').length).toBeGreaterThan(5)
  expect(first.rows[0]!.cells).toEqual(['—', '—', '—'])
  expect(await card(page, 'First response time').locator('tfoot td').allTextContents()).toEqual(['2s', '2s', '2s'])
  expect(await card(page, 'First response time').locator('.card-counts').textContent()).toBe(
    'Dialogues answered: 32Never answered: 64',
  )
  // Ten rows at first, the largest first, then all.
  const rows = card(page, byOperator).locator('tbody tr')
  const operatorRows = told['chats.operator-dialogues']!.rows
  expect(operatorRows.length).toBeGreaterThan(6)
  expect(await rows.first().locator('th').textContent()).toBe(hostileShown)
  expect(await rows.first().locator('td').allTextContents()).toEqual([String(operatorRows[0]![1]), '100\u00a0%'])
  expect(await page.title()).not.toBe('run')
})

test('filters change the address and the numbers, Clear gives everything back', async () => {
  const page = await arrive('/chats?period=30d')
  const shows = async (search: string) => {
    await page.waitForURL((address) => decodeURIComponent(address.search) === `?period=30d${search}`)
    const told = (await answers(search))['chats.dialogues']!.rows[0]![0]
    await expect.poll(() => figures(page, total), { ...soon, message: search }).toEqual([String(told)])
  }
  await page.getByRole('checkbox', { name: 'There are customer messages' }).check()
  await shows('&asked=yes')
  expect(await figures(page, total)).toEqual(['96'])
  await page.getByRole('button', { name: 'Messenger: All messengers' }).click()
  await page.getByRole('checkbox', { name: 'Telegram' }).check()
  await page.getByRole('checkbox', { name: 'Web widget' }).check()
  await page.keyboard.press('Escape')
  await shows('&messenger=web&messenger=telegram&asked=yes')
  await page.getByRole('button', { name: 'Operator: All operators' }).click()
  await page.getByRole('searchbox').fill('<IMG')
  await page.getByRole('checkbox', { name: /img/ }).check()
  await page.getByRole('searchbox').fill('OP-13')
  await page.getByRole('checkbox', { name: 'Operator 13' }).check()
  await page.keyboard.press('Escape')
  await shows('&operator=op-0&operator=op-13&messenger=web&messenger=telegram&asked=yes')
  expect((await chips(page)).slice(0, 3)).toEqual([
    'All chats',
    `${hostileShown} + Operator 13`,
    'Web widget + Telegram',
  ])
  await page.getByRole('button', { name: 'Clear' }).click()
  await page.waitForURL(`${url}/chats`)
  // The first chat of the ring filters by its id.
  await page.goto('/chats?period=30d')
  await settled(page)
  await card(page, 'Chat cost per period, by name').locator('.legend button').first().click()
  await page.waitForURL(/[?&]chat=(shop|bank|sum|nameless)$/)
})

test('numbers open to the dialogues and messages that they count, and a dialogue to what was written', async () => {
  const page = await arrive('/chats?period=30d')
  const drawer = page.getByRole('dialog')
  await card(page, total).locator('button.counter-value').click()
  await drawer.getByText('120 dialogues').waitFor()
  expect(await drawer.locator('tbody tr').count()).toBe(50)
  await drawer.getByRole('button', { name: 'd0', exact: true }).click()
  const transcript = drawer.getByRole('region', { name: 'What was written' })
  await transcript.getByText('Hello, what can I do for you?').waitFor()
  expect(await transcript.locator('header bdi').allTextContents()).toEqual(['Robot', hostileShown])
  expect(await drawer.locator('.history summary').count()).toBe(4)
  await drawer.getByRole('button', { name: 'All dialogues' }).click()
  await drawer.getByText('120 dialogues').waitFor()
  await page.keyboard.press('Escape')
  await drawer.waitFor({ state: 'detached' })

  // Of one operator, and of one chat in one currency.
  const { rows } = (await answers())[byOperatorPanel]!
  await card(page, byOperator)
    .getByRole('button', { name: /^Operator 3: \d+, show the dialogues$/ })
    .click()
  const many = rows.find(([name]) => name === 'Operator 3')![1]
  await drawer.getByText(`${many} dialogue`).waitFor()
  expect(await drawer.locator('tbody tr').count()).toBe(many)
  await page.keyboard.press('Escape')
  await drawer.waitFor({ state: 'detached' })
  const cost = 'Chat cost per period, by name'
  const dollars = card(page, cost).getByRole('button', { name: 'USD' })
  await dollars.click()
  await card(page, cost)
    .getByRole('button', { name: /^Actions:/ })
    .click()
  await page.getByRole('menuitem', { name: 'Show as table' }).click()
  await card(page, cost).locator('tbody td button').first().click()
  await drawer.getByText('15 messages').waitFor()
  expect(await drawer.locator('tbody td:last-child').allTextContents()).toEqual(Array(15).fill('$0.0125'))
})

test('groups are offered when there are some', async () => {
  const page = await arrive('/chats?period=30d')
  expect(await page.getByRole('button', { name: /^Operator group/ }).count()).toBe(0)
  await post([
    event('chat.dialogue', 0, now - 1000, {
      change: 'assigned',
      operator: operators[1],
      group: { id: 'n', name: 'Night' },
    }),
  ])
  await folded(url)
  await page.reload()
  await page.getByRole('button', { name: 'Operator group: All operator groups' }).waitFor()
})

const map = 'Web widget dialogues by coordinates'

test('the map clusters dialogues and zooms into them, the table beside it says the same, and both open the dialogues', async () => {
  const page = await arrive('/chats?period=30d')
  const own = card(page, map)
  const told = (await answers())['chats.web-dialogues-map']!
  expect(told.totals).toEqual({ located_dialogues: 9, unlocated_dialogues: 1 })
  await own.getByText('9 dialogues with coordinates · 1 of the web widget without').waitFor()
  await own.scrollIntoViewIfNeeded()
  const rows = own.locator('tbody tr')
  expect(await rows.locator('th').allTextContents()).toEqual(told.rows.map(placeInWords))
  expect((await rows.locator('th').allTextContents()).toSorted()).toEqual([
    'Fiji16.85° S, 179.95° E',
    'Germany52.55° N, 13.45° E',
  ])
  const marks = () => own.locator('.map-mark').allTextContents()
  expect((await marks()).map(Number).reduce((sum, many) => sum + many, 0)).toBe(9)
  // The keyboard moves and zooms it, and comes back.
  await own.getByRole('region', { name: /: map\./ }).focus()
  for (const key of ['+', '+', '+', '+', '+', '+', 'ArrowLeft', 'ArrowLeft']) await page.keyboard.press(key)
  expect(await marks()).toEqual([])
  await page.keyboard.press('0')
  expect((await marks()).length).toBe(2)
  await rows.first().getByRole('button').first().click()
  expect((await marks()).length).toBe(1)
  await own.locator('.map-mark').click()
  const many = String(told.rows[0]![2])
  await page
    .getByRole('dialog')
    .locator('tbody tr')
    .nth(Number(many) - 1)
    .waitFor()
  expect(await page.getByRole('dialog').locator('tbody tr').count()).toBe(Number(many))
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  // A wheel that scrolls the page is not caught on its way.
  await page.getByRole('heading', { name: map }).click()
  await own.locator('.map-place').hover()
  await page.mouse.wheel(0, -120)
  await own.getByText('Click the map, or hold Ctrl').waitFor()
})

function placeInWords([latitude, longitude]: readonly unknown[]): string {
  return Number(latitude) > 0
    ? `Germany${latitude}° N, ${longitude}° E`
    : `Fiji${-Number(latitude)}° S, ${longitude}° E`
}

test('lanes show what operators were when: the longest first, ten at once, their dialogues below, hours beside', async () => {
  const title = 'Operator activity (online)'
  const page = await arrive('/chats?period=7d')
  const lanes = card(page, title).locator('.lane')
  await expect.poll(() => lanes.count(), soon).toBe(10)
  const hoursOf = (at: number) => lanes.nth(at).locator('.lane-hours b').textContent()
  expect(await lanes.locator('.lane-name').first().textContent()).toBe('Operator 11')
  expect(await hoursOf(0)).toBe('11h\u00a030m')
  expect(await lanes.first().locator('.stretch-online').getAttribute('title')).toMatch(/^Online: .* · 11h\u00a030m$/)
  expect(await lanes.first().locator('.stretch-paused').count()).toBe(1)
  expect(await lanes.first().getByRole('img').getAttribute('aria-label')).toMatch(
    /^Operator 11: online 11h\s30m, paused 3/,
  )
  expect(await card(page, title).locator('.lanes-pager').textContent()).toBe('1–10 of 12')
  await card(page, title).getByRole('button', { name: 'More operators' }).click()
  await expect.poll(() => lanes.locator('.lane-name').allTextContents(), soon).toEqual(['Operator 1', hostileShown])
  expect(await hoursOf(1)).toBe('30m')
  expect(await lanes.nth(1).locator('.lane-dialogue').count()).toBeGreaterThan(0)
  // A filter that has nothing to do with hours says so, and leaves them, also in the file.
  await page.getByRole('checkbox', { name: 'There are customer messages' }).check()
  await card(page, title).getByText('Not filtered here by: There are customer messages').waitFor()
  const table = await tableOf(page, title)
  expect(table.rows.length).toBe(12)
  expect(table.rows[0]).toEqual({ head: 'Operator 11', cells: ['11h\u00a030m'] })
  const file = await download(page, title, 'Download CSV')
  expect(await readFile(await file.path(), 'utf8')).toContain('Operator 11,41400')
  // Of a month each day is a bar.
  const month = await arrive('/chats?period=30d')
  const bars = card(month, title).locator('.lane').first().locator('.lane-day')
  await expect.poll(() => bars.count(), soon).toBeGreaterThan(0)
  expect(await bars.last().getAttribute('title')).toMatch(/: Online \d+[hms].*, Paused \d+m/)
  // It opens to its day, up to when it was read.
  await bars.last().locator('.stretch-online').click()
  await month.getByRole('dialog').getByTestId('rows-held').waitFor()
  const { searchParams } = new URL(month.url())
  expect([searchParams.get('rows'), searchParams.get('at.operator')]).toEqual(['chats.operator-online', 'op-11'])
  expect(Date.parse(searchParams.get('at.to')!) - Date.parse(searchParams.get('at.from')!)).toBeLessThanOrEqual(day)
})

test('a link without an account shows lanes, and neither dialogues nor anything behind them', async () => {
  const asked = { name: 'Shifts', page: 'chats', panel: 'chats.operator-online', period: '7d' }
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
  const made = await fetch(`${url}/api/v1/share-links`, { method: 'POST', headers, body: JSON.stringify(asked) })
  const { link } = (await made.json()) as { link: string }
  const page = await arrive(link)
  const lanes = page.locator('.lane')
  await expect.poll(() => lanes.count(), soon).toBe(10)
  expect(await lanes.first().locator('.stretch').count()).toBe(2)
  await page.getByRole('button', { name: 'More operators' }).click()
  await expect.poll(() => lanes.locator('.lane-name').allTextContents(), soon).toEqual(['Operator 1', hostileShown])
  expect(await page.locator('.lane-dialogue, .lane-hours button, .lane-track[data-open=true]').count()).toBe(0)
  await lanes.first().locator('.stretch-online').click()
  expect([new URL(page.url()).search, await page.getByRole('dialog').count()]).toEqual(['', 0])
})

test('hours and stretches of operators open to the stretches that they come to, a dialogue of a lane to itself', async () => {
  const title = 'Operator activity (online)'
  const page = await arrive('/chats?period=7d')
  const drawer = page.getByRole('dialog')
  const lane = card(page, title).locator('.lane').first()
  const choose = async (item: string) => {
    await card(page, title)
      .getByRole('button', { name: /^Actions:/ })
      .press('Enter')
    await page.getByRole('menuitem', { name: item, exact: true }).press('Enter')
  }
  const at = (name: string) => new URL(page.url()).searchParams.get(name)
  const expectStretches = async (panel: string, many: string, held: RegExp) => {
    await drawer.getByText(many, { exact: true }).waitFor()
    expect(await drawer.getByTestId('rows-held').textContent()).toMatch(held)
    expect([at('rows'), at('at.operator')]).toEqual([panel, operators[11]!.id])
    await page.goBack()
    await drawer.waitFor({ state: 'detached' })
  }
  await lane.getByRole('button', { name: 'Operator 11: 11h 30m, show the stretches of time' }).press('Enter')
  await drawer.getByRole('columnheader', { name: 'Until' }).waitFor()
  expect(await drawer.locator('tbody tr').count()).toBe(1)
  await expectStretches('chats.operator-online', '1 stretch', /^11h\s30m in all$/)
  // Where it was clicked, and what is so short that it is only nearly met.
  await lane.locator('.stretch-online').click()
  await expectStretches('chats.operator-online', '1 stretch', /^11h\s30m in all$/)
  const pause = lane.locator('.stretch-paused')
  const [, length = ''] = (await pause.getAttribute('title'))!.split(' · ')
  expect(length).toMatch(/^3\dm(\s\d+s)?$/)
  await pause.click({ position: { x: 1, y: 3 }, force: true })
  await expectStretches('chats.operator-paused', '1 stretch', new RegExp(`^${length} in all$`))
  await choose('Show the stretches of time')
  await drawer.getByText('12 stretches', { exact: true }).waitFor()
  await page.keyboard.press('Escape')
  await drawer.waitFor({ state: 'detached' })
  await choose('Show as table')
  await card(page, title).locator('tfoot button').click()
  await drawer.getByText('12 stretches', { exact: true }).waitFor()
  await page.goBack()
  await card(page, title).getByRole('button', { name: 'Operator 11: 11h 30m, show the stretches of time' }).click()
  await expectStretches('chats.operator-online', '1 stretch', /^11h\s30m in all$/)
  await choose('Show as chart')
  await card(page, title).getByRole('button', { name: 'More operators' }).click()
  const dialogue = card(page, title).locator('.lane').nth(1).locator('.lane-dialogue').first()
  const id = await dialogue.getAttribute('data-dialogue')
  await dialogue.click({ position: { x: 1, y: 1 } })
  await drawer.getByRole('heading', { name: id!, exact: true }).waitFor()
  expect([at('rows'), at('dialogue')]).toEqual([null, id])
})

test('a phrase that many were told stands with its number, and opens its messages', async () => {
  const page = await arrive('/chats?period=30d')
  const own = card(page, 'Popular robot phrases')
  const rows = own.locator('tbody tr')
  expect(await rows.locator('th').allTextContents()).toEqual(['Hello, what can I do for you?'])
  expect((await answers())['chats.popular-robot-phrases']!.rows).toEqual([['Hello, what can I do for you?', 120]])
  await rows.getByRole('button').click()
  await page.getByRole('dialog').getByText('120 messages').waitFor()
  expect(await page.getByRole('dialog').locator('tbody tr').first().textContent()).toContain('Hello, what can I do')
  // Nobody said anything that others said, too.
  await card(page, 'Popular user phrases').getByText('Nothing in this period').waitFor()
})

test('filters are set by keyboard alone', async () => {
  const page = await arrive('/chats?period=30d')
  const opener = page.getByRole('button', { name: /^Chat:/ })
  await tabTo(page, opener)
  await page.keyboard.press('Enter')
  await page.getByRole('searchbox').waitFor()
  await tabTo(page, page.getByRole('searchbox'))
  await page.keyboard.type('=1')
  await tabTo(page, page.getByRole('checkbox', { name: '=1+1' }))
  await page.keyboard.press('Space')
  await page.keyboard.press('Escape')
  await page.waitForURL(`${url}/chats?period=30d&chat=sum`)
  expect(await opener.evaluate((element) => element.matches(':focus'))).toBe(true)
  await tabTo(page, page.getByRole('checkbox', { name: 'There are customer messages' }))
  await page.keyboard.press('Space')
  await page.waitForURL(`${url}/chats?period=30d&chat=sum&asked=yes`)
})

test.each(
  sampled(
    [
      ['English and light', { language: 'en', theme: 'light' }],
      ['Russian and dark, on a phone', { language: 'ru', theme: 'dark', width: 390, height: 844 }],
    ] as const,
    1,
  ),
)('axe finds nothing serious, and nothing is too wide, in %s', async (_title, tastes) => {
  const page = await arrive('/chats?period=30d&compare=previous&operator=op-0&operator=op-1', tastes)
  await page.emulateMedia({ reducedMotion: 'reduce' })
  const width = () => page.evaluate<number>('document.documentElement.scrollWidth - innerWidth')
  expect(await width()).toBe(0)
  expect(await seriousFindings(page)).toEqual([])
  await page.getByRole('button', { name: /^(Operator|Оператор):/ }).click()
  await page.getByRole('searchbox').waitFor()
  expect(await width()).toBe(0)
  expect(await seriousFindings(page, '[role=dialog]')).toEqual([])
  if (tastes.language === 'ru') {
    await page.keyboard.press('Escape')
    const names =
      /^(Hello|what|can|do|for|you\?|Support|Operator|\d+|nameless|Greeter|EUR|USD|Telegram|Facebook|Skype|Slack|WeChat|Snapchat|LINE|WhatsApp|Viber)$/
    await expectRussian(
      page,
      new RegExp(
        `${names.source}|${hostileShown
          .split(' ')
          .map((word) => word.replaceAll(/\W/g, '.'))
          .join('|')}`,
      ),
    )
  }
})
