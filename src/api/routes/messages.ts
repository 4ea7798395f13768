import type { FastifyInstance, FastifyRequest } from 'fastify'
import { failure } from '../../failure.ts'
import { findMessage } from '../../folding/find-message.ts'
import { readSentEvents } from '../../folding/sent-events.ts'
import { readZone } from '../../measures/period.ts'
import { named, timesIn } from '../../panels/listing.ts'
import { messageListing, shownMessage } from '../../panels/message-list.ts'
import type { Facts } from '../../stores/events/facts.ts'
import type { Log } from '../../stores/log/log.ts'
import { oneValue } from '../one-value.ts'
import { whenFolded } from '../when-folded.ts'

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
  server.get<{ Params: { message: string } }>('/api/v1/messages/:message', async (request) => {
    const company = await companyOf(request)
    const { message } = request.params
    const zone = readZone(oneValue(request.query, 'tz'), company.zone)
    const place = await whenFolded(waiting, () => findMessage(facts, company.number, message))
    if (place === undefined) throw failure('not-found', `There is no message "${message.slice(0, 80)}".`)
    const where = `company = ${company.number} AND bucket = ${place.bucket} AND message = {message:String}`
    const rows = await facts.query(messageListing.select(where, 1), { parameters: { message } })
    const { events, more } = await readSentEvents(log, {
      company: company.number,
      subject: message,
      types: ['message.status'],
      records: place.records,
    })
    return {
      message: named(messageListing, shownMessage(rows[0]!, timesIn(zone))),
      events: events.map(({ receivedAt, event }) => ({ receivedAt: new Date(receivedAt).toISOString(), event })),
      more,
    }
  })
}
