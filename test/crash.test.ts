import { fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { messageRollUp } from '../src/folding/roll-ups.ts'
import { openFacts } from '../src/stores/events/open.ts'
import { isLong } from './long.ts'
import { cloudEvent, modelCells, modelMessages } from './model.ts'
import type { ModelEvent } from './model.ts'
import { cellsByLength, storedCells } from './stored-cells.ts'

const folder = await mkdtemp(join(tmpdir(), 'talkmeter-crash-'))
afterAll(async () => rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 }))

const stages = ['begun', 'state', 'ids', 'roll-up', 'known', 'position']
/** Each stage once, and as often at any moment. */
const rounds = isLong ? 48 : 6
const perRound = 600

/** Histories with late creations, so that messages move between buckets while the crashes happen. */
function eventsOfRound(round: number): ModelEvent[] {
  const start = Date.UTC(2026, 9, 1) + round * 40 * 60_000
  return Array.from({ length: perRound }, (_, n) => {
    const message = `r${n % 7 === 0 ? Math.max(0, round - 1) : round}-m${n % 200}`
    const turn = Math.floor(n / 200)
    return {
      source: 'gateway',
      id: `r${round}-e${n}`,
      message,
      time: start + n * 1000 + turn * 1_200_000,
      channel: ['sms', 'viber', 'email'][n % 3]!,
      status: ['pending', n % 5 === 0 ? 'undelivered' : 'delivered', 'created'][turn]!,
      ...(turn === 2 ? { createdAt: start - (n % 50) * 60_000 } : {}),
      ...(turn === 0 ? { price: { amount: `0.0${100 + (n % 90)}`, currency: 'EUR' }, parts: 1 + (n % 3) } : {}),
    }
  })
}

type Child = { child: ChildProcess; gone: Promise<unknown[]>; port: number | undefined }

/** Starts the server; `port` is undefined when it was killed while it folded what the crash before left. */
async function startChild(stage: string, count: number): Promise<Child> {
  const child = fork(join(import.meta.dirname, 'crash-child.ts'), [folder, stage, String(count)], { stdio: 'inherit' })
  const gone = once(child, 'exit')
  const first = await Promise.race([once(child, 'message'), gone.then(() => [undefined])])
  return { child, gone, port: (first[0] as { port: number } | undefined)?.port }
}

/** Sends until each event was answered for; gives up when the server is gone. */
async function send(port: number, events: readonly ModelEvent[], answered: Set<string>): Promise<void> {
  for (let at = 0; at < events.length; at += 50) {
    const block = events.slice(at, at + 50)
    const body = block.map((event) => JSON.stringify(cloudEvent(event))).join('\n')
    const response = await fetch(`http://127.0.0.1:${port}/api/v1/events`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-ndjson' },
      body,
    })
    const answer = (await response.json()) as { accepted: number; duplicates: number; rejected: unknown[] }
    expect(answer.rejected).toEqual([])
    expect(answer.accepted + answer.duplicates).toBe(block.length)
    for (const { id } of block) {
      // What was acknowledged once must be known for ever.
      if (answered.has(id)) expect(answer.duplicates).toBeGreaterThan(0)
      answered.add(id)
    }
  }
}

test(`${rounds} times kill -9: nothing is lost, nothing is doubled`, { timeout: 300_000 }, async () => {
  const all: ModelEvent[] = []
  const answered = new Set<string>()
  let kills = 0
  for (let round = 0; round < rounds; round++) {
    all.push(...eventsOfRound(round))
    const unanswered = all.filter(({ id }) => !answered.has(id))
    const stage = round % 2 === 0 ? stages[(round / 2) % stages.length]! : 'none'
    const { child, gone, port } = await startChild(stage, 1 + (round % 3))
    if (stage === 'none') setTimeout(() => child.kill('SIGKILL'), 5 + ((round * 37) % 120))
    if (port !== undefined) {
      await send(port, unanswered, answered).catch((error: unknown) => {
        if (!(error instanceof TypeError)) throw error
      })
    }
    const timer = setTimeout(() => child.kill('SIGKILL'), 1500)
    const [, signal] = await gone
    clearTimeout(timer)
    if (signal === 'SIGKILL') kills++
  }
  expect(kills).toBe(rounds)

  const { child, gone, port } = await startChild('none', 0)
  await send(port!, all, answered)
  child.send('stop')
  expect((await gone)[0]).toBe(0)

  const facts = await openFacts({ path: join(folder, 'facts') })
  const messages = modelMessages(all)
  for (const { cells, seconds } of cellsByLength(messageRollUp)) {
    expect([...(await storedCells(facts, 1, cells))].toSorted(), cells).toEqual(
      [...modelCells(messages, seconds)].toSorted(),
    )
  }
  const ids = await facts.query('SELECT count(), uniqExact(event) FROM event_ids FINAL')
  expect(ids[0]!.map(Number)).toEqual([all.length, all.length])
  const feeds = await facts.query('SELECT source, events FROM feeds FINAL')
  expect(feeds.map(([source, events]) => [source, Number(events)])).toEqual([['gateway', all.length]])
  await facts.close()
})
