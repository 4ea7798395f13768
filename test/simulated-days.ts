import { callsOf } from '../src/simulation/calls.ts'
import { chatsOf } from '../src/simulation/chats.ts'
import { notificationsOf } from '../src/simulation/notifications.ts'
import { play } from '../src/simulation/play.ts'
import { presenceIn } from '../src/simulation/presence.ts'
import { usualShares } from '../src/simulation/shares.ts'
import type { AnySimulatedEvent } from '../src/simulation/simulated-event.ts'
import { stretchOf } from '../src/simulation/traffic.ts'
import type { Stretch } from '../src/simulation/traffic.ts'
import { worldOf } from '../src/simulation/world.ts'

/** Days of a company with traffic of every kind, so that every panel has something to show: its events, a line for each. */
export function simulatedDays({ from, to, messages }: { from: number; to: number; messages: number }): string {
  const world = worldOf({ seed: 3, zone: 'Europe/Berlin', shares: usualShares })
  const stretches: Stretch<AnySimulatedEvent>[] = [
    stretchOf(notificationsOf(world), from, to, messages * 0.4),
    stretchOf(chatsOf(world), from, to, messages * 0.4),
    stretchOf(callsOf(world), from, to, messages * 0.2),
    presenceIn(world, from, to, from),
  ]
  const events = [...play<AnySimulatedEvent>(stretches, to)].flatMap(({ arrivals }) => arrivals)
  return events.map(({ event }) => JSON.stringify(event)).join('\n')
}
