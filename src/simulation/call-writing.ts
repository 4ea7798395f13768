import type { Leg } from './call-leg.ts'
import { amountOf } from './event-writing.ts'
import { between, logNormal } from './random.ts'
import type { Random } from './random.ts'
import type { PlannedArrival, SimulatedCall, SimulatedCallStatus } from './simulated-event.ts'
import { priceOfCall } from './trunks.ts'

/**
 * How a call is told: step by step as it goes, by the switch; as a whole when it is over, by a record of each leg; or both, where
 * somebody reads the records of the switch, too.
 */
export type Telling = 'followed' | 'recorded' | 'both'

/** A call as the company's telephone system knows it. */
export type CallAccount = { subject: string; telling: Telling; legs: readonly Leg[] }

const second = 1000
const minute = 60 * second
const hour = 60 * minute
const repeatedShare = 0.012
const lateShare = 0.008
/** The switch itself could not send. */
const veryLateShare = 0.0006
/** Nobody says that it ended: the switch was started anew, or forgot it. */
const endlessShare = 0.004
/** Records are collected and sent so often. */
const collected = 2 * minute

/** An event as it is to be told: `at` is its own time. */
type Told = { at: number; sent: number; name: string; source: string; data: () => SimulatedCallStatus }

/** The events that tell of a call, as they come in: soon, or hours late, or twice, and so not always in order. */
export function eventsOfCall(random: Random, account: CallAccount): PlannedArrival<SimulatedCall>[] {
  return toldOf(random, account).flatMap(({ at, sent, name, source, data }) => {
    const write = (): SimulatedCall => ({
      specversion: '1.0',
      id: `${account.subject}-${name}`,
      source,
      type: 'call.status',
      subject: account.subject,
      time: timeOf(at),
      data: data(),
    })
    const arrival = { at: Math.round(sent + delay(random)), write }
    if (random() >= repeatedShare) return [arrival]
    return [arrival, { at: arrival.at + Math.round(between(random, 10_000, 300_000)), write }]
  })
}

function delay(random: Random): number {
  const chance = random()
  if (chance < veryLateShare) return between(random, 20, 60) * hour
  if (chance < lateShare) return Math.min(logNormal(random, 50 * minute, 1), 20 * hour)
  return logNormal(random, 300, 0.8)
}

function toldOf(random: Random, { telling, legs }: CallAccount): Told[] {
  const isEndless = random() < endlessShare
  const told: Told[] = []
  for (const [number, leg] of legs.entries()) {
    const name = legs.length === 1 && leg.robot === undefined ? '' : nameOf(legs, number)
    if (telling !== 'recorded') told.push(...followed(random, leg, name, number, isEndless))
    if (telling === 'followed') continue
    // The times of a record are those of the switch; it is written when the leg is over.
    const sent = leg.endedAt + between(random, second, collected)
    told.push({
      at: leg.endedAt,
      sent,
      name: `cdr-${number}`,
      source: 'simulation/call-records',
      data: () => record(leg, name),
    })
  }
  return told
}

/** What a switch calls the legs of a call. */
function nameOf(legs: readonly Leg[], number: number): string {
  const own = legs[number]!.parties === undefined ? 'agent' : 'client'
  const before = legs.slice(0, number).filter(({ parties }) => (parties === undefined) === (own === 'agent')).length
  return before === 0 ? own : `${own}-${before + 1}`
}

function followed(random: Random, leg: Leg, name: string, number: number, isEndless: boolean): Told[] {
  const { startedAt, ringsAt, answeredAt, endedAt } = leg
  const own = name === '' ? {} : { leg: name }
  const step = (word: string, at: number, data: () => SimulatedCallStatus): Told => ({
    at,
    sent: at,
    name: `${number}-${word}`,
    source: 'simulation/switch',
    data,
  })
  const told = [step('started', startedAt, () => ({ status: 'started', ...own, ...beginning(leg) }))]
  if (ringsAt !== undefined) told.push(step('ringing', ringsAt, () => ({ status: 'ringing', ...own })))
  if (answeredAt !== undefined) {
    const operator = leg.operator === undefined ? {} : { operator: leg.operator }
    told.push(step('answered', answeredAt, () => ({ status: 'answered', ...own, ...operator })))
    if (isEndless) return told
  }
  told.push(step('ended', endedAt, () => ({ status: 'ended', ...own, ...end(leg), ...judged(leg, false) })))
  if (leg.evaluation !== undefined && leg.robot?.isJudgedLater === true) {
    const at = Math.round(endedAt + between(random, 4, 90) * second)
    const data = (): SimulatedCallStatus => ({
      status: 'ended',
      ...own,
      endedAt: timeOf(endedAt),
      ...judged(leg, true),
    })
    told.push(step('evaluated', at, data))
  }
  return told
}

function record(leg: Leg, name: string): SimulatedCallStatus {
  const { startedAt, answeredAt, endedAt, operator } = leg
  return {
    status: 'ended',
    ...(name === '' ? {} : { leg: name }),
    ...beginning(leg),
    startedAt: timeOf(startedAt),
    ...(answeredAt === undefined ? {} : { answeredAt: timeOf(answeredAt) }),
    endedAt: timeOf(endedAt),
    ...(operator === undefined || answeredAt === undefined ? {} : { operator }),
    ...end(leg),
    ...judged(leg, leg.robot?.isJudgedLater === true),
  }
}

function beginning({ trunk, parties, robot }: Leg): Partial<SimulatedCallStatus> {
  return {
    ...parties,
    trunk: trunk.name,
    ...(trunk.limit === undefined ? {} : { trunkLimit: trunk.limit }),
    ...(robot === undefined ? {} : { bot: robot.bot }),
  }
}

function end(leg: Leg): Partial<SimulatedCallStatus> {
  const { outcome, trunk, parties, answeredAt, endedAt } = leg
  if (answeredAt === undefined) return { outcome }
  const billedSeconds = Math.floor((endedAt - answeredAt) / second)
  const price = parties && priceOfCall(trunk, parties.direction, billedSeconds)
  return { outcome, billedSeconds, ...(price === undefined ? {} : { price: amountOf(price) }) }
}

/** What came of the robot's work, if this is the time to tell it. */
function judged({ evaluation, robot }: Leg, isLater: boolean): Partial<SimulatedCallStatus> {
  return evaluation === undefined || (robot?.isJudgedLater ?? false) !== isLater ? {} : { evaluation }
}

function timeOf(instant: number): string {
  return new Date(instant).toISOString()
}
