import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Accounts } from '../../accounts/open.ts'
import { failure } from '../../failure.ts'
import { paymentSources, takePaymentBack } from '../../invoices/payment.ts'
import type { Payment } from '../../invoices/payment.ts'
import { readPayment, readTakingBack } from '../../payments/payment-form.ts'
import { paymentDetails, paymentsIn, paymentTotals } from '../../payments/payment-list.ts'
import { recordOnce } from '../../payments/record.ts'
import type { LedgerTransaction } from '../../stores/ledger/open.ts'
import type { Calling } from '../caller.ts'
import { idempotencyKeyOf } from '../idempotency-key.ts'
import { choice, fault, integerMax, numberAsked, parametersOf } from '../parameters.ts'
import { paymentCursorOf, paymentCursorText } from '../payment-cursor.ts'
import { timesAsked } from '../times-asked.ts'

export type PaymentsRoute = { accounts: Accounts; calling: Calling; now: () => number }

const pageOf = { usual: 100, max: 500 }

/** For staff: what companies paid, and what they pay by other ways than a bank's statement. */
export function paymentsRoute(server: FastifyInstance, { accounts, calling, now }: PaymentsRoute): void {
  const { ledger } = accounts

  server.get('/api/v1/payments', async (request) => {
    await calling.staff(request)
    const parameters = parametersOf(request, ['company', 'source', 'from', 'to', 'cursor', 'limit'])
    const asked = {
      company: numberAsked(parameters, 'company', integerMax),
      source: choice(parameters, 'source', paymentSources),
      ...timesAsked(parameters),
    }
    const limit = numberAsked(parameters, 'limit', pageOf.max) ?? pageOf.usual
    const after = paymentCursorOf(parameters)
    return ledger.asPlatform(async (db) => {
      const found = await paymentsIn(db, asked, { after, limit: limit + 1 })
      const page = found.slice(0, limit)
      return {
        payments: await detailed(db, page),
        totals: await paymentTotals(db, asked),
        next: found.length > limit ? paymentCursorText(page.at(-1)!) : null,
      }
    })
  })

  server.post('/api/v1/payments', async (request, reply) => {
    const caller = await calling.staff(request)
    const key = `manual:${keyOf(request)}`
    const told = readPayment(request.body, now())
    const actor = calling.actor(request, caller)
    const { payment, isNew } = await ledger.asPlatform(async (db) => {
      const made = await recordOnce(db, actor, { ...told, source: 'manual', key }, new Date(now()))
      return { ...made, payment: (await detailed(db, [made.payment]))[0]! }
    })
    return reply.status(isNew ? 201 : 200).send(payment)
  })

  server.post('/api/v1/payments/:id/take-back', async (request: FastifyRequest<{ Params: { id: string } }>, reply) => {
    const caller = await calling.staff(request)
    const { id } = request.params
    if (!/^\d{1,18}$/.test(id)) throw failure('not-found', `There is no payment ${id.slice(0, 20)}.`)
    const note = readTakingBack(request.body)
    const actor = calling.actor(request, caller)
    const taking = await ledger.asPlatform(async (db) => {
      const payment = await takePaymentBack(db, actor, { id, note }, new Date(now()))
      return (await detailed(db, [payment]))[0]!
    })
    return reply.status(201).send(taking)
  })
}

/** Money that is recorded twice is a loss: a key is demanded. */
function keyOf(request: FastifyRequest): string {
  const key = idempotencyKeyOf(request, keyLengthMax)
  if (key !== undefined) return key
  const detail =
    'must be sent as a header: up to 200 signs that you choose for this payment, such as a UUID. Sent again with the same key, it is recorded once.'
  throw fault([{ field: 'Idempotency-Key', detail }])
}

const keyLengthMax = 200

async function detailed(db: LedgerTransaction, payments: readonly Payment[]) {
  const details = await paymentDetails(
    db,
    payments.map(({ id }) => id),
  )
  return payments.map((payment) => ({ ...payment, ...details.get(payment.id)! }))
}
