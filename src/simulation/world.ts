import { clockOf } from './clock.ts'
import type { Clock } from './clock.ts'
import { digestOf } from './random.ts'
import type { Shares } from './shares.ts'

/** A company that is made up: all that ever happens to it follows from this. */
export type World = {
  /** The first part of every id: the same name is the same company in the same run. */
  name: string
  /** The company in every run: what does not hang on how often it is played. */
  company: string
  /** Decides what happens to the company: its days, its campaigns, the outages of its gateways. */
  seed: number
  /** Decides what happens to each of its messages. */
  luck: number
  clock: Clock
  shares: Shares
}

export type WorldOptions = {
  seed: number
  /** IANA zone in which the company works and sleeps. */
  zone: string
  shares: Shares
  /** Sets the messages of this run apart from those of every other; without it, the same options give the same ones. */
  run?: string
}

/**
 * Raised whenever the same options give other events than before: an event that an installation knows already must not
 * come again with another content.
 */
const edition = 1

export function worldOf({ seed: number, zone, shares, run }: WorldOptions): World {
  const seed = digestOf(JSON.stringify([edition, number, zone, shares]))
  const company = `${number}-${(seed >>> 0).toString(36)}`
  return {
    name: run === undefined ? company : `${company}-${run}`,
    company,
    seed,
    luck: run === undefined ? seed : digestOf(`${seed} ${run}`),
    clock: clockOf(zone),
    shares,
  }
}
