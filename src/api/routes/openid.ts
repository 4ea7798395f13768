import type { FastifyInstance } from 'fastify'
import { personOf } from '../../accounts/identities.ts'
import type { Accounts } from '../../accounts/open.ts'
import type { OpenId } from '../../accounts/openid.ts'
import { noteRefusedSignIn } from '../../accounts/refused-sign-ins.ts'
import { Failure, failure } from '../../failure.ts'
import { originOf } from '../caller.ts'
import type { Calling } from '../caller.ts'
import { oneValue } from '../one-value.ts'
import { pathOfOurs } from '../path-of-ours.ts'
import type { SessionCookie } from '../session-cookie.ts'

export type OpenIdRoute = {
  accounts: Accounts
  calling: Calling
  openId: OpenId | undefined
  cookie: SessionCookie
  publicUrl: string | undefined
  now: () => number
}

const pendingSeconds = 600

/** Signing in with an OpenID Connect provider: to it, and back. What goes wrong is said by the sign-in page. */
export function openIdRoute(
  server: FastifyInstance,
  { accounts, calling, openId, cookie, publicUrl, now }: OpenIdRoute,
): void {
  const secure = publicUrl?.startsWith('https://') ?? false
  const pendingName = secure ? '__Host-talkmeter_openid' : 'talkmeter_openid'
  const options = { path: '/', httpOnly: true, sameSite: 'lax', secure } as const

  function mustBeOffered(): OpenId {
    if (openId !== undefined) return openId
    throw failure('not-found', 'This installation has no OpenID Connect provider (TALKMETER_OIDC_ISSUER).')
  }

  server.get('/api/v1/session/oidc', async (request, reply) => {
    const provider = mustBeOffered()
    const back = pathOfOurs(oneValue(request.query, 'back'))
    // Another site's page must not sign anybody in by itself: there the person is asked first.
    if (/^(cross-site|same-site)$/.test(String(request.headers['sec-fetch-site']))) {
      return reply.redirect(`/sign-in?back=${encodeURIComponent(back)}`, 303)
    }
    try {
      const { url, pending } = await provider.begin(back)
      reply.setCookie(pendingName, pending, { ...options, maxAge: pendingSeconds })
      return await reply.redirect(url, 303)
    } catch (error) {
      request.log.error({ err: error }, 'The OpenID Connect provider cannot be asked.')
      return reply.redirect('/sign-in?error=failed', 303)
    }
  })

  server.get('/api/v1/session/oidc/callback', async (request, reply) => {
    const provider = mustBeOffered()
    reply.clearCookie(pendingName, options)
    try {
      const pending = request.cookies[pendingName] ?? ''
      const { who, back } = await provider.finish(request.url.split('?')[1] ?? '', pending)
      const { user, hasJoined } = await personOf(accounts.ledger, who, originOf(request), new Date(now()))
      const session = await accounts.sessions.open(user, originOf(request), 'openid')
      const before = await calling.personOrNobody(request)
      if (before !== undefined) await accounts.sessions.signOut(before.key, originOf(request))
      cookie.set(reply, session)
      // An invitation that was accepted on the way offers nothing more.
      const isDone = hasJoined && pathOfOurs(back) === '/join'
      return await reply.redirect(isDone ? '/' : pathOfOurs(back), 303)
    } catch (error) {
      const word = errorWord(error)
      if (word === 'failed') request.log.error({ err: error }, 'A sign-in with OpenID Connect failed.')
      else request.log.warn({ why: (error as Error).message }, 'A sign-in with OpenID Connect was refused.')
      await noteRefusedSignIn(
        accounts.ledger,
        { user: undefined, how: 'openid', why: word },
        originOf(request),
        new Date(now()),
      )
      return reply.redirect(`/sign-in?error=${word}`, 303)
    }
  })
}

function errorWord(error: unknown): 'no-account' | 'refused' | 'failed' {
  if (!(error instanceof Failure)) return 'failed'
  return error.code === 'not-found' ? 'no-account' : 'refused'
}
