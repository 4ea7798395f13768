import { wordsOf } from '../measures/dimensions.ts'
import { isUuidOf, uuidHex } from '../measures/compile.ts'
import type { Column, Value } from './answer.ts'
import { orderByUuid } from './listing.ts'
import type { Listing } from './listing.ts'
import { readNames } from './names.ts'

const columns: readonly Column[] = [
  { name: 'started_at', type: 'time', unit: null },
  { name: 'call', type: 'text', unit: null },
  { name: 'trunk', type: 'text', unit: null },
  { name: 'direction', type: 'text', unit: null },
  { name: 'trunk_limit', type: 'number', unit: 'rate' },
]

const order = orderByUuid('started_at', 'leg_key')

/** Attempts to call, by when they began: the legs of calls. */
export const attemptListing: Listing = {
  of: 'attempts',
  columns,
  order,
  select: (where, limit) =>
    `SELECT toUnixTimestamp64Milli(started_at), ${order.id}, ${uuidHex('call_key')}, trunk, direction, leg_limit ` +
    `FROM call_legs FINAL WHERE ${where} ORDER BY bucket DESC, started_at DESC, ${order.id} LIMIT ${limit}`,
  async show(query, company, rows, told) {
    const nameOf = await readNames(
      query,
      company,
      rows.map(([, , , trunk]) => String(trunk)),
    )
    const keys = [...new Set(rows.map(([, , call]) => String(call)))]
    const calls = new Map(
      keys.length === 0
        ? []
        : (
            await query(
              `SELECT DISTINCT ${uuidHex('call_key')}, JSONExtractString(state, 'call') FROM call_states ` +
                `WHERE company = ${company} AND ${isUuidOf('call_key', keys)}`,
            )
          ).map(([key, call]) => [String(key), String(call)]),
    )
    return rows.map(([startedAt, , call, trunk, direction, limit]): Value[] => [
      told(Number(startedAt)),
      calls.get(String(call)) ?? '',
      nameOf('trunk', String(trunk)).name,
      directionWord(Number(direction)),
      Number(limit) === 0 ? null : Number(limit),
    ])
  },
}

const directionWord = wordsOf('direction')
