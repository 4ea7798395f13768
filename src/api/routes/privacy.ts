import type { FastifyInstance, FastifyRequest } from 'fastify'
import { checkedField, checkForm, checkShortText } from '../../accounts/fields.ts'
import { textFields } from '../../events/message.ts'
import { failure } from '../../failure.ts'
import type { Erasure } from '../../privacy/erasures.ts'
import type { Privacy } from '../../privacy/open.ts'
import type { Calling } from '../caller.ts'
import { oneValue } from '../one-value.ts'

export type PrivacyRoute = { calling: Calling; privacy: Privacy }

type Asked = { address?: unknown; reason?: unknown } | null | undefined

const reasonLengthMax = 300
const pageMax = 100

/** The people that the caller's company wrote to: found, told, forgotten. Their addresses are in bodies only. */
export function privacyRoute(server: FastifyInstance, { calling, privacy }: PrivacyRoute): void {
  async function admin(request: FastifyRequest) {
    const caller = await calling.withScope(request, 'admin')
    return { company: caller.company, actor: calling.actor(request, caller) }
  }

  server.post<{ Body: Asked }>('/api/v1/privacy/find', async (request) => {
    const { company, actor } = await admin(request)
    return privacy.find(company, actor, addressOf(request.body))
  })

  server.post<{ Body: Asked }>('/api/v1/privacy/export', async (request, reply) => {
    const { company, actor } = await admin(request)
    const everything = await privacy.export(company, actor, addressOf(request.body))
    return reply.header('content-disposition', 'attachment; filename="person.json"').send(everything)
  })

  server.post<{ Body: Asked }>('/api/v1/privacy/erasures', async (request, reply) => {
    const { company, actor } = await admin(request)
    const { begun, done } = await privacy.erase(company, actor, erasureOf(request.body))
    const erasure = await doneSoon(done)
    return erasure === undefined ? reply.status(202).send(begun) : reply.status(201).send(erasure)
  })

  server.get('/api/v1/privacy/erasures', async (request) => {
    const { company } = await admin(request)
    const erasures = await privacy.erasures(company, { before: placeOf(request), limit: pageMax })
    return { erasures, next: erasures.length === pageMax ? erasures.at(-1)!.id : null }
  })
}

/** A long log takes minutes to search; nobody waits so long for an answer, and the work goes on without them. */
const waitedMilliseconds = 15_000

async function doneSoon(done: Promise<Erasure>): Promise<Erasure | undefined> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, waitedMilliseconds, undefined)
  })
  // Once nobody waits, what fails is told by the list, and tried again.
  done.catch(() => {})
  return Promise.race([done, late]).finally(() => clearTimeout(timer))
}

function addressOf(asked: Asked): string {
  return checkedField('address', () => checkAddress(asked?.address))
}

function erasureOf(asked: Asked): { address: string; reason: string } {
  const form = checkForm()
  const address = form.field('address', () => checkAddress(asked?.address))
  const reason = form.field('reason', () => checkReason(asked?.reason))
  form.mustBeRight()
  return { address: address!, reason: reason! }
}

function checkAddress(value: unknown): string {
  if (typeof value !== 'string' || value.trim() === '') {
    throw new Error('must be a phone number, an e-mail address or whatever else stood in "to".')
  }
  if (value.length > textFields.to) throw new Error(`must have at most ${textFields.to} characters.`)
  return value
}

function checkReason(value: unknown): string {
  const reason = checkShortText(value, reasonLengthMax)
  if (reason === null) throw new Error('must say why, such as "Asked for by letter of 3 May".')
  return reason
}

function placeOf(request: FastifyRequest): string | undefined {
  const before = oneValue(request.query, 'before')
  if (before === undefined || /^\d{1,18}$/.test(before)) return before
  const detail = 'must be "next" of an earlier answer.'
  throw failure('bad-request', `before: ${detail}`, [{ field: 'before', detail }])
}
