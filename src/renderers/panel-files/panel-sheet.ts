import { dimensions } from '../../measures/dimensions.ts'
import type { DimensionName } from '../../measures/dimensions.ts'
import { measureOf } from '../../measures/measures.ts'
import type { MeasureName } from '../../measures/measures.ts'
import type { Comparison } from '../../measures/period.ts'
import type { Text } from '../../measures/text.ts'
import type { Column, PanelRows, Value } from '../../panels/answer.ts'
import { measuresOf } from '../../panels/panel.ts'
import type { Panel } from '../../panels/panel.ts'
import type { ReportCell, ReportColumn, ReportFigure, ReportHead } from '../../reports/file.ts'
import { wordTeller } from '../../reports/told-words.ts'
import type { Unit } from '../../units.ts'

/** What a panel showed: its rows, and those of the period compared with. */
export type Shown = PanelRows & { compare?: Omit<PanelRows, 'columns'> }

type Language = ReportHead['language']

export type SheetAbout = {
  language: Language
  zone: string
  /** Whose, of which period and filters, and when it was read. */
  facts: ReportHead['facts']
  comparison: Comparison | undefined
}

const words = {
  period: { en: 'Period', ru: 'Период' },
  total: { en: 'Total', ru: 'Итого' },
  others: { en: 'Others', ru: 'Остальные' },
  none: { en: 'Not told', ru: 'Не указано' },
  unevaluated: { en: 'Not evaluated', ru: 'Без оценки' },
  latitude: { en: 'Latitude', ru: 'Широта' },
  longitude: { en: 'Longitude', ru: 'Долгота' },
} as const satisfies Readonly<Record<string, Text>>

const periodWords = {
  asked: { en: 'This period', ru: 'Этот период' },
  previous: { en: 'Previous period', ru: 'Предыдущий период' },
  year: { en: 'A year before', ru: 'Год назад' },
} as const satisfies Readonly<Record<'asked' | Comparison, Text>>

/** How the numbers of a unit are written in files. */
const types: Readonly<Record<Unit, ReportColumn['type']>> = {
  count: 'count',
  share: 'share',
  ratio: 'decimal',
  seconds: 'seconds',
  rate: 'decimal',
  money: 'money',
}

/** What a panel shows as the sheet of a file: its rows as they stand, names and words as people read them, and its totals. */
export function panelSheet(panel: Panel, shown: Shown, about: SheetAbout): { head: ReportHead; rows: ReportCell[][] } {
  const { language, zone, facts, comparison } = about
  const title = panel.title[language]
  const own = shown.columns.map((column) => columnOf(column, language))
  const cellsOf = own.map((column, at) => cellTeller(panel, shown.columns[at]!, column.type, language))
  const rowsOf = ({ rows, ids }: Omit<PanelRows, 'columns'>) =>
    rows.map((row, place) => row.map((value, at) => cellsOf[at]!(value, ids?.[place])))
  const { compare } = shown
  const now = rowsOf(shown)
  const before = compare === undefined ? undefined : rowsOf(compare)
  const beforeWord = periodWords[comparison ?? 'previous'][language]
  return {
    head: {
      title,
      language,
      zone,
      columns: before === undefined ? own : [periodColumn(language), ...own],
      facts,
      totals: [],
      figures: [
        ...figuresOf(panel, shown.totals, { language, period: '' }),
        ...(compare === undefined ? [] : figuresOf(panel, compare.totals, { language, period: `, ${beforeWord}` })),
      ],
      sheetName: title,
    },
    rows:
      before === undefined
        ? now
        : [...now.map((row) => [periodWords.asked[language], ...row]), ...before.map((row) => [beforeWord, ...row])],
  }
}

/** What the numbers of a panel mean, for the first sheet. */
export function definitionsOf(panel: Panel, language: Language): ReportHead['facts'] {
  return measuresOf(panel).map((name) => {
    const { title, definition } = measureOf(name)
    return { title: title[language], value: definition[language] }
  })
}

function periodColumn(language: Language): ReportColumn {
  return { name: 'period', title: words.period[language], type: 'text' }
}

function columnOf({ name, type, unit }: Column, language: Language): ReportColumn {
  if (unit !== null) {
    const title = measureOf(name as MeasureName).title[language]
    return { name, title, type: types[unit], ...(unit === 'money' ? { currency: { column: 'currency' } } : {}) }
  }
  if (name === 'latitude' || name === 'longitude') return { name, title: words[name][language], type: 'decimal' }
  const title = dimensions[name as DimensionName].title[language]
  return { name, title, type: type === 'date' ? 'day' : type === 'time' ? 'time' : 'text' }
}

type TellCell = (value: Value, id: string | null | undefined) => ReportCell

function cellTeller(panel: Panel, { name, unit }: Column, type: ReportColumn['type'], language: Language): TellCell {
  if (type === 'time') return (value) => (value === null ? null : Date.parse(String(value)))
  if (type === 'decimal') return (value) => (value === null ? null : decimalText(Number(value)))
  if (unit !== null || type === 'day') return (value) => value
  const tell = wordTeller({ name, title: words.none, type: 'text', of: name as DimensionName }, language)
  const none = words[name === 'evaluation' ? 'unevaluated' : 'none'][language]
  // Only rows that have ids can be those of the others, or of none.
  const isNamed = panel.by.some((one) => one === name && dimensions[one].kind !== undefined) || name === 'phrase'
  return (value, id) => {
    if (!isNamed) return tell(value)
    if (id === null) return words.others[language]
    if (id === '') return none
    return dimensions[name as DimensionName].known === undefined ? value : (knownTitle(name, id, language) ?? value)
  }
}

/** The title of an id that everybody knows. */
function knownTitle(name: string, id: string | undefined, language: Language): string | undefined {
  return dimensions[name as DimensionName].known?.find(({ value }) => value === id)?.title[language]
}

function figuresOf(
  panel: Panel,
  totals: PanelRows['totals'],
  { language, period }: { language: Language; period: string },
): ReportFigure[] {
  return measuresOf(panel).flatMap((name): ReportFigure[] => {
    const total = totals[name]
    const { title, unit } = measureOf(name)
    const told = `${words.total[language]}: ${title[language]}`
    const type = types[unit]
    if (total === undefined) return []
    if (total !== null && typeof total === 'object') {
      return Object.entries(total).map(([code, value]) => ({
        title: `${told}, ${code}${period}`,
        type,
        currency: { code },
        value,
      }))
    }
    return [
      { title: told + period, type, value: type === 'decimal' && total !== null ? decimalText(Number(total)) : total },
    ]
  })
}

/** Files have no more digits after the point. */
const placesMax = 12

/** A number without an exponent. */
function decimalText(value: number): string {
  return value.toFixed(placesMax).replace(/\.?0+$/, '')
}
