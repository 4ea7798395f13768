import { measureOf, numberOf } from '../measures/measures.ts'
import type { MeasureName } from '../measures/measures.ts'
import type { NumberColumn, PartingColumn } from './cell-rows.ts'
import type { TypeColumn } from './report-type.ts'

/** Columns that several reports have. */
export const dayColumn: PartingColumn = { name: 'day', title: { en: 'Day', ru: 'День' }, type: 'day', by: 'day' }
export const priceColumn: TypeColumn = {
  name: 'price',
  title: { en: 'Price', ru: 'Стоимость' },
  type: 'money',
  currency: { column: 'currency' },
}
export const currencyColumn: TypeColumn = { name: 'currency', title: { en: 'Currency', ru: 'Валюта' }, type: 'text' }
export const botColumn = { name: 'bot', title: { en: 'Bot script', ru: 'Сценарий бота' }, type: 'text' } as const

/** What a measure tells of the cells of a row, under the measure's name and title. */
export function measured(name: MeasureName, type: 'count' | 'share' | 'seconds'): NumberColumn {
  const { title, fact } = measureOf(name)
  return { name, title, type, fact, number: (cells) => numberOf(name, cells, cells) }
}
