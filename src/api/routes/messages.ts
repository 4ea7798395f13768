import { setTimeout as pause } from 'node:timers/promises'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { failure } from '../../failure.ts'
import { findMessage, readMessageEvents } from '../../folding/message-events.ts'
import { readZone } from '../../measures/period.ts'
import { listMessages, namedMessage } from '../../panels/message-list.ts'
import type { Facts } from '../../stores/events/facts.ts'
import type { Log } from '../../stores/log/log.ts'
import { oneValue } from '../one-value.ts'

const lookEveryMilliseconds = 100
const waitMillisecondsMax = 3000

export type MessagesRoute = {
  facts: Facts
  log: Log
  /** How many events wait to be folded. */
  waiting: () => number
  /** The company of whoever asks; throws Failure unless they may read. */
  companyOf: (request: FastifyRequest) => Promise<{ number: number; zone: string }>
}

/** A single message: how it stands, and the events that say so. */
export function messagesRoute(server: FastifyInstance, { facts, log, waiting, companyOf }: MessagesRoute): void {
  /** Where a message is; of one that is in the numbers already that is known when its events are folded to the end. */
  async function placeOf(company: number, message: string) {
    for (let waited = 0; ; waited += lookEveryMilliseconds) {
      const isWaiting = waiting() > 0
      const place = await findMessage(facts, company, message)
      if (place !== undefined || !isWaiting || waited >= waitMillisecondsMax) return place
      await pause(lookEveryMilliseconds)
    }
  }

  server.get<{ Params: { message: string } }>('/api/v1/messages/:message', async (request) => {
    const company = await companyOf(request)
    const { message } = request.params
    const zone = readZone(oneValue(request.query, 'tz'), company.zone)
    const place = await placeOf(company.number, message)
    if (place === undefined) throw failure('not-found', `There is no message "${message.slice(0, 80)}".`)
    const where = `company = ${company.number} AND bucket = ${place.bucket} AND message = {message:String}`
    const [row] = await facts.query(listMessages(where, 1), { parameters: { message } })
    const { events, more } = await readMessageEvents(log, company.number, message, place.records)
    return {
      message: namedMessage(row!, zone),
      events: events.map(({ receivedAt, event }) => ({ receivedAt: new Date(receivedAt).toISOString(), event })),
      more,
    }
  })
}
