import { short, table } from './figures.ts'
import type { CallPageResult } from './call-page.ts'
import type { ChatPageResult } from './chat-page.ts'
import type { Figures } from './figures.ts'
import type { IntakeResult } from './intake.ts'
import type { PageResult } from './page.ts'
import type { PapersResult } from './papers.ts'
import type { PeerResult } from './page-turns.ts'
import type { ReportFilesResult } from './report-files.ts'

/** What we want of a figure, and what it is. */
export type Bar = { what: string; bar: string; reached: string; isMet: boolean }

/** The bars of intake: events a second, and against COPY. */
export function intakeBars({ events, acknowledged, copy }: IntakeResult): Bar[] {
  return [
    atLeast('durable intake', 150, events / acknowledged.median, ' k events/s'),
    atLeast('durable intake against COPY', 5, copy.median / acknowledged.median, ' ×'),
  ]
}

const peerBars: Readonly<Record<string, number>> = { PostgreSQL: 100, ClickHouse: 40, DuckDB: 8 }

/** The bars of a page, which are set for 100 million events; none when fewer were measured. */
export function pageBars(pages: readonly PageResult[]): Bar[] {
  return barsOf('a page', pages)
}

/** The same of the page of chats, as it is asked for without a filter. */
export function chatPageBars(pages: readonly ChatPageResult[]): Bar[] {
  return barsOf(
    'the page of chats',
    pages.map(({ events, asked: [whole] }) => ({ events, ...whole! })),
  )
}

/** The same of the page of telephony, and what 200 open ones take of a processor. */
export function callPageBars(pages: readonly CallPageResult[]): Bar[] {
  const large = pages.find(({ calls }) => calls === 100_000_000)
  return [
    ...barsOf(
      'the page of telephony',
      pages.map(({ calls, asked: [whole] }) => ({ events: calls, ...whole! })),
    ),
    ...(large === undefined
      ? []
      : [atMost(`${large.open.pages} open pages of telephony`, 1, large.open.processorShare, ' processors')]),
  ]
}

/** The bars of a report of a million rows as Excel, and of its memory when there are ten times as many. */
export function reportFilesBars(files: readonly ReportFilesResult[]): Bar[] {
  const of = (begin: string, count: number) =>
    files.find(({ title, rows }) => title.startsWith(begin) && rows === count)
  const ours = of('Excel, **Talkmeter**', 1_000_000)
  const tenfold = of('Excel, **Talkmeter**', 10_000_000)
  const peer = of('Excel, exceljs', 1_000_000)
  if (ours === undefined || tenfold === undefined || peer === undefined) return []
  return [
    atMost('a million rows as Excel', 8, ours.milliseconds / 1000, ' s'),
    atMost('a million rows as Excel, memory', 300, ours.memoryBytesMax / 1024 ** 2, ' MiB'),
    atMost('ten million rows as Excel, memory', 300, tenfold.memoryBytesMax / 1024 ** 2, ' MiB'),
    atLeast('a million rows as Excel against exceljs', 3, peer.milliseconds / ours.milliseconds, ' ×'),
  ]
}

/** The bars of invoices as PDF: a thousand of them, and against pdfkit. */
export function paperBars({ papers, milliseconds, peer }: PapersResult): Bar[] {
  return [
    atMost('1,000 invoices as PDF', 10, milliseconds / papers, ' s'),
    atLeast('an invoice as PDF against pdfkit', 2, peer.milliseconds / peer.papers / (milliseconds / papers), ' ×'),
  ]
}

type Measured = { events: number; page: Figures; peers: readonly PeerResult[] }

function barsOf(what: string, pages: readonly Measured[]): Bar[] {
  const [small, large] = [10_000_000, 100_000_000].map((events) => pages.find((one) => one.events === events))
  if (small === undefined || large === undefined) return []
  return [
    atMost(`${what}, 95th percentile`, 150, large.page.p95, ' ms'),
    atMost(`${what}, from 10 to 100 million events`, 1.5, large.page.median / small.page.median, ' ×'),
    ...large.peers.flatMap((peer) => {
      if (!('figures' in peer)) return []
      const { title, figures } = peer
      return [
        atLeast(`${what} against ${title}`, peerBars[title.split(' ')[0]!]!, figures.median / large.page.median, ' ×'),
      ]
    }),
  ]
}

export function barsText(bars: readonly Bar[]): string {
  const rows = bars.map(({ what, bar, reached, isMet }) => [what, bar, reached, isMet ? 'met' : 'missed'])
  return `## The bars

Those of a page are for a year of 100 million events.

${table(['', 'bar', 'reached', ''], rows)}

Where the time goes: in intake, one JavaScript thread reads, checks, hashes and folds each event, beside the engine and the
sender on the same cores, while COPY keeps no state; in a page, the engine plans each piece of its period, for two questions.`
}

function atLeast(what: string, bar: number, reached: number, unit: string): Bar {
  return { what, bar: `at least ${bar}${unit}`, reached: `${short(reached)}${unit}`, isMet: reached >= bar }
}

function atMost(what: string, bar: number, reached: number, unit: string): Bar {
  return { what, bar: `at most ${bar}${unit}`, reached: `${short(reached)}${unit}`, isMet: reached <= bar }
}
