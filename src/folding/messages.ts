import type { Facts } from '../stores/events/facts.ts'
import { createRows } from '../stores/events/rows.ts'
import type { Rows } from '../stores/events/rows.ts'
import type { Seen } from '../stores/events/seen.ts'
import type { Fold, Step } from './fold.ts'
import { bucketOf } from './instants.ts'
import { createMessageBuckets } from './message-buckets.ts'
import { messageColumns, messageRow, movedRow, readStates } from './message-rows.ts'
import { joinStates, stateOf } from './message-state.ts'
import type { MessageState } from './message-state.ts'
import { messageRollUps, replaceRollUp } from './roll-ups.ts'

/**
 * Folds `message.status` events into messages.
 * @param seen the filter over messages; see `createMessageBuckets`
 */
export function createMessageFold(facts: Facts, seen: Seen): Fold {
  const messageBuckets = createMessageBuckets(facts, seen)

  /** Finds the bucket of each message; one whose creation turned out earlier takes all that is known of it along. */
  async function place(company: number, states: Map<string, MessageState>, rows: Rows) {
    const known = await messageBuckets.find(company, states.keys())
    const leaving = new Map<string, number>()
    for (const [message, bucket] of known) {
      if (bucketOf(states.get(message)!.createdAt) < bucket) leaving.set(message, bucket)
    }
    const stored = await readStates(facts, company, leaving)
    const touched = new Set<number>()
    const moved = new Map<string, number>()
    for (const [message, state] of states) {
      const left = leaving.get(message)
      const whole = left === undefined || !stored.has(message) ? state : joinStates(state, stored.get(message)!)
      const bucket = left === undefined ? (known.get(message) ?? bucketOf(state.createdAt)) : bucketOf(whole.createdAt)
      rows.add(messageRow(company, bucket, message, whole))
      touched.add(bucket)
      if (known.get(message) !== bucket) moved.set(message, bucket)
      if (left === undefined) continue
      rows.add(movedRow(company, left, message, whole.createdAt))
      touched.add(left)
    }
    return { company, touched, moved }
  }

  return {
    async rows(step) {
      const rows = createRows()
      const changes: Awaited<ReturnType<typeof place>>[] = []
      for (const [company, states] of statesIn(step)) changes.push(await place(company, states, rows))
      await facts.insert('messages', messageColumns, rows.bytes())
      return {
        async rollUps() {
          for (const { company, touched } of changes) {
            for (const rollUp of messageRollUps) {
              await replaceRollUp(facts, rollUp, { company, touched, generation: step.generation })
            }
          }
        },
        async known() {
          for (const { company, moved } of changes) await messageBuckets.write(company, moved, step.end)
        },
      }
    },
  }
}

/** By company and message, what the step's events say. */
function statesIn({ inputs }: Step): Map<number, Map<string, MessageState>> {
  const companies = new Map<number, Map<string, MessageState>>()
  for (const { company, events, receivedAt, record } of inputs) {
    const states = companies.get(company) ?? new Map<string, MessageState>()
    companies.set(company, states)
    for (const { event } of events) {
      if (event.type !== 'message.status') continue
      const state = stateOf(event, receivedAt, record)
      const known = states.get(event.subject)
      states.set(event.subject, known === undefined ? state : joinStates(known, state))
    }
  }
  return companies
}
