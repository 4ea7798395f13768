import fc from 'fast-check'
import { expect, test } from 'vitest'
import { modelCalls } from '../../test/call-model.ts'
import type { ModelCall } from '../../test/call-model.ts'
import { knownEvaluations } from '../events/call-vocabulary.ts'
import { checkEvent } from '../events/envelope.ts'
import { callsOf } from './calls.ts'
import { dateOf } from './clock.ts'
import { outageAt } from './outages.ts'
import { play } from './play.ts'
import { digestOf } from './random.ts'
import { usualShares } from './shares.ts'
import type { Arrival, SimulatedCall } from './simulated-event.ts'
import { isOnline, staffOf } from './staff.ts'
import { endlessStretchOf, stretchOf } from './traffic.ts'
import { trunks } from './trunks.ts'
import { worldOf } from './world.ts'
import type { WorldOptions } from './world.ts'

const hour = 3_600_000
const day = 24 * hour
const berlin = { seed: 1, zone: 'Europe/Berlin', shares: usualShares }
const autumn = Date.UTC(2026, 10, 24, 8, 30, 12, 345)

type Played = { options: WorldOptions; from: number; to: number; messages: number }

function arrivalsOf({ options, from, to, messages }: Played): Arrival<SimulatedCall>[] {
  const stretch = stretchOf(callsOf(worldOf(options)), from, to, messages)
  return [...play([stretch], to)].flatMap(({ arrivals }) => arrivals)
}

const histories: fc.Arbitrary<Played> = fc
  .record({
    seed: fc.nat({ max: 999_999_999 }),
    zone: fc.constantFrom('Europe/Berlin', 'Asia/Almaty', 'America/New_York', 'Australia/Lord_Howe', 'UTC'),
    to: fc.integer({ min: Date.UTC(2020, 0, 1), max: Date.UTC(2030, 0, 1) }),
    days: fc.integer({ min: 1, max: 15 }),
    messages: fc.integer({ min: 1, max: 800 }),
  })
  .map(({ seed, zone, to, days, messages }) => ({
    options: { seed, zone, shares: usualShares },
    from: to - days * day,
    to,
    messages,
  }))

const once = (arrivals: readonly Arrival<SimulatedCall>[]) => [
  ...new Map(arrivals.map(({ event }) => [event.id, event])).values(),
]
const quarterOfAYear = { options: berlin, from: autumn - 90 * day, to: autumn, messages: 12_000 }
const arrivals = arrivalsOf(quarterOfAYear)
const events = once(arrivals)
const bySubject = Map.groupBy(events, ({ subject }) => subject)
const calls = modelCalls(events)
/** The robots' campaigns and their other calls to clients. */
const dialled = calls.filter(({ direction, bot }) => direction === 'outbound' && bot !== '')
const share = (among: readonly ModelCall[], is: (call: ModelCall) => boolean) => among.filter(is).length / among.length
const shareOf = (is: (call: ModelCall) => boolean) => share(calls, is)

test('a history is the same whenever it is played', () => {
  fc.assert(
    fc.property(histories, (history) => {
      expect(JSON.stringify(arrivalsOf(history)) === JSON.stringify(arrivalsOf(history))).toBe(true)
    }),
    { numRuns: 4 },
  )
})

const contents = (history: Played) => new Map(arrivalsOf(history).map(({ event }) => [event.id, JSON.stringify(event)]))

test('played again later, or with more calls, what was there already is there again, word for word', () => {
  fc.assert(
    fc.property(histories, fc.integer({ min: 0, max: 3 * day }), (history, later) => {
      const known = contents(history)
      const more = contents({ ...history, messages: history.messages * 2 })
      const moved = contents({ ...history, from: history.from + later, to: history.to + later })
      expect([...known].filter(([id, content]) => more.get(id) !== content)).toEqual([])
      expect([...moved].filter(([id, content]) => known.has(id) && known.get(id) !== content)).toEqual([])
    }),
    { numRuns: 5 },
  )
})

test('every event is one that Talkmeter takes at the moment when it comes in, and tells of the past', () => {
  fc.assert(
    fc.property(histories, (history) => {
      for (const { at, event } of arrivalsOf(history)) {
        expect(checkEvent(event, at).time).toBeLessThanOrEqual(at)
        expect(at).toBeGreaterThanOrEqual(history.from)
        expect(at).toBeLessThan(history.to)
      }
    }),
    { numRuns: 6 },
  )
})

test('about as many calls are made as were asked for', () => {
  const few = { ...quarterOfAYear, messages: 400 }
  for (const [{ messages }, made] of [
    [few, arrivalsOf(few)],
    [quarterOfAYear, arrivals],
  ] as const) {
    const { size } = Map.groupBy(made, ({ event }) => event.subject)
    expect(Math.abs(size - messages)).toBeLessThan(messages * 0.05 + 40)
  }
})

/** The number of the client whom a robot calls. */
const numberOf = ({ call }: ModelCall) => bySubject.get(call)!.find(({ data }) => data.to !== undefined)!.data.to!

test('of those whom robots call, about half are reached and a tenth do what is asked, over unique numbers', () => {
  const people = (is: (call: ModelCall) => boolean) => new Set(dialled.filter(is).map(numberOf)).size
  const all = people(() => true)
  expect(all / dialled.length).toBeGreaterThan(0.3)
  expect(all / dialled.length).toBeLessThan(0.8)
  const reached = people(({ outcome }) => outcome === 'answered') / all
  expect(reached).toBeGreaterThan(0.35)
  expect(reached).toBeLessThan(0.6)
  const goal = people(({ evaluation }) => evaluation === 'goal-reached') / all
  expect(goal).toBeGreaterThan(0.05)
  expect(goal).toBeLessThan(0.15)
})

test('calls end in every way, go every way, and are handled by bots, people and nobody', () => {
  for (const outcome of ['answered', 'machine', 'busy', 'no-answer', 'congestion', 'canceled', 'failed', 'in-progress'])
    expect(
      shareOf((call) => call.outcome === outcome),
      outcome,
    ).toBeGreaterThan(0.0005)
  expect(shareOf(({ outcome }) => outcome === 'in-progress')).toBeLessThan(0.01)
  expect(shareOf(({ outcome }) => outcome === 'congestion' || outcome === 'failed')).toBeLessThan(0.06)
  for (const direction of ['inbound', 'outbound', 'internal'])
    expect(
      shareOf((call) => call.direction === direction),
      direction,
    ).toBeGreaterThan(0.02)
  for (const handler of ['bot', 'people', 'nobody'])
    expect(
      shareOf((call) => call.handler === handler),
      handler,
    ).toBeGreaterThan(0.2)
  expect(new Set(calls.map(({ duration }) => duration)).size).toBe(8)
})

test('robots are evaluated in the words that everybody knows, and in one of the company', () => {
  const spoke = calls.filter(({ handler, outcome }) => handler === 'bot' && outcome !== 'in-progress')
  expect(share(spoke, ({ evaluation }) => evaluation !== '')).toBeGreaterThan(0.99)
  const words = new Set(calls.map(({ evaluation }) => evaluation).filter((word) => word !== ''))
  expect([...words].toSorted()).toEqual([...knownEvaluations, 'call-back'].toSorted())
  for (const word of words)
    expect(
      share(calls, ({ evaluation }) => evaluation === word),
      word,
    ).toBeGreaterThan(0.01)
})

test('campaigns dial in bursts up to the limit of a trunk; what is beyond it gets congestion', () => {
  const limits = new Map(Object.values(trunks).map(({ name, limit }) => [name as string, limit ?? 0]))
  const legs = dialled.flatMap((call) => call.legs.slice(0, 1).map((leg) => ({ ...leg, outcome: call.outcome })))
  const peaks = new Map<string, number>()
  let taken = 0
  for (const second of Map.groupBy(
    legs,
    ({ trunk, startedAt }) => `${trunk} ${Math.floor(startedAt / 1000)}`,
  ).values()) {
    const [{ trunk, limit }] = second as [(typeof legs)[number]]
    expect(limit).toBe(limits.get(trunk))
    peaks.set(trunk, Math.max(peaks.get(trunk) ?? 0, second.length))
    // Another call may fall into the same second, by chance.
    if (second.length > limit + 1)
      expect(second.filter(({ outcome }) => outcome === 'congestion').length).toBeGreaterThan(0)
    if (second.length > limit) taken++
  }
  expect(taken).toBeGreaterThan(10)
  for (const trunk of ['almaty', 'sofia', 'paris'])
    expect(peaks.get(trunk), trunk).toBeGreaterThanOrEqual(limits.get(trunk)!)
})

const isLost = ({ outcome }: ModelCall) => outcome === 'congestion' || outcome === 'failed'

test('while a trunk has an outage, much of it comes to nothing, and some goes by the reserve', () => {
  const { seed } = worldOf(berlin)
  const isOut = ({ legs: [leg] }: ModelCall) => outageAt(seed, `trunk ${leg!.trunk}`, leg!.startedAt) !== undefined
  const year = arrivalsOf({ options: berlin, from: autumn - 365 * day, to: autumn, messages: 8000 })
  const [inside, outside] = [true, false].map((is) => modelCalls(once(year)).filter((call) => isOut(call) === is))
  expect(inside!.length).toBeGreaterThan(30)
  expect(share(inside!, isLost)).toBeGreaterThan(0.2)
  expect(share(outside!, isLost)).toBeLessThan(0.05)
  expect(inside!.filter(({ legs }) => legs.some(({ trunk }) => trunk === 'reserve')).length).toBeGreaterThan(3)
})

test('campaigns rest on Sundays and at night, clients do not', () => {
  const { clock } = worldOf(berlin)
  for (const { startedAt } of dialled) {
    const local = clock(startedAt)
    expect(dateOf(local.day).weekday).toBeGreaterThan(0)
    expect(local.minute).toBeGreaterThanOrEqual(9 * 60)
    expect(local.minute).toBeLessThan(20 * 60)
  }
  const inbound = calls.filter(({ direction }) => direction === 'inbound').map(({ startedAt }) => clock(startedAt))
  const at = (from: number, to: number) =>
    inbound.filter(({ minute }) => minute >= from * 60 && minute < to * 60).length / (to - from)
  expect(at(1, 5)).toBeGreaterThan(0)
  expect(at(1, 5)).toBeLessThan(at(9, 19) / 6)
  const sundays = inbound.filter((local) => dateOf(local.day).weekday === 0).length
  expect(sundays).toBeGreaterThan(30)
  expect(sundays).toBeLessThan(inbound.length / 9)
})

test('whoever a robot hands over to is there, as a second leg of the same call', () => {
  const { seed, clock } = worldOf(berlin)
  const staff = staffOf(seed, clock)
  const handed = calls.filter(({ evaluation }) => evaluation === 'transferred')
  expect(handed.length).toBeGreaterThan(800)
  for (const { call, legs } of handed) {
    expect(legs.length).toBeGreaterThan(1)
    expect(legs.slice(1).some(({ trunk }) => trunk === 'office')).toBe(true)
    for (const { data, time } of bySubject.get(call)!) {
      if (data.operator === undefined || data.status !== 'answered') continue
      const shifts = staff.around(Date.parse(time)).filter(({ operator }) => operator.id === data.operator!.id)
      expect(
        shifts.some((shift) => isOnline(shift, Date.parse(time))),
        `${data.operator.name} ${time}`,
      ).toBe(true)
    }
  }
  expect(share(handed, ({ handler }) => handler === 'people')).toBeGreaterThan(0.9)
  expect(handed.filter(({ legs }) => legs.length > 2).length).toBeGreaterThan(20)
})

test('calls are told step by step, as a whole, or both, and both say the same', () => {
  const told = [...bySubject.values()].map((own) => new Set(own.map(({ source }) => source)))
  for (const source of ['simulation/switch', 'simulation/call-records'])
    expect(told.filter((sources) => sources.size === 1 && sources.has(source)).length).toBeGreaterThan(1000)
  const both = [...bySubject].filter(([, own]) => {
    const records = own.filter(({ source }) => source === 'simulation/call-records')
    const ends = own.filter(({ id, source }) => source === 'simulation/switch' && id.endsWith('-ended'))
    const judged = own.filter(({ id }) => id.endsWith('-evaluated'))
    return (
      records.length > 0 && ends.length === records.length && (judged.length > 0 || !/survey/.test(JSON.stringify(own)))
    )
  })
  expect(both.length).toBeGreaterThan(300)
  for (const [subject, own] of both) {
    const [followed, recorded] = ['simulation/switch', 'simulation/call-records'].map((source) =>
      modelCalls(own.filter((event) => event.source === source)).map((call) => ({ ...call, call: subject })),
    )
    expect(followed).toEqual(recorded)
  }
})

test('a call is paid by the second, in steps, in the currency of its trunk', () => {
  const priced = calls.filter(({ prices }) => Object.keys(prices).length > 0)
  expect(new Set(priced.flatMap(({ prices }) => Object.keys(prices)))).toEqual(new Set(['EUR', 'KZT', 'USD']))
  // What went another way has the price of that.
  for (const { trunk, prices, talk } of priced.filter(({ legs }) => legs[1]?.trunk !== 'reserve')) {
    if (trunk === 'sofia') expect(prices).toEqual({ EUR: Math.ceil(talk / 60) * 60 * 320 })
    if (trunk === 'almaty') expect(prices).toEqual({ KZT: talk * 250_000 })
  }
})

test('events come late, twice and out of order, and a few calls never end', () => {
  const late = (milliseconds: number) =>
    arrivals.filter(({ at, event }) => at - Date.parse(event.time) > milliseconds).length / arrivals.length
  expect(late(hour)).toBeGreaterThan(0.001)
  expect(late(hour)).toBeLessThan(0.02)
  expect(late(day)).toBeGreaterThan(0.00005)
  expect((arrivals.length - events.length) / arrivals.length).toBeGreaterThan(0.004)
  const endedFirst = [...Map.groupBy(arrivals, ({ event }) => event.subject).values()].filter((own) => {
    const words = own.map(({ event }) => event.data.status)
    return words.includes('ended') && words.indexOf('ended') < words.lastIndexOf('answered')
  })
  expect(endedFirst.length).toBeGreaterThan(10)
  const endless = calls.filter(({ outcome, startedAt }) => outcome === 'in-progress' && startedAt < autumn - 4 * day)
  expect(endless.length).toBeGreaterThan(5)
  expect(endless.length).toBeLessThan(calls.length / 200)
})

function liveCalls(run: string): SimulatedCall[] {
  const stretch = endlessStretchOf(callsOf(worldOf({ ...berlin, run })), autumn, 0.3)
  return once([...play([stretch], autumn + hour)].flatMap((minute) => minute.arrivals))
}

test('live runs have calls of their own with the same company', () => {
  const [one, other] = [liveCalls('a'), liveCalls('b')]
  const known = new Set([...other, ...events].map(({ id }) => id))
  expect(new Set(one.map(({ subject }) => subject)).size).toBeGreaterThan(500)
  expect(one.filter(({ id }) => known.has(id))).toEqual([])
})

/** See the last test of world.test.ts: if this fails because the simulation was changed, raise `edition` in world.ts. */
test('this edition gives the calls that it always gave', () => {
  const history = { options: berlin, from: autumn - 30 * day, to: autumn, messages: 1000 }
  expect(digestOf(JSON.stringify(arrivalsOf(history))) >>> 0).toBe(101308530)
})
