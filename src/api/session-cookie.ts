import type { FastifyReply } from 'fastify'
import type { NewSession } from '../accounts/sessions.ts'
import { cookieName } from './caller.ts'

/** The cookie that carries the key of a session: no script reads it, no other site's page sends it along. */
export type SessionCookie = {
  set: (reply: FastifyReply, session: Pick<NewSession, 'key' | 'expiresAt'>) => void
  clear: (reply: FastifyReply) => void
}

export function sessionCookie(publicUrl: string | undefined): SessionCookie {
  const name = cookieName(publicUrl)
  const secure = publicUrl?.startsWith('https://') ?? false
  const options = { path: '/', httpOnly: true, sameSite: 'lax', secure } as const
  return {
    set: (reply, { key, expiresAt }) => void reply.setCookie(name, key, { ...options, expires: expiresAt }),
    clear: (reply) => void reply.clearCookie(name, options),
  }
}
