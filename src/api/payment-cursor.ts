import type { PaymentCursor } from '../payments/payment-list.ts'
import { fault, one } from './parameters.ts'
import type { Parameters } from './parameters.ts'

/** The place behind a payment, as a text for `cursor`. */
export function paymentCursorText({ receivedAt, id }: { receivedAt: string; id: string }): string {
  return `${Date.parse(receivedAt)}-${id}`
}

/** @throws Failure bad-request for what is none */
export function paymentCursorOf(parameters: Parameters): PaymentCursor | undefined {
  const text = one(parameters, 'cursor')
  if (text === undefined) return undefined
  const match = /^(\d{12,14})-(\d{1,18})$/.exec(text)
  if (match === null) throw fault([{ field: 'cursor', detail: 'This is not the cursor of an earlier page.' }])
  return { receivedAt: new Date(Number(match[1])), id: match[2]! }
}
