import { invoiceOrders, invoiceStatuses, type InvoiceOrder, type InvoicesAsked } from './asking/invoices.ts'
import type { Ordering } from './parts/Records.tsx'
import type { Choice } from './periods/period.ts'
import { paramsOfPeriod, searchedPeriod, useAddress } from './use-search.ts'
import { useTyped } from './use-typed.ts'

/** What of the address narrows the list. */
const filters = ['number', 'state', 'company', 'period', 'from', 'to', 'tz'] as const

/** Which invoices are looked for, in which order, and which one is open: as the URL says it. Applies as it changes. */
export function useInvoiceSearch(companyZone: string) {
  const { search, set } = useAddress()
  const number = search['number']?.[0] ?? ''
  const { choice, zone, from, to } = searchedPeriod(search, companyZone)
  const statuses = invoiceStatuses.filter((status) => search['state']?.includes(status))
  const order = invoiceOrders.find((one) => one === search['sort']?.[0]) ?? 'createdAt'
  const isDescending = search['order']?.[0] !== 'asc'
  const company = /^\d{1,9}$/.test(search['company']?.[0] ?? '') ? Number(search['company']![0]) : undefined
  const [typed, setTyped] = useTyped(number, (text) => set({ number: text }, 'typing'))
  const asked: InvoicesAsked = { number: number.trim(), statuses, from, to, company, order, isDescending }

  /** The same column again turns the order round. */
  function orderBy(by: InvoiceOrder): void {
    setOrder(by, by === order ? !isDescending : by !== 'number')
  }

  function setOrder(by: InvoiceOrder, isFromLast: boolean): void {
    set({ sort: by === 'createdAt' ? undefined : by, order: isFromLast ? undefined : 'asc' })
  }

  return {
    asked,
    typed,
    setTyped,
    choice,
    zone,
    setPeriod: (chosen: Choice | undefined, at: string) => set(paramsOfPeriod(chosen, at, companyZone)),
    setStatuses: (chosen: readonly string[]) => set({ state: chosen }),
    setCompany: (chosen: string | null) => set({ company: chosen ?? undefined }),
    isFiltered: typed !== '' || filters.some((name) => name in search),
    clear: () => {
      setTyped('')
      set(Object.fromEntries(filters.map((name) => [name, undefined])))
    },
    setOrder,
    orderingOf: (by: InvoiceOrder): Ordering => ({
      by: by === order ? (isDescending ? 'descending' : 'ascending') : 'none',
      onOrder: () => orderBy(by),
    }),
  }
}

export type InvoiceSearch = ReturnType<typeof useInvoiceSearch>

/** Parts of an invoice, as the address names them. */
export const invoiceParts = ['details', 'revisions'] as const
export type InvoicePart = (typeof invoiceParts)[number]

/** Which invoice is open beside the list, and whether one is being made. */
export function useOpenInvoice() {
  const { search, set } = useAddress()
  const part: InvoicePart = search['show']?.[0] === 'revisions' ? 'revisions' : 'details'
  return {
    number: search['invoice']?.[0],
    part,
    open: (number: string, shown: InvoicePart = 'details') =>
      set({ invoice: number, show: shown === 'details' ? undefined : shown }),
    close: () => set({ invoice: undefined, show: undefined }),
    isMaking: search['create']?.[0] === 'invoice',
    make: () => set({ create: 'invoice' }),
    stopMaking: () => set({ create: undefined }),
  }
}
