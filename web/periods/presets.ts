import type { Temporal } from 'temporal-polyfill'

type Moment = Temporal.ZonedDateTime

/** The named periods, in the order of the picker. Those that touch now end at the coming minute. */
export const presets = [
  {
    id: 'today',
    key: 'd',
    isLive: true,
    span: { days: 1 },
    of: (now: Moment) => [now.startOfDay(), comingMinute(now)],
  },
  {
    id: 'yesterday',
    key: 'e',
    isLive: false,
    span: { days: 1 },
    of: (now: Moment) => [dayStart(now, 1), now.startOfDay()],
  },
  { id: '15m', key: 'r', isLive: true, span: { minutes: 15 }, of: (now: Moment) => lastMinutes(now, 15) },
  { id: '60m', key: 'h', isLive: true, span: { minutes: 60 }, of: (now: Moment) => lastMinutes(now, 60) },
  { id: '7d', key: 'w', isLive: true, span: { days: 7 }, of: (now: Moment) => [dayStart(now, 6), comingMinute(now)] },
  {
    id: '30d',
    key: 't',
    isLive: true,
    span: { days: 30 },
    of: (now: Moment) => [dayStart(now, 29), comingMinute(now)],
  },
  {
    id: 'month',
    key: 'm',
    isLive: true,
    span: { months: 1 },
    of: (now: Moment) => [monthStart(now, 0), comingMinute(now)],
  },
  {
    id: 'last-month',
    key: 'p',
    isLive: false,
    span: { months: 1 },
    of: (now: Moment) => [monthStart(now, 1), monthStart(now, 0)],
  },
  { id: 'year', key: 'y', isLive: true, span: { years: 1 }, of: (now: Moment) => [yearStart(now), comingMinute(now)] },
] as const satisfies readonly Preset[]

type Preset = {
  id: string
  /** The key that chooses it. */
  key: string
  /** Whether its end moves with the clock. */
  isLive: boolean
  /** How long it is when it is over: the step to the one before it. */
  span: Temporal.DurationLike
  of: (now: Moment) => [Moment, Moment]
}

export type PresetId = (typeof presets)[number]['id']

export const presetById: ReadonlyMap<string, (typeof presets)[number]> = new Map(presets.map((p) => [p.id, p]))

function lastMinutes(now: Moment, minutes: number): [Moment, Moment] {
  const end = comingMinute(now)
  return [end.subtract({ minutes }), end]
}

function comingMinute(now: Moment): Moment {
  return now.round({ smallestUnit: 'minute', roundingMode: 'ceil' })
}

function dayStart(now: Moment, daysAgo: number): Moment {
  return now.subtract({ days: daysAgo }).startOfDay()
}

function monthStart(now: Moment, monthsAgo: number): Moment {
  return now.with({ day: 1 }).subtract({ months: monthsAgo }).startOfDay()
}

function yearStart(now: Moment): Moment {
  return now.with({ month: 1, day: 1 }).startOfDay()
}
