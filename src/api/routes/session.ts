import rateLimit from '@fastify/rate-limit'
import type { FastifyInstance } from 'fastify'
import type { Accounts } from '../../accounts/open.ts'
import { failure } from '../../failure.ts'
import { cookieName, mustBeOurPage } from '../caller.ts'

export type SessionRoute = { accounts: Accounts; publicUrl: string | undefined }

const attemptsPerMinute = 10

/** Signing in and out by cookie. */
export async function sessionRoute(server: FastifyInstance, { accounts, publicUrl }: SessionRoute): Promise<void> {
  const name = cookieName(publicUrl)
  const secure = publicUrl?.startsWith('https://') ?? false
  await server.register(rateLimit, {
    global: false,
    errorResponseBuilder: () => failure('too-many-requests', 'Too many attempts to sign in; try again in a minute.'),
  })

  server.post<{ Body: { email?: unknown; password?: unknown } | undefined }>(
    '/api/v1/session',
    { config: { rateLimit: { max: attemptsPerMinute, timeWindow: 60_000 } } },
    async (request, reply) => {
      mustBeOurPage(request, publicUrl)
      const { email, password } = request.body ?? {}
      if (typeof email !== 'string' || typeof password !== 'string') {
        throw failure('bad-request', 'Send {"email": …, "password": …}.', [
          { field: typeof email === 'string' ? 'password' : 'email', detail: 'is missing.' },
        ])
      }
      const session = await accounts.sessions.signIn(email, password)
      reply.setCookie(name, session.key, {
        path: '/',
        httpOnly: true,
        sameSite: 'lax',
        secure,
        expires: session.expiresAt,
      })
      return { user: session.caller.user, company: await accounts.company(session.caller.company) }
    },
  )

  server.get('/api/v1/session', async (request) => {
    const key = request.cookies[name]
    const caller = key === undefined ? undefined : await accounts.sessions.callerOf(key)
    if (caller === undefined) throw failure('unauthenticated', 'Sign in first.')
    return { user: caller.user, company: await accounts.company(caller.company) }
  })

  server.delete('/api/v1/session', async (request, reply) => {
    mustBeOurPage(request, publicUrl)
    const key = request.cookies[name]
    if (key !== undefined) await accounts.sessions.signOut(key)
    return reply.clearCookie(name, { path: '/', httpOnly: true, sameSite: 'lax', secure }).status(204).send()
  })
}
