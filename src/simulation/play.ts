import type { Arrival } from './simulated-event.ts'
import { contactsIn } from './traffic.ts'
import type { Stretch } from './traffic.ts'

/** What comes in during one minute, in order, and how many contacts began so far. */
export type PlayedMinute = { from: number; to: number; contacts: number; arrivals: readonly Arrival[] }

/** A contact of which more will be heard in a later minute: it is made again then, so little needs to be kept. */
type Waiting = { stretch: Stretch; minute: number; index: number }

const minuteMilliseconds = 60_000

/**
 * Plays some stretches, minute by minute: their contacts begin, and callbacks come in when it is their time, hours or days
 * later. Nothing from `until` on is played. Endless when that is Infinity.
 */
export function* play(stretches: readonly Stretch[], until: number): Generator<PlayedMinute> {
  const waiting = new Map<number, Waiting[]>()
  let contacts = 0

  function* arrivalsOf({ stretch, minute, index }: Waiting, now: number): Generator<Arrival> {
    const contact = stretch.traffic.contactAt(minute, index)
    if (contact.startsAt < stretch.from || contact.startsAt >= stretch.to) return
    if (minute === now) contacts++
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
    const arrivals: Arrival[] = []
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
      contacts,
      arrivals,
    }
  }
}
