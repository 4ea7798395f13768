import rateLimit from '@fastify/rate-limit'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { digestOf } from '../accounts/secrets.ts'
import { networkOf } from '../accounts/throttle.ts'
import { tooMany } from '../failure.ts'
import { bearerOf } from './caller.ts'

export type LimitOptions = { requestsPerMinuteMax: number; cookieName: string }

/** So many networks, tokens and sessions are counted at once; the one not heard of for longest is forgotten first. */
const countedMax = 20_000

/**
 * Refuses with 429 and Retry-After what comes too often: from one network (an IPv4 address, a /64 of IPv6), with one token,
 * or with one session. Whether the process lives may be asked at any time.
 */
export async function limitRequests(server: FastifyInstance, options: LimitOptions): Promise<void> {
  await server.register(rateLimit, { global: false, cache: countedMax })
  const limiter = (keyGenerator: (request: FastifyRequest) => string) =>
    server.createRateLimit({ max: options.requestsPerMinuteMax, timeWindow: 60_000, keyGenerator })
  const byNetwork = limiter((request) => networkOf(request.ip))
  const byCredential = limiter((request) => digestOf(credentialOf(request, options.cookieName) ?? ''))

  server.addHook('onRequest', async (request) => {
    if (request.url.startsWith('/health/')) return
    const counts = [await byNetwork(request)]
    if (credentialOf(request, options.cookieName) !== undefined) counts.push(await byCredential(request))
    for (const count of counts) {
      if (!count.isAllowed && count.isExceeded) throw tooMany('Too many requests.', count.ttlInSeconds)
    }
  })
}

function credentialOf(request: FastifyRequest, cookieName: string): string | undefined {
  return bearerOf(request) ?? request.cookies[cookieName]
}
