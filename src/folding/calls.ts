import { hiddenNumbers } from '../events/call.ts'
import type { EventOf } from '../events/envelope.ts'
import { callKey, legKey } from '../events/identity.ts'
import { isMasked, maskRecipient } from '../events/mask.ts'
import type { Facts } from '../stores/events/facts.ts'
import { createRows } from '../stores/events/rows.ts'
import type { Rows } from '../stores/events/rows.ts'
import type { Seen } from '../stores/events/seen.ts'
import { factsOfCall } from './call-facts.ts'
import { clientNumbers } from './client-numbers.ts'
import { callColumns, callRow, legColumns, legRow } from './call-rows.ts'
import { joinCalls, ofWhole, stateOfCall } from './call-state.ts'
import type { CallState } from './call-state.ts'
import { changesOf, factLine } from './fact-rows.ts'
import type { FactRow } from './fact-rows.ts'
import type { Fold, Step } from './fold.ts'
import { escapeText, nobody } from './message-rows.ts'
import { attemptRollUps, callRollUps, contactRollUps, handlingRollUps, replaceRollUp } from './roll-ups.ts'
import { createStateMemory } from './state-memory.ts'
import { versionOf } from './versions.ts'

/**
 * Folds `call.status` events into calls and their legs. A call is read whole, joined with what came, and the rows that say
 * something else now are written anew; so each number of it is a function of its events and nothing else.
 * @param seen the filter over calls; see `createStateMemory`
 */
export function createCallFold(facts: Facts, seen: Seen): Fold {
  const memory = createStateMemory<CallState>(facts, seen, {
    table: 'call_states',
    key: 'call_key',
    partsOf: ({ parts }) => Object.keys(parts).length,
  })

  async function change(company: number, said: ReadonlyMap<string, CallState>, step: Step, rows: CallRows) {
    const known = await memory.find(company, said.keys())
    const states = new Map<string, CallState>()
    const touched = { calls: new Set<number>(), legs: new Set<number>() }
    for (const [key, state] of said) {
      const before = known.get(key)
      const after = before === undefined ? state : joinCalls(before, state)
      states.set(key, after)
      const [old, made] = [before === undefined ? noRows : rowsOf(company, key, before), rowsOf(company, key, after)]
      for (const kind of ['calls', 'legs'] as const) {
        for (const { row, gone } of changesOf(old[kind], made[kind])) {
          rows[kind].add(factLine(company, row, step.generation, gone))
          touched[kind].add(row.bucket)
        }
      }
    }
    return { company, states, touched }
  }

  return {
    async rows(step) {
      const rows: CallRows = { calls: createRows(), legs: createRows() }
      const changes: Awaited<ReturnType<typeof change>>[] = []
      // Who called is known before a number is looked for: of whom a call knows, the number is not taken away.
      await facts.insert('call_numbers', numberColumns, numbersIn(step).bytes())
      for (const [company, said] of statesIn(step, await clientsIn(facts, step)))
        changes.push(await change(company, said, step, rows))
      await facts.insert('calls', callColumns, rows.calls.bytes())
      await facts.insert('call_legs', legColumns, rows.legs.bytes())
      return {
        async rollUps() {
          const { generation } = step
          for (const { company, touched } of changes) {
            for (const one of [...callRollUps, ...handlingRollUps, ...contactRollUps]) {
              await replaceRollUp(facts, one, { company, touched: touched.calls, generation })
            }
            for (const one of attemptRollUps) {
              await replaceRollUp(facts, one, { company, touched: touched.legs, generation })
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

type CallRows = Readonly<Record<'calls' | 'legs', Rows>>
type RowsOfCall = { calls: readonly FactRow[]; legs: readonly FactRow[] }
const noRows: RowsOfCall = { calls: [], legs: [] }

function rowsOf(company: number, key: string, state: CallState): RowsOfCall {
  const known = factsOfCall(company, state)
  const call = callRow(key, state.call, known)
  return { calls: [call], legs: known.legs.map((leg) => legRow(call, leg.key === ofWhole ? key : leg.key, leg)) }
}

/** The events of a step that are about calls. */
function* callEvents({ inputs }: Step) {
  for (const { company, events, receivedAt, record } of inputs) {
    for (const { event, key } of events) {
      if (event.type === 'call.status') yield { company, event, key, receivedAt, record }
    }
  }
}

/** By company and pseudonym, the numbers of the clients of whom the step's events speak. */
type Clients = ReadonlyMap<number, ReadonlyMap<string, number>>

async function clientsIn(facts: Facts, step: Step): Promise<Clients> {
  const persons = new Map<number, Set<string>>()
  for (const { company, event } of callEvents(step)) {
    const { person } = event.data
    if (person !== '') persons.set(company, (persons.get(company) ?? new Set()).add(person))
  }
  const clients = new Map<number, ReadonlyMap<string, number>>()
  for (const [company, own] of persons) clients.set(company, await clientNumbers(facts, company, own))
  return clients
}

/** By company and call key, what the step's events say. */
function statesIn(step: Step, clients: Clients): Map<number, Map<string, CallState>> {
  const companies = new Map<number, Map<string, CallState>>()
  for (const { company, event, key: eventKey, receivedAt, record } of callEvents(step)) {
    const states = companies.get(company) ?? new Map<string, CallState>()
    companies.set(company, states)
    const key = callKey(company, event.subject)
    const leg = event.data.leg === '' ? ofWhole : legKey(key, event.data.leg)
    const client = clients.get(company)?.get(event.data.person) ?? 0
    const state = stateOfCall(company, event, { receivedAt, record, key: eventKey, leg, client })
    const known = states.get(key)
    states.set(key, known === undefined ? state : joinCalls(known, state))
  }
  return companies
}

const numberColumns = ['company', 'call_key', 'side', 'person', 'number', 'generation']

/** Who called whom, as far as the step's events say it: rows that need not know what was there before. */
function numbersIn(step: Step): Rows {
  const rows = createRows()
  for (const { company, event, receivedAt } of callEvents(step)) {
    const key = callKey(company, event.subject)
    const told = event.time === 0 ? receivedAt : event.time
    // As retention has it: what is forgotten with age is as old as the call is known to be.
    const at = event.data.startedAt === 0 ? told : Math.min(told, event.data.startedAt)
    for (const { side, person, number } of numbersOf(event)) {
      rows.add(`${company}\t${key}\t${side}\t${person}\t${escapeText(number)}\t${versionOf(at, number)}\n`)
    }
  }
  return rows
}

/** The sides of a call, as the facts number them. */
const sides = [
  { field: 'from', side: 1 },
  { field: 'to', side: 2 },
] as const

/** The numbers that an event tells: the client's with their pseudonym, and masked where it may be a person's. */
function* numbersOf({ data }: EventOf<'call.status'>) {
  const hidden = hiddenNumbers(data)
  for (const { field, side } of sides) {
    const number = data[field]
    if (number === '') continue
    const isHidden = hidden.includes(field) && !isMasked(number)
    const person = field === hidden[0] && data.person !== '' ? data.person : nobody
    yield { side, person, number: isHidden ? maskRecipient(number) : number }
  }
}
