import type { LedgerTransaction } from '../stores/ledger/open.ts'
import { moneyOf } from './charged-sums.ts'
import type { MoneyTotal } from './charged-sums.ts'
import { decimalOf, readDecimal } from '../measures/decimal.ts'
import type { Amount } from '../measures/decimal.ts'
import { serviceByWord, services } from './service.ts'
import type { Service } from './service.ts'

/** What a company used of a service, and what it pays for that. */
export type ServiceCharges = {
  service: string
  events: number
  quantity: number
  unit: Service['unit']
  /** By currency; none where nothing of it has a price. */
  amounts: MoneyTotal[]
  /** How many of the events have no price. */
  unpriced: number
}

/** A company in a period: what it pays, what its reseller pays for the same, and what is left between the two. */
export type CompanyCharges = {
  company: number
  name: string
  parent: number | null
  services: ServiceCharges[]
  paid: MoneyTotal[]
  /** Of a company of a reseller: what that pays to the platform. */
  resellerPays: MoneyTotal[] | null
  margin: MoneyTotal[] | null
}

export type CompaniesAsked = { first: string; last: string; onlyWithExpenses: boolean }

type Named = { number: number; name: string; parent: number | null }

/**
 * What companies used and pay, in their order.
 * @param db may be that of a reseller: then only what they sold or paid is there
 */
export async function chargesByCompany(
  db: LedgerTransaction,
  companies: readonly Named[],
  { first, last, onlyWithExpenses }: CompaniesAsked,
): Promise<CompanyCharges[]> {
  const rows = await db
    .selectFrom('charges')
    .select(['company', 'used_by', 'service', 'currency'])
    .select((select) => [
      select.fn.sum<string>('events').as('events'),
      select.fn.sum<string | null>('quantity').filterWhere('kind', '!=', 'package').as('quantity'),
      select.fn.sum<string>('amount').as('amount'),
    ])
    .where('day', '>=', first)
    .where('day', '<=', last)
    .groupBy(['company', 'used_by', 'service', 'currency'])
    .execute()
  const byUser = Map.groupBy(rows, ({ used_by }) => used_by)
  return companies.flatMap(({ number, name, parent }) => {
    const used = byUser.get(number) ?? []
    const own = used.filter(({ company }) => company === number)
    const above = used.filter(({ company }) => company !== number)
    if (onlyWithExpenses && own.every(({ amount }) => readDecimal(amount) === 0n)) return []
    const isOfReseller = parent !== null || above.length > 0
    return [
      {
        company: number,
        name,
        parent,
        services: servicesIn(own),
        paid: totalsOf(own),
        resellerPays: isOfReseller ? totalsOf(above) : null,
        margin: isOfReseller ? totalsOf([...own, ...above.map(negated)]) : null,
      },
    ]
  })
}

/** What several companies come to. */
export function chargesTogether(all: readonly CompanyCharges[]) {
  return {
    paid: totalsOf(all.flatMap(({ paid }) => paid)),
    resellerPays: totalsOf(all.flatMap(({ resellerPays }) => resellerPays ?? [])),
    margin: totalsOf(all.flatMap(({ margin }) => margin ?? [])),
  }
}

type Sum = { service: string; currency: string; events: string; quantity: string | null; amount: string }

function servicesIn(rows: readonly Sum[]): ServiceCharges[] {
  const byService = Map.groupBy(rows, ({ service }) => service)
  return services.flatMap(({ word }) => {
    const own = byService.get(word) ?? []
    const events = sumOf(own, 'events')
    const amounts = totalsOf(own)
    if (events === 0 && amounts.length === 0) return []
    return [
      {
        service: word,
        events,
        quantity: sumOf(own, 'quantity'),
        unit: serviceByWord.get(word)!.unit,
        amounts,
        unpriced: sumOf(
          own.filter(({ currency }) => currency === ''),
          'events',
        ),
      },
    ]
  })
}

function sumOf(rows: readonly Sum[], column: 'events' | 'quantity'): number {
  return rows.reduce((sum, row) => sum + Number(row[column] ?? 0), 0)
}

/** By currency, in the order of their letters; what comes to nothing is not there. */
function totalsOf(rows: readonly MoneyTotal[]): MoneyTotal[] {
  const sums = new Map<string, Amount>()
  for (const { currency, amount } of rows) {
    if (currency !== '') sums.set(currency, (sums.get(currency) ?? 0n) + readDecimal(amount)!)
  }
  return [...sums]
    .filter(([, amount]) => amount !== 0n)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([currency, amount]) => ({ currency, amount: decimalOf(amount) }))
}

function negated<Row extends MoneyTotal>(row: Row): Row {
  return { ...row, amount: decimalOf(-readDecimal(moneyOf(row.amount))!) }
}
