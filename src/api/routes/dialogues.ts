import type { FastifyInstance, FastifyRequest } from 'fastify'
import { chatTextLengths } from '../../events/chat.ts'
import { failure } from '../../failure.ts'
import { findDialogue } from '../../folding/find-dialogue.ts'
import type { DialoguePlace } from '../../folding/find-dialogue.ts'
import { readSentEvents } from '../../folding/sent-events.ts'
import { readZone } from '../../measures/period.ts'
import { chatMessagesWithTexts } from '../../panels/chat-message-list.ts'
import { dialogueListing, dialogueMessagesMax } from '../../panels/dialogue-list.ts'
import { named, timesIn } from '../../panels/listing.ts'
import type { Listing } from '../../panels/listing.ts'
import type { Facts } from '../../stores/events/facts.ts'
import type { Log } from '../../stores/log/log.ts'
import { oneValue } from '../one-value.ts'
import { whenFolded } from '../when-folded.ts'

const wholeTexts = chatMessagesWithTexts(chatTextLengths.text)

/** What routes about a single subject need. */
export type SubjectsRoute = {
  facts: Facts
  log: Log
  /** How many events wait to be folded. */
  waiting: () => number
  /** The company of whoever asks; throws Failure unless they may read. */
  companyOf: (request: FastifyRequest) => Promise<{ number: number; zone: string }>
}

type RowsAsked = { company: number; where: string; limit: number; zone: string }

/** Rows of a listing, each by the names of its columns. */
export async function namedRows(facts: Facts, listing: Listing, { company, where, limit, zone }: RowsAsked) {
  const rows = await facts.query(listing.select(`company = ${company} AND ${where}`, limit))
  const shown = await listing.show((sql) => facts.query(sql), company, rows, timesIn(zone))
  return shown.map((row) => named(listing, row))
}

/** A single dialogue: how it stands, what was written in it, and the events that say so. */
export function dialoguesRoute(server: FastifyInstance, { facts, log, waiting, companyOf }: SubjectsRoute): void {
  function messagesOf({ key, messageBuckets }: DialoguePlace, company: number, zone: string) {
    if (messageBuckets.length === 0) return Promise.resolve([])
    const where = `bucket IN (${messageBuckets.join(',')}) AND dialogue_key = toUUID('${key}') AND gone = 0`
    return namedRows(facts, wholeTexts, { company, where, limit: dialogueMessagesMax + 1, zone })
  }

  server.get<{ Params: { dialogue: string } }>('/api/v1/dialogues/:dialogue', async (request) => {
    const { number: company, zone: ownZone } = await companyOf(request)
    const { dialogue } = request.params
    const zone = readZone(oneValue(request.query, 'tz'), ownZone)
    const place = await whenFolded(waiting, () => findDialogue(facts, company, dialogue))
    if (place === undefined) throw failure('not-found', `There is no dialogue "${dialogue.slice(0, 80)}".`)
    const where = `bucket = ${place.bucket} AND dialogue_key = toUUID('${place.key}') AND gone = 0`
    const [known] = await namedRows(facts, dialogueListing, { company, where, limit: 1, zone })
    const messages = await messagesOf(place, company, zone)
    const { events, more } = await readSentEvents(log, {
      company,
      subject: dialogue,
      types: ['chat.dialogue', 'chat.message'],
      records: place.records,
    })
    return {
      dialogue: known,
      messages: messages.slice(0, dialogueMessagesMax).toReversed(),
      moreMessages: messages.length > dialogueMessagesMax,
      events: events.map(({ receivedAt, event }) => ({ receivedAt: new Date(receivedAt).toISOString(), event })),
      more,
    }
  })
}
