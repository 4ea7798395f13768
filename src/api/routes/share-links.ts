import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Accounts } from '../../accounts/open.ts'
import type { Sharer, ShareLinks } from '../../views/share-links.ts'
import { addressHere } from '../address-here.ts'
import type { Calling } from '../caller.ts'
import { parametersOf } from '../parameters.ts'

export type ShareLinksRoute = {
  accounts: Accounts
  calling: Calling
  links: ShareLinks
  publicUrl: string | undefined
}

const address = '/api/v1/share-links'

/** Links that show a page of graphs without an account: which there are, making one, taking one back. */
export function shareLinksRoute(
  server: FastifyInstance,
  { accounts, calling, links, publicUrl }: ShareLinksRoute,
): void {
  async function sharerOf(request: FastifyRequest): Promise<Sharer> {
    const caller = await calling.withScope(request, 'read')
    parametersOf(request, [])
    const { company, scopes } = caller
    const may = { mayShare: scopes.includes('admin'), maySeeMoney: scopes.includes('billing') }
    return { company, actor: calling.actor(request, caller), ...may }
  }

  server.get(address, async (request) => ({ links: await links.list(await sharerOf(request)) }))

  server.post(address, async (request: FastifyRequest<{ Body: unknown }>, reply) => {
    const sharer = await sharerOf(request)
    const { zone } = await accounts.company(sharer.company)
    const { secret, ...link } = await links.add(sharer, request.body, zone)
    // The secret stands behind the #, which no browser sends to a server and so no log holds.
    return reply.status(201).send({ ...link, link: `${addressHere(request, publicUrl)}/shared#${secret}` })
  })

  server.delete(`${address}/:id`, async (request: FastifyRequest<{ Params: { id: string } }>, reply) => {
    await links.revoke(await sharerOf(request), request.params.id)
    return reply.status(204).send()
  })
}
