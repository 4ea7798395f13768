import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Accounts } from '../../accounts/open.ts'
import { readPlatform } from '../../accounts/platform.ts'
import type { Caller } from '../../accounts/scopes.ts'
import { failure, wrongField } from '../../failure.ts'
import { differenceOf } from '../../invoices/difference.ts'
import { documentOf, revisionsOf } from '../../invoices/documents.ts'
import type { Draft } from '../../invoices/drafts.ts'
import { draftsOf } from '../../invoices/drafts.ts'
import { fileFormats, fileOf } from '../../invoices/files.ts'
import type { FileFormat, Papers } from '../../invoices/files.ts'
import { invoiceNamed, invoiceStatuses } from '../../invoices/invoice.ts'
import type { Invoice } from '../../invoices/invoice.ts'
import { dueOfInvoices, invoiceOrders, listInvoices } from '../../invoices/list.ts'
import type { InvoiceCursor, InvoicesAsked } from '../../invoices/list.ts'
import { issueTopUp } from '../../invoices/top-up.ts'
import { readDecimal } from '../../measures/decimal.ts'
import { parseInstant } from '../../events/time.ts'
import type { LedgerTransaction } from '../../stores/ledger/open.ts'
import type { Calling } from '../caller.ts'
import { idempotencyKeyOf } from '../idempotency-key.ts'
import { choice, fault, integerMax, numberAsked, one, parametersOf } from '../parameters.ts'
import type { Parameters } from '../parameters.ts'

export type InvoicesRoute = { accounts: Accounts; calling: Calling; papers: Papers; now: () => number }

type OfInvoice = { Params: { number: string } }

const pageOf = { usual: 50, max: 500 }
const keyLengthMax = 200

/** The invoices of the caller's company; staff see those of all. */
export function invoicesRoute(server: FastifyInstance, { accounts, calling, papers, now }: InvoicesRoute): void {
  const { ledger } = accounts

  /** Reads as the company that asks; staff read everything. */
  function reading<Result>(caller: Caller, work: (db: LedgerTransaction) => Promise<Result>): Promise<Result> {
    return caller.staff ? ledger.asPlatform(work) : ledger.asCompany(caller.company, work)
  }

  async function found(request: FastifyRequest<OfInvoice>): Promise<{ caller: Caller; invoice: Invoice }> {
    const caller = await calling.withScope(request, 'billing')
    const { number } = request.params
    const invoice = await reading(caller, (db) =>
      invoiceNamed(db, number, caller.staff ? undefined : caller.company, now()),
    )
    if (invoice === undefined) throw failure('not-found', `There is no invoice ${number.slice(0, 60)}.`)
    return { caller, invoice }
  }

  server.get('/api/v1/invoices', async (request) => {
    const { company } = await calling.withScope(request, 'billing')
    const parameters = parametersOf(request, listParameters)
    const asked = invoicesAsked(parameters, { company, now: now() })
    const statuses = statusesAsked(parameters)
    const wantsDrafts = statuses.length === 0 || statuses.includes('draft')
    const wantsInvoices = statuses.length === 0 || asked.statuses.length > 0
    const hasDrafts = wantsDrafts && asked.after === undefined && mayHaveDrafts(asked)
    const drafts = hasDrafts ? await draftsOf(ledger, company, now()) : []
    return ledger.asCompany(company, async (db) => {
      const { invoices, next } = wantsInvoices ? await listInvoices(db, asked) : { invoices: [], next: null }
      return {
        drafts: drafts.map(draftView),
        invoices: invoices.map(invoiceView),
        due: await dueOfInvoices(db, asked),
        next: next === null ? null : cursorText(next),
      }
    })
  })

  server.get('/api/v1/staff/invoices', async (request) => {
    await calling.staff(request)
    const parameters = parametersOf(request, [...listParameters, 'company'])
    const company = numberAsked(parameters, 'company', integerMax)
    const asked = invoicesAsked(parameters, { company, now: now() })
    return ledger.asPlatform(async (db) => {
      const { invoices, next } = await listInvoices(db, asked)
      return {
        invoices: invoices.map(invoiceView),
        due: await dueOfInvoices(db, asked),
        next: next === null ? null : cursorText(next),
      }
    })
  })

  server.post<{ Body: unknown }>('/api/v1/invoices', async (request, reply) => {
    const caller = await calling.withScope(request, 'billing')
    const { amount, currency } = moneyAsked(request.body, ['amount'])
    const { invoice, isNew } = await issueTopUp(
      ledger,
      calling.actor(request, caller),
      { company: caller.company, amount, currency, key: idempotencyKeyOf(request, keyLengthMax) },
      new Date(now()),
    )
    return reply.status(isNew ? 201 : 200).send(invoiceView(invoice))
  })

  server.get<OfInvoice>('/api/v1/invoices/:number', async (request) => {
    const { caller, invoice } = await found(request)
    parametersOf(request, [])
    return reading(caller, async (db) => ({
      ...invoiceView(invoice),
      document: await documentOf(db, invoice.id, invoice.revision),
      revisions: await revisionsOf(db, invoice.id),
      creditNote: await creditNoteOf(db, invoice.id),
    }))
  })

  server.get<OfInvoice>('/api/v1/invoices/:number/file', async (request, reply) => {
    const { invoice } = await found(request)
    const parameters = parametersOf(request, ['format', 'revision'])
    const format = formatAsked(parameters)
    const revision = revisionAsked(parameters, 'revision', invoice)
    const { bytes, sha256 } = await fileOf(
      { ledger, papers },
      { invoice: invoice.id, revision, format },
      new Date(now()),
    )
    const name = revision === 0 ? invoice.fileName : invoice.fileName.replace(/\.pdf$/, `_r${revision}.pdf`)
    return sendFile(reply.header('etag', `"${sha256}"`), bytes, format, name)
  })

  server.get<OfInvoice>('/api/v1/invoices/:number/revisions', async (request) => {
    const { caller, invoice } = await found(request)
    parametersOf(request, [])
    return reading(caller, async (db) => ({
      number: invoice.number,
      currency: invoice.currency,
      revisions: await revisionsOf(db, invoice.id),
    }))
  })

  server.get<OfInvoice>('/api/v1/invoices/:number/difference', async (request) => {
    const { caller, invoice } = await found(request)
    const parameters = parametersOf(request, ['from', 'to'])
    const to = revisionAsked(parameters, 'to', invoice)
    const from =
      one(parameters, 'from') === undefined ? Math.max(0, to - 1) : revisionAsked(parameters, 'from', invoice)
    return reading(caller, async (db) => ({
      number: invoice.number,
      currency: invoice.currency,
      ...differenceOf(await documentOf(db, invoice.id, from), await documentOf(db, invoice.id, to)),
    }))
  })

  server.get('/api/v1/invoice-drafts', async (request) => {
    const { company } = await calling.withScope(request, 'billing')
    parametersOf(request, [])
    const drafts = await draftsOf(ledger, company, now())
    return { drafts: drafts.map((draft) => ({ ...draftView(draft), document: draft.document })) }
  })

  server.get<{ Params: { month: string } }>('/api/v1/invoice-drafts/:month/file', async (request, reply) => {
    const { company } = await calling.withScope(request, 'billing')
    const parameters = parametersOf(request, ['currency'])
    const currency = one(parameters, 'currency')
    const { month } = request.params
    const drafts = await draftsOf(ledger, company, now())
    const draft = drafts.find(
      ({ document }) =>
        document.period!.first.startsWith(`${month}-`) && (currency === undefined || document.currency === currency),
    )
    if (draft === undefined) throw failure('not-found', `There is no draft of ${month.slice(0, 20)}.`)
    const { logo } = await readPlatform(ledger)
    return sendFile(reply, await papers.pdf(draft.document, { logo }), 'pdf', `draft_${month}.pdf`)
  })
}

const listParameters = ['number', 'from', 'to', 'kind', 'status', 'sort', 'order', 'cursor', 'limit'] as const

function invoicesAsked(
  parameters: Parameters,
  { company, now }: { company: number | undefined; now: number },
): InvoicesAsked {
  const order = choice(parameters, 'sort', invoiceOrders) ?? 'createdAt'
  return {
    company,
    number: one(parameters, 'number')?.trim().slice(0, 60) || undefined,
    from: instantAsked(parameters, 'from'),
    to: instantAsked(parameters, 'to'),
    kind: choice(parameters, 'kind', ['usage', 'topup', 'credit'] as const),
    statuses: statusesAsked(parameters).filter((status) => status !== 'draft'),
    order,
    isDescending: (choice(parameters, 'order', ['asc', 'desc'] as const) ?? 'desc') === 'desc',
    after: cursorAsked(parameters, order),
    limit: numberAsked(parameters, 'limit', pageOf.max) ?? pageOf.usual,
    now,
  }
}

function statusesAsked(parameters: Parameters) {
  const words = (parameters.get('status') ?? []).flatMap((value) => value.split(','))
  const wrong = words.find((word) => !(invoiceStatuses as readonly string[]).includes(word))
  if (wrong === undefined) return invoiceStatuses.filter((status) => words.includes(status))
  throw fault([{ field: 'status', detail: `"${wrong.slice(0, 40)}" is not one of ${invoiceStatuses.join(', ')}.` }])
}

/** Drafts have no number, and are made of no time yet: only a filter by state or kind can want them. */
function mayHaveDrafts({ number, from, to, kind }: InvoicesAsked): boolean {
  return number === undefined && from === undefined && to === undefined && (kind ?? 'usage') === 'usage'
}

function instantAsked(parameters: Parameters, name: string): Date | undefined {
  const value = one(parameters, name)
  if (value === undefined) return undefined
  const instant = parseInstant(value)
  if (instant === undefined) {
    throw fault([{ field: name, detail: 'must be a time with its offset, such as 2026-10-01T00:00:00+02:00.' }])
  }
  return new Date(instant)
}

function cursorText({ value, id }: InvoiceCursor): string {
  return Buffer.from(JSON.stringify([value, id])).toString('base64url')
}

function cursorAsked(parameters: Parameters, order: InvoicesAsked['order']): InvoiceCursor | undefined {
  const text = one(parameters, 'cursor')
  if (text === undefined) return undefined
  const wrong = fault([{ field: 'cursor', detail: 'This is not the cursor of an earlier page.' }])
  try {
    const [value, id] = JSON.parse(Buffer.from(text, 'base64url').toString()) as [unknown, unknown]
    const isRight = {
      createdAt: (given: string) => !Number.isNaN(Date.parse(given)),
      number: (given: string) => given.length <= 100,
      amount: (given: string) => readDecimal(given) !== undefined,
      period: (given: string) => /^\d{4}-\d\d-\d\d$/.test(given) && !Number.isNaN(Date.parse(given)),
    }[order]
    if (typeof value === 'string' && isRight(value) && typeof id === 'string' && /^\d{1,18}$/.test(id)) {
      return { value, id }
    }
  } catch {
    // What cannot be read is no cursor of ours.
  }
  throw wrong
}

/** `{amount: {amount, currency}}` of a body that may hold some other fields. */
export function moneyAsked(body: unknown, allowed: readonly string[]): { amount: bigint; currency: string } {
  if (typeof body !== 'object' || body === null) throw failure('bad-request', 'Send a JSON object.')
  const strange = Object.keys(body).find((field) => !allowed.includes(field))
  if (strange !== undefined) throw wrongField(strange.slice(0, 40), `is not known; there are: ${allowed.join(', ')}.`)
  const { amount: money } = body as { amount?: unknown }
  if (typeof money !== 'object' || money === null) {
    throw wrongField('amount', 'must be an object such as {"amount": "100.00", "currency": "EUR"}.')
  }
  const { amount, currency } = money as Record<string, unknown>
  const read = typeof amount === 'string' ? readDecimal(amount) : undefined
  if (read === undefined) {
    throw wrongField(
      'amount.amount',
      'must be a decimal text such as "100.00", with a point and at most 6 digits after it.',
    )
  }
  if (typeof currency !== 'string' || !/^[A-Z]{3}$/.test(currency)) {
    throw wrongField('amount.currency', 'must be the three letters of a currency, such as "EUR".')
  }
  return { amount: read, currency }
}

function formatAsked(parameters: Parameters): FileFormat {
  // Of the two XML forms, `xml` is that which lies in the PDF.
  const format = choice(parameters, 'format', [...fileFormats, 'xml'] as const) ?? 'pdf'
  return format === 'xml' ? 'cii' : format
}

function revisionAsked(parameters: Parameters, name: string, { revision, number }: Invoice): number {
  const text = one(parameters, name)
  if (text === undefined) return revision
  if (/^\d{1,6}$/.test(text) && Number(text) <= revision) return Number(text)
  throw fault([{ field: name, detail: `${number} has the revisions 0 to ${revision}.` }])
}

function sendFile(reply: FastifyReply, bytes: Uint8Array, format: FileFormat, fileName: string) {
  const name = format === 'pdf' ? fileName : fileName.replace(/\.pdf$/, `_${format}.xml`)
  const plain = name.replaceAll(/[^\w.-]/g, '_')
  return reply
    .type(format === 'pdf' ? 'application/pdf' : 'application/xml; charset=utf-8')
    .header('content-disposition', `attachment; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(name)}`)
    .send(Buffer.from(bytes))
}

async function creditNoteOf(db: LedgerTransaction, id: string): Promise<string | null> {
  const row = await db.selectFrom('invoices').select('number').where('credits', '=', id).executeTakeFirst()
  return row?.number ?? null
}

/** An invoice in the words of the API. */
export function invoiceView(invoice: Invoice) {
  const { company, seller, kind, number, fileName, currency, paid, due, status, period, createdAt, dueOn } = invoice
  const { total, revision, voidedAt } = invoice
  const amount = { amount: total, currency }
  return {
    number,
    fileName,
    kind,
    company,
    seller,
    currency,
    amount,
    paid,
    due,
    status,
    period,
    createdAt,
    dueOn,
    revision,
    voidedAt,
  }
}

function draftView({ purse, document, missing, issuedAt }: Draft) {
  const { totals, period, currency } = document
  return {
    kind: document.kind,
    number: null,
    status: 'draft',
    company: purse.company,
    seller: purse.seller,
    currency,
    amount: { amount: totals.total, currency },
    paid: totals.paid,
    due: totals.due,
    period,
    issuedAt,
    missing: { company: missing.buyer, isOfSupplier: missing.supplier.length > 0 },
  }
}
