import { fork } from 'node:child_process'
import { chmodSync, cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { directions } from '../src/events/call-vocabulary.ts'
import { livePeriodsOf, mustAgree } from './call-agreement.ts'
import type { CallPageAnswer } from './call-agreement.ts'
import { idOf, peerColumns } from './call-facts.ts'
import { clickhouseCallPeer } from './call-peers/clickhouse-final.ts'
import { duckdbCallPeer } from './call-peers/duckdb.ts'
import type { CallPeer, CallQuestion } from './call-peers/peer.ts'
import { postgresCallPeer } from './call-peers/postgres.ts'
import type { Figures } from './figures.ts'
import { measureOpenPages } from './open-pages.ts'
import type { OpenPagesResult } from './open-pages.ts'
import { quickOnes, turnsOfPage, turnsOfPeers } from './page-turns.ts'
import type { PeerResult } from './page-turns.ts'
import { runChild } from './page.ts'
import { startServing } from './serving.ts'
import type { Serving } from './serving.ts'

/** What one size of the bench of the telephony page gave: for each way to filter, the page over HTTP, and each peer. */
export type CallPageResult = {
  calls: number
  asked: { title: string; page: Figures; peers: PeerResult[] }[]
  open: OpenPagesResult
}

const zone = 'Europe/Berlin'
const day = 86_400_000
/** So that panels that follow the clock have something to count while this runs: the year ends after tomorrow. */
const yearFrom = Math.floor(Date.now() / day) * day - 363 * day
/** Odd minutes, so that edges are read, and a zone with two clock changes in the year. */
const year = {
  company: 1,
  from: yearFrom + 7 * 3_600_000 + 7 * 60_000,
  to: yearFrom + 362 * day + 11 * 3_600_000 + 23 * 60_000,
  zone,
}
const asked: readonly { title: string; question: CallQuestion }[] = [
  { title: 'everything', question: year },
  { title: 'two trunks', question: { ...year, trunk: [2, 9] } },
  { title: 'two bots, outbound', question: { ...year, bot: [1, 4], direction: [2] } },
]

async function measureCallPage(calls: number, say: (line: string) => void): Promise<CallPageResult> {
  const folder = mkdtempSync(join(tmpdir(), 'talkmeter-bench-'))
  chmodSync(folder, 0o755)
  const peers: CallPeer[] = []
  let serving: Serving | undefined
  try {
    const data = join(folder, 'data')
    say(`${calls.toLocaleString('en')} calls are made …`)
    await runChild(fork(join(import.meta.dirname, 'call-facts.ts'), [data, folder, String(yearFrom), String(calls)]))
    cpSync(data, join(folder, 'copy'), { recursive: true })
    for (const open of [
      () => postgresCallPeer(folder, folder),
      () => duckdbCallPeer(folder, folder, process.env['TALKMETER_BENCH_DUCKDB']!),
      () => clickhouseCallPeer(join(folder, 'copy')),
    ]) {
      peers.push(await open())
      say(`${peers.at(-1)!.title} has them`)
    }
    // Room for what 100 million calls take besides.
    for (const table of Object.keys(peerColumns)) rmSync(join(folder, `${table}.csv`))
    serving = await startServing(data)
    const measured: CallPageResult['asked'] = []
    let left: readonly CallPeer[] = peers
    for (const { title, question } of asked) {
      say(`asked for ${title} …`)
      const own = await measureQuestion(serving, left, question)
      measured.push({ title, ...own })
      left = quickOnes(left, own.peers)
    }
    // They would take their share of the processors' time.
    for (const peer of peers.splice(0)) await peer.close()
    say('pages are open …')
    return { calls, asked: measured, open: await measureOpenPages(serving, zone) }
  } finally {
    await serving?.stop()
    for (const peer of peers) await peer.close()
    rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 })
  }
}

async function measureQuestion(serving: Serving, peers: readonly CallPeer[], question: CallQuestion) {
  const query = queryOf(question)
  const ask = () => askPage(serving, query)
  await ask()
  const page = await turnsOfPage(ask)
  // What follows the clock is compared over the periods that the page said.
  const answer = await ask()
  const live = livePeriodsOf(answer)
  const measured = await turnsOfPeers(
    peers,
    (peer) => peer.cells(question, live),
    (cells, title) => mustAgree(answer, cells, title, question),
  )
  return { page, peers: measured }
}

function queryOf({ from, to, trunk = [], bot = [], direction = [] }: CallQuestion): string {
  const query = new URLSearchParams({
    from: new Date(from).toISOString(),
    to: new Date(to).toISOString(),
    tz: zone,
  })
  for (const number of trunk) query.append('trunk', idOf('trunk', number))
  for (const number of bot) query.append('bot', idOf('bot', number))
  for (const code of direction) query.append('direction', directions.find((one) => one.code === code)!.word)
  return query.toString()
}

async function askPage({ url, token }: Serving, query: string): Promise<CallPageAnswer> {
  const response = await fetch(`${url}/api/v1/pages/telephony?${query}`, {
    headers: { authorization: `Bearer ${token}` },
  })
  if (!response.ok) throw new Error(await response.text())
  return (await response.json()) as CallPageAnswer
}

// Each size has a process of its own: the embedded engine keeps to one folder for the life of a process.
if (import.meta.main) {
  const result = await measureCallPage(Number(process.argv[2]), (line) => process.stderr.write(`  ${line}\n`))
  process.send?.(result)
  if (process.send === undefined) process.stdout.write(`${JSON.stringify(result, undefined, 2)}\n`)
  process.exit(0)
}
