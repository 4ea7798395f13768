import type { FastifyInstance } from 'fastify'
import type { Accounts } from '../../accounts/open.ts'
import { isSetUp, setUp } from '../../accounts/setup.ts'
import type { SetupForm } from '../../accounts/setup.ts'
import { mustBeOurPage, originOf } from '../caller.ts'
import type { SessionCookie } from '../session-cookie.ts'

export type SetupRoute = {
  accounts: Accounts
  cookie: SessionCookie
  publicUrl: string | undefined
  now: () => number
}

/** Setting a new installation up, with the code from its terminal. */
export function setupRoute(server: FastifyInstance, { accounts, cookie, publicUrl, now }: SetupRoute): void {
  const { ledger, sessions } = accounts
  /** Once set up, an installation stays so. */
  let isDone = false

  server.get('/api/v1/setup', async () => {
    isDone ||= await isSetUp(ledger)
    return { isSetUp: isDone }
  })

  server.post<{ Body: Partial<SetupForm> | undefined }>('/api/v1/setup', async (request, reply) => {
    mustBeOurPage(request, publicUrl)
    const { code, name, email, password, company, zone, currency, language } = request.body ?? {}
    const form: SetupForm = { code, name, email, password, company, zone, currency, language }
    const made = await setUp(ledger, originOf(request), form, new Date(now()))
    accounts.forgetCompany(made.company)
    cookie.set(reply, await sessions.open(made.user, originOf(request), 'setup', made.company))
    return reply.status(201).send({ company: made.company })
  })
}
