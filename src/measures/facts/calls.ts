import { sameIn } from './chat-keys.ts'
import { callOutcomes } from '../../events/call-vocabulary.ts'
import type { Fact, KeyName } from './fact.ts'
import { allLevels } from '../plan.ts'

const slim: readonly KeyName[] = ['outcome', 'duration_class']
const byLines: readonly KeyName[] = [...slim, 'direction', 'trunk', 'bot']

/** What a call is told apart by where it comes from, both in roll-ups and in rows. */
export const lineKeys = {
  direction: sameIn('direction', 'i'),
  trunk: sameIn('trunk', 't'),
  bot: sameIn('bot', 'b'),
} as const

export const callTimeBasis = {
  en: 'Counted at the time when the call started.',
  ru: 'Считается по времени начала звонка.',
}

/** Telephone calls: the legs of one call are one call. */
export const calls: Fact = {
  name: 'calls',
  timeBasis: callTimeBasis,
  rows: {
    table: 'calls',
    // As the roll-ups have it: a call with prices in several currencies is in a cell of each, and counts in the first.
    join: 'LEFT ARRAY JOIN currencies AS currency, prices AS amount, arrayEnumerate(currencies) AS place',
    time: 'started_at',
    standing: 'gone = 0',
  },
  rollUps: [
    { name: 'calls_by_results', keys: slim, levels: allLevels },
    { name: 'calls_by_lines', keys: byLines },
    { name: 'calls', keys: [...byLines, 'handler', 'evaluation', 'currency'] },
  ],
  keys: {
    ...lineKeys,
    handler: sameIn('handler', 'd'),
    outcome: sameIn('outcome', 'o'),
    evaluation: sameIn('evaluation', 'v'),
    duration_class: sameIn('duration_class', 'l'),
    currency: sameIn('currency', 'u'),
  },
  partedBy: ['outcome'],
  open: new Map([['outcome', callOutcomes.filter(({ word }) => word === 'in-progress').map(({ code }) => code)]]),
  sums: {
    calls: { as: 'm', rollUp: 'sum(calls)', row: 'countIf(place < 2)' },
    talk_seconds: { as: 'ts', rollUp: 'sum(talk_seconds)', row: 'sumIf(toUInt64(talk), place < 2)' },
  },
  money: { as: 'p', rollUp: 'sum(price)', row: 'toDecimal128(sum(toUInt128(amount)), 6) / 1000000' },
}
