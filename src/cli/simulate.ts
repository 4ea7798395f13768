import { setTimeout as pause } from 'node:timers/promises'
import { Command } from 'commander'
import { readConfig } from '../config.ts'
import { failure } from '../failure.ts'
import type { RejectedItem } from '../intake/intake.ts'
import { messagesOf, messagesPerSecondAt } from '../simulation/traffic.ts'
import { play } from '../simulation/play.ts'
import type { Screen } from './importing/progress.ts'
import { number } from './importing/summary.ts'
import { sendEvents } from './send-events.ts'
import type { Outgoing, SendCounts } from './send-events.ts'
import { readSimulateOptions } from './simulate-options.ts'
import type { TypedOptions } from './simulate-options.ts'
import { playingOf } from './simulate-playing.ts'
import type { Playing } from './simulate-playing.ts'
import { createSimulateProgress } from './simulate-progress.ts'
import { mustAnswer, targetOf } from './target.ts'

export type SimulateSurroundings = {
  environment: Readonly<Record<string, string | undefined>>
  print: (text: string) => void
  /** For what is not the result: progress and remarks. */
  screen: Screen
  /** Resolves at the first wish to stop. */
  stopSignal: () => Promise<void>
  exit: (code: number) => void
  /** Milliseconds since 1970. */
  now: () => number
  /** A word that no other run of the program has. */
  newRun: () => string
}

const stoppedCode = 130
const blockEvents = 1000
/** Live events go together when they come within so much time. */
const breathMilliseconds = 250
const historyPatienceMilliseconds = 60_000
/** Live traffic outlives a restart of the server, or an upgrade. */
const livePatienceMilliseconds = 3_600_000
const shownRefusals = 5

/** `talkmeter simulate`: the traffic of a believable company, sent to a running Talkmeter as any client sends it. */
export function simulateCommand(surroundings: SimulateSurroundings): Command {
  return new Command('simulate')
    .description("play a believable company's messages, chats and calls: live, or a history of them")
    .option('--history <length>', 'a history that ends now: 12h, 90d, 26w, 1y, …')
    .option('--messages <n>', 'about how many messages and calls the history has (default: 100000)')
    .option('--until <time>', 'let the history end earlier, such as 2026-11-01T00:00:00Z')
    .option('--live', 'after the history, go on live until Ctrl-C')
    .option(
      '--rate <n>',
      'live: messages and calls a second, averaged over day and night (default: 1, or as the history had)',
    )
    .option('--seed <n>', 'another number is another company (default: 1)')
    .option('--traffic <shares>', 'what is played: calls, or notifications=60,chats=25,calls=15 (the default), …')
    .option('--channels <shares>', 'of notifications, such as sms=45,viber=25,email=20,whatsapp=5,push=5')
    .option('--zone <zone>', "the company's IANA time zone (default: this machine's)")
    .option('--url <url>', 'the running Talkmeter (default: TALKMETER_URL, else the one on this machine)')
    .option('--token <token>', 'a token with the scope "ingest" (default: TALKMETER_TOKEN)')
    .addHelpText('after', `\n${about}`)
    .action((typed: TypedOptions & { url?: string; token?: string }) => simulate(surroundings, typed))
}

async function simulate(surroundings: SimulateSurroundings, typed: TypedOptions & { url?: string; token?: string }) {
  const { environment, print, screen, stopSignal, exit, now, newRun } = surroundings
  const options = readSimulateOptions(typed, now(), Intl.DateTimeFormat().resolvedOptions().timeZone)
  const target = targetOf(readConfig(environment), typed)
  await mustAnswer(target)
  const playing = playingOf(options, now(), newRun)
  const stop = new AbortController()
  void stopSignal().then(() => stop.abort())
  const progress = createSimulateProgress(screen, () => performance.now())
  const startedAt = performance.now()
  const refusals: RejectedItem[] = []
  let answered: SendCounts = { accepted: 0, duplicates: 0, rejected: 0 }

  const made = { events: 0, historyEvents: 0, historyShare: 0 }

  /** A part of what is made is still on its way; so the share of the history is that of the events answered. */
  function show(): void {
    const events = totalOf(answered)
    if (playing.history.length > 0 && (made.historyShare < 1 || events <= made.historyEvents)) {
      const answeredShare = made.historyShare < 1 ? events / Math.max(made.events, 1) : events / made.historyEvents
      progress.history(made.historyShare * answeredShare, events)
    } else if (playing.live.length > 0) {
      progress.live(
        events,
        sumOf(playing.live, (stretch) => messagesPerSecondAt(stretch, now())),
      )
    }
  }

  try {
    await sendEvents(target, blocksOf(playing, made, { now, stop: stop.signal, onPause: show }), {
      patienceMilliseconds: playing.live.length === 0 ? historyPatienceMilliseconds : livePatienceMilliseconds,
      onProgress: (counts) => {
        answered = { ...counts }
        show()
      },
      onRejected: (_, refusal) => refusals.length < shownRefusals && refusals.push(refusal),
      onWaiting: (sentence, wait) => wait >= 1000 && progress.say(`${sentence} Again in ${Math.round(wait / 1000)} s.`),
    })
  } finally {
    progress.end()
    if (totalOf(answered) > 0) print(summary(answered, (performance.now() - startedAt) / 1000))
  }
  if (refusals.length > 0) throw refused(answered.rejected, refusals)
  const isCutOff = stop.signal.aborted && playing.live.length === 0
  if (isCutOff) print('Stopped. The same command goes on: what is known already is not counted again.')
  exit(isCutOff ? stoppedCode : 0)
}

/** How much was made so far, and how much of that in the history. */
type Made = { events: number; historyEvents: number; historyShare: number }

type Pacing = { now: () => number; stop: AbortSignal; onPause: () => void }

/**
 * Events in blocks: those of the past as fast as they are taken, those of the future when it is their time. Tells in `made`
 * how far it is.
 */
async function* blocksOf(playing: Playing, made: Made, { now, stop, onPause }: Pacing) {
  const { history, live, accompanying, until } = playing
  const messages = sumOf(history, messagesOf)
  const historyEndsAt = history[0]?.to ?? 0
  let block: Outgoing<string>[] = []
  for (const minute of play([...accompanying, ...history, ...live], until)) {
    for (const { at, event } of minute.arrivals) {
      while (at > now() && !stop.aborted) {
        if (block.length > 0) yield block
        block = []
        onPause()
        await pause(Math.min(Math.max(at - now(), breathMilliseconds), 1000), undefined, { signal: stop }).catch(
          () => {},
        )
      }
      if (stop.aborted) return
      made.events++
      block.push({ json: JSON.stringify(event), place: event.id })
      if (block.length < blockEvents) continue
      yield block
      block = []
    }
    if (minute.from >= historyEndsAt) continue
    made.historyShare = minute.to >= historyEndsAt ? 1 : Math.min(minute.messages / messages, 0.999)
    made.historyEvents = made.events
  }
  if (block.length > 0) yield block
}

function sumOf<Item>(items: readonly Item[], amountOf: (item: Item) => number): number {
  return items.reduce((sum, item) => sum + amountOf(item), 0)
}

function totalOf({ accepted, duplicates, rejected }: SendCounts): number {
  return accepted + duplicates + rejected
}

function summary(counts: SendCounts, seconds: number): string {
  const { accepted, duplicates, rejected } = counts
  const total = totalOf(counts)
  const lines = [
    `${number(total)} events in ${seconds.toFixed(1)} s (${number(Math.round(total / seconds))} a second):`,
  ]
  lines.push(`  ${number(accepted)} new`)
  if (accepted === 0 && rejected === 0) lines.push(`  ${number(duplicates)} known already: this was played before`)
  else if (duplicates > 0) lines.push(`  ${number(duplicates)} known already (gateways repeat a callback now and then)`)
  if (rejected > 0) lines.push(`  ${number(rejected)} refused`)
  return lines.join('\n')
}

function refused(count: number, shown: readonly RejectedItem[]): Error {
  const reasons = shown.map(({ id, detail }) => `  ${id ?? ''}: ${detail}`).join('\n')
  return failure('conflict', `${number(count)} events were refused, among them:\n${reasons}`)
}

const about = `What is played: five channels with cascades (Viber or WhatsApp, then SMS), everyday messages and
campaigns, outages of gateways; dialogues in 13 messengers with robots, queues, operators in groups and
shifts, clients that come back, prices by author; a call centre with robots that dial in bursts, trunks with
limits and outages, people, voice mail, prices by the second; busy hours, nights, weekends and holidays; events
that come late, twice or out of order. The same seed gives the same history with the same ids, so playing it
again adds nothing; live traffic has ids of its own. Numbers and addresses belong to nobody.

Examples:
  talkmeter simulate --history 1y --messages 100000
  talkmeter simulate --rate 5
  talkmeter simulate --history 30d --messages 20000 --traffic calls
  talkmeter simulate --history 90d --messages 20000 --live --rate 2

Exit codes: 0 all is in (or live traffic was ended), 1 failure, 130 a history was stopped.`
