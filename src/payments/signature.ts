import { createHmac, timingSafeEqual } from 'node:crypto'
import { failure } from '../failure.ts'

/** What a signed request carries, as Standard Webhooks says (https://www.standardwebhooks.com). */
export type SignedRequest = {
  id: string | undefined
  /** Seconds since 1970. */
  timestamp: string | undefined
  /** One or more, with spaces between them. */
  signature: string | undefined
  /** As it came. */
  body: Buffer
}

const ageSecondsMax = 300

/**
 * Checks who signed a request, over the bytes as they came, in constant time.
 * @param secrets each `whsec_` and the key in base64
 * @returns the id
 * @throws Failure unauthenticated
 */
export function checkedSignature(
  { id, timestamp, signature, body }: SignedRequest,
  secrets: readonly string[],
  now: number,
): string {
  if (id === undefined || !/^[\x21-\x7e]{1,200}$/.test(id)) {
    throw failure('unauthenticated', 'webhook-id must be a header of up to 200 signs.')
  }
  if (timestamp === undefined || !/^\d{1,12}$/.test(timestamp)) {
    throw failure('unauthenticated', 'webhook-timestamp must be a header with the seconds since 1970.')
  }
  if (Math.abs(now / 1000 - Number(timestamp)) > ageSecondsMax) {
    throw failure(
      'unauthenticated',
      'webhook-timestamp is more than five minutes from now: check both clocks, and sign again.',
    )
  }
  const given = (signature ?? '')
    .split(' ')
    .filter((one) => one.startsWith('v1,'))
    .slice(0, 20)
    .map((one) => Buffer.from(one.slice(3), 'base64'))
  const wanted = secrets.map((secret) =>
    createHmac('sha256', Buffer.from(secret.replace(/^whsec_/, ''), 'base64'))
      .update(`${id}.${timestamp}.`)
      .update(body)
      .digest(),
  )
  const isSigned = wanted.some((one) =>
    given.some((other) => one.length === other.length && timingSafeEqual(one, other)),
  )
  if (isSigned) return id
  throw failure(
    'unauthenticated',
    'webhook-signature is not that of this body and secret: sign the bytes that are sent.',
  )
}
