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

  // No text of PostgreSQL has this byte, so nothing that is looked for by it is there.
  server.addHook('preValidation', async ({ method, query, params }) => {
    for (const [name, value] of Object.entries((query ?? {}) as Record<string, string | string[]>)) {
      if (![value].flat().some((text) => text.includes('\0'))) continue
      const detail = 'must not hold the character U+0000.'
      throw failure('bad-request', `${name}: ${detail}`, [{ field: name, detail }])
    }
    const hasNone = Object.values((params ?? {}) as Record<string, string>).every((text) => !text.includes('\0'))
    if (!hasNone) throw failure('not-found', `There is nothing at this address for ${method}.`)
  })

  server.addHook('preValidation', async ({ body }) => {
    const isObject = typeof body === 'object' && !Array.isArray(body)
    if (body !== undefined && !isObject) throw failure('bad-request', 'The body must be a JSON object.')
  })
}
