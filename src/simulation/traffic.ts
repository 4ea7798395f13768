import { chanceAt } from './random.ts'
import type { PlannedArrival, SimulatedEvent } from './simulated-event.ts'

/** What the company once has to say to one client (or a client to it), and all events that come of it. */
export type Contact<Event = SimulatedEvent> = { startsAt: number; arrivals: PlannedArrival<Event>[] }

/** One kind of traffic of a world: how much of it there is in each minute, and its contacts by number. */
export type Traffic<Event = SimulatedEvent> = {
  /** Decides what is rounded up and what down. */
  luck: number
  /** How much of it begins in a minute (counted from 1970), in proportion to other minutes. */
  weightIn: (minute: number) => number
  /** How many messages a contact makes, on average; 0 for what is no message and is there however much is asked for. */
  messagesPerContact: number
  /**
   * The contact with this number in a minute. However many contacts a minute has, its first ones are the same: so a world
   * may be played again, in more or in less detail, and what was there already is there again.
   */
  contactAt: (minute: number, index: number) => Contact<Event>
}

/** A stretch of time in which some traffic is played, `[from, to)`. */
export type Stretch<Event = SimulatedEvent> = {
  traffic: Traffic<Event>
  from: number
  to: number
  /** Contacts in a minute of weight 1. */
  scale: number
}

const minuteMilliseconds = 60_000

/** The stretch with about so many messages. */
export function stretchOf<Event>(traffic: Traffic<Event>, from: number, to: number, messages: number): Stretch<Event> {
  let weights = 0
  for (const [minute, share] of minutesOf(from, to)) weights += traffic.weightIn(minute) * share
  return { traffic, from, to, scale: messages / traffic.messagesPerContact / weights }
}

/** A stretch without an end, of so many messages a second averaged over the weeks before it. */
export function endlessStretchOf<Event>(
  traffic: Traffic<Event>,
  from: number,
  messagesPerSecond: number,
): Stretch<Event> {
  const weeks = 28 * 24 * 60 * minuteMilliseconds
  const { scale } = stretchOf(traffic, from - weeks, from, (messagesPerSecond * weeks) / 1000)
  return { traffic, from, to: Infinity, scale }
}

/** How many contacts begin in a minute of a stretch: its weight, rounded up or down by chance. */
export function contactsIn<Event>({ traffic, from, to, scale }: Stretch<Event>, minute: number): number {
  if ((minute + 1) * minuteMilliseconds <= from || minute * minuteMilliseconds >= to) return 0
  return Math.floor(traffic.weightIn(minute) * scale + chanceAt(traffic.luck, minute))
}

/** About how many messages begin in a stretch that ends. */
export function messagesOf<Event>(stretch: Stretch<Event>): number {
  let contacts = 0
  for (const [minute, share] of minutesOf(stretch.from, stretch.to)) contacts += contactsIn(stretch, minute) * share
  return contacts * stretch.traffic.messagesPerContact
}

/** As long as the waves are apart in which some traffic comes, at most. */
const waveMinutes = 20

/** How many messages a second a stretch has now, about: some come in waves, and take their time. */
export function messagesPerSecondAt<Event>({ traffic, scale }: Stretch<Event>, instant: number): number {
  const now = Math.floor(instant / minuteMilliseconds)
  let weights = 0
  for (let minute = now - waveMinutes + 1; minute <= now; minute++) weights += traffic.weightIn(minute)
  return ((weights / waveMinutes) * scale * traffic.messagesPerContact) / 60
}

function* minutesOf(from: number, to: number): Generator<[minute: number, share: number]> {
  for (let minute = Math.floor(from / minuteMilliseconds); minute * minuteMilliseconds < to; minute++) {
    const start = Math.max(from, minute * minuteMilliseconds)
    const end = Math.min(to, (minute + 1) * minuteMilliseconds)
    yield [minute, (end - start) / minuteMilliseconds]
  }
}
