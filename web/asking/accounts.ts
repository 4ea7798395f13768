import { keepPreviousData, queryOptions, useSuspenseQuery } from '@tanstack/react-query'
import type { Role, Scope, Session } from './answers.ts'
import { ask, isSignedOut, Refusal, type Asking } from './ask.ts'
import { sessionQuery } from './queries.ts'

/** What the API answers about companies and who works with them, and how it is asked. */

export const companyTextFields = [
  'name',
  'legalName',
  'country',
  'city',
  'street',
  'postalCode',
  'taxId',
  'bankName',
  'bankAccount',
  'bankCode',
  'email',
  'currency',
  'zone',
  'language',
] as const
export type CompanyField = (typeof companyTextFields)[number] | 'retentionDays'
export type CompanyPage = Readonly<Record<(typeof companyTextFields)[number], string | null>> & {
  number: number
  retentionDays: number | null
  version: number
  /** The fields without which no invoice can be made. */
  missingForInvoices: readonly CompanyField[]
}

export type Member = {
  id: string
  email: string
  name: string
  role: Role
  hasSecondFactor: boolean
  since: string
}

export type Invitation = {
  id: string
  email: string
  role: Role
  invitedBy: string | null
  createdAt: string
  expiresAt: string
}

export type Token = {
  id: string
  name: string
  scopes: readonly Scope[]
  prefix: string
  /** The address of the person who made it; null for one made at the command line. */
  createdBy: string | null
  createdAt: string
  expiresAt: string | null
  lastUsedAt: string | null
}

export type CompanyEntry = {
  number: number
  name: string
  parent: number | null
  currency: string
  zone: string
  people: number
}

export const platformFields = [
  'brandName',
  'logo',
  'supplierName',
  'supplierTaxId',
  'supplierEmail',
  'supplierCountry',
  'supplierCity',
  'supplierStreet',
  'supplierPostalCode',
  'supplierBankName',
  'supplierBankAccount',
  'supplierBankCode',
] as const
export type PlatformField = (typeof platformFields)[number]
export type Platform = Readonly<Record<PlatformField, string | null>> & { version: number }

/** In the order of the screen, from most to least. */
export const roles = ['owner', 'finance', 'analyst', 'operator'] as const satisfies readonly Role[]
export const scopes = ['ingest', 'read', 'billing', 'admin'] as const satisfies readonly Scope[]

const retry = (times: number, error: Error) => !isSignedOut(error) && times < 1

export const companyQuery = queryOptions({
  queryKey: ['company'],
  queryFn: () => ask<CompanyPage>('company'),
  retry,
})

export const peopleQuery = queryOptions({
  queryKey: ['people'],
  queryFn: async () => (await ask<{ people: readonly Member[] }>('people')).people,
  retry,
})

export const invitationsQuery = queryOptions({
  queryKey: ['invitations'],
  queryFn: async () => (await ask<{ invitations: readonly Invitation[] }>('invitations')).invitations,
  retry,
})

export const tokensQuery = queryOptions({
  queryKey: ['tokens'],
  queryFn: async () => (await ask<{ tokens: readonly Token[] }>('tokens')).tokens,
  retry,
})

export const platformQuery = queryOptions({
  queryKey: ['platform'],
  queryFn: () => ask<Platform>('platform'),
  retry,
})

/** Companies with this in their name. */
export function companiesQuery(text: string) {
  return queryOptions({
    queryKey: ['companies', text],
    queryFn: async ({ signal }) => {
      const query = new URLSearchParams(text === '' ? {} : { q: text })
      return (await ask<{ companies: readonly CompanyEntry[] }>(`companies?${query}`, { signal })).companies
    },
    placeholderData: keepPreviousData,
    retry,
  })
}

/**
 * Does something in the company that the page shows. All tabs of a person share a session: where another one has turned it
 * to another company, the act would hit that one, so it is refused.
 */
export function useAct() {
  const { company } = useSuspenseQuery(sessionQuery).data
  return async <Answer>(path: string, asking: Asking): Promise<Answer> => {
    const { company: now } = await ask<Session>('session')
    if (now.number !== company.number) {
      throw new Refusal({ title: 'other-company', status: 409, code: 'other-company' })
    }
    return ask<Answer>(path, asking)
  }
}
