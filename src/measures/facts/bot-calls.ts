import { isBotCall } from '../../events/call-vocabulary.ts'
import { calls, lineKeys } from './calls.ts'
import type { Fact } from './fact.ts'
import { allLevels } from '../plan.ts'

/** Calls of a bot's work, by how it was evaluated. */
export const botCalls: Fact = {
  name: 'bot_calls',
  timeBasis: calls.timeBasis,
  rows: { table: 'calls', time: calls.rows.time, standing: `${calls.rows.standing} AND ${isBotCall}` },
  rollUps: [
    { name: 'bot_calls', keys: ['evaluation'], levels: allLevels },
    { name: 'calls', keys: ['evaluation', 'direction', 'trunk', 'bot'], where: isBotCall },
  ],
  keys: { ...lineKeys, evaluation: calls.keys.evaluation! },
  partedBy: [],
  sums: { calls: { as: 'm', rollUp: 'sum(calls)', row: 'count()' } },
}
