import { decodeCurrency } from '../src/events/currency.ts'
import { channelByCode, statusByCode } from '../src/events/vocabulary.ts'
import { rolledUp } from '../src/events/rolled-up.ts'
import { lengthsOf } from '../src/folding/roll-ups.ts'
import type { RollUp } from '../src/folding/roll-ups.ts'
import type { Facts } from '../src/stores/events/facts.ts'

/** The cells of a roll-up by the lengths of its buckets, each as a table of SQL. */
export function cellsByLength(rollUp: RollUp): { cells: string; seconds: number }[] {
  return lengthsOf(rollUp).map((seconds) => ({ cells: cellsOf(rolledUp(rollUp.name), seconds), seconds }))
}

/** The cells of buckets of this length as they stand, as a table of SQL. */
export function cellsOf(table: string, seconds: number): string {
  return `(SELECT * FROM ${table} FINAL WHERE bucket_seconds = ${seconds})`
}

/** The cells of a roll-up as the model names them; cells with nothing in them are left out. */
export async function storedCells(facts: Facts, company: number, cells: string): Promise<Map<string, string>> {
  const rows = await facts.query(
    `SELECT toUInt32(bucket), channel, status, currency, messages, parts, toInt128(price * 1000000), ` +
      `arrayStringConcat(arrayMap((one, many) -> concat(one, ':', many), part_numbers, part_messages), ',') FROM ${cells} ` +
      `WHERE company = ${company} AND messages > 0`,
  )
  return new Map(
    rows.map(([bucket, channel, status, currency, messages, parts, price, numbers]) => [
      `${bucket} ${channelByCode.get(Number(channel))} ${statusByCode.get(Number(status))} ${decodeCurrency(Number(currency))}`,
      `${messages} ${parts} ${price} ${numbers}`,
    ]),
  )
}
