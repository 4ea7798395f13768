import { crc32 } from 'node:zlib'
import type { Actor } from '../accounts/actor.ts'
import { failure } from '../failure.ts'
import { recordPayment } from '../invoices/payment.ts'
import type { NewPayment, Payment } from '../invoices/payment.ts'
import { takeTurn } from '../stores/ledger/open.ts'
import type { LedgerTransaction } from '../stores/ledger/open.ts'

/**
 * Records a payment by a key that is one for all companies: what is sent again is recorded once, and for nobody else.
 * @throws Failure as `recordPayment` does; conflict where the key was used for a payment of another company
 */
export async function recordOnce(
  db: LedgerTransaction,
  actor: Actor,
  asked: NewPayment,
  at: Date,
): Promise<{ payment: Payment; isNew: boolean }> {
  await takeTurn(db, 'payment', crc32(asked.key) | 0)
  const other = await db
    .selectFrom('entries')
    .select('id')
    .where('kind', '=', 'payment')
    .where('key', '=', `payment:${asked.key}`)
    .where('company', '!=', asked.company)
    .executeTakeFirst()
  if (other !== undefined) {
    throw failure('conflict', 'This key was used for a payment of another company; choose a new one for a new payment.')
  }
  return recordPayment(db, actor, asked, at)
}
