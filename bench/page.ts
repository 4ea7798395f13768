import { fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { decodeCurrency } from '../src/events/currency.ts'
import { channelByCode, statusByCode, statusByWord } from '../src/events/vocabulary.ts'
import { decimalOf } from '../src/measures/decimal.ts'
import { figuresOf, timed } from './figures.ts'
import type { Figures } from './figures.ts'
import { eventsPerMessage } from './page-facts.ts'
import { clickhousePeer } from './peers/clickhouse-final.ts'
import { duckdbPeer } from './peers/duckdb.ts'
import type { Peer, PeerCell, PeerQuestion } from './peers/peer.ts'
import { postgresPeer } from './peers/postgres.ts'
import { startServing } from './serving.ts'
import type { Serving } from './serving.ts'

/** What one size of the page's bench gave: the page over HTTP, and each peer, in the same minutes. */
export type PageResult = {
  events: number
  messages: number
  page: Figures
  peers: { title: string; figures: Figures }[]
}

/** Odd minutes, so that edges are read, and a zone with two clock changes in the year. */
const zone = 'Europe/Berlin'
const yearFrom = Date.UTC(2025, 10, 23)
const question: PeerQuestion = {
  company: 1,
  from: yearFrom + 7 * 3_600_000 + 7 * 60_000,
  to: yearFrom + 364 * 86_400_000 + 11 * 3_600_000 + 23 * 60_000,
  zone,
}

type Page = {
  panels: Record<string, { rows: (string | number | null)[][]; totals: Record<string, unknown> }>
}

async function measurePage(events: number, say: (line: string) => void): Promise<PageResult> {
  const messages = Math.round(events / eventsPerMessage)
  const folder = mkdtempSync(join(tmpdir(), 'talkmeter-bench-'))
  chmodSync(folder, 0o755)
  const peers: Peer[] = []
  let serving: Serving | undefined
  try {
    const data = join(folder, 'data')
    const csv = join(folder, 'messages.csv')
    say(`${messages.toLocaleString('en')} messages are made …`)
    await runChild(fork(join(import.meta.dirname, 'page-facts.ts'), [data, csv, String(yearFrom), String(messages)]))
    cpSync(data, join(folder, 'copy'), { recursive: true })
    for (const open of [
      () => postgresPeer(folder, csv),
      () => duckdbPeer(folder, csv, process.env['TALKMETER_BENCH_DUCKDB']!),
      () => clickhousePeer(join(folder, 'copy')),
    ]) {
      peers.push(await open())
      say(`${peers.at(-1)!.title} has them`)
    }
    serving = await startServing(data)
    const { url, token } = serving
    const query = new URLSearchParams({
      from: new Date(question.from).toISOString(),
      to: new Date(question.to).toISOString(),
      tz: zone,
    })
    const ask = async () => {
      const response = await fetch(`${url}/api/v1/pages/notifications?${query}`, {
        headers: { authorization: `Bearer ${token}` },
      })
      if (!response.ok) throw new Error(await response.text())
      return (await response.json()) as Page
    }
    const times = new Map<string, number[]>()
    const note = (title: string, milliseconds: number) => times.set(title, [...(times.get(title) ?? []), milliseconds])
    for (let run = 0; run < runsOf(events); run++) {
      // One warm-up of each is not counted; the page is asked more often, for its 95th percentile.
      for (let turn = 0; turn < 8; turn++) {
        const { milliseconds } = await timed(ask)
        if (run > 0) note('page', milliseconds)
      }
      for (const peer of peers) {
        const { result, milliseconds } = await timed(() => peer.cells(question))
        if (run > 0) note(peer.title, milliseconds)
        else mustAgree(await ask(), result, peer.title)
      }
    }
    return {
      events,
      messages,
      page: figuresOf(times.get('page')!),
      peers: peers.map(({ title }) => ({ title, figures: figuresOf(times.get(title)!) })),
    }
  } finally {
    await serving?.stop()
    for (const peer of peers) await peer.close()
    rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 })
  }
}

function runsOf(events: number): number {
  return events > 20_000_000 ? 5 : 8
}

/** Counts the page's panels from a peer's cells, plainly, and throws where the page says anything else. */
function mustAgree({ panels }: Page, cells: readonly PeerCell[], title: string): void {
  const counted = {
    'notifications.by-status': countBy(cells, ({ status }) => [statusByCode.get(status)!]),
    'notifications.sent-by-channel-by-day': countBy(cells.filter(isSent), ({ day, channel }) => [day, wordOf(channel)]),
    'notifications.delivered-by-channel-by-day': countBy(
      cells.filter(({ status }) => statusByCode.get(status) === 'delivered'),
      ({ day, channel }) => [day, wordOf(channel)],
    ),
    'notifications.viber-by-status-by-day': countBy(
      cells.filter(({ channel }) => wordOf(channel) === 'viber'),
      ({ day, status }) => [day, statusByCode.get(status)!],
    ),
  }
  for (const [id, expected] of Object.entries(counted)) {
    const shown = new Map(
      panels[id]!.rows.filter((row) => Number(row.at(-1)) > 0).map((row) => [row.slice(0, -1).join(' '), row.at(-1)]),
    )
    if (shown.size !== expected.size || [...expected].some(([key, value]) => shown.get(key) !== value)) {
      throw new Error(`${id} and ${title} do not agree.`)
    }
  }
  const prices = new Map<string, bigint>()
  for (const { currency, priceMillionths } of cells) {
    const unit = decodeCurrency(currency)
    prices.set(unit, (prices.get(unit) ?? 0n) + priceMillionths)
  }
  for (const [unit, amount] of panels['notifications.price']!.rows) {
    if (decimalOf(prices.get(String(unit)) ?? -1n) !== amount) throw new Error(`The price and ${title} do not agree.`)
  }
  const parts = cells
    .filter((cell) => isSent(cell) && wordOf(cell.channel) === 'sms')
    .reduce((sum, cell) => sum + cell.parts, 0)
  if (panels['notifications.sms-parts']!.totals['parts'] !== parts)
    throw new Error(`The parts and ${title} do not agree.`)
}

function countBy(cells: readonly PeerCell[], keyOf: (cell: PeerCell) => string[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const cell of cells) {
    const key = keyOf(cell).join(' ')
    counts.set(key, (counts.get(key) ?? 0) + cell.messages)
  }
  return counts
}

function isSent({ status }: PeerCell): boolean {
  return statusByWord.get(statusByCode.get(status)!)!.sent
}

function wordOf(channel: number): string {
  return channelByCode.get(channel)!
}

/** Waits for a step of the bench that has a process of its own. */
export async function runChild(child: ChildProcess): Promise<void> {
  const [code] = (await once(child, 'exit')) as [number]
  if (code !== 0) throw new Error(`A step of the bench ended with ${code}.`)
}

// Each size has a process of its own: the embedded engine keeps to one folder for the life of a process.
if (import.meta.main) {
  const result = await measurePage(Number(process.argv[2]), (line) => process.stderr.write(`  ${line}\n`))
  process.send!(result)
  process.exit(0)
}
