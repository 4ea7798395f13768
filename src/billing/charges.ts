import type { LedgerTransaction } from '../stores/ledger/open.ts'
import { decimalOf, readDecimal } from '../measures/decimal.ts'
import type { Line } from './lines.ts'
import { postEntries } from './postings.ts'

/** A line that is charged, and who pays whom. */
export type Charged = { payer: number; seller: number; usedBy: number; line: Line }

/** What is charged by now of the days of companies: each line once, with its corrections. Days as `YYYY-MM-DD`, both included. */
export async function chargedLines(
  db: LedgerTransaction,
  usedBy: readonly number[],
  from: string,
  to: string,
): Promise<Charged[]> {
  const rows = await db
    .selectFrom('charges')
    .select(['company', 'seller', 'used_by', 'day', 'service', 'kind', 'rate', 'unit_price', 'currency'])
    .select((select) => [
      select.fn.sum<string>('events').as('events'),
      select.fn.sum<string>('quantity').as('quantity'),
      select.fn.sum<string>('amount').as('amount'),
    ])
    .where('used_by', 'in', usedBy)
    .where('day', '>=', from)
    .where('day', '<=', to)
    .groupBy(['company', 'seller', 'used_by', 'day', 'service', 'kind', 'rate', 'unit_price', 'currency'])
    .execute()
  return rows.map((row) => ({
    payer: row.company,
    seller: row.seller,
    usedBy: row.used_by,
    line: {
      day: row.day,
      service: row.service,
      kind: row.kind as Line['kind'],
      rate: row.rate,
      unitPrice: row.unit_price === null ? undefined : readDecimal(row.unit_price)!,
      currency: row.currency,
      events: Number(row.events),
      quantity: Number(row.quantity),
      amount: readDecimal(row.amount)!,
    },
  }))
}

/** The days of which something of a company is charged. */
export async function chargedDays(db: LedgerTransaction, usedBy: number): Promise<string[]> {
  const rows = await db.selectFrom('charges').select('day').distinct().where('used_by', '=', usedBy).execute()
  return rows.map(({ day }) => day)
}

/** What one company owes another for what somebody used. */
export type Due = {
  payer: number
  seller: number
  usedBy: number
  lines: readonly Line[]
  /** Whether a day was charged to its end before: what comes now corrects it. */
  isClosed: (day: string) => boolean
}

const rowsAtOnce = 1000

/** Posts what is due: the charges, and an entry for what each of them comes to. */
export async function postCharges(db: LedgerTransaction, dues: readonly Due[], at: Date): Promise<void> {
  const due = dues.filter(({ lines }) => lines.length > 0)
  const entries = await postEntries(
    db,
    due.map(({ payer, seller, lines }) => ({
      company: payer,
      seller,
      kind: 'charges',
      at,
      reason: daysIn(lines),
      transfers: lines.map(({ amount, currency }) => ({ from: 'balance', to: 'sales', amount, currency })),
    })),
  )
  const rows = due.flatMap(({ payer, seller, usedBy, lines, isClosed }, place) =>
    lines.map((line) => ({
      company: payer,
      seller,
      used_by: usedBy,
      day: line.day,
      service: line.service,
      kind: line.kind,
      rate: line.rate,
      unit_price: line.unitPrice === undefined ? null : decimalOf(line.unitPrice),
      currency: line.currency,
      events: String(line.events),
      quantity: String(line.quantity),
      amount: decimalOf(line.amount),
      entry: entries[place]!,
      corrects: line.amount < 0n || line.events < 0 || isClosed(line.day),
      at,
    })),
  )
  for (let first = 0; first < rows.length; first += rowsAtOnce) {
    await db
      .insertInto('charges')
      .values(rows.slice(first, first + rowsAtOnce))
      .execute()
  }
}

function daysIn(lines: readonly Line[]): string {
  const days = lines.map(({ day }) => day).toSorted()
  return days[0] === days.at(-1) ? days[0]! : `${days[0]!} – ${days.at(-1)!}`
}
