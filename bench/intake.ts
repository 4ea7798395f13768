import { closeSync, createReadStream, openSync, rmSync, chmodSync, mkdtempSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { figuresOf, timed } from './figures.ts'
import type { Figures } from './figures.ts'
import { cloudEventLine, copyTable, csvLine, eventsOf } from './intake-events.ts'
import { benchPostgres, copy } from './peers/postgres.ts'
import { startServing } from './serving.ts'

/** Milliseconds for `events`: until all were acknowledged, until all were in state and roll-ups, and the peer's. */
export type IntakeResult = {
  events: number
  runs: number
  acknowledged: Figures
  folded: Figures
  copy: Figures
  memoryBytesMax: number
}

const messages = 200_000
const events = messages * 3
const runs = 3
/** Events in a transaction of the peer: ten times as many as a block of ours has. */
const copyAtOnce = 10_000

/** Durable NDJSON intake over HTTP beside COPY into a table with a unique key, each with a commit that reaches the disk. */
export async function measureIntake(say: (line: string) => void): Promise<IntakeResult> {
  const folder = mkdtempSync(join(tmpdir(), 'talkmeter-bench-'))
  chmodSync(folder, 0o755)
  const times = { acknowledged: [] as number[], folded: [] as number[], copy: [] as number[] }
  try {
    const serving = await startServing(join(folder, 'data'))
    const postgres = await benchPostgres(join(folder, 'postgres'))
    await postgres.client.query(copyTable)
    for (let run = 0; run <= runs; run++) {
      const name = `run-${run}`
      const path = join(folder, `${name}.ndjson`)
      const blocks = writeEvents(path, name)
      const { acknowledged, folded } = await sendFile(serving, path)
      const { milliseconds } = await timed(async () => {
        for (const block of blocks) await copy(postgres.client, 'COPY status_events FROM STDIN (FORMAT csv)', [block])
      })
      rmSync(path)
      say(`run ${run}: ${[acknowledged, folded, milliseconds].map((ms) => Math.round(ms)).join(', ')} ms`)
      // The first run warms up.
      if (run === 0) continue
      times.acknowledged.push(acknowledged)
      times.folded.push(folded)
      times.copy.push(milliseconds)
    }
    const memoryBytesMax = serving.memoryMax()
    await serving.stop()
    await postgres.stop()
    return {
      events,
      runs,
      acknowledged: figuresOf(times.acknowledged),
      folded: figuresOf(times.folded),
      copy: figuresOf(times.copy),
      memoryBytesMax,
    }
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 })
  }
}

/** Writes the events of a run as NDJSON, and gives the same as CSV blocks for the peer. */
function writeEvents(path: string, run: string): Buffer[] {
  const file = openSync(path, 'w')
  const blocks: Buffer[] = []
  let lines: string[] = []
  for (const block of eventsOf(run, messages, Date.now())) {
    writeSync(file, block.map(cloudEventLine).join(''))
    lines.push(...block.map(csvLine))
    if (lines.length < copyAtOnce) continue
    blocks.push(Buffer.from(lines.join('')))
    lines = []
  }
  blocks.push(Buffer.from(lines.join('')))
  closeSync(file)
  return blocks
}

async function sendFile({ url, token }: { url: string; token: string }, path: string) {
  const startedAt = performance.now()
  const response = await fetch(`${url}/api/v1/events`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/x-ndjson' },
    body: createReadStream(path, { highWaterMark: 1024 * 1024 }),
    duplex: 'half',
  })
  const answer = (await response.json()) as { accepted?: number }
  if (answer.accepted !== events) throw new Error(`Not all were accepted: ${JSON.stringify(answer).slice(0, 300)}`)
  const acknowledged = performance.now() - startedAt
  while ((await eventsWaiting(url)) > 0) await pause(20)
  return { acknowledged, folded: performance.now() - startedAt }
}

async function eventsWaiting(url: string): Promise<number> {
  const metrics = await (await fetch(`${url}/metrics`)).text()
  return Number(/^talkmeter_events_waiting (\d+)/m.exec(metrics)?.[1])
}
