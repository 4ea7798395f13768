import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { rolledUp } from '../../events/rolled-up.ts'
import { handlingRollUps, messageRollUp, replaceRollUp } from '../../folding/roll-ups.ts'
import type { RollUp } from '../../folding/roll-ups.ts'
import type { Facts } from './facts.ts'
import { machineDurations } from './machine-durations.ts'
import { migrations } from './migrations.ts'
import { openFacts } from './open.ts'
import { partNumbers } from './part-numbers.ts'

const folder = mkdtempSync(join(tmpdir(), 'talkmeter-numbers-of-before-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** A day and a half of buckets. */
const quarters = 150
const first = 1_780_000_200
const startAt = (number: string) => `${first} + intDiv(${number}, 10) % ${quarters} * 900`

test('an installation that is there already tells percentiles of what it folded before, as if it was folded now', async () => {
  const place = { path: join(folder, 'facts') }
  const [calls, parts] = [machineDurations, partNumbers].map((own) =>
    migrations.find(({ statements }) => statements === own),
  )
  const facts = await openFacts(place, Math.min(calls!.id, parts!.id) - 1)
  // Of two companies, handled by a bot, people and nobody, with every outcome; some of them are gone.
  await facts.command(
    `INSERT INTO calls (company, bucket, call_key, generation, gone, started_at, direction, trunk, bot, handler, outcome, talk)
SELECT 1 + number % 2, ${startAt('number')} AS start, toUUID(concat('00000000-0000-0000-0000-', leftPad(toString(number), 12, '0'))),
  1, number % 11 = 0, start, 1 + number % 3, number % 4, number % 2, 1 + intDiv(number, 7) % 3, 1 + intDiv(number, 3) % 8, intDiv(number, 5) % 40 FROM numbers(3000)`,
  )
  await facts.command(
    `INSERT INTO messages (company, bucket, message, moved, created_at, status, channel, parts, price)
SELECT 1 + number % 2, ${startAt('number')} AS start, toString(number), number % 11 = 0, start, 1 + number % 9, 1 + intDiv(number, 3) % 5,
  number % 7, if(number % 3 = 0, bitShiftLeft(toUInt128(77), 64) + number, 0) FROM numbers(3000)`,
  )
  await storeCellsOfBefore(facts)
  await facts.close()

  const again = await openFacts(place)
  const touched = new Set(Array.from({ length: quarters }, (_, at) => first + at * 900))
  for (const rollUp of [messageRollUp, ...handlingRollUps]) {
    const cells = await cellsOf(again, rollUp)
    expect(cells.length, rollUp.name).toBeGreaterThan(100)
    for (const company of [1, 2]) await replaceRollUp(again, rollUp, { company, touched, generation: 9 })
    expect(cells, rollUp.name).toEqual(await cellsOf(again, rollUp))
  }
  await again.close()
})

/** What was folded of messages in steps up to the seventh, one of them an hour in which nothing is any more. */
async function storeCellsOfBefore(facts: Facts): Promise<void> {
  const table = rolledUp('messages')
  const into = `INSERT INTO ${table} (company, bucket_seconds, bucket, channel, status, currency, messages, parts, price, generation)`
  for (const seconds of [900, 3600, 86_400]) {
    await facts.command(
      `${into} SELECT company, ${seconds}, toDateTime(intDiv(toUInt32(bucket), ${seconds}) * ${seconds}, 'UTC') AS start, channel,
  toUInt8(bitAnd(status, 15)) AS word, toUInt16(bitShiftRight(price, 64)) AS told_in, count(), sum(parts),
  toDecimal128(sum(toUInt128(toUInt64(price))), 6) / 1000000, 7
FROM messages FINAL WHERE moved = 0 GROUP BY company, start, channel, word, told_in`,
    )
  }
  await facts.command(`${into} VALUES (1, 3600, ${first - (first % 3600) - 3600}, 1, 1, 0, 0, 0, 0, 7)`)
  await facts.command(`INSERT INTO fold_position (name, record, generation) VALUES ('log', 5, 6), ('step', 5, 7)`)
}

/** The cells with something in them; of calls those of nobody, which are new. */
function cellsOf(facts: Facts, { name }: RollUp): Promise<unknown[][]> {
  const where = name === 'messages' ? 'messages > 0' : 'handler = 3 AND notEmpty(calls)'
  return facts.query(`SELECT * EXCEPT generation FROM ${rolledUp(name)} FINAL WHERE ${where} ORDER BY ALL`)
}
