import type { LedgerTransaction } from '../stores/ledger/open.ts'
import { decimalOf, readDecimal } from '../measures/decimal.ts'
import { serviceByWord } from './service.ts'
import type { Service } from './service.ts'

/** Days as `YYYY-MM-DD`, both included. */
type Days = { first: string; last: string }

/** What is asked about the charges that a company pays: of some days, or of each user’s own. */
export type ChargesAsked = (Days | { spans: readonly (Days & { users: readonly number[] })[] }) & {
  payer: number
  /** All where there are none. */
  services: readonly string[]
  /** Of a reseller: what this company of theirs used. */
  usedBy: number | undefined
}

/** By what charges may be added up. */
export const chargeGroups = ['day', 'service', 'kind', 'rate', 'usedBy'] as const
export type ChargeGroup = (typeof chargeGroups)[number]

export type ChargedSum = {
  day?: string
  service?: string
  kind?: string
  rate?: string
  usedBy?: number
  currency: string
  events: number
  /** Nothing where it would add up what is counted in different units. */
  quantity: number | null
  unit: Service['unit'] | null
  amount: string
}

export type MoneyTotal = { currency: string; amount: string }

/** What was used and has no price: counted, and no money. */
export type Unpriced = { service: string; events: number; quantity: number; unit: Service['unit'] }

const columnOf = { day: 'day', service: 'service', kind: 'kind', rate: 'rate', usedBy: 'used_by' } as const

/** The charges with a price, added up; newest days first. */
export async function chargedSums(
  db: LedgerTransaction,
  asked: ChargesAsked,
  groups: readonly ChargeGroup[],
): Promise<ChargedSum[]> {
  const columns = groups.map((group) => columnOf[group])
  const rows = await chargesOf(db, asked)
    .where('kind', '!=', 'unpriced')
    .select([...columns, 'currency'])
    .select((select) => [
      select.fn.sum<string>('events').as('events'),
      // What a package is of was not used by that.
      select.fn.sum<string | null>('quantity').filterWhere('kind', '!=', 'package').as('quantity'),
      select.fn.sum<string>('amount').as('amount'),
    ])
    .groupBy([...columns, 'currency'])
    .execute()
  // What was corrected to nothing is not there.
  const standing = rows.filter((row) => Number(row.events) !== 0 || readDecimal(row.amount) !== 0n)
  const sums = standing.map((row): ChargedSum => {
    const of = row as Partial<Record<(typeof columns)[number], string | number>>
    const service = of.service === undefined ? undefined : serviceByWord.get(String(of.service))
    return {
      ...Object.fromEntries(groups.map((group) => [group, of[columnOf[group]]])),
      currency: row.currency,
      events: Number(row.events),
      quantity: service === undefined ? null : Number(row.quantity ?? 0),
      unit: service?.unit ?? null,
      amount: moneyOf(row.amount),
    }
  })
  const orderOf = (sum: ChargedSum) =>
    [...groups.map((group) => (group === 'service' ? placeOf(sum.service!) : String(sum[group]))), sum.currency].join(
      '\t',
    )
  return sums
    .toSorted((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1))
    .toSorted((a, b) => (b.day ?? '').localeCompare(a.day ?? ''))
}

/** What the charges come to, by currency. */
export async function chargedTotals(db: LedgerTransaction, asked: ChargesAsked): Promise<MoneyTotal[]> {
  return (await chargedSums(db, asked, [])).map(({ currency, amount }) => ({ currency, amount }))
}

/** What was used without a price, by service. */
export async function unpricedOf(db: LedgerTransaction, asked: ChargesAsked): Promise<Unpriced[]> {
  const rows = await chargesOf(db, asked)
    .where('kind', '=', 'unpriced')
    .select('service')
    .select((select) => [
      select.fn.sum<string>('events').as('events'),
      select.fn.sum<string>('quantity').as('quantity'),
    ])
    .groupBy('service')
    .execute()
  return rows
    .map(({ service, events, quantity }) => ({
      service,
      events: Number(events),
      quantity: Number(quantity),
      unit: serviceByWord.get(service)!.unit,
    }))
    .filter(({ events }) => events !== 0)
    .toSorted((a, b) => (placeOf(a.service) < placeOf(b.service) ? -1 : 1))
}

/** Whose use a company pays, with the zone of their days: its own, and that of companies it sells to. */
export async function usersPaidBy(db: LedgerTransaction, payer: number): Promise<{ number: number; zone: string }[]> {
  return db
    .selectFrom('companies')
    .select(['number', 'zone'])
    .where((its) =>
      its.or([
        its('number', '=', payer),
        its('number', 'in', its.selectFrom('charges').select('used_by').where('company', '=', payer)),
      ]),
    )
    .orderBy('number')
    .execute()
}

/** The rows of charges that are asked about. */
export function chargesOf(db: LedgerTransaction, { payer, services, usedBy, ...days }: ChargesAsked) {
  let query = db.selectFrom('charges').where('company', '=', payer)
  query =
    'spans' in days
      ? query.where((its) =>
          its.or(
            days.spans.map(({ first, last, users }) =>
              its.and([its('day', '>=', first), its('day', '<=', last), its('used_by', 'in', [...users])]),
            ),
          ),
        )
      : query.where('day', '>=', days.first).where('day', '<=', days.last)
  if (services.length > 0) query = query.where('service', 'in', [...services])
  return usedBy === undefined ? query : query.where('used_by', '=', usedBy)
}

/** An amount as PostgreSQL tells it, as everybody else does. */
export function moneyOf(numeric: string): string {
  return decimalOf(readDecimal(numeric)!)
}

/** Where a service stands among others, as a text that sorts. */
function placeOf(service: string): string {
  return String([...serviceByWord.keys()].indexOf(service)).padStart(2, '0')
}
