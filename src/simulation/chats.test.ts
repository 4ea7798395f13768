import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isLong } from '../../test/long.ts'
import { messengers } from '../events/chat-vocabulary.ts'
import { checkEvent } from '../events/envelope.ts'
import { chatsOf } from './chats.ts'
import { messengerHabits } from './messengers.ts'
import { play } from './play.ts'
import { presenceIn } from './presence.ts'
import { digestOf } from './random.ts'
import { usualShares } from './shares.ts'
import type { Arrival, SimulatedChatEvent, SimulatedPresence } from './simulated-event.ts'
import { endlessStretchOf, stretchOf } from './traffic.ts'
import { worldOf } from './world.ts'
import type { WorldOptions } from './world.ts'

const second = 1000
const hour = 3_600_000
const day = 24 * hour
const berlin = { seed: 1, zone: 'Europe/Berlin', shares: usualShares }
const autumn = Date.UTC(2026, 10, 24, 8, 30, 12, 345)

type Played = { options: WorldOptions; from: number; to: number; messages: number }

function arrivalsOf({ options, from, to, messages }: Played): Arrival<SimulatedChatEvent>[] {
  const stretch = stretchOf(chatsOf(worldOf(options)), from, to, messages)
  return [...play([stretch], to)].flatMap(({ arrivals }) => arrivals)
}

function presenceOf({ options, from, to }: Played): Arrival<SimulatedPresence>[] {
  return [...play([presenceIn(worldOf(options), from, to, 0)], to)].flatMap(({ arrivals }) => arrivals)
}

const histories: fc.Arbitrary<Played> = fc
  .record({
    seed: fc.nat({ max: 999_999_999 }),
    zone: fc.constantFrom('Europe/Berlin', 'Asia/Almaty', 'America/New_York', 'Australia/Lord_Howe', 'UTC'),
    to: fc.integer({ min: Date.UTC(2020, 0, 1), max: Date.UTC(2030, 0, 1) }),
    days: fc.integer({ min: 1, max: 15 }),
    messages: fc.integer({ min: 1, max: 2000 }),
  })
  .map(({ seed, zone, to, days, messages }) => ({
    options: { seed, zone, shares: usualShares },
    from: to - days * day,
    to,
    messages,
  }))

/** The weeks around a change of the clock, often enough. */
const quarterOfAYear = { options: berlin, from: autumn - 90 * day, to: autumn, messages: 20_000 }
const chatArrivals = arrivalsOf(quarterOfAYear)
const presenceArrivals = presenceOf(quarterOfAYear)

type ChatEvent = SimulatedChatEvent & { at: number }
const once = <Event extends { id: string }>(arrivals: readonly Arrival<Event>[]) => [
  ...new Map(arrivals.map(({ event }) => [event.id, event])).values(),
]
/** Each dialogue's events by the time that they tell; whatever is not whole yet at the end of the period is left out. */
const dialogues = [
  ...Map.groupBy(
    once(chatArrivals).map((event): ChatEvent => ({ ...event, at: Date.parse(event.time) })),
    ({ subject }) => subject,
  ).values(),
]
  .map((events) => events.toSorted((a, b) => a.at - b.at))
  .filter(([first]) => first!.at < autumn - 3 * day)

const wordOf = ({ data }: ChatEvent) => ('change' in data ? data.change : data.author)
const messagesIn = (events: readonly ChatEvent[]) => events.filter(({ type }) => type === 'chat.message')
const has = (word: string) => (events: readonly ChatEvent[]) => events.some((event) => wordOf(event) === word)
const shareOf = (is: (events: readonly ChatEvent[]) => boolean) => dialogues.filter(is).length / dialogues.length

test('a history is the same whenever it is played', () => {
  fc.assert(
    fc.property(histories, (history) => {
      expect(JSON.stringify(arrivalsOf(history)) === JSON.stringify(arrivalsOf(history))).toBe(true)
      expect(JSON.stringify(presenceOf(history)) === JSON.stringify(presenceOf(history))).toBe(true)
    }),
    { numRuns: isLong ? 40 : 4 },
  )
})

const contents = (history: Played) =>
  new Map([...arrivalsOf(history), ...presenceOf(history)].map(({ event }) => [event.id, JSON.stringify(event)]))

test('played again later, or with more messages, what was there already is there again, word for word', () => {
  fc.assert(
    fc.property(histories, fc.integer({ min: 0, max: 3 * day }), (history, later) => {
      const known = contents(history)
      const more = contents({ ...history, messages: history.messages * 2 })
      const moved = contents({ ...history, from: history.from + later, to: history.to + later })
      expect([...known].filter(([id, content]) => more.get(id) !== content)).toEqual([])
      expect([...moved].filter(([id, content]) => known.has(id) && known.get(id) !== content)).toEqual([])
    }),
    { numRuns: isLong ? 40 : 4 },
  )
})

test('every event is one that Talkmeter takes at the moment when it comes in, and tells of the past', () => {
  fc.assert(
    fc.property(histories, (history) => {
      for (const { at, event } of [...arrivalsOf(history), ...presenceOf(history)]) {
        expect(checkEvent(event, at).time).toBeLessThanOrEqual(at)
        expect(at).toBeLessThan(history.to)
      }
    }),
    { numRuns: isLong ? 60 : 6 },
  )
})

test('about as many messages are written as were asked for', () => {
  for (const messages of [500, 20_000]) {
    const written = once(arrivalsOf({ ...quarterOfAYear, messages })).filter(({ type }) => type === 'chat.message')
    expect(Math.abs(written.length - messages)).toBeLessThan(messages * 0.03 + 90)
  }
})

test('a dialogue is opened first and closed last, and nobody answers who was not asked to', () => {
  for (const events of dialogues) {
    const words = events.map(wordOf)
    expect(words.filter((word) => word === 'opened')).toEqual(['opened'])
    expect(words[0]).toBe('opened')
    expect(words.includes('closed') ? words.indexOf('closed') : words.length - 1).toBe(words.length - 1)
    let assignee: string | undefined
    for (const event of events) {
      const operator = event.data.operator?.id
      if (wordOf(event) === 'assigned') assignee = operator
      if (wordOf(event) === 'skipped') expect(operator).toBe(assignee)
      if (wordOf(event) === 'operator') expect(operator).toBe(assignee)
    }
    for (const [at, word] of words.entries()) if (word === 'skipped') expect(words.slice(at)).toContain('assigned')
    const [{ data }] = events as [ChatEvent]
    for (const { data: other } of events) {
      expect([other.messenger, other.chat, other.client]).toEqual([data.messenger, data.chat, data.client])
    }
  }
})

/** What each operator is at an instant, from the events of their presence only. */
function stateAt(states: readonly SimulatedPresence[], instant: number): string {
  return states.findLast(({ time }) => Date.parse(time) <= instant)?.data.state ?? 'offline'
}

test('operators get dialogues and write only while they are online', () => {
  const byOperator = Map.groupBy(
    once(presenceArrivals).toSorted((a, b) => Date.parse(a.time) - Date.parse(b.time)),
    ({ subject }) => subject,
  )
  let written = 0
  for (const event of dialogues.flat()) {
    if (wordOf(event) !== 'operator' && wordOf(event) !== 'assigned') continue
    const operator = event.data.operator!
    expect(stateAt(byOperator.get(operator.id)!, event.at), `${operator.name} ${event.time}`).toBe('online')
    written++
  }
  expect(written).toBeGreaterThan(3000)
})

test('shifts have pauses, go over midnight, keep the hours of the wall clock, and nearly all end', () => {
  const states = once(presenceArrivals)
  const shown = new Intl.DateTimeFormat('sv', { timeZone: berlin.zone, dateStyle: 'short', timeStyle: 'short' })
  const shifts = [...Map.groupBy(states, ({ id }) => id.slice(0, id.lastIndexOf('-'))).values()]
    .map((events) => events.toSorted((a, b) => Date.parse(a.time) - Date.parse(b.time)))
    .filter((events) => Date.parse(events[0]!.time) < autumn - day)
  expect(shifts.length).toBeGreaterThan(600)
  let overMidnight = 0
  for (const events of shifts) {
    expect(events[0]!.data.state).toBe('online')
    expect(events.map(({ data }) => data.state)).toContain('paused')
    for (const [at, { data, time }] of events.entries()) {
      expect(data.state).not.toBe(events[at - 1]?.data.state)
      if (at > 0) expect(Date.parse(time)).toBeGreaterThan(Date.parse(events[at - 1]!.time))
    }
    const [from, to] = [events[0]!, events.at(-1)!].map(({ time }) => shown.format(Date.parse(time)))
    expect(from).toMatch(/ (07:5|08:0|08:5|09:0|12:2|12:3|20:5|21:0)\d$/)
    if (from!.slice(0, 10) < to!.slice(0, 10)) overMidnight++
  }
  const ended = shifts.filter((events) => events.at(-1)!.data.state === 'offline')
  expect(ended.length / shifts.length).toBeGreaterThan(0.98)
  expect(overMidnight).toBeGreaterThan(100)
  const operatorsAtWork = new Set(states.map(({ subject }) => subject))
  expect(operatorsAtWork.size).toBe(18)
  expect(new Set(states.map(({ data }) => data.group.id)).size).toBe(4)
})

test('all 13 messengers are there, each with its share', () => {
  const total = messengerHabits.reduce((sum, { weight }) => sum + weight, 0)
  expect(messengerHabits.map(({ messenger }) => messenger).toSorted()).toEqual(
    messengers.map(({ word }) => word).toSorted(),
  )
  for (const { messenger, weight } of messengerHabits) {
    const share = shareOf(([first]) => first!.data.messenger === messenger)
    expect(share, messenger).toBeGreaterThan(0)
    expect(Math.abs(share - weight / total), messenger).toBeLessThan(0.025)
  }
})

const isReassigned = (events: readonly ChatEvent[]) => events.filter((event) => wordOf(event) === 'assigned').length > 1

test('robots handle about half, operators the others; some dialogues are skipped, never closed, or silent', () => {
  expect(shareOf(has('operator'))).toBeGreaterThan(0.35)
  expect(shareOf(has('operator'))).toBeLessThan(0.6)
  const alice = dialogues.filter(([first]) => first!.data.messenger === 'alice')
  expect(alice.filter(has('operator')).length / alice.length).toBeLessThan(0.1)
  expect(shareOf(has('skipped'))).toBeGreaterThan(0.02)
  expect(shareOf((events) => !has('closed')(events))).toBeGreaterThan(0.015)
  expect(shareOf((events) => !has('closed')(events))).toBeLessThan(0.07)
  expect(shareOf((events) => !has('user')(events))).toBeGreaterThan(0.02)
  expect(shareOf(isReassigned)).toBeGreaterThan(0.03)
  const unanswered = (events: readonly ChatEvent[]) =>
    has('user')(events) && !has('operator')(events) && !has('robot')(events)
  expect(shareOf(unanswered)).toBeGreaterThan(0)
  expect(shareOf(unanswered)).toBeLessThan(0.05)
})

test('most are answered within minutes, a few after hours', () => {
  const waits = dialogues
    .flatMap((events) => {
      const asked = events.find((event) => wordOf(event) === 'user')
      const reply = asked && events.find((event) => wordOf(event) === 'operator' && event.at >= asked.at)
      return asked && reply ? [reply.at - asked.at] : []
    })
    .toSorted((a, b) => a - b)
  const at = (share: number) => waits[Math.floor(waits.length * share)]! / second
  expect(at(0.5)).toBeGreaterThan(45)
  expect(at(0.5)).toBeLessThan(360)
  expect(at(0.9)).toBeGreaterThan(2 * at(0.5))
  expect(at(0.99)).toBeGreaterThan(1200)
})

test('clients come back, and write in two languages', () => {
  const byClient = Map.groupBy(dialogues, ([first]) => `${first!.data.messenger} ${first!.data.client}`)
  expect(byClient.size / dialogues.length).toBeLessThan(0.95)
  expect(Math.max(...[...byClient.values()].map((some) => some.length))).toBeGreaterThan(3)
  const texts = dialogues.flatMap((events) => messagesIn(events).filter((event) => wordOf(event) === 'user'))
  const russian = texts.filter(({ data }) => /[а-яё]/i.test('text' in data ? data.text : ''))
  expect(russian.length / texts.length).toBeGreaterThan(0.25)
  expect(russian.length / texts.length).toBeLessThan(0.6)
})

test('many say the same, in other words too, and some tell what belongs to them', () => {
  const people = new Map<string, Set<string>>()
  for (const { data } of dialogues.flat()) {
    if (!('text' in data) || data.author !== 'user') continue
    people.set(data.text, (people.get(data.text) ?? new Set()).add(data.client))
  }
  const common = [...people].filter(([, who]) => who.size >= 3).map(([text]) => text)
  expect(common.length).toBeGreaterThan(60)
  for (const text of ['Where is my order?', 'Where are my orders?', 'Где мой заказ?', 'Где мои заказы?', 'Спасибо!']) {
    expect(common).toContain(text)
  }
  const texts = [...people.keys()]
  expect(texts.filter((text) => /@example\.(com|org|net)/.test(text)).length).toBeGreaterThan(20)
  expect(texts.filter((text) => /\+49 176 0406 90\d\d/.test(text)).length).toBeGreaterThan(20)
  expect(texts.filter((text) => /4000 0000 0000 \d{4}/.test(text)).length).toBeGreaterThan(20)
  expect(dialogues.flat().filter(({ data }) => 'text' in data && /[{}]/.test(data.text))).toEqual([])
})

test('dialogues of the web widget have a place, mostly, others have none; each author has a price', () => {
  const places = dialogues.map(([first]) => {
    const { data } = first!
    return { messenger: data.messenger, place: 'coordinates' in data ? data.coordinates : undefined }
  })
  const web = places.filter(({ messenger }) => messenger === 'web')
  const share = web.filter(({ place }) => place !== undefined).length / web.length
  expect(share).toBeGreaterThan(0.7)
  expect(share).toBeLessThan(0.95)
  expect(places.filter(({ messenger, place }) => messenger !== 'web' && place !== undefined)).toEqual([])
  expect(
    new Set(web.map(({ place }) => place && `${Math.round(place.latitude)} ${Math.round(place.longitude)}`)).size,
  ).toBeGreaterThan(20)
  const prices = new Set(
    dialogues
      .flat()
      .flatMap(({ data }) =>
        'price' in data ? [`${data.messenger === 'alice' ? 'alice ' : ''}${data.author} ${data.price.amount}`] : [],
      ),
  )
  // One for each author, and one for each in Alice; there an operator hardly ever writes.
  expect([5, 6]).toContain(prices.size)
  expect(new Set([...prices].map((price) => price.split(' ').at(-1))).size).toBe(prices.size)
})

test('events come late, twice and out of order, as they do in life', () => {
  const late = (milliseconds: number) =>
    chatArrivals.filter(({ at, event }) => at - Date.parse(event.time) > milliseconds).length / chatArrivals.length
  expect(late(hour)).toBeGreaterThan(0.001)
  expect(late(hour)).toBeLessThan(0.02)
  expect(late(day)).toBeGreaterThan(0.00005)
  expect((chatArrivals.length - once(chatArrivals).length) / chatArrivals.length).toBeGreaterThan(0.004)
  const bySubject = Map.groupBy(
    chatArrivals.map(({ event }) => event),
    ({ subject }) => subject,
  )
  const closedFirst = dialogues.filter(has('closed')).filter((events) => {
    const came = bySubject.get(events[0]!.subject)!
    return came.findIndex(({ data }) => 'change' in data && data.change === 'closed') < events.length - 1
  })
  expect(closedFirst.length).toBeGreaterThan(10)
})

const presence = (run?: string) => [
  ...play(
    [presenceIn(worldOf({ ...berlin, ...(run === undefined ? {} : { run }) }), autumn, Infinity, 0)],
    autumn + hour,
  ),
]

test('live runs have dialogues of their own with the same operators', () => {
  const live = (run: string) => {
    const stretch = endlessStretchOf(chatsOf(worldOf({ ...berlin, run })), autumn, 0.5)
    return once([...play([stretch], autumn + hour)].flatMap(({ arrivals }) => arrivals))
  }
  const [one, other] = [live('a'), live('b')]
  const known = new Set([...other, ...once(chatArrivals)].map(({ id }) => id))
  expect(one.length).toBeGreaterThan(500)
  expect(one.filter(({ id }) => known.has(id))).toEqual([])
  const written = one.filter(({ type }) => type === 'chat.message')
  expect(written.length).toBeGreaterThan(0.5 * 3600)
  expect(written.length).toBeLessThan(4.5 * 0.5 * 3600)
  expect(JSON.stringify(presence('a'))).toBe(JSON.stringify(presence()))
})

/** See the last test of world.test.ts: if this fails because the simulation was changed, raise `edition` in world.ts. */
test('this edition gives the chats that it always gave', () => {
  const history = { options: berlin, from: autumn - 30 * day, to: autumn, messages: 1000 }
  expect(digestOf(JSON.stringify([arrivalsOf(history), presenceOf(history)])) >>> 0).toBe(4081027980)
})
