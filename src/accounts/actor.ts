import type { Caller } from './scopes.ts'

/** Who does something and from where, as the audit log keeps it. */
export type Actor = {
  /** `user:7`, `token:12`, `cli`, `system`, or `nobody` who is known. */
  id: string
  name: string
  address: string
  userAgent: string
}

export type Origin = { address: string; userAgent: string }

const userAgentLengthMax = 200

/** The caller of a request as an actor. */
export function actorOf(caller: Pick<Caller, 'user' | 'token'>, { address, userAgent }: Origin): Actor {
  const { user, token } = caller
  const id = user === undefined ? `token:${token ?? '?'}` : `user:${user.id}`
  return { id, name: user?.email ?? `Token ${token ?? ''}`, address, userAgent: userAgent.slice(0, userAgentLengthMax) }
}

/** Whoever runs the server, at its command line. */
export const commandLine: Actor = { id: 'cli', name: 'Command line', address: '', userAgent: '' }

/** Talkmeter itself: what happens by itself. */
export const system: Actor = { id: 'system', name: 'Talkmeter', address: '', userAgent: '' }
