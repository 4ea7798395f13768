import { dimensions } from '../measures/dimensions.ts'
import type { ReportCell } from './file.ts'
import type { TypeColumn } from './report-type.ts'

/** Tells cells of a column as people read them: words in their language, and nothing in place of an empty text. */
export function wordTeller({ of }: TypeColumn, language: 'en' | 'ru'): (cell: ReportCell) => ReportCell {
  const { values, known = [] } = of === undefined ? { values: [] } : dimensions[of]
  const titles = new Map<ReportCell, string>((values ?? known).map(({ value, title }) => [value, title[language]]))
  return (cell) => (cell === '' ? null : (titles.get(cell) ?? cell))
}
