import { inZone } from '../measures/zone.ts'
import type { LedgerTransaction } from '../stores/ledger/open.ts'
import { tariffsOfAll } from './tariff-store.ts'
import type { Tariffs } from './tariff.ts'

/** A company, and who sells to it: its reseller, else the platform. */
export type Payer = { number: number; parent: number | null; currency: string }

/** Who pays whom (0: the platform) for what a company uses, and by what. */
export type Tier = {
  usedBy: number
  payer: number
  seller: number
  currency: string
  tariffs: Tariffs
  /** The month in which the company came, as `YYYY-MM`: packages are bought from then on. */
  since: string
}

/**
 * Two tiers: what a company pays to its seller, and, where that is a reseller, what this one pays to the platform for it. The first is
 * the company's own.
 */
export async function tiersOf(db: LedgerTransaction, companies: readonly Payer[]): Promise<Tier[]> {
  const parentOf = ({ parent }: Payer) => (parent === null ? [] : [parent])
  const named = [...new Set([...companies.map(({ number }) => number), ...companies.flatMap(parentOf)])]
  const rows = await db
    .selectFrom('companies')
    .select(['number', 'currency', 'zone', 'created_at'])
    .where('number', 'in', named)
    .execute()
  const known = new Map(rows.map((row) => [row.number, row]))
  const tiers = companies.flatMap((company) => {
    const { number, parent, currency } = company
    const { created_at, zone } = known.get(number)!
    const used = { usedBy: number, since: inZone(created_at.getTime(), zone).slice(0, 7) }
    return [
      { ...used, payer: number, seller: parent ?? 0, currency },
      ...parentOf(company).map((payer) => ({ ...used, payer, seller: 0, currency: known.get(payer)!.currency })),
    ]
  })
  const tariffsOf = await tariffsOfAll(
    db,
    tiers.map(({ payer, seller, currency }) => ({ seller, buyer: payer, currency })),
  )
  return tiers.map((tier) => ({
    ...tier,
    tariffs: tariffsOf({ seller: tier.seller, buyer: tier.payer, currency: tier.currency }),
  }))
}
