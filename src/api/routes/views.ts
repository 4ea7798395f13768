import type { FastifyInstance, FastifyRequest } from 'fastify'
import { pageById } from '../../panels/pages.ts'
import type { Ledger } from '../../stores/ledger/open.ts'
import { createViewDesk } from '../../views/view-desk.ts'
import type { Viewer } from '../../views/view-desk.ts'
import type { Calling } from '../caller.ts'
import { choice, parametersOf } from '../parameters.ts'

export type ViewsRoute = { ledger: Ledger; calling: Calling; now: () => number }

const address = '/api/v1/views'
type ById = FastifyRequest<{ Params: { id: string }; Body: unknown }>

/** Views of pages of graphs that people keep: their own, and those of the company. */
export function viewsRoute(server: FastifyInstance, { ledger, calling, now }: ViewsRoute): void {
  const desk = createViewDesk(ledger)

  async function viewerOf(request: FastifyRequest): Promise<Viewer> {
    const caller = await calling.withScope(request, 'read')
    const actor = calling.actor(request, caller)
    const mayShare = caller.scopes.includes('admin')
    return { company: caller.company, actor, name: caller.user?.name ?? actor.name, mayShare }
  }

  server.get(address, async (request) => {
    const viewer = await viewerOf(request)
    const page = choice(parametersOf(request, ['page']), 'page', [...pageById.keys()])
    return { views: await desk.list(viewer, page) }
  })

  server.post(address, async (request: FastifyRequest<{ Body: unknown }>, reply) => {
    const viewer = await viewerOf(request)
    parametersOf(request, [])
    return reply.status(201).send(await desk.add(viewer, request.body, new Date(now())))
  })

  server.patch(`${address}/:id`, async (request: ById) => {
    const viewer = await viewerOf(request)
    parametersOf(request, [])
    return desk.change(viewer, request.params.id, request.body, new Date(now()))
  })

  server.delete(`${address}/:id`, async (request: ById, reply) => {
    const viewer = await viewerOf(request)
    parametersOf(request, [])
    await desk.remove(viewer, request.params.id, new Date(now()))
    return reply.status(204).send()
  })
}
