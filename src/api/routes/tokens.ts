import type { FastifyInstance } from 'fastify'
import { checkForm, checkName } from '../../accounts/fields.ts'
import type { Accounts } from '../../accounts/open.ts'
import { scopes } from '../../accounts/scopes.ts'
import type { Scope } from '../../accounts/scopes.ts'
import { parseInstant } from '../../events/time.ts'
import type { Calling } from '../caller.ts'

export type TokensRoute = { accounts: Accounts; calling: Calling; now: () => number }

type Asked = { name?: unknown; scopes?: unknown; expiresAt?: unknown }

/** The tokens of the caller's company. */
export function tokensRoute(server: FastifyInstance, { accounts, calling, now }: TokensRoute): void {
  server.get('/api/v1/tokens', async (request) => ({
    tokens: await accounts.tokens.list((await calling.withScope(request, 'admin')).company),
  }))

  server.post<{ Body: Asked | undefined }>('/api/v1/tokens', async (request, reply) => {
    const caller = await calling.withScope(request, 'admin')
    const asked = checkToken(request.body ?? {}, caller.scopes, now())
    reply.status(201)
    return accounts.tokens.create(caller.company, calling.actor(request, caller), {
      ...asked,
      createdBy: caller.user?.id,
    })
  })

  server.delete<{ Params: { id: string } }>('/api/v1/tokens/:id', async (request, reply) => {
    const caller = await calling.withScope(request, 'admin')
    await accounts.tokens.revoke(caller.company, calling.actor(request, caller), request.params.id)
    return reply.status(204).send()
  })
}

/** Nobody gives a token more than they may do themselves; staff may let a company send events. */
function checkToken(asked: Asked, own: readonly Scope[], now: number) {
  const form = checkForm('bad-request')
  const name = form.field('name', () => checkName(asked.name))
  const list = asked.scopes
  const known = Array.isArray(list) ? scopes.filter((scope) => list.includes(scope)) : []
  if (!Array.isArray(list) || known.length === 0 || known.length !== list.length) {
    form.fault('scopes', `must be a list of one or more of ${scopes.join(', ')}, each once.`)
  }
  const beyond = known.filter((scope) => scope !== 'ingest' && !own.includes(scope))
  if (beyond.length > 0) form.fault('scopes', `must not be more than you have: ${beyond.join(', ')}.`)
  let expiresAt: Date | null = null
  if (asked.expiresAt !== undefined && asked.expiresAt !== null) {
    const instant = typeof asked.expiresAt === 'string' ? parseInstant(asked.expiresAt) : undefined
    if (instant === undefined || instant <= now) {
      form.fault('expiresAt', 'must be an RFC 3339 time in the future, or null.')
    } else expiresAt = new Date(instant)
  }
  form.mustBeRight()
  return { name: name as string, scopes: known, expiresAt }
}
