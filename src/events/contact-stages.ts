import { callOutcomes, conversationSeconds } from './call-vocabulary.ts'

const answered = callOutcomes.find(({ word }) => word === 'answered')!.code
const reached = `outcome = ${answered}`
const conversation = `${reached} AND talk >= ${conversationSeconds}`

/**
 * How far calls come with their clients, as conditions on the columns of `calls`: each stage lies within the one before it, so a
 * funnel of them never widens. `calls` and `numbers` are what roll-ups call the number of calls, and the set of their clients.
 */
export const contactStages = {
  called: { calls: 'calls', numbers: 'called', when: 'gone = 0' },
  reached: { calls: 'reached', numbers: 'reached_by', when: reached },
  conversation: { calls: 'conversations', numbers: 'spoken_with', when: conversation },
  goal: { calls: 'goals', numbers: 'goal_with', when: `${conversation} AND goal = 1` },
} as const
