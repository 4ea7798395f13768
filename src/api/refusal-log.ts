import type { FastifyInstance, FastifyRequest } from 'fastify'
import { networkOf } from '../accounts/throttle.ts'
import { Failure, type FailureCode } from '../failure.ts'

/** What is told, and how loud: who may not is louder than what does not fit. */
const levels: Readonly<Partial<Record<FailureCode, 'warn' | 'info'>>> = {
  unauthenticated: 'warn',
  'second-factor': 'warn',
  forbidden: 'warn',
  'too-many-requests': 'warn',
  'bad-request': 'info',
  unprocessable: 'info',
  'too-large': 'info',
  'unsupported-media-type': 'info',
  'method-not-allowed': 'info',
}
const everyMilliseconds = 60_000
/** So many kinds of refusals are remembered; the oldest is forgotten first. */
const rememberedMax = 5000

/**
 * Tells the log whom the API turned away, for who they are, how often they come, or what they send: each kind of refusal (code, route,
 * network and caller) at once, and then once a minute with how many there were, so that nobody fills the disk with it.
 * The route is told as it is described, never the address that was asked for: it may hold anything.
 */
export function tellRefusals(server: FastifyInstance, now: () => number): void {
  const kinds = new Map<string, { toldAt: number; untold: number }>()

  function isToBeTold(kind: string): number | undefined {
    const known = kinds.get(kind)
    if (known !== undefined && now() - known.toldAt < everyMilliseconds) {
      known.untold++
      return undefined
    }
    kinds.delete(kind)
    if (kinds.size >= rememberedMax) kinds.delete(kinds.keys().next().value ?? '')
    kinds.set(kind, { toldAt: now(), untold: 0 })
    return known?.untold ?? 0
  }

  server.addHook('onError', async (request: FastifyRequest, _reply, error) => {
    if (!(error instanceof Failure)) return
    const { code } = error
    const level = levels[code]
    if (level === undefined) return
    const route = `${request.method} ${request.routeOptions.url ?? 'none'}`
    const network = networkOf(request.ip)
    const caller = request.caller ?? 'nobody'
    const repeated = isToBeTold([code, route, network, caller].join(' '))
    if (repeated !== undefined) request.log[level]({ code, route, network, caller, repeated }, 'Refused.')
  })
}
