import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { cellsOf } from '../../../test/stored-cells.ts'
import { rolledUp } from '../../events/rolled-up.ts'
import { contactRollUps, contactTables } from './contact-tables.ts'
import { migrations } from './migrations.ts'
import { openFacts } from './open.ts'

const folder = mkdtempSync(join(tmpdir(), 'talkmeter-contact-tables-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('an installation that has calls already counts how far they came, and no clients', async () => {
  const place = { path: join(folder, 'facts') }
  // As it was before clients were counted.
  const { id } = migrations.find(({ statements }) => statements === contactTables)!
  const facts = await openFacts(place, id - 1)
  await facts.command(
    `INSERT INTO names (company, kind, key, id, name, generation) VALUES (1, 6, 77, 'goal-reached', '', 0), (2, 6, 78, 'goal-reached', '', 0), (1, 6, 78, 'refused', '', 0)`,
  )
  const columns = 'company, bucket, call_key, generation, gone, started_at, direction, trunk, outcome, talk, evaluation'
  const calls = [
    // Outcome 1 is answered, 2 a machine, 3 busy.
    [1, 1_780_000_200, 'a', 1, 0, 2, 5, 1, 60, 77],
    [1, 1_780_000_200, 'b', 1, 0, 2, 5, 1, 10, 78],
    [1, 1_780_000_200, 'c', 1, 0, 2, 6, 1, 9, 77],
    [1, 1_780_000_200, 'd', 1, 0, 2, 6, 2, 60, 77],
    [1, 1_780_000_200, 'e', 1, 0, 2, 6, 3, 0, 0],
    [1, 1_780_000_200, 'e', 2, 1, 2, 6, 3, 0, 0],
    [2, 1_780_000_200, 'f', 1, 0, 2, 6, 1, 10, 78],
  ].map(
    ([company, bucket, key, generation, gone, ...rest]) =>
      `(${company}, ${bucket}, toUUID('0000000${String(key)}-0000-0000-0000-000000000000'), ${generation}, ${gone}, ${bucket}, ${rest.join(', ')})`,
  )
  await facts.command(`INSERT INTO calls (${columns}) VALUES ${calls.join(', ')}`)
  await facts.close()

  const again = await openFacts(place)
  for (const table of contactRollUps.flatMap(({ name }) =>
    [900, 3600, 86_400, 28 * 86_400].map((seconds) => cellsOf(rolledUp(name), seconds)),
  )) {
    const rows = await again.query(
      `SELECT company, sum(calls), sum(reached), sum(conversations), sum(goals), groupBitmapMerge(called), ` +
        `groupBitmapMerge(goal_with) FROM ${table} GROUP BY company ORDER BY company`,
    )
    expect(
      rows.map((row) => row.map(Number)),
      table,
    ).toEqual([
      [1, 4, 3, 2, 1, 0, 0],
      [2, 1, 1, 1, 1, 0, 0],
    ])
  }
  const rows = await again.query(
    'SELECT groupArray(goal) FROM (SELECT goal FROM calls FINAL WHERE gone = 0 ORDER BY call_key)',
  )
  expect(rows).toEqual([[[1, 0, 1, 1, 1]]])
  await again.close()
})
