import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Accounts } from '../../accounts/open.ts'
import { scopes } from '../../accounts/scopes.ts'
import type { Caller, Scope } from '../../accounts/scopes.ts'
import { failure } from '../../failure.ts'

export type CompanyRoute = {
  accounts: Accounts
  /** Who asks; throws Failure when they may not. */
  callerOf: (request: FastifyRequest, scope: Scope) => Promise<Caller>
}

const nameLengthMax = 100

/** The caller's company and its tokens. */
export function companyRoute(server: FastifyInstance, { accounts, callerOf }: CompanyRoute): void {
  server.get('/api/v1/company', async (request) => accounts.company((await callerOf(request, 'read')).company))

  server.get('/api/v1/tokens', async (request) => ({
    tokens: await accounts.tokens.list((await callerOf(request, 'admin')).company),
  }))

  server.post<{ Body: { name?: unknown; scopes?: unknown } | undefined }>('/api/v1/tokens', async (request, reply) => {
    const { company } = await callerOf(request, 'admin')
    const { name, scopes: asked } = request.body ?? {}
    if (typeof name !== 'string' || name.trim() === '' || name.length > nameLengthMax) {
      throw failure('bad-request', 'name: give the token a name.', [
        { field: 'name', detail: `must be a text of 1 to ${nameLengthMax} characters.` },
      ])
    }
    const known = Array.isArray(asked) ? scopes.filter((scope) => asked.includes(scope)) : []
    if (!Array.isArray(asked) || known.length === 0 || known.length !== asked.length) {
      throw failure('bad-request', `scopes: must be a list of ${scopes.join(', ')}.`, [
        { field: 'scopes', detail: `must be a list of one or more of ${scopes.join(', ')}, each once.` },
      ])
    }
    reply.status(201)
    return accounts.tokens.create(company, name.trim(), known)
  })

  server.delete<{ Params: { id: string } }>('/api/v1/tokens/:id', async (request, reply) => {
    const { company } = await callerOf(request, 'admin')
    await accounts.tokens.revoke(company, request.params.id)
    return reply.status(204).send()
  })
}
