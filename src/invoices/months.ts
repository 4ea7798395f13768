import { instantOfWall } from '../measures/zone.ts'
import type { LedgerTransaction } from '../stores/ledger/open.ts'

/** A month of a company that ended, and that no invoice was made for. */
export type OpenMonth = {
  company: number
  /** The first day, and the first after it. */
  first: string
  next: string
  /** When it ended for the company; milliseconds since 1970. */
  endedAt: number
}

/**
 * The oldest month of each company that ended and is not closed, in the order of company numbers. A company's first month is that of
 * its first charge.
 * @param company only that of this one
 */
export async function openMonths(db: LedgerTransaction, now: number, company?: number): Promise<OpenMonth[]> {
  let query = db
    .selectFrom('companies')
    .leftJoin('invoicing', 'invoicing.company', 'companies.number')
    .select(['number', 'zone', 'closed_until'])
    .select((select) =>
      select
        .case()
        .when('closed_until', 'is', null)
        .then(
          select
            .selectFrom('charges')
            .select((first) => first.fn.min<string | null>('day').as('day'))
            .whereRef('charges.company', '=', 'companies.number'),
        )
        .end()
        .as('charged_from'),
    )
    .orderBy('number')
  if (company !== undefined) query = query.where('number', '=', company)
  const rows = await query.execute()
  return rows.flatMap((row) => {
    const from = row.closed_until ?? row.charged_from
    if (from === null) return []
    const first = `${from.slice(0, 7)}-01`
    const month = { company: row.number, ...monthFrom(first, row.zone) }
    return month.endedAt <= now ? [month] : []
  })
}

/** A month by its first day. */
export function monthFrom(first: string, zone: string): Omit<OpenMonth, 'company'> {
  const [year, month] = first.split('-').map(Number) as [number, number]
  const next = new Date(Date.UTC(year, month, 1)).toISOString().slice(0, 10)
  return { first, next, endedAt: instantOfWall(Date.parse(next), zone) }
}
