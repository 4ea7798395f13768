import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Accounts } from '../../accounts/open.ts'
import { readPlatform } from '../../accounts/platform.ts'
import { changeProfile, isOwnPassword, profileOf, setPassword } from '../../accounts/profile.ts'
import {
  beginSecondFactor,
  confirmSecondFactor,
  removeSecondFactor,
  renewRecoveryCodes,
} from '../../accounts/second-factor.ts'
import { createThrottle, targetsOf } from '../../accounts/throttle.ts'
import { failure } from '../../failure.ts'
import { originOf } from '../caller.ts'
import type { Calling } from '../caller.ts'
import type { SessionCookie } from '../session-cookie.ts'

export type ProfileRoute = { accounts: Accounts; calling: Calling; cookie: SessionCookie; now: () => number }

type Body<Fields extends string> = { Body: Partial<Record<Fields, unknown>> | undefined }

/** A person's own account: name, language, password, second factor, sessions. */
export function profileRoute(server: FastifyInstance, { accounts, calling, cookie, now }: ProfileRoute): void {
  const { ledger, sessions } = accounts
  const throttle = createThrottle(ledger, now)

  /**
   * Acts that could lock somebody out ask once more who it is, even of who is signed in: by their password, and then the
   * session gets a new key. Who has no password must have signed in a few minutes ago.
   */
  async function personForSure(request: FastifyRequest, reply: FastifyReply, typed: unknown) {
    const { caller, key } = await calling.person(request)
    const { user } = caller
    if (!(await profileOf(ledger, user.id)).hasPassword) {
      if (await sessions.isFresh(key)) return { caller, key }
      throw failure('forbidden', 'You signed in over ten minutes ago: sign out and in again, then repeat this.')
    }
    const password = typeof typed === 'string' ? typed : ''
    const targets = targetsOf(user.email, originOf(request).address)
    await throttle.begin(targets)
    if (!(await isOwnPassword(ledger, user.id, password))) {
      throw failure('forbidden', 'currentPassword: The password is wrong.', [
        { field: 'currentPassword', detail: 'is wrong.' },
      ])
    }
    await throttle.right(targets)
    const renewed = await sessions.renew(key)
    cookie.set(reply, renewed)
    return { caller, key: renewed.key }
  }

  /** Who has just signed in need not say once more who they are, only to make the account safer. */
  async function freshPerson(request: FastifyRequest) {
    const { caller, key } = await calling.person(request)
    if (await sessions.isFresh(key)) return { caller }
    const detail = 'is needed, as you signed in over ten minutes ago.'
    throw failure('forbidden', `currentPassword ${detail}`, [{ field: 'currentPassword', detail }])
  }

  server.get('/api/v1/profile', async (request) => profileOf(ledger, (await calling.person(request)).caller.user.id))

  server.patch<Body<'name' | 'language'>>('/api/v1/profile', async (request) => {
    const { caller } = await calling.person(request)
    await changeProfile(ledger, calling.actor(request, caller), caller.user.id, request.body ?? {}, new Date(now()))
    sessions.forget(caller.user.id)
    return profileOf(ledger, caller.user.id)
  })

  server.put<Body<'currentPassword' | 'password'>>('/api/v1/profile/password', async (request, reply) => {
    const { currentPassword, password } = request.body ?? {}
    const { caller, key } = await personForSure(request, reply, currentPassword)
    const actor = calling.actor(request, caller)
    await setPassword(ledger, actor, caller.user.id, password, new Date(now()))
    // Whoever knew the old password is out.
    await sessions.signOutEverywhere(caller.user.id, actor, key)
    return reply.status(204).send()
  })

  server.post<Body<'currentPassword'>>('/api/v1/profile/second-factor', async (request, reply) => {
    const password = request.body?.currentPassword
    const { caller } =
      password === undefined ? await freshPerson(request) : await personForSure(request, reply, password)
    const { brandName } = await readPlatform(ledger)
    return beginSecondFactor(ledger, caller.user.id, caller.user.email, brandName ?? 'Talkmeter')
  })

  server.put<Body<'code'>>('/api/v1/profile/second-factor', async (request) => {
    const { caller, key } = await calling.person(request)
    const code = request.body?.code
    const actor = calling.actor(request, caller)
    const recoveryCodes = await confirmSecondFactor(
      ledger,
      actor,
      caller.user.id,
      typeof code === 'string' ? code : '',
      now(),
    )
    // Whoever came in by the password alone is out.
    await sessions.signOutEverywhere(caller.user.id, actor, key)
    return { recoveryCodes }
  })

  server.delete<Body<'currentPassword'>>('/api/v1/profile/second-factor', async (request, reply) => {
    const { caller } = await personForSure(request, reply, request.body?.currentPassword)
    await removeSecondFactor(ledger, calling.actor(request, caller), caller.user.id, now())
    return reply.status(204).send()
  })

  server.post<Body<'currentPassword'>>('/api/v1/profile/recovery-codes', async (request, reply) => {
    const { caller } = await personForSure(request, reply, request.body?.currentPassword)
    return { recoveryCodes: await renewRecoveryCodes(ledger, calling.actor(request, caller), caller.user.id, now()) }
  })

  server.get('/api/v1/profile/sessions', async (request) => {
    const { caller, key } = await calling.person(request)
    return { sessions: await sessions.list(caller.user.id, key) }
  })

  server.delete('/api/v1/profile/sessions', async (request, reply) => {
    const { caller, key } = await calling.person(request)
    await sessions.signOutEverywhere(caller.user.id, calling.actor(request, caller), key)
    return reply.status(204).send()
  })
}
