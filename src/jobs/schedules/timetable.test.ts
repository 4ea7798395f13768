import { expect, test } from 'vitest'
import { inZone } from '../../measures/zone.ts'
import { readCron } from './cron.ts'
import { lastUntil, nextAfter, periodCovered } from './timetable.ts'
import type { Timetable } from './timetable.ts'

/** When schedules are due, in odd zones and on odd days. */

/** The next times from an instant on, by the clock of the zone. */
function times(timetable: Timetable, zone: string, from: string, many: number): string[] {
  const found: string[] = []
  for (let at: number | undefined = Date.parse(from); found.length < many;) {
    at = nextAfter(timetable, zone, at)
    if (at === undefined) return [...found, 'never']
    expect(lastUntil(timetable, zone, at)).toBe(at)
    found.push(inZone(at, zone))
  }
  return found
}

test('the 31st is the last day of a month that has no such day', () => {
  expect(times({ every: 'month', monthDay: 31, at: '06:30' }, 'Europe/Berlin', '2027-01-31T12:00:00Z', 4)).toEqual([
    '2027-02-28T06:30:00+01:00',
    '2027-03-31T06:30:00+02:00',
    '2027-04-30T06:30:00+02:00',
    '2027-05-31T06:30:00+02:00',
  ])
  expect(times({ every: 'month', monthDay: 30, at: '00:00' }, 'UTC', '2028-02-01T00:00:00Z', 1)).toEqual([
    '2028-02-29T00:00:00Z'.replace('Z', '+00:00'),
  ])
})

test('the hour that does not exist is the next one that does, and the hour that comes twice comes once', () => {
  const daily = { every: 'day', at: '02:30' } as const
  expect(times(daily, 'Europe/Berlin', '2027-03-27T12:00:00Z', 2)).toEqual([
    '2027-03-28T03:30:00+02:00',
    '2027-03-29T02:30:00+02:00',
  ])
  expect(times(daily, 'Europe/Berlin', '2026-10-24T12:00:00Z', 2)).toEqual([
    '2026-10-25T02:30:00+02:00',
    '2026-10-26T02:30:00+01:00',
  ])
  // A midnight that does not exist, and a change of half an hour.
  expect(times({ every: 'day', at: '00:00' }, 'Africa/Cairo', '2027-04-28T23:00:00Z', 2)).toEqual([
    '2027-04-30T01:00:00+03:00',
    '2027-05-01T00:00:00+03:00',
  ])
  expect(times({ every: 'day', at: '02:15' }, 'Australia/Lord_Howe', '2026-10-03T00:00:00Z', 1)).toEqual([
    '2026-10-04T02:45:00+11:00',
  ])
  // A day that was skipped: Samoa had no 30 December 2011.
  expect(times({ every: 'day', at: '12:00' }, 'Pacific/Apia', '2011-12-29T23:00:00Z', 2)).toEqual([
    '2011-12-31T12:00:00+14:00',
    '2012-01-01T12:00:00+14:00',
  ])
})

const cron = (text: string, from: string, many: number) => times({ every: 'cron', cron: text }, 'UTC', from, many)

test('cron in its five fields', () => {
  expect(cron('*/20 9-10 * * MON-fri', '2026-11-20T10:15:00Z', 4)).toEqual([
    '2026-11-20T10:20:00+00:00',
    '2026-11-20T10:40:00+00:00',
    '2026-11-23T09:00:00+00:00',
    '2026-11-23T09:20:00+00:00',
  ])
  expect(cron('0 0 29 2 *', '2026-11-20T00:00:00Z', 2)).toEqual([
    '2028-02-29T00:00:00+00:00',
    '2032-02-29T00:00:00+00:00',
  ])
  // Of days of the month and of the week, one is enough.
  expect(cron('5 4 1,15 * 7', '2026-11-14T00:00:00Z', 3)).toEqual([
    '2026-11-15T04:05:00+00:00',
    '2026-11-22T04:05:00+00:00',
    '2026-11-29T04:05:00+00:00',
  ])
  expect(cron('0 0 31 feb *', '2026-11-20T00:00:00Z', 1)).toEqual(['never'])
  for (const wrong of [
    '',
    '* * * *',
    '* * * * * *',
    '60 * * * *',
    '* 24 * * *',
    '* * 0 * *',
    '* * * 13 *',
    '* * * * 8',
    '5-1 * * * *',
    '*/0 * * * *',
    'a * * * *',
    '1-2-3 * * * *',
    '1, * * * *',
    '@daily',
    '-1 * * * *',
  ]) {
    expect(() => readCron(wrong), wrong).toThrow(/^(has|must)/)
  }
})

test('what a report is about: the day, the week from Monday or the month before', () => {
  const zone = 'Europe/Berlin'
  const told = (covers: 'day' | 'week' | 'month', due: string) => {
    const { from, to } = periodCovered(covers, Date.parse(due), zone)
    return [inZone(from, zone), inZone(to, zone)]
  }
  expect(told('day', '2026-10-26T05:00:00Z')).toEqual(['2026-10-25T00:00:00+02:00', '2026-10-26T00:00:00+01:00'])
  expect(told('week', '2026-11-29T22:59:00Z')).toEqual(['2026-11-16T00:00:00+01:00', '2026-11-23T00:00:00+01:00'])
  expect(told('week', '2026-11-29T23:00:00Z')).toEqual(['2026-11-23T00:00:00+01:00', '2026-11-30T00:00:00+01:00'])
  expect(told('month', '2026-11-01T03:00:00Z')).toEqual(['2026-10-01T00:00:00+02:00', '2026-11-01T00:00:00+01:00'])
})
