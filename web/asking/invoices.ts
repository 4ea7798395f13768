import { queryOptions, useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import type { CompanyField } from './accounts.ts'
import { ask, isSignedOut } from './ask.ts'
import type { Money } from './charges.ts'

/** Invoices as the API answers them, and how they are asked. Amounts are decimal texts, never floats. */

export const invoiceStatuses = ['draft', 'issued', 'partly-paid', 'paid', 'overdue', 'void'] as const
export type InvoiceStatus = (typeof invoiceStatuses)[number]
export type InvoiceKind = 'usage' | 'topup' | 'credit'

export const invoiceOrders = ['number', 'amount', 'period', 'createdAt'] as const
export type InvoiceOrder = (typeof invoiceOrders)[number]

/** From the first day to the last. */
export type InvoicePeriod = { first: string; last: string; zone: string }

export type Invoice = {
  company: number
  seller: number
  kind: InvoiceKind
  number: string
  fileName: string
  currency: string
  amount: Money
  paid: string
  due: string
  status: InvoiceStatus
  period: InvoicePeriod | null
  createdAt: string
  dueOn: string | null
  revision: number
  voidedAt: string | null
}

/** What the next invoice of a month would say. */
export type InvoiceDraft = {
  company: number
  currency: string
  amount: Money
  due: string
  period: InvoicePeriod
  /** When it becomes an invoice, if nothing is missing. */
  issuedAt: string
  missing: { company: readonly CompanyField[]; isOfSupplier: boolean }
}

export type InvoiceParty = {
  name: string
  taxId: string | null
  country: string | null
  city: string | null
  street: string | null
  postalCode: string | null
}

export type InvoiceLine = {
  key: string
  service: string
  kind: string
  name: string
  adjusts: { first: string; last: string } | null
  quantity: string
  unit: 'part' | 'message' | 'dialogue' | 'second' | 'piece'
  unitPrice: string | null
  amount: string
  taxCategory: TaxCategory
  taxRate: string
}

export const taxCategories = ['S', 'Z', 'E', 'AE', 'G', 'O'] as const
export type TaxCategory = (typeof taxCategories)[number]

export type InvoiceTotals = { net: string; tax: string; total: string; rounding: string; paid: string; due: string }

export type InvoiceDocument = {
  kind: InvoiceKind
  currency: string
  dueOn: string | null
  credits: { number: string; issuedOn: string } | null
  supplier: InvoiceParty
  buyer: InvoiceParty
  lines: readonly InvoiceLine[]
  taxes: readonly { category: TaxCategory; rate: string; reason: string | null; base: string; tax: string }[]
  totals: InvoiceTotals
  comment: string | null
}

export type InvoiceRevision = {
  revision: number
  amount: string | null
  total: string
  revisedAt: string
  byWhom: string
  email: string | null
  approvedBy: string | null
  comment: string | null
}

export type InvoiceDetails = Invoice & {
  document: InvoiceDocument
  revisions: readonly InvoiceRevision[]
  /** The number of what took it back. */
  creditNote: string | null
}

export type InvoiceDifference = {
  from: number
  to: number
  lines: readonly {
    key: string
    change: 'added' | 'removed' | 'changed'
    before: InvoiceLine | null
    after: InvoiceLine | null
  }[]
  totals: readonly { name: keyof InvoiceTotals; before: string; after: string }[]
}

/** Whose invoices: those of the company that the session looks at, or of all. */
export type Whose = 'own' | 'all'

export type InvoicesAsked = {
  number: string
  statuses: readonly InvoiceStatus[]
  /** When they were made: RFC 3339. */
  from: string | undefined
  to: string | undefined
  company: number | undefined
  order: InvoiceOrder
  isDescending: boolean
}

type InvoicesPage = {
  /** On the first page of a company's own. */
  drafts?: readonly InvoiceDraft[]
  invoices: readonly Invoice[]
  due: readonly { currency: string; invoices: number; due: string }[]
  next: string | null
}

const retry = (times: number, error: Error) => !isSignedOut(error) && times < 1
const invoicesKey = ['invoices'] as const

/** Invoices, page after page. */
export function useInvoices(whose: Whose, asked: InvoicesAsked) {
  return useInfiniteQuery({
    queryKey: [...invoicesKey, whose, asked],
    queryFn: ({ pageParam, signal }) => {
      const query = queryOf(asked)
      if (pageParam !== null) query.set('cursor', pageParam)
      return ask<InvoicesPage>(`${whose === 'own' ? 'invoices' : 'staff/invoices'}?${query}`, { signal })
    },
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next ?? undefined,
    placeholderData: (known) => known,
    retry,
  })
}

function queryOf({ number, statuses, from, to, company, order, isDescending }: InvoicesAsked): URLSearchParams {
  const query = new URLSearchParams({ sort: order, order: isDescending ? 'desc' : 'asc' })
  if (number !== '') query.set('number', number)
  for (const status of statuses) query.append('status', status)
  if (from !== undefined) query.set('from', from)
  if (to !== undefined) query.set('to', to)
  if (company !== undefined) query.set('company', String(company))
  return query
}

/** Invoices of a company that wait for money. */
export function openInvoicesQuery(company: number) {
  return queryOptions({
    queryKey: [...invoicesKey, 'open', company],
    queryFn: async ({ signal }) => {
      const query = new URLSearchParams({
        company: String(company),
        status: 'issued,partly-paid,overdue',
        limit: '200',
      })
      const { invoices } = await ask<InvoicesPage>(`staff/invoices?${query}`, { signal })
      return invoices.filter(({ kind }) => kind !== 'credit')
    },
    retry,
  })
}

/** An invoice with all that it says by its latest revision, and its revisions. */
export function invoiceQuery(number: string) {
  return queryOptions({
    queryKey: [...invoicesKey, 'one', number],
    queryFn: ({ signal }) => ask<InvoiceDetails>(invoicePath(number), { signal }),
    retry: false,
  })
}

/** What changed from one revision to another. */
export function differenceQuery(number: string, from: number, to: number) {
  return queryOptions({
    queryKey: [...invoicesKey, 'difference', number, from, to],
    queryFn: ({ signal }) =>
      ask<InvoiceDifference>(`${invoicePath(number)}/difference?from=${from}&to=${to}`, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  })
}

/** Where the API has an invoice. */
export function invoicePath(number: string): string {
  return `invoices/${encodeURIComponent(number)}`
}

/** As XML: that which lies in the PDF (Factur-X), and the one that public offices take. */
export const xmlFormats = ['cii', 'ubl'] as const

/** The file of an invoice, by its latest revision or an earlier one. */
export function invoiceFile(number: string, format: 'pdf' | (typeof xmlFormats)[number], revision?: number): string {
  const of = revision === undefined ? '' : `&revision=${revision}`
  return `/api/v1/${invoicePath(number)}/file?format=${format}${of}`
}

export function draftFile({ period, currency }: InvoiceDraft): string {
  return `/api/v1/invoice-drafts/${period.first.slice(0, 7)}/file?currency=${currency}`
}

/** An act about money; after it, everything that tells of money is asked anew. */
export function useMoneyAct<Asked, Answer>(act: (asked: Asked) => Promise<Answer>) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: act,
    onSuccess: () =>
      Promise.all(
        ['invoices', 'proposals', 'payments', 'transactions', 'statements', 'balance'].map((name) =>
          queries.invalidateQueries({ queryKey: [name] }),
        ),
      ),
  })
}
