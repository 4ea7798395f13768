import type { Facts } from '../stores/events/facts.ts'
import type { Said } from './chat-words.ts'
import type { DialogueState } from './dialogue-state.ts'
import type { Step } from './fold.ts'
import { bucketOf } from './instants.ts'
import { createPhraseMemory } from './phrase-memory.ts'
import type { StateMemory } from './state-memory.ts'

/** Knows in which buckets a step changes what is said how often, and by whom. */
export type PhraseTouch = {
  /** Notes the phrases of a step, durably, and gives the starts of the buckets that are to be made anew, in seconds. */
  touched: (company: number, changed: Changed, step: Step) => Promise<ReadonlySet<number>>
  /** Remembers who clients are, once everything that was made from it is durable. */
  known: (company: number, said: Said) => void
}

type Changed = {
  said: Said | undefined
  /** The dialogues of the step as they stand now. */
  states: ReadonlyMap<string, DialogueState>
  /** Buckets in which messages changed. */
  messages: ReadonlySet<number>
}

const rememberedMax = 200_000

export function createPhraseTouch(facts: Facts, memory: StateMemory<DialogueState>): PhraseTouch {
  const phrases = createPhraseMemory(facts)
  /** By dialogue the only person that was ever told to be its client; null when there were several. */
  const people = new Map<string, string | null>()

  return {
    async touched(company, { said, states, messages }, { end }) {
      const others = said === undefined ? [] : await phrases.note(company, said.phrases, end)
      if (!(await phrases.hasAny(company))) return new Set()
      const touched = new Set(messages)
      for (const { dialogue, message } of said?.texts ?? []) {
        touched.add(bucketOf(states.get(dialogue)!.messages[message]!.writtenAt))
      }
      // Whose messages they are decides whether several people say the same.
      const told = (said?.clients ?? []).filter(({ dialogue, person }) => people.get(dialogue) !== person)
      for (const { dialogue } of told) addAll(touched, states.get(dialogue)!)
      const earlier = others.filter((dialogue) => !states.has(dialogue))
      for (const state of (await memory.find(company, earlier)).values()) addAll(touched, state)
      for (const dialogue of others) if (states.has(dialogue)) addAll(touched, states.get(dialogue)!)
      return touched
    },
    known(_company, { clients }) {
      if (people.size > rememberedMax) people.clear()
      for (const { dialogue, person } of clients) {
        const known = people.get(dialogue)
        people.set(dialogue, known === undefined || known === person ? person : null)
      }
    },
  }
}

function addAll(buckets: Set<number>, { messages }: DialogueState): void {
  for (const { writtenAt } of Object.values(messages)) buckets.add(bucketOf(writtenAt))
}
