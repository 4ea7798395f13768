import { contactStages } from '../../events/contact-stages.ts'
import { callTimeBasis, lineKeys } from './calls.ts'
import type { Distinct, Fact, Sum } from './fact.ts'
import { allLevels } from '../plan.ts'

/** How far calls came with their clients: calls, and clients of whom each counts once in a period however often they are called. */
export const contacts: Fact = {
  name: 'contacts',
  timeBasis: callTimeBasis,
  rows: { table: 'calls', time: 'started_at', standing: 'gone = 0' },
  rollUps: [
    { name: 'contacts', keys: [], levels: allLevels },
    { name: 'contacts_by_lines', keys: ['direction', 'trunk', 'bot'], levels: allLevels },
  ],
  keys: lineKeys,
  partedBy: [],
  sums: {
    calls: callsOf('called', 'm'),
    reached: callsOf('reached', 'r'),
    conversations: callsOf('conversation', 'c'),
    goals: callsOf('goal', 'w'),
  },
  distinct: {
    called: numbersOf('called', 'nm'),
    reached_by: numbersOf('reached', 'nr'),
    spoken_with: numbersOf('conversation', 'nc'),
    goal_with: numbersOf('goal', 'nw'),
  },
}

type Stage = keyof typeof contactStages

function callsOf(stage: Stage, as: string): Sum {
  const { calls, when } = contactStages[stage]
  return { as, rollUp: `sum(${calls})`, row: `countIf(${when})`, of: { row: when } }
}

function numbersOf(stage: Stage, as: string): Distinct {
  const { numbers, when } = contactStages[stage]
  return {
    as,
    rollUp: `groupBitmapMergeState(${numbers})`,
    row: `groupBitmapStateIf(client, client > 0 AND ${when})`,
  }
}
