import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { chatDays, storeChatDays } from '../../../test/chat-days.ts'
import type { Facts } from './facts.ts'
import { migrations } from './migrations.ts'
import { openFacts } from './open.ts'
import { smallRollUps } from './small-roll-ups.ts'

const folder = mkdtempSync(join(tmpdir(), 'talkmeter-small-roll-ups-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const small = {
  chat_messages_by_messengers: 'bucket, author, messenger, currency, messages, price',
  chat_messages_by_chats: 'bucket, messenger, chat, currency, messages, price',
  dialogues_by_messengers: 'bucket, handler, messenger, dialogues',
  dialogues_of_operators: 'bucket, wrote, active, skipped, dialogues',
}
const tables = Object.entries(small).flatMap(([name, columns]) =>
  ['15m', '1h', '1d'].map((level) => ({ table: `${name}_${level}`, columns })),
)

async function cellsOf(facts: Facts) {
  const cells: Record<string, unknown[][]> = {}
  for (const { table, columns } of tables) {
    const rows = await facts.query(`SELECT ${columns} FROM ${table} FINAL WHERE company = 1 ORDER BY ALL`)
    expect(rows.length, table).toBeGreaterThan(10)
    cells[table] = rows
  }
  return cells
}

test('an installation that has chats already gets the same small roll-ups', async () => {
  const asked = { path: join(folder, 'facts'), memoryBytesMax: 1024 ** 3 }
  const facts = await openFacts(asked)
  const from = Date.UTC(2026, 9, 24)
  await storeChatDays(facts, 1, chatDays([from], [[from, from + 20 * 86_400_000, 300]]))
  const before = await cellsOf(facts)
  // As it was before they were known.
  for (const { table } of tables) await facts.command(`DROP TABLE ${table} SYNC`)
  const { id } = migrations.find(({ statements }) => statements === smallRollUps)!
  await facts.command(`DELETE FROM migrations WHERE id >= ${id}`)
  await facts.close()
  const again = await openFacts(asked)
  expect(await cellsOf(again)).toEqual(before)
  await again.close()
})
