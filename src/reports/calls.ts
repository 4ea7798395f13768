import type { CallOutcome } from '../events/call-vocabulary.ts'
import { outcomeValues } from '../measures/call-values.ts'
import { counted, sumOver } from '../measures/measure.ts'
import { callListing } from '../panels/call-list.ts'
import { telephonyFilters } from '../panels/telephony.ts'
import { cellRows } from './cell-rows.ts'
import type { NumberColumn } from './cell-rows.ts'
import { listRows } from './list-rows.ts'
import type { ReportType } from './report-type.ts'
import { botColumn, currencyColumn, dayColumn, measured, priceColumn } from './usual-columns.ts'

const direction = {
  name: 'direction',
  title: { en: 'Direction', ru: 'Направление' },
  type: 'text',
  of: 'direction',
} as const
const trunk = { name: 'trunk', title: { en: 'Trunk', ru: 'Транк' }, type: 'text' } as const

export const callsDetail: ReportType = {
  service: 'calls',
  type: 'detail',
  title: { en: 'Calls in detail', ru: 'Звонки подробно' },
  description: {
    en: 'A row for each call, by its start, newest first.',
    ru: 'Строка на каждый звонок — по времени начала, сначала новые.',
  },
  needs: ['read'],
  isDetailed: true,
  filters: telephonyFilters,
  totals: ['talk_seconds', 'price'],
  columns: [
    { name: 'started_at', title: { en: 'Started', ru: 'Начат' }, type: 'time' },
    { name: 'answered_at', title: { en: 'Answered', ru: 'Отвечен' }, type: 'time' },
    { name: 'ended_at', title: { en: 'Ended', ru: 'Завершён' }, type: 'time' },
    { name: 'call', title: { en: 'Call', ru: 'Звонок' }, type: 'text' },
    direction,
    trunk,
    { name: 'from', title: { en: 'From', ru: 'От кого' }, type: 'text' },
    { name: 'to', title: { en: 'To', ru: 'Кому' }, type: 'text' },
    { name: 'outcome', title: { en: 'Status', ru: 'Статус' }, type: 'text', of: 'outcome' },
    { name: 'answered_by', title: { en: 'Answered by', ru: 'Кто ответил' }, type: 'text', of: 'answered_by' },
    { name: 'ring_seconds', title: { en: 'Rang', ru: 'Вызов' }, type: 'seconds' },
    { name: 'talk_seconds', title: { en: 'Talked', ru: 'Разговор' }, type: 'seconds' },
    botColumn,
    { name: 'evaluation', title: { en: 'Evaluation', ru: 'Оценка' }, type: 'text', of: 'evaluation' },
    { name: 'operator', title: { en: 'Operator', ru: 'Оператор' }, type: 'text' },
    priceColumn,
    currencyColumn,
    { name: 'legs', title: { en: 'Attempts', ru: 'Попыток' }, type: 'count', isExtra: true },
  ],
  read: listRows('calls', callListing),
}

function ofOutcome(outcome: CallOutcome): NumberColumn {
  const those = counted('calls', { outcome: [outcome] })
  return {
    name: outcome.replaceAll('-', '_'),
    title: outcomeValues.find(({ value }) => value === outcome)!.title,
    type: 'count',
    number: (cells) => sumOver(those, cells),
  }
}

const talked = counted('talk_seconds')

export const callsByDay: ReportType = {
  service: 'calls',
  type: 'by-day',
  title: { en: 'Calls by day', ru: 'Звонки по дням' },
  description: {
    en: 'A row for each day: calls by their status, how many were answered, and how long they took.',
    ru: 'Строка на каждый день: звонки по статусам, сколько отвечено и сколько они длились.',
  },
  needs: ['read'],
  filters: telephonyFilters,
  totals: ['calls', 'answered', 'machine', 'busy', 'no_answer', 'congestion', 'canceled', 'failed', 'talk_seconds'],
  columns: [
    dayColumn,
    { ...direction, by: 'direction', isExtra: true },
    { ...trunk, by: 'trunk', isExtra: true },
    { ...botColumn, by: 'bot', isExtra: true },
    measured('calls', 'count'),
    ofOutcome('answered'),
    ofOutcome('machine'),
    ofOutcome('busy'),
    ofOutcome('no-answer'),
    ofOutcome('congestion'),
    ofOutcome('canceled'),
    ofOutcome('failed'),
    ofOutcome('in-progress'),
    measured('answer_seizure_ratio', 'share'),
    measured('average_call_duration', 'seconds'),
    {
      ...measured('call_duration_median', 'seconds'),
      title: { en: 'Call duration, median', ru: 'Длительность, медиана' },
    },
    {
      ...measured('call_duration_p90', 'seconds'),
      title: { en: 'Call duration, 90 % within', ru: 'Длительность, 90 % не дольше' },
    },
    {
      name: 'talk_seconds',
      title: { en: 'Talked', ru: 'Разговор' },
      type: 'seconds',
      number: (cells: Parameters<NumberColumn['number']>[0]) => sumOver(talked, cells),
    },
  ] as ReportType['columns'],
  read: cellRows('calls', ['outcome']),
}
