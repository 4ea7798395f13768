import type { CallOutcome } from '../events/call-vocabulary.ts'
import type { CallClient } from './call-clients.ts'
import { outageAt } from './outages.ts'
import { between, logNormal } from './random.ts'
import type { Random } from './random.ts'
import type { Trunk } from './trunks.ts'

/** What came of trying to reach somebody; milliseconds, undefined for what did not happen. */
export type Attempt = {
  outcome: Exclude<CallOutcome, 'in-progress'>
  startedAt: number
  ringsAt: number | undefined
  answeredAt: number | undefined
  /** Of an attempt that nobody answered. */
  endedAt: number | undefined
}

const second = 1000

/** Whether a trunk has an outage that swallows a call now. */
export function isSwallowed(random: Random, seed: number, { name }: Trunk, instant: number): boolean {
  const outage = outageAt(seed, `trunk ${name}`, instant)
  return outage !== undefined && random() < outage.severity
}

/** What a trunk says that takes no call. */
export function notTaken(random: Random, startedAt: number, outcome: 'congestion' | 'failed'): Attempt {
  return missed(startedAt, outcome, between(random, 80, 900))
}

/** A trunk takes the call, and somebody's telephone is to ring. */
export function reach(random: Random, client: CallClient, startedAt: number): Attempt {
  if (client.isGone) return missed(startedAt, 'failed', between(random, 0.4, 2.5) * second)
  const chance = random()
  if (chance < 0.005) return missed(startedAt, 'congestion', between(random, 0.3, 4) * second)
  if (chance < 0.06) return missed(startedAt, 'busy', between(random, 1, 4) * second)
  const ringsAt = Math.round(startedAt + between(random, 0.8, 3.5) * second)
  if (random() < client.picksUp) {
    return answered('answered', startedAt, ringsAt, ringsAt + Math.min(logNormal(random, 8, 0.5), 40) * second)
  }
  if (client.hasVoiceMail && random() < 0.8) {
    return answered('machine', startedAt, ringsAt, ringsAt + between(random, 12, 27) * second)
  }
  // Some push the call away, some have the dialler give up early, the others let it ring.
  const how = random()
  const [outcome, most] = how < 0.1 ? (['busy', 9] as const) : how < 0.2 ? (['canceled', 18] as const) : noAnswer
  const rang = outcome === 'no-answer' ? between(random, 25, most) : between(random, 3, most)
  return { outcome, startedAt, ringsAt, answeredAt: undefined, endedAt: Math.round(ringsAt + rang * second) }
}

const noAnswer = ['no-answer', 45] as const

export function answered(
  outcome: 'answered' | 'machine',
  startedAt: number,
  ringsAt: number,
  answeredAt: number,
): Attempt {
  return { outcome, startedAt, ringsAt, answeredAt: Math.round(answeredAt), endedAt: undefined }
}

function missed(startedAt: number, outcome: Attempt['outcome'], milliseconds: number): Attempt {
  return {
    outcome,
    startedAt,
    ringsAt: undefined,
    answeredAt: undefined,
    endedAt: Math.round(startedAt + milliseconds),
  }
}
