import { expect, test } from 'vitest'
import { wallClock } from './wall-clock.ts'

const minute = 60_000
const hour = 60 * minute

/** What clocks of the zone showed at an instant, told by Intl, which knows nothing of the code under test. */
function shownBy(zone: string): (instant: number) => number {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    calendar: 'iso8601',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
  return (instant) => {
    const parts = Object.fromEntries(format.formatToParts(instant).map(({ type, value }) => [type, Number(value)]))
    return Date.UTC(parts['year']!, parts['month']! - 1, parts['day'], parts['hour'], parts['minute'], parts['second'])
  }
}

test.each([
  ['Europe/Berlin', Date.UTC(2026, 2, 28), Date.UTC(2026, 2, 31)],
  ['Europe/Berlin', Date.UTC(2026, 9, 24), Date.UTC(2026, 9, 27)],
  ['Australia/Lord_Howe', Date.UTC(2026, 3, 3), Date.UTC(2026, 3, 7)],
  ['Australia/Lord_Howe', Date.UTC(2026, 9, 2), Date.UTC(2026, 9, 6)],
  ['America/Havana', Date.UTC(2026, 2, 7), Date.UTC(2026, 2, 10)],
  ['America/Havana', Date.UTC(2026, 9, 31), Date.UTC(2026, 10, 3)],
  ['Asia/Kathmandu', Date.UTC(2026, 5, 1), Date.UTC(2026, 5, 3)],
  ['Pacific/Apia', Date.UTC(2011, 11, 28), Date.UTC(2012, 0, 2)],
  ['Africa/Casablanca', Date.UTC(2026, 1, 13), Date.UTC(2026, 1, 17)],
])('in %s every time that a clock showed is found again, the first one where it was shown twice', (zone, from, to) => {
  const shown = shownBy(zone)
  const instantOf = wallClock(zone)
  const firstShown = new Map<number, number>()
  for (let instant = from - 3 * hour; instant < to; instant += 10 * minute) {
    const wall = shown(instant)
    if (!firstShown.has(wall)) firstShown.set(wall, instant)
  }
  const wrong = [...firstShown].filter(([wall, instant]) => instantOf(wall) !== instant && instant >= from)
  expect(wrong).toEqual([])
})

test('a time that the clock skipped is read by the offset before', () => {
  const skipped = Date.UTC(2026, 2, 29, 2, 30)
  expect(wallClock('Europe/Berlin')(skipped)).toBe(Date.UTC(2026, 2, 29, 1, 30))
})

test('more days than are kept are all right', () => {
  const instantOf = wallClock('Asia/Kolkata')
  for (let day = 0; day < 10_000; day++) {
    expect(instantOf(day * 24 * hour)).toBe(day * 24 * hour - 5.5 * hour)
  }
})
