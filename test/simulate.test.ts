import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { earliestInstant } from '../src/events/checks.ts'
import { callsOf } from '../src/simulation/calls.ts'
import { chatsOf } from '../src/simulation/chats.ts'
import { notificationsOf } from '../src/simulation/notifications.ts'
import { play } from '../src/simulation/play.ts'
import { presenceIn } from '../src/simulation/presence.ts'
import { usualShares } from '../src/simulation/shares.ts'
import type { SimulatedEvent } from '../src/simulation/simulated-event.ts'
import { stretchOf } from '../src/simulation/traffic.ts'
import { worldOf } from '../src/simulation/world.ts'
import { modelCalls } from './call-model.ts'
import { callRows } from './call-panel-model.ts'
import { modelDialogues } from './dialogue-model.ts'
import { modelMessages } from './model.ts'
import type { ModelEvent, ModelMessage } from './model.ts'
import { folded, urlOf, workplace } from './serving.ts'

const token = 'a-token-for-simulated-companies'
const zone = 'Europe/Berlin'
const day = 24 * 3_600_000
/** The night in which clocks go back lies in it. */
const to = Date.UTC(2025, 10, 4, 11, 17, 30)
const history = { from: to - 21 * day, to, messages: 2800 }
const typed = ['--history', '21d', '--until', new Date(to).toISOString(), '--messages', '2800', '--zone', zone]

/** Servers and commands are processes of their own, which take their time where little is free. */
const patience = { timeout: 120_000 }

const place = workplace('simulate', 'made')
let url: string
beforeAll(async () => {
  const server = place.talkmeter(['serve'], { TALKMETER_INIT_TOKEN: token, TALKMETER_LOG_LEVEL: 'error', TZ: zone })
  url = await urlOf(server)
})
afterAll(() => place.clear())

function simulate(...args: string[]) {
  return place.talkmeter(['simulate', ...args], { TALKMETER_URL: url, TALKMETER_TOKEN: token })
}

type PanelAnswer = { rows: (string | number)[][]; totals: Record<string, unknown> }
type PageAnswer = { panels: Record<string, PanelAnswer> }

function page(id: string, from: number, until: number): Promise<PageAnswer> {
  return read(`pages/${id}`, from, until)
}

async function read<Answer>(path: string, from: number, until: number): Promise<Answer> {
  const period = new URLSearchParams({
    from: new Date(from).toISOString(),
    to: new Date(until).toISOString(),
    tz: zone,
  })
  const answer = await fetch(`${url}/api/v1/${path}?${period}`, { headers: { authorization: `Bearer ${token}` } })
  expect(answer.status, path).toBe(200)
  return (await answer.json()) as Answer
}

function modelEvent({ source, id, subject, time, data }: SimulatedEvent): ModelEvent {
  const { channel, status, required, parts, price, createdAt } = data
  return {
    source,
    id,
    message: subject,
    time: Date.parse(time),
    channel,
    status,
    ...(createdAt === undefined ? {} : { createdAt: Date.parse(createdAt) }),
    ...(required === undefined ? {} : { required }),
    ...(parts === undefined ? {} : { parts }),
    ...(price === undefined ? {} : { price }),
  }
}

const dayInBerlin = new Intl.DateTimeFormat('sv', { timeZone: zone })
const one = () => 1
const byDay = ({ createdAt, channel }: ModelMessage) => `${dayInBerlin.format(createdAt)} ${channel}`
const isSent = ({ status }: ModelMessage) => ['pending', 'delivered', 'undelivered'].includes(status)

/** Counts by name, zeros left out, in the order of the names. */
function counted<Item>(items: readonly Item[], nameOf: (item: Item) => string, amountOf: (item: Item) => number) {
  const sums = new Map<string, number>()
  for (const item of items) sums.set(nameOf(item), (sums.get(nameOf(item)) ?? 0) + amountOf(item))
  return Object.fromEntries([...sums].filter(([, sum]) => sum !== 0).toSorted(([a], [b]) => (a < b ? -1 : 1)))
}

const rowsOf = (answer: PageAnswer, panel: string) => answer.panels[panel]!.rows
const shown = (rows: readonly (string | number)[][], dimensions: number) =>
  counted(
    rows,
    (row) => row.slice(0, dimensions).join(' '),
    (row) => Number(row[dimensions]),
  )

const world = worldOf({ seed: 1, zone, shares: usualShares })
const chats = stretchOf(chatsOf(world), history.from, history.to, history.messages * 0.25)
const chatEvents = [...play([chats], to)].flatMap(({ arrivals }) => arrivals.map(({ event }) => event))
const calls = stretchOf(callsOf(world), history.from, history.to, history.messages * 0.15)
const callEvents = [...play([calls], to)].flatMap(({ arrivals }) => arrivals.map(({ event }) => event))
const presenceEvents = [...play([presenceIn(world, history.from, to, earliestInstant)], to)].flatMap(
  (minute) => minute.arrivals,
)

test('the pages show of a simulated history what an independent count of its events gives', patience, async () => {
  const simulated = simulate(...typed)
  expect(await simulated.ended, simulated.output()).toBe(0)
  await folded(url)

  const stretch = stretchOf(notificationsOf(world), history.from, history.to, history.messages * 0.6)
  const events = [...play([stretch], to)].flatMap(({ arrivals }) => arrivals.map(({ event }) => event))
  const messages = modelMessages(events.map(modelEvent))
  const all = events.length + chatEvents.length + callEvents.length + presenceEvents.length
  expect(simulated.output()).toMatch(new RegExp(`${all.toLocaleString('en')} events in `))
  expect(messages.length).toBeGreaterThan(1300)

  const notifications = await page('notifications', history.from, to)
  expect(shown(rowsOf(notifications, 'notifications.by-status'), 1)).toEqual(
    counted(messages, ({ status }) => status, one),
  )
  expect(shown(rowsOf(notifications, 'notifications.by-channel'), 1)).toEqual(
    counted(messages.filter(isSent), ({ channel }) => channel, one),
  )
  expect(shown(rowsOf(notifications, 'notifications.sent-by-channel-by-day'), 2)).toEqual(
    counted(messages.filter(isSent), byDay, one),
  )
  expect(shown(rowsOf(notifications, 'notifications.delivered-by-channel-by-day'), 2)).toEqual(
    counted(
      messages.filter(({ status }) => status === 'delivered'),
      byDay,
      one,
    ),
  )
  const sms = messages.filter((message) => message.channel === 'sms' && isSent(message))
  expect(shown(rowsOf(notifications, 'notifications.sms-parts'), 1)).toEqual(
    counted(
      sms,
      ({ createdAt }) => dayInBerlin.format(createdAt),
      ({ parts }) => parts,
    ),
  )
  const viber = messages.filter(({ channel }) => channel === 'viber')
  expect(shown(rowsOf(notifications, 'notifications.viber-by-status-by-day'), 2)).toEqual(
    counted(viber, ({ createdAt, status }) => `${dayInBerlin.format(createdAt)} ${status}`, one),
  )

  const analytics = await page('analytics', history.from, to)
  const priced = messages.filter(({ price }) => price !== undefined)
  const money = (rows: readonly (string | number)[][], dimensions: number) =>
    counted(
      rows,
      (row) => row.slice(0, dimensions).join(' '),
      (row) => millionths(String(row[dimensions])),
    )
  expect(money(rowsOf(analytics, 'analytics.price-by-channel'), 2)).toEqual(
    counted(
      priced,
      ({ channel, price }) => `${channel} ${price!.currency}`,
      ({ price }) => millionths(price!.amount),
    ),
  )

  await expectChats()
  await expectCalls()

  const again = simulate(...typed)
  expect(await again.ended, again.output()).toBe(0)
  expect(again.output()).toContain('0 new')
  await folded(url)
  expect(numbersOf(await page('notifications', history.from, to))).toEqual(numbersOf(notifications))
})

/** The page of chats shows what the model of dialogues makes of the simulated events. */
async function expectChats(): Promise<void> {
  const dialogues = modelDialogues([...new Map(chatEvents.map((event) => [event.id, event])).values()])
  const written = dialogues.flatMap((dialogue) => dialogue.messages)
  expect(written.length).toBeGreaterThan(500)
  const answer = await page('chats', history.from, to)
  const numberOf = (panel: string) => rowsOf(answer, `chats.${panel}`)[0]![0]
  expect(numberOf('dialogues')).toBe(dialogues.length)
  expect(numberOf('dialogues-operator')).toBe(dialogues.filter(({ handler }) => handler === 'operator').length)
  expect(numberOf('dialogues-operator')).toBeGreaterThan(20)
  for (const author of ['user', 'operator']) {
    expect(shown(rowsOf(answer, `chats.${author}-messages-by-messenger`), 1)).toEqual(
      counted(
        written.filter((message) => message.author === author),
        ({ messenger }) => messenger,
        one,
      ),
    )
  }
  const cost = written.reduce((sum, { price }) => sum + price, 0)
  expect(rowsOf(answer, 'chats.cost-by-chat').reduce((sum, row) => sum + millionths(String(row[2])), 0)).toBe(cost)
  const skipped = dialogues.reduce((sum, dialogue) => sum + dialogue.skipped.length, 0)
  expect(rowsOf(answer, 'chats.operator-skipped-dialogues').reduce((sum, row) => sum + Number(row[1]), 0)).toBe(skipped)
}

/** Those panels of telephony that show every call of a period; of those that follow the clock, all over the same period. */
const callPanels = ['bot-evaluation', 'duration-year', 'status-year', 'cps-by-trunk', 'handling-time', 'asr', 'acd']

/** The panels of telephony show what the model of calls makes of the simulated events. */
async function expectCalls(): Promise<void> {
  const made = modelCalls([...new Map(callEvents.map((event) => [event.id, event])).values()])
  expect(made.length).toBeGreaterThan(300)
  const question = { ...history, zone, filters: {}, now: Date.now() }
  for (const id of callPanels.map((name) => `telephony.${name}`)) {
    const { rows, totals } = await read<PanelAnswer>(`panels/${id}`, history.from, to)
    const starts = [...new Set(rows.map(([time]) => Date.parse(String(time))).filter(Number.isFinite))]
    const model = callRows(id, made, question, starts)
    const told = rows.map(([first, ...rest]) => [starts.length === 0 ? first! : at(first!, starts), ...rest])
    expect(told.map(asText).toSorted(), id).toEqual(model.rows.map(asText).toSorted())
    expect(asText(Object.keys(model.totals).map((name) => totals[name])), id).toBe(asText(Object.values(model.totals)))
  }
}

const at = (time: string | number, starts: readonly number[]) => starts.indexOf(Date.parse(String(time)))
const asText = (row: readonly unknown[]) =>
  JSON.stringify(row.map((value) => (typeof value === 'number' ? Number(value.toPrecision(12)) : value)))

test('live traffic comes in while it is made, until Ctrl-C', patience, async () => {
  const since = Date.now() - 60_000
  const live = simulate('--rate', '100', '--seed', '2')
  await eventually(async () => (await sentIn(since, Date.now() + 60_000)) >= 20)
  live.child.kill('SIGINT')
  expect(await live.ended, live.output()).toBe(0)
  expect(live.output()).toMatch(/events in [\d.]+ s/)
})

test('a history that is stopped says that the same command goes on with it', patience, async () => {
  const until = Date.UTC(2024, 5, 1)
  const long = simulate('--history', '1y', '--until', new Date(until).toISOString(), '--messages', '1000000')
  await eventually(async () => (await sentIn(until - 365 * day, until)) > 0)
  long.child.kill('SIGINT')
  expect(await long.ended, long.output()).toBe(130)
  expect(long.output()).toContain('Stopped. The same command goes on')
})

test('where nothing answers, that is said at once', async () => {
  const lost = place.talkmeter(['simulate'], { TALKMETER_URL: 'http://localhost:1', TALKMETER_TOKEN: token })
  expect(await lost.ended).toBe(1)
  expect(lost.output()).toContain('✗ Nothing answers at http://localhost:1.')
})

test('a wrong option is one sentence, before anything is sent', async () => {
  const wrong = simulate('--history', 'always')
  expect(await wrong.ended).toBe(1)
  expect(wrong.output()).toBe('\n✗ --history "always" is not a length from 1h to 10y, such as 12h, 90d, 26w or 1y.\n')
})

async function eventually(isSo: () => Promise<boolean>): Promise<void> {
  for (let waited = 0; waited < 60_000; waited += 100) {
    if (await isSo()) return
    await pause(100)
  }
  throw new Error('does not come to pass')
}

async function sentIn(from: number, until: number): Promise<number> {
  return Number(rowsOf(await page('analytics', from, until), 'analytics.sent')[0]![0])
}

function numbersOf({ panels }: PageAnswer) {
  return Object.fromEntries(Object.entries(panels).map(([id, { rows, totals }]) => [id, { rows, totals }]))
}

function millionths(amount: string): number {
  const [whole = '', fraction = ''] = amount.split('.')
  return Number(whole + fraction.padEnd(6, '0'))
}
