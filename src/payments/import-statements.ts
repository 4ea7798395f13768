import { createHash } from 'node:crypto'
import type { Actor } from '../accounts/actor.ts'
import { noteAct } from '../accounts/audit.ts'
import { takeTurns } from '../billing/turns.ts'
import { decimalOf } from '../measures/decimal.ts'
import { takeTurn } from '../stores/ledger/open.ts'
import type { Ledger, LedgerTransaction } from '../stores/ledger/open.ts'
import { plainNumber } from './account-numbers.ts'
import { knowledgeFor } from './knowledge.ts'
import { candidatesFor, decisionFor } from './matching.ts'
import type { Decision, Knowledge, Payable } from './matching.ts'
import { ownLines, payWith } from './statement-lines.ts'
import type { OwnLine } from './statement-lines.ts'
import { readStatements } from './statements/read-statements.ts'
import type { StatementFormat } from './statements/read-statements.ts'

/** What an import does, or would do, line by line. */
export type Imported = {
  /** Nothing where it was tried only. */
  id: string | null
  /** False where this very file was imported before: then nothing changes. */
  isNew: boolean
  format: StatementFormat
  accounts: AccountTold[]
  counts: { lines: number; known: number; matched: number; waiting: number; ignored: number }
  lines: PlannedLine[]
}

export type AccountTold = { account: string; currency: string; from: string | null; to: string | null; lines: number }

export type PlannedLine = { line: OwnLine; decision: Decision | { state: 'known' }; knowledge: Knowledge | undefined }

const rowsAtOnce = 500

/**
 * Imports a file of statements: each line that is not known yet becomes a payment, waits, or is none. All of it, or nothing.
 * @throws Failure unprocessable, too-large
 */
export async function importStatements(
  ledger: Ledger,
  actor: Actor,
  { file, fileName, isDry }: { file: Buffer; fileName: string; isDry: boolean },
  at: Date,
): Promise<Imported> {
  const { format, statements } = await readStatements(file)
  const sha256 = createHash('sha256').update(file).digest('hex')
  const accounts = statements.map(({ lines, ...head }) => ({ ...head, lines: lines.length }))
  const lines = ownLines(statements)
  return ledger.asPlatform(async (db) => {
    // One import at a time: two with the same lines must not both find them new.
    await takeTurn(db, 'statement', 0)
    const before = await db.selectFrom('bank_statements').select('id').where('sha256', '=', sha256).executeTakeFirst()
    const known = await knownAmong(db, lines)
    const fresh = lines.filter(({ fingerprint }) => !known.has(fingerprint))
    let planned = await plan(db, fresh, format)
    const payers = payersIn(planned)
    if (!isDry && payers.length > 0) {
      // In one order, as all who take several turns; then what is due stays as it is.
      const companies = await db
        .selectFrom('companies')
        .select(['number', 'zone', 'currency'])
        .where('number', 'in', payers)
        .orderBy('number')
        .execute()
      await takeTurns(db, companies)
      planned = await plan(db, fresh, format)
    }
    const result = (id: string | null): Imported => ({
      id,
      isNew: before === undefined,
      format,
      accounts,
      counts: {
        lines: lines.length,
        known: known.size,
        matched: countOf(planned, 'matched'),
        waiting: countOf(planned, 'waiting'),
        ignored: countOf(planned, 'ignored'),
      },
      lines: inOrder(lines, planned),
    })
    if (before !== undefined) return result(before.id)
    if (isDry) return result(null)
    const { id } = await db
      .insertInto('bank_statements')
      .values({
        sha256,
        file_name: fileName,
        format,
        accounts: JSON.stringify(accounts),
        line_count: lines.length,
        known_count: known.size,
        imported_at: at,
        actor: actor.id,
        actor_name: actor.name,
      })
      .returning('id')
      .executeTakeFirstOrThrow()
    await keepLines(db, actor, { id, format, planned }, at)
    const imported = result(id)
    await noteAct(
      db,
      actor,
      {
        company: null,
        action: 'statement.imported',
        subject: `statement:${id}`,
        after: { fileName, format, ...imported.counts },
      },
      at,
    )
    return imported
  })
}

async function keepLines(
  db: LedgerTransaction,
  actor: Actor,
  { id, format, planned }: { id: string; format: StatementFormat; planned: readonly PlannedLine[] },
  at: Date,
): Promise<void> {
  const zones = new Map(
    (await db.selectFrom('companies').select(['number', 'zone']).execute()).map(({ number, zone }) => [number, zone]),
  )
  const rows = []
  for (const { line, decision } of planned) {
    if (decision.state === 'known') continue
    const payment =
      decision.state === 'matched'
        ? await payWith(
            db,
            actor,
            {
              line,
              payee: { company: decision.invoice.company, invoice: decision.invoice.number },
              zone: zones.get(decision.invoice.company)!,
            },
            at,
          )
        : undefined
    rows.push({
      statement: id,
      fingerprint: line.fingerprint,
      format,
      account: plainNumber(line.account),
      place: line.place,
      date: line.date,
      amount: decimalOf(line.amount),
      currency: line.currency,
      kind: line.kind,
      reference: line.reference,
      payer_name: line.payerName,
      payer_account: line.payerAccount,
      payer_tax_id: line.payerTaxId,
      purpose: line.purpose,
      state: decision.state,
      why: decision.why,
      payment: payment?.id ?? null,
    })
  }
  for (let from = 0; from < rows.length; from += rowsAtOnce) {
    await db
      .insertInto('statement_lines')
      .values(rows.slice(from, from + rowsAtOnce))
      .execute()
  }
}

/** Decides about lines in their order: what one pays, the next does not find due any more. */
async function plan(db: LedgerTransaction, lines: readonly OwnLine[], format: StatementFormat): Promise<PlannedLine[]> {
  const knowledge = await knowledgeFor(db, lines)
  const twice = await inOtherFormats(db, lines, format)
  return lines.map((line) => {
    const decision = decisionFor(line, knowledge)
    if (decision.state !== 'matched') return { line, decision, knowledge }
    if (twice.has(dayKey(line))) return { line, decision: { state: 'waiting', why: 'maybe-twice' }, knowledge }
    const { invoice } = decision
    const paid: Payable = { ...invoice }
    invoice.due = invoice.due > line.amount ? invoice.due - line.amount : 0n
    return { line, decision: { ...decision, invoice: paid }, knowledge }
  })
}

async function knownAmong(db: LedgerTransaction, lines: readonly OwnLine[]): Promise<Set<string>> {
  const known = new Set<string>()
  for (let from = 0; from < lines.length; from += 5000) {
    const some = lines.slice(from, from + 5000).map(({ fingerprint }) => fingerprint)
    const rows = await db.selectFrom('statement_lines').select('fingerprint').where('fingerprint', 'in', some).execute()
    for (const { fingerprint } of rows) known.add(fingerprint)
  }
  return known
}

/** The same money comes once, though the bank tells of it in two formats. */
async function inOtherFormats(
  db: LedgerTransaction,
  lines: readonly OwnLine[],
  format: StatementFormat,
): Promise<Set<string>> {
  const accounts = [...new Set(lines.map(({ account }) => plainNumber(account)))]
  const days = lines.map(({ date }) => date).toSorted()
  if (accounts.length === 0) return new Set()
  const rows = await db
    .selectFrom('statement_lines')
    .select(['account', 'date', 'amount', 'currency'])
    .where('account', 'in', accounts)
    .where('date', '>=', days[0]!)
    .where('date', '<=', days.at(-1)!)
    .where('format', '!=', format)
    .execute()
  return new Set(rows.map(({ account, date, amount, currency }) => [account, date, amount, currency].join(' ')))
}

function dayKey({ account, date, amount, currency }: OwnLine): string {
  return [plainNumber(account), date, sixDigits(amount), currency].join(' ')
}

/** As the ledger gives amounts. */
function sixDigits(amount: bigint): string {
  const digits = String(amount).padStart(7, '0')
  return `${digits.slice(0, -6)}.${digits.slice(-6)}`
}

function payersIn(planned: readonly PlannedLine[]): number[] {
  return [
    ...new Set(planned.flatMap(({ decision }) => (decision.state === 'matched' ? [decision.invoice.company] : []))),
  ]
}

function countOf(planned: readonly PlannedLine[], state: string): number {
  return planned.filter(({ decision }) => decision.state === state).length
}

function inOrder(lines: readonly OwnLine[], planned: readonly PlannedLine[]): PlannedLine[] {
  const byLine = new Map(planned.map((one) => [one.line, one]))
  return lines.map((line) => byLine.get(line) ?? { line, decision: { state: 'known' }, knowledge: undefined })
}

/** What a line that waits may be for, as it was known when it was planned. */
export function candidatesOf({ line, decision, knowledge }: PlannedLine) {
  return decision.state === 'waiting' && knowledge !== undefined ? candidatesFor(line, knowledge) : []
}
