import { busynessAt, busynessOfDay, growthOfDay, hoursOfDay } from './calendar.ts'
import { isSwallowed } from './call-attempt.ts'
import { callClientOf } from './call-clients.ts'
import type { CallClient } from './call-clients.ts'
import type { Leg, Office } from './call-leg.ts'
import { clientCalls, colleaguesCall, isWorthAnother, personCalls, robotCalls } from './call-life.ts'
import type { Taking } from './call-life.ts'
import { eventsOfCall } from './call-writing.ts'
import type { Telling } from './call-writing.ts'
import { dateOf } from './clock.ts'
import type { LocalTime } from './clock.ts'
import { callingHours, dialledAt, diallingOf, diallingWeight } from './dialling.ts'
import type { DiallingCampaign } from './dialling.ts'
import { robots } from './phone-robots.ts'
import { between, pick, randomOf } from './random.ts'
import type { Random } from './random.ts'
import { staffOf } from './staff.ts'
import type { SimulatedCall } from './simulated-event.ts'
import type { Contact, Traffic } from './traffic.ts'
import { lines, trunkTo } from './trunks.ts'
import type { Trunk } from './trunks.ts'
import type { World } from './world.ts'

const minuteMilliseconds = 60_000
/** As many as there are, on average; `calls.test.ts` counts them. */
const callsPerContact = 1.26
const daysKept = 64
/** What is chance for calls is not what is chance for others. */
const callSalt = 0x70686f6e

/** What goes on beside the campaigns, by day; at other hours clients call, and nobody else. */
const everyday = [
  { kind: 'clients', weight: 62 },
  { kind: 'delivery', weight: 16 },
  { kind: 'people', weight: 13 },
  { kind: 'colleagues', weight: 9 },
] as const
/** A call that comes to nothing is tried again so often, at most. */
const attemptsMost = 3
const triedAgainShare = 0.75

type Day = {
  busyness: number
  growth: number
  hours: readonly number[]
  campaigns: readonly DiallingCampaign[]
}
type Moment = { minute: number; index: number; startedAt: number; local: LocalTime; office: Office }

/** The calls of the company's call centre: campaigns of robots, clients who call, people who call them or each other. */
export function callsOf(world: World): Traffic<SimulatedCall> {
  const staff = staffOf(world.seed, world.clock)
  const days = new Map<number, Day>()

  function dayOf(day: number): Day {
    const known = days.get(day)
    if (known !== undefined) return known
    if (days.size >= daysKept) days.clear()
    const made = {
      busyness: busynessOfDay(world.seed ^ callSalt, day),
      growth: growthOfDay(day),
      hours: hoursOfDay(day),
      campaigns: diallingOf(world.seed, day),
    }
    days.set(day, made)
    return made
  }

  function weightsIn({ day, minute }: LocalTime) {
    const { busyness, growth, hours, campaigns } = dayOf(day)
    const rows = campaigns.map((campaign) => ({ weight: diallingWeight(campaign, minute) * growth, campaign }))
    return [{ weight: busyness * busynessAt(hours, minute), campaign: undefined }, ...rows]
  }

  const takingOf = (random: Random, trunk: Trunk, instant: number): Taking =>
    isSwallowed(random, world.seed, trunk, instant) ? 'outage' : 'taken'

  /** A client on the list of a campaign, until somebody or something answers. */
  function dial(random: Random, campaign: DiallingCampaign, { minute, index, office }: Moment): Leg[][] {
    const { trunk, robot } = campaign
    const client = callClientOf(random, world.seed, trunk.countries)
    const { secondAt, place } = dialledAt(campaign, minute * minuteMilliseconds, index)
    const isTooMany = place >= (trunk.limit ?? Infinity)
    const calls: Leg[][] = []
    let startedAt = secondAt + Math.floor(random() * 1000)
    while (calls.length < attemptsMost && world.clock(startedAt).minute < callingHours.toMinute) {
      const taking = isTooMany && calls.length === 0 ? 'too-many' : takingOf(random, trunk, startedAt)
      const legs = robotCalls(random, office, robot, { client, trunk, startedAt, taking })
      calls.push(legs)
      if (!isWorthAnother(legs) || random() >= triedAgainShare) break
      // After an hour or two, and not in a burst any more.
      startedAt += Math.floor(between(random, 50, 120) * minuteMilliseconds)
    }
    return calls
  }

  function onAnyDay(random: Random, { startedAt, local, office }: Moment): Leg[] {
    const isDay = local.minute >= callingHours.fromMinute && local.minute < callingHours.toMinute
    const isWorkday = dateOf(local.day).weekday > 0
    const { kind } = isDay && isWorkday ? pick(random, everyday) : everyday[0]
    if (kind === 'colleagues') return colleaguesCall(random, office, startedAt)
    if (kind === 'clients') {
      const line = pick(random, lines)
      const client = callClientOf(random, world.seed, line.trunk.countries)
      const taking = takingOf(random, line.trunk, startedAt)
      return clientCalls(random, office, { client, line, robot: robots.reception, startedAt, taking })
    }
    const client: CallClient = callClientOf(random, world.seed, everywhere)
    const trunk = trunkTo(client.country)
    const outbound = { client, trunk, startedAt, taking: takingOf(random, trunk, startedAt) }
    return kind === 'delivery'
      ? robotCalls(random, office, robots.delivery, outbound)
      : personCalls(random, office, outbound)
  }

  return {
    luck: world.luck ^ callSalt,
    messagesPerContact: callsPerContact,
    weightIn: (minute) => weightsIn(world.clock(minute * minuteMilliseconds)).reduce((sum, row) => sum + row.weight, 0),
    contactAt(minute, index): Contact<SimulatedCall> {
      const random = randomOf(world.luck ^ callSalt, minute, index)
      const startsAt = minute * minuteMilliseconds
      const local = world.clock(startsAt)
      const weights = weightsIn(local)
      const { campaign } = pick(random, weights)
      const office = { staff, load: weights[0]!.weight / dayOf(local.day).growth }
      const startedAt = startsAt + Math.floor(random() * minuteMilliseconds)
      const moment = { minute, index, startedAt, local, office }
      const calls = campaign === undefined ? [onAnyDay(random, moment)] : dial(random, campaign, moment)
      const name = `${world.name}-call-${minute.toString(36)}-${index.toString(36)}`
      return {
        startsAt: calls[0]?.[0]?.startedAt ?? startedAt,
        arrivals: calls.flatMap((legs, at) =>
          eventsOfCall(random, {
            subject: at === 0 ? name : `${name}-${at + 1}`,
            telling: tellingOf(random, legs),
            legs,
          }),
        ),
      }
    },
  }
}

const everywhere = ['KZ', 'BG', 'FR', 'GB', 'DE']

/** Robots work on a switch that tells each step, the others' telephones on one that writes records; of a few calls both tell. */
function tellingOf(random: Random, legs: readonly Leg[]): Telling {
  if (random() < 0.08) return 'both'
  return legs.some(({ robot }) => robot !== undefined) ? 'followed' : 'recorded'
}
