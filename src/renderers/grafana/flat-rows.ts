import { dimensions } from '../../measures/dimensions.ts'
import type { DimensionName } from '../../measures/dimensions.ts'
import { measureOf } from '../../measures/measures.ts'
import type { Period } from '../../measures/period.ts'
import type { Text } from '../../measures/text.ts'
import { localDays } from '../../measures/zone.ts'
import type { AnsweredPanel } from '../../panels/ask-panels.ts'
import type { Value } from '../../panels/answer.ts'
import type { Panel } from '../../panels/panel.ts'
import type { Unit } from '../../units.ts'

/** The language of titles. */
export type Language = 'en' | 'ru'

/** A column of flat rows; measures have a unit. */
export type FlatColumn = { name: string; type: 'time' | 'text' | 'number'; title: Text; unit: Unit | null }

/** A row as tables and charts of other programs read it: times in milliseconds since 1970, money as a number. */
export type FlatRow = Record<string, string | number | null>

/** What a row is called: the titles of its words. */
export const seriesColumn = 'series'

/** What has no name, what nobody evaluated, and what is beyond the largest. */
export const namesOfNone = {
  none: { en: 'Not told', ru: 'Не указано' },
  notEvaluated: { en: 'Not evaluated', ru: 'Без оценки' },
  rest: { en: 'Others', ru: 'Остальные' },
} as const satisfies Readonly<Record<string, Text>>

/** The dimensions of a panel that are told by words or ids. */
export function wordDimensions({ by }: Pick<Panel, 'by'>): DimensionName[] {
  return by.filter((name) => dimensions[name].type === 'text')
}

/**
 * The columns of a panel's flat rows: when, by words and ids, what the row is called, and numbers. A day has a time, too,
 * which is where it begins within the period.
 */
export function flatColumns({ by, measures }: Pick<Panel, 'by' | 'measures'>): FlatColumn[] {
  const words = wordDimensions({ by })
  return [
    ...by.flatMap(placeColumns),
    ...words.map((name) => textColumn(name, dimensions[name].title)),
    ...(words.length === 0 ? [] : [textColumn(seriesColumn, dimensions[words[0]!].title)]),
    ...measures.map((name) => {
      const { title, unit } = measureOf(name)
      return { name, type: 'number', title, unit } as const
    }),
  ]
}

function placeColumns(name: DimensionName): FlatColumn[] {
  const { type, title } = dimensions[name]
  const time: FlatColumn = { name: 'time', type: 'time', title: dimensions.time.title, unit: null }
  if (type === 'time') return [time]
  if (type === 'date') return [time, textColumn(name, title)]
  if (type !== 'place') return []
  return [
    { name: 'latitude', type: 'number', title: { en: 'Latitude', ru: 'Широта' }, unit: null },
    { name: 'longitude', type: 'number', title: { en: 'Longitude', ru: 'Долгота' }, unit: null },
  ]
}

function textColumn(name: string, title: Text): FlatColumn {
  return { name, type: 'text', title, unit: null }
}

type Answered = Pick<AnsweredPanel, 'columns' | 'rows' | 'ids'>

/** The rows of an answer about a period as objects of flat columns, in their order. */
export function flatRows(panel: Panel, answered: Answered, period: Period, language: Language): FlatRow[] {
  const beginOf = panel.by.includes('day') ? daysWithin(period) : new Map<string, number>()
  const placeOf = new Map(answered.columns.map(({ name }, at) => [name, at]))
  const words = wordDimensions(panel)
  return answered.rows.map((row, at) => {
    const cell = (name: string): Value => row[placeOf.get(name)!] ?? null
    const titles = words.map((name) => titleOf(name, cell(name), answered.ids?.[at], language))
    return {
      ...(panel.by.includes('time') ? { time: Date.parse(String(cell('time'))) } : {}),
      ...(panel.by.includes('day') ? { time: beginOf.get(String(cell('day')))!, day: cell('day') } : {}),
      ...(panel.by.includes('cell') ? { latitude: cell('latitude'), longitude: cell('longitude') } : {}),
      ...Object.fromEntries(words.map((name) => [name, wordOf(name, cell(name), answered.ids?.[at])])),
      ...(words.length === 0 ? {} : { [seriesColumn]: titles.join(', ') }),
      ...Object.fromEntries(panel.measures.map((name) => [name, numberIn(cell(name))])),
    }
  })
}

/** A comparison as rows of both periods, told apart by `period`; what is compared lies at the times of what it is compared with. */
export function comparedRows(asked: readonly FlatRow[], before: readonly FlatRow[]): FlatRow[] {
  const times = (rows: readonly FlatRow[]) => [...new Set(rows.map(({ time }) => time))]
  const [own, theirs] = [times(asked), times(before)]
  const placeOf = new Map(theirs.map((time, at) => [time, at]))
  const isTimed = asked[0] !== undefined && 'time' in asked[0]
  return [
    ...asked.map((row) => ({ period: 'asked', ...row })),
    ...before.flatMap((row) => {
      if (!isTimed) return [{ period: 'compared', ...row }]
      const time = own[placeOf.get(row['time'])!]
      // A month can be longer than the one that it is compared with.
      return time === undefined ? [] : [{ period: 'compared', ...row, time }]
    }),
  ]
}

/** Where each day begins within a period: its first instant in the zone, or the start of the period within it. */
function daysWithin({ from, to, zone }: Period): Map<string, number> {
  return new Map(localDays(from, to, zone).map((day) => [day.day, Math.max(day.from, from)]))
}

/** A word or an id; null for the others together. */
function wordOf(name: DimensionName, cell: Value, id: string | null | undefined): string | null {
  return isById(name) ? (id ?? null) : String(cell ?? '')
}

function titleOf(name: DimensionName, cell: Value, id: string | null | undefined, language: Language): string {
  const { values, known = [] } = dimensions[name]
  if (!isById(name)) return values?.find(({ value }) => value === cell)?.title[language] ?? String(cell ?? '')
  if (id === null || id === undefined) return namesOfNone.rest[language]
  const title = known.find(({ value }) => value === id)?.title[language] ?? String(cell ?? '')
  return title === '' ? namesOfNone[name === 'evaluation' ? 'notEvaluated' : 'none'][language] : title
}

/** Whether rows have ids beside what they are called: of these only the largest are told, so some are the others together. */
export function isById(name: DimensionName): boolean {
  return dimensions[name].kind !== undefined || name === 'phrase'
}

/** Charts of other programs know floating numbers only, so money is one here, and here alone. */
function numberIn(cell: Value): number | null {
  return cell === null ? null : Number(cell)
}
