import { expect, test } from 'vitest'
import { definePanel } from './panel.ts'
import type { Panel } from './panel.ts'

const right: Panel = {
  id: 'chats.right',
  title: { en: 'Right', ru: 'Верно' },
  measures: ['operator_dialogues'],
  by: ['operator'],
  chart: 'table-bars',
  width: 4,
  filters: ['operator', 'chat'],
}

const wrong: readonly (readonly [title: string, changed: Partial<Panel>, sentence: string])[] = [
  ['another shape than its chart', { chart: 'time-series' }, 'has another shape than its chart'],
  ['money without its currency', { measures: ['chat_price'], by: ['chat'] }, 'must show money by currency'],
  ['measures of two kinds of facts', { measures: ['operator_dialogues', 'user_messages'] }, 'one kind of facts'],
  ['numbers of operators added up', { by: ['messenger'] }, 'must show by operator'],
  ['operators by day', { by: ['day', 'operator'], chart: 'stacked-bars' }, 'can be by nothing else'],
  ['percentiles of parts', { measures: ['reply_median'], by: ['messenger'], chart: 'bars' }, 'can be by time only'],
  [
    'a count of clients in each row',
    { measures: ['numbers_called'], by: ['time'], chart: 'time-series', filters: [] },
    'in its totals only',
  ],
  [
    'a filter that its facts do not have',
    { filters: ['channel'] },
    'asks for channel, which operator_dialogues do not have',
  ],
]

test.each(wrong)('a panel with %s does not start', (_title, changed, sentence) => {
  expect(definePanel(right)).toBe(right)
  expect(() => definePanel({ ...right, ...changed })).toThrow(sentence)
})
