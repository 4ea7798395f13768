import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { putFacts } from '../../test/prepared-stores.ts'
import { cloudEvent } from '../../test/model.ts'
import type { ModelEvent } from '../../test/model.ts'
import { testRecipients } from '../../test/recipients.ts'
import { openEventPath } from '../event-path.ts'
import type { EventPath } from '../event-path.ts'
import { emptyAnswer } from '../intake/intake.ts'
import { sentEvents } from '../intake/read-body.ts'
import type { Facts } from '../stores/events/facts.ts'
import { openFacts } from '../stores/events/open.ts'
import { messages } from './facts/messages.ts'
import { createFreshness } from './freshness.ts'

let folder: string
let facts: Facts
let path: EventPath
let now = Date.parse('2026-11-24T09:00:00Z')

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'talkmeter-freshness-'))
  putFacts(folder)
  facts = await openFacts({ path: join(folder, 'facts') })
  path = await openEventPath({ dataFolder: folder, facts, recipients: testRecipients, now: () => now })
})

afterAll(async () => {
  await path.close()
  await facts.close()
  rmSync(folder, { recursive: true })
})

async function give(...events: ModelEvent[]): Promise<void> {
  await path.intake.take(1, sentEvents(events.map(cloudEvent)), emptyAnswer())
  await path.folder.settled()
}

test('feeds by when they were heard from last, and where the data ends, also when a message turns out to be older', async () => {
  const freshnessOf = createFreshness((sql) => facts.query(sql))
  expect(await freshnessOf(1, messages)).toEqual({ newestEventAt: null, feeds: [] })

  const yesterday = Date.parse('2026-11-23T10:00:00Z')
  const seen = { source: 'gateway', channel: 'sms', status: 'delivered' }
  await give({ ...seen, id: '1', message: 'a', time: yesterday }, { ...seen, id: '2', message: 'b', time: now - 1 })
  expect(await freshnessOf(1, messages)).toEqual({
    newestEventAt: now - 1,
    feeds: [{ source: 'gateway', newestEventAt: now, events: 2 }],
  })

  // The newest message was created two days ago, says another feed: the other one is the newest now.
  const first = now
  now += 60_000
  await give({ ...seen, source: 'bulk', id: '3', message: 'b', time: yesterday, createdAt: yesterday - 86_400_000 })
  expect(await freshnessOf(1, messages)).toEqual({
    newestEventAt: yesterday,
    feeds: [
      { source: 'bulk', newestEventAt: now, events: 1 },
      { source: 'gateway', newestEventAt: first, events: 2 },
    ],
  })
  expect(await freshnessOf(2, messages)).toEqual({ newestEventAt: null, feeds: [] })
})

test('of very many feeds those are told that were heard from last', async () => {
  now += 60_000
  const events = Array.from({ length: 120 }, (_, at) => ({
    source: `robot ${at}`,
    id: '1',
    message: `r${at}`,
    time: now,
  }))
  await give(...events.map((event) => ({ ...event, channel: 'push', status: 'created' })))
  const { feeds } = await createFreshness((sql) => facts.query(sql))(1, messages)
  expect(feeds.length).toBe(50)
  expect(feeds.every((feed) => feed.newestEventAt === now)).toBe(true)
})
