import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { commandLine } from '../src/accounts/actor.ts'
import { changePlatform } from '../src/accounts/platform.ts'
import { startInvoicing } from '../src/invoices/invoicing.ts'
import { changeInvoicing } from '../src/invoices/settings.ts'
import { startCharging } from '../src/billing/charging.ts'
import { readDecimal } from '../src/measures/decimal.ts'
import type { Rate } from '../src/billing/rate.ts'
import { addVersion } from '../src/billing/tariff-store.ts'
import { rolledUp } from '../src/events/rolled-up.ts'
import { channels } from '../src/events/vocabulary.ts'
import type { Facts } from '../src/stores/events/facts.ts'
import { openFacts } from '../src/stores/events/open.ts'
import { openLedger } from '../src/stores/ledger/open.ts'
import type { Ledger } from '../src/stores/ledger/open.ts'
import { timed } from './figures.ts'
import { benchPostgres } from './peers/postgres.ts'

/**
 * What charging a day took: of how many companies and messages, and what PostgreSQL took to work out the same; and what the invoices of its
 * month took, beside keeping the same documents bare.
 */
export type ChargingResult = {
  title: string
  companies: number
  messages: number
  lines: number
  milliseconds: number
  peer: { title: string; milliseconds: number }
  invoices: { count: number; milliseconds: number; bareMilliseconds: number }
}

const day = 86_400_000
const now = Math.floor(Date.now() / day) * day + day / 2
/** Yesterday: what is charged is over. */
const from = now - 1.5 * day
const networks = 40
const delivered = 9
const generation = 5

const cases = [
  { title: 'a day of a million messages', companies: 1, messages: 1_000_000 },
  { title: 'the last day of a month of ten thousand companies', companies: 10_000, messages: 1_000_000 },
]

async function measureCharging(say: (line: string) => void): Promise<ChargingResult[]> {
  const results: ChargingResult[] = []
  for (const one of cases) {
    const folder = mkdtempSync(join(tmpdir(), 'talkmeter-bench-'))
    chmodSync(folder, 0o755)
    mkdirSync(join(folder, 'data'))
    try {
      say(`${one.title} …`)
      results.push(await measure(folder, one))
    } finally {
      rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 })
    }
  }
  return results
}

async function measure(
  folder: string,
  { title, companies, messages }: (typeof cases)[number],
): Promise<ChargingResult> {
  const ledger = await openLedger({ place: { dataDir: folder } })
  const facts = await openFacts({ path: join(folder, 'facts') })
  await makeCompanies(ledger, companies)
  const charging = startCharging({
    ledger,
    query: (sql) => facts.query(sql),
    reading: (work) => work(),
    countedUntil: () => now,
    now: () => now,
    everySeconds: 86_400,
    onTrouble: (_, error) => {
      throw error
    },
  })
  // What begins without anything is charged first, so that only the day is measured.
  await charging.chargeNow()
  await makeDay(facts, companies, messages)
  const { milliseconds } = await timed(() => charging.chargeNow())
  await charging.stop()
  const { lines, amount } = await ledger.asPlatform((db) =>
    db
      .selectFrom('charges')
      .select((select) => [select.fn.countAll<string>().as('lines'), select.fn.sum<string>('amount').as('amount')])
      .executeTakeFirstOrThrow(),
  )
  const invoices = await measureInvoices(folder, ledger)
  const peer = await measurePeer(folder, facts, companies)
  if (peer.amount !== readDecimal(amount)) throw new Error(`PostgreSQL charges ${peer.amount}, we ${amount}.`)
  await facts.close()
  await ledger.close()
  return {
    title,
    companies,
    messages,
    lines: Number(lines),
    milliseconds,
    peer: { title: peer.title, milliseconds: peer.milliseconds },
    invoices,
  }
}

/** Closes the month of the day: numbers, taxes, documents, postings and settlements; files are made afterwards. */
async function measureInvoices(folder: string, ledger: Ledger): Promise<ChargingResult['invoices']> {
  const later = now + 70 * day
  const supplier = Object.fromEntries(
    ['Name', 'TaxId', 'City', 'Street', 'PostalCode', 'BankName', 'BankAccount', 'BankCode'].map((field) => [
      `supplier${field}`,
      'bench',
    ]),
  )
  await changePlatform(ledger, commandLine, { ...supplier, supplierCountry: 'DE' }, new Date(later))
  const tax = { company: null, country: null, service: null, category: 'S', rate: '19', reason: null }
  await changeInvoicing(ledger, commandLine, { taxes: [tax] }, new Date(later))
  const options = {
    ledger,
    chargeNow: async () => {},
    standing: () => ({ until: later, failed: new Set<number>() }),
    now: () => later,
    everySeconds: 86_400,
    makeFiles: async () => {},
    onTrouble: (error: Error) => {
      throw error
    },
  }
  const { milliseconds } = await timed(async () => {
    const invoicing = startInvoicing(options)
    await invoicing.closeNow()
    await invoicing.stop()
  })
  const documents = await ledger.asPlatform((db) => db.selectFrom('invoice_documents').select('document').execute())
  const postgres = await benchPostgres(join(folder, 'bare'))
  await postgres.client.query('CREATE TABLE bare (number serial PRIMARY KEY, document text)')
  const bare = await timed(async () => {
    for (let first = 0; first < documents.length; first += 1000) {
      const some = documents.slice(first, first + 1000).map(({ document }) => document)
      await postgres.client.query('INSERT INTO bare (document) SELECT * FROM unnest($1::text[])', [some])
    }
  })
  await postgres.stop()
  return { count: documents.length, milliseconds, bareMilliseconds: bare.milliseconds }
}

/** A price for each channel, and for half of the networks another. */
function rates(): Rate[] {
  return channels.flatMap(({ word, code }): Rate[] => [
    { service: word, keys: {}, price: BigInt(code * 10_000) },
    ...Array.from({ length: networks / 2 }, (_, at) => ({
      service: word,
      keys: { network: networkOf(at) },
      price: BigInt(code * 10_000 + at * 37),
    })),
  ])
}

function networkOf(number: number): string {
  return `262${String(number).padStart(2, '0')}`
}

async function makeCompanies(ledger: Ledger, companies: number): Promise<void> {
  const atOnce = 1000
  await ledger.asPlatform(async (db) => {
    for (let first = 0; first < companies; first += atOnce) {
      const rows = Array.from({ length: Math.min(atOnce, companies - first) }, (_, at) => {
        const details = {
          legal_name: 'b',
          tax_id: 'b',
          country: 'DE',
          city: 'b',
          street: 'b',
          postal_code: 'b',
          email: 'b@b',
        }
        const common = { currency: 'EUR', zone: 'Europe/Berlin', language: 'en', parent: null, ...details }
        return { name: `Company ${first + at}`, ...common }
      })
      await db.insertInto('companies').values(rows).execute()
    }
    const version = { validFrom: from - 300 * day, ownPrices: 'first', rates: rates(), note: '' } as const
    await addVersion(db, { seller: 0, buyer: 0, currency: 'EUR' }, version, { name: 'bench', at: new Date(now) })
  })
}

/** Messages of a day and their roll-up, as folding leaves them. */
async function makeDay(facts: Facts, companies: number, messages: number): Promise<void> {
  const milliseconds = `${from} + intDiv(number * ${day}, ${messages})`
  await facts.command(`INSERT INTO messages (company, bucket, message, created_at, status, channel, parts, price, network, moved)
    SELECT toUInt32(1 + cityHash64(number, 1) % ${companies}), toDateTime(intDiv(${milliseconds}, 900000) * 900, 'UTC'), concat('m', toString(number)),
      fromUnixTimestamp64Milli(toInt64(${milliseconds}), 'UTC'), ${delivered}, toUInt8(1 + cityHash64(number, 2) % ${channels.length}),
      toUInt16(cityHash64(number, 3) % 3), 0, concat('262', leftPad(toString(cityHash64(number, 4) % ${networks}), 2, '0')), 0
    FROM numbers(${messages})`)
  for (const seconds of [900, 3600, 86_400]) {
    await facts.command(`INSERT INTO ${rolledUp('message_uses')}
      (company, bucket_seconds, bucket, channel, status, currency, country, network, messages, parts, billed_parts, price, generation)
      SELECT company, ${seconds}, toDateTime(intDiv(toUInt32(bucket), ${seconds}) * ${seconds}, 'UTC') AS start, channel, ${delivered}, 0, '', network,
        count(), sum(parts), sum(greatest(parts, 1)), 0, ${generation}
      FROM messages GROUP BY company, start, channel, network`)
  }
  await facts.insert('fold_position', ['name', 'record', 'generation'], Buffer.from(`log\t1\t${generation}\n`))
}

/** The same rows in PostgreSQL, which has them by company and time: one statement prices them by day and keeps the lines. */
async function measurePeer(folder: string, facts: Facts, companies: number) {
  const postgres = await benchPostgres(join(folder, 'peer'))
  const { client } = postgres
  await client.query('CREATE TABLE used (company int, milliseconds bigint, channel smallint, network text, units int)')
  const rows = await facts.query(
    'SELECT company, toUnixTimestamp64Milli(created_at), channel, network, if(channel = 1, greatest(parts, 1), 1) FROM messages',
  )
  const columns = [0, 1, 2, 3, 4].map((at) => rows.map((row) => row[at]))
  await client.query(
    'INSERT INTO used SELECT * FROM unnest($1::int[], $2::bigint[], $3::smallint[], $4::text[], $5::int[])',
    columns,
  )
  await client.query('CREATE INDEX ON used (company, milliseconds) INCLUDE (channel, network, units)')
  await client.query('CREATE TABLE prices (channel smallint, network text, price numeric(20,6))')
  const codes = new Map<string, number>(channels.map(({ word, code }) => [word, code]))
  for (const { service, keys, price } of rates()) {
    await client.query('INSERT INTO prices VALUES ($1, $2, $3::numeric / 1000000)', [
      codes.get(service),
      keys.network ?? '',
      String(price),
    ])
  }
  await client.query(
    'CREATE TABLE lines (company int, channel smallint, network text, units bigint, amount numeric(38,6))',
  )
  await client.query('VACUUM (ANALYZE) used')
  await client.query('ANALYZE prices')
  const { milliseconds } = await timed(() =>
    client.query(
      `INSERT INTO lines SELECT company, channel, coalesce(own.network, ''), sum(units), sum(units * coalesce(own.price, usual.price))
        FROM used LEFT JOIN prices AS own USING (channel, network)
        JOIN (SELECT channel, price FROM prices WHERE network = '') AS usual USING (channel)
        WHERE company BETWEEN 1 AND $1 AND milliseconds >= $2 AND milliseconds < $3 GROUP BY 1, 2, 3`,
      [companies, from, from + 2 * day],
    ),
  )
  const sum = await client.query<{ amount: string }>('SELECT sum(amount)::text AS amount FROM lines')
  await postgres.stop()
  return { title: 'PostgreSQL 18, one statement', milliseconds, amount: readDecimal(sum.rows[0]!.amount) }
}

if (import.meta.main) {
  const results = await measureCharging((line) => process.stderr.write(`  ${line}\n`))
  process.send?.(results)
  if (process.send === undefined) process.stdout.write(`${JSON.stringify(results, undefined, 2)}\n`)
  process.exit(0)
}
