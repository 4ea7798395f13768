import type { Query } from '../measures/ask.ts'
import type { DimensionName } from '../measures/dimensions.ts'
import type { Period } from '../measures/period.ts'
import type { Text } from '../measures/text.ts'
import { inZone } from '../measures/zone.ts'
import type { ReportHead } from './file.ts'
import type { ReportFilter } from './report-type.ts'
import { toldFilters } from './told-filters.ts'

export type Facts = ReportHead['facts']

export type About = {
  company: { number: number; name: string }
  language: 'en' | 'ru'
  /** What it is, after whose it is. */
  what: Facts
  period: Period
  /** Between the period and its zone. */
  besides?: Facts
  filters: Iterable<readonly [ReportFilter | DimensionName, readonly string[]]>
  readAt: number
}

const words = {
  company: { en: 'Company', ru: 'Компания' },
  period: { en: 'Period', ru: 'Период' },
  zone: { en: 'Time zone', ru: 'Часовой пояс' },
  filters: { en: 'Filters', ru: 'Фильтры' },
  none: { en: 'none', ru: 'нет' },
  read: { en: 'Data read', ru: 'Данные прочитаны' },
} as const satisfies Readonly<Record<string, Text>>

/** What the first sheet of a file says: whose and what it is, of which period and filters, and when the data was read. */
export async function aboutFacts(query: Query, about: About): Promise<Facts> {
  const { company, language, what, period, besides = [], readAt } = about
  const told = (name: keyof typeof words, value: string) => ({ title: words[name][language], value })
  const filters = await toldFilters(query, company.number, about.filters, language)
  return [
    told('company', `${company.name} (${company.number})`),
    ...what,
    told('period', periodText(period)),
    ...besides,
    told('zone', period.zone),
    ...(filters.length === 0 ? [told('filters', words.none[language])] : filters),
    told('read', inZone(readAt, period.zone)),
  ]
}

/** From when to when, in its zone. */
export function periodText({ from, to, zone }: Period): string {
  return `${inZone(from, zone)} – ${inZone(to, zone)}`
}
