import type { LedgerTransaction } from '../stores/ledger/open.ts'
import { chargesOf, moneyOf } from './charged-sums.ts'
import type { ChargesAsked } from './charged-sums.ts'
import { decimalOf, readDecimal } from '../measures/decimal.ts'
import type { Line } from './lines.ts'
import { serviceByWord } from './service.ts'
import type { Service } from './service.ts'

/** A line of charges as its payer sees it: with all its corrections. */
export type ChargedLine = {
  /** That of its first posting, which never changes. */
  id: string
  day: string
  /** Whom it is paid to (0: the platform), and who used it. */
  seller: number
  usedBy: number
  service: string
  kind: Line['kind']
  rate: string
  /** For one unit, of calls for a minute. */
  unitPrice: string | null
  currency: string | null
  events: number
  quantity: number
  unit: Service['unit']
  /** Nothing where there is no price. */
  amount: string | null
  /** Whether it was changed after its day was charged to its end. */
  isCorrected: boolean
}

/** Where a page ended. */
export type LineCursor = { day: string; id: string }

export type LinesAsked = ChargesAsked & {
  after: LineCursor | undefined
  limit: number
  /** Whether lines are wanted, too, that corrections brought to nothing. */
  withNothing: boolean
}

const keyColumns = ['day', 'seller', 'used_by', 'service', 'kind', 'rate', 'unit_price', 'currency'] as const

/** Lines, newest days first. */
export async function chargedLinesOf(db: LedgerTransaction, asked: LinesAsked): Promise<ChargedLine[]> {
  const { after, limit, withNothing } = asked
  let query = chargesOf(db, asked)
    .select(keyColumns)
    .select((select) => [
      select.fn.min<string>('id').as('id'),
      select.fn.sum<string>('events').as('events'),
      select.fn.sum<string>('quantity').as('quantity'),
      select.fn.sum<string>('amount').as('amount'),
      select.fn.agg<boolean>('bool_or', ['corrects']).as('corrects'),
      select.fn.countAll<string>().as('postings'),
    ])
    .groupBy(keyColumns)
    .orderBy('day', 'desc')
    .orderBy('id')
    .limit(limit)
  if (after !== undefined) {
    query = query
      .where('day', '<=', after.day)
      .having((having) =>
        having.or([having('day', '<', after.day), having(having.fn.min<string>('id'), '>', after.id)]),
      )
  }
  if (!withNothing) {
    query = query.having((having) =>
      having.or((['events', 'quantity', 'amount'] as const).map((sum) => having(having.fn.sum(sum), '!=', 0))),
    )
  }
  return (await query.execute()).map(lineOf)
}

type SummedRow = {
  id: string
  day: string
  seller: number
  used_by: number
  service: string
  kind: string
  rate: string
  unit_price: string | null
  currency: string
  events: string
  quantity: string
  amount: string
  corrects: boolean
  postings: string
}

function lineOf(row: SummedRow): ChargedLine {
  return {
    id: row.id,
    day: row.day,
    seller: row.seller,
    usedBy: row.used_by,
    service: row.service,
    kind: row.kind as Line['kind'],
    rate: row.rate,
    unitPrice: row.unit_price === null ? null : moneyOf(row.unit_price),
    currency: row.currency === '' ? null : row.currency,
    events: Number(row.events),
    quantity: Number(row.quantity),
    unit: serviceByWord.get(row.service)!.unit,
    amount: row.currency === '' ? null : moneyOf(row.amount),
    isCorrected: row.corrects && Number(row.postings) > 1,
  }
}

/** What was posted of a line, and when. */
export type LinePosting = {
  id: string
  at: string
  events: number
  quantity: number
  amount: string | null
  corrects: boolean
  /** The entry of the ledger; nothing where it comes to no money. */
  entry: string | null
}

/** A line by the id of any of its postings, with all of them in their order; undefined where the payer has none such. */
export async function lineWithPostings(
  db: LedgerTransaction,
  payer: number,
  id: string,
): Promise<{ line: ChargedLine; postings: LinePosting[] } | undefined> {
  const found = await db
    .selectFrom('charges')
    .select(keyColumns)
    .where('company', '=', payer)
    .where('id', '=', id)
    .executeTakeFirst()
  if (found === undefined) return undefined
  let query = db.selectFrom('charges').selectAll().where('company', '=', payer)
  for (const column of keyColumns) query = query.where(column, 'is not distinct from', found[column])
  const rows = await query.orderBy('id').execute()
  return {
    line: lineOf({
      ...rows[0]!,
      events: sumOf(rows, ({ events }) => BigInt(events)).toString(),
      quantity: sumOf(rows, ({ quantity }) => BigInt(quantity)).toString(),
      amount: decimalOf(sumOf(rows, ({ amount }) => readDecimal(amount)!)),
      corrects: rows.some(({ corrects }) => corrects),
      postings: String(rows.length),
    }),
    postings: rows.map((row) => ({
      id: row.id,
      at: row.at.toISOString(),
      events: Number(row.events),
      quantity: Number(row.quantity),
      amount: row.currency === '' ? null : moneyOf(row.amount),
      corrects: row.corrects,
      entry: row.entry,
    })),
  }
}

function sumOf<Row>(rows: readonly Row[], numberOf: (row: Row) => bigint): bigint {
  return rows.reduce((sum, row) => sum + numberOf(row), 0n)
}
