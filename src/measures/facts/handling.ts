import { handlers, isAnsweredCall } from '../../events/call-vocabulary.ts'
import type { Handler } from '../../events/call-vocabulary.ts'
import { percentilesOf } from '../percentiles.ts'
import { callTimeBasis, lineKeys } from './calls.ts'
import type { Fact, Spread, Sum } from './fact.ts'

/**
 * How long clients were connected, with bots, people or a machine alone: the calls that ended and were answered. A cell has an
 * exact histogram, how many calls took how many seconds, as two lists, so that percentiles are exact.
 */
export const handling: Fact = {
  name: 'handling',
  timeBasis: callTimeBasis,
  rows: { table: 'calls', time: 'started_at', standing: `gone = 0 AND ${isAnsweredCall}` },
  rollUps: [
    { name: 'handling', keys: [] },
    { name: 'handling_by_trunks', keys: ['direction', 'trunk', 'bot'] },
  ],
  keys: lineKeys,
  partedBy: [],
  isFilled: 'notEmpty(calls)',
  cells: { rollUp: 'handler, seconds, calls', row: 'handler, [talk] AS seconds, [toUInt64(1)] AS calls' },
  sums: {
    calls: { as: 'm', ...both('sum(arraySum(calls))') },
    talk_seconds: { as: 's', ...both('sum(arrayDotProduct(calls, seconds))') },
    bot_handled: countOf('bot', 'b'),
    people_handled: countOf('people', 'p'),
    bot_seconds: secondsOf('bot', 'bs'),
    people_seconds: secondsOf('people', 'ps'),
  },
  spreads: {
    call_duration: { as: 'cp', sql: percentilesOf('seconds', 'calls') },
    bot_handling: spreadOf('bot', 'bp'),
    people_handling: spreadOf('people', 'pp'),
  },
}

function both(sql: string): Pick<Sum, 'rollUp' | 'row'> {
  return { rollUp: sql, row: sql }
}

function isBy(handler: Handler): string {
  return `handler = ${handlers.find(({ word }) => word === handler)!.code}`
}

function countOf(handler: Handler, as: string): Sum {
  return { as, ...both(`sumIf(arraySum(calls), ${isBy(handler)})`), of: isBy(handler) }
}

function secondsOf(handler: Handler, as: string): Sum {
  return { as, ...both(`sumIf(arrayDotProduct(calls, seconds), ${isBy(handler)})`) }
}

function spreadOf(handler: Handler, as: string): Spread {
  return { as, sql: percentilesOf('seconds', 'calls', isBy(handler)) }
}
