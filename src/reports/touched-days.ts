import type { Period } from '../measures/period.ts'
import { localDays } from '../measures/zone.ts'
import type { ReportRows } from './report-type.ts'

/** The whole days, by one clock, that a period touches: by their names, both included, and by their instants. */
export type TouchedDays = { first: string; last: string; from: number; to: number; zone: string }

/** Charges are kept by whole days of the company that used something: these are the ones that a period touches. */
export function touchedDays({ from, to }: Period, zone: string): TouchedDays {
  const days = localDays(from, to, zone)
  const [first, last] = [days[0]!, days.at(-1)!]
  return { first: first.day, last: last.day, from: first.from, to: last.to, zone }
}

/** What the first sheet says about them: the rule in words, then the days by each clock. */
export function factOfDays(all: readonly TouchedDays[], language: 'en' | 'ru'): NonNullable<ReportRows['facts']>[0] {
  const rule = {
    en: 'The whole days that the period touches, by the clock of each company',
    ru: 'Целые дни, которые затрагивает период, по часам каждой компании',
  }[language]
  const bySpan = Map.groupBy(all, ({ first, last }) => `${first} – ${last}`)
  const spans = [...bySpan]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([span, days]) => `${span} (${[...new Set(days.map(({ zone }) => zone))].toSorted().join(', ')})`)
  return { title: { en: 'Days counted', ru: 'Учтённые дни' }[language], value: `${rule}: ${spans.join('; ')}` }
}
