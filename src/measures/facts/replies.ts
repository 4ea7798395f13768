import { percentilesState } from '../percentiles.ts'
import { placeKeys, placeNames, sameIn } from './chat-keys.ts'
import type { Fact } from './fact.ts'

/**
 * How long clients waited for operators: a row for each turn of a client that an operator answered, and one for each
 * dialogue with messages of the client that no operator ever answered. Roll-ups hold exact histograms, how many turns took
 * how many seconds, so that percentiles are exact.
 */
export const replies: Fact = {
  name: 'replies',
  timeBasis: {
    en: 'Counted at the time when the dialogue was opened.',
    ru: 'Считается по времени открытия диалога.',
  },
  rows: {
    table: 'dialogues',
    join: 'LEFT ARRAY JOIN replies AS seconds, repliers AS replier, arrayEnumerate(replies) AS turn',
    time: 'opened_at',
    standing: 'gone = 0 AND (turn > 0 OR asked = 1)',
  },
  rollUps: [
    { prefix: 'replies', keys: [] },
    { prefix: 'replies_by_operators', keys: [...placeNames, 'participants'] },
  ],
  keys: {
    ...placeKeys,
    // Of a reply, who wrote it: what nobody answered is nobody's.
    participants: sameIn('replier', 'n'),
  },
  partedBy: [],
  sums: {
    turns: { as: 'm', rollUp: 'sum(turns)', row: 'count()' },
    replies: { as: 'r', rollUp: 'sumIf(turns, turn > 0)', row: 'countIf(turn > 0)', of: 'turn > 0' },
    reply_seconds: { as: 'rs', rollUp: 'sum(turns * toUInt64(seconds))', row: 'sum(toUInt64(seconds))' },
    first_responses: { as: 'f', rollUp: 'sumIf(turns, turn = 1)', row: 'countIf(turn = 1)', of: 'turn = 1' },
    first_response_seconds: {
      as: 'fs',
      rollUp: 'sumIf(turns * toUInt64(seconds), turn = 1)',
      row: 'sumIf(toUInt64(seconds), turn = 1)',
    },
    unanswered: { as: 'z', rollUp: 'sumIf(turns, turn = 0)', row: 'countIf(turn = 0)', of: 'turn = 0' },
  },
  spreads: {
    reply: {
      as: 'rp',
      rollUp: percentilesState('seconds', 'turns', 'turn > 0'),
      row: percentilesState('seconds', '1', 'turn > 0'),
    },
    first_response: {
      as: 'fp',
      rollUp: percentilesState('seconds', 'turns', 'turn = 1'),
      row: percentilesState('seconds', '1', 'turn = 1'),
    },
  },
}
