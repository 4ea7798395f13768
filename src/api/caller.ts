import type { FastifyRequest } from 'fastify'
import { actorOf } from '../accounts/actor.ts'
import type { Actor, Origin } from '../accounts/actor.ts'
import type { Accounts } from '../accounts/open.ts'
import type { Caller, Scope } from '../accounts/scopes.ts'
import type { PersonalCaller } from '../accounts/sessions.ts'
import { failure } from '../failure.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks, as far as it is known by now: `user:7` or `token:12`. */
    caller: string | undefined
  }
}

/** Who asks, and whether they may; each throws `unauthenticated` or `forbidden`. */
export type Calling = {
  /** The caller, by token or session, who must have a scope. */
  withScope: (request: FastifyRequest, scope: Scope) => Promise<Caller>
  /** The same, who must have one of some scopes. */
  withOneOf: (request: FastifyRequest, scopes: readonly Scope[]) => Promise<Caller>
  /** Platform staff, by token or session. */
  staff: (request: FastifyRequest) => Promise<Caller>
  /** A person with a session, of any role, and the key of their cookie. */
  person: (request: FastifyRequest) => Promise<{ caller: PersonalCaller; key: string }>
  /** The person with a session, or nobody. */
  personOrNobody: (request: FastifyRequest) => Promise<{ caller: PersonalCaller; key: string } | undefined>
  /** The caller as the audit log keeps them. */
  actor: (request: FastifyRequest, caller: Caller) => Actor
}

export type CallingOptions = { accounts: Accounts; publicUrl: string | undefined }

/** The name of the session cookie: bound to this host and to https where the installation is reached by https. */
export function cookieName(publicUrl: string | undefined): string {
  return publicUrl?.startsWith('https://') ? '__Host-talkmeter_session' : 'talkmeter_session'
}

export function createCalling({ accounts, publicUrl }: CallingOptions): Calling {
  async function personOrNobody(request: FastifyRequest) {
    const key = request.cookies[cookieName(publicUrl)]
    const caller = key === undefined ? undefined : await accounts.sessions.callerOf(key)
    if (key === undefined || caller === undefined) return undefined
    mustBeOurPage(request, publicUrl)
    request.caller = `user:${caller.user.id}`
    return { caller, key }
  }

  async function anyCaller(request: FastifyRequest): Promise<Caller> {
    const token = bearerOf(request)
    if (token === undefined) return (await person(request)).caller
    const caller = await accounts.tokens.callerOf(token)
    if (caller === undefined) throw failure('unauthenticated', 'This token is not known, was revoked, or is over.')
    request.caller = `token:${caller.token}`
    return caller
  }

  async function person(request: FastifyRequest) {
    const found = await personOrNobody(request)
    if (found !== undefined) return found
    throw failure('unauthenticated', 'Send a token as "Authorization: Bearer …", or sign in.')
  }

  async function withOneOf(request: FastifyRequest, wanted: readonly Scope[]): Promise<Caller> {
    const caller = await anyCaller(request)
    if (wanted.some((scope) => caller.scopes.includes(scope))) return caller
    const needed = wanted.map((scope) => `"${scope}"`).join(' or ')
    const yours = caller.scopes.join(', ') || 'none'
    throw failure(
      'forbidden',
      `This needs the scope ${needed}; ${caller.user === undefined ? 'the token has' : 'your role has'}: ${yours}.`,
    )
  }

  return {
    withScope: (request, scope) => withOneOf(request, [scope]),
    withOneOf,
    async staff(request) {
      const caller = await anyCaller(request)
      if (caller.staff) return caller
      throw failure('forbidden', 'Only platform staff may do this.')
    },
    person,
    personOrNobody,
    actor: (request, caller) => actorOf(caller, originOf(request)),
  }
}

/** The token that a request carries. */
export function bearerOf(request: FastifyRequest): string | undefined {
  return /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1]
}

/** From where a request comes. */
export function originOf(request: FastifyRequest): Origin {
  return { address: request.ip, userAgent: (request.headers['user-agent'] ?? '').slice(0, 200).toWellFormed() }
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
