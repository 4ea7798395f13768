import type { Actor } from '../accounts/actor.ts'
import { noteAct } from '../accounts/audit.ts'
import { checkForm, checkShortText } from '../accounts/fields.ts'
import { failure, wrongField } from '../failure.ts'
import { invoiceNamed } from '../invoices/invoice.ts'
import type { LedgerTransaction } from '../stores/ledger/open.ts'
import { lineOfRow, payWith } from './statement-lines.ts'
import type { Payee } from './statement-lines.ts'

/** What staff say of a line that waits: for which invoice it is, or for whose balance, or that it is no payment. */
export type LineDecision = { payee: Payee | { invoice: string } | undefined; note: string | null }

const noteLengthMax = 300

/** @throws Failure unprocessable naming each field */
export function readDecision(body: unknown): LineDecision {
  const asked = (typeof body === 'object' && body !== null && !Array.isArray(body) ? body : {}) as Readonly<
    Record<string, unknown>
  >
  const form = checkForm()
  const names = ['invoice', 'company', 'ignore', 'note']
  for (const name of Object.keys(asked)) {
    if (!names.includes(name)) form.fault(name.slice(0, 40), `is not known here; there are: ${names.join(', ')}.`)
  }
  const note = form.field('note', () => checkShortText(asked['note'], noteLengthMax)) ?? null
  const invoice = form.field('invoice', () => checkShortText(asked['invoice'], 60)) ?? undefined
  const company = form.field('company', () => checkCompany(asked['company']))
  const isIgnored = form.field('ignore', () => checkIgnore(asked['ignore'])) ?? false
  const choices = [invoice !== undefined, company !== undefined, isIgnored].filter(Boolean).length
  const isNamedTwice = invoice !== undefined && company !== undefined && !isIgnored
  form.mustBeRight()
  if (choices !== 1 && !isNamedTwice) {
    form.fault(
      'invoice',
      'must be the invoice that the line pays; or name a "company" for its balance, or "ignore": true.',
    )
  }
  if (isIgnored && note === null) form.fault('note', 'must say why the line is no payment.')
  form.mustBeRight()
  if (isIgnored) return { payee: undefined, note }
  if (company === undefined) return { payee: { invoice: invoice! }, note }
  return { payee: { company, ...(invoice === undefined ? {} : { invoice }) }, note }
}

function checkCompany(value: unknown): number | undefined {
  if (value === undefined || value === null) return undefined
  if (typeof value === 'number' && Number.isInteger(value) && value > 0 && value < 2 ** 31) return value
  throw new Error('must be the number of a company.')
}

function checkIgnore(value: unknown): boolean {
  if (value === undefined || typeof value === 'boolean') return value ?? false
  throw new Error('must be true, or be left out.')
}

/**
 * Decides about a line that waits, once.
 * @throws Failure not-found; conflict where it was decided before; unprocessable naming the field
 */
export async function decideLine(
  db: LedgerTransaction,
  actor: Actor,
  { id, decision }: { id: string; decision: LineDecision },
  at: Date,
): Promise<void> {
  const row = await db.selectFrom('statement_lines').selectAll().where('id', '=', id).forUpdate().executeTakeFirst()
  if (row === undefined) throw failure('not-found', `There is no line ${id}.`)
  if (row.state !== 'waiting') throw failure('conflict', `Line ${id} is decided: it is ${row.state}.`)
  const { payee, note } = decision
  let payment: string | null = null
  if (payee !== undefined) {
    if (row.kind !== 'credit') {
      throw wrongField(
        'invoice',
        'cannot be paid with this line: the money was fetched back. Take its payment back, then ignore the line.',
      )
    }
    const company = 'company' in payee ? payee.company : await companyOf(db, payee.invoice)
    const { zone } = (await db
      .selectFrom('companies')
      .select('zone')
      .where('number', '=', company)
      .executeTakeFirst()) ?? {
      zone: 'UTC',
    }
    const line = { ...lineOfRow(row), fingerprint: row.fingerprint }
    payment = (await payWith(db, actor, { line, payee: { ...payee, company }, zone }, at)).id
  }
  const state = payment === null ? 'ignored' : 'matched'
  await db
    .updateTable('statement_lines')
    .set({
      state,
      why: 'decided',
      payment,
      decided_at: at,
      decided_by: actor.id,
      decided_by_name: actor.name,
      note,
    })
    .where('id', '=', id)
    .execute()
  await noteAct(
    db,
    actor,
    {
      company: null,
      action: 'statement.line-decided',
      subject: `statement-line:${id}`,
      after: { state, payment, ...payee, note },
    },
    at,
  )
}

async function companyOf(db: LedgerTransaction, number: string): Promise<number> {
  const invoice = await invoiceNamed(db, number)
  if (invoice !== undefined) return invoice.company
  const detail = `There is no invoice ${number}.`
  throw failure('unprocessable', detail, [{ field: 'invoice', detail }])
}
