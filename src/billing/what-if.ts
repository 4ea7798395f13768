import type { Step } from '../measures/period.ts'
import type { Ledger } from '../stores/ledger/open.ts'
import { cut, usesIn, wantedOf } from './charge.ts'
import type { Run } from './charge.ts'
import type { Amount } from '../measures/decimal.ts'
import type { Line } from './lines.ts'
import { versionBy } from './tariff-store.ts'
import type { TariffPlace } from './tariff-store.ts'
import type { TariffVersion } from './tariff.ts'
import { tiersOf } from './tiers.ts'
import type { Payer, Tier } from './tiers.ts'

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
 * What was used in some days, priced as it is, and with one version of a tariff in the place of the one that it belongs to: what a company
 * pays for itself and as a reseller for its companies, or what these pay to it. Packages and volume steps count from the first of these
 * days in each month.
 * @returns undefined where the company neither pays nor sells by a tariff of this version
 */
export async function whatIf(
  run: Pick<Run, 'query' | 'reading'> & { ledger: Ledger },
  company: Payer,
  days: readonly Step[],
  version: number,
): Promise<Compared[] | undefined> {
  const found = await run.ledger.asCompany(company.number, (db) => versionBy(db, version))
  if (found === undefined) return undefined
  const { place, version: other } = found
  const tiers = await run.ledger.asPlatform(async (db) => {
    const sold = await db
      .selectFrom('companies')
      .select(['number', 'parent', 'currency'])
      .where('parent', '=', company.number)
      .execute()
    return tiersOf(db, [company, ...sold])
  })
  const own = tiers.filter((tier) => isBy(tier, place) && [tier.payer, tier.seller].includes(company.number))
  if (own.length === 0 && place.seller !== company.number) return undefined
  const present: Line[] = []
  const priced: Line[] = []
  for (const tier of own) {
    const changed: Tier = { ...tier, tariffs: replaced(tier, place, other) }
    for (const [one, lines] of [
      [tier, present],
      [changed, priced],
    ] as const) {
      const steps = cut(days, one)
      for (const line of wantedOf(one, steps, await usesIn(run, [tier.usedBy], steps))) lines.push(line)
    }
  }
  return beside(present, priced)
}

function isBy({ seller, payer, currency }: Tier, place: TariffPlace): boolean {
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
