import type { FastifyRequest } from 'fastify'
import { fault } from './parameters.ts'

/**
 * The caller's own key: what is asked for twice with it is done once. Undefined where there is none.
 * @throws Failure bad-request
 */
export function idempotencyKeyOf({ headers }: FastifyRequest, lengthMax: number): string | undefined {
  const key = headers['idempotency-key']
  if (key === undefined) return undefined
  if (typeof key === 'string' && /^[\x21-\x7e]+$/.test(key) && key.length <= lengthMax) return key
  throw fault([{ field: 'Idempotency-Key', detail: `must have 1 to ${lengthMax} visible characters of ASCII.` }])
}
