import type { Author } from '../events/chat-vocabulary.ts'
import { common, detailsOf, topicOf, typed, written } from './chat-texts.ts'
import type { Details, Topic, Words } from './chat-texts.ts'
import { between, logNormal, oneOf, wholeBetween } from './random.ts'
import type { Random } from './random.ts'
import { groups, isOnline } from './staff.ts'
import type { ChatLanguage, Shift, Staff } from './staff.ts'
import type { Named } from './simulated-event.ts'

/** What happens in a dialogue, at an instant. */
export type DialogueStep = { at: number } & (
  | { change: 'opened' | 'closed' }
  | { change: 'assigned' | 'skipped'; operator: Named; group: Named }
  | { author: Exclude<Author, 'operator'>; text: string }
  | { author: 'operator'; text: string; operator: Named }
)

export type DialoguePlan = {
  startsAt: number
  language: ChatLanguage
  /** Most of it is about buying. */
  isSales: boolean
  hasRobot: boolean
  handOffShare: number
  /** The client opens it and says nothing. */
  isSilent: boolean
  /** How busy it is, about 1 on average: operators take longer then. */
  load: number
  staff: Staff
}

const second = 1000
const minute = 60 * second
const hour = 60 * minute
/** A dialogue that nobody closes stays open. */
const neverClosedShare = 0.035
/** A robot ends a dialogue in which nothing is said any more. */
const silenceOfRobot = 15 * minute
/** A client waits so long for a first answer, at most. */
const waitMost = 20 * hour

/** The life of one dialogue, in order. */
export function liveDialogue(random: Random, plan: DialoguePlan): DialogueStep[] {
  const { startsAt, language, hasRobot } = plan
  const topic = topicOf(random, plan.isSales)
  const details = detailsOf(random)
  const steps: DialogueStep[] = [{ at: startsAt, change: 'opened' }]
  let now = startsAt
  const say = (author: 'user' | 'robot', text: string) => void steps.push({ at: now, author, text })
  const wait = (median: number, spread: number) => void (now += Math.round(logNormal(random, median, spread)))
  const robot = (words: Words) => {
    wait(1400, 0.4)
    say('robot', written(oneOf(random, words[language]), details))
  }
  const user = (words: Words) => say('user', userText(random, plan, { topic, details }, words))

  const greetsFirst = hasRobot && (plan.isSilent || random() < 0.7)
  if (greetsFirst) robot(common.greeting)
  if (plan.isSilent) return closed(random, steps, now + silenceOfRobot)
  if (random() < 0.22) {
    wait(6 * second, 0.8)
    user(common.hello)
    if (hasRobot && !greetsFirst) robot(common.greeting)
  }
  wait(9 * second, 0.9)
  user(topic.asks)
  const isHandedOff = !hasRobot || random() < plan.handOffShare
  if (hasRobot) {
    const turns = wholeBetween(random, 1, isHandedOff ? 2 : 3)
    for (let turn = 0; turn < turns; turn++) {
      robot(random() < 0.14 ? common.notUnderstood : turn === 0 ? topic.robot : common.stillThere)
      if (turn === turns - 1) break
      wait(25 * second, 0.9)
      user(topic.tells)
    }
    if (isHandedOff) {
      wait(15 * second, 0.8)
      user(common.askOperator)
      robot(common.handOff)
    }
  }
  if (!isHandedOff) {
    if (random() < 0.45) {
      wait(20 * second, 0.9)
      user(common.thanks)
    }
    return closed(random, steps, now + silenceOfRobot)
  }
  return talkWithOperators(random, plan, { topic, details }, steps)
}

type Matter = { topic: Topic; details: Details }

/** From the queue to the end. */
function talkWithOperators(random: Random, plan: DialoguePlan, matter: Matter, steps: DialogueStep[]): DialogueStep[] {
  const askedAt = steps.at(-1)!.at
  const waitsUntil = askedAt + Math.min(logNormal(random, 3 * hour, 1.4), waitMost)
  const queuedUntil = askedAt + Math.round(logNormal(random, 22 * second * Math.max(plan.load, 0.4), 1))
  const first = assignment(random, plan, matter.topic, queuedUntil, undefined)
  if (first === undefined || first.at > waitsUntil) return closed(random, steps, Math.round(waitsUntil))
  if (first.at - queuedUntil > 10 * minute) {
    // Nobody was there for long: the client asks once more.
    const asksAt = Math.round(between(random, queuedUntil + minute, Math.min(first.at, queuedUntil + hour)))
    steps.push({ at: asksAt, author: 'user', text: userText(random, plan, matter, common.again) })
  }
  const taken = takenUp(random, plan, matter.topic, first, steps)
  return closed(random, steps, answered(random, plan, matter, taken, steps))
}

/** An operator who does not answer is skipped, and another one gets it. */
function takenUp(
  random: Random,
  plan: DialoguePlan,
  topic: Topic,
  first: Assignment,
  steps: DialogueStep[],
): Assignment {
  let taken = first
  steps.push(assigned(taken))
  for (let skips = 0; skips < 3 && random() < 0.09; skips++) {
    const { operator, group } = taken.shift
    const at = taken.at + Math.round(between(random, 60, 180) * second)
    const next = assignment(random, plan, topic, at + between(random, 1, 15) * second, taken.shift)
    if (next === undefined || next.at - at > hour) break
    steps.push({ at, change: 'skipped', operator, group }, assigned(next))
    taken = next
  }
  return taken
}

/** Operator and client in turns; whoever goes home leaves it to another one. Gives when it is to be closed. */
function answered(
  random: Random,
  plan: DialoguePlan,
  matter: Matter,
  taken: Assignment,
  steps: DialogueStep[],
): number {
  const { load, language } = plan
  const turns = 1 + Math.min(Math.floor(logNormal(random, 1.6, 0.6)), 8)
  let { at: now, shift } = taken
  for (let turn = 0; turn < turns;) {
    const median = (turn === 0 ? 38 : 45) * second * (0.6 + 0.4 * load)
    const wanted = now + Math.round(logNormal(random, median, 0.95))
    const writesAt = onlineFrom(shift, wanted, random)
    if (writesAt === undefined) {
      const next = assignment(random, plan, matter.topic, wanted, shift)
      if (next === undefined || next.at - now > waitMost) break
      steps.push(assigned(next))
      ;({ at: now, shift } = next)
      continue
    }
    now = writesAt
    const isLast = ++turn === turns
    const { operator } = shift
    const words = operatorWords(random, matter.topic, turn === 1, isLast)
    const text = written(oneOf(random, words[language]), matter.details, operator.name)
    steps.push({ at: now, author: 'operator', operator, text })
    if (random() >= (isLast ? 0.35 : 0.92)) continue
    now += Math.round(logNormal(random, 48 * second, 1.05))
    const answer = isLast ? common.thanks : matter.topic.tells
    steps.push({ at: now, author: 'user', text: userText(random, plan, matter, answer) })
  }
  return now + Math.round(logNormal(random, 100 * second, 1))
}

function operatorWords(random: Random, topic: Topic, isFirst: boolean, isLast: boolean): Words {
  if (isFirst && random() < 0.6) return common.operatorHello
  return isLast && random() < 0.5 ? common.operatorBye : topic.operator
}

function userText(random: Random, { language }: DialoguePlan, { details }: Matter, words: Words): string {
  return typed(random, oneOf(random, words[language]), details)
}

function assigned({ at, shift: { operator, group } }: Assignment): DialogueStep {
  return { at, change: 'assigned', operator, group }
}

function closed(random: Random, steps: DialogueStep[], at: number): DialogueStep[] {
  if (random() >= neverClosedShare) steps.push({ at: Math.max(at, steps.at(-1)!.at + second), change: 'closed' })
  return steps
}

type Assignment = { at: number; shift: Shift }

/** Who takes it from an instant on: somebody of the right group, else who speaks the language, else who comes first. */
function assignment(
  random: Random,
  { staff, language, isSales }: DialoguePlan,
  topic: Topic,
  instant: number,
  before: Shift | undefined,
): Assignment | undefined {
  const at = Math.round(instant)
  const able = staff
    .around(at)
    .filter((shift) => shift.languages.includes(language) && shift.operator.id !== before?.operator.id)
  const present = able.filter((shift) => isOnline(shift, at) && shift.to - at > 10 * minute)
  const wanted = isSales || topic.isSales ? groups.sales : language === 'ru' ? groups.russian : groups.support
  const own = present.filter(({ group }) => group.id === wanted.id)
  if (present.length > 0) return { at, shift: oneOf(random, own.length > 0 ? own : present) }
  const next = able.filter(({ from }) => from > at).toSorted((a, b) => a.from - b.from)[0]
  return next && { at: Math.round(next.from + between(random, 1, 6) * minute), shift: next }
}

/** When somebody writes who would like to now: after a pause, if there is one; undefined when the shift is over. */
function onlineFrom(shift: Shift, wanted: number, random: Random): number | undefined {
  const pause = shift.pauses.find(({ from, to }) => wanted >= from && wanted < to)
  const at = pause === undefined ? wanted : pause.to + Math.round(between(random, 5, 90) * second)
  return isOnline(shift, at) ? at : undefined
}
