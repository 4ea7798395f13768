import { earliestInstant } from '../events/checks.ts'
import { parseInstant } from '../events/time.ts'
import { channelByWord } from '../events/vocabulary.ts'
import { failure } from '../failure.ts'
import { isZone } from '../measures/zone.ts'
import { usualShares } from '../simulation/shares.ts'
import type { Shares } from '../simulation/shares.ts'

/** The options of `talkmeter simulate` as they are typed. */
export type TypedOptions = {
  history?: string
  until?: string
  messages?: string
  live?: true
  rate?: string
  seed?: string
  channels?: string
  traffic?: string
  zone?: string
}

export const trafficKinds = ['notifications', 'chats', 'calls'] as const
export type TrafficKind = (typeof trafficKinds)[number]
const trafficUsual = 'notifications=60,chats=25,calls=15'

/** What is to be played. */
export type SimulateOptions = {
  history: { from: number; to: number; messages: number } | undefined
  /** What goes on from now: messages a second, or `undefined` for the pace of the history before it. */
  live: { messagesPerSecond: number | undefined } | undefined
  seed: number
  shares: Shares
  /** How much of the messages is which kind of traffic; the shares sum to 1, and a kind that is not there is not played. */
  traffic: ReadonlyMap<TrafficKind, number>
  zone: string
}

/** Beyond this, a minute of traffic would not fit well into memory. */
const messagesPerSecondMost = 500
const messagesMost = 100_000_000
const messagesUsual = 100_000
const messagesPerSecondUsual = 1
const hour = 3_600_000
const unitHours: Readonly<Record<string, number>> = { h: 1, d: 24, w: 168, y: 8760 }
const historyHoursMost = 10 * 8760

/**
 * Reads the options.
 * @param now milliseconds; a history ends then unless it is told to end earlier
 * @param machineZone the zone of the company when none is given
 * @throws Failure bad-request with a sentence about the option at fault
 */
export function readSimulateOptions(typed: TypedOptions, now: number, machineZone: string): SimulateOptions {
  const { history, until, messages, live, rate } = typed
  if (history === undefined) {
    const stray = until !== undefined ? '--until' : messages !== undefined ? '--messages' : undefined
    if (stray !== undefined) throw wrong(`${stray} is for a history; say how long it is, such as --history 90d.`)
  }
  if (live && until !== undefined) throw wrong('--live goes on from now, so it cannot follow a history with --until.')
  if (history !== undefined && !live && rate !== undefined) {
    throw wrong('--rate is for live traffic; a history has --messages, and goes on live with --live.')
  }
  const messagesPerSecond =
    rate === undefined ? undefined : numberOf('--rate', rate, { least: 0.01, most: messagesPerSecondMost })
  return {
    history: history === undefined ? undefined : historyOf(history, { until, messages, now }),
    live:
      history === undefined
        ? { messagesPerSecond: messagesPerSecond ?? messagesPerSecondUsual }
        : live && { messagesPerSecond },
    seed: typed.seed === undefined ? 1 : wholeOf('--seed', typed.seed, { least: 0, most: 999_999_999 }),
    shares: typed.channels === undefined ? usualShares : sharesOf(typed.channels),
    traffic: trafficOf(typed.traffic ?? trafficUsual),
    zone: zoneOf(typed.zone ?? machineZone),
  }
}

type Asked = { until: string | undefined; messages: string | undefined; now: number }

function historyOf(length: string, { until, messages, now }: Asked) {
  const [, count, unit] = /^(\d{1,5})([hdwy])$/.exec(length) ?? []
  const hours = Number(count) * (unitHours[unit ?? ''] ?? Number.NaN)
  if (!(hours >= 1 && hours <= historyHoursMost)) {
    throw wrong(`--history "${length}" is not a length from 1h to 10y, such as 12h, 90d, 26w or 1y.`)
  }
  const to = until === undefined ? now : parseInstant(until)
  if (to === undefined || to > now) {
    throw wrong(`--until "${until}" is not a time that has been, such as "2026-11-24T00:00:00Z".`)
  }
  const from = to - hours * hour
  if (from < earliestInstant)
    throw wrong('The history would begin before the year 2000, which Talkmeter does not take.')
  const limits = { least: 1, most: messagesMost }
  return { from, to, messages: messages === undefined ? messagesUsual : wholeOf('--messages', messages, limits) }
}

/** Reads `sms=45,viber=25,…`; a channel that is not named is not used. */
function sharesOf(text: string): Shares {
  const shares = text.split(',').map((item) => {
    const [, word = '', share = ''] = /^\s*([a-z]+)\s*=\s*(\d+(?:\.\d+)?)\s*$/.exec(item) ?? []
    const channel = channelByWord.get(word)?.word
    if (channel === undefined) {
      throw wrong(`--channels "${text}" is not a list such as "sms=45,viber=25,email=20,whatsapp=5,push=5".`)
    }
    return { channel, weight: Number(share) }
  })
  if (new Set(shares.map(({ channel }) => channel)).size < shares.length) {
    throw wrong(`--channels "${text}" names a channel twice.`)
  }
  if (!shares.some(({ weight }) => weight > 0)) throw wrong(`--channels "${text}" leaves no channel to send on.`)
  return shares
}

/** Reads `chats` or `notifications=60,chats=40`. */
function trafficOf(text: string): ReadonlyMap<TrafficKind, number> {
  const shares = text.split(',').map((item) => {
    const [, word = '', share = '1'] = /^\s*([a-z]+)\s*(?:=\s*(\d+(?:\.\d+)?)\s*)?$/.exec(item) ?? []
    const kind = trafficKinds.find((one) => one === word)
    if (kind === undefined) {
      throw wrong(`--traffic "${text}" is not a list such as "chats" or "notifications=60,chats=40".`)
    }
    return [kind, Number(share)] as const
  })
  if (new Map(shares).size < shares.length) throw wrong(`--traffic "${text}" names a kind twice.`)
  const total = shares.reduce((sum, [, share]) => sum + share, 0)
  if (total === 0) throw wrong(`--traffic "${text}" leaves nothing to play.`)
  return new Map(shares.filter(([, share]) => share > 0).map(([kind, share]) => [kind, share / total]))
}

function zoneOf(zone: string): string {
  if (!isZone(zone)) throw wrong(`--zone "${zone}" is not an IANA time zone such as "Europe/Berlin".`)
  return zone
}

type Limits = { least: number; most: number }

function wholeOf(option: string, text: string, limits: Limits): number {
  const value = numberOf(option, text, limits)
  if (!Number.isInteger(value)) throw wrong(`${option} must be a whole number, not "${text}".`)
  return value
}

function numberOf(option: string, text: string, { least, most }: Limits): number {
  const value = Number(text)
  if (!/^\d+(\.\d+)?$/.test(text) || value < least || value > most) {
    throw wrong(`${option} must be a number from ${least} to ${most}, not "${text}".`)
  }
  return value
}

function wrong(sentence: string): Error {
  return failure('bad-request', sentence)
}
