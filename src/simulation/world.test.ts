import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isLong } from '../../test/long.ts'
import { checkEvent } from '../events/envelope.ts'
import { channels } from '../events/vocabulary.ts'
import type { Channel } from '../events/vocabulary.ts'
import { dateOf } from './clock.ts'
import { gateways } from './gateways.ts'
import { notificationsOf } from './notifications.ts'
import { outageAt } from './outages.ts'
import { play } from './play.ts'
import { digestOf } from './random.ts'
import { usualShares } from './shares.ts'
import type { Arrival, SimulatedEvent } from './simulated-event.ts'
import { endlessStretchOf, stretchOf } from './traffic.ts'
import { worldOf } from './world.ts'
import type { WorldOptions } from './world.ts'

const hour = 3_600_000
const day = 24 * hour
const berlin = { seed: 1, zone: 'Europe/Berlin', shares: usualShares }
const autumn = Date.UTC(2026, 10, 24, 8, 30, 12, 345)

type Played = { options: WorldOptions; from: number; to: number; messages: number }

function arrivalsOf({ options, from, to, messages }: Played): Arrival[] {
  const stretch = stretchOf(notificationsOf(worldOf(options)), from, to, messages)
  return [...play([stretch], to)].flatMap(({ arrivals }) => arrivals)
}

const histories: fc.Arbitrary<Played> = fc
  .record({
    seed: fc.nat({ max: 999_999_999 }),
    zone: fc.constantFrom('Europe/Berlin', 'Asia/Almaty', 'America/New_York', 'Australia/Lord_Howe', 'UTC'),
    to: fc.integer({ min: Date.UTC(2020, 0, 1), max: Date.UTC(2030, 0, 1) }),
    days: fc.integer({ min: 1, max: 15 }),
    messages: fc.integer({ min: 1, max: 1000 }),
  })
  .map(({ seed, zone, to, days, messages }) => ({
    options: { seed, zone, shares: usualShares },
    from: to - days * day,
    to,
    messages,
  }))

const eventsById = (arrivals: readonly Arrival[]) => new Map(arrivals.map(({ event }) => [event.id, event]))
const contentsById = (history: Played) =>
  new Map(arrivalsOf(history).map(({ event }) => [event.id, JSON.stringify(event)]))
const bySubject = (arrivals: readonly Arrival[]) =>
  Map.groupBy(eventsById(arrivals).values(), ({ subject }: SimulatedEvent) => subject)
/** What is only likely is tried on the same companies each time. */
const sameEachTime = (numRuns: number) => ({ numRuns, seed: 20_261_124 })

test('a history is the same whenever it is played', () => {
  fc.assert(
    fc.property(histories, (history) => {
      expect(JSON.stringify(arrivalsOf(history)) === JSON.stringify(arrivalsOf(history))).toBe(true)
    }),
    { numRuns: isLong ? 50 : 5 },
  )
})

test('played again later, or with more messages, what was there already is there again, word for word', () => {
  fc.assert(
    fc.property(histories, fc.integer({ min: 0, max: 3 * day }), (history, later) => {
      const known = contentsById(history)
      const more = contentsById({ ...history, messages: history.messages * 2 })
      const moved = contentsById({ ...history, from: history.from + later, to: history.to + later })
      expect([...known].filter(([id, content]) => more.get(id) !== content)).toEqual([])
      expect([...moved].filter(([id, content]) => known.has(id) && known.get(id) !== content)).toEqual([])
    }),
    { numRuns: isLong ? 75 : 6 },
  )
})

test('every event is one that Talkmeter takes at the moment when it comes in, and tells of the past', () => {
  fc.assert(
    fc.property(histories, (history) => {
      for (const { at, event } of arrivalsOf(history)) {
        const checked = checkEvent(event, at)
        expect(checked.time).toBeLessThanOrEqual(at)
        if (checked.type === 'message.status') expect(checked.data.createdAt).toBeLessThanOrEqual(checked.time)
      }
    }),
    { numRuns: isLong ? 100 : 8 },
  )
})

test('messages are made, and callbacks come in, within the period and in order', () => {
  fc.assert(
    fc.property(histories, (history) => {
      const arrivals = arrivalsOf(history)
      for (const { at, event } of arrivals) {
        expect(at).toBeGreaterThanOrEqual(history.from)
        expect(at).toBeLessThan(history.to)
        expect(Date.parse(event.time)).toBeGreaterThanOrEqual(history.from)
      }
      const minutes = arrivals.map(({ at }) => at)
      expect(minutes).toEqual(minutes.toSorted((a, b) => a - b))
    }),
    { numRuns: isLong ? 75 : 6 },
  )
})

test('about as many messages are made as were asked for', () => {
  for (const messages of [300, 5000]) {
    const made = bySubject(arrivalsOf({ options: berlin, from: autumn - 60 * day, to: autumn, messages })).size
    expect(Math.abs(made - messages)).toBeLessThan(messages * 0.03 + 25)
  }
})

test('the channels have the shares that were asked for', () => {
  const weights = fc.record(
    Object.fromEntries(channels.map(({ word }) => [word, fc.integer({ min: 0, max: 10 })])) as Record<
      Channel,
      fc.Arbitrary<number>
    >,
  )
  fc.assert(
    fc.property(
      fc.nat({ max: 9999 }),
      weights.filter((given) => Object.values(given).some((weight) => weight > 0)),
      (seed, given) => {
        const shares = channels.map(({ word }) => ({ channel: word, weight: given[word] }))
        const total = shares.reduce((sum, { weight }) => sum + weight, 0)
        const options = { seed, zone: 'UTC', shares }
        const messages = [...bySubject(arrivalsOf({ options, from: autumn - 150 * day, to: autumn, messages: 5000 }))]
        for (const { channel, weight } of shares) {
          const made = messages.filter(([, [first]]) => first!.data.channel === channel).length
          expect(Math.abs(made / messages.length - weight / total)).toBeLessThan(0.05)
          if (weight === 0) expect(made).toBe(0)
        }
      },
    ),
    sameEachTime(6),
  )
})

test('a message is left out only when an SMS of its flow took over, and an SMS takes over only from one left out', () => {
  let takeovers = 0
  fc.assert(
    fc.property(histories, (history) => {
      const arrivals = arrivalsOf({ ...history, messages: 1500 })
      const arrivedAt = new Map(arrivals.toReversed().map(({ at, event }) => [event.id, at]))
      const messages = [...bySubject(arrivals).values()]
      const flows = Map.groupBy(messages, (events) => events.find(({ data }) => data.flowId)?.data.flowId)
      for (const [flow, members] of flows) {
        const omitted = members.flat().find(({ data }) => data.status === 'omitted-optional')
        if (flow === undefined) {
          expect(omitted).toBeUndefined()
          continue
        }
        const optional = members.filter((events) => events.some(({ data }) => data.required === false))
        const next = members.filter((events) => !optional.includes(events))
        expect(optional.length).toBe(1)
        expect(optional[0]!.every(({ data }) => data.channel === 'viber' || data.channel === 'whatsapp')).toBe(true)
        expect(next.flat().every(({ data }) => data.channel === 'sms')).toBe(true)
        if (omitted === undefined) continue
        takeovers++
        const creation = next[0]?.find(({ data }) => data.status === 'created')
        expect(creation).toBeDefined()
        expect(omitted.subject).toBe(optional[0]![0]!.subject)
        expect(arrivedAt.get(creation!.id)).toBeLessThan(arrivedAt.get(omitted.id)!)
        expect(Date.parse(creation!.time)).toBeLessThanOrEqual(Date.parse(omitted.time))
        // What the first channel's gateway said before that does not stand any more, unless it delivers after all.
        const stands = optional[0]!.toSorted((a, b) => Date.parse(a.time) - Date.parse(b.time)).at(-1)!.data.status
        expect(['omitted-optional', 'delivered', 'seen', 'read', 'clicked']).toContain(stands)
      }
    }),
    sameEachTime(10),
  )
  expect(takeovers).toBeGreaterThan(500)
})

test('a status that nothing follows really is the last one', () => {
  const lives = bySubject(arrivalsOf({ options: berlin, from: autumn - 60 * day, to: autumn, messages: 6000 }))
  for (const events of lives.values()) {
    const words = events.map(({ data }) => data.status)
    if (words.includes('canceled')) expect(words.every((word) => /^(created|delayed|canceled)$/.test(word))).toBe(true)
    if (words.includes('error')) expect(words).not.toContain('pending')
    if (words.includes('seen') || words.includes('opened')) expect(words).toContain('pending')
    expect(words.filter((word) => word === 'delivered').length).toBeLessThan(2)
  }
})

test('weekends are quieter than working days, and nights quieter than days', () => {
  fc.assert(
    fc.property(fc.nat({ max: 9999 }), (seed) => {
      const { clock } = worldOf({ ...berlin, seed })
      const history = { options: { ...berlin, seed }, from: autumn - 84 * day, to: autumn, messages: 4000 }
      const made = [...bySubject(arrivalsOf(history)).values()].map((events) => clock(Date.parse(events[0]!.time)))
      const perWeekday = [0, 1, 2, 3, 4, 5, 6].map(
        (weekday) => made.filter((local) => dateOf(local.day).weekday === weekday).length,
      )
      const workdays = perWeekday.slice(1, 6).reduce((sum, count) => sum + count, 0) / 5
      expect(perWeekday[0]).toBeLessThan(workdays * 0.75)
      expect(perWeekday[6]).toBeLessThan(workdays * 0.9)
      const at = (from: number, to: number) =>
        made.filter(({ minute }) => minute >= from * 60 && minute < to * 60).length / (to - from)
      expect(at(1, 5)).toBeLessThan(at(9, 19) / 6)
    }),
    sameEachTime(3),
  )
})

test('while a gateway has an outage, less of what it carries arrives', () => {
  const { seed } = worldOf(berlin)
  const noons = Array.from({ length: 365 }, (_, back) => Math.floor(autumn / day) * day - back * day + day / 2)
  const badDays = noons.filter((noon) => gateways.some(({ name }) => outageAt(seed, name, noon) !== undefined))
  expect(badDays.length).toBeGreaterThan(5)
  const counts = { inside: { all: 0, delivered: 0 }, outside: { all: 0, delivered: 0 } }
  for (const noon of badDays) {
    const arrivals = arrivalsOf({ options: berlin, from: noon - 9 * hour, to: noon + 9 * hour, messages: 600 })
    for (const events of bySubject(arrivals).values()) {
      const gateway = events.find(({ data }) => data.provider !== undefined)?.data.provider
      if (gateway === undefined) continue
      const isInside = outageAt(seed, gateway, Date.parse(events[0]!.time)) !== undefined
      const count = isInside ? counts.inside : counts.outside
      count.all++
      if (events.some(({ data }) => data.status === 'delivered')) count.delivered++
    }
  }
  expect(counts.inside.all).toBeGreaterThan(100)
  expect(counts.outside.delivered / counts.outside.all).toBeGreaterThan(0.85)
  expect(counts.inside.delivered / counts.inside.all).toBeLessThan(0.65)
})

test('callbacks come late, twice and out of order, as they do in life', () => {
  const arrivals = arrivalsOf({ options: berlin, from: autumn - 90 * day, to: autumn, messages: 10_000 })
  const late = (milliseconds: number) =>
    arrivals.filter(({ at, event }) => at - Date.parse(event.time) > milliseconds).length / arrivals.length
  expect(late(hour)).toBeGreaterThan(0.003)
  expect(late(hour)).toBeLessThan(0.03)
  expect(late(day)).toBeGreaterThan(0.0002)
  const repeated = arrivals.length - eventsById(arrivals).size
  expect(repeated / arrivals.length).toBeGreaterThan(0.004)
  const deliveredFirst = [...bySubject(arrivals).values()].filter((events) => {
    const words = events.map(({ data }) => data.status)
    return words.indexOf('pending') > words.indexOf('delivered') && words.includes('delivered')
  })
  expect(deliveredFirst.length).toBeGreaterThan(10)
})

test('live runs share no id with each other or with the history, at the pace that was asked for', () => {
  const live = (run: string) => {
    const stretch = endlessStretchOf(notificationsOf(worldOf({ ...berlin, run })), autumn, 0.5)
    return [...play([stretch], autumn + hour)].flatMap(({ arrivals }) => arrivals)
  }
  const [one, other] = [eventsById(live('a')), eventsById(live('b'))]
  const history = { options: berlin, from: autumn - day, to: autumn + hour, messages: 5000 }
  const known = eventsById(arrivalsOf(history))
  for (const id of one.keys()) expect(other.has(id) || known.has(id)).toBe(false)
  const times = (events: typeof one) => [...events.values()].map(({ time }) => time)
  expect(times(one).slice(0, 100)).not.toEqual(times(other).slice(0, 100))
  // A Tuesday from half past nine to half past ten is about twice as busy as a common hour.
  expect(bySubject(live('a')).size).toBeGreaterThan(0.5 * 3600)
  expect(bySubject(live('a')).size).toBeLessThan(4.5 * 0.5 * 3600)
})

test('live traffic goes on from a history, whose late callbacks still come in', () => {
  const company = worldOf(berlin)
  const run = worldOf({ ...berlin, run: 'a' })
  const history = stretchOf(notificationsOf(company), autumn - 30 * day, autumn, 6000)
  const live = { traffic: notificationsOf(run), from: autumn, to: Infinity, scale: history.scale }
  const arrivals = [...play([history, live], autumn + 2 * day)].flatMap((minute) => minute.arrivals)
  const of = (name: string) => arrivals.filter(({ event }) => event.id.startsWith(`${name}-`) && !/-a-/.test(event.id))
  const late = of(company.name).filter(({ at }) => at >= autumn)
  expect(late.length).toBeGreaterThan(5)
  expect(late.every(({ event }) => event.id.endsWith('-0'))).toBe(false)
  const fresh = arrivals.filter(({ event }) => event.id.startsWith(`${run.name}-`))
  expect(fresh.every(({ at }) => at >= autumn)).toBe(true)
  expect(bySubject(fresh).size).toBeGreaterThan(300)
})

/**
 * An installation knows the events that it was given. If this fails because the simulation was changed, raise `edition` in
 * world.ts, so that the changed events have ids of their own, and put the new digest here.
 */
test('this edition gives the events that it always gave', () => {
  const arrivals = arrivalsOf({ options: berlin, from: autumn - 30 * day, to: autumn, messages: 1000 })
  expect(digestOf(JSON.stringify(arrivals)) >>> 0).toBe(670821063)
})
