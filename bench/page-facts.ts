import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { encodeCurrency } from '../src/events/currency.ts'
import { messageRollUps, replaceRollUp } from '../src/folding/roll-ups.ts'
import type { Facts } from '../src/stores/events/facts.ts'
import { openFacts } from '../src/stores/events/open.ts'

/** The year that the messages of the bench lie in, and how many there are. */
export type Year = { from: number; messages: number }

const yearSeconds = 365 * 86_400

/** What was a message's life: so many events are behind one message. */
export const eventsPerMessage = 3

/**
 * A year of messages of two companies (four fifths belong to the first), all channels and statuses,
 * two currencies: made by the engine from numbers, so that any amount is there in minutes, and the same each time.
 */
function messagesOf({ from, messages }: Year): string {
  const second = `toUInt64(${Math.floor(from / 1000)} + intDiv(number * ${yearSeconds}, ${messages}) + cityHash64(number, 1) % 1800)`
  return `SELECT if(cityHash64(number, 2) % 5 = 0, 2, 1) AS company, ${second} * 1000 + cityHash64(number, 3) % 1000 AS milliseconds,
  arrayElement([1,1,1,2,2,3,3,4,5], toInt32(1 + cityHash64(number, 4) % 9)) AS channel,
  arrayElement([9,9,9,9,9,9,9,4,5,6,7,8,1,2,3], toInt32(1 + cityHash64(number, 5) % 15)) AS status,
  toUInt16(if(cityHash64(number, 6) % 10 = 0, ${currency.usd}, ${currency.eur})) AS currency,
  toUInt16(1 + cityHash64(number, 7) % 3) AS parts, toUInt64(10000 + cityHash64(number, 8) % 90000) AS price_millionths,
  number
FROM numbers(${messages})`
}

const currency = { eur: encodeCurrency('EUR')!, usd: encodeCurrency('USD')! }

const rankByCode: Readonly<Record<number, number>> = { 1: 0, 2: 0, 3: 1, 4: 2, 5: 3, 6: 3, 7: 3, 8: 3, 9: 4 }
const ranks = `transform(toUInt64(status), [${Object.keys(rankByCode).join(',')}], [${Object.values(rankByCode).join(',')}], 0)`

/** Fills a facts folder as the folding would: states and roll-ups. Then writes them as CSV for the peers. */
export async function makeFacts(dataFolder: string, csv: string, year: Year): Promise<void> {
  mkdirSync(dataFolder, { recursive: true })
  const facts = await openFacts({ path: join(dataFolder, 'facts'), memoryBytesMax: 6 * 1024 ** 3 })
  const atOnce = 2_000_000
  for (let at = 0; at < year.messages; at += atOnce) {
    await facts.command(`INSERT INTO messages
      (company, bucket, message, created_at, status, channel, parts, price, recipient, sender, country, network, provider, moved)
      SELECT company, toDateTime(intDiv(milliseconds, 900000) * 900, 'UTC'), concat('message-', toString(number)),
        fromUnixTimestamp64Milli(toInt64(milliseconds), 'UTC'), bitShiftLeft(${ranks}, 46) + milliseconds * 16 + status, channel, parts,
        bitShiftLeft(toUInt128(milliseconds), 80) + bitShiftLeft(toUInt128(currency), 64) + price_millionths,
        '+4915•••••78', 'ACME', 'DE', '262-01', 'gateway', 0
      FROM (${messagesOf(year)}) WHERE number >= ${at} AND number < ${at + atOnce}`)
  }
  for (const company of [1, 2]) await rollUpAll(facts, company)
  await facts.command(`INSERT INTO FUNCTION file('${csv}', 'CSV', 'company UInt32, milliseconds Int64, channel UInt8, status UInt8, currency UInt16, parts UInt16, price_millionths UInt64')
    SELECT company, toUnixTimestamp64Milli(created_at), channel, toUInt8(bitAnd(status, 15)), toUInt16(bitShiftRight(price, 64)), parts, toUInt64(price) FROM messages`)
  await facts.close()
}

async function rollUpAll(facts: Facts, company: number): Promise<void> {
  const rows = await facts.query(`SELECT DISTINCT toUInt32(bucket) FROM messages WHERE company = ${company} ORDER BY 1`)
  const touched = new Set(rows.map(([bucket]) => Number(bucket)))
  for (const rollUp of messageRollUps) await replaceRollUp(facts, rollUp, { company, touched, generation: 1 })
}

const [dataFolder, csv, from, messages] = process.argv.slice(2)
if (import.meta.main) await makeFacts(dataFolder!, csv!, { from: Number(from), messages: Number(messages) })
