import type { FastifyInstance } from 'fastify'
import { failure } from '../../failure.ts'

export type HealthRoute = {
  /** Asks each store a small question; rejects when one does not answer. */
  ready: () => Promise<void>
  /** Whether what is kept is counted, too, at the moment. */
  isCounting: () => boolean
}

/**
 * `GET /health/live`: the process answers. `GET /health/ready`: its stores do, too. Events that cannot be counted are kept all
 * the same, so the answer is `degraded` then, and no refusal: traffic that is led elsewhere would be lost.
 */
export function healthRoute(server: FastifyInstance, { ready, isCounting }: HealthRoute): void {
  server.get('/health/live', { logLevel: 'silent' }, () => ({ status: 'ok' }))
  server.get('/health/ready', { logLevel: 'silent' }, async () => {
    await ready().catch((error: Error) => {
      // Anybody may ask; what exactly is wrong is for who reads the log.
      server.log.error({ err: error }, 'Not ready.')
      throw failure('overloaded', 'A store does not answer at the moment; the log of the server says more.')
    })
    if (isCounting()) return { status: 'ok' }
    return { status: 'degraded', detail: 'Events are kept, but cannot be counted at the moment.' }
  })
}
