import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Facts } from './facts.ts'
import { openFacts } from './open.ts'

let folder: string
let facts: Facts

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'talkmeter-facts-'))
  facts = await openFacts({ path: join(folder, 'facts') })
})

afterAll(async () => {
  await facts.close()
  rmSync(folder, { recursive: true })
})

test('an answer holds nothing of a question that failed before it, also when both were asked at once', async () => {
  for (const failing of [
    "SELECT number, throwIf(number = 300000, 'enough') FROM numbers(1000000)",
    'SELECT sleepEachRow(0.1), number FROM numbers(10) SETTINGS max_block_size = 1, max_execution_time = 0.3',
  ]) {
    const [failed, ...others] = await Promise.allSettled([
      facts.query(failing),
      facts.query('SELECT 42'),
      facts.query('SELECT 43'),
    ])
    expect(failed.status).toBe('rejected')
    expect(others).toEqual([
      { status: 'fulfilled', value: [[42]] },
      { status: 'fulfilled', value: [[43]] },
    ])
    expect(await facts.query('SELECT 44')).toEqual([[44]])
  }
})

test('numbers come as they are, whatever their length; times in UTC', async () => {
  expect(
    await facts.query(
      `SELECT toUInt64(18446744073709551615), toDecimal128('12345678901234567890.123456', 6), toUInt32(7), ` +
        `toDateTime64('2026-11-24 09:30:00.123', 3)`,
    ),
  ).toEqual([['18446744073709551615', '12345678901234567890.123456', 7, '2026-11-24 09:30:00.123']])
})
