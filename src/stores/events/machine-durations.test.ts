import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { rolledUp } from '../../events/rolled-up.ts'
import { handlingRollUps, replaceRollUp } from '../../folding/roll-ups.ts'
import { machineDurations } from './machine-durations.ts'
import { migrations } from './migrations.ts'
import { openFacts } from './open.ts'

const folder = mkdtempSync(join(tmpdir(), 'talkmeter-machine-durations-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const quarter = 900
const first = 1_780_000_200

test('an installation that has calls already tells how long those took that a machine alone answered', async () => {
  const place = { path: join(folder, 'facts') }
  const { id } = migrations.find(({ statements }) => statements === machineDurations)!
  const facts = await openFacts(place, id - 1)
  // Of two companies, over two days, handled by a bot, people and nobody, with every outcome; some of them are gone.
  await facts.command(
    `INSERT INTO calls (company, bucket, call_key, generation, gone, started_at, direction, trunk, bot, handler, outcome, talk)
SELECT 1 + number % 2, ${first} + intDiv(number, 10) % 150 * ${quarter} AS start, toUUID(concat('00000000-0000-0000-0000-', leftPad(toString(number), 12, '0'))),
  1, number % 11 = 0, start, 1 + number % 3, number % 4, number % 2, 1 + intDiv(number, 7) % 3, 1 + intDiv(number, 3) % 8, intDiv(number, 5) % 40 FROM numbers(3000)`,
  )
  await facts.close()

  const again = await openFacts(place)
  const machineCells = (name: string) =>
    again.query(
      `SELECT * EXCEPT generation FROM ${rolledUp(name)} FINAL WHERE handler = 3 AND notEmpty(calls) ORDER BY ALL`,
    )
  for (const rollUp of handlingRollUps) {
    const cells = await machineCells(rollUp.name)
    expect(cells.length, rollUp.name).toBeGreaterThan(100)
    const touched = new Set(Array.from({ length: 150 }, (_, at) => first + at * quarter))
    for (const company of [1, 2]) await replaceRollUp(again, rollUp, { company, touched, generation: 5 })
    expect(cells, rollUp.name).toEqual(await machineCells(rollUp.name))
  }
  await again.close()
})
