import fc from 'fast-check'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { putFacts } from '../../test/prepared-stores.ts'
import { isLong, sampled } from '../../test/long.ts'
import { callEvent, callHistories, modelCalls, stagesOf, timeAt } from '../../test/call-model.ts'
import type { ModelCall, SentCallEvent } from '../../test/call-model.ts'
import { storedKey } from '../../test/dialogue-model.ts'
import { testRecipients } from '../../test/recipients.ts'
import { openEventPath } from '../event-path.ts'
import type { EventPath } from '../event-path.ts'
import { callOutcomes, directions, durationClasses, handlers } from '../events/call-vocabulary.ts'
import { codeOfLetters } from '../events/currency.ts'
import type { CheckedEvent } from '../events/envelope.ts'
import { eventKey } from '../events/identity.ts'
import { emptyAnswer } from '../intake/intake.ts'
import { sentEvents } from '../intake/read-body.ts'
import type { Facts } from '../stores/events/facts.ts'
import { openFacts } from '../stores/events/open.ts'
import { hideWith } from '../privacy/pseudonym.ts'
import { attemptRollUps, callRollUps, contactRollUps, handlingRollUps } from './roll-ups.ts'
import type { RollUp } from './roll-ups.ts'
import { nobody } from './message-rows.ts'
import type { FoldStage } from './folder.ts'
import { cellsByLength, cellsOf } from '../../test/stored-cells.ts'

let folder: string
let facts: Facts
let path: EventPath
let company = 0

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'talkmeter-calls-'))
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

async function give(events: readonly object[]): Promise<void> {
  const answer = emptyAnswer()
  await path.intake.take(company, sentEvents(events), answer)
  expect(answer.rejected).toEqual([])
  await path.folder.settled()
}

/** Every row and every cell of the company against the model. */
async function expectModel(events: readonly SentCallEvent[]): Promise<void> {
  const model = modelCalls(events)
  const stored = await facts.query(
    `SELECT call, toUInt32(bucket), toUnixTimestamp64Milli(started_at), toUnixTimestamp64Milli(answered_at), ` +
      `toUnixTimestamp64Milli(ended_at), direction, toString(trunk), toString(bot), toString(operator), handler, outcome, ` +
      `toString(evaluation), duration_class, talk, ring, client, goal, currencies, arrayMap(x -> toString(x), prices), legs ` +
      `FROM calls FINAL WHERE company = ${company} AND gone = 0`,
  )
  const numbers = await numbersOfClients()
  const expected = model.map((one) => [
    one.call,
    bucketOf(one.startedAt),
    one.startedAt,
    one.answeredAt,
    one.endedAt,
    ...Object.values(keysOf(one)).slice(0, 3),
    key('operator', one.operator),
    ...Object.values(keysOf(one)).slice(3),
    one.talk,
    one.ring,
    numbers.of(one.client),
    Number(one.evaluation === 'goal-reached'),
    pricesOf(one).map(([currency]) => currency),
    pricesOf(one).map(([, millionths]) => millionths),
    one.legs.length,
  ])
  expect(stored.map(asText).toSorted()).toEqual(expected.map(asText).toSorted())

  for (const rollUp of callRollUps) {
    const cells = (seconds: number) =>
      (rollUp.name === 'bot_calls' ? model.filter(isOfBot) : model).flatMap((one) => {
        const prices = pricesOf(one).length === 0 ? [[0, 0] as const] : pricesOf(one)
        return prices.map(([currency, millionths], at) => ({
          cell: [bucketOf(one.startedAt, seconds), ...keysIn(rollUp, { ...keysOf(one), currency })],
          sums: [...(at === 0 ? [1, one.talk, one.ring] : [0, 0, 0]), millionths],
        }))
      })
    const [calls, talk, ring, price] = ['calls', 'talk_seconds', 'ring_seconds', 'toString(toInt128(price * 1000000))']
    if (rollUp.sums.length === 4) await expectCells(rollUp, [calls, talk, ring, price].join(', '), cells)
    else
      await expectCells(rollUp, rollUp.sums.map(({ name }) => name).join(', '), (seconds) =>
        cells(seconds).map(({ cell, sums }) => ({ cell, sums: sums.slice(0, rollUp.sums.length) })),
      )
  }
  for (const rollUp of handlingRollUps) {
    const spoken = model.filter(({ outcome }) => outcome === 'answered' || outcome === 'machine')
    const cells = (seconds: number) =>
      spoken.map((one) => ({
        cell: [bucketOf(one.startedAt, seconds), ...keysIn(rollUp, keysOf(one)), one.talk],
        sums: [1],
      }))
    await expectCells(rollUp, 'calls', cells, 'seconds')
  }
  await expectAttempts(model)
  await expectContacts(model, numbers)
}

/** The numbers that stand for telephone numbers: each one of its own, and as many as there are. */
async function numbersOfClients() {
  const rows = await facts.query(
    `SELECT toString(person), number FROM client_numbers FINAL WHERE company = ${company} AND person != toUUID('${nobody}')`,
  )
  const known = new Map(rows.map(([person, number]) => [String(person), Number(number)]))
  expect([...known.values()].toSorted((a, b) => a - b)).toEqual(Array.from(known, (_, at) => at + 1))
  const hide = hideWith(Buffer.alloc(32, company))
  return { of: (client: string) => (client === '' ? 0 : known.get(hide(client).person)) }
}

/** How far calls came, and with whom. */
async function expectContacts(model: readonly ModelCall[], { of }: Awaited<ReturnType<typeof numbersOfClients>>) {
  const sets = ['called', 'reached_by', 'spoken_with', 'goal_with'].map(
    (name) => `toString(arraySort(bitmapToArray(${name})))`,
  )
  for (const rollUp of contactRollUps) {
    const keys = rollUp.keys.map(({ name }) => `toString(${name}), `).join('')
    for (const { cells, seconds } of cellsByLength(rollUp)) {
      const rows = await facts.query(
        `SELECT toUInt32(bucket), ${keys}calls, reached, conversations, goals, ${sets.join(', ')} FROM ${cells} ` +
          `WHERE company = ${company}`,
      )
      const groups = Map.groupBy(model, (one) =>
        asText([bucketOf(one.startedAt, seconds), ...keysIn(rollUp, keysOf(one))]),
      )
      const expected = Array.from(groups, ([cell, own]) => {
        const stages = [0, 1, 2, 3].map((stage) => own.filter((one) => stagesOf(one)[stage]))
        const clients = stages.map((calls) => [...new Set(calls.map(({ client }) => of(client)!))].filter((n) => n > 0))
        return asText([
          cell,
          ...stages.map(({ length }) => length),
          ...clients.map((list) => `[${list.toSorted((a, b) => a - b).join(',')}]`),
        ])
      })
      const filled = rows.map(asText).filter((row) => !row.endsWith(' | 0 | 0 | 0 | 0 | [] | [] | [] | []'))
      expect(filled.toSorted(), cells).toEqual(expected.toSorted())
    }
  }
}

type Cell = { cell: readonly unknown[]; sums: readonly number[] }

async function expectCells(
  rollUp: RollUp,
  sums: string,
  expectedCells: (seconds: number) => readonly Cell[],
  list?: string,
): Promise<void> {
  const big = ['trunk', 'bot', 'evaluation']
  const names = rollUp.keys.map(({ name }) => (big.includes(name) ? `toString(${name})` : name))
  const keys = [...names, ...(list === undefined ? [] : [list])].join(', ')
  const lists = list === undefined ? '' : `ARRAY JOIN ${list}, ${sums}`
  for (const { cells, seconds } of cellsByLength(rollUp)) {
    const rows = await facts.query(
      `SELECT toUInt32(bucket), ${keys}, ${sums} FROM ${cells} ${lists} WHERE company = ${company}`,
    )
    const filled = rows.map(asText).filter((row) => !row.endsWith(emptySums(sums)))
    const groups = Map.groupBy(expectedCells(seconds), ({ cell }) => asText(cell))
    const expected = Array.from(groups, ([cell, own]) =>
      asText([cell, ...own[0]!.sums.map((_, at) => own.reduce((sum, one) => sum + one.sums[at]!, 0))]),
    )
    expect(filled.toSorted(), cells).toEqual(expected.filter((row) => !row.endsWith(emptySums(sums))).toSorted())
  }
}

/** How the end of a cell is written in which nothing is any more. */
function emptySums(sums: string): string {
  return ' | 0'.repeat(sums.split(', ').length)
}

/** Legs by trunk: how many began, how many at most in one second of the clock, and the limit. */
async function expectAttempts(model: readonly ModelCall[]): Promise<void> {
  const legs = model.flatMap((one) => one.legs)
  for (const { cells, seconds } of cellsByLength(attemptRollUps[0]!)) {
    const rows = await facts.query(
      `SELECT toUInt32(bucket), toString(trunk), attempts, peak, trunk_limit FROM ${cells} ` +
        `WHERE company = ${company} AND attempts > 0`,
    )
    const groups = Map.groupBy(legs, ({ startedAt, trunk }) =>
      asText([bucketOf(startedAt, seconds), key('trunk', trunk)]),
    )
    const expected = Array.from(groups, ([cell, own]) => {
      const bySecond = Map.groupBy(own, ({ startedAt }) => Math.floor(startedAt / 1000))
      const peak = Math.max(...Array.from(bySecond.values(), ({ length }) => length))
      return asText([cell, own.length, peak, Math.max(...own.map(({ limit }) => limit))])
    })
    expect(rows.map(asText).toSorted(), cells).toEqual(expected.toSorted())
  }
}

function keysOf(one: ModelCall) {
  return {
    direction: codeOf(directions, one.direction),
    trunk: key('trunk', one.trunk),
    bot: key('bot', one.bot),
    handler: codeOf(handlers, one.handler),
    outcome: codeOf(callOutcomes, one.outcome),
    evaluation: key('evaluation', one.evaluation),
    duration_class: codeOf(durationClasses, one.duration),
  }
}

function isOfBot({ handler, evaluation }: ModelCall): boolean {
  return handler === 'bot' || evaluation !== ''
}

function keysIn({ keys }: RollUp, known: Readonly<Record<string, unknown>>): unknown[] {
  return keys.map(({ name }) => known[name])
}

function pricesOf({ prices }: ModelCall): (readonly [currency: number, millionths: number])[] {
  return Object.entries(prices)
    .map(([letters, millionths]) => [codeOfLetters(letters)!, millionths] as const)
    .toSorted(([one], [other]) => one - other)
}

function key(kind: string, id: string): string {
  return storedKey(company, kind, id)
}

function codeOf(words: readonly { word: string; code: number }[], word: string): number {
  return words.find((one) => one.word === word)?.code ?? 0
}

function bucketOf(milliseconds: number, seconds = 900): number {
  return Math.floor(milliseconds / 1000 / seconds) * seconds
}

function asText(cells: readonly unknown[]): string {
  return cells.map(String).join(' | ')
}

const patient = { timeout: 400_000 }

test('any history, in one piece or in many, repeated and shuffled, gives what the model gives', patient, async () => {
  const pieces = fc.array(fc.integer({ min: 2, max: 14 }), { minLength: 4, maxLength: 4 })
  await fc.assert(
    fc.asyncProperty(callHistories, fc.array(fc.nat(), { maxLength: 10 }), pieces, async (events, repeats, sizes) => {
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
    { numRuns: isLong ? 100 : 3, endOnFailure: true },
  )
})

test('a call that is not remembered is read from the store, and one that turns out older moves', patient, async () => {
  company++
  const events = [
    callEvent('1', 'c', 3600, { status: 'ringing', trunk: 'north', direction: 'outbound' }),
    callEvent('2', 'c', 3605, { status: 'answered', bot: { id: 'greeter' } }),
  ]
  await give(events)
  await path.close()
  path = await openPath()
  const late = [
    callEvent('3', 'c', 3640, { status: 'ended', startedAt: timeAt(2000), endedAt: timeAt(3639) }),
    callEvent('4', 'c', 3610, { status: 'ringing', leg: 'agent', trunk: 'south' }),
  ]
  await give(late)
  await expectModel([...events, ...late])
})

test('a step that was cut off at any stage is repeated, and changes nothing', patient, async () => {
  for (const stage of sampled(['begun', 'state', 'ids', 'roll-up', 'known'] as const, 2)) {
    company++
    const [known, stranger] = ['+491701234501', '+491701234502']
    const before = [callEvent('1', 'c', 3600, { status: 'ringing', trunk: 'north', to: known })]
    const after = [
      callEvent('2', 'c', 100, { status: 'started', direction: 'inbound', from: stranger }),
      callEvent('4', 'd', 100, { status: 'started', direction: 'inbound', from: known }),
      callEvent('3', 'c', 3700, {
        status: 'ended',
        outcome: 'busy',
        leg: '1',
        price: { amount: '0.5', currency: 'EUR' },
      }),
    ]
    await give(before)
    await path.close()
    let isCut = false
    path = await openPath((reached) => {
      if (reached !== stage || isCut) return
      isCut = true
      throw new Error('cut off')
    })
    await give(after)
    expect(isCut).toBe(true)
    await expectModel([...before, ...after])
    await path.close()
    path = await openPath()
  }
})

test('the most attempts in a second are those of a second of the clock, also over a day and after a correction', async () => {
  company++
  const calls = [0.9, 1, 1.4, 1.9, 2.1, 5000, 5000.5, 5000.7, 5000.9].map((second, at) =>
    callEvent(`${at}`, `c${at}`, second, { status: 'started', trunk: 'north', trunkLimit: 3 }),
  )
  await give(calls)
  const peaks = async () => {
    const [row] = await facts.query(
      `SELECT attempts, peak, trunk_limit FROM ${cellsOf('call_attempts_rolled_up', 86_400)} WHERE company = ${company}`,
    )
    return row!.map(Number)
  }
  expect(await peaks()).toEqual([9, 4, 3])
  // It turns out that one of the four began before the others.
  const corrected = [callEvent('late', 'c8', 5001, { status: 'ended', startedAt: timeAt(4000), endedAt: timeAt(5001) })]
  await give(corrected)
  expect(await peaks()).toEqual([9, 3, 3])
  await expectModel([...calls, ...corrected])
})

test('of two clients told at one instant the key of the event decides, not who was known first', async () => {
  company++
  const [one, other] = ['+491701234501', '+491701234502']
  const pairs = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map((call) =>
    [one, other].map((from) => callEvent(`${call}${from}`, call, 60, { status: 'ended', direction: 'inbound', from })),
  )
  // Half of them in the other order.
  for (const turn of [0, 1]) await give(pairs.map((pair, at) => pair[(turn + at) % 2]!))
  const numbers = await numbersOfClients()
  const rows = await facts.query(`SELECT client FROM calls FINAL WHERE company = ${company} ORDER BY call`)
  const keyOf = (event: SentCallEvent) => eventKey(company, event as unknown as CheckedEvent)
  const last = pairs.map((pair) => pair.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1))[1]!.data.from!)
  expect(new Set(last).size).toBe(2)
  expect(rows.flat()).toEqual(last.map(numbers.of))
})
