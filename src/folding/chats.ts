import { messengerByWord } from '../events/chat-vocabulary.ts'
import { chatMessageKey, dialogueKey } from '../events/identity.ts'
import type { Facts } from '../stores/events/facts.ts'
import { createRows } from '../stores/events/rows.ts'
import type { Rows } from '../stores/events/rows.ts'
import type { Seen } from '../stores/events/seen.ts'
import { chatMessageColumns, chatMessageRow, dialogueColumns, dialogueRow } from './chat-rows.ts'
import { factsOfDialogue } from './dialogue-facts.ts'
import { isOfChat, joinDialogues, stateOfDialogue } from './dialogue-state.ts'
import type { DialogueState } from './dialogue-state.ts'
import { changesOf, factLine } from './fact-rows.ts'
import type { FactRow } from './fact-rows.ts'
import type { Fold, Step } from './fold.ts'
import { wordsIn } from './chat-words.ts'
import { createPhraseTouch } from './phrase-touch.ts'
import { replacePresenceDays, touchedDays } from './presence-days.ts'
import {
  chatMessageRollUps,
  dialogueRollUps,
  phraseRollUps,
  replaceRollUp,
  replyRollUps,
  webDialogueRollUps,
} from './roll-ups.ts'
import { createStateMemory } from './state-memory.ts'
import { numberOf } from './told.ts'

/**
 * Folds `chat.dialogue` and `chat.message` events into dialogues and their messages, and `operator.presence` events into what
 * operators were when. A dialogue is read whole, joined with what came, and the rows that say something else now are written
 * anew; so each number of it is a function of its events and nothing else.
 * @param seen the filter over dialogues; see `createStateMemory`
 */
export function createChatFold(facts: Facts, seen: Seen): Fold {
  const memory = createStateMemory<DialogueState>(facts, seen, {
    table: 'dialogue_states',
    key: 'dialogue_key',
    partsOf: ({ messages }) => 1 + Object.keys(messages).length,
  })
  const phrases = createPhraseTouch(facts, memory)

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
    async recount(company, touched, generation) {
      for (const one of phraseRollUps) await replaceRollUp(facts, one, { company, touched, generation })
    },
    async rows(step) {
      const presence = touchedDays(step)
      const rows: ChatRows = { dialogues: createRows(), messages: createRows() }
      const changes: Awaited<ReturnType<typeof change>>[] = []
      for (const [company, said] of statesIn(step)) changes.push(await change(company, said, step, rows))
      await facts.insert('dialogues', dialogueColumns, rows.dialogues.bytes())
      await facts.insert('chat_messages', chatMessageColumns, rows.messages.bytes())
      const { lines: words, said } = wordsIn(step)
      for (const { table, columns, lines } of words) await facts.insert(table, columns, lines.bytes())
      const saying = new Map<number, ReadonlySet<number>>()
      for (const { company, states, touched } of changes) {
        saying.set(
          company,
          await phrases.touched(company, { said: said.get(company), states, messages: touched.messages }, step),
        )
      }
      return {
        async rollUps() {
          await replacePresenceDays(facts, presence, step.generation)
          for (const { company, touched } of changes) {
            const { generation } = step
            for (const one of phraseRollUps) {
              await replaceRollUp(facts, one, { company, touched: saying.get(company)!, generation })
            }
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
          for (const [company, own] of said) phrases.known(company, own)
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
