import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'
import { existsSync } from 'node:fs'
import { join } from 'node:path'

/** The pages for people: the built web, and its first page for every address that is one of its own. */
export async function webRoute(server: FastifyInstance, folder: string): Promise<void> {
  if (!existsSync(join(folder, 'index.html'))) return
  await server.register(fastifyStatic, {
    root: folder,
    wildcard: false,
    index: false,
    // The build wrote each file compressed beside it.
    preCompressed: true,
    setHeaders(reply, path) {
      // Assets carry a hash of their content in their name; the page that names them is asked for each time.
      reply.header('cache-control', path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache')
    },
  })
  server.get('/*', async (request, reply) => {
    const path = request.url.split('?')[0]!
    // A page's address is plain words; what looks like a file is one that is not there.
    if (/^\/(?:api|health|assets)(?:\/|$)/.test(path) || path.includes('.')) return reply.callNotFound()
    // What a link shows without an account is for whom it was given to, and for no search engine.
    if (path === '/shared') reply.header('x-robots-tag', 'noindex, nofollow')
    return reply.type('text/html; charset=utf-8').header('cache-control', 'no-cache').sendFile('index.html')
  })
}
