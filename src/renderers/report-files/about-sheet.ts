import type { ReportEnd, ReportFigure, ReportHead, ReportTotal } from '../../reports/file.ts'
import { columnLetters, textCell } from '../excel/cells.ts'
import { boldStyle, titleStyle, wrappedStyle } from '../excel/styles.ts'
import type { Workbook } from '../excel/workbook.ts'
import { cellWriter } from './excel-cells.ts'

const words = {
  en: { about: 'About', rows: 'Rows', sheets: 'Sheets', total: 'Total', checksum: 'Checksum of the rows (SHA-256)' },
  ru: {
    about: 'О файле',
    rows: 'Строк',
    sheets: 'Листов',
    total: 'Итого',
    checksum: 'Контрольная сумма строк (SHA-256)',
  },
} as const

export function aboutName(language: ReportHead['language']): string {
  return words[language].about
}

/** The sheet that says what the file is: what was asked for, how many rows there are, what they come to, and the sign of them. */
export async function writeAbout(workbook: Workbook, head: ReportHead, end: ReportEnd, sheets: number): Promise<void> {
  const word = words[head.language]
  const toTheLeft = (cell: string) => cell.replace(/^\d+/, (style) => String(workbook.styles.toTheLeft(Number(style))))
  const line = (title: string, cell: string) => [styled(title, boldStyle), toTheLeft(cell)]
  const count = (value: number) => cellWriter({ name: '', title: '', type: 'count' }, head, workbook)(value, [])
  const lines = [
    [styled(head.title, titleStyle)],
    [],
    ...head.facts.map(({ title, value }) => line(title, styled(value, wrappedStyle))),
    [],
    line(word.rows, count(end.rows)),
    ...(sheets === 1 ? [] : [line(word.sheets, count(sheets))]),
    ...end.totals.map((total) => line(titleOf(head, total), amountOf(workbook, head, total))),
    ...(head.figures ?? []).map((figure) => line(figure.title, figureOf(workbook, head, figure))),
    line(word.checksum, styled(end.checksum, wrappedStyle)),
  ]
  const heights = [titleHeight, 0, ...head.facts.map(({ value }) => lineHeight * linesOf(value))]
  const rows = lines.map((cells, at) => {
    const xml = cells.map((cell, place) => `<c r="${columnLetters(place)}${at + 1}" s="${cell}`)
    const height = heights[at] ?? 0
    return `<row r="${at + 1}"${height === 0 ? '' : ` ht="${height}" customHeight="1"`}>${xml.join('')}</row>`
  })
  const sheet = await workbook.sheet({ name: word.about, widths: [titleWidth, valueWidth], head: 'none' })
  await sheet.write(Buffer.from(rows.join('')))
  await sheet.end(lines.length)
}

const titleWidth = 40
const valueWidth = 76
const lineHeight = 16
const titleHeight = 24
/** Excel has no higher rows. */
const linesMax = 25

/** Not every program makes a row as high as its text is. */
function linesOf(text: string): number {
  const lines = text.split('\n').map(({ length }) => Math.max(1, Math.ceil(length / (valueWidth - 8))))
  return Math.min(
    linesMax,
    lines.reduce((sum, count) => sum + count, 0),
  )
}

function styled(text: string, style: number): string {
  return `${style}" ${textCell(text)}`
}

function titleOf({ columns, language }: ReportHead, { column, currency }: ReportTotal): string {
  const title = columns.find(({ name }) => name === column)!.title
  return `${words[language].total}: ${title}${currency === null ? '' : `, ${currency}`}`
}

/** Written as the column is. */
function amountOf(workbook: Workbook, head: ReportHead, { column: name, currency, amount }: ReportTotal): string {
  const column = head.columns.find((one) => one.name === name)!
  if (column.type === 'money') {
    return cellWriter({ ...column, currency: { code: currency ?? '' } }, head, workbook)(amount, [])
  }
  if (column.type === 'seconds') return cellWriter(column, head, workbook)(Number(amount), [])
  return cellWriter({ ...column, type: 'decimal' }, head, workbook)(amount, [])
}

function figureOf(workbook: Workbook, head: ReportHead, { value, ...column }: ReportFigure): string {
  return value === null ? styled('—', wrappedStyle) : cellWriter({ name: '', ...column }, head, workbook)(value, [])
}
