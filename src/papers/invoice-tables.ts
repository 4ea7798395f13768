import type { InvoiceDay, InvoiceDocument, InvoiceLine, InvoiceUnit } from '../invoices/document.ts'
import { countedIn, serviceTitle, titleOf, unitTitle } from './line-words.ts'
import { digitsOf } from '../invoices/rounding.ts'
import { amountOf, exactly, fixed, shown, signOf } from './numbers.ts'
import type { Language } from './numbers.ts'
import { dayIn, daysIn, rateTitle } from './paper-words.ts'
import type { PaperWords } from './paper-words.ts'
import { colours } from './pdf/page.ts'
import { left } from './pdf/sheet.ts'
import type { Sheet } from './pdf/sheet.ts'
import { drawTable } from './pdf/table.ts'
import type { Column, Row } from './pdf/table.ts'

/** The lines of a document; what is about earlier months stands in groups of its own. */
export function drawLines(
  sheet: Sheet,
  { lines, currency, language, taxes }: InvoiceDocument,
  words: PaperWords,
): void {
  const hasRates = taxes.some(({ category }) => category === 'S')
  const digits = digitsOf(currency)
  const columns: Column[] = [
    { title: words.position, align: 'left' },
    { title: words.service, align: 'left', isWide: true },
    { title: words.quantity, align: 'right' },
    { title: words.unit, align: 'left' },
    { title: `${words.price},\u{A0}${signOf(currency)}`, align: 'right' },
    ...(hasRates ? [{ title: words.tax, align: 'right' } as const] : []),
    { title: `${words.amount},\u{A0}${signOf(currency)}`, align: 'right' },
  ]
  const rowOf = (line: InvoiceLine, number: number): Row => ({
    cells: [
      String(number),
      titleOf(line, language),
      quantityOf(countedIn(line), line.quantity, language),
      unitTitle(countedIn(line), language),
      priceOf(line, language, words),
      ...(hasRates ? [rateTitle(line.taxCategory, line.taxRate, language)] : []),
      shown(fixed(amountOf(line.amount), digits), language),
    ],
  })
  let number = 0
  const groups = Map.groupBy(lines, ({ adjusts }) => (adjusts === null ? '' : `${adjusts.first} ${adjusts.last}`))
  const ordered = [...groups].toSorted(([a], [b]) => (a < b ? -1 : 1))
  const rows = ordered.flatMap(([days, of]): Row[] => {
    const [first = '', last = ''] = days.split(' ')
    const group = days === '' ? [] : [{ group: `${words.adjustments}: ${daysIn(first, last, language)}` }]
    return [...group, ...of.map((line) => rowOf(line, (number += 1)))]
  })
  drawTable(sheet, columns, rows)
}

/** What was used day by day, exact; below it the sums of each service, and of all. */
export function drawDays(sheet: Sheet, { days, currency, language, period }: InvoiceDocument, words: PaperWords): void {
  sheet.page().text(words.byDay, left, sheet.y + 13, { size: 14, weight: 'semibold' })
  sheet.y += 22
  const zone = period === null ? '' : ` ${daysIn(period.first, period.last, language)} (${period.zone}).`
  sheet.paragraph(`${words.byDayNote}${zone}`, left, 480, { size: 8.5, colour: colours.soft }, 12)
  sheet.y += 8
  const columns: Column[] = [
    { title: words.day, align: 'left' },
    { title: words.service, align: 'left', isWide: true },
    { title: words.quantity, align: 'right' },
    { title: words.unit, align: 'left' },
    { title: `${words.amount},\u{A0}${signOf(currency)}`, align: 'right' },
  ]
  const digits = days.reduce((most, { exact }) => Math.max(most, decimalsOf(exact)), digitsOf(currency))
  const sums = Map.groupBy(days, ({ service, unit }) => `${service} ${unit}`)
  const exact = (of: readonly InvoiceDay[]) => shown(fixed(sum(of.map((day) => day.exact)), digits), language)
  drawTable(sheet, columns, [
    ...days.map((one) => ({
      cells: [
        dayIn(one.day, language),
        serviceTitle(one.service, language),
        quantityOf(one.unit, one.quantity, language),
        unitTitle(one.unit, language),
        exact([one]),
      ],
    })),
    ...[...sums.values()].map((of) => ({
      sum: [
        words.totalOf,
        serviceTitle(of[0]!.service, language),
        shown(exactly(sum(of.map(({ quantity }) => quantity)), 0), language),
        unitTitle(of[0]!.unit, language),
        exact(of),
      ],
    })),
    { sum: [words.totalOf, '', '', '', exact(days)] },
  ])
}

/** A quantity; of seconds also in minutes, as the price is for one. */
function quantityOf(
  unit: InvoiceUnit | 'minute',
  quantity: string,
  language: Language,
): string | { text: string; under: string } {
  const text = shown(exactly(amountOf(quantity), 0), language)
  if (unit !== 'second') return text
  const whole = amountOf(quantity) / 1_000_000n
  const size = whole < 0n ? -whole : whole
  const minutes = shown(String(size / 60n), language)
  const under = `${whole < 0n ? '−' : ''}${minutes}:${String(size % 60n).padStart(2, '0')}`
  return { text, under: language === 'ru' ? `${under} мин` : `${under} min` }
}

function priceOf(
  { unitPrice, unit }: InvoiceLine,
  language: Language,
  words: PaperWords,
): string | { text: string; under: string } {
  if (unitPrice === null) return '—'
  const text = shown(exactly(amountOf(unitPrice), 2), language)
  return unit === 'second' ? { text, under: words.perMinute } : text
}

/** How many decimals an amount needs to be exact. */
function decimalsOf(text: string): number {
  return exactly(amountOf(text), 0).split('.')[1]?.length ?? 0
}

function sum(texts: readonly string[]): bigint {
  return texts.reduce((all, text) => all + amountOf(text), 0n)
}
