import { codeOfLetters, encodeCurrency } from './currency.ts'
import { Refused } from './refusal.ts'
import { checkKeptText, clip } from './text.ts'
import type { TextCheck } from './text.ts'
import { parseInstant } from './time.ts'

/** How the parts of an event are checked that depend on where it comes from, and when. */
export type Checks = {
  text: TextCheck
  /** Reads a time of the event; throws Refused naming the field. */
  time: (value: unknown, field: string) => number
  /** The code of a currency, or `undefined` when there is no such currency. */
  currency: (letters: string) => number | undefined
}

/** The checks at the door: no time before 2000 or more than a day ahead of `now`, and the currencies of today. */
export function checksAt(now: number, checkText: TextCheck): Checks {
  const latest = Math.min(now + aheadMax, latestInstant)
  return {
    text: checkText,
    time(value, field) {
      const instant = instantOf(value, field)
      if (instant >= earliestInstant && instant <= latest) return instant
      const sentence = `${clip(String(value))} is before the year 2000 or more than a day ahead of now.`
      throw new Refused('out-of-range', field, sentence)
    },
    currency: encodeCurrency,
  }
}

/** For what passed the checks at the door before: it must be readable for ever, whatever the clock or the list says now. */
export const checksOfKept: Checks = { text: checkKeptText, time: instantOf, currency: codeOfLetters }

function instantOf(value: unknown, field: string): number {
  if (typeof value !== 'string') throw new Refused('wrong-type', field, 'must be a text with a date and time.')
  const instant = parseInstant(value)
  if (instant !== undefined) return instant
  throw new Refused('bad-format', field, `"${clip(value)}" is not an RFC 3339 time such as "2026-11-24T09:30:00Z".`)
}

export const earliestInstant = Date.UTC(2000, 0, 1)
const latestInstant = Date.UTC(2100, 0, 1)
const aheadMax = 24 * 3_600_000

/** Whether a clock may be right that says this. */
export function isPossibleNow(now: number): boolean {
  return now >= earliestInstant && now < latestInstant
}
