import { codesOf, dimensions } from '../measures/dimensions.ts'
import type { DimensionName } from '../measures/dimensions.ts'
import type { Filters } from '../measures/filters.ts'
import type { ReportAsked } from './report-type.ts'

/** What the filters of a report keep, as it is stored. */
export function keptCodes({ filters }: Pick<ReportAsked, 'filters'>, company: number): Filters {
  return new Map(
    [...filters].map(([name, words]) => [
      dimensions[name as DimensionName].key!,
      words.flatMap((word) => codesOf(name as DimensionName, word, company)),
    ]),
  )
}
