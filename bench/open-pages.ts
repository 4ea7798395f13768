import { setTimeout as pause } from 'node:timers/promises'
import { dayAround } from '../src/measures/zone.ts'
import { telephonyPanels } from '../src/panels/telephony.ts'
import { figuresOf, timed } from './figures.ts'
import type { Figures } from './figures.ts'
import type { Serving } from './serving.ts'

/** What many open pages of telephony cost: how long each request took, and the share of one processor that the server took. */
export type OpenPagesResult = {
  pages: number
  seconds: number
  eventsPerSecond: number
  /** By what was asked for; what was never answered is not there. */
  asked: { title: string; requestsPerSecond: number; answers: Figures }[]
  /** Requests that were refused. */
  failures: number
  /** Of one processor, 1 for all of it: with the pages open, and with the same events and no pages. */
  processorShare: number
  processorShareWithoutPages: number
}

const pages = 200
const measuredSeconds = 60
const quietSeconds = 20
/** What comes in meanwhile, so that something changes between two readings. */
const eventsPerSecond = 20
const minute = 60_000
const day = 86_400_000

/** What a page asks for again and again, and how often: see `web/asking/queries.ts`. */
const habits = [
  { title: 'minutes and today', everySeconds: 5, panels: panelsOf((live) => live !== undefined && live !== 'year') },
  { title: 'the year', everySeconds: 60, panels: panelsOf((live) => live === 'year') },
  { title: 'the week', everySeconds: 30, panels: panelsOf((live) => live === undefined) },
]

function panelsOf(are: (live: string | undefined) => boolean): string[] {
  return telephonyPanels.filter(({ live }) => are(live)).map(({ id }) => id)
}

/** Opens the page of telephony many times, with the last week as its period, and keeps it open, while calls come in. */
export async function measureOpenPages(serving: Serving, zone: string): Promise<OpenPagesResult> {
  const stop = new AbortController()
  const calls = keepCalling(serving, stop.signal)
  // A server that has just begun is busy with itself.
  await pause(quietSeconds * 1000)
  const quiet = await shareOf(serving, quietSeconds)
  const heard: Heard = { times: new Map(habits.map(({ title }) => [title, []])), failures: [] }
  const open = Array.from({ length: pages }, (_, at) => keepOpen(serving, zone, at / pages, heard, stop.signal))
  // Every page has been read once before anything counts.
  await pause(Math.max(...habits.map(({ everySeconds }) => everySeconds)) * 1000)
  for (const own of heard.times.values()) own.length = 0
  const processorShare = await shareOf(serving, measuredSeconds)
  const asked = [...heard.times]
    .filter(([, own]) => own.length > 0)
    .map(([title, own]) => ({
      title,
      requestsPerSecond: own.length / measuredSeconds,
      answers: figuresOf([...own]),
    }))
  const failures = [...heard.failures]
  stop.abort()
  if (failures.length > 0)
    process.stderr.write(`  ${failures.length} requests failed, the first with: ${failures[0]}\n`)
  await Promise.all([calls, ...open])
  return {
    pages,
    seconds: measuredSeconds,
    eventsPerSecond,
    asked,
    failures: failures.length,
    processorShare,
    processorShareWithoutPages: quiet,
  }
}

/** The share of one processor that the server takes in the next seconds. */
async function shareOf({ processorSeconds }: Serving, seconds: number): Promise<number> {
  const before = processorSeconds()
  const { milliseconds } = await timed(() => pause(seconds * 1000))
  return (processorSeconds() - before) / (milliseconds / 1000)
}

/** What pages heard: how many milliseconds each answer took, and why others failed. */
type Heard = { times: ReadonlyMap<string, number[]>; failures: string[] }

/** One page: asks at its times, whose beginnings are spread; a request that takes too long is not asked twice at once. */
async function keepOpen(
  { url, token }: Serving,
  zone: string,
  phase: number,
  { times, failures }: Heard,
  signal: AbortSignal,
): Promise<void> {
  await Promise.all(
    habits.map(async ({ title, everySeconds, panels }) => {
      await wait(everySeconds * 1000 * phase, signal)
      while (!signal.aborted) {
        const { milliseconds } = await timed(async () => {
          const answer = await fetch(`${url}/api/v1/pages/telephony?${queryOf(panels, zone)}`, {
            headers: { authorization: `Bearer ${token}` },
          })
          const text = await answer.text()
          if (!answer.ok) throw new Error(text)
        }).catch((error: unknown) => {
          failures.push(String(error))
          return { milliseconds: 0 }
        })
        if (milliseconds > 0) times.get(title)!.push(milliseconds)
        await wait(Math.max(0, everySeconds * 1000 - milliseconds), signal)
      }
    }),
  )
}

/** What a page asks for whose period is the last 7 days: from midnight until the minute is over. */
function queryOf(panels: readonly string[], zone: string): URLSearchParams {
  const now = Date.now()
  const query = new URLSearchParams({
    from: time(dayAround(now - 6 * day, zone).from),
    to: time(Math.ceil(now / minute) * minute),
    tz: zone,
  })
  for (const panel of panels) query.append('panel', panel)
  return query
}

/** Calls that begin and end while pages are open. */
async function keepCalling({ url, token }: Serving, signal: AbortSignal): Promise<void> {
  for (let second = 0; !signal.aborted; second++) {
    const now = Date.now()
    const events = Array.from({ length: eventsPerSecond }, (_, at) => ({
      specversion: '1.0',
      type: 'call.status',
      source: 'bench',
      id: `${second}-${at}`,
      subject: `open-${second}-${at}`,
      time: time(now),
      data: {
        status: 'ended',
        outcome: 'answered',
        direction: 'outbound',
        trunk: `trunk-${1 + (at % 7)}`,
        to: `+4917612345${String(at).padStart(3, '0')}`,
        bot: { id: 'bot-1' },
        startedAt: time(now - 20_000),
        answeredAt: time(now - 15_000),
        endedAt: time(now),
      },
    }))
    const answer = await fetch(`${url}/api/v1/events`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/cloudevents-batch+json' },
      body: JSON.stringify(events),
    })
    if (!answer.ok) throw new Error(await answer.text())
    await wait(Math.max(0, now + 1000 - Date.now()), signal)
  }
}

function wait(milliseconds: number, signal: AbortSignal): Promise<void> {
  return pause(milliseconds, undefined, { signal }).catch(() => undefined)
}

function time(instant: number): string {
  return new Date(instant).toISOString()
}
