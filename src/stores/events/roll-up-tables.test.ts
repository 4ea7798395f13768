import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { callDays } from '../../../test/call-days.ts'
import { chatDays, storeChatDays } from '../../../test/chat-days.ts'
import { testRecipients } from '../../../test/recipients.ts'
import { seededNow } from '../../../test/seeded-server.ts'
import { openEventPath } from '../../event-path.ts'
import { rolledUp } from '../../events/rolled-up.ts'
import { emptyAnswer } from '../../intake/intake.ts'
import { sentEvents } from '../../intake/read-body.ts'
import { callRollUps } from './call-tables.ts'
import { chatRollUps, replyRollUps } from './chat-tables.ts'
import type { Facts } from './facts.ts'
import { joined, joinedRollUps } from './joined-roll-ups.ts'
import { migrations } from './migrations.ts'
import { openFacts } from './open.ts'
import { phraseRollUps } from './phrase-tables.ts'
import { presenceRollUp } from './presence-tables.ts'
import { tablesByLength } from './roll-up-tables.ts'
import type { RollUpColumns } from './roll-up-tables.ts'
import { smallRollUps, smallTables } from './small-roll-ups.ts'
import { webDialogueRollUps } from './web-dialogue-tables.ts'

const folder = mkdtempSync(join(tmpdir(), 'talkmeter-roll-up-tables-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Those that were there before the small ones, and those that came after them. */
const early = [...chatRollUps, ...replyRollUps, ...webDialogueRollUps, presenceRollUp]
const late = [...phraseRollUps, ...callRollUps.filter(({ name }) => name !== 'calls_by_outcomes')]
const since = ['calls_by_results', 'calls_by_lines', 'bot_calls']

function columnsOf({ keys, sums }: RollUpColumns): string {
  return ['bucket', ...keys.map(([key]) => key), ...sums.map((sum) => sum.split(' ')[0]!)].join(', ')
}

async function cellsOf(facts: Facts) {
  const cells: Record<string, unknown[][]> = {}
  const names = [...[...early, ...smallRollUps, ...late].map(({ name }) => name), ...since]
  for (const rollUp of joined.filter(({ name }) => names.includes(name))) {
    const table = rolledUp(rollUp.name)
    const rows = await facts.query(
      `SELECT bucket_seconds, ${columnsOf(rollUp)} FROM ${table} FINAL WHERE company = 1 ORDER BY ALL`,
    )
    expect(rows.length, table).toBeGreaterThan(10)
    cells[table] = rows
  }
  return cells
}

function idOf(wanted: readonly string[]): number {
  return migrations.find(({ statements }) => statements === wanted)!.id
}

/** Puts the cells into a table for each length of buckets. */
async function putApart(facts: Facts, rollUps: readonly RollUpColumns[], cells: Awaited<ReturnType<typeof cellsOf>>) {
  for (const rollUp of rollUps) {
    for (const { table, seconds } of tablesByLength(rollUp)) {
      const rows = cells[rolledUp(rollUp.name)]!.filter(([length]) => length === seconds).map(([, ...row]) => row)
      const lines = rows.flatMap(inRows).map((row) => `1\t${row.map(asText).join('\t')}\t5\n`)
      // What stood there before these, and does not any more.
      const gone = lines.map((line) => line.replace(/\d+\t5\n$/, '77\t3\n'))
      const columns = ['company', ...columnsOf(rollUp).split(', '), 'generation']
      await facts.insert(table, columns, Buffer.from(gone.join('')))
      await facts.insert(table, columns, Buffer.from(lines.join('')))
    }
  }
}

test('an installation that had a table for each length of buckets, and no small roll-ups, has the same cells', async () => {
  const now = await openFacts({ path: join(folder, 'now'), memoryBytesMax: 1024 ** 3 })
  const from = Date.UTC(2026, 9, 24)
  await storeChatDays(now, 1, chatDays([from], [[from, from + 20 * 86_400_000, 300]]))
  const path = await openEventPath({
    dataFolder: folder,
    facts: now,
    recipients: testRecipients,
    now: () => seededNow,
  })
  const answer = emptyAnswer()
  await path.intake.take(1, sentEvents(callDays([from])), answer)
  expect(answer.rejected).toEqual([])
  await path.folder.settled()
  await path.close()
  const cells = await cellsOf(now)
  await now.close()

  const place = { path: join(folder, 'before'), memoryBytesMax: 1024 ** 3 }
  for (const [rollUps, next] of [
    [early, smallTables],
    [late, joinedRollUps],
  ] as const) {
    const facts = await openFacts(place, idOf(next) - 1)
    await putApart(facts, rollUps, cells)
    await facts.close()
  }
  const again = await openFacts(place)
  expect(await cellsOf(again)).toEqual(cells)
  const left = await again.query(`SELECT name FROM system.tables WHERE match(name, '_(15m|1h|1d|28d)$')`)
  expect(left).toEqual([])
  await again.close()
})

/** A cell with a list of values and one of counts, which it ends with, as it was before: a row for each of them. */
function inRows(row: readonly unknown[]): unknown[][] {
  const [values, counts] = row.slice(-2) as [number[], string[]]
  if (!Array.isArray(values) || !Array.isArray(counts)) return [[...row]]
  return values.map((value, at) => [...row.slice(0, -2), value, counts[at]])
}

function asText(value: unknown): string {
  return Array.isArray(value) ? `[${value.join(',')}]` : String(value)
}
