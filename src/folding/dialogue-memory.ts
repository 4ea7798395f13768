import type { Facts } from '../stores/events/facts.ts'
import { createRows } from '../stores/events/rows.ts'
import type { Seen } from '../stores/events/seen.ts'
import type { DialogueState } from './dialogue-state.ts'
import { escapeText } from './message-rows.ts'

/** Keeps what is known of each dialogue between the steps of folding. */
export type DialogueMemory = {
  /** The states of these dialogues, by key; one that was never seen is not in the answer. */
  find: (company: number, keys: Iterable<string>) => Promise<Map<string, DialogueState>>
  /**
   * Writes new states, durably, naming the record of the log that told of them; call it after everything that was made from
   * them is durable.
   */
  write: (company: number, states: ReadonlyMap<string, DialogueState>, record: number) => Promise<void>
}

/** The dialogues of the last minutes get most messages; so many messages of them are remembered, twice. */
const rememberedMessages = 200_000
const askedAtOnce = 5000

/** @param seen knows which dialogues were never written: those need no look-up */
export function createDialogueMemory(facts: Facts, seen: Seen): DialogueMemory {
  let recent = new Map<string, DialogueState>()
  let before = new Map<string, DialogueState>()
  let remembered = 0

  function remember(key: string, state: DialogueState): void {
    if (remembered >= rememberedMessages) {
      before = recent
      recent = new Map()
      remembered = 0
    }
    remembered += 1 + Object.keys(state.messages).length
    recent.set(key, state)
  }

  return {
    async find(company, keys) {
      const found = new Map<string, DialogueState>()
      const unknown: string[] = []
      for (const key of keys) {
        const state = recent.get(key) ?? before.get(key)
        if (state !== undefined) found.set(key, state)
        else if (seen.mayHave(key)) unknown.push(key)
      }
      for (let at = 0; at < unknown.length; at += askedAtOnce) {
        const rows = await facts.query(
          `SELECT replaceAll(toString(dialogue_key), '-', ''), argMax(state, record) FROM dialogue_states ` +
            `WHERE company = ${company} AND dialogue_key IN ` +
            `(SELECT toUUID(arrayJoin(splitByChar(',', '${unknown.slice(at, at + askedAtOnce).join(',')}')))) ` +
            `GROUP BY dialogue_key`,
          { session: 'folding' },
        )
        for (const [key, state] of rows) found.set(String(key), JSON.parse(String(state)) as DialogueState)
      }
      return found
    },
    async write(company, states, record) {
      const rows = createRows()
      for (const [key, state] of states)
        rows.add(`${company}\t${key}\t${escapeText(JSON.stringify(state))}\t${record}\n`)
      await facts.insert('dialogue_states', ['company', 'dialogue_key', 'state', 'record'], rows.bytes())
      for (const [key, state] of states) {
        seen.add(key)
        remember(key, state)
      }
    },
  }
}
