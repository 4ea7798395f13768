import { crc32 } from 'node:zlib'
import { namedKinds } from '../events/chat-vocabulary.ts'
import type { NamedKind } from '../events/chat-vocabulary.ts'
import type { CheckedEvent, EventOf } from '../events/envelope.ts'
import type { Named } from '../events/fields.ts'
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

/** Reads names, texts, clients and presence out of the events of a step. */
export function wordsIn({ inputs }: Step): Words {
  const [names, texts, clients, presence] = [createRows(), createRows(), createRows(), createRows()]
  const named = new Map<string, { line: string; version: bigint }>()
  const said = new Map<number, Said>()
  for (const { company, events, receivedAt } of inputs) {
    for (const { event } of events) {
      if (event.type === 'message.status') continue
      const at = event.time === 0 ? receivedAt : event.time
      for (const [key, one] of namesIn(company, event, at)) {
        if (one.version >= (named.get(key)?.version ?? 0n)) named.set(key, one)
      }
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
        continue
      }
      const { state, operator, group } = event.data
      const who = [nameKey(company, 'operator', operator.id), secondsOf(at), state, nameKey(company, 'group', group.id)]
      presence.add(`${company}\t${who.join('\t')}\t${BigInt(state) * 2n ** 32n + BigInt(crc32(group.id))}\n`)
    }
  }
  for (const { line, version } of named.values()) names.add(`${line}\t${version}\n`)
  const lines = [
    { table: 'names', columns: ['company', 'kind', 'key', 'id', 'name', 'generation'], lines: names },
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

const kinds = Object.keys(namedKinds) as NamedKind[]

/** The names in an event: what a row of `names` says, and how late it was told. An id without a name is told first of all. */
function* namesIn(
  company: number,
  { data }: Exclude<CheckedEvent, EventOf<'message.status'>>,
  at: number,
): Generator<[key: string, { line: string; version: bigint }]> {
  for (const kind of kinds) {
    if (!(kind in data)) continue
    const { id, name } = (data as Record<NamedKind, Named>)[kind]
    if (id === '') continue
    const key = `${company}\t${namedKinds[kind]}\t${nameKey(company, kind, id)}`
    const version = name === '' ? 0n : versionOf(at, name)
    yield [key, { line: `${key}\t${escapeText(id)}\t${escapeText(name)}`, version }]
  }
}

/** The later word stands, and of two of one instant the one with the greater checksum. */
function versionOf(at: number, said: string): bigint {
  return BigInt(at) * 2n ** 20n + BigInt(crc32(said) & 0xfffff)
}
