import type { Arrival, SimulatedEvent } from './simulated-event.ts'
import { contactsIn } from './traffic.ts'
import type { Stretch } from './traffic.ts'

/** What comes in during one minute, in order, and about how many messages began so far. */
export type PlayedMinute<Event = SimulatedEvent> = {
  from: number
  to: number
  messages: number
  arrivals: readonly Arrival<Event>[]
}

/** A contact of which more will be heard in a later minute: it is made again then, so little needs to be kept. */
type Waiting<Event> = { stretch: Stretch<Event>; minute: number; index: number }

const minuteMilliseconds = 60_000

/**
 * Plays some stretches, minute by minute: their contacts begin, and callbacks come in when it is their time, hours or days
 * later. Nothing from `until` on is played. Endless when that is Infinity.
 */
export function* play<Event>(stretches: readonly Stretch<Event>[], until: number): Generator<PlayedMinute<Event>> {
  const waiting = new Map<number, Waiting<Event>[]>()
  let messages = 0

  function* arrivalsOf({ stretch, minute, index }: Waiting<Event>, now: number): Generator<Arrival<Event>> {
    const contact = stretch.traffic.contactAt(minute, index)
    if (contact.startsAt < stretch.from || contact.startsAt >= stretch.to) return
    if (minute === now) messages += stretch.traffic.messagesPerContact
    const later = new Set<number>()
    for (const arrival of contact.arrivals) {
      if (arrival.at >= until) continue
      const arrivesIn = Math.floor(arrival.at / minuteMilliseconds)
      if (arrivesIn === now) yield { at: arrival.at, event: arrival.write() }
      else if (minute === now) later.add(arrivesIn)
    }
    for (const arrivesIn of later) {
      const queue = waiting.get(arrivesIn)
      if (queue === undefined) waiting.set(arrivesIn, [{ stretch, minute, index }])
      else queue.push({ stretch, minute, index })
    }
  }

  const first = Math.min(...stretches.map(({ from }) => Math.floor(from / minuteMilliseconds)))
  for (let minute = first; minute * minuteMilliseconds < until; minute++) {
    const arrivals: Arrival<Event>[] = []
    for (const earlier of waiting.get(minute) ?? []) arrivals.push(...arrivalsOf(earlier, minute))
    waiting.delete(minute)
    for (const stretch of stretches) {
      const count = contactsIn(stretch, minute)
      for (let index = 0; index < count; index++) arrivals.push(...arrivalsOf({ stretch, minute, index }, minute))
    }
    arrivals.sort((a, b) => a.at - b.at)
    yield {
      from: minute * minuteMilliseconds,
      to: Math.min(until, (minute + 1) * minuteMilliseconds),
      messages,
      arrivals,
    }
  }
}
