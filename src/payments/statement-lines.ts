import { createHash } from 'node:crypto'
import type { Actor } from '../accounts/actor.ts'
import { recordPayment } from '../invoices/payment.ts'
import type { Payment } from '../invoices/payment.ts'
import { readDecimal } from '../measures/decimal.ts'
import { localDay } from '../measures/zone.ts'
import type { LedgerTransaction } from '../stores/ledger/open.ts'
import type { Row } from '../stores/ledger/schema.ts'
import { plainNumber } from './account-numbers.ts'
import type { LineKind, Statement, StatementLine } from './statements/statement.ts'

/** A line with the account that it is of, and what tells it from all others. */
export type OwnLine = StatementLine & { account: string; fingerprint: string }

/**
 * The lines of the statements of a file. A line is told by what it says; of lines that say the same of one day, by how many of them
 * there are: so statements that overlap have each once.
 */
export function ownLines(statements: readonly Statement[]): OwnLine[] {
  const counts = new Map<string, number>()
  return statements.flatMap(({ account, lines }) =>
    lines.map((line) => {
      const said = JSON.stringify([
        plainNumber(account),
        line.date,
        String(line.amount),
        line.currency,
        line.kind,
        plainNumber(line.reference),
        plainNumber(line.purpose),
        plainNumber(line.payerAccount),
      ])
      const count = (counts.get(said) ?? 0) + 1
      counts.set(said, count)
      return { ...line, account, fingerprint: createHash('sha256').update(`${said} ${count}`).digest('hex') }
    }),
  )
}

/** A line as it is kept, as it was read. */
export function lineOfRow(row: Row<'statement_lines'>): Omit<OwnLine, 'place' | 'fingerprint'> {
  return {
    account: row.account,
    date: row.date,
    amount: readDecimal(row.amount)!,
    currency: row.currency,
    kind: row.kind as LineKind,
    reference: row.reference,
    payerName: row.payer_name,
    payerAccount: row.payer_account,
    payerTaxId: row.payer_tax_id,
    purpose: row.purpose,
  }
}

export type Payee = { company: number; invoice?: string }

const noteLengthMax = 300
const halfDay = 12 * 3_600_000

/** Makes a payment of a line: it was received at noon of its day for who paid, so that it is that day for most others, too. */
export async function payWith(
  db: LedgerTransaction,
  actor: Actor,
  { line, payee, zone }: { line: Omit<OwnLine, 'place'>; payee: Payee; zone: string },
  at: Date,
): Promise<Payment> {
  const noon = (localDay(line.date, zone)?.from ?? Date.parse(line.date)) + halfDay
  const { payment } = await recordPayment(
    db,
    actor,
    {
      ...payee,
      amount: line.amount,
      currency: line.currency,
      receivedAt: new Date(Math.min(noon, at.getTime())),
      source: 'statement',
      reference: line.reference,
      key: `statement:${line.fingerprint}`,
      note: [line.payerName, line.purpose]
        .filter((words) => words !== '')
        .join(': ')
        .slice(0, noteLengthMax)
        .toWellFormed(),
    },
    at,
  )
  return payment
}
