import { dateOf } from './clock.ts'
import type { CalendarDate } from './clock.ts'
import { logNormal, randomOf } from './random.ts'

/** How busy the company is by month: quiet after the new year and in August, loudest before Christmas. */
const seasons = [0.86, 0.88, 0.96, 0.98, 1, 0.98, 0.9, 0.87, 1.01, 1.06, 1.22, 1.28]
const growthPerYear = 0.22
/** From Sunday to Saturday. */
const weekdays = [0.52, 1.06, 1.1, 1.08, 1.1, 1.12, 0.7]
/** By month and date: the days on which the office is empty, or half of it. */
const holidays: Readonly<Record<string, number>> = {
  '1-1': 0.22,
  '1-2': 0.55,
  '1-6': 0.75,
  '3-8': 0.8,
  '5-1': 0.4,
  '5-9': 0.7,
  '10-3': 0.65,
  '12-24': 0.6,
  '12-25': 0.25,
  '12-26': 0.35,
  '12-31': 0.5,
}
const hoursOfWorkdays = [
  0.12, 0.07, 0.05, 0.05, 0.07, 0.16, 0.42, 0.9, 1.4, 1.85, 2.1, 2.1, 1.9, 1.75, 1.75, 1.7, 1.72, 1.85, 1.95, 1.75, 1.3,
  0.85, 0.48, 0.24,
]
const hoursOfWeekends = [
  0.22, 0.14, 0.09, 0.07, 0.07, 0.1, 0.2, 0.42, 0.85, 1.35, 1.75, 1.95, 1.95, 1.85, 1.75, 1.7, 1.7, 1.75, 1.8, 1.7, 1.4,
  1.05, 0.7, 0.4,
]

/** How busy the company is on a local day, in proportion to other days, without its campaigns. */
export function busynessOfDay(seed: number, day: number): number {
  const date = dateOf(day)
  // Nobody has two equal Tuesdays.
  const mood = logNormal(randomOf(seed, day, 0x6d6f6f64), 1, 0.07)
  return seasonOf(date) * weekdays[date.weekday]! * holidayOf(date) * mood * growthOfDay(day)
}

/** The company grows, slowly and for ever. */
export function growthOfDay(day: number): number {
  return Math.exp((growthPerYear * day) / 365)
}

/** How busy the company is in each hour of a local day, averaging 1. */
export function hoursOfDay(day: number): readonly number[] {
  const { weekday } = dateOf(day)
  return weekday === 0 || weekday === 6 ? weekend : workday
}

/** How busy it is at a minute of a day with these hours: no steps between two hours. */
export function busynessAt(hours: readonly number[], minute: number): number {
  const middle = minute / 60 - 0.5
  const before = Math.floor(middle)
  const share = middle - before
  return hours[(before + 24) % 24]! * (1 - share) + hours[(before + 1) % 24]! * share
}

/** Between the middles of two months the season changes little by little. */
function seasonOf({ month, date }: CalendarDate): number {
  const middle = month - 1 + (date - 15.5) / 30.5
  const before = Math.floor(middle)
  const share = middle - before
  return seasons[(before + 12) % 12]! * (1 - share) + seasons[(before + 1) % 12]! * share
}

function holidayOf({ month, date }: CalendarDate): number {
  return holidays[`${month}-${date}`] ?? 1
}

const workday = averagingOne(hoursOfWorkdays)
const weekend = averagingOne(hoursOfWeekends)

function averagingOne(hours: readonly number[]): number[] {
  const average = hours.reduce((sum, value) => sum + value, 0) / hours.length
  return hours.map((value) => value / average)
}
