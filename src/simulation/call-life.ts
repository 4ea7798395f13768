import { answered, notTaken, reach } from './call-attempt.ts'
import type { Attempt } from './call-attempt.ts'
import type { CallClient } from './call-clients.ts'
import { ended, legOf, somebody, talk } from './call-leg.ts'
import type { Leg, Office } from './call-leg.ts'
import type { PhoneRobot } from './phone-robots.ts'
import { between, logNormal, oneOf } from './random.ts'
import type { Random } from './random.ts'
import { speakWithRobot } from './robot-talk.ts'
import { isOnline } from './staff.ts'
import type { Named } from './simulated-event.ts'
import { trunks } from './trunks.ts'
import type { Line, Trunk } from './trunks.ts'

const second = 1000
/** A machine that answers like a person is found out when the call is listened to. */
const fooledShare = 0.06

/** Whether a call came to nothing so that it is tried again later. */
export function isWorthAnother(legs: readonly Leg[]): boolean {
  return legs.every(({ answeredAt, outcome }) => answeredAt === undefined && outcome !== 'failed')
}

/** Whether the trunk takes a call: it does; not, because it is one too many; or not, because it has an outage. */
export type Taking = 'taken' | 'too-many' | 'outage'

type Outbound = { client: CallClient; trunk: Trunk; startedAt: number; taking: Taking }

/** A robot calls a client. */
export function robotCalls(random: Random, office: Office, robot: PhoneRobot, outbound: Outbound): Leg[] {
  const { client } = outbound
  const legs = attempts(random, outbound).map((leg) => ({ ...leg, robot }))
  const last = legs.at(-1)!
  if (last.answeredAt === undefined) return legs
  if (last.outcome === 'machine' && random() >= fooledShare) {
    const spoke = random() < 0.3 ? between(random, 14, 24) : between(random, 2, 7)
    return [...legs.slice(0, -1), ended(last, last.answeredAt + spoke * second, 'machine')]
  }
  if (last.outcome === 'machine') {
    const unnoticed = { ...last, outcome: 'answered' as const }
    return [...legs.slice(0, -1), ended(unnoticed, last.answeredAt + between(random, 12, 40) * second, 'machine')]
  }
  const ends = robot.ends.map((end) =>
    end.evaluation === 'goal-reached' ? { ...end, weight: end.weight * client.willing } : end,
  )
  return [...legs.slice(0, -1), ...speakWithRobot(random, office, { leg: last, language: client.language, ends })]
}

/** One of the company's people calls a client. */
export function personCalls(random: Random, office: Office, outbound: Outbound): Leg[] {
  const operator = somebody(random, office, outbound.client.language, outbound.startedAt)
  if (operator === undefined) return []
  const legs = attempts(random, outbound).map((leg) => ({ ...leg, operator }))
  const last = legs.at(-1)!
  if (last.answeredAt === undefined) return legs
  const spoke = last.outcome === 'machine' ? between(random, 3, 25) * second : talk(random, 130)
  return [...legs.slice(0, -1), ended(last, last.answeredAt + spoke)]
}

/** A client calls the company: a robot takes it, or people do, or at night nobody. */
export function clientCalls(
  random: Random,
  office: Office,
  { client, line, robot, startedAt, taking }: Omit<Outbound, 'trunk'> & { line: Line; robot: PhoneRobot },
): Leg[] {
  const parties = { direction: 'inbound' as const, from: client.number, to: line.number }
  if (taking !== 'taken') return [legOf(line.trunk, notTaken(random, startedAt, 'congestion'), parties)]
  const ringsAt = Math.round(startedAt + between(random, 100, 700))
  if (random() < line.robotShare) {
    const taken = answered('answered', startedAt, ringsAt, ringsAt + between(random, 0.8, 2.5) * second)
    const leg = { ...legOf(line.trunk, taken, parties), robot }
    return speakWithRobot(random, office, { leg, language: client.language, ends: robot.ends })
  }
  const patience = logNormal(random, 75, 0.8) * second
  const waits = logNormal(random, 11 * Math.max(office.load, 0.4), 0.8) * second
  const operator = somebody(random, office, client.language, Math.round(ringsAt + waits))
  if (operator === undefined) {
    // Nobody is there: the company's own machine says so, and some leave a message.
    const taken = answered('machine', startedAt, ringsAt, ringsAt + between(random, 14, 16) * second)
    const spoke = random() < 0.4 ? between(random, 15, 60) : between(random, 3, 9)
    return [ended(legOf(line.trunk, taken, parties), taken.answeredAt! + spoke * second)]
  }
  if (waits > patience) {
    const givenUp: Attempt = { outcome: 'canceled', startedAt, ringsAt, answeredAt: undefined, endedAt: undefined }
    return [ended(legOf(line.trunk, givenUp, parties), ringsAt + patience)]
  }
  const leg = { ...legOf(line.trunk, answered('answered', startedAt, ringsAt, ringsAt + waits), parties), operator }
  return [ended(leg, leg.answeredAt! + talk(random, 190))]
}

/** One of the company's people calls another; nothing when there are not two. */
export function colleaguesCall(random: Random, { staff }: Office, startedAt: number): Leg[] {
  const present = staff.around(startedAt).filter((shift) => isOnline(shift, startedAt))
  if (present.length < 2) return []
  const [caller, called] = [oneOf(random, present), oneOf(random, present)]
  const ringsAt = startedAt + 200
  const parties = {
    direction: 'internal' as const,
    from: extensionOf(caller.operator),
    to: extensionOf(called.operator),
  }
  const chance = random()
  if (caller === called || chance < 0.08) {
    const busy: Attempt = { outcome: 'busy', startedAt, ringsAt: undefined, answeredAt: undefined, endedAt: undefined }
    return [ended(legOf(trunks.office, busy, parties), startedAt + between(random, 1, 5) * second)]
  }
  if (chance < 0.3) {
    const missed: Attempt = { outcome: 'no-answer', startedAt, ringsAt, answeredAt: undefined, endedAt: undefined }
    return [ended(legOf(trunks.office, missed, parties), ringsAt + between(random, 12, 30) * second)]
  }
  const taken = answered('answered', startedAt, ringsAt, ringsAt + between(random, 2, 12) * second)
  const leg = { ...legOf(trunks.office, taken, parties), operator: called.operator }
  return [ended(leg, leg.answeredAt! + talk(random, 55))]
}

/** The legs to a client: what the trunk of their country does not take in an outage, mostly goes the other way. */
function attempts(random: Random, { client, trunk, startedAt, taking }: Outbound): Leg[] {
  const parties = (by: Trunk) => ({ direction: 'outbound' as const, from: by.callerId, to: client.number })
  if (taking === 'taken') return [legOf(trunk, reach(random, client, startedAt), parties(trunk))]
  if (taking === 'too-many') return [legOf(trunk, notTaken(random, startedAt, 'congestion'), parties(trunk))]
  const first = notTaken(random, startedAt, random() < 0.6 ? 'congestion' : 'failed')
  const leg = legOf(trunk, first, parties(trunk))
  if (random() < 0.45) return [leg]
  const again = reach(random, client, Math.round(first.endedAt! + between(random, 100, 900)))
  return [leg, legOf(trunks.reserve, again, parties(trunks.reserve))]
}

function extensionOf({ id }: Named): string {
  return id.slice(id.indexOf('-') + 1)
}
