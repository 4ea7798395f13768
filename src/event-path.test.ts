import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { putFacts } from '../test/prepared-stores.ts'
import { isLong } from '../test/long.ts'
import { cloudEvent, modelCells, modelMessages } from '../test/model.ts'
import type { ModelEvent } from '../test/model.ts'
import { testRecipients } from '../test/recipients.ts'
import { openEventPath } from './event-path.ts'
import { messageRollUp } from './folding/roll-ups.ts'
import { emptyAnswer } from './intake/intake.ts'
import { sentEvents } from './intake/read-body.ts'
import type { Facts } from './stores/events/facts.ts'
import { openFacts } from './stores/events/open.ts'
import { cellsByLength, storedCells } from '../test/stored-cells.ts'

let folder: string
let facts: Facts
/** Whether the store of facts takes anything at the moment. */
let isWritable = true

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'talkmeter-path-'))
  putFacts(folder)
  const real = await openFacts({ path: join(folder, 'facts') })
  facts = {
    ...real,
    async insert(table, columns, rows) {
      if (!isWritable) throw new Error('Cannot write: No space left on device')
      return real.insert(table, columns, rows)
    },
  }
})
afterAll(async () => {
  await facts.close()
  await rm(folder, { recursive: true })
})

/** Numbers that look random and are the same in every run. */
function* noise(seed: number): Generator<number> {
  for (let state = seed; ;) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    yield state / 2 ** 32
  }
}

function shuffled<Item>(items: readonly Item[], random: Generator<number>): Item[] {
  const all = [...items]
  for (let at = all.length - 1; at > 0; at--) {
    const other = Math.floor(random.next().value! * (at + 1))
    ;[all[at], all[other]] = [all[other]!, all[at]!]
  }
  return all
}

const start = Date.UTC(2026, 9, 24, 22)
const statuses = ['created', 'pending', 'delivered', 'undelivered', 'read']

/** Three events a message, over two days, some with late creations. */
function eventsOf(count: number, random: Generator<number>): ModelEvent[] {
  return Array.from({ length: count }, (_, n) => {
    const time = start + Math.floor(random.next().value! * 48 * 3_600_000)
    const status = statuses[Math.floor(random.next().value! * statuses.length)]!
    return {
      source: n % 2 === 0 ? 'gateway' : 'bulk',
      id: `e${Math.floor(n / 2)}`,
      message: `m${Math.floor(n / 3)}`,
      time,
      channel: ['sms', 'viber', 'email'][n % 3]!,
      status,
      ...(status === 'created' ? { createdAt: time - 3_600_000 } : {}),
      ...(n % 4 === 0
        ? { price: { amount: `0.0${1 + (n % 9)}`, currency: n % 8 === 0 ? 'EUR' : 'USD' }, parts: 1 + (n % 4) }
        : {}),
    }
  })
}

const count = isLong ? 1_000_000 : 12_000
const restarts = 6

test(
  `${count} events, each delivered 1 to 5 times, shuffled, over ${restarts} restarts: each counts once`,
  { timeout: isLong ? 1_800_000 : 90_000 },
  async () => {
    const random = noise(20_261_124)
    const events = eventsOf(count, random)
    const deliveries = shuffled(
      events.flatMap((event) => Array.from({ length: 1 + Math.floor(random.next().value! * 5) }, () => event)),
      random,
    )
    const answer = emptyAnswer()
    const share = Math.ceil(deliveries.length / (restarts + 1))
    for (let from = 0; from < deliveries.length; from += share) {
      const path = await openEventPath({ dataFolder: folder, facts, recipients: testRecipients })
      const part = deliveries.slice(from, from + share)
      const underWay: Promise<void>[] = []
      for (let at = 0; at < part.length;) {
        const size = 1 + Math.floor(random.next().value! * 2000)
        underWay.push(path.intake.take(1, sentEvents(part.slice(at, at + size).map(cloudEvent)), answer))
        at += size
        if (underWay.length % 4 === 0) await Promise.all(underWay)
      }
      await Promise.all(underWay)
      await path.close()
    }
    expect(answer).toEqual({ accepted: count, duplicates: deliveries.length - count, rejected: [] })
    const messages = modelMessages(events)
    for (const { cells, seconds } of cellsByLength(messageRollUp)) {
      const stored = Array.from(await storedCells(facts, 1, cells), ([cell, value]) => `${cell}: ${value}`)
      const expected = [...modelCells(messages, seconds)].map(([cell, value]) => `${cell}: ${value}`)
      // A whole comparison would print thousands of lines.
      const missing = expected.filter((cell) => !stored.includes(cell))
      const surplus = stored.filter((cell) => !expected.includes(cell))
      expect({ cells, missing: missing.slice(0, 5), surplus: surplus.slice(0, 5) }).toEqual({
        cells,
        missing: [],
        surplus: [],
      })
    }
  },
)

test('a stop does not wait for a store that cannot be written; the next start folds what is left', async () => {
  const events = eventsOf(500, noise(7))
  const path = await openEventPath({ dataFolder: folder, facts, recipients: testRecipients })
  isWritable = false
  const answer = emptyAnswer()
  await path.intake.take(2, sentEvents(events.map(cloudEvent)), answer)
  expect(answer.accepted).toBe(500)
  const stopAt = performance.now()
  await path.close()
  expect(performance.now() - stopAt).toBeLessThan(3000)
  isWritable = true
  const again = await openEventPath({ dataFolder: folder, facts, recipients: testRecipients })
  await again.close()
  const rows = await facts.query('SELECT count() FROM messages FINAL WHERE company = 2 AND moved = 0')
  expect(Number(rows[0]![0])).toBe(modelMessages(events).length)
})
