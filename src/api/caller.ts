import type { FastifyRequest } from 'fastify'
import type { Accounts } from '../accounts/open.ts'
import type { Caller, Scope } from '../accounts/scopes.ts'
import { failure } from '../failure.ts'

export type CallerOptions = { accounts: Accounts; publicUrl: string | undefined }

/** The name of the session cookie: bound to this host and to https where the installation is reached by https. */
export function cookieName(publicUrl: string | undefined): string {
  return publicUrl?.startsWith('https://') ? '__Host-talkmeter_session' : 'talkmeter_session'
}

/**
 * Who asks, by bearer token or session cookie, and whether they may: throws `unauthenticated` or `forbidden`.
 * A request that changes something by cookie must come from our own pages.
 */
export async function callerOf(request: FastifyRequest, scope: Scope, options: CallerOptions): Promise<Caller> {
  const caller = await authenticated(request, options)
  if (caller.scopes.includes(scope)) return caller
  throw failure(
    'forbidden',
    `This needs a token with the scope "${scope}"; yours has: ${caller.scopes.join(', ') || 'none'}.`,
  )
}

async function authenticated(request: FastifyRequest, { accounts, publicUrl }: CallerOptions): Promise<Caller> {
  const [, token] = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '') ?? []
  if (token !== undefined) {
    const caller = await accounts.tokens.callerOf(token)
    if (caller !== undefined) return caller
    throw failure('unauthenticated', 'This token is not known, or was revoked.')
  }
  const key = request.cookies[cookieName(publicUrl)]
  const caller = key === undefined ? undefined : await accounts.sessions.callerOf(key)
  if (caller === undefined) {
    throw failure('unauthenticated', 'Send a token as "Authorization: Bearer …", or sign in.')
  }
  mustBeOurPage(request, publicUrl)
  return caller
}

/** Refuses a writing request that another site's page made a browser send. */
export function mustBeOurPage(request: FastifyRequest, publicUrl: string | undefined): void {
  if (request.method === 'GET' || request.method === 'HEAD') return
  const site = request.headers['sec-fetch-site']
  if (site === 'same-origin') return
  const { origin } = request.headers
  const ours = [publicUrl === undefined ? undefined : new URL(publicUrl).origin, `http://${request.headers.host}`]
  if (site === undefined && (origin === undefined || ours.includes(origin))) return
  throw failure('forbidden', 'This request comes from another site; only the pages of this installation may send it.')
}
