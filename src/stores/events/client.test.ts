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

test('an expression gives the same the tenth time', async () => {
  const rank = 'transform(toUInt64(1 + number % 9), [1, 2, 3, 4, 5, 6, 7, 8, 9], [0, 0, 1, 2, 3, 3, 3, 3, 4], 0)'
  const packed = `bitShiftLeft(${rank}, 46) + (1763856000000 + number) * 16 + 1 + number % 9`
  const sql = `SELECT bitAnd(toUInt64(packed), 15) AS code, count() FROM (SELECT ${packed} AS packed FROM numbers(900000))
    GROUP BY code ORDER BY code`
  const codes = [1, 2, 3, 4, 5, 6, 7, 8, 9].map((code) => [code, '100000'])
  for (let time = 1; time <= 10; time++) {
    expect((await facts.query(sql)).map(([code, count]) => [Number(code), count])).toEqual(codes)
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
