import { expect, test } from 'vitest'
import { aheadAt, asUtc, changesOf, clockAt, dateAt, dayStartAt, instantOf, moved } from '../../test/wall-clock.ts'
import { comparedPeriod, readPeriod, stepsOf } from './period.ts'
import type { Grain, Period } from './period.ts'

const zones = Intl.supportedValuesOf('timeZone')
const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

type Change = { zone: string; at: number }

/** Every change of every zone's clock from 2024 to 2027; for a zone without any, a day all the same. */
const changes: readonly Change[] = zones.flatMap((zone) => {
  const all = changesOf(zone, Date.UTC(2024, 0, 1), Date.UTC(2028, 0, 1))
  return (all.length === 0 ? [Date.UTC(2026, 1, 28, 21, 52)] : all).map((at) => ({ zone, at }))
})

/** One change of each kind: the zones that put their clocks from the same to the same at once cut time alike. */
const kinds: readonly Change[] = [
  ...new Map(
    changes.map((change) => [
      `${change.at} ${aheadAt(change.at - 1, change.zone)} ${aheadAt(change.at, change.zone)}`,
      change,
    ]),
  ).values(),
]

function around({ zone, at }: Change, before: number, after: number): Period {
  return { from: at - before, to: at + after, zone }
}

test('there are changes enough to speak of every zone', () => {
  expect(zones.length).toBeGreaterThan(400)
  expect(new Set(changes.map(({ zone }) => zone)).size).toBe(zones.length)
  expect(changes.length).toBeGreaterThan(1000)
  expect(kinds.length).toBeGreaterThan(100)
})

test('days: in every zone, at every change, from odd to odd, steps cover the period and lie in the day they name', () => {
  for (const change of changes) {
    expectSteps(around(change, 2 * day + 7 * minute + 123, 2 * day + 23 * minute + 41_001), 'day')
    expectSteps(around(change, 3 * minute + 17, 11 * minute), 'day')
  }
})

test('times: at every kind of change, steps of 15 minutes and of an hour count from the start of the day', () => {
  for (const change of kinds) {
    expectSteps(around(change, 22 * hour + 7 * minute + 123, 25 * hour + 41_001), 'time', hour / 4)
    expectSteps(around(change, 2 * hour + 1, 38 * minute), 'time', hour / 4)
    expectSteps(around(change, 2 * day + 59 * minute, 2 * day + 61 * minute), 'time', hour)
    expectSteps(around(change, 20 * day + 59 * minute, 20 * day + 61 * minute), 'time')
  }
})

function expectSteps(period: Period, grain: Grain, length = Infinity): void {
  const { from, to, zone } = period
  const steps = stepsOf(period, grain)
  const faults: string[] = []
  let dayStart = dayStartAt(from, zone)
  let at = from
  for (const step of steps) {
    if (step.from !== at || step.to <= step.from) faults.push(`a gap or overlap at ${at}`)
    if (dateAt(step.from, zone) !== step.day || dateAt(step.to - 1, zone) !== step.day) faults.push(`not ${step.day}`)
    if (Date.parse(step.time) !== step.from) faults.push(`${step.time} is not ${step.from}`)
    if (step.time.slice(0, 19).replace('T', ' ') !== clockAt(step.from, zone))
      faults.push(`no clock shows ${step.time}`)
    const isNewDay = step.from > from && dateAt(step.from - 1, zone) !== step.day
    if (isNewDay) dayStart = step.from
    if (
      length === Infinity
        ? step.from !== from && !isNewDay
        : step.from !== from && (step.from - dayStart) % length !== 0
    )
      faults.push(`${step.time} is not where a step starts`)
    // Whole buckets can only be counted where steps do not cut them.
    if (step.from !== from && step.from % (15 * minute) !== 0) faults.push(`${step.time} cuts a bucket`)
    if (step.to - step.from > length) faults.push(`${step.time} is too long`)
    at = step.to
  }
  if (at !== to) faults.push(`the steps end at ${at}`)
  expect(faults, `${zone} ${new Date(from).toISOString()} to ${new Date(to).toISOString()} by ${grain}`).toEqual([])
}

test('the period before lies over this one by the clock, over every change', () => {
  for (const change of changes) {
    const { zone, at } = change
    const morning = dayStartAt(at, zone)
    for (const period of [
      around(change, 7 * minute, 3 * hour + 13 * minute),
      around(change, -1 * hour - 13 * minute, 25 * hour),
      around(change, 5 * day + 7 * minute, 3 * hour + 13 * minute),
      { from: morning, to: morning + 9 * hour + 6 * minute, zone },
      { from: dayStartAt(at - 29 * day, zone), to: morning + 9 * hour + 6 * minute, zone },
      { from: morning, to: dayStartAt(morning + 26 * hour, zone), zone },
      { from: dayStartAt(at - 6 * day, zone), to: dayStartAt(at + day, zone), zone },
    ]) {
      expect(comparedPeriod(period, 'previous'), shown(period)).toEqual(periodBeforeByClock(period))
    }
  }
})

/** As many days earlier by the calendar as the period touches; a part of a day is measured by a stopwatch. */
function periodBeforeByClock({ from, to, zone }: Period): Period {
  const byClock = (instant: number, days: number) => {
    const milliseconds = ((instant % 1000) + 1000) % 1000
    return instantOf(moved(clockAt(instant, zone), days * day), zone) + milliseconds
  }
  const stretch = { from: from - (to - from), to: from, zone }
  if (from !== dayStartAt(from, zone) && byClock(from, 1) > to) return stretch
  let days = 1
  while (byClock(from, days) < to) days++
  const before = { from: byClock(from, -days), to: byClock(to, -days), zone }
  return before.from < before.to && before.to <= from ? before : stretch
}

test('the days before a running week end at the same time of day', () => {
  const zone = 'Europe/Berlin'
  const period = { from: instantOf('2026-10-19 00:00:00', zone), to: instantOf('2026-10-25 09:06:00', zone), zone }
  const before = { from: instantOf('2026-10-12 00:00:00', zone), to: instantOf('2026-10-18 09:06:00', zone), zone }
  expect(comparedPeriod(period, 'previous')).toEqual(before)
})

test('the month before a month is the whole month before, in every zone with a change of clocks', () => {
  for (const { zone, at } of changes) {
    const first = instantOf(`${dateAt(at, zone).slice(0, 7)}-01 00:00:00`, zone)
    const next = instantOf(`${dateAt(first + 32 * day, zone).slice(0, 7)}-01 00:00:00`, zone)
    const before = instantOf(`${dateAt(first - 3 * day, zone).slice(0, 7)}-01 00:00:00`, zone)
    const period = { from: first, to: next, zone }
    expect(comparedPeriod(period, 'previous'), shown(period)).toEqual({ from: before, to: first, zone })
  }
})

test('the year before: the same dates and times of the clock', () => {
  for (const change of changes) {
    const { zone, at } = change
    const period = { from: dayStartAt(at - 6 * day, zone), to: dayStartAt(at + 2 * day, zone), zone }
    const yearEarlier = (instant: number) => {
      const clock = clockAt(instant, zone)
      return instantOf(`${Number(clock.slice(0, 4)) - 1}${clock.slice(4)}`, zone)
    }
    const expected = { from: yearEarlier(period.from), to: yearEarlier(period.to), zone }
    expect(comparedPeriod(period, 'year'), shown(period)).toEqual(expected)
  }
})

test.each([
  ['28 February of a leap year', '2028-02-28 00:00', '2028-02-29 00:00', '2027-02-28 00:00', '2027-03-01 00:00'],
  ['29 February', '2028-02-29 00:00', '2028-03-01 00:00', '2027-02-28 00:00', '2027-03-01 00:00'],
  ['an hour of 29 February', '2028-02-29 09:00', '2028-02-29 10:00', '2027-02-28 09:00', '2027-02-28 10:00'],
  ['two days up to noon of it', '2028-02-27 12:00', '2028-02-29 12:00', '2027-02-27 12:00', '2027-03-01 12:00'],
  ['February of a leap year', '2028-02-01 00:00', '2028-03-01 00:00', '2027-02-01 00:00', '2027-03-01 00:00'],
  ['February after a leap year', '2029-02-01 00:00', '2029-03-01 00:00', '2028-02-01 00:00', '2028-03-01 00:00'],
])('a year before %s', (_title, from, to, yearFrom, yearTo) => {
  for (const zone of ['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe']) {
    const instant = (clock: string) => instantOf(`${clock}:00`, zone)
    const expected = { from: instant(yearFrom), to: instant(yearTo), zone }
    expect(comparedPeriod({ from: instant(from), to: instant(to), zone }, 'year')).toEqual(expected)
  }
})

test('a period to compare with is never empty, also where the clock skipped its hour or its day', () => {
  for (const [zone, from, to] of [
    ['Europe/Berlin', '2027-03-29T02:30:00+02:00', '2027-03-29T03:00:00+02:00'],
    ['Europe/Berlin', '2026-10-25T02:30:00+02:00', '2026-10-25T02:30:00+01:00'],
    ['Pacific/Apia', '2011-12-31T00:00:00+14:00', '2012-01-01T00:00:00+14:00'],
  ] as const) {
    const period = { from: Date.parse(from), to: Date.parse(to), zone }
    for (const comparison of ['previous', 'year'] as const) {
      const before = comparedPeriod(period, comparison)
      expect(before.to - before.from, `${zone} ${from} ${comparison}`).toBeGreaterThan(0)
      expect(before.to).toBeLessThanOrEqual(period.from)
    }
  }
})

test('a day that a zone skipped is not there', () => {
  const [from, to] = [Date.parse('2011-12-29T12:00:00-10:00'), Date.parse('2011-12-31T12:00:00+14:00')]
  const steps = stepsOf({ from, to, zone: 'Pacific/Apia' }, 'day')
  expect(steps.map((step) => [step.day, (step.to - step.from) / hour])).toEqual([
    ['2011-12-29', 12],
    ['2011-12-31', 12],
  ])
})

test('without edges a period is today, in the zone asked for or in that of the company', () => {
  const now = Date.parse('2026-11-24T23:30:00Z')
  const today = (tz?: string) => readPeriod({ tz }, { zone: 'Europe/Berlin', now })
  expect(today()).toEqual({
    from: Date.parse('2026-11-24T23:00:00Z'),
    to: Date.parse('2026-11-25T23:00:00Z'),
    zone: 'Europe/Berlin',
  })
  expect(today('America/New_York').from).toBe(Date.parse('2026-11-24T05:00:00Z'))
  const sinceNoon = readPeriod({ from: '2026-11-24T12:00:00Z' }, { zone: 'UTC', now })
  expect(sinceNoon).toEqual({ from: Date.parse('2026-11-24T12:00:00Z'), to: now, zone: 'UTC' })
})

function shown({ from, to, zone }: Period): string {
  return `${zone} ${clockAt(from, zone)} to ${clockAt(to, zone)} (${(to - from) / hour} h, ${new Date(asUtc(clockAt(from, zone))).toUTCString().slice(0, 3)})`
}
