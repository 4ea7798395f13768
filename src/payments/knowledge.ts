import { readDecimal } from '../measures/decimal.ts'
import type { LedgerTransaction } from '../stores/ledger/open.ts'
import { digitsIn, plainNumber } from './account-numbers.ts'
import { wordsOf } from './matching.ts'
import type { Knowledge, Payable } from './matching.ts'
import type { StatementLine } from './statements/statement.ts'

const valuesAtOnce = 5000

/** What is known that lines of a statement may be about: the invoices that they could name, and those of who pays. */
export async function knowledgeFor(db: LedgerTransaction, lines: readonly StatementLine[]): Promise<Knowledge> {
  const credits = lines.filter(({ kind }) => kind === 'credit')
  const companies = await db
    .selectFrom('companies')
    .select(['number', 'tax_id', 'bank_account'])
    .where((where) => where.or([where('tax_id', 'is not', null), where('bank_account', 'is not', null)]))
    .execute()
  const byTaxId = byWord(companies.map(({ number, tax_id }) => [tax_id, number]))
  const byAccount = byWord(companies.map(({ number, bank_account }) => [bank_account, number]))
  const payers = new Set(
    credits.flatMap(({ payerTaxId, payerAccount }) => [
      ...(byTaxId.get(plainNumber(payerTaxId)) ?? []),
      ...(byAccount.get(plainNumber(payerAccount)) ?? []),
    ]),
  )
  const digits = new Set(credits.flatMap((line) => [...digitsIn(wordsOf(line))]))
  const ids = new Set<string>()
  for (const some of pieces([...digits])) {
    const rows = await openOrPaid(db).where('digits', 'in', some).execute()
    for (const { id } of rows) ids.add(id)
  }
  for (const some of pieces([...payers])) {
    const rows = await openOrPaid(db).where('company', 'in', some).execute()
    for (const { id } of rows) ids.add(id)
  }
  const invoices: Payable[] = []
  for (const some of pieces([...ids])) invoices.push(...(await payables(db, some)))
  const oldestFirst = invoices.toSorted(
    (a, b) => a.issuedAt.getTime() - b.issuedAt.getTime() || Number(BigInt(a.id) - BigInt(b.id)),
  )
  return {
    byNumber: new Map(oldestFirst.map((invoice) => [plainNumber(invoice.number), invoice])),
    ofCompany: Map.groupBy(oldestFirst, ({ company }) => company),
    byTaxId,
    byAccount,
  }
}

function openOrPaid(db: LedgerTransaction) {
  return db.selectFrom('invoices').select('id').where('voided_at', 'is', null).where('kind', 'in', ['usage', 'topup'])
}

async function payables(db: LedgerTransaction, ids: readonly string[]): Promise<Payable[]> {
  const rows = await db
    .selectFrom('invoice_states')
    .select(['id', 'number', 'company', 'currency', 'total', 'paid', 'issued_at'])
    .where('id', 'in', ids)
    .execute()
  return rows.map(({ total, paid, issued_at, ...row }) => {
    const due = readDecimal(total)! - readDecimal(paid)!
    return { ...row, due: due < 0n ? 0n : due, issuedAt: issued_at }
  })
}

/** Nobody has the tax id "-". */
const wordLengthMin = 5

function byWord(pairs: readonly (readonly [string | null, number])[]): Map<string, number[]> {
  const found = new Map<string, number[]>()
  for (const [word, company] of pairs) {
    const plain = plainNumber(word ?? '')
    if (plain.length < wordLengthMin) continue
    found.set(plain, [...(found.get(plain) ?? []), company])
  }
  return found
}

function pieces<Value>(values: readonly Value[]): Value[][] {
  return Array.from({ length: Math.ceil(values.length / valuesAtOnce) }, (_, at) =>
    values.slice(at * valuesAtOnce, (at + 1) * valuesAtOnce),
  )
}
