import type { Cell, Column, Ids, PanelAnswer, PanelEntry, Row } from './asking/answers.ts'

/** Cells of a table as they are pasted, the heads first. */
export type CopiedTable = readonly (readonly string[])[]

export type TableWords = {
  columnTitle: (column: Column) => string
  /** A word of a dimension, an id where its values have names. */
  wordTitle: (dimension: string, word: string, told: string) => string
  /** What is beyond the largest. */
  rest: string
  /** How seconds are written. */
  seconds: string
  /** What the period compared with is called. */
  before: string
  dateTime: (time: string) => string
  /** Between the whole and the parts of a number. */
  decimalPoint: string
}

type Part = { rows: readonly Row[]; ids?: Ids | undefined }
type Line = { titles: string[]; values: Cell[] }

/**
 * What a panel shows as a table to paste into a spreadsheet: a line for each row, of days by words a column for each word, and
 * beside each number that of the period compared with. Numbers are whole, with the decimal point of the reader.
 */
export function copiedTable(entry: PanelEntry, answer: PanelAnswer, words: TableWords): CopiedTable {
  const measures = answer.columns.filter(({ unit }) => unit !== null)
  const dimensions = answer.columns.filter(({ unit }) => unit === null)
  const { compare } = answer
  const now = linesOf(answer, answer, dimensions, words)
  const before = compare && linesOf(answer, compare, dimensions, words)
  const places = before === undefined ? [...now.keys()] : [...new Set([...now.keys(), ...before.keys()])]
  const lines = places.map((place) => {
    const own = now.get(place)
    const was = before?.get(place)
    return {
      titles: own?.titles ?? was!.titles,
      cells: measures.flatMap((column, at) => {
        const cells = [own?.values[at] ?? null, ...(before === undefined ? [] : [was?.values[at] ?? null])]
        return cells.map((cell) => cellText(cell, column, words))
      }),
    }
  })
  const heads = measures.flatMap((column) => {
    const title = `${words.columnTitle(column)}${column.unit === 'seconds' ? `, ${words.seconds}` : ''}`
    return before === undefined ? [title] : [title, `${title}, ${words.before}`]
  })
  const titles = dimensions.map(words.columnTitle)
  if (entry.by.length === 2 && dimensions[0]?.name === 'day' && dimensions[1]?.name !== 'currency') {
    return byWords({ titles, heads, lines })
  }
  return [[...titles, ...heads], ...lines.map(({ titles: own, cells }) => [...own, ...cells])]
}

/** Lines by where they stand: days and times by their place in the period, so that two periods lie over each other. */
function linesOf(
  { columns }: PanelAnswer,
  { rows, ids }: Part,
  dimensions: readonly Column[],
  words: TableWords,
): Map<string, Line> {
  const places = dimensions.map((column) => {
    const at = columns.indexOf(column)
    return {
      column,
      at,
      order: new Map([...new Set(rows.map((row) => row[at]))].map((value, place) => [value, place])),
    }
  })
  return new Map(
    rows.map((row, line) => {
      const id = ids?.[line]
      const key = places.map(({ column, at, order }) =>
        column.type === 'date' || column.type === 'time' ? order.get(row[at]) : row[at],
      )
      const titles = places.map(({ column, at }) => titleOf(column, row[at] ?? null, id, words))
      const values = columns.flatMap(({ unit }, at) => (unit === null ? [] : [row[at] ?? null]))
      return [JSON.stringify([...key, id]), { titles, values }]
    }),
  )
}

function titleOf({ name, type }: Column, cell: Cell, id: string | null | undefined, words: TableWords): string {
  if (type === 'date') return String(cell)
  if (type === 'time') return words.dateTime(String(cell))
  if (typeof cell === 'number') return numberText(String(cell), words)
  const own = name === 'currency' ? undefined : id
  if (own === null || cell === null) return words.rest
  return safe(words.wordTitle(name, own ?? cell, cell))
}

/** Days by words: a row for each day, and the numbers of each word beside each other. */
function byWords({
  titles,
  heads,
  lines,
}: {
  titles: string[]
  heads: string[]
  lines: { titles: string[]; cells: string[] }[]
}): CopiedTable {
  const seconds = [...new Set(lines.map((line) => line.titles[1]!))]
  const byDay = Map.groupBy(lines, (line) => line.titles[0]!)
  const headOf = (second: string, head: string) => (heads.length === 1 ? second : `${second}: ${head}`)
  return [
    [titles[0]!, ...seconds.flatMap((second) => heads.map((head) => headOf(second, head)))],
    ...Array.from(byDay, ([day, own]) => [
      day,
      ...seconds.flatMap((second) => own.find((line) => line.titles[1] === second)?.cells ?? heads.map(() => '')),
    ]),
  ]
}

function cellText(cell: Cell, { unit }: Column, words: TableWords): string {
  if (cell === null) return ''
  if (unit === 'share') return `${numberText(withoutZeros((Number(cell) * 100).toFixed(shareDigits)), words)}%`
  return numberText(String(cell), words)
}

/** As many digits of a percentage as a share has. */
const shareDigits = 10

function withoutZeros(decimal: string): string {
  return decimal.replace(/\.?0+$/, '')
}

function numberText(decimal: string, { decimalPoint }: TableWords): string {
  return decimal.replace('.', decimalPoint)
}

/** A text that a spreadsheet could take for a formula is led by an apostrophe; what parts cells becomes a space. */
function safe(text: string): string {
  const plain = text.replaceAll(/[\t\r\n]+/g, ' ')
  return /^[=+\-@＝＋－＠]/.test(plain) ? `'${plain}` : plain
}

/** The table as a text whose cells are parted by tabs. */
export function tabbed(table: CopiedTable): string {
  return table.map((row) => row.join('\t')).join('\r\n')
}

/** The table as HTML, as spreadsheets and documents take it. */
export function tableHtml(table: CopiedTable): string {
  const [heads = [], ...rows] = table
  const body = rows.map((row) => rowHtml(row, 'td')).join('')
  return `<table><thead>${rowHtml(heads, 'th')}</thead><tbody>${body}</tbody></table>`
}

function rowHtml(row: readonly string[], tag: 'td' | 'th'): string {
  return `<tr>${row.map((text) => `<${tag}>${escaped(text)}</${tag}>`).join('')}</tr>`
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}
