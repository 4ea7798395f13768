import { statusByWord } from '../events/vocabulary.ts'
import type { ListedRow, PriceRow } from '../measures/prices.ts'
import { decimalOf, readDecimal } from '../measures/decimal.ts'
import { priceOf } from './pricing.ts'
import type { Use } from './pricing.ts'
import { serviceByWord } from './service.ts'
import type { ServiceWord } from './service.ts'
import { segmentsOf } from './tariff.ts'
import type { Tariffs } from './tariff.ts'

const uses: Readonly<Record<string, (row: ListedRow) => Use>> = {
  messages(row) {
    const service = row['channel'] as ServiceWord
    const { word, sent } = statusByWord.get(String(row['status']))!
    return {
      service,
      of: { country: String(row['country']), network: String(row['network']) },
      reached: word === 'delivered' ? 'delivered' : sent ? 'submitted' : 'nothing',
      events: 1,
      units: serviceByWord.get(service)!.unit === 'part' ? Math.max(1, Number(row['parts'])) : 1,
      ...toldIn(row),
    }
  },
  chat_messages: (row) => ({
    service: 'chat',
    of: { author: String(row['author']), messenger: String(row['messenger']) },
    reached: 'delivered',
    events: 1,
    units: 1,
    ...toldIn(row),
  }),
  calls: (row) => ({
    service: 'call',
    of: {
      direction: String(row['direction']),
      trunk: String(row['trunk']),
      prefix: /^\+?(\d{4})/.exec(String(row['to']))?.[1] ?? '',
    },
    reached: row['outcome'] === 'answered' || row['outcome'] === 'machine' ? 'delivered' : 'nothing',
    events: 1,
    units: Number(row['talk_seconds']),
    ...toldIn(row),
  }),
}

/** Prices single rows as charges price all of them together. */
export function pricedRows(tariffs: Tariffs, currency: string): PriceRow {
  return (kind, row, at) => {
    const use = uses[kind]
    if (use === undefined || row['outcome'] === 'in-progress') return undefined
    const one = priceOf(use(row), segmentsOf(tariffs, at, at + 1)[0]!.prices, currency)
    if (one === undefined || one.currency === '') return { price: null, currency: '' }
    return { price: decimalOf(one.amount), currency: one.currency }
  }
}

function toldIn(row: ListedRow): Pick<Use, 'told'> {
  if (row['price'] === null || row['currency'] === '') return {}
  return { told: { currency: String(row['currency']), amount: readDecimal(String(row['price']))! } }
}
