import { companyOf } from '../accounts/companies.ts'
import type { Ledger } from '../stores/ledger/open.ts'
import { chargesToInvoice, lastChargeOf } from './invoiced-charges.ts'
import { monthFrom, openMonths } from './months.ts'
import { readInvoicing } from './settings.ts'
import { usageDrafts } from './usage-documents.ts'
import type { UsageDraft } from './usage-documents.ts'

/** More months than these a company does not see as drafts at once. */
const monthsMax = 24

export type Draft = UsageDraft & {
  /** When it is issued, if nothing is missing; RFC 3339. */
  issuedAt: string
}

/**
 * What the invoices of the months that ended would say now, the oldest first: until their grace is over, or while details are missing.
 */
export async function draftsOf(ledger: Ledger, number: number, now: number): Promise<Draft[]> {
  const company = await companyOf(ledger, number)
  return ledger.asPlatform(async (db) => {
    const [open] = await openMonths(db, now, number)
    if (open === undefined) return []
    const invoicing = await readInvoicing(db)
    if (!invoicing.isMonthly) return []
    const months = [open]
    for (let month = monthFrom(open.next, company.zone); month.endedAt <= now && months.length < monthsMax;) {
      months.push({ company: number, ...month })
      month = monthFrom(month.next, company.zone)
    }
    const mark = await lastChargeOf(db, [number])
    const charges = await chargesToInvoice(db, [number], { first: open.first, before: months.at(-1)!.next, mark })
    const companies = new Map([[number, company]])
    const drafts: Draft[] = []
    for (const [place, month] of months.entries()) {
      const { first, next, endedAt } = month
      const own = charges.filter(({ day }) => day < next && (place === 0 || day >= first))
      const some = await usageDrafts(db, { companies, charges: own, month: { first, next }, invoicing, now })
      const issuedAt = new Date(endedAt + invoicing.graceHours * 3_600_000).toISOString()
      drafts.push(...some.map((draft) => ({ ...draft, issuedAt })))
    }
    return drafts
  })
}
