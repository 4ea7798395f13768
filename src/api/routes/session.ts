import type { FastifyInstance } from 'fastify'
import type { Accounts } from '../../accounts/open.ts'
import { companiesOf } from '../../accounts/sessions.ts'
import type { PersonalCaller } from '../../accounts/sessions.ts'
import { failure } from '../../failure.ts'
import { mustBeOurPage, originOf } from '../caller.ts'
import type { Calling } from '../caller.ts'
import type { SessionCookie } from '../session-cookie.ts'

export type SessionRoute = {
  accounts: Accounts
  calling: Calling
  cookie: SessionCookie
  publicUrl: string | undefined
}

/** Signing in and out, and which company a person looks at. */
export function sessionRoute(server: FastifyInstance, { accounts, calling, cookie, publicUrl }: SessionRoute): void {
  async function view(caller: PersonalCaller) {
    return {
      user: caller.user,
      scopes: caller.scopes,
      staff: caller.staff,
      company: await accounts.company(caller.company),
      companies: await companiesOf(accounts.ledger, caller.user.id),
    }
  }

  server.post<{ Body: { email?: unknown; password?: unknown; code?: unknown } | undefined }>(
    '/api/v1/session',
    async (request, reply) => {
      mustBeOurPage(request, publicUrl)
      const { email, password, code } = request.body ?? {}
      if (typeof email !== 'string' || typeof password !== 'string') {
        throw failure('bad-request', 'Send {"email": …, "password": …}.', [
          { field: typeof email === 'string' ? 'password' : 'email', detail: 'is missing.' },
        ])
      }
      const typed = typeof code === 'string' ? code : undefined
      const before = await calling.personOrNobody(request)
      const session = await accounts.sessions.signIn({ email, password, code: typed }, originOf(request))
      if (before !== undefined) await accounts.sessions.signOut(before.key, originOf(request))
      cookie.set(reply, session)
      return view(session.caller)
    },
  )

  server.get('/api/v1/session', async (request) => view((await calling.person(request)).caller))

  server.put<{ Body: { company?: unknown } | undefined }>('/api/v1/session', async (request) => {
    const { key } = await calling.person(request)
    const company = request.body?.company
    if (typeof company !== 'number' || !Number.isInteger(company)) {
      throw failure('bad-request', 'company: must be the number of a company.', [
        { field: 'company', detail: 'must be the number of a company.' },
      ])
    }
    return view(await accounts.sessions.switchTo(key, company, originOf(request)))
  })

  server.delete('/api/v1/session', async (request, reply) => {
    const found = await calling.personOrNobody(request)
    if (found !== undefined) await accounts.sessions.signOut(found.key, originOf(request))
    cookie.clear(reply)
    return reply.status(204).send()
  })
}
