import { offsetClock } from '../../measures/offset-clock.ts'
import type { ReportCell, ReportColumn, ReportHead } from '../../reports/file.ts'
import { isKeptExactly, textCell } from '../excel/cells.ts'
import { exactStyle, textStyle } from '../excel/styles.ts'
import type { SharedTexts } from '../excel/shared-texts.ts'
import type { Styles } from '../excel/styles.ts'
import type { Workbook } from '../excel/workbook.ts'
import { currencyPlace } from './checked-rows.ts'
import { dayPart, timePart } from './day-parts.ts'
import { dayNumber } from './days.ts'
import {
  countFormat,
  currencyDigits,
  dayFormat,
  decimalFormat,
  durationFormat,
  moneyFormat,
  shareFormat,
  timeFormat,
} from './excel-formats.ts'
import { writtenTimes } from './written-times.ts'

/** A cell that is not empty, from its style on; of money, with its currency. */
export type CellOf = (cell: string | number, row: readonly ReportCell[]) => string

/** How the cells of a column are written into a sheet: as what they are, in the formats of the language and the zone. */
export function cellWriter(
  column: ReportColumn,
  head: ReportHead,
  { styles, texts }: Pick<Workbook, 'styles' | 'texts'>,
): CellOf {
  return column.type === 'text' ? textCells(texts) : writers[column.type](head, styles, column)
}

/** How many days 1 January 1970 is after the day from which Excel counts. */
const epochDay = 25_569
/** Excel takes 1900 for a leap year: before March of it days are not the same everywhere. */
const firstDay = 61
const lastDay = 2_958_465
const dayMilliseconds = 86_400_000
const daySeconds = 86_400

type Make = (head: ReportHead, styles: Styles, column: ReportColumn) => CellOf

/** What Excel has no exact number for. */
const asText = (text: string) => `${exactStyle}" ${textCell(text)}`
const asNumber = (style: number, value: string | number) => `${style}"><v>${value}</v></c>`

const writers: Readonly<Record<Exclude<ReportColumn['type'], 'text'>, Make>> = {
  count({ language }, styles) {
    const style = styles.ofFormat(countFormat(language))
    return (cell) => (isKeptExactly(String(cell)) ? asNumber(style, cell) : asText(String(cell)))
  },
  share(_, styles) {
    const style = styles.ofFormat(shareFormat)
    return (cell) => asNumber(style, cell)
  },
  seconds(_, styles) {
    const [whole, parts] = [false, true].map((hasParts) => styles.ofFormat(durationFormat(hasParts)))
    return (cell) => {
      const seconds = Number(cell)
      // Excel shows no such times.
      if (seconds < 0 || seconds > lastDay * daySeconds) return asText(String(cell))
      if (!Number.isInteger(seconds)) return asNumber(parts!, seconds / daySeconds)
      return asNumber(whole!, seconds < daySeconds ? `0${dayPart(seconds)}` : seconds / daySeconds)
    }
  },
  day({ language }, styles) {
    const style = styles.ofFormat(dayFormat(language))
    return (cell) => {
      const day = dayNumber(String(cell))! + epochDay
      return day < firstDay ? asText(String(cell)) : asNumber(style, day)
    }
  },
  time: timeCells,
  decimal({ language }, styles) {
    const byDigits = byPlace((digits) => styles.ofFormat(decimalFormat(language, digits)))
    return (cell) => {
      const decimal = String(cell)
      return isKeptExactly(decimal) ? asNumber(byDigits(digitsAfterPoint(decimal)), decimal) : asText(decimal)
    }
  },
  money: moneyCells,
}

function textCells(texts: SharedTexts): CellOf {
  const sharedOf = texts.ofColumn()
  return (cell) => {
    const text = String(cell)
    const shared = sharedOf(text)
    return `${textStyle}" ${shared ?? textCell(text)}`
  }
}

function timeCells({ language, zone }: ReportHead, styles: Styles): CellOf {
  const shownAt = offsetClock(zone)
  const textOf = writtenTimes(zone)
  const [whole, parts] = [false, true].map((hasParts) => styles.ofFormat(timeFormat(language, hasParts)))
  const twice = new Map<string, number>()

  function styleOfTwice(hasParts: boolean, offset: number): number {
    const code = timeFormat(language, hasParts, offset)
    const known = twice.get(code)
    if (known !== undefined) return known
    const style = styles.ofFormat(code, timeFormat(language, hasParts))
    twice.set(code, style)
    return style
  }

  return (cell) => {
    const { offset, isTwice } = shownAt(Number(cell))
    const wall = Number(cell) + offset
    const day = Math.floor(wall / dayMilliseconds) + epochDay
    if (day < firstDay || day > lastDay) return asText(textOf(Number(cell)))
    const within = wall - (day - epochDay) * dayMilliseconds
    const hasParts = within % 1000 !== 0
    const style = isTwice ? styleOfTwice(hasParts, offset) : hasParts ? parts! : whole!
    return asNumber(style, day + timePart(within))
  }
}

function moneyCells({ language, columns }: ReportHead, styles: Styles, column: ReportColumn): CellOf {
  const at = currencyPlace(columns, column)
  const ofAll = column.currency !== undefined && 'code' in column.currency ? column.currency.code : ''
  const byCurrency = new Map<string, (digits: number) => number>()

  function stylesOf(currency: string): (digits: number) => number {
    const known = byCurrency.get(currency)
    if (known !== undefined) return known
    const least = currencyDigits(currency)
    const ofDigits = byPlace((digits) => {
      const shown = Math.max(digits, least)
      return styles.ofFormat(moneyFormat(language, currency, shown), decimalFormat(language, shown))
    })
    if (byCurrency.size >= currenciesMax) byCurrency.clear()
    byCurrency.set(currency, ofDigits)
    return ofDigits
  }

  return (cell, row) => {
    const decimal = String(cell)
    if (!isKeptExactly(decimal)) return asText(decimal)
    const currency = at === undefined ? ofAll : String(row[at] ?? '')
    return asNumber(stylesOf(currency)(digitsAfterPoint(decimal)), decimal)
  }
}

const currenciesMax = 1000

function byPlace(make: (place: number) => number): (place: number) => number {
  const made: number[] = []
  return (place) => (made[place] ??= make(place))
}

/** Zeros at the end are not counted. */
function digitsAfterPoint(decimal: string): number {
  const point = decimal.indexOf('.')
  if (point < 0) return 0
  let end = decimal.length
  while (decimal.charCodeAt(end - 1) === 48) end--
  return end - point - 1
}
