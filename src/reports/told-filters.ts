import { serviceByWord } from '../billing/service.ts'
import { nameKey } from '../events/name-key.ts'
import type { Query } from '../measures/ask.ts'
import { dimensions } from '../measures/dimensions.ts'
import type { DimensionName } from '../measures/dimensions.ts'
import { readNames } from '../panels/names.ts'
import type { ReportFilter } from './report-type.ts'

type Language = 'en' | 'ru'

/** What a filter is called. */
function titleOfFilter(filter: ReportFilter | DimensionName, language: Language): string {
  if (filter === 'expenses') return { en: 'There are expenses', ru: 'Есть расходы' }[language]
  if (filter === 'service') return { en: 'Service', ru: 'Услуга' }[language]
  return dimensions[filter].title[language]
}

/** Filters as people call them, each with what it keeps. */
export function toldFilters(
  query: Query,
  company: number,
  filters: Iterable<readonly [ReportFilter | DimensionName, readonly string[]]>,
  language: Language,
): Promise<{ title: string; value: string }[]> {
  return Promise.all(
    Array.from(filters, async ([name, values]) => ({
      title: titleOfFilter(name, language),
      value: (await titlesOf(query, company, name, { values, language })).join(', '),
    })),
  )
}

/** The values of a filter as people call them. */
async function titlesOf(
  query: Query,
  company: number,
  filter: ReportFilter | DimensionName,
  { values, language }: { values: readonly string[]; language: Language },
): Promise<string[]> {
  if (filter === 'expenses') return [{ en: 'yes', ru: 'да' }[language]]
  if (filter === 'service') return values.map((value) => serviceByWord.get(value)!.title[language])
  const { values: known, kind } = dimensions[filter]
  if (kind === undefined) {
    return values.map((value) => known?.find((one) => one.value === value)?.title[language] ?? value)
  }
  const keys = values.map((value) => nameKey(company, kind, value))
  const nameOf = await readNames(query, company, keys)
  return keys.map((key, at) => (values[at] === '' ? without[language] : nameOf(kind, key).name))
}

const without = { en: 'without', ru: 'без' } as const
