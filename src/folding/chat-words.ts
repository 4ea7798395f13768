import { crc32 } from 'node:zlib'
import { chatMessageKey, dialogueKey } from '../events/identity.ts'
import { maskRecipient } from '../events/mask.ts'
import { nameKey } from '../events/name-key.ts'
import { phraseKey } from '../phrases/phrase.ts'
import { createRows } from '../stores/events/rows.ts'
import type { Rows } from '../stores/events/rows.ts'
import { isOfChat } from './dialogue-state.ts'
import type { Step } from './fold.ts'
import { secondsOf } from './instants.ts'
import { escapeText, nobody } from './message-rows.ts'
import type { Saying } from './phrase-memory.ts'
import { versionOf } from './versions.ts'

/** What the events of a step say that is kept as it was said: rows that need not know what was there before. */
export type Words = {
  lines: readonly Lines[]
  /** By company, what was written and by whom. */
  said: ReadonlyMap<number, Said>
}

/** Dialogues and messages by their keys. */
export type Said = {
  texts: { dialogue: string; message: string }[]
  phrases: Map<string, Saying[]>
  /** Who the client of a dialogue is, as each event tells it; a pseudonym, or empty. */
  clients: { dialogue: string; person: string }[]
}

type Lines = { table: string; columns: readonly string[]; lines: Rows }

/** Reads texts, clients and presence out of the events of a step. */
export function wordsIn({ inputs }: Step): Words {
  const [texts, clients, presence] = [createRows(), createRows(), createRows()]
  const said = new Map<number, Said>()
  for (const { company, events, receivedAt } of inputs) {
    for (const { event } of events) {
      const at = event.time === 0 ? receivedAt : event.time
      if (isOfChat(event)) {
        const key = dialogueKey(company, event.subject)
        const own = said.get(company) ?? { texts: [], phrases: new Map<string, Saying[]>(), clients: [] }
        said.set(company, own)
        if (event.type === 'chat.message' && event.data.text !== '') {
          const { messageId, text } = event.data
          const message = chatMessageKey(key, messageId)
          const [phrase, version] = [phraseKey(company, text), versionOf(at, text)]
          texts.add(`${company}\t${key}\t${message}\t${escapeText(text)}\t${phrase}\t${version}\n`)
          own.texts.push({ dialogue: key, message })
          if (phrase !== '0') {
            const sayings = own.phrases.get(phrase) ?? []
            sayings.push({ dialogue: key, message, version })
            own.phrases.set(phrase, sayings)
          }
        }
        const { client, person } = event.data
        if (client === '') continue
        own.clients.push({ dialogue: key, person })
        const who = `${escapeText(person === '' ? maskRecipient(client) : client)}\t${person === '' ? nobody : person}`
        clients.add(`${company}\t${key}\t${who}\t${versionOf(at, who)}\n`)
      }
      if (event.type !== 'operator.presence') continue
      const { state, operator, group } = event.data
      const who = [nameKey(company, 'operator', operator.id), secondsOf(at), state, nameKey(company, 'group', group.id)]
      presence.add(`${company}\t${who.join('\t')}\t${BigInt(state) * 2n ** 32n + BigInt(crc32(group.id))}\n`)
    }
  }
  const lines = [
    {
      table: 'dialogue_clients',
      columns: ['company', 'dialogue_key', 'client', 'person', 'generation'],
      lines: clients,
    },
    {
      table: 'chat_texts',
      columns: ['company', 'dialogue_key', 'message_key', 'text', 'phrase', 'generation'],
      lines: texts,
    },
    ...['presence', 'presence_by_time'].map((table) => ({
      table,
      columns: ['company', 'operator', 'at', 'state', 'operator_group', 'generation'],
      lines: presence,
    })),
  ]
  return { lines, said }
}
