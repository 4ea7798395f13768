import { dateOf } from './clock.ts'
import { dialled } from './phone-robots.ts'
import type { PhoneRobot } from './phone-robots.ts'
import { between, oneOf, pick, randomOf } from './random.ts'
import type { Trunk } from './trunks.ts'

/** Many clients called by a robot, on a local day: in waves, each a burst of so many calls a second. */
export type DiallingCampaign = {
  robot: PhoneRobot
  trunk: Trunk
  fromMinute: number
  toMinute: number
  /** How much it is, in the calls of a common day. */
  size: number
  callsPerSecond: number
  waveMinutes: number
}

/** From Sunday to Saturday: nobody may be called on a Sunday. */
const chances = [0, 0.75, 0.8, 0.8, 0.8, 0.75, 0.25]
/** The dialler is set to so much of what the trunk allows: above it, the trunk does not take everything. */
const paces = [0.5, 0.75, 1, 1, 1.25]
/** Nobody is called later than this. */
export const callingHours = { fromMinute: 9 * 60, toMinute: 20 * 60 }

/** The campaigns of a local day. */
export function diallingOf(seed: number, day: number): DiallingCampaign[] {
  const random = randomOf(seed, day, 0x6469616c)
  const isOn = random() < chances[dateOf(day).weekday]!
  const many = isOn ? oneOf(random, [1, 1, 2]) : 0
  const taken = new Set<Trunk>()
  return Array.from({ length: many }, () => {
    // Two campaigns do not share a trunk.
    const { robot, trunk } = pick(
      random,
      dialled.filter((row) => !taken.has(row.trunk)),
    )
    taken.add(trunk)
    const fromMinute = Math.floor(between(random, 9.5, 16) * 4) * 15
    const waveMinutes = oneOf(random, [5, 10, 20])
    return {
      robot,
      trunk,
      fromMinute,
      toMinute: Math.min(fromMinute + Math.floor(between(random, 60, 200)), callingHours.toMinute),
      size: between(random, 0.7, 1.5),
      callsPerSecond: Math.max(1, Math.round((trunk.limit ?? 1) * oneOf(random, paces))),
      waveMinutes,
    }
  })
}

/** How much of a campaign is dialled in a minute. */
export function diallingWeight(campaign: DiallingCampaign, minute: number): number {
  const { fromMinute, toMinute, size, waveMinutes } = campaign
  if (minute < fromMinute || minute >= toMinute || (minute - fromMinute) % waveMinutes > 0) return 0
  return (size * 1440) / Math.ceil((toMinute - fromMinute) / waveMinutes)
}

/**
 * When a wave dials its call with this number: a burst from the beginning of its minute on, until the next wave at most; there
 * may be more than that, then all of it is faster. `place` is which one it is within its second, from 0.
 */
export function dialledAt({ callsPerSecond, waveMinutes }: DiallingCampaign, waveAt: number, index: number) {
  const seconds = Math.floor(index / callsPerSecond) % (waveMinutes * 60)
  return { secondAt: waveAt + seconds * 1000, place: index % callsPerSecond }
}
