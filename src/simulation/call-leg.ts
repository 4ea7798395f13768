import type { Direction } from '../events/call-vocabulary.ts'
import type { Attempt } from './call-attempt.ts'
import type { PhoneRobot } from './phone-robots.ts'
import { logNormal, oneOf } from './random.ts'
import type { Random } from './random.ts'
import { isOnline } from './staff.ts'
import type { ChatLanguage, Staff } from './staff.ts'
import type { Named } from './simulated-event.ts'
import type { Trunk } from './trunks.ts'

/** One leg of a call, from its start to its end; milliseconds. */
export type Leg = Omit<Attempt, 'endedAt'> & {
  endedAt: number
  trunk: Trunk
  /** Who called whom, and which way, of a leg to or from a client; of one to the company's own people, nobody says. */
  parties: { direction: Direction; from: string; to: string } | undefined
  robot: PhoneRobot | undefined
  operator: Named | undefined
  evaluation: string | undefined
}

/** Whoever is there to speak with clients, and how busy it is, about 1 on average. */
export type Office = { staff: Staff; load: number }

const second = 1000
const talkMost = 2 * 3_600_000

/** A leg as it is when it was tried: one that somebody answered ends later, by `ended`. */
export function legOf(trunk: Trunk, { endedAt, ...attempt }: Attempt, parties: Leg['parties']): Leg {
  return {
    ...attempt,
    endedAt: endedAt ?? attempt.startedAt,
    trunk,
    parties,
    robot: undefined,
    operator: undefined,
    evaluation: undefined,
  }
}

export function ended(leg: Leg, endedAt: number, evaluation?: string): Leg {
  return { ...leg, endedAt: Math.round(endedAt), evaluation }
}

/** For how long people speak with each other. */
export function talk(random: Random, medianSeconds: number): number {
  return Math.min(logNormal(random, medianSeconds, 0.85) * second, talkMost)
}

/** One of those who are there and speak the language; undefined when nobody is. */
export function somebody(
  random: Random,
  { staff }: Office,
  language: ChatLanguage,
  instant: number,
): Named | undefined {
  const able = staff.around(instant).filter((shift) => shift.languages.includes(language) && isOnline(shift, instant))
  return able.length === 0 ? undefined : oneOf(random, able).operator
}
