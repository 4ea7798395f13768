import type { FastifyInstance } from 'fastify'
import { failure } from '../../failure.ts'

export type HealthRoute = {
  /** Asks each store a small question; rejects when one does not answer. */
  ready: () => Promise<void>
}

/** `GET /health/live`: the process answers. `GET /health/ready`: its stores do, too. */
export function healthRoute(server: FastifyInstance, { ready }: HealthRoute): void {
  server.get('/health/live', { logLevel: 'silent' }, () => ({ status: 'ok' }))
  server.get('/health/ready', { logLevel: 'silent' }, async () => {
    await ready().catch((error: Error) => {
      // Anybody may ask; what exactly is wrong is for who reads the log.
      server.log.error({ err: error }, 'Not ready.')
      throw failure('overloaded', 'A store does not answer at the moment; the log of the server says more.')
    })
    return { status: 'ok' }
  })
}
