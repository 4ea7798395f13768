import { isLong } from './long.ts'
import type { ModelQuestion } from './panel-model.ts'

/** Periods that are asked about, each odd in its own way. */
export type AskedPeriod = { title: string; from: string; to: string; zone: string }

export const periods: readonly AskedPeriod[] = [
  {
    title: 'a day and a piece over the end of summer time, from odd milliseconds to odd milliseconds',
    from: '2026-10-24T21:07:11.123Z',
    to: '2026-10-26T02:53:41.007Z',
    zone: 'Europe/Berlin',
  },
  {
    title: 'a change of half an hour',
    from: '2026-10-03T12:22:00Z',
    to: '2026-10-04T19:38:01.500Z',
    zone: 'Australia/Lord_Howe',
  },
  {
    title: 'days that begin at a quarter past an hour in UTC',
    from: '2026-10-24T05:31:00+05:45',
    to: '2026-10-30T23:47:00+05:45',
    zone: 'Asia/Kathmandu',
  },
  {
    title: 'whole days with a change of clocks',
    from: '2026-11-01T00:00:00-04:00',
    to: '2026-11-03T00:00:00-05:00',
    zone: 'America/New_York',
  },
  {
    title: 'a midnight that comes an hour late, and a millisecond more at each end',
    from: '2026-10-29T20:59:59.999Z',
    to: '2026-10-30T22:00:00.001Z',
    zone: 'Africa/Cairo',
  },
  { title: 'five weeks by the day', from: '2026-10-01T00:00:00Z', to: '2026-11-05T00:00:00Z', zone: 'UTC' },
  {
    title: 'the last 15 minutes, which lie in two buckets',
    from: '2026-10-25T00:07:13Z',
    to: '2026-10-25T00:22:13Z',
    zone: 'Europe/Berlin',
  },
  {
    title: 'some minutes within a bucket',
    from: '2026-10-25T00:31:00Z',
    to: '2026-10-25T00:44:00Z',
    zone: 'Europe/Berlin',
  },
  { title: 'days without anything', from: '2025-08-01T00:00:00Z', to: '2025-08-03T00:00:00Z', zone: 'UTC' },
  {
    title: 'a year in half-hour steps from UTC',
    from: '2026-01-01T00:00:00+05:30',
    to: '2027-01-01T00:00:00+05:30',
    zone: 'Asia/Kolkata',
  },
]

/** Where each is asked about many times: without the time for all, some that are odd in ways of their own. */
export const somePeriods: readonly AskedPeriod[] = isLong ? periods : [0, 2, 4, 7, 9].map((at) => periods[at]!)

/** The instants at which these periods begin and end. */
export const edges: readonly number[] = periods.flatMap(({ from, to }) => [Date.parse(from), Date.parse(to)])

export type Filters = { channels?: readonly string[]; statuses?: readonly string[] }

export function questionOf({ from, to, zone }: AskedPeriod, filters: Filters = {}): ModelQuestion {
  return { from: Date.parse(from), to: Date.parse(to), zone, ...filters }
}

export function queryOf({ from, to, zone }: AskedPeriod, { channels = [], statuses = [] }: Filters = {}): string {
  const query = new URLSearchParams({ from, to, tz: zone })
  for (const channel of channels) query.append('channel', channel)
  for (const status of statuses) query.append('status', status)
  return query.toString()
}
