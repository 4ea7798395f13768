import { fork } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { short, table } from './figures.ts'
import { measureIntake } from './intake.ts'
import type { IntakeResult } from './intake.ts'
import { machine } from './machine.ts'
import { barsText, callPageBars, chatPageBars, intakeBars, pageBars, paperBars, reportFilesBars } from './bars.ts'
import type { CallPageResult } from './call-page.ts'
import type { ChargingResult } from './charging.ts'
import type { ChatPageResult } from './chat-page.ts'
import type { Figures } from './figures.ts'
import type { PageResult } from './page.ts'
import type { PapersResult } from './papers.ts'
import type { PeerResult } from './page-turns.ts'
import type { ReportFilesResult } from './report-files.ts'

const say = (line: string) => void process.stderr.write(`${line}\n`)
const asked = process.argv.slice(2)
const isLarge = asked.includes('--large')
const only = asked.find((word) => !word.startsWith('--'))
const sizes = [1_000_000, 10_000_000, ...(isLarge ? [100_000_000] : [])]

const faults: string[] = []
const pieces = [
  `# How fast it is

Made by \`npm run bench\` (\`npm run bench -- --large\` adds 100 million events). Absolute figures belong to the machine and the
minute; what counts are the ratios to the peers, which did the same work in the same run. Medians.

${new Date().toISOString().slice(0, 10)}, ${machine()}`,
]
let intake: IntakeResult | undefined
if (only === undefined || only === 'intake') {
  say('Intake …')
  intake = await measureIntake((line) => say(`  ${line}`))
  pieces.push(intakeText(intake))
}
const pages = await measured<PageResult>('page', 'page.ts', 'The notifications page over', 'events')
if (pages.length > 0) pieces.push(pageText(pages))
const chatPages = await measured<ChatPageResult>('chats', 'chat-page.ts', 'The page of chats over', 'events')
if (chatPages.length > 0) pieces.push(chatPageText(chatPages))
const callPages = await measured<CallPageResult>('calls', 'call-page.ts', 'The page of telephony over', 'calls')
if (callPages.length > 0) pieces.push(callPageText(callPages))
if (only === undefined || only === 'charging') {
  say('Charging …')
  pieces.push(chargingText(await resultOf<ChargingResult[]>('charging.ts')))
}
let files: ReportFilesResult[] = []
if (only === undefined || only === 'files') {
  say('Files of reports …')
  files = await resultOf<ReportFilesResult[]>('report-files.ts')
  pieces.push(reportFilesText(files))
}
let paper: PapersResult | undefined
if (only === undefined || only === 'papers') {
  say('Papers …')
  paper = await resultOf<PapersResult>('papers.ts')
  pieces.push(papersText(paper))
}
const bars = [
  ...(intake === undefined ? [] : intakeBars(intake)),
  ...pageBars(pages),
  ...chatPageBars(chatPages),
  ...callPageBars(callPages),
  ...reportFilesBars(files),
  ...(paper === undefined ? [] : paperBars(paper)),
]
if (bars.length > 0) pieces.push(barsText(bars))
const text = `${pieces.join('\n\n')}\n`
process.stdout.write(`\n${text}`)
if (faults.length > 0) {
  say(faults.join('\n'))
  process.exitCode = 1
} else if (only === undefined) writeFileSync(join(import.meta.dirname, 'RESULTS.md'), text)

/** What a page took at each size. A size that fails takes nothing away of what was measured before it. */
async function measured<Result>(name: string, file: string, title: string, what: string): Promise<Result[]> {
  if (only !== undefined && only !== name) return []
  const results: Result[] = []
  for (const size of sizes) {
    say(`${title} ${size.toLocaleString('en')} ${what} …`)
    try {
      results.push(await resultOf(file, size))
    } catch (error) {
      faults.push(`${title} ${size.toLocaleString('en')} ${what}: ${String(error)}`)
    }
  }
  return results
}

/** What a step says that has a process of its own. */
async function resultOf<Result>(file: string, events?: number): Promise<Result> {
  const child = fork(join(import.meta.dirname, file), events === undefined ? [] : [String(events)])
  const [result] = (await Promise.race([once(child, 'message'), failed(child)])) as [Result]
  return result
}

async function failed(child: ReturnType<typeof fork>): Promise<never> {
  const [code] = (await once(child, 'exit')) as [number | null]
  if (code === 0) return new Promise(() => undefined)
  throw new Error(`The bench of the page ended with ${code}.`)
}

function chargingText(results: readonly ChargingResult[]): string {
  const rows = results.flatMap(({ title, lines, milliseconds, peer, invoices }) => [
    [title, '**Talkmeter**', `${short(milliseconds)} ms`, '1 ×', lines.toLocaleString('en')],
    ['', peer.title, `${short(peer.milliseconds)} ms`, `${short(peer.milliseconds / milliseconds)} ×`, ''],
    [
      `its month's invoices: ${invoices.count.toLocaleString('en')}`,
      '**Talkmeter**',
      `${short(invoices.milliseconds)} ms`,
      '1 ×',
      '',
    ],
    [
      '',
      'PostgreSQL 18 keeps the documents bare',
      `${short(invoices.bareMilliseconds)} ms`,
      `${short(invoices.bareMilliseconds / invoices.milliseconds)} ×`,
      '',
    ],
  ])
  return `## Charging

A day's messages of five channels and 40 networks, priced by 105 rates: compared with what was charged before, posted in double entry, and
kept line by line, all or nothing. PostgreSQL prices the same rows, which it has by company and time, and keeps the lines: nothing else.
Both come to the same amount, to the millionth. Then the month is closed: numbered without a gap, taxed, posted and settled, all or nothing by
200 companies.

${table(['', '', 'took', 'times as long', 'lines'], rows)}`
}

function reportFilesText(results: readonly ReportFilesResult[]): string {
  const rows = results.map(({ title, rows: count, milliseconds, processorMilliseconds, memoryBytesMax, fileBytes }) => [
    count.toLocaleString('en'),
    title,
    `${short(milliseconds / 1000)} s`,
    `${short(processorMilliseconds / 1000)} s`,
    mebibytes(memoryBytesMax),
    fileBytes === 0 ? '' : mebibytes(fileBytes),
  ])
  return `## Files of reports

Rows of twelve columns (ids, words, times, durations, counts, money, texts) made one after the other and written to a disk, each file by a
process of its own, with what its memory was at most. exceljs writes the same cells with formats by its streaming writer, packed
at the same level. All files of a million rows were read back, and come to the same sums.

${table(['rows', '', 'took', 'of processors', 'memory', 'file'], rows)}`
}

function mebibytes(bytes: number): string {
  return `${short(bytes / 1024 ** 2)} MiB`
}

function each({ papers, milliseconds }: { papers: number; milliseconds: number }): number {
  return milliseconds / papers
}

function papersText({ peer, ...own }: PapersResult): string {
  const rows = [{ title: '**Talkmeter**', ...own }, peer].map((one) => [
    one.title,
    one.papers.toLocaleString('en'),
    `${short(one.milliseconds)} ms`,
    `${short(each(one))} ms`,
    `${short(one.bytes / 1000)} KB`,
    `${short(each(one) / each(own))} ×`,
  ])
  return `## Papers

Invoices of 20 lines in Russian as PDF/A-3b, each with a Unicode font of its own letters, one after another. Ours have the XML of EN 16931
inside and a code to pay by; pdfkit draws the same texts in Inter as it is published, without the two.

${table(['', 'papers', 'took', 'each', 'size', 'times as long'], rows)}`
}

function intakeText({ events, runs, acknowledged, folded, copy, memoryBytesMax }: IntakeResult): string {
  const rate = (milliseconds: number) => `${short(Math.round(events / milliseconds))} k events/s`
  return `## Intake

${events.toLocaleString('en')} status events (200,000 messages) in one NDJSON request, ${runs} runs. PostgreSQL takes the same events by COPY in
transactions of 10,000 into one table with a unique key; it keeps no state and no roll-ups.

${table(
  ['', 'median', 'rate', 'against COPY'],
  [
    [
      'Talkmeter, acknowledged (durable)',
      `${short(acknowledged.median)} ms`,
      rate(acknowledged.median),
      `${short(copy.median / acknowledged.median)} ×`,
    ],
    [
      'Talkmeter, in state and roll-ups',
      `${short(folded.median)} ms`,
      rate(folded.median),
      `${short(copy.median / folded.median)} ×`,
    ],
    ['PostgreSQL 18, COPY', `${short(copy.median)} ms`, rate(copy.median), '1 ×'],
  ],
)}

The server's memory was ${short(memoryBytesMax / 1024 ** 2)} MiB at most.`
}

function pageText(results: readonly PageResult[]): string {
  const rows = results.flatMap(({ events, messages, page, peers }) => [
    [
      events.toLocaleString('en'),
      `**Talkmeter** (${messages.toLocaleString('en')} messages)`,
      `${short(page.median)} ms`,
      `${short(page.p95)} ms`,
      '1 ×',
    ],
    ...peers.map((peer) => ['', ...peerCells(peer, page)]),
  ])
  return `## The notifications page over a year

All twelve panels by one HTTP request (a year with odd minutes at both ends, Europe/Berlin, the larger of two companies), against
one query of each peer that counts the same cells; the answers are checked equal.

${table(['events', '', 'median', 'p95', 'times as long'], rows)}`
}

function chatPageText(results: readonly ChatPageResult[]): string {
  const rows = results.flatMap(({ events, dialogues, asked: questions }) =>
    questions.flatMap(({ title, page, peers }, at) => [
      [
        at === 0 ? events.toLocaleString('en') : '',
        at === 0 ? `${title} (${dialogues.toLocaleString('en')} dialogues)` : title,
        '**Talkmeter**',
        `${short(page.median)} ms`,
        `${short(page.p95)} ms`,
        '1 ×',
      ],
      ...peers.map((peer) => ['', '', ...peerCells(peer, page)]),
    ]),
  )
  return `## The page of chats over a year

All panels by one HTTP request, percentiles of reply times, counts by operator, the map and popular phrases included, as before: a year with odd minutes at
both ends, Europe/Berlin, the larger of two companies, with 12 chats, 13 messengers and 200 operators. Ten events are a dialogue:
7.5 messages, and 2.5 times that it was opened, assigned, skipped or closed. The peers count the same by one query for each kind of
rows; the answers are checked equal.

${table(['events', 'asked for', '', 'median', 'p95', 'times as long'], rows)}`
}

/** A peer, what it took, and how many times as long as the page. */
function peerCells(peer: PeerResult, page: Figures): string[] {
  if ('fault' in peer) return [peer.title, peer.fault.replaceAll('|', '/'), '', '']
  const { median, p95 } = peer.figures
  return [peer.title, `${short(median)} ms`, `${short(p95)} ms`, `${short(median / page.median)} ×`]
}

function callPageText(results: readonly CallPageResult[]): string {
  const rows = results.flatMap(({ calls, asked: questions }) =>
    questions.flatMap(({ title, page, peers }, at) => [
      [
        at === 0 ? calls.toLocaleString('en') : '',
        title,
        '**Talkmeter**',
        `${short(page.median)} ms`,
        `${short(page.p95)} ms`,
        '1 ×',
      ],
      ...peers.map((peer) => ['', '', ...peerCells(peer, page)]),
    ]),
  )
  const open = results.flatMap(({ calls, open: { asked: habits, processorShare, processorShareWithoutPages } }) =>
    habits.map(({ title, requestsPerSecond, answers }, at) => [
      at === 0 ? calls.toLocaleString('en') : '',
      title,
      short(requestsPerSecond),
      `${short(answers.median)} ms`,
      `${short(answers.p95)} ms`,
      at === 0 ? `${short(processorShare * 100)} %` : '',
      at === 0 ? `${short(processorShareWithoutPages * 100)} %` : '',
    ]),
  )
  const { pages: many, eventsPerSecond, seconds } = results[0]!.open
  return `## The page of telephony over a year

All panels by one HTTP request, percentiles of handling times, how many clients are distinct, the most attempts in a second of each
trunk and the panels that follow the clock included: a year with odd minutes at both ends, Europe/Berlin, the larger of two companies, with 11 trunks and 8 bots.
A call in eight has a second leg. The peers count the same, by one query for each kind of panel; the answers are checked equal.

${table(['calls', 'asked for', '', 'median', 'p95', 'times as long'], rows)}

The same page open ${many} times, with a week as its period: each asks for the panels of minutes and of today every 5 seconds, for those
of the year every minute, for the others every 30 seconds, while ${eventsPerSecond} calls a second come in; for ${seconds} seconds, with the pages on the same
machine. What the server takes is of one processor.

${table(['calls', 'asked for', 'requests a second', 'median', 'p95', 'the server takes', 'without pages'], open)}`
}
