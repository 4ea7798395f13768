import type { LedgerTransaction } from '../stores/ledger/open.ts'
import type { Row } from '../stores/ledger/schema.ts'

/**
 * Takes the turns of those companies that there are, until the transaction ends: what is done to the money of a company is done by one
 * at a time.
 * @returns how far each is charged, by number
 */
export async function takeTurns(
  db: LedgerTransaction,
  companies: readonly { number: number; zone: string; currency: string }[],
): Promise<ReadonlyMap<number, Row<'charging'>>> {
  if (companies.length === 0) return new Map()
  await db
    .insertInto('charging')
    .values(companies.map(({ number, zone, currency }) => ({ company: number, zone, currency, generation: '-1' })))
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  const rows = await db
    .selectFrom('charging')
    .selectAll()
    .where(
      'company',
      'in',
      companies.map(({ number }) => number),
    )
    .orderBy('company')
    .forUpdate()
    .execute()
  return new Map(rows.map((row) => [row.company, row]))
}
