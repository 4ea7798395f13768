import type { FastifyInstance, FastifyRequest } from 'fastify'
import { failure } from '../../failure.ts'
import { readReferencedPayment } from '../../payments/payment-form.ts'
import { recordOnce } from '../../payments/record.ts'
import { checkedSignature } from '../../payments/signature.ts'
import type { Ledger } from '../../stores/ledger/open.ts'
import { originOf } from '../caller.ts'

export type PaymentWebhookRoute = { ledger: Ledger; secrets: readonly string[]; now: () => number }

const bodyBytesMax = 64 * 1024

/** Payments that another system tells, such as a provider of card payments, by a signature over the bytes of the body. */
export function paymentWebhookRoute(server: FastifyInstance, { ledger, secrets, now }: PaymentWebhookRoute): void {
  server.register(async (scope) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: bodyBytesMax }, (_request, body, done) =>
      done(null, body),
    )
    scope.post('/api/v1/webhooks/payments', { bodyLimit: bodyBytesMax }, async (request, reply) => {
      if (secrets.length === 0) {
        throw failure('not-found', 'This installation takes no payments by webhook (TALKMETER_PAYMENT_WEBHOOK_SECRET).')
      }
      const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
      const at = now()
      const signed = {
        id: headerOf(request, 'webhook-id'),
        timestamp: headerOf(request, 'webhook-timestamp'),
        signature: headerOf(request, 'webhook-signature'),
        body,
      }
      const id = checkedSignature(signed, secrets, at)
      const told = readReferencedPayment(parsed(body), at)
      const actor = { id: 'webhook', name: 'Payment webhook', ...originOf(request) }
      const { payment, isNew } = await ledger.asPlatform((db) =>
        recordOnce(db, actor, { ...told, source: 'webhook', key: `webhook:${id}` }, new Date(at)),
      )
      const { company, invoice, amount, currency, receivedAt, beyondDue } = payment
      return reply
        .status(isNew ? 201 : 200)
        .send({ id: payment.id, company, invoice, amount, currency, receivedAt, beyondDue })
    })
  })
}

function headerOf({ headers }: FastifyRequest, name: string): string | undefined {
  const value = headers[name]
  return typeof value === 'string' ? value : undefined
}

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8')) as unknown
  } catch {
    throw failure('bad-request', 'The body is no JSON.')
  }
}
