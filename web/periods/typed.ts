import type { Temporal } from 'temporal-polyfill'
import { temporal } from './temporal.ts'

/**
 * Reads a date as people type it: `2026-11-01`, `01.11.2026`, `1/11/2026` (day first), `1.11` (this year).
 * Gives `YYYY-MM-DD`, or undefined when it is not a day of the calendar.
 */
export function typedDate(text: string, today: Temporal.PlainDate): string | undefined {
  const trimmed = text.trim()
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(trimmed)
  if (iso) return dateOf(iso[1], iso[2], iso[3])
  const dayFirst = /^(\d{1,2})[./ ](\d{1,2})(?:[./ ](\d{4}|\d{2}))?\.?$/.exec(trimmed)
  if (!dayFirst) return undefined
  const year = dayFirst[3] === undefined ? today.year : Number(dayFirst[3])
  return dateOf(year < 100 ? 2000 + year : year, dayFirst[2], dayFirst[1])
}

/** Reads a time of day: `9`, `930`, `9:30`, `09.30`; `24:00` is left to the next day. Gives `HH:mm`. */
export function typedTime(text: string): string | undefined {
  const match = /^(\d{1,2})(?:[:.\s]?(\d{2}))?$/.exec(text.trim())
  if (!match) return undefined
  const hour = Number(match[1])
  const minute = Number(match[2] ?? 0)
  if (hour > 23 || minute > 59) return undefined
  return `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`
}

function dateOf(year: unknown, month: unknown, day: unknown): string | undefined {
  try {
    return temporal.PlainDate.from(
      { year: Number(year), month: Number(month), day: Number(day) },
      { overflow: 'reject' },
    ).toString()
  } catch {
    return undefined
  }
}
