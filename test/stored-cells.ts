import { decodeCurrency } from '../src/events/currency.ts'
import { channelByCode, statusByCode } from '../src/events/vocabulary.ts'
import type { Facts } from '../src/stores/events/facts.ts'

/** The cells of a roll-up as the model names them; cells with nothing in them are left out. */
export async function storedCells(facts: Facts, company: number, table: string): Promise<Map<string, string>> {
  const rows = await facts.query(
    `SELECT toUInt32(bucket), channel, status, currency, messages, parts, toInt128(price * 1000000) FROM ${table} FINAL ` +
      `WHERE company = ${company} AND messages > 0`,
  )
  return new Map(
    rows.map(([bucket, channel, status, currency, messages, parts, price]) => [
      `${bucket} ${channelByCode.get(Number(channel))} ${statusByCode.get(Number(status))} ${decodeCurrency(Number(currency))}`,
      `${messages} ${parts} ${price}`,
    ]),
  )
}
