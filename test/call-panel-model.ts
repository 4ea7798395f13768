import { stagesOf } from './call-model.ts'
import type { ModelCall, ModelLeg } from './call-model.ts'
import { dateAt, instantOf } from './wall-clock.ts'

/**
 * What the panels of telephony answer, counted by hand: each call by itself, from the definitions in docs/metrics.md. Nothing of
 * the declarations of the panels is used.
 */
export type CallQuestion = { from: number; to: number; zone: string; filters: CallFilters; now: number }
export type CallFilters = Readonly<Partial<Record<'trunk' | 'bot' | 'direction', readonly string[]>>>
type Value = string | number | null
type Counted = { rows: Value[][]; totals: Record<string, Value> }

const outcomes = ['in-progress', 'answered', 'machine', 'busy', 'no-answer', 'congestion', 'canceled', 'failed']
const durations = ['0-10s', '10-30s', '30-60s', '1-3min', '3-10min', 'over-10min', 'not-answered', 'in-progress']

/** When a panel that follows the clock begins. */
export function liveFrom(panel: string, now: number, zone: string): number | undefined {
  const word = /-(15m|30m|60m|today|year)$/.exec(panel)?.[1]
  if (word === undefined) return undefined
  if (word.endsWith('m')) return now - Number.parseInt(word, 10) * 60_000
  const date = dateAt(now, zone)
  return instantOf(word === 'today' ? `${date} 00:00:00` : `${date.slice(0, 4)}-01-01 00:00:00`, zone)
}

/**
 * The rows and totals of a panel over these calls.
 * @param starts of the rows of a panel by time, as its answer has them
 */
export function callRows(
  panel: string,
  calls: readonly ModelCall[],
  question: CallQuestion,
  starts: readonly number[],
): Counted {
  const asked = calls.filter((one) => isIn(one.startedAt, question) && isKept(one, question.filters))
  const [, name] = panel.split('.')
  if (name!.startsWith('duration-')) return pie(asked, durations, (one) => one.duration)
  if (name!.startsWith('status-')) return pie(asked, outcomes, (one) => one.outcome)
  const pieces = starts.map((from, at) => ({ from, to: starts[at + 1] ?? question.to }))
  const over = (list: readonly ModelCall[], tell: (own: readonly ModelCall[]) => Value[]) =>
    pieces.map((piece, at) => [at, ...tell(list.filter(({ startedAt }) => isIn(startedAt, piece)))])
  switch (name) {
    case 'bot-evaluation':
      return evaluations(asked)
    case 'handling-time': {
      const tell = (own: readonly ModelCall[]) => ['bot', 'people'].flatMap((who) => handling(own, who))
      const names = ['bot', 'people'].flatMap((who) =>
        ['average', 'median', 'p90'].map((rank) => `${who}_handling_${rank}`),
      )
      return {
        rows: over(asked, tell),
        totals: {
          ...Object.fromEntries(tell(asked).map((value, at) => [names[at]!, value])),
          bot_handled: handledBy(asked, 'bot').length,
          people_handled: handledBy(asked, 'people').length,
        },
      }
    }
    case 'asr': {
      const tell = (own: readonly ModelCall[]) => [quotient(own.filter(isAnswered).length, own.filter(isEnded).length)]
      return {
        rows: over(asked, tell),
        totals: {
          answer_seizure_ratio: tell(asked)[0]!,
          calls_answered: asked.filter(isAnswered).length,
          calls_ended: asked.filter(isEnded).length,
        },
      }
    }
    case 'acd': {
      const tell = (own: readonly ModelCall[]) => {
        const answered = own.filter(isAnswered)
        const [, ...ranks] = spreadOf(answered)
        // What nobody answered has no such time, so that it adds none.
        return [quotient(sum(own.map(({ talk }) => talk)), answered.length), ...ranks]
      }
      const names = ['average_call_duration', 'call_duration_median', 'call_duration_p90']
      return {
        rows: over(asked, tell),
        totals: {
          ...Object.fromEntries(tell(asked).map((value, at) => [names[at]!, value])),
          calls_connected: asked.filter(isAnswered).length,
        },
      }
    }
    case 'contact-volume': {
      const tell = (own: readonly ModelCall[]) => stages.map((_, at) => own.filter((one) => stagesOf(one)[at]).length)
      const clients = stages.map((_, at) =>
        asked.filter((one) => stagesOf(one)[at] && one.client !== '').map(({ client }) => client),
      )
      return {
        rows: over(asked, tell),
        totals: Object.fromEntries([
          ...tell(asked).map((value, at) => [stages[at]![0], value]),
          ...clients.map((list, at) => [stages[at]![1], new Set(list).size]),
        ]) as Record<string, number>,
      }
    }
    case 'cps-by-trunk':
      return rates(calls, pieces, question)
    default:
      throw new Error(`Nobody counts ${panel} by hand.`)
  }
}

function pie(calls: readonly ModelCall[], words: readonly string[], wordOf: (call: ModelCall) => string): Counted {
  return {
    rows: words.map((word) => [word, calls.filter((one) => wordOf(one) === word).length]),
    totals: { calls: calls.length },
  }
}

/** The calls, or the attempts, that a cell of a panel counts. */
export function callsBehind(
  calls: readonly ModelCall[],
  question: CallQuestion,
  at: { outcome?: string; duration_class?: string; evaluation?: string; measure?: string },
): string[] {
  const { outcome, duration_class: duration, evaluation, measure } = at
  return calls
    .filter((one) => isIn(one.startedAt, question) && isKept(one, question.filters))
    .filter((one) => (outcome ?? one.outcome) === one.outcome && (duration ?? one.duration) === one.duration)
    .filter(
      (one) =>
        evaluation === undefined || (one.evaluation === evaluation && (one.handler === 'bot' || one.evaluation !== '')),
    )
    .filter((one) => measure === undefined || isBehind(one, measure))
    .map(({ call }) => call)
}

/** What the stages of contact are called: of calls, and of clients. */
const stages = [
  ['contact_calls', 'numbers_called'],
  ['calls_reached', 'numbers_reached'],
  ['conversations', 'numbers_in_conversation'],
  ['goals', 'numbers_goal'],
] as const

function isBehind(call: ModelCall, measure: string): boolean {
  const stage = stages.findIndex((names) => names.some((name) => name === measure))
  if (stage >= 0) return stagesOf(call)[stage]!
  if (measure === 'calls_ended') return isEnded(call)
  if (measure.startsWith('bot_')) return call.handler === 'bot' && isEnded(call)
  if (measure.startsWith('people_')) return call.handler === 'people' && isEnded(call)
  return isAnswered(call)
}

/** Rows in no order. */
function evaluations(calls: readonly ModelCall[]): Counted {
  const own = calls.filter(({ handler, evaluation }) => handler === 'bot' || evaluation !== '')
  const groups = Map.groupBy(own, ({ evaluation }) => evaluation)
  return { rows: Array.from(groups, ([word, list]) => [word, list.length]), totals: { bot_calls: own.length } }
}

function rates(
  calls: readonly ModelCall[],
  pieces: readonly { from: number; to: number }[],
  question: CallQuestion,
): Counted {
  const legs = calls
    .flatMap((call) => call.legs)
    .filter((leg) => isIn(leg.startedAt, question))
    .filter(({ trunk }) => question.filters.trunk?.includes(trunk) ?? true)
  const trunks = [...Map.groupBy(legs, ({ trunk }) => trunk)].toSorted((a, b) => peak(b[1]) - peak(a[1]))
  const rows = pieces.flatMap(({ from, to }, at) =>
    trunks.map(([trunk, all]) => {
      const own = all.filter(({ startedAt }) => isIn(startedAt, { from, to }))
      const seconds = Math.max(0, Math.min(to, question.now) - from) / 1000
      return [at, trunk, peak(own), seconds > 0 ? own.length / seconds : null, limit(own)]
    }),
  )
  const seconds = Math.max(0, Math.min(question.to, question.now) - question.from) / 1000
  return {
    rows,
    totals: {
      cps_max: Math.max(0, ...trunks.map(([, own]) => peak(own))),
      cps_mean: seconds > 0 ? legs.length / seconds : null,
      trunk_limit: limit(legs),
      attempts: legs.length,
    },
  }
}

function peak(legs: readonly ModelLeg[]): number {
  const seconds = Map.groupBy(legs, ({ startedAt }) => Math.floor(startedAt / 1000))
  return Math.max(0, ...Array.from(seconds.values(), (own) => own.length))
}

function limit(legs: readonly ModelLeg[]): number | null {
  const told = Math.max(0, ...legs.map((leg) => leg.limit))
  return told === 0 ? null : told
}

function handledBy(calls: readonly ModelCall[], handler: string): ModelCall[] {
  return calls.filter((one) => one.handler === handler && isEnded(one))
}

function handling(calls: readonly ModelCall[], handler: string): Value[] {
  return spreadOf(handledBy(calls, handler))
}

/** Average, median and p90 of the seconds of talk; percentiles by the nearest rank. */
function spreadOf(calls: readonly ModelCall[]): Value[] {
  const seconds = calls.map(({ talk }) => talk).toSorted((a, b) => a - b)
  if (seconds.length === 0) return [null, null, null]
  const rank = (level: number) => seconds[Math.ceil(seconds.length * level) - 1]!
  return [sum(seconds) / seconds.length, rank(0.5), rank(0.9)]
}

function isKept(call: ModelCall, filters: CallFilters): boolean {
  const words = { trunk: call.trunk, bot: call.bot, direction: call.direction === '' ? 'unknown' : call.direction }
  return Object.entries(words).every(([name, word]) => filters[name as keyof CallFilters]?.includes(word) ?? true)
}

function isIn(at: number, { from, to }: { from: number; to: number }): boolean {
  return at >= from && at < to
}

function isEnded({ outcome }: ModelCall): boolean {
  return outcome !== 'in-progress'
}

function isAnswered({ outcome }: ModelCall): boolean {
  return outcome === 'answered' || outcome === 'machine'
}

function quotient(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0)
}
