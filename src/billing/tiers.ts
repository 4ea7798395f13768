import type { LedgerTransaction } from '../stores/ledger/open.ts'
import { tariffsOfAll } from './tariff-store.ts'
import type { Tariffs } from './tariff.ts'

/** A company, and who sells to it: its reseller, else the platform. */
export type Payer = { number: number; parent: number | null; currency: string }

/** Who pays whom (0: the platform) for what a company uses, and by what. */
export type Tier = { usedBy: number; payer: number; seller: number; currency: string; tariffs: Tariffs }

/**
 * Two tiers: what a company pays to its seller, and, where that is a reseller, what this one pays to the platform for it. The first is
 * the company's own.
 * @param which whether the second is wanted: only the platform sees it
 */
export async function tiersOf(
  db: LedgerTransaction,
  companies: readonly Payer[],
  which: 'both' | 'own' = 'both',
): Promise<Tier[]> {
  const parentOf = ({ parent }: Payer) => (parent === null || which === 'own' ? [] : [parent])
  const parents = [...new Set(companies.flatMap(parentOf))]
  const resellers = new Map(
    parents.length === 0
      ? []
      : (await db.selectFrom('companies').select(['number', 'currency']).where('number', 'in', parents).execute()).map(
          ({ number, currency }) => [number, currency] as const,
        ),
  )
  const tiers = companies.flatMap((company) => {
    const { number, parent, currency } = company
    return [
      { usedBy: number, payer: number, seller: parent ?? 0, currency },
      ...parentOf(company).map((payer) => ({ usedBy: number, payer, seller: 0, currency: resellers.get(payer)! })),
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
