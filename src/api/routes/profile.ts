import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Accounts } from '../../accounts/open.ts'
import { changeProfile, isOwnPassword, profileOf, setPassword } from '../../accounts/profile.ts'
import { beginSecondFactor, confirmSecondFactor, removeSecondFactor } from '../../accounts/second-factor.ts'
import { createThrottle, targetsOf } from '../../accounts/throttle.ts'
import { failure } from '../../failure.ts'
import { originOf } from '../caller.ts'
import type { Calling } from '../caller.ts'

export type ProfileRoute = { accounts: Accounts; calling: Calling; now: () => number }

type Body<Fields extends string> = { Body: Partial<Record<Fields, unknown>> | undefined }

/** A person's own account: name, language, password, second factor, sessions. */
export function profileRoute(server: FastifyInstance, { accounts, calling, now }: ProfileRoute): void {
  const { ledger, sessions } = accounts
  const throttle = createThrottle(ledger, now)

  /** Acts that could lock somebody out ask for the password once more, even of who is signed in. */
  async function mustKnowPassword(request: FastifyRequest, user: { id: string; email: string }, password: unknown) {
    const targets = targetsOf(user.email, originOf(request).address)
    await throttle.begin(targets)
    if (await isOwnPassword(ledger, user.id, password)) return throttle.right(targets)
    throw failure('forbidden', 'currentPassword: The password is wrong.', [
      { field: 'currentPassword', detail: 'is wrong.' },
    ])
  }

  server.get('/api/v1/profile', async (request) => profileOf(ledger, (await calling.person(request)).caller.user.id))

  server.patch<Body<'name' | 'language'>>('/api/v1/profile', async (request) => {
    const { caller } = await calling.person(request)
    await changeProfile(ledger, calling.actor(request, caller), caller.user.id, request.body ?? {}, new Date(now()))
    sessions.forget(caller.user.id)
    return profileOf(ledger, caller.user.id)
  })

  server.put<Body<'currentPassword' | 'password'>>('/api/v1/profile/password', async (request, reply) => {
    const { caller, key } = await calling.person(request)
    const { currentPassword, password } = request.body ?? {}
    await mustKnowPassword(request, caller.user, currentPassword)
    await setPassword(ledger, calling.actor(request, caller), caller.user.id, password, new Date(now()))
    // Whoever knew the old password is out.
    await sessions.signOutEverywhere(caller.user.id, key)
    return reply.status(204).send()
  })

  server.post('/api/v1/profile/second-factor', async (request) => {
    const { caller } = await calling.person(request)
    return beginSecondFactor(ledger, caller.user.id, caller.user.email, 'Talkmeter')
  })

  server.put<Body<'code'>>('/api/v1/profile/second-factor', async (request) => {
    const { caller } = await calling.person(request)
    const code = request.body?.code
    const actor = calling.actor(request, caller)
    const recoveryCodes = await confirmSecondFactor(
      ledger,
      actor,
      caller.user.id,
      typeof code === 'string' ? code : '',
      now(),
    )
    return { recoveryCodes }
  })

  server.delete<Body<'currentPassword'>>('/api/v1/profile/second-factor', async (request, reply) => {
    const { caller } = await calling.person(request)
    await mustKnowPassword(request, caller.user, request.body?.currentPassword)
    await removeSecondFactor(ledger, calling.actor(request, caller), caller.user.id, now())
    return reply.status(204).send()
  })

  server.get('/api/v1/profile/sessions', async (request) => {
    const { caller, key } = await calling.person(request)
    return { sessions: await sessions.list(caller.user.id, key) }
  })

  server.delete('/api/v1/profile/sessions', async (request, reply) => {
    const { caller, key } = await calling.person(request)
    await sessions.signOutEverywhere(caller.user.id, key)
    return reply.status(204).send()
  })
}
