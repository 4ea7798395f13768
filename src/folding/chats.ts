import { crc32 } from 'node:zlib'
import { messengerByWord, namedKinds } from '../events/chat-vocabulary.ts'
import type { NamedKind } from '../events/chat-vocabulary.ts'
import type { Named } from '../events/fields.ts'
import { chatMessageKey, dialogueKey } from '../events/identity.ts'
import { nameKey } from '../events/name-key.ts'
import type { CheckedEvent, EventOf } from '../events/envelope.ts'
import { maskRecipient } from '../events/mask.ts'
import type { Facts } from '../stores/events/facts.ts'
import { createRows } from '../stores/events/rows.ts'
import type { Rows } from '../stores/events/rows.ts'
import type { Seen } from '../stores/events/seen.ts'
import { chatMessageColumns, chatMessageRow, dialogueColumns, dialogueRow, factLine } from './chat-rows.ts'
import type { FactRow } from './chat-rows.ts'
import { factsOfDialogue } from './dialogue-facts.ts'
import { createDialogueMemory } from './dialogue-memory.ts'
import { isOfChat, joinDialogues, stateOfDialogue } from './dialogue-state.ts'
import type { DialogueState } from './dialogue-state.ts'
import type { Fold, Step } from './fold.ts'
import { secondsOf } from './instants.ts'
import { escapeText, nobody } from './message-rows.ts'
import { replacePresenceDays, touchedDays } from './presence-days.ts'
import { chatMessageRollUps, dialogueRollUps, replaceRollUp, replyRollUps, webDialogueRollUps } from './roll-ups.ts'
import { numberOf } from './told.ts'

/**
 * Folds `chat.dialogue` and `chat.message` events into dialogues and their messages, and `operator.presence` events into what
 * operators were when. A dialogue is read whole, joined with what came, and the rows that say something else now are written
 * anew; so each number of it is a function of its events and nothing else.
 * @param seen the filter over dialogues; see `createDialogueMemory`
 */
export function createChatFold(facts: Facts, seen: Seen): Fold {
  const memory = createDialogueMemory(facts, seen)

  async function change(company: number, said: ReadonlyMap<string, DialogueState>, step: Step, rows: ChatRows) {
    const known = await memory.find(company, said.keys())
    const states = new Map<string, DialogueState>()
    const touched = { dialogues: new Set<number>(), messages: new Set<number>(), web: new Set<number>() }
    for (const [key, state] of said) {
      const before = known.get(key)
      const after = before === undefined ? state : joinDialogues(before, state)
      states.set(key, after)
      const [old, made] = [before === undefined ? noRows : rowsOf(key, before), rowsOf(key, after)]
      for (const kind of ['dialogues', 'messages'] as const) {
        for (const { row, gone } of changesOf(old[kind], made[kind])) {
          rows[kind].add(factLine(company, row, step.generation, gone))
          touched[kind].add(row.bucket)
          if (kind === 'dialogues' && isOfWeb(before, after)) touched.web.add(row.bucket)
        }
      }
    }
    return { company, states, touched }
  }

  return {
    async rows(step) {
      const presence = touchedDays(step)
      const rows: ChatRows = { dialogues: createRows(), messages: createRows() }
      const changes: Awaited<ReturnType<typeof change>>[] = []
      for (const [company, said] of statesIn(step)) changes.push(await change(company, said, step, rows))
      await facts.insert('dialogues', dialogueColumns, rows.dialogues.bytes())
      await facts.insert('chat_messages', chatMessageColumns, rows.messages.bytes())
      for (const { table, columns, lines } of wordsIn(step)) await facts.insert(table, columns, lines.bytes())
      return {
        async rollUps() {
          await replacePresenceDays(facts, presence, step.generation)
          for (const { company, touched } of changes) {
            const { generation } = step
            for (const one of [...dialogueRollUps, ...replyRollUps]) {
              await replaceRollUp(facts, one, { company, touched: touched.dialogues, generation })
            }
            for (const one of webDialogueRollUps) {
              await replaceRollUp(facts, one, { company, touched: touched.web, generation })
            }
            for (const one of chatMessageRollUps) {
              await replaceRollUp(facts, one, { company, touched: touched.messages, generation })
            }
          }
        },
        async known() {
          for (const { company, states } of changes) await memory.write(company, states, step.end)
        },
      }
    },
  }
}

type ChatRows = Readonly<Record<'dialogues' | 'messages', Rows>>

/** By company and dialogue key, what the step's events say. */
function statesIn({ inputs }: Step): Map<number, Map<string, DialogueState>> {
  const companies = new Map<number, Map<string, DialogueState>>()
  for (const { company, events, receivedAt, record } of inputs) {
    for (const { event } of events) {
      if (!isOfChat(event)) continue
      const states = companies.get(company) ?? new Map<string, DialogueState>()
      companies.set(company, states)
      const key = dialogueKey(company, event.subject)
      const messageKey = event.type === 'chat.message' ? chatMessageKey(key, event.data.messageId) : ''
      const state = stateOfDialogue(company, event, { receivedAt, record, messageKey })
      const known = states.get(key)
      states.set(key, known === undefined ? state : joinDialogues(known, state))
    }
  }
  return companies
}

const web = messengerByWord.get('web')!.code

/** Whether a dialogue counts among those of the web widget, or did. */
function isOfWeb(...states: readonly (DialogueState | undefined)[]): boolean {
  return states.some((state) => state !== undefined && numberOf(state.attributes, 'messenger') === web)
}

type RowsOfDialogue = { dialogues: readonly FactRow[]; messages: readonly FactRow[] }
const noRows: RowsOfDialogue = { dialogues: [], messages: [] }

function rowsOf(key: string, state: DialogueState): RowsOfDialogue {
  const known = factsOfDialogue(state)
  const dialogue = dialogueRow(key, state.dialogue, known)
  return {
    dialogues: [dialogue],
    messages: known.messages.map((message) => chatMessageRow(dialogue, message, known.asked)),
  }
}

/** The rows that say something else than before, and those that left their bucket. */
function* changesOf(old: readonly FactRow[], made: readonly FactRow[]): Generator<{ row: FactRow; gone: 0 | 1 }> {
  const before = new Map(old.map((row) => [row.key, row]))
  for (const row of made) {
    const was = before.get(row.key)
    if (was !== undefined && was.bucket !== row.bucket) yield { row: was, gone: 1 }
    if (was?.bucket !== row.bucket || was.values !== row.values) yield { row, gone: 0 }
  }
}

type Lines = { table: string; columns: readonly string[]; lines: Rows }

/** What the step's events say of names, texts and presence: rows that need not know what was there before. */
function wordsIn({ inputs }: Step): Lines[] {
  const [names, texts, clients, presence] = [createRows(), createRows(), createRows(), createRows()]
  const named = new Map<string, { line: string; version: bigint }>()
  for (const { company, events, receivedAt } of inputs) {
    for (const { event } of events) {
      if (event.type === 'message.status') continue
      const at = event.time === 0 ? receivedAt : event.time
      for (const [key, one] of namesIn(company, event, at)) {
        if (one.version >= (named.get(key)?.version ?? 0n)) named.set(key, one)
      }
      if (isOfChat(event)) {
        const key = dialogueKey(company, event.subject)
        if (event.type === 'chat.message' && event.data.text !== '') {
          const { messageId, text } = event.data
          const message = chatMessageKey(key, messageId)
          texts.add(`${company}\t${key}\t${message}\t${escapeText(text)}\t${versionOf(at, text)}\n`)
        }
        const { client, person } = event.data
        if (client === '') continue
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
  return [
    { table: 'names', columns: ['company', 'kind', 'key', 'id', 'name', 'generation'], lines: names },
    {
      table: 'dialogue_clients',
      columns: ['company', 'dialogue_key', 'client', 'person', 'generation'],
      lines: clients,
    },
    { table: 'chat_texts', columns: ['company', 'dialogue_key', 'message_key', 'text', 'generation'], lines: texts },
    ...['presence', 'presence_by_time'].map((table) => ({
      table,
      columns: ['company', 'operator', 'at', 'state', 'operator_group', 'generation'],
      lines: presence,
    })),
  ]
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
