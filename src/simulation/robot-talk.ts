import { answered } from './call-attempt.ts'
import type { Attempt } from './call-attempt.ts'
import { ended, legOf, somebody, talk } from './call-leg.ts'
import type { Leg, Office } from './call-leg.ts'
import { callBack } from './phone-robots.ts'
import type { RobotEnd } from './phone-robots.ts'
import { between, logNormal, pick } from './random.ts'
import type { Random } from './random.ts'
import type { ChatLanguage } from './staff.ts'
import { trunks } from './trunks.ts'

const second = 1000
/** The colleague knows more. */
const passedOnShare = 0.07

/** A client and a robot speak: the client's leg to its end, and the legs of the people whom the robot hands them to. */
export function speakWithRobot(
  random: Random,
  office: Office,
  { leg, language, ends }: { leg: Leg; language: ChatLanguage; ends: readonly RobotEnd[] },
): Leg[] {
  const end = pick(random, ends)
  const spoke = Math.max(1, logNormal(random, end.medianSeconds, end.spread)) * second
  const spokeUntil = Math.round(leg.answeredAt! + spoke)
  if (end.evaluation !== 'transferred') return [ended(leg, spokeUntil, end.evaluation)]
  const people = handOver(random, office, language, spokeUntil)
  // A robot knows when nobody is there, and asks when to call again.
  if (people.length === 0) return [ended(leg, spokeUntil + between(random, 4, 9) * second, callBack)]
  return [ended(leg, people.at(-1)!.endedAt, 'transferred'), ...people]
}

function handOver(random: Random, office: Office, language: ChatLanguage, at: number): Leg[] {
  const startedAt = at + 300
  const ringsAt = startedAt + 400
  const waits = logNormal(random, 7 * Math.max(office.load, 0.4), 0.7) * second
  const operator = somebody(random, office, language, Math.round(ringsAt + waits))
  if (operator === undefined) return []
  const patience = logNormal(random, 60, 0.7) * second
  if (waits > patience) {
    const missed: Attempt = { outcome: 'no-answer', startedAt, ringsAt, answeredAt: undefined, endedAt: undefined }
    return [ended(legOf(trunks.office, missed, undefined), ringsAt + patience)]
  }
  const taken = legOf(trunks.office, answered('answered', startedAt, ringsAt, ringsAt + waits), undefined)
  const spoken = ended({ ...taken, operator }, taken.answeredAt! + talk(random, 150))
  if (random() >= passedOnShare) return [spoken]
  const passedAt = spoken.endedAt + 200
  const picksUpAt = Math.round(passedAt + between(random, 3, 20) * second)
  const colleague = somebody(random, office, language, picksUpAt)
  if (colleague === undefined || colleague.id === operator.id) return [spoken]
  const next = legOf(trunks.office, answered('answered', passedAt, passedAt + 300, picksUpAt), undefined)
  return [spoken, ended({ ...next, operator: colleague }, next.answeredAt! + talk(random, 110))]
}
