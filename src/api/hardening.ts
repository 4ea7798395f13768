import type { FastifyInstance } from 'fastify'
import { failure } from '../failure.ts'

/** What holds for every request and answer of the API, whatever it is about. */
export function harden(server: FastifyInstance): void {
  // A page of another site can send text/plain without asking the browser first, and nothing of ours is sent in it.
  server.removeContentTypeParser('text/plain')

  server.addHook('onRequest', async (_request, reply) => {
    // Answers are about people and money: no browser and no proxy keeps them. Static files say otherwise themselves.
    reply.header('cache-control', 'no-store')
  })

  server.addHook('preValidation', async ({ body }) => {
    const isObject = typeof body === 'object' && !Array.isArray(body)
    if (body !== undefined && !isObject) throw failure('bad-request', 'The body must be a JSON object.')
  })
}
