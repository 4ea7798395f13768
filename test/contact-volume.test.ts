import fc from 'fast-check'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { isLong } from './long.ts'
import { putFacts } from './prepared-stores.ts'
import { openEventPath } from '../src/event-path.ts'
import { emptyAnswer } from '../src/intake/intake.ts'
import { sentEvents } from '../src/intake/read-body.ts'
import type { Period } from '../src/measures/period.ts'
import { askPanels } from '../src/panels/ask-panels.ts'
import { panelById } from '../src/panels/pages.ts'
import type { Facts } from '../src/stores/events/facts.ts'
import { openFacts } from '../src/stores/events/open.ts'
import { modelCalls, stagesOf } from './call-model.ts'
import type { ModelCall, SentCallEvent } from './call-model.ts'
import { chance } from './chance.ts'
import { testRecipients } from './recipients.ts'

/** How many clients are behind calls, over any period, against a count that knows every call. */

const hour = 3_600_000
const day = 24 * hour
const fourWeeks = 28 * day
/** Some buckets of four weeks whole, and pieces of two. */
const from = Math.floor(Date.UTC(2026, 5, 1) / fourWeeks) * fourWeeks - 9 * day
const to = from + 100 * day

const next = chance(20261129)
const one = <Value>(list: readonly Value[]): Value => list[Math.floor(next() * list.length)]!
const clients = Array.from({ length: 120 }, (_, n) => `+491701234${String(n).padStart(3, '0')}`)
const ours = '+493012345678'

/** Calls on any day, and more of them around the edges of the largest buckets. */
const events: SentCallEvent[] = Array.from({ length: 500 }, (_, n) => {
  const edge = one([9, 37, 65, 93]) * day
  const start = from + Math.floor(n % 4 === 0 ? edge + (next() - 0.5) * hour : next() * (to - from))
  const direction = one(['outbound', 'outbound', 'inbound', undefined])
  const client = n % 11 === 0 ? undefined : one(clients.slice(0, one([5, 120, 120])))
  const [caller, called] = direction === 'outbound' || direction === undefined ? [ours, client] : [client, ours]
  const talked = one([0, 9, 10, 10, 45, 300])
  const data = {
    status: 'ended',
    direction,
    from: caller,
    // Without a direction, who is called is the client; who calls, where nobody is told to be.
    to: called ?? (direction === undefined ? clients[0] : undefined),
    trunk: one(['north', 'south', undefined]),
    bot: one([{ id: 'debts' }, { id: 'survey' }, undefined]),
    startedAt: new Date(start).toISOString(),
    answeredAt: new Date(start).toISOString(),
    endedAt: new Date(start + talked * 1000).toISOString(),
    outcome: one(['answered', 'answered', 'answered', 'machine']),
    evaluation: one(['goal-reached', 'goal-reached', 'refused', undefined]),
  }
  const told = JSON.parse(JSON.stringify(data)) as SentCallEvent['data']
  if (next() < 0.3) for (const name of ['answeredAt', 'outcome'] as const) delete told[name]
  const time = new Date(start + talked * 1000).toISOString()
  return {
    specversion: '1.0',
    id: `${n}`,
    source: 'calls',
    type: 'call.status',
    subject: `call-${n}`,
    time,
    data: told,
  }
})
const model = modelCalls(events)

let folder: string
let facts: Facts

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'talkmeter-contact-'))
  putFacts(folder)
  facts = await openFacts({ path: join(folder, 'facts') })
  const path = await openEventPath({ dataFolder: folder, facts, recipients: testRecipients })
  const shuffled = events.map((event) => [next(), event] as const).toSorted(([a], [b]) => a - b)
  // In any order, in pieces, some twice; a company of others has the same clients.
  for (const piece of [shuffled.slice(0, 300), shuffled.slice(250), shuffled.slice(0, 50)]) {
    for (const company of [1, 2])
      await path.intake.take(company, sentEvents(piece.map(([, event]) => event)), emptyAnswer())
    await path.folder.settled()
  }
  await path.close()
})

afterAll(async () => {
  await facts.close()
  await rm(folder, { recursive: true })
})

type Filters = { trunk?: readonly string[]; bot?: readonly string[]; direction?: readonly string[] }

function isKept(call: ModelCall, filters: Filters): boolean {
  return Object.entries(filters).every(([name, words]) =>
    words.includes(call[name as keyof Filters] || (name === 'direction' ? 'unknown' : '')),
  )
}

/** The four stages of the calls that started then: how many calls, and of how many clients. */
function counted(filters: Filters, since: number, until: number) {
  const kept = model.filter((call) => call.startedAt >= since && call.startedAt < until && isKept(call, filters))
  const stages = [0, 1, 2, 3].map((stage) => kept.filter((call) => stagesOf(call)[stage]))
  return {
    calls: stages.map(({ length }) => length),
    numbers: stages.map((calls) => new Set(calls.map(({ client }) => client).filter((client) => client !== '')).size),
  }
}

const panel = panelById.get('telephony.contact-volume')!

async function expectCounted(period: Period, filters: Filters): Promise<void> {
  const answer = await askPanels((sql) => facts.query(sql), [panel], {
    company: 1,
    period,
    now: to,
    compare: undefined,
    filters: new Map(Object.entries(filters)) as never,
    currency: 'EUR',
  })
  const { rows, totals, columns } = answer.panels.get(panel.id)!
  const all = counted(filters, period.from, period.to)
  expect(Object.values(totals)).toEqual([...all.calls, ...all.numbers])
  expect(Object.keys(totals)).toEqual([...panel.measures, ...panel.totals!])
  expect(columns.map(({ name }) => name)).toEqual(['time', ...panel.measures])
  const starts = rows.map(([time]) => Date.parse(String(time)))
  for (const [at, [, ...calls]] of rows.entries()) {
    expect(calls).toEqual(counted(filters, starts[at]!, starts[at + 1] ?? period.to).calls)
  }
}

const edges = fc.oneof(
  fc.integer({ min: from, max: to }),
  fc.constantFrom(9, 37, 65, 93).map((days) => from + days * day),
  fc.integer({ min: 0, max: 100 * 24 }).map((hours) => from + hours * hour),
)
const periods = fc
  .tuple(edges, edges, fc.constantFrom('UTC', 'Europe/Berlin', 'Asia/Kathmandu', 'Australia/Lord_Howe'))
  .map(([a, b, zone]) => ({ from: Math.min(a, b), to: Math.max(a, b) + 1, zone }))
const some = (words: readonly string[]) => fc.subarray([...words], { minLength: 1 })
const filters = fc.record(
  {
    trunk: some(['north', 'south', 'nowhere', '']),
    bot: some(['debts', 'survey', '']),
    direction: some(['inbound', 'outbound', 'unknown']),
  },
  { requiredKeys: [] },
)

test(
  'calls and clients are those of an independent count, in any period and zone, and filtered',
  { timeout: 200_000 },
  async () => {
    const whole = counted({}, from, to + 1)
    // Each stage is smaller than the one before, and clients are fewer than calls: the counts mean something.
    for (const list of [whole.calls, whole.numbers]) expect(list).toEqual([...new Set(list)].toSorted((a, b) => b - a))
    expect(whole.numbers[0]).toBeGreaterThan(100)
    await expectCounted({ from, to: to + 1, zone: 'UTC' }, {})
    await fc.assert(fc.asyncProperty(periods, filters, expectCounted), { numRuns: isLong ? 200 : 15 })
  },
)
