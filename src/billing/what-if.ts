import type { Step } from '../measures/period.ts'
import type { Ledger } from '../stores/ledger/open.ts'
import { usesIn, wantedOf } from './charge.ts'
import type { Run } from './charge.ts'
import type { Amount } from './decimal.ts'
import type { Line } from './lines.ts'
import { versionBy } from './tariff-store.ts'
import type { TariffPlace } from './tariff-store.ts'
import type { TariffVersion } from './tariff.ts'
import { tiersOf } from './tiers.ts'
import type { Tier } from './tiers.ts'

/** What a service cost in a currency, and what it would have. */
export type Compared = {
  service: string
  currency: string
  present: Amount
  other: Amount
  /** Events without a price. */
  unpricedPresent: number
  unpricedOther: number
}

/**
 * What a company used in some days, priced as it is, and with one version of a tariff in the place of the one that it belongs to. Packages
 * and volume steps count from the first of these days in each month.
 * @returns undefined where the company does not pay by a tariff of this version
 */
export async function whatIf(
  run: Pick<Run, 'query' | 'reading'> & { ledger: Ledger },
  company: { number: number; parent: number | null; currency: string },
  days: readonly Step[],
  version: number,
): Promise<Compared[] | undefined> {
  const asked = await run.ledger.asCompany(company.number, async (db) => {
    const found = await versionBy(db, version)
    // What its reseller pays is not the company's to see.
    const [tier] = await tiersOf(db, [{ ...company, parent: company.parent }], 'own')
    return found !== undefined && paysBy(tier!, found.place) ? { tier: tier!, ...found } : undefined
  })
  if (asked === undefined) return undefined
  const { tier, place, version: other } = asked
  const changed: Tier = { ...tier, tariffs: replaced(tier, place, other) }
  const [present, priced] = await Promise.all(
    [tier, changed].map(async (one) => wantedOf(one, days, await usesIn(run, [company.number], days, one))),
  )
  return beside(present!, priced!)
}

function paysBy({ seller, payer, currency }: Tier, place: TariffPlace): boolean {
  return place.seller === seller && (place.buyer === payer || place.buyer === 0) && place.currency === currency
}

function replaced({ tariffs }: Tier, { buyer }: TariffPlace, version: TariffVersion): Tier['tariffs'] {
  const always = [{ ...version, validFrom: 0 }]
  return buyer === 0 ? { ...tariffs, usual: always } : { ...tariffs, own: always }
}

function beside(present: readonly Line[], other: readonly Line[]): Compared[] {
  const rows = new Map<string, Compared>()
  const rowOf = ({ service, currency }: Line) => {
    const key = `${service} ${currency}`
    const row = rows.get(key) ?? { service, currency, present: 0n, other: 0n, unpricedPresent: 0, unpricedOther: 0 }
    rows.set(key, row)
    return row
  }
  for (const line of present) {
    const row = rowOf(line)
    row.present += line.amount
    if (line.kind === 'unpriced') row.unpricedPresent += line.events
  }
  for (const line of other) {
    const row = rowOf(line)
    row.other += line.amount
    if (line.kind === 'unpriced') row.unpricedOther += line.events
  }
  return [...rows.values()].toSorted(
    (a, b) => a.currency.localeCompare(b.currency, 'en') || a.service.localeCompare(b.service, 'en'),
  )
}
