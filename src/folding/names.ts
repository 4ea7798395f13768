import { namedKinds } from '../events/chat-vocabulary.ts'
import type { NamedKind } from '../events/chat-vocabulary.ts'
import type { CheckedEvent } from '../events/envelope.ts'
import type { Named } from '../events/fields.ts'
import { nameKey } from '../events/name-key.ts'
import type { Facts } from '../stores/events/facts.ts'
import { createRows } from '../stores/events/rows.ts'
import type { Fold, Step } from './fold.ts'
import { escapeText } from './message-rows.ts'
import { versionOf } from './versions.ts'

/** Folds what events say into what chats, bots, operators, groups, trunks and evaluations are called. */
export function createNameFold(facts: Facts): Fold {
  return {
    async rows(step) {
      const lines = createRows()
      for (const [key, { words, version }] of namesIn(step)) lines.add(`${key}\t${words}\t${version}\n`)
      await facts.insert('names', ['company', 'kind', 'key', 'id', 'name', 'generation'], lines.bytes())
      // A name is a row that need not know what was there before.
      return { rollUps: async () => {}, known: async () => {} }
    },
  }
}

type Told = { words: string; version: bigint }

function namesIn({ inputs }: Step): Map<string, Told> {
  const names = new Map<string, Told>()
  for (const { company, events, receivedAt } of inputs) {
    for (const { event } of events) {
      const at = event.time === 0 ? receivedAt : event.time
      for (const [key, one] of namesOf(company, event, at)) {
        if (one.version >= (names.get(key)?.version ?? 0n)) names.set(key, one)
      }
    }
  }
  return names
}

const kinds = Object.keys(namedKinds) as NamedKind[]

/** The names in an event, and how late each was told. An id without a name is told first of all. */
function* namesOf(company: number, { type, data }: CheckedEvent, at: number): Generator<[key: string, told: Told]> {
  if (type === 'message.status') return
  for (const kind of kinds) {
    if (!(kind in data)) continue
    const { id, name } = (data as unknown as Record<NamedKind, Named>)[kind]
    if (id === '') continue
    const key = `${company}\t${namedKinds[kind]}\t${nameKey(company, kind, id)}`
    const version = name === '' ? 0n : versionOf(at, name)
    yield [key, { words: `${escapeText(id)}\t${escapeText(name)}`, version }]
  }
}
