import { clip } from '../events/text.ts'
import { Refused } from '../events/refusal.ts'
import { parseInstant } from '../events/time.ts'

/** Values as people and programs write them in tables, read into those of events; each throws Refused. */

export const dateOrders = ['dmy', 'mdy'] as const
export type DateOrder = (typeof dateOrders)[number]

/** Date, perhaps a time of day, perhaps an offset: `2026-11-24 09:30`, `24.11.2026 9:30:15`, `11/24/2026 2:05 PM`. */
const form = new RegExp(
  '^' +
    String.raw`(?:(?<year>\d{4})(?<sign>[-/.])(?<month>\d\d?)\k<sign>(?<day>\d\d?)|(?<first>\d\d?)(?<mark>[./])(?<second>\d\d?)\k<mark>(?<yearLast>\d{4}))` +
    String.raw`(?:(?:T|,? )(?<hour>\d\d?):(?<minute>\d\d)(?::(?<seconds>\d\d)(?:[.,](?<fraction>\d{1,9}))?)?(?: ?(?<half>[AP])M)?)?` +
    String.raw`(?: ?(?<offset>Z|UTC|[+-]\d\d:?\d\d))?$`,
  'i',
)

export type TimeReader = (text: string, field: string) => number

/**
 * Reads times into milliseconds since 1970: RFC 3339 and its relaxed forms, days with dots, days with slashes when
 * their order is known, and seconds or milliseconds since 1970.
 * @param instantOf places a time without an offset in its zone
 */
export function timeReader(instantOf: (wall: number) => number, order: DateOrder | undefined): TimeReader {
  return (text, field) => {
    const instant = parseInstant(text)
    if (instant !== undefined) return instant
    if (/^\d{9,10}(?:\.\d+)?$/.test(text)) return Math.round(Number(text) * 1000)
    if (/^\d{12,13}$/.test(text)) return Number(text)
    const written = form.exec(text)?.groups
    if (written === undefined) throw notATime(text, field)
    const date = dateOf(written, order)
    if (date === undefined) {
      const detail = `"${clip(text)}" may have the day or the month first: say which with --dates dmy or --dates mdy.`
      throw new Refused('bad-format', field, detail)
    }
    const { minute = '00', seconds = '00', fraction = '0', offset } = written
    const wall = parseInstant(`${date}T${hourOf(written)}:${minute}:${seconds}.${fraction}Z`)
    if (wall === undefined) throw notATime(text, field)
    return offset === undefined ? instantOf(wall) : wall - offsetMinutes(offset) * 60_000
  }
}

/** The instants at which a clock can have shown a time that is written without an offset. */
export type WallReader = (text: string, field: string) => readonly number[]

/**
 * Reads times as `readTime` does, and gives both instants of one that the clock showed twice.
 * @param instantsOf see `InstantsOf`
 */
export function wallReader(instantsOf: (wall: number) => readonly number[], readTime: TimeReader): WallReader {
  return (text, field) => {
    const wall = wallForm.test(text) ? parseInstant(`${text}Z`) : undefined
    return wall === undefined ? [readTime(text, field)] : instantsOf(wall)
  }
}

const wallForm = /^\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(?:\.\d+)?$/

type Written = Readonly<Record<string, string | undefined>>

function dateOf({ year, month = '', day = '', first = '', mark, second = '', yearLast }: Written, order?: DateOrder) {
  if (year !== undefined) return `${year}-${two(month)}-${two(day)}`
  if (mark === '.') return `${yearLast}-${two(second)}-${two(first)}`
  if (order === undefined) return undefined
  return order === 'mdy' ? `${yearLast}-${two(first)}-${two(second)}` : `${yearLast}-${two(second)}-${two(first)}`
}

function hourOf({ hour = '0', half }: Written): string {
  if (half === undefined) return two(hour)
  if (Number(hour) < 1 || Number(hour) > 12) return hour + half
  return two(String((Number(hour) % 12) + (half.toUpperCase() === 'P' ? 12 : 0)))
}

function notATime(text: string, field: string): Refused {
  const detail = `"${clip(text)}" is not a time such as "2026-11-24 09:30:15", "24.11.2026 09:30" or "2026-11-24T09:30:15+01:00".`
  return new Refused('bad-format', field, detail)
}

function two(digits: string): string {
  return digits.padStart(2, '0')
}

function offsetMinutes(offset: string): number {
  if (/^(?:Z|UTC)$/i.test(offset)) return 0
  const minutes = Number(offset.slice(1, 3)) * 60 + Number(offset.slice(-2))
  return offset.startsWith('-') ? -minutes : minutes
}

/** A decimal in a text, with a point; `0,0125` only where the decimal mark is known to be a comma. */
export function readDecimal(text: string, field: string, isDecimalComma: boolean): string {
  if (isDecimalComma ? /^\d+(?:,\d+)?$/.test(text) : /^\d+(?:\.\d+)?$/.test(text)) return text.replace(',', '.')
  const hint = /^\d+,\d+$/.test(text) ? ' If the comma is the decimal mark, say --decimal-comma.' : ''
  const wanted = isDecimalComma
    ? 'a decimal with a comma, such as "0,0125"'
    : 'a decimal with a point, such as "0.0125"'
  throw new Refused('bad-format', field, `"${clip(text)}" is not ${wanted}.${hint}`)
}

export function readWhole(text: string, field: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text)
  throw new Refused('bad-format', field, `"${clip(text)}" is not a whole number.`)
}

/** Whole seconds, cut: `95`, `95.4`, `1:35`, `0:01:35`. */
export function readSeconds(text: string, field: string): number {
  if (/^\d{1,9}(?:\.\d{1,9})?$/.test(text)) return Math.floor(Number(text))
  const [, hours = '0', minutes = '', seconds = ''] = /^(?:(\d{1,4}):)?(\d{1,3}):(\d\d)(?:\.\d{1,9})?$/.exec(text) ?? []
  if (minutes !== '' && Number(seconds) < 60) return (Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)
  throw new Refused('bad-format', field, `"${clip(text)}" is not a time in seconds or such as "0:01:35".`)
}

const truths: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['yes', true],
  ['1', true],
  ['false', false],
  ['no', false],
  ['0', false],
])

export function readTruth(text: string, field: string): boolean {
  const truth = truths.get(text.toLowerCase())
  if (truth !== undefined) return truth
  throw new Refused('bad-format', field, `"${clip(text)}" is not one of ${[...truths.keys()].join(', ')}.`)
}
