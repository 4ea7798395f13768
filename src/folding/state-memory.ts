import type { Facts } from '../stores/events/facts.ts'
import { createRows } from '../stores/events/rows.ts'
import type { Seen } from '../stores/events/seen.ts'
import { escapeText } from './message-rows.ts'

/** Keeps what is known of each dialogue, or each call, between the steps of folding. */
export type StateMemory<State> = {
  /** The states of these, by key; one that was never seen is not in the answer. */
  find: (company: number, keys: Iterable<string>) => Promise<Map<string, State>>
  /**
   * Writes new states, durably, naming the record of the log that told of them; call it after everything that was made from
   * them is durable.
   */
  write: (company: number, states: ReadonlyMap<string, State>, record: number) => Promise<void>
}

/** Where states are kept as JSON, by a key that is the hexadecimal digits of a UUID. */
export type StateTable<State> = {
  table: string
  key: string
  /** How many parts a state has: about what it takes in memory. */
  partsOf: (state: State) => number
}

/** What goes on in the last minutes gets most events; so many parts of it are remembered, twice. */
const rememberedParts = 200_000
const askedAtOnce = 5000

/** @param seen knows which were never written: those need no look-up */
export function createStateMemory<State>(
  facts: Facts,
  seen: Seen,
  { table, key: column, partsOf }: StateTable<State>,
): StateMemory<State> {
  let recent = new Map<string, State>()
  let before = new Map<string, State>()
  let remembered = 0

  function remember(key: string, state: State): void {
    if (remembered >= rememberedParts) {
      before = recent
      recent = new Map()
      remembered = 0
    }
    remembered += partsOf(state)
    recent.set(key, state)
  }

  return {
    async find(company, keys) {
      const found = new Map<string, State>()
      const unknown: string[] = []
      for (const key of keys) {
        const state = recent.get(key) ?? before.get(key)
        if (state !== undefined) found.set(key, state)
        else if (seen.mayHave(key)) unknown.push(key)
      }
      for (let at = 0; at < unknown.length; at += askedAtOnce) {
        const rows = await facts.query(
          `SELECT replaceAll(toString(${column}), '-', ''), argMax(state, record) FROM ${table} ` +
            `WHERE company = ${company} AND ${column} IN ` +
            `(SELECT toUUID(arrayJoin(splitByChar(',', '${unknown.slice(at, at + askedAtOnce).join(',')}')))) ` +
            `GROUP BY ${column}`,
          { session: 'folding' },
        )
        for (const [key, state] of rows) found.set(String(key), JSON.parse(String(state)) as State)
      }
      return found
    },
    async write(company, states, record) {
      const rows = createRows()
      for (const [key, state] of states)
        rows.add(`${company}\t${key}\t${escapeText(JSON.stringify(state))}\t${record}\n`)
      await facts.insert(table, ['company', column, 'state', 'record'], rows.bytes())
      for (const [key, state] of states) {
        seen.add(key)
        remember(key, state)
      }
    },
  }
}
