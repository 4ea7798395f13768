import { figureOf, type LineUnit } from '../web/charts/figures.ts'
import { count, countAndShare, duration, money, percent } from '../web/numbers.ts'
import { panelById } from '../src/panels/pages.ts'
import type { Panel } from '../src/panels/panel.ts'
import { measureOf } from '../src/measures/measures.ts'

/** What a page must show of an answer of the API: the cells of a panel's table, row by row, as they are written in English. */

export type Cell = string | number | null
export type Answer = {
  panel: { id: string }
  period: { from: string; to: string; zone: string }
  columns: { name: string; type: string; unit: string | null }[]
  rows: Cell[][]
  ids?: (string | null)[]
  totals: Record<string, Cell | Record<string, string>>
}

/** The numbers of each row of the table, without what the row is called. */
export type ShownRows = string[][]

/**
 * The rows of the table of a panel, of money those of one currency.
 * @returns in the order of the answer; words may stand in another order on the screen
 */
export function shownRows(answer: Answer, currency?: string): ShownRows {
  const panel = panelById.get(answer.panel.id)!
  const place = (name: string) => answer.columns.findIndex((column) => column.name === name)
  const numbers = (row: readonly Cell[]) => panel.measures.map((name) => row[place(name)] ?? null)
  const rows = currency === undefined ? answer.rows : answer.rows.filter((row) => row[place('currency')] === currency)
  switch (panel.chart) {
    case 'stacked-bars':
    case 'stacked-bars-share':
      return stackedRows(panel, rows, place(panel.measures[0]))
    case 'lines':
    case 'time-lines':
    case 'split-lines':
      return rows.map((row) => numbers(row).map((value) => figureOf(unitOf(panel), asNumber(value))))
    case 'rates':
      // The limit is a setting, which goes on while nothing is told; moments without anything are not in the table.
      return rows.filter((row) => Number(numbers(row)[0] ?? 0) > 0).map((row) => numbers(row).slice(0, 2).map(rateText))
    case 'timeline':
      return rows.map((row) => numbers(row).map((value) => duration(Number(value))))
    default:
      return rows.map((row) =>
        currency === undefined
          ? numbers(row).map((value) => (value === null ? '—' : count(Number(value))))
          : [money(String(numbers(row)[0]), currency, 'exact')],
      )
  }
}

/** The great figures of a counter. */
export function shownFigures(answer: Answer): string[] {
  const [measure] = panelById.get(answer.panel.id)!.measures
  const number = answer.rows[0]![answer.columns.findIndex(({ name }) => name === measure)]!
  if (answer.columns.some(({ name }) => name === 'currency'))
    return answer.rows.map((row) => money(String(row.at(-1)), String(row[0])))
  return [measureOf(measure).unit === 'share' ? shareText(number) : count(Number(number))]
}

/** What a card of Analytics shows of a channel. */
export function shownOfChannel(channel: string, sent: Answer, delivered: Answer, price: Answer): string[] {
  const of = ({ rows }: Answer) => rows.filter(([word]) => word === channel)
  const prices = of(price).filter((row) => Number(row.at(-1)) !== 0)
  return [
    ...[sent, delivered].map((answer) => count(Number(of(answer)[0]![1]))),
    ...(prices.length === 0
      ? [money('0', String(of(price)[0]![1]))]
      : prices.map((row) => money(String(row.at(-1)), String(row[1])))),
  ]
}

function shareText(share: Cell): string {
  return share === null ? '—' : percent(Number(share))
}

/** A row for each day, a number for each word that occurs, and their sum. */
function stackedRows(panel: Panel, rows: readonly Cell[][], at: number): ShownRows {
  return Array.from(Map.groupBy(rows, ([day]) => day).values(), (own) => {
    const values = own.map((row) => Number(row[at]))
    const sum = values.reduce((all, value) => all + value, 0)
    const whole = panel.chart === 'stacked-bars-share' ? sum : 0
    return [...values.map((value) => countAndShare(value, whole)).toSorted(), count(sum)]
  })
}

function unitOf({ measures }: Panel): LineUnit {
  return measureOf(measures[0]).unit as LineUnit
}

function asNumber(value: Cell): number | null {
  return typeof value === 'number' ? value : null
}

function rateText(value: Cell): string {
  return figureOf('rate', asNumber(value))
}
