import { earliestInstant } from '../events/checks.ts'
import { callsOf } from '../simulation/calls.ts'
import { chatsOf } from '../simulation/chats.ts'
import { notificationsOf } from '../simulation/notifications.ts'
import { presenceIn } from '../simulation/presence.ts'
import type { AnySimulatedEvent } from '../simulation/simulated-event.ts'
import { endlessStretchOf, stretchOf } from '../simulation/traffic.ts'
import type { Stretch, Traffic } from '../simulation/traffic.ts'
import { worldOf } from '../simulation/world.ts'
import type { World } from '../simulation/world.ts'
import type { SimulateOptions, TrafficKind } from './simulate-options.ts'

/** What is to be played: a history, live traffic, or one after the other. */
export type Playing = {
  history: readonly Stretch<AnySimulatedEvent>[]
  live: readonly Stretch<AnySimulatedEvent>[]
  /** What is there however much of the others is played. */
  accompanying: readonly Stretch<AnySimulatedEvent>[]
  until: number
}

const trafficOf: Readonly<Record<TrafficKind, (world: World) => Traffic<AnySimulatedEvent>>> = {
  notifications: notificationsOf,
  chats: chatsOf,
  calls: callsOf,
}

/**
 * What the options ask for.
 * @param now milliseconds
 * @param newRun gives a word that no other run of the program has
 */
export function playingOf(options: SimulateOptions, now: number, newRun: () => string): Playing {
  const { history, live, seed, shares, traffic, zone } = options
  const company = { seed, shares, zone }
  const world = worldOf(company)
  const kinds = [...traffic]
  const past = history
    ? kinds.map(([kind, share]) =>
        stretchOf(trafficOf[kind](world), history.from, history.to, history.messages * share),
      )
    : []
  const from = history?.to ?? now
  const run = live && worldOf({ ...company, run: newRun() })
  const goingOn = run
    ? kinds.map(([kind, share], at): Stretch<AnySimulatedEvent> => {
        const own = trafficOf[kind](run)
        return live.messagesPerSecond === undefined
          ? { traffic: own, from, to: Infinity, scale: past[at]!.scale }
          : endlessStretchOf(own, from, live.messagesPerSecond * share)
      })
    : []
  const until = live === undefined ? from : Infinity
  const presence = traffic.has('chats') ? [presenceIn(world, history?.from ?? now, until, earliestInstant)] : []
  return { history: past, live: goingOn, accompanying: presence, until }
}
