import { percentilesOf } from '../percentiles.ts'
import { placeKeys, placeNames, sameIn } from './chat-keys.ts'
import type { Fact, Sum } from './fact.ts'

/**
 * How long clients waited for operators: a row for each turn of a client that an operator answered, and one for each
 * dialogue with messages of the client that no operator ever answered. A cell has an exact histogram, how many turns took
 * how many seconds, as two lists, so that percentiles are exact.
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
    { name: 'replies', keys: [] },
    { name: 'replies_by_operators', keys: [...placeNames, 'participants'] },
  ],
  keys: {
    ...placeKeys,
    // Of a reply, who wrote it: what nobody answered is nobody's.
    participants: sameIn('replier', 'n'),
  },
  partedBy: [],
  isFilled: 'notEmpty(turns)',
  cells: {
    rollUp: 'turn, seconds, turns',
    row: 'toUInt8(least(turn, 2)) AS turn, [seconds] AS seconds, [toUInt64(1)] AS turns',
  },
  sums: {
    turns: sum('m', 'sum(arraySum(turns))'),
    replies: sum('r', 'sumIf(arraySum(turns), turn > 0)', 'turn > 0'),
    reply_seconds: sum('rs', 'sum(arrayDotProduct(turns, seconds))'),
    first_responses: sum('f', 'sumIf(arraySum(turns), turn = 1)', 'turn = 1'),
    first_response_seconds: sum('fs', 'sumIf(arrayDotProduct(turns, seconds), turn = 1)'),
    unanswered: sum('z', 'sumIf(arraySum(turns), turn = 0)', 'turn = 0'),
  },
  spreads: {
    reply: { as: 'rp', sql: percentilesOf('seconds', 'turns', 'turn > 0') },
    first_response: { as: 'fp', sql: percentilesOf('seconds', 'turns', 'turn = 1') },
  },
}

/** @param of which rows it counts */
function sum(as: string, sql: string, of?: string): Sum {
  return { as, rollUp: sql, row: sql, ...(of === undefined ? {} : { of }) }
}
