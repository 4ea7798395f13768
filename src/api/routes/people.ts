import type { FastifyInstance } from 'fastify'
import type { Origin } from '../../accounts/actor.ts'
import { acceptInvitation, invite, listInvitations, offerOf, revokeInvitation } from '../../accounts/invitations.ts'
import type { Accounts } from '../../accounts/open.ts'
import { changeRole, listMembers, removeMember } from '../../accounts/people.ts'
import { isRole, scopesOf } from '../../accounts/roles.ts'
import type { Caller } from '../../accounts/scopes.ts'
import type { Proven } from '../../accounts/sessions.ts'
import { createThrottle, networkOf } from '../../accounts/throttle.ts'
import type { Target } from '../../accounts/throttle.ts'
import { failure } from '../../failure.ts'
import { addressHere } from '../address-here.ts'
import { mustBeOurPage, originOf } from '../caller.ts'
import type { Calling } from '../caller.ts'
import type { SessionCookie } from '../session-cookie.ts'

export type PeopleRoute = {
  accounts: Accounts
  calling: Calling
  cookie: SessionCookie
  publicUrl: string | undefined
  now: () => number
}

type AcceptingBody = { secret?: unknown; name?: unknown; password?: unknown; code?: unknown }

/** The people of a company, and invitations by link. */
export function peopleRoute(server: FastifyInstance, { accounts, calling, cookie, publicUrl, now }: PeopleRoute): void {
  const { ledger, sessions, tokens } = accounts
  const throttle = createThrottle(ledger, now)

  /** Whose account an invitation is for, proved by what was sent; undefined where it is for somebody without one. */
  async function invitedPerson(
    sent: AcceptingBody,
    origin: Origin,
    targets: readonly Target[],
  ): Promise<Proven | undefined> {
    const { email, hasAccount } = await offerOf(ledger, secretOf(sent), new Date(now()))
    if (!hasAccount) return undefined
    // The secret is right; tries at the password are counted with those of the sign-in.
    await throttle.undo(targets)
    const { password, code } = sent
    if (typeof password === 'string' && password !== '') {
      return sessions.prove({ email, password, code: typeof code === 'string' ? code : undefined }, origin)
    }
    const detail = 'must be the one of the account that this address has; or sign in first.'
    throw failure('bad-request', `password ${detail}`, [{ field: 'password', detail }])
  }

  server.get('/api/v1/people', async (request) => ({
    people: await listMembers(ledger, (await calling.withScope(request, 'admin')).company),
  }))

  server.patch<{ Params: { id: string }; Body: { role?: unknown } | undefined }>(
    '/api/v1/people/:id',
    async (request, reply) => {
      const caller = await calling.withScope(request, 'admin')
      const actor = calling.actor(request, caller)
      mustNotBeBeyond(caller, request.body?.role)
      await changeRole(ledger, actor, caller.company, request.params.id, request.body?.role, new Date(now()))
      sessions.forget(request.params.id)
      if (request.body?.role !== 'owner') await tokens.revokePowerOf(caller.company, actor, request.params.id)
      return reply.status(204).send()
    },
  )

  server.delete<{ Params: { id: string } }>('/api/v1/people/:id', async (request, reply) => {
    const caller = await calling.withScope(request, 'admin')
    const actor = calling.actor(request, caller)
    await removeMember(ledger, actor, caller.company, request.params.id, new Date(now()))
    sessions.forget(request.params.id)
    await tokens.revokePowerOf(caller.company, actor, request.params.id)
    return reply.status(204).send()
  })

  server.get('/api/v1/invitations', async (request) => ({
    invitations: await listInvitations(ledger, (await calling.withScope(request, 'admin')).company, new Date(now())),
  }))

  server.post<{ Body: { email?: unknown; role?: unknown } | undefined }>(
    '/api/v1/invitations',
    async (request, reply) => {
      const caller = await calling.withScope(request, 'admin')
      const actor = calling.actor(request, caller)
      mustNotBeBeyond(caller, request.body?.role)
      const { secret, ...invitation } = await invite(
        ledger,
        actor,
        caller.company,
        request.body ?? {},
        caller.user?.id,
        new Date(now()),
      )
      // The secret stands behind the #, which no browser sends to a server and so no log holds.
      return reply.status(201).send({ ...invitation, link: `${addressHere(request, publicUrl)}/join#${secret}` })
    },
  )

  server.delete<{ Params: { id: string } }>('/api/v1/invitations/:id', async (request, reply) => {
    const caller = await calling.withScope(request, 'admin')
    await revokeInvitation(ledger, calling.actor(request, caller), caller.company, request.params.id, new Date(now()))
    return reply.status(204).send()
  })

  server.post<{ Body: { secret?: unknown } | undefined }>('/api/v1/invitations/offer', async (request) => {
    mustBeOurPage(request, publicUrl)
    return offerOf(ledger, secretOf(request.body), new Date(now()))
  })

  server.post<{ Body: AcceptingBody | undefined }>('/api/v1/invitations/accept', async (request, reply) => {
    mustBeOurPage(request, publicUrl)
    const origin = originOf(request)
    const targets = [{ name: `invitation from ${networkOf(origin.address)}`, freeTries: 20, waitSecondsMax: 300 }]
    await throttle.begin(targets)
    const person = await calling.personOrNobody(request)
    const sent = request.body ?? {}
    const proven = person === undefined ? await invitedPerson(sent, origin, targets) : undefined
    const { name, password } = sent
    const accepting = { secret: secretOf(sent), user: person?.caller.user ?? proven, name, password }
    const { user, company } = await acceptInvitation(ledger, origin, accepting, new Date(now()))
    if (proven === undefined) await throttle.undo(targets)
    if (person !== undefined) await sessions.signOut(person.key, origin)
    const how = proven === undefined ? 'invitation' : `invitation, ${proven.how}`
    cookie.set(reply, await sessions.open(user, origin, how, company))
    return reply.status(201).send({ company })
  })
}

function secretOf(body: { secret?: unknown } | undefined): string {
  const secret = body?.secret
  if (typeof secret === 'string' && secret.length <= 200) return secret
  throw failure('bad-request', 'secret: must be the secret of an invitation’s link.', [
    { field: 'secret', detail: 'must be the secret of an invitation’s link.' },
  ])
}

/** Nobody gives a role that may do more than their token: a person who has it would be more than the token's maker allowed. */
function mustNotBeBeyond({ token, scopes }: Caller, role: unknown): void {
  if (token === undefined || !isRole(role)) return
  const beyond = scopesOf(role).filter((scope) => !scopes.includes(scope))
  if (beyond.length === 0) return
  const detail = `must not be one that may do more than the token: ${beyond.join(', ')}.`
  throw failure('forbidden', `role ${detail}`, [{ field: 'role', detail }])
}
