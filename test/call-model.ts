import fc from 'fast-check'

/** An event of a call as a sender writes it: a CloudEvent. */
export type SentCallEvent = {
  specversion: '1.0'
  id: string
  source: string
  type: 'call.status'
  subject: string
  time: string
  data: CallData
}
type CallData = {
  status: string
  outcome?: string
  leg?: string
  direction?: string
  from?: string
  to?: string
  trunk?: string
  trunkLimit?: number
  startedAt?: string
  answeredAt?: string
  endedAt?: string
  billedSeconds?: number
  bot?: { id: string }
  operator?: { id: string }
  evaluation?: string
  price?: { amount: string; currency: string }
}

/** Shortly before the clocks of Europe go back, so that nothing can hang on local time. */
const origin = Date.UTC(2026, 9, 24, 22)

/** Builds an event of a call; `second` counts from the start of the histories. */
export function callEvent(id: string, call: string, second: number, data: CallData): SentCallEvent {
  const time = timeAt(second)
  return { specversion: '1.0', id, source: 'calls', type: 'call.status', subject: call, time, data }
}

/** The instant of so many seconds after the start of the histories. */
export function timeAt(second: number): string {
  return new Date(origin + Math.round(second * 1000)).toISOString()
}

const maybe = <Value>(of: fc.Arbitrary<Value>) => fc.option(of, { nil: undefined })
/** The second is the first in another spelling. */
const phoneNumbers = ['+491701234501', '0049 (170) 1234501', '+491701234502', '+491701234503'] as const

/** Some lie in one second, some in the next quarter of an hour, hour or day. */
const moments = fc
  .tuple(fc.constantFrom(0, 0.4, 1, 899.5, 900, 3599, 3601, 7100, 93_600), fc.constantFrom(0, 0.2, 0.5, 2, 31))
  .map(([from, more]) => from + more)

/** Histories of a few calls, in no order. */
export const callHistories = fc
  .array(
    fc.record({
      call: fc.constantFrom('a', 'b', 'c', '__proto__'),
      second: moments,
      status: fc.constantFrom('started', 'ringing', 'answered', 'ended', 'ended', 'ended'),
      leg: maybe(fc.constantFrom('1', '2', '__proto__')),
      outcome: maybe(fc.constantFrom('answered', 'answered', 'machine', 'busy', 'no-answer', 'congestion')),
      direction: maybe(fc.constantFrom('inbound', 'outbound', 'internal')),
      from: maybe(fc.constantFrom(...phoneNumbers)),
      to: maybe(fc.constantFrom(...phoneNumbers)),
      trunk: maybe(fc.constantFrom('north', 'south')),
      trunkLimit: maybe(fc.constantFrom(1, 20)),
      isTimed: fc.boolean(),
      waited: maybe(fc.constantFrom(0, 3.5, 20, 950)),
      spoke: maybe(fc.constantFrom(0, 9.9, 10, 45, 170, 700, 108_000)),
      billedSeconds: maybe(fc.constantFrom(0, 12, 60, 500)),
      bot: maybe(fc.constantFrom('greeter', 'debts')),
      operator: maybe(fc.constantFrom('7', '8')),
      evaluation: maybe(fc.constantFrom('goal-reached', 'our own word')),
      price: maybe(fc.constantFrom('0.01 EUR', '1.5 EUR', '2 USD')),
    }),
    { minLength: 1, maxLength: 14 },
  )
  .map((told) =>
    told.map(({ call, second: about, isTimed, waited, spoke, bot, operator, price, ...rest }, at) => {
      // No two at one instant: which of those stands is a rule of its own.
      const second = about + at / 1000
      const [amount, currency] = price?.split(' ') ?? []
      const answered = second + (waited ?? 0)
      const data = {
        ...rest,
        ...(isTimed ? { startedAt: timeAt(second) } : {}),
        ...(isTimed && waited !== undefined ? { answeredAt: timeAt(answered) } : {}),
        ...(isTimed && spoke !== undefined ? { endedAt: timeAt(answered + spoke) } : {}),
        ...(bot === undefined ? {} : { bot: { id: bot } }),
        ...(operator === undefined ? {} : { operator: { id: operator } }),
        ...(amount === undefined ? {} : { price: { amount, currency: currency! } }),
      }
      return callEvent(`${at}`, call, second, JSON.parse(JSON.stringify(data)) as CallData)
    }),
  )

/** A call as it should be counted, worked out from the whole list of its events at once. Times in milliseconds. */
export type ModelCall = {
  call: string
  startedAt: number
  answeredAt: number | null
  endedAt: number | null
  direction: string
  trunk: string
  bot: string
  operator: string
  handler: string
  outcome: string
  evaluation: string
  /** The telephone number of the client in one spelling; empty where nobody is known. */
  client: string
  duration: string
  talk: number
  ring: number
  /** By currency, in millionths. */
  prices: Record<string, number>
  legs: ModelLeg[]
}
export type ModelLeg = { startedAt: number; trunk: string; limit: number }

type Timed = { at: number; data: CallData }

/** All calls of a company. */
export function modelCalls(events: readonly SentCallEvent[]): ModelCall[] {
  return [...Map.groupBy(events, ({ subject }) => subject)].map(([call, own]) => ({
    call,
    ...modelCall(
      own.map(({ time, data }) => ({ at: Date.parse(time), data })).toSorted((one, other) => one.at - other.at),
    ),
  }))
}

/** One leg, or what speaks of the whole; `told` in the order of time. */
type ModelPart = {
  told: readonly Timed[]
  start: number
  answer: number | null
  end: number | null
  isAnswered: boolean
}

function modelPart(told: readonly Timed[]): ModelPart {
  const instants = (name: 'startedAt' | 'answeredAt' | 'endedAt') =>
    told.flatMap(({ data }) => (data[name] === undefined ? [] : [Date.parse(data[name])]))
  const seen = (status: string) => told.find(({ data }) => data.status === status)?.at
  const starts = told.flatMap(({ at, data }) =>
    data.startedAt === undefined ? (data.status === 'started' ? [at] : []) : [Date.parse(data.startedAt)],
  )
  const anything = [...told.map(({ at }) => at), ...(['startedAt', 'answeredAt', 'endedAt'] as const).flatMap(instants)]
  const start = leastOf(starts) ?? Math.min(...anything)
  const ends = instants('endedAt')
  const end = ends.length > 0 ? Math.max(...ends) : (seen('ended') ?? null)
  const billed = lastOf(told, 'billedSeconds')
  const guess = billed !== undefined && end !== null ? Math.max(start, end - billed * 1000) : null
  return {
    told,
    start,
    answer: leastOf(instants('answeredAt')) ?? seen('answered') ?? guess,
    end,
    isAnswered: told.some(
      ({ data: { status, answeredAt, outcome } }) =>
        status === 'answered' || answeredAt !== undefined || outcome === 'answered' || outcome === 'machine',
    ),
  }
}

function modelCall(told: readonly Timed[]): Omit<ModelCall, 'call'> {
  const groups = Map.groupBy(told, ({ data }) => data.leg ?? '')
  const whole = groups.has('') ? modelPart(groups.get('')!) : undefined
  const named = [...groups].filter(([leg]) => leg !== '').map(([, own]) => modelPart(own))
  const legs = named.length === 0 ? [whole!] : named.toSorted((one, other) => one.start - other.start)
  const parts = [...(whole === undefined ? [] : [whole]), ...named]
  const inOrder = [...(whole === undefined ? [] : [whole]), ...(named.length === 0 ? [] : legs)]
  const first = <Name extends keyof CallData>(name: Name, among = inOrder) =>
    among.map((part) => lastOf(part.told, name)).find((word) => word !== undefined)

  const startedAt = Math.min(...parts.map((part) => part.start))
  const isOver = (whole !== undefined && whole.end !== null) || legs.every(({ end }) => end !== null)
  const endedAt = isOver ? Math.max(startedAt, ...parts.map(({ end }) => end ?? 0)) : null
  const answered = parts.filter(({ isAnswered }) => isAnswered)
  const known = answered.map(({ answer }) => answer).filter((at) => at !== null)
  const answeredAt = known.length === 0 ? null : Math.min(...known)

  const words = told.flatMap(({ data: { outcome } }) => (outcome === undefined ? [] : [outcome]))
  const outcome =
    endedAt === null
      ? 'in-progress'
      : words.includes('machine')
        ? 'machine'
        : answered.length > 0
          ? 'answered'
          : (words.at(-1) ?? 'no-answer')
  const spokeWithPeople = [...answered, ...(answered.length > 0 && whole ? [whole] : [])].some(
    (part) => lastOf(part.told, 'operator') !== undefined,
  )
  const bot = first('bot')?.id
  const handler =
    answered.length === 0
      ? 'nobody'
      : spokeWithPeople
        ? 'people'
        : bot !== undefined
          ? 'bot'
          : outcome === 'machine'
            ? 'nobody'
            : 'people'

  const ofLegs = answered.filter((part) => part !== whole)
  const talking = ofLegs.length > 0 ? ofLegs : answered
  const wholeBilled = whole?.isAnswered === true ? lastOf(whole.told, 'billedSeconds') : undefined
  const talk = endedAt === null ? 0 : (wholeBilled ?? connected(talking, endedAt))
  const until = answered.length > 0 ? answeredAt : endedAt
  const priced = whole !== undefined && lastOf(whole.told, 'price') !== undefined ? [whole] : legs
  const prices: Record<string, number> = {}
  for (const part of priced) {
    const price = lastOf(part.told, 'price')
    if (price === undefined) continue
    prices[price.currency] = (prices[price.currency] ?? 0) + Math.round(Number(price.amount) * 1e6)
  }
  return {
    startedAt,
    answeredAt,
    endedAt,
    direction: first('direction') ?? '',
    trunk: first('trunk') ?? '',
    bot: bot ?? '',
    operator: first('operator')?.id ?? '',
    handler,
    outcome,
    evaluation: lastOf(told, 'evaluation') ?? '',
    client: first('direction') === 'internal' ? '' : clientOf(inOrder),
    duration: classOf(endedAt !== null, answered.length > 0, talk),
    talk,
    ring: until === null ? 0 : Math.max(0, Math.floor((until - startedAt) / 1000)),
    prices,
    legs: legs.map((leg, at) => {
      const among = at === 0 && whole !== undefined ? [leg, whole] : [leg]
      return { startedAt: leg.start, trunk: first('trunk', among) ?? '', limit: first('trunkLimit', among) ?? 0 }
    }),
  }
}

/** The client by the first part that says for certain who that is; else by the first that says anything. */
function clientOf(parts: readonly ModelPart[]): string {
  const said = (isCertain: boolean) =>
    parts.flatMap(({ told }) => {
      const clients = told.flatMap(({ data: { direction, from, to } }) => {
        if (direction === 'inbound' || direction === 'outbound') {
          const client = direction === 'inbound' ? from : to
          return isCertain && client !== undefined ? [client] : []
        }
        return isCertain ? [] : [to, from].filter((one) => one !== undefined).slice(0, 1)
      })
      return clients.slice(-1)
    })
  return ([...said(true), ...said(false)][0] ?? '').replaceAll(/\D/g, '').replace(/^(00)?(?=.)/, '+')
}

/** How far a call came: each stage lies within the one before. */
export function stagesOf({ outcome, talk, evaluation }: ModelCall): [true, boolean, boolean, boolean] {
  const isReached = outcome === 'answered'
  const isConversation = isReached && talk >= 10
  return [true, isReached, isConversation, isConversation && evaluation === 'goal-reached']
}

/** Seconds in which at least one leg was connected: piece by piece between all ends of stretches. */
function connected(answered: readonly ModelPart[], endOfCall: number): number {
  const stretches = answered.map((part) => {
    const from = part.answer ?? part.start
    const billed = lastOf(part.told, 'billedSeconds')
    return [from, billed === undefined ? (part.end ?? endOfCall) : from + billed * 1000] as const
  })
  const ends = [...new Set(stretches.flat())].toSorted((one, other) => one - other)
  let sum = 0
  for (const [at, from] of ends.entries()) {
    const to = ends[at + 1]
    if (to !== undefined && stretches.some(([begin, end]) => begin <= from && end >= to)) sum += to - from
  }
  return Math.floor(sum / 1000)
}

function classOf(isOver: boolean, isAnswered: boolean, talk: number): string {
  if (!isOver) return 'in-progress'
  if (!isAnswered) return 'not-answered'
  if (talk < 10) return '0-10s'
  if (talk < 30) return '10-30s'
  if (talk < 60) return '30-60s'
  if (talk < 180) return '1-3min'
  return talk < 600 ? '3-10min' : 'over-10min'
}

function leastOf(list: readonly number[]): number | null {
  return list.length === 0 ? null : Math.min(...list)
}

function lastOf<Name extends keyof CallData>(told: readonly Timed[], name: Name): CallData[Name] | undefined {
  return told.findLast(({ data }) => data[name] !== undefined)?.data[name]
}
