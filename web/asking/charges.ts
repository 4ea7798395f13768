import { keepPreviousData, queryOptions, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { ask, isSignedOut } from './ask.ts'
import type { Service } from './tariffs.ts'

/** Balance and charges as the API answers them, and how they are asked. Amounts are decimal texts, never floats. */

export type Money = { currency: string; amount: string }

export type Balance = Money & {
  others: readonly Money[]
  /** Until when usage is in it; null while nothing was charged. */
  chargedUntil: string | null
}

export type Unit = 'part' | 'message' | 'dialogue' | 'second'

export type ChargedSum = Money & {
  day: string
  service: Service
  events: number
  quantity: number | null
  unit: Unit | null
}

export type Unpriced = { service: Service; events: number; quantity: number; unit: Unit }

export type ChargeLine = {
  id: string
  day: string
  seller: number
  usedBy: number
  service: Service
  kind: 'rate' | 'told' | 'unpriced' | 'package' | 'volume'
  rate: string
  unitPrice: string | null
  currency: string | null
  events: number
  quantity: number
  unit: Unit
  amount: string | null
  isCorrected: boolean
}

export type ChargePosting = {
  id: string
  at: string
  events: number
  quantity: number
  amount: string | null
  corrects: boolean
  entry: string | null
}

export type ChargeEvent = {
  at: string
  subject: 'message' | 'dialogue' | 'call'
  id: string
  of: Readonly<Record<string, string>>
  quantity: number
  amount: string | null
}

export type Charges = {
  days: { first: string; last: string; zone: string }
  chargedUntil: string | null
  totals: readonly Money[]
  unpriced: readonly Unpriced[]
}

export type CompanyCharges = {
  company: number
  name: string
  parent: number | null
  services: readonly {
    service: Service
    events: number
    quantity: number
    unit: Unit
    amounts: readonly Money[]
    unpriced: number
  }[]
  paid: readonly Money[]
  resellerPays: readonly Money[] | null
  margin: readonly Money[] | null
}

export type CompaniesPage = {
  companies: readonly CompanyCharges[]
  totals: { paid: readonly Money[]; resellerPays: readonly Money[]; margin: readonly Money[] }
  next: number | null
}

/** RFC 3339 times; charges are of the whole days that they touch. */
export type Asked = { from: string; to: string }

const retry = (times: number, error: Error) => !isSignedOut(error) && times < 1
const everyMilliseconds = 60_000

/** The balance, asked for again every minute while the page is seen, and when it is seen again. */
export function useBalance(isFor: boolean) {
  return useQuery({
    queryKey: ['balance'],
    queryFn: ({ signal }) => ask<Balance>('balance', { signal }),
    enabled: isFor,
    refetchInterval: everyMilliseconds,
    refetchIntervalInBackground: false,
    refetchOnWindowFocus: 'always',
    retry,
  })
}

/** Charges by day and service. */
export function chargesQuery(asked: Asked) {
  const query = new URLSearchParams({ ...asked, by: 'day,service' })
  return queryOptions({
    queryKey: ['charges', asked],
    queryFn: ({ signal }) => ask<Charges & { sums: readonly ChargedSum[] }>(`charges?${query}`, { signal }),
    placeholderData: keepPreviousData,
    refetchInterval: everyMilliseconds,
    refetchIntervalInBackground: false,
    retry,
  })
}

/** Every charge of the period as a file. */
export function chargesFile(asked: Asked): string {
  return `/api/v1/charges?${new URLSearchParams({ ...asked, format: 'csv' })}`
}

/** Whether the company is a reseller: then it has companies. */
export const ownCompaniesQuery = queryOptions({
  queryKey: ['own-companies'],
  queryFn: async ({ signal }) =>
    (await ask<CompaniesPage>('charges/companies?limit=1', { signal })).companies.length > 0,
  staleTime: 300_000,
  retry,
})

/** The charges of one day, of one service or all; page after page. */
export function useChargeLines(day: string, service: Service | undefined) {
  const after = new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10)
  return useInfiniteQuery({
    queryKey: ['charge-lines', day, service],
    queryFn: ({ pageParam, signal }) => {
      const query = new URLSearchParams({
        from: day,
        to: after,
        ...(service === undefined ? {} : { service }),
        ...(pageParam === '' ? {} : { cursor: pageParam }),
      })
      return ask<Charges & { lines: readonly ChargeLine[]; next: string | null }>(`charges?${query}`, { signal })
    },
    initialPageParam: '',
    getNextPageParam: (last) => last.next ?? undefined,
    retry: false,
  })
}

/** A charge with everything that was posted of it. */
export function useCharge(id: string) {
  return useQuery({
    queryKey: ['charge', id],
    queryFn: ({ signal }) => ask<{ line: ChargeLine; postings: readonly ChargePosting[] }>(`charges/${id}`, { signal }),
    retry: false,
  })
}

type EventsPage = {
  events: readonly ChargeEvent[]
  /** What all of them come to now; null of what is not for single events. */
  found: { events: number; quantity: number; amount: string | null } | null
  next: string | null
}

/** The messages, dialogues or calls of a charge, page after page. */
export function useChargeEvents(id: string) {
  return useInfiniteQuery({
    queryKey: ['charge-events', id],
    queryFn: ({ pageParam, signal }) => {
      const query = new URLSearchParams({ limit: '50', ...(pageParam === '' ? {} : { cursor: pageParam }) })
      return ask<EventsPage>(`charges/${id}/events?${query}`, { signal })
    },
    initialPageParam: '',
    getNextPageParam: (last) => last.next ?? undefined,
    retry: false,
  })
}

/** Whose companies: all of them, or those of a reseller. */
export type Whose = 'all' | 'own'

/** What companies pay, page after page. */
export function useCompanyCharges(whose: Whose, asked: Asked, onlyWithExpenses: boolean) {
  return useInfiniteQuery({
    queryKey: ['company-charges', whose, asked, onlyWithExpenses],
    queryFn: ({ pageParam, signal }) => {
      const query = companiesAsked(asked, onlyWithExpenses)
      if (pageParam !== null) query.set('after', String(pageParam))
      return ask<CompaniesPage>(`${pathOf[whose]}?${query}`, { signal })
    },
    initialPageParam: null as number | null,
    getNextPageParam: (last) => last.next ?? undefined,
    placeholderData: (known) => known,
    retry,
  })
}

/** The same as a file. */
export function companyChargesFile(whose: Whose, asked: Asked, onlyWithExpenses: boolean): string {
  const query = companiesAsked(asked, onlyWithExpenses)
  query.set('format', 'csv')
  return `/api/v1/${pathOf[whose]}?${query}`
}

const pathOf = { all: 'staff/charges', own: 'charges/companies' } as const

function companiesAsked(asked: Asked, onlyWithExpenses: boolean): URLSearchParams {
  return new URLSearchParams({ ...asked, ...(onlyWithExpenses ? { expenses: 'true' } : {}) })
}
