import type { PartingColumn } from './cell-rows.ts'
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
