import { parseInstant } from '../events/time.ts'
import { instantOfWall } from '../measures/zone.ts'
import { readPrice } from './file-numbers.ts'
import { nameOfRate } from './rate.ts'
import type { Rate } from './rate.ts'
import { rateFields, readRate } from './rate-form.ts'
import type { WrittenRate } from './rate-form.ts'
import { breathe, collectFaults, ratesMax, readValidFrom, rowsPerBreath } from './version-form.ts'
import type { Faults } from './version-form.ts'

/** A cell of a file: a text, a number as a spreadsheet keeps it, or what makes it unreadable. */
export type SheetCell = string | { number: string } | { fault: string }

/** A row of a file; lines count from 1. */
export type SheetRow = { line: number; cells: readonly SheetCell[]; fault?: string }

/** What is wrong in a file, and where. */
export type FileFault = { line: number; field: string; detail: string }

/** The prices of a file from an instant on. */
export type FileVersion = { validFrom: number; rates: Rate[] }

export type RateFile = { rows: number; versions: FileVersion[]; faults: Faults<FileFault> }

/** The columns that a file may have. */
export const fileColumns = [...rateFields, 'validFrom', 'validTo'] as const
type FileColumn = (typeof fileColumns)[number]

/** Versions that one file may make. */
const versionsMax = 60
const ratesOfAllMax = 300_000

type Reading = {
  currency: string
  /** Of the rows that do not say it; undefined where nothing is said. */
  validFrom: number | undefined
  /** The clock of dates without an offset. */
  zone: string
  now: number
}

/** A rate of a file and how long it is valid; undefined for the end stands for ever. */
type Dated = { line: number; rate: Rate; from: number; to: number | undefined }

/** Reads a file of rates: a line of names, then a row a rate. */
export async function readRateFile(
  rows: Iterable<SheetRow> | AsyncIterable<SheetRow>,
  reading: Reading,
): Promise<RateFile> {
  const faults = collectFaults<FileFault>()
  const datedByName = new Map<string, Dated[]>()
  let columns: (FileColumn | undefined)[] | undefined
  let count = 0
  for await (const row of rows) {
    if (row.fault !== undefined) faults.note({ line: row.line, field: '', detail: row.fault })
    else if (columns === undefined) {
      columns = readHeader(row, faults)
      if (faults.count > 0) break
    } else if (row.cells.some((cell) => cell !== '')) {
      if (++count > ratesMax) {
        faults.note({ line: row.line, field: '', detail: `is beyond the ${ratesMax} rates that a file may have.` })
        break
      }
      if (count % rowsPerBreath === 0) await breathe()
      const dated = readRow(row, columns, reading, faults)
      if (dated === undefined) continue
      const name = nameOfRate(dated.rate)
      const others = datedByName.get(name)
      if (others === undefined) datedByName.set(name, [dated])
      else others.push(dated)
    }
  }
  if (faults.count === 0 && count === 0) {
    faults.note({
      line: 1,
      field: '',
      detail: 'There are no rates: a line of names comes first, then a row for each rate.',
    })
  }
  for (const [name, periods] of datedByName) checkPeriods(name, periods, faults)
  return { rows: count, versions: faults.count > 0 ? [] : versionsOf([...datedByName.values()].flat(), faults), faults }
}

function readHeader({ line, cells }: SheetRow, faults: Faults<FileFault>): (FileColumn | undefined)[] {
  const known = new Map(fileColumns.map((column) => [column.toLowerCase(), column]))
  const columns = cells.map((cell) => (typeof cell === 'string' ? known.get(cell.trim().toLowerCase()) : undefined))
  for (const [at, cell] of cells.entries()) {
    if (columns[at] !== undefined || cell === '') continue
    const name = typeof cell === 'string' ? cell.trim().slice(0, 40) : `column ${at + 1}`
    faults.note({ line, field: name, detail: `is not a column of rates; there are: ${fileColumns.join(', ')}.` })
  }
  for (const column of fileColumns) {
    if (columns.filter((one) => one === column).length > 1)
      faults.note({ line, field: column, detail: 'is there twice.' })
  }
  for (const column of ['service', 'price'] as const) {
    if (!columns.includes(column)) faults.note({ line, field: column, detail: 'is missing: it must be a column.' })
  }
  return columns
}

function readRow(
  { line, cells }: SheetRow,
  columns: readonly (FileColumn | undefined)[],
  { currency, validFrom, zone, now }: Reading,
  faults: Faults<FileFault>,
): Dated | undefined {
  const before = faults.count
  const fault = (field: string, detail: string) => faults.note({ line, field, detail })
  const form: Record<string, unknown> = {}
  const unread = new Set<string>()
  const times: Partial<Record<'validFrom' | 'validTo', number>> = {}
  for (const [at, cell] of cells.entries()) {
    const column = columns[at]
    if (cell === '') continue
    if (column === undefined) fault(`column ${at + 1}`, 'has no name in the first line.')
    else if (typeof cell !== 'string' && 'fault' in cell) {
      fault(column, cell.fault)
      unread.add(column)
    } else if (column === 'validFrom' || column === 'validTo') {
      const time = readValidFrom(readTime(cell, zone), now)
      if (typeof time === 'string') fault(column, timeFault(time))
      else times[column] = time
    } else form[column] = readCell(cell, column)
  }
  const from = times.validFrom ?? validFrom
  if (from === undefined && before === faults.count)
    fault('validFrom', 'is missing, and no time was said for the whole file.')
  if (from !== undefined && times.validTo !== undefined && times.validTo <= from) {
    fault('validTo', `must be after ${timeOf(from)}, when the price begins to be valid.`)
  }
  // A cell that could not be read is told of once.
  const rate = readRate(form, currency, (field, detail) => !unread.has(field) && fault(field, detail))
  if (rate === undefined || before !== faults.count) return undefined
  return { line, rate, from: from!, to: times.validTo }
}

const textColumns = ['trunk', 'network', 'prefix', 'increments', 'steps']

/** Of a number what a person would have written. A text that would be a formula is led by an apostrophe in files. */
function readCell(cell: string | { number: string }, column: FileColumn): string {
  if (typeof cell !== 'string') return readPrice(cell.number)
  if (column === 'trunk') return withoutGuard(cell)
  return textColumns.includes(column) ? withoutGuard(cell).trim() : cell.trim()
}

const guarded = /^'+[=+\-@\t\r\n＝＋－＠]/

/** Leads a text with one apostrophe more where it would lose one when it is read back. */
function withGuard(text: string): string {
  return guarded.test(text) ? `'${text}` : text
}

function withoutGuard(text: string): string {
  return guarded.test(text) ? text.slice(1) : text
}

const wallForm = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2}))?$/
/** Spreadsheets count days from here. */
const firstDay = Date.UTC(1899, 11, 30)
const [minute, day] = [60_000, 86_400_000]

/** A time as RFC 3339; one without an offset, or of a spreadsheet, is on the clock of the zone. */
function readTime(cell: string | { number: string }, zone: string): string {
  if (typeof cell !== 'string') {
    const days = Number(cell.number)
    if (!(days > 1 && days < 200_000)) return cell.number
    return timeOf(instantOfWall(firstDay + Math.round((days * day) / minute) * minute, zone))
  }
  const text = cell.trim()
  const parts = wallForm.exec(text)
  if (parts === null) return text
  const [, year, month, date, hour = '00', minutes = '00'] = parts
  const wall = parseInstant(`${year}-${month}-${date}T${hour}:${minutes}:00Z`)
  return wall === undefined ? text : timeOf(instantOfWall(wall, zone))
}

function timeFault(detail: string): string {
  return detail.replace('"2026-12-01T00:00:00+01:00"', '"2026-12-01T00:00:00+01:00", or a date such as "2026-12-01"')
}

function timeOf(instant: number): string {
  return new Date(instant)
    .toISOString()
    .replace(':00.000Z', 'Z')
    .replace(/T(\d\d:\d\d)Z$/, 'T$1:00Z')
}

/** Periods of the same uses must meet: where they do not, nothing has a price, and where they overlap, two prices are right. */
function checkPeriods(name: string, periods: Dated[], faults: Faults<FileFault>): void {
  if (periods.length < 2) return
  periods.sort((a, b) => a.from - b.from || a.line - b.line)
  for (const [at, next] of periods.entries()) {
    const last = periods[at - 1]
    if (last === undefined || last.to === next.from) continue
    if (last.to !== undefined && last.to < next.from) {
      const detail = `leaves a gap after line ${last.line}: from ${timeOf(last.to)} to ${timeOf(next.from)} nothing is the price of ${name}.`
      faults.note({ line: next.line, field: 'validFrom', detail })
      continue
    }
    const until = last.to === undefined ? 'has no end' : `goes on until ${timeOf(last.to)}`
    const detail =
      last.from === next.from
        ? `is for the same uses as line ${last.line}: ${name}.`
        : `overlaps line ${last.line}, which ${until}: both are the price of ${name} from ${timeOf(next.from)} on.`
    faults.note({ line: next.line, field: last.from === next.from ? 'service' : 'validFrom', detail })
  }
}

/** A version from each instant on at which a price begins or ends. */
function versionsOf(dated: readonly Dated[], faults: Faults<FileFault>): FileVersion[] {
  const changes = new Set(dated.flatMap(({ from, to }) => (to === undefined ? [from] : [from, to])))
  if (changes.size > versionsMax) {
    faults.note({
      line: 1,
      field: 'validFrom',
      detail: `Prices change at ${changes.size} times; a file may have ${versionsMax} of them.`,
    })
    return []
  }
  let sum = 0
  const versions: FileVersion[] = []
  for (const at of [...changes].toSorted((a, b) => a - b)) {
    const rates = dated.filter(({ from, to }) => from <= at && (to === undefined || to > at)).map(({ rate }) => rate)
    sum += rates.length
    if (sum > ratesOfAllMax) {
      const detail = `The versions that this file makes have more than ${ratesOfAllMax} rates together: split it by time.`
      faults.note({ line: 1, field: 'validFrom', detail })
      return []
    }
    versions.push({ validFrom: at, rates })
  }
  return versions
}

/** A rate as a row of a file, in the order of `rateFields`. */
export function rowOfRate(written: WrittenRate): (string | null)[] {
  return rateFields.map((field) => {
    if (field === 'steps') {
      return written.steps === undefined ? null : written.steps.map(({ above, price }) => `${above}:${price}`).join(' ')
    }
    const value = written[field]
    return value === undefined ? null : withGuard(String(value))
  })
}
