import type { LedgerTransaction } from '../stores/ledger/open.ts'

/** What others want to be told of invoices. */
export const happeningKinds = ['invoice.issued', 'invoice.paid'] as const
export type Happening = (typeof happeningKinds)[number]

/** Notes in the same transaction what happened to invoices, for who is to be told of it. */
export async function noteHappening(
  db: LedgerTransaction,
  kind: Happening,
  invoices: readonly string[],
  at: Date,
): Promise<void> {
  if (invoices.length === 0) return
  await db
    .insertInto('happenings')
    .columns(['company', 'kind', 'subject', 'at'])
    .expression((select) =>
      select
        .selectFrom('invoices')
        .select(['company', select.val(kind).as('kind'), 'number as subject', select.val(at).as('at')])
        .where('id', 'in', invoices),
    )
    .execute()
}
