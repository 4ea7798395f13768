import { fork } from 'node:child_process'
import { chmodSync, cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { messengers } from '../src/events/chat-vocabulary.ts'
import { eventsPerDialogue, idOf, peerColumns } from './chat-facts.ts'
import { clickhouseChatPeer } from './chat-peers/clickhouse-final.ts'
import { duckdbChatPeer } from './chat-peers/duckdb.ts'
import type { ChatPeer, ChatQuestion } from './chat-peers/peer.ts'
import { postgresChatPeer } from './chat-peers/postgres.ts'
import { mustAgree } from './chat-agreement.ts'
import type { ChatPageAnswer } from './chat-agreement.ts'
import type { Figures } from './figures.ts'
import { quickOnes, turnsOfPage, turnsOfPeers } from './page-turns.ts'
import type { PeerResult } from './page-turns.ts'
import { runChild } from './page.ts'
import { startServing } from './serving.ts'
import type { Serving } from './serving.ts'

/** What one size of the bench of the chats page gave: for each way to filter, the page over HTTP, and each peer. */
export type ChatPageResult = {
  events: number
  dialogues: number
  asked: { title: string; page: Figures; peers: PeerResult[] }[]
}

/** Odd minutes, so that edges are read, and a zone with two clock changes in the year. */
const zone = 'Europe/Berlin'
const yearFrom = Date.UTC(2025, 10, 23)
const year = {
  company: 1,
  from: yearFrom + 7 * 3_600_000 + 7 * 60_000,
  to: yearFrom + 364 * 86_400_000 + 11 * 3_600_000 + 23 * 60_000,
  zone,
}
const asked: readonly { title: string; question: ChatQuestion }[] = [
  { title: 'everything', question: year },
  { title: 'two messengers', question: { ...year, messenger: [2, 3] } },
  { title: 'three operators', question: { ...year, operator: [17, 90, 163] } },
]

async function measureChatPage(events: number, say: (line: string) => void): Promise<ChatPageResult> {
  const dialogues = Math.round(events / eventsPerDialogue)
  const folder = mkdtempSync(join(tmpdir(), 'talkmeter-bench-'))
  chmodSync(folder, 0o755)
  const peers: ChatPeer[] = []
  let serving: Serving | undefined
  try {
    const data = join(folder, 'data')
    say(`${dialogues.toLocaleString('en')} dialogues are made …`)
    await runChild(
      fork(join(import.meta.dirname, 'chat-facts.ts'), [data, folder, String(yearFrom), String(dialogues)]),
    )
    cpSync(data, join(folder, 'copy'), { recursive: true })
    for (const open of [
      () => postgresChatPeer(folder, folder),
      () => duckdbChatPeer(folder, folder, process.env['TALKMETER_BENCH_DUCKDB']!),
      () => clickhouseChatPeer(join(folder, 'copy')),
    ]) {
      peers.push(await open())
      say(`${peers.at(-1)!.title} has them`)
    }
    serving = await startServing(data)
    // Room for what 100 million events take besides.
    for (const table of Object.keys(peerColumns)) rmSync(join(folder, `${table}.csv`))
    const result: ChatPageResult = { events, dialogues, asked: [] }
    let left: readonly ChatPeer[] = peers
    for (const { title, question } of asked) {
      say(`asked for ${title} …`)
      const measured = await measureQuestion(serving, left, question)
      result.asked.push({ title, ...measured })
      left = quickOnes(left, measured.peers)
    }
    return result
  } finally {
    await serving?.stop()
    for (const peer of peers) await peer.close()
    rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 })
  }
}

async function measureQuestion(serving: Serving, peers: readonly ChatPeer[], question: ChatQuestion) {
  const query = queryOf(question)
  const ask = () => askPage(serving, query)
  const answer = await ask()
  const page = await turnsOfPage(ask)
  const measured = await turnsOfPeers(
    peers,
    (peer) => peer.cells(question),
    (cells, title) => mustAgree(answer, cells, title, question),
  )
  return { page, peers: measured }
}

function queryOf({ from, to, messenger = [], operator = [] }: ChatQuestion): string {
  const query = new URLSearchParams({
    from: new Date(from).toISOString(),
    to: new Date(to).toISOString(),
    tz: zone,
  })
  for (const code of messenger) query.append('messenger', messengers.find((one) => one.code === code)!.word)
  for (const number of operator) query.append('operator', idOf('operator', number))
  return query.toString()
}

async function askPage({ url, token }: Serving, query: string): Promise<ChatPageAnswer> {
  const response = await fetch(`${url}/api/v1/pages/chats?${query}`, { headers: { authorization: `Bearer ${token}` } })
  if (!response.ok) throw new Error(await response.text())
  return (await response.json()) as ChatPageAnswer
}

// Each size has a process of its own: the embedded engine keeps to one folder for the life of a process.
if (import.meta.main) {
  const result = await measureChatPage(Number(process.argv[2]), (line) => process.stderr.write(`  ${line}\n`))
  process.send?.(result)
  if (process.send === undefined) process.stdout.write(`${JSON.stringify(result, undefined, 2)}\n`)
  process.exit(0)
}
