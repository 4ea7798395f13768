import fc from 'fast-check'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { putFacts } from '../../test/prepared-stores.ts'
import { isLong, sampled } from '../../test/long.ts'
import { storedKey } from '../../test/dialogue-model.ts'
import { daysOfPresence, stretchesOf } from '../../test/presence-model.ts'
import type { ToldState } from '../../test/presence-model.ts'
import { testRecipients } from '../../test/recipients.ts'
import { openEventPath } from '../event-path.ts'
import type { EventPath } from '../event-path.ts'
import { emptyAnswer } from '../intake/intake.ts'
import { sentEvents } from '../intake/read-body.ts'
import type { Facts } from '../stores/events/facts.ts'
import { openFacts } from '../stores/events/open.ts'
import type { FoldStage } from './folder.ts'

let folder: string
let facts: Facts
let path: EventPath
let company = 0

const patient = { timeout: 400_000 }
/** Before the clocks of Europe go back, and with them the end of a month. */
const start = Date.UTC(2026, 9, 24, 22)
const minute = 60_000

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'talkmeter-presence-'))
  putFacts(folder)
  facts = await openFacts({ path: join(folder, 'facts') })
  path = await openPath()
})

function openPath(atStage?: (stage: FoldStage) => void): Promise<EventPath> {
  return openEventPath({ dataFolder: folder, facts, recipients: testRecipients, ...(atStage ? { atStage } : {}) })
}

afterAll(async () => {
  await path.close()
  await facts.close()
  await rm(folder, { recursive: true })
})

async function give(told: readonly ToldState[]): Promise<void> {
  const answer = emptyAnswer()
  await path.intake.take(company, sentEvents(told.map(eventOf)), answer)
  expect(answer.rejected).toEqual([])
  await path.folder.settled()
}

/** One and the same state is one event, however often it is sent. */
function eventOf({ operator, at, state, group }: ToldState): object {
  return {
    specversion: '1.0',
    id: `${operator} ${at} ${state}`,
    source: '/presence',
    type: 'operator.presence',
    subject: operator,
    time: new Date(at).toISOString(),
    data: { state, ...(group === '' ? {} : { group: { id: group } }) },
  }
}

async function expectModel(told: readonly ToldState[]): Promise<void> {
  const rows = await facts.query(
    `SELECT toUInt32(bucket), toString(operator), toString(operator_group), online, paused, offline ` +
      `FROM presence_rolled_up FINAL WHERE company = ${company} AND online + paused + offline > 0`,
  )
  const model = daysOfPresence(stretchesOf(told)).map(({ operator, group, day, held }) => [
    day / 1000,
    storedKey(company, 'operator', operator),
    storedKey(company, 'group', group),
    ...held.map(String),
  ])
  expect(rows.map((row) => row.join(' ')).toSorted()).toEqual(model.map((row) => row.join(' ')).toSorted())
}

/** States of a few operators over five days, in no order; the group hangs on the instant, so that no two differ in it alone. */
const histories = fc
  .array(
    fc.record({
      operator: fc.constantFrom('ann', 'bob', 'c\\1'),
      at: fc.oneof(
        fc.integer({ min: 0, max: 5 * 24 * 60 }).map((at) => start + at * minute),
        fc.integer({ min: 0, max: 5 * 24 * 60 * minute }).map((at) => start + at),
      ),
      state: fc.constantFrom('online', 'paused', 'offline'),
    }),
    { minLength: 1, maxLength: 30 },
  )
  .map((told) => told.map((one): ToldState => ({ ...one, group: ['', 'night', 'day'][one.at % 3]! })))

test('any history, in one piece or in many, repeated and shuffled, gives the days of the model', patient, async () => {
  const pieces = fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 4, maxLength: 4 })
  await fc.assert(
    fc.asyncProperty(histories, fc.array(fc.nat(), { maxLength: 8 }), pieces, async (told, repeats, sizes) => {
      company++
      const sent = [...told]
      for (const repeat of repeats) sent.splice(repeat % sent.length, 0, told[repeat % told.length]!)
      for (let at = 0, turn = 0; at < sent.length; turn++) {
        const size = sizes[turn % sizes.length]!
        await give(sent.slice(at, at + size))
        at += size
      }
      await expectModel(told)
    }),
    { numRuns: isLong ? 100 : 5, endOnFailure: true },
  )
})

test('a step that was cut off at any stage is repeated, and changes nothing', patient, async () => {
  for (const stage of sampled(['begun', 'state', 'ids', 'roll-up', 'known'] as const, 2)) {
    company++
    const first: ToldState[] = [{ operator: 'ann', at: start, state: 'online', group: '' }]
    const second: ToldState[] = [
      { operator: 'ann', at: start + 200 * minute, state: 'paused', group: '' },
      { operator: 'bob', at: start + 300 * minute, state: 'online', group: 'night' },
    ]
    await give(first)
    await path.close()
    let isCut = false
    path = await openPath((reached) => {
      if (reached !== stage || isCut) return
      isCut = true
      throw new Error('cut off')
    })
    await give(second)
    expect(isCut).toBe(true)
    await expectModel([...first, ...second])
    await path.close()
    path = await openPath()
  }
})

test('what comes in years late changes what lies between its neighbours, and nothing else', patient, async () => {
  company++
  const told: ToldState[] = [
    { operator: 'ann', at: start, state: 'online', group: '' },
    { operator: 'ann', at: start + 600 * minute, state: 'offline', group: '' },
    { operator: 'bob', at: start, state: 'paused', group: '' },
  ]
  await give(told)
  const late: ToldState[] = [
    { operator: 'ann', at: start + 300 * minute, state: 'paused', group: '' },
    { operator: 'ann', at: Date.UTC(2021, 2, 28, 0, 30), state: 'online', group: '' },
  ]
  await give(late)
  await expectModel([...told, ...late])
})
