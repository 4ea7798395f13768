import { againAndAgain } from '../billing/again-and-again.ts'
import type { Ledger } from '../stores/ledger/open.ts'
import { closeMonths } from './close-months.ts'
import type { Closed } from './close-months.ts'
import { openMonths } from './months.ts'
import type { OpenMonth } from './months.ts'
import { readInvoicing } from './settings.ts'

/** So many companies are closed together. */
const companiesAtOnce = 200

const hour = 3_600_000

export type InvoicingOptions = {
  ledger: Ledger
  /** Charges what was used until now. */
  chargeNow: () => Promise<void>
  /** Until when everything is charged, and the companies of which it is not; undefined while nothing is. */
  standing: () => { until: number; failed: ReadonlySet<number> } | undefined
  now: () => number
  everySeconds: number
  /** Makes the files of what was issued, until told to stop. */
  makeFiles: (isStopped: () => boolean) => Promise<unknown>
  onTrouble: (error: Error) => void
}

/** Makes invoices of months, by itself. */
export type InvoicingRun = {
  /** Closes every month whose grace is over; resolves when that is done. */
  closeNow: () => Promise<Closed>
  stop: () => Promise<void>
}

/** Looks again and again whether months are over, and makes their invoices. Several processes may: each month is closed once. */
export function startInvoicing(options: InvoicingOptions): InvoicingRun {
  const { ledger, chargeNow, standing, now, everySeconds, makeFiles, onTrouble } = options
  const repeated = againAndAgain(closeAndWrite, {
    everySeconds,
    failed: (error) => {
      onTrouble(error)
      return nothing
    },
  })

  async function closeAndWrite(): Promise<Closed> {
    const closed = await closeAll()
    await makeFiles(repeated.isStopped)
    return closed
  }

  async function closeAll(): Promise<Closed> {
    const sum = { months: 0, invoices: 0, waiting: new Set<number>() }
    const invoicing = await ledger.asPlatform(readInvoicing)
    if (!invoicing.isMonthly) return nothing
    const due = async () => {
      const months = await ledger.asPlatform((db) => openMonths(db, now()))
      return months.filter(
        ({ company, endedAt }) => endedAt + invoicing.graceHours * hour <= now() && !sum.waiting.has(company),
      )
    }
    let months = await due()
    if (months.length > 0) await chargeNow()
    while (months.length > 0 && !repeated.isStopped()) {
      const before = sum.months
      for (const some of together(months.filter(isCharged))) {
        if (repeated.isStopped()) break
        const closed = await closeMonths(ledger, some, now())
        sum.months += closed.months
        sum.invoices += closed.invoices
        for (const company of closed.waiting) sum.waiting.add(company)
      }
      if (sum.months === before) break
      // A company of which several months are open has the next one closed now.
      months = await due()
    }
    return { months: sum.months, invoices: sum.invoices, waiting: [...sum.waiting] }
  }

  /** Whether all that was used in a month is charged. */
  function isCharged({ company, endedAt }: OpenMonth): boolean {
    const charged = standing()
    return charged !== undefined && charged.until >= endedAt && !charged.failed.has(company)
  }

  void repeated.now()
  return { closeNow: repeated.now, stop: repeated.stop }
}

const nothing: Closed = { months: 0, invoices: 0, waiting: [] }

/** Months of the same days together, so many at once; the oldest first. */
function together(months: readonly OpenMonth[]): OpenMonth[][] {
  const byMonth = [...Map.groupBy(months, ({ first }) => first)].toSorted(([a], [b]) => (a < b ? -1 : 1))
  return byMonth.flatMap(([, own]) =>
    Array.from({ length: Math.ceil(own.length / companiesAtOnce) }, (_, piece) =>
      own.slice(piece * companiesAtOnce, (piece + 1) * companiesAtOnce),
    ),
  )
}
