import { cleaned, joined } from './reading-order.ts'
import { colours, linesOf } from './page.ts'
import type { TextStyle } from './page.ts'
import { left, right, width } from './sheet.ts'
import type { Sheet } from './sheet.ts'
import { widthOf } from './typeface.ts'

export type Column = {
  title: string
  align: 'left' | 'right'
  /** Takes the room that is left; its texts may have many lines. */ isWide?: true
}

/** A cell, or two where there is a small line under it. */
export type Cell = string | { text: string; under: string }

export type Row = { cells: readonly Cell[] } | { group: string } | { sum: readonly string[] }

const size = 8.5
const leading = 11.5
const smaller = 7.25
const gap = 10
const padding = 4.5

/** A table over any number of pages; each begins with its head. Numbers are never broken: letters get smaller where they do not fit. */
export function drawTable(sheet: Sheet, columns: readonly Column[], rows: readonly Row[]): void {
  const { widths, scale } = fitted(columns, rows)
  const starts = widths.map((_, at) => left + widths.slice(0, at).reduce((sum, one) => sum + one + gap, 0))
  const style: TextStyle = { size: size * scale }
  const small: TextStyle = { size: smaller * scale, colour: colours.soft }
  const place = (at: number) => (columns[at]!.align === 'right' ? starts[at]! + widths[at]! : starts[at]!)

  function head(): void {
    const page = sheet.page()
    const titles = columns.map(({ title }, at) =>
      linesOf(title, widths[at]! + 2, { size: smaller, weight: 'semibold' }),
    )
    const lines = Math.max(...titles.map((of) => of.length))
    for (const [at, of] of titles.entries())
      for (const [line, text] of of.entries()) {
        const baseline = sheet.y + smaller + (lines - of.length + line) * 9
        page.text(text, place(at), baseline, {
          size: smaller,
          weight: 'semibold',
          colour: colours.soft,
          align: columns[at]!.align,
        })
      }
    sheet.y += lines * 9 + 3.5
    page.line(left, right, sheet.y, colours.text, 0.8)
    sheet.y += padding
  }

  function rowOf(cells: readonly Cell[], weight: 'regular' | 'semibold'): void {
    const texts = cells.map((cell, at) => {
      const text = typeof cell === 'string' ? cell : cell.text
      return columns[at]!.isWide
        ? linesOf(text, widths[at]!, { ...style, weight })
        : text === ''
          ? []
          : [joined(cleaned(text))]
    })
    const unders = cells.map((cell, at) =>
      typeof cell === 'string' || cell.under === ''
        ? []
        : linesOf(cell.under, columns[at]!.isWide ? widths[at]! : 1000, small),
    )
    const height = Math.max(...texts.map((lines, at) => lines.length * leading + unders[at]!.length * 9.5))
    if (sheet.needs(height + padding * 2)) head()
    const page = sheet.page()
    for (const at of columns.keys()) {
      const align = columns[at]!.align
      let y = sheet.y
      for (const text of texts[at]!) {
        page.text(text, place(at), y + size, { ...style, weight, align })
        y += leading
      }
      for (const text of unders[at]!) {
        page.text(text, place(at), y + smaller - 1, { ...small, align })
        y += 9.5
      }
    }
    sheet.y += height + padding - 1.5
  }

  // A head stands on no page without a row.
  sheet.needs(70)
  head()
  for (const [at, row] of rows.entries()) {
    if ('group' in row) {
      const lines = linesOf(row.group, width, { size, weight: 'semibold' })
      if (sheet.needs(lines.length * leading + 40)) head()
      sheet.y += 2
      for (const line of lines) {
        sheet.page().text(line, left, sheet.y + size, { size, weight: 'semibold' })
        sheet.y += leading
      }
      sheet.y += 2
    } else if ('sum' in row) rowOf(row.sum, 'semibold')
    else rowOf(row.cells, 'regular')
    const next = rows[at + 1]
    if (next !== undefined) {
      sheet.page().line(left, right, sheet.y, 'sum' in next && !('sum' in row) ? colours.text : colours.line, 0.6)
      sheet.y += padding
    }
  }
  sheet.page().line(left, right, sheet.y, colours.text, 0.8)
  sheet.y += padding
}

/** How wide each column is, and how much smaller letters must be. */
function fitted(columns: readonly Column[], rows: readonly Row[]): { widths: number[]; scale: number } {
  const wanted = columns.map(({ title, isWide }, at) => {
    if (isWide) return 0
    const titleWidth = Math.max(...title.split(' ').map((word) => widthOf(word, 'semibold') * smaller))
    return rows.reduce((most, row) => Math.max(most, widthOfCell(row, at)), titleWidth)
  })
  const room = width - gap * (columns.length - 1)
  const taken = wanted.reduce((sum, one) => sum + one, 0)
  const least = 130
  const scale = taken <= room - least ? 1 : (room - least) / taken
  const widths = wanted.map((one, at) => (columns[at]!.isWide ? Math.max(least, room - taken) : one * scale))
  return { widths, scale }
}

function widthOfCell(row: Row, at: number): number {
  if ('group' in row) return 0
  const cell = 'sum' in row ? row.sum[at]! : row.cells[at]!
  const weight = 'sum' in row ? 'semibold' : 'regular'
  if (typeof cell === 'string') return widthOf(cell, weight) * size
  return Math.max(widthOf(cell.text, weight) * size, widthOf(cell.under, 'regular') * smaller)
}
