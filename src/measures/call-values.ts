import { callOutcomes, directions, durationClasses, handlers, knownEvaluations } from '../events/call-vocabulary.ts'
import type { CallOutcome, Direction, DurationClass, Handler } from '../events/call-vocabulary.ts'
import type { Text } from './text.ts'
import { valuesOf } from './values.ts'
import type { Value } from './values.ts'

const outcomeTitles: Readonly<Record<CallOutcome, Text>> = {
  'in-progress': { en: 'In progress', ru: 'Идёт' },
  answered: { en: 'Answered', ru: 'Отвечен' },
  machine: { en: 'Answering machine', ru: 'Автоответчик' },
  busy: { en: 'Busy', ru: 'Занято' },
  'no-answer': { en: 'No answer', ru: 'Нет ответа' },
  congestion: { en: 'Congestion', ru: 'Перегрузка сети' },
  canceled: { en: 'Canceled', ru: 'Отменён' },
  failed: { en: 'Failed', ru: 'Ошибка' },
}

const directionTitles: Readonly<Record<Direction, Text>> = {
  inbound: { en: 'Inbound', ru: 'Входящий' },
  outbound: { en: 'Outbound', ru: 'Исходящий' },
  internal: { en: 'Internal', ru: 'Внутренний' },
}

const handlerTitles: Readonly<Record<Handler, Text>> = {
  bot: { en: 'Bot', ru: 'Бот' },
  people: { en: 'People', ru: 'Люди' },
  nobody: { en: 'Nobody', ru: 'Никто' },
}

const durationTitles: Readonly<Record<DurationClass, Text>> = {
  '0-10s': { en: 'Under 10 s', ru: 'До 10 с' },
  '10-30s': { en: '10 to 30 s', ru: '10–30 с' },
  '30-60s': { en: '30 to 60 s', ru: '30–60 с' },
  '1-3min': { en: '1 to 3 min', ru: '1–3 мин' },
  '3-10min': { en: '3 to 10 min', ru: '3–10 мин' },
  'over-10min': { en: '10 min and more', ru: '10 мин и дольше' },
  'not-answered': { en: 'Not answered', ru: 'Без ответа' },
  'in-progress': { en: 'In progress', ru: 'Идёт' },
}

const evaluations: Readonly<Record<(typeof knownEvaluations)[number], Text>> = {
  'goal-reached': { en: 'Goal reached', ru: 'Цель достигнута' },
  refused: { en: 'Refused', ru: 'Отказ' },
  transferred: { en: 'Transferred', ru: 'Переведён на оператора' },
  'not-understood': { en: 'Not understood', ru: 'Не понят' },
  'hung-up': { en: 'Hung up', ru: 'Клиент повесил трубку' },
  machine: { en: 'Answering machine', ru: 'Автоответчик' },
}

/** A company may have evaluations of its own beside these. */
export const evaluationTitles: readonly { value: string; title: Text }[] = knownEvaluations.map((value) => ({
  value,
  title: evaluations[value],
}))

export const outcomeValues: readonly Value[] = valuesOf(callOutcomes, outcomeTitles)

/** A feed need not say which way a call goes. */
export const directionValues: readonly Value[] = [
  ...valuesOf(directions, directionTitles),
  { value: 'unknown', title: { en: 'Not known', ru: 'Не известно' }, codes: [0] },
]

export const answeredByValues: readonly Value[] = valuesOf(handlers, handlerTitles)

export const durationClassValues: readonly Value[] = valuesOf(durationClasses, durationTitles)
