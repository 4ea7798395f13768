import fc from 'fast-check'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { putFacts } from '../../test/prepared-stores.ts'
import { isLong, sampled } from '../../test/long.ts'
import { histories } from '../../test/histories.ts'
import { cloudEvent, modelCells, modelMessages } from '../../test/model.ts'
import type { ModelEvent } from '../../test/model.ts'
import { cellsByLength, storedCells } from '../../test/stored-cells.ts'
import { testRecipients } from '../../test/recipients.ts'
import { openEventPath } from '../event-path.ts'
import type { EventPath } from '../event-path.ts'
import { emptyAnswer } from '../intake/intake.ts'
import { sentEvents } from '../intake/read-body.ts'
import type { Facts } from '../stores/events/facts.ts'
import { openFacts } from '../stores/events/open.ts'
import { messageRollUp } from './roll-ups.ts'

let folder: string
let facts: Facts
let path: EventPath
let company = 0

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'talkmeter-folding-'))
  putFacts(folder)
  facts = await openFacts({ path: join(folder, 'facts') })
  path = await openPath()
})

function openPath(): Promise<EventPath> {
  return openEventPath({
    dataFolder: folder,
    facts,
    recipients: testRecipients,
    onTrouble: (error) => {
      throw error
    },
  })
}

afterAll(async () => {
  await path.close()
  await facts.close()
  await rm(folder, { recursive: true })
})

async function give(events: readonly ModelEvent[]): Promise<void> {
  const answer = emptyAnswer()
  await path.intake.take(company, sentEvents(events.map(cloudEvent)), answer)
  expect(answer.rejected).toEqual([])
  expect(answer.accepted + answer.duplicates).toBe(events.length)
  await path.folder.settled()
}

async function expectModel(events: readonly ModelEvent[]): Promise<void> {
  const messages = modelMessages(events)
  for (const { cells, seconds } of cellsByLength(messageRollUp)) {
    const expected = [...modelCells(messages, seconds)].toSorted()
    expect([...(await storedCells(facts, company, cells))].toSorted(), cells).toEqual(expected)
  }
  const rows = await facts.query(
    `SELECT message, toUnixTimestamp64Milli(created_at), toUInt32(bucket) FROM messages FINAL WHERE company = ${company} AND moved = 0`,
  )
  const expected = messages.map(({ message, createdAt }) => [message, createdAt, Math.floor(createdAt / 900_000) * 900])
  expect(rows.map(([message, at, bucket]) => [message, Number(at), Number(bucket)]).toSorted()).toEqual(
    expected.toSorted(),
  )
}

// Each step waits for the disk several times; a slow one must not end a test half-way.
const patient = { timeout: 180_000 }

test('any history, in one piece or in many, repeated and shuffled, gives what the model gives', patient, async () => {
  const pieces = fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 12, maxLength: 12 })
  await fc.assert(
    fc.asyncProperty(histories(), fc.array(fc.nat(), { maxLength: 20 }), pieces, async (events, repeats, sizes) => {
      company++
      const sent = [...events]
      for (const repeat of repeats) sent.splice(repeat % sent.length, 0, events[repeat % events.length]!)
      for (let at = 0, turn = 0; at < sent.length; turn++) {
        const size = sizes[turn % sizes.length]!
        await give(sent.slice(at, at + size))
        at += size
      }
      await expectModel(events)
    }),
    { numRuns: isLong ? 300 : 10 },
  )
})

test('every order of a cascade gives the same state', patient, async () => {
  const at = Date.UTC(2026, 9, 25, 1, 14, 59, 900)
  const cascade: ModelEvent[] = [
    { source: 's', id: '1', message: 'm', time: at + 120_000, channel: 'viber', status: 'pending' },
    { source: 's', id: '2', message: 'm', time: at, channel: 'viber', status: 'created', required: false },
    { source: 's', id: '3', message: 'm', time: at + 2_000_000, channel: 'viber', status: 'delivered', parts: 1 },
    {
      source: 's',
      id: '4',
      message: 'm',
      time: at + 1_000_000,
      channel: 'viber',
      status: 'undelivered',
      price: { amount: '0.02', currency: 'EUR' },
    },
  ]
  for (const order of sampled(permutations(cascade), 8)) {
    company++
    for (const event of order) await give([event])
    await expectModel(cascade)
  }
})

test(
  'after a start, statuses of very many known messages are folded in one step; great prices add up, too',
  patient,
  async () => {
    company++
    const created: ModelEvent[] = Array.from({ length: 19_000 }, (_, at) => ({
      source: 's',
      id: `created ${at}`,
      message: `m${at}`,
      time: Date.UTC(2026, 9, 25, 1) + at * 40,
      channel: 'sms',
      status: 'created',
      price: { amount: '999999999.999999', currency: 'EUR' },
    }))
    const delivered = created.map((event) => ({
      ...event,
      id: `delivered ${event.message}`,
      time: event.time + 60_000,
      status: 'delivered',
    }))
    await give(created)
    // Nothing is remembered after a start: the store is asked for each of these messages.
    await path.close()
    path = await openPath()
    await give(delivered)
    await expectModel([...created, ...delivered])
  },
)

test('a message that moves twice takes all that is known along, also when another left with it', patient, async () => {
  company++
  const hour = 3_600_000
  const at = Date.UTC(2026, 9, 25, 12)
  const first: ModelEvent[] = [
    { source: 's', id: '1', message: 'a', time: at, channel: 'sms', status: 'delivered' },
    { source: 's', id: '2', message: 'b', time: at, channel: 'sms', status: 'pending' },
  ]
  const price = { amount: '0.02', currency: 'EUR' }
  const second: ModelEvent[] = [
    { source: 's', id: '3', message: 'a', time: at - hour, channel: 'viber', status: 'pending', price, parts: 2 },
  ]
  const third: ModelEvent[] = [
    { source: 's', id: '4', message: 'a', time: at - 2 * hour, channel: 'sms', status: 'created' },
    { source: 's', id: '5', message: 'b', time: at - 2 * hour, channel: 'sms', status: 'created' },
  ]
  for (const step of [first, second, third]) await give(step)
  await expectModel([...first, ...second, ...third])
})

function permutations<T>(items: readonly T[]): T[][] {
  if (items.length <= 1) return [[...items]]
  return items.flatMap((item, at) => permutations(items.toSpliced(at, 1)).map((rest) => [item, ...rest]))
}
