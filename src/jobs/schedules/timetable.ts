import { dayAround, inZone, instantOfWall, monthAround } from '../../measures/zone.ts'
import type { Period } from '../../measures/period.ts'
import { readCron } from './cron.ts'
import type { Cron } from './cron.ts'

/** When a schedule is due, by the clock of its company. A month that has no such day takes its last one. */
export type Timetable =
  | { every: 'day'; at: string }
  | { every: 'week'; at: string; weekday: number }
  | { every: 'month'; at: string; monthDay: number }
  | { every: 'cron'; cron: string }

/** The whole day, week from Monday, or month before the day on which it is due. */
export const covered = ['day', 'week', 'month'] as const
export type Covered = (typeof covered)[number]

const dayMilliseconds = 86_400_000
const minute = 60_000
/** The 29th of February comes after eight years at most. */
const daysMax = 366 * 8 + 2

/** The first time after an instant; undefined where there is none, as on the 31st of February. */
export function nextAfter(timetable: Timetable, zone: string, instant: number): number | undefined {
  const timesOn = timesOf(timetable, zone)
  // A time that the clock skipped comes later than its place, perhaps on the next day.
  for (let day = dayOf(instant, zone) - dayMilliseconds, days = 0; days < daysMax; day += dayMilliseconds, days++) {
    const after = timesOn(day).filter((time) => time > instant)
    if (after.length > 0) return Math.min(...after)
  }
  return undefined
}

/** The last time until an instant. */
export function lastUntil(timetable: Timetable, zone: string, instant: number): number | undefined {
  const timesOn = timesOf(timetable, zone)
  for (let day = dayOf(instant, zone) + dayMilliseconds, days = 0; days < daysMax; day -= dayMilliseconds, days++) {
    const before = timesOn(day).filter((time) => time <= instant)
    if (before.length > 0) return Math.max(...before)
  }
  return undefined
}

/** The local day of an instant, as milliseconds of its midnight in UTC. */
function dayOf(instant: number, zone: string): number {
  return Date.parse(inZone(instant, zone).slice(0, 10))
}

/**
 * Tells the times of a day. One that the clock skipped is as much later; one that it showed twice is the first of them.
 */
function timesOf(timetable: Timetable, zone: string): (day: number) => number[] {
  const cron = timetable.every === 'cron' ? readCron(timetable.cron) : undefined
  return (day) => {
    const date = new Date(day)
    const minutes = cron === undefined ? minutesOf(timetable, date) : minutesOfCron(cron, date)
    return minutes.map((one) => instantOfWall(day + one * minute, zone))
  }
}

function minutesOf(timetable: Timetable, date: Date): number[] {
  if (timetable.every === 'cron' || !isItsDay(timetable, date)) return []
  const [hours, minutes] = timetable.at.split(':').map(Number)
  return [hours! * 60 + minutes!]
}

function isItsDay(timetable: Exclude<Timetable, { every: 'cron' }>, date: Date): boolean {
  if (timetable.every === 'day') return true
  if (timetable.every === 'week') return date.getUTCDay() === timetable.weekday % 7
  const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate()
  return date.getUTCDate() === Math.min(timetable.monthDay, last)
}

function minutesOfCron(cron: Cron, date: Date): number[] {
  const isDay = cron.days.has(date.getUTCDate())
  const isWeekday = cron.weekdays.has(date.getUTCDay())
  const isIt = cron.isEitherDay ? isDay || isWeekday : isDay && isWeekday
  if (!isIt || !cron.months.has(date.getUTCMonth() + 1)) return []
  return [...cron.hours].flatMap((hour) => [...cron.minutes].map((one) => hour * 60 + one))
}

/** What a report is about that is due at an instant. */
export function periodCovered(covers: Covered, due: number, zone: string): Period {
  if (covers === 'month') return { ...monthAround(monthAround(due, zone).from - 1, zone), zone }
  if (covers === 'day') return { ...dayAround(dayAround(due, zone).from - 1, zone), zone }
  const today = dayOf(due, zone)
  const monday = today - ((new Date(today).getUTCDay() + 6) % 7) * dayMilliseconds
  return { from: instantOfWall(monday - 7 * dayMilliseconds, zone), to: instantOfWall(monday, zone), zone }
}
