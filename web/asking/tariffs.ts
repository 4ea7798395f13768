import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import { ask, isSignedOut } from './ask.ts'

/** Tariffs as the API answers them, and how they are asked for. */

/** In the order of the screen; what each rate of them may be told apart by. */
export const services = {
  sms: ['network', 'country'],
  viber: ['network', 'country'],
  email: ['network', 'country'],
  whatsapp: ['network', 'country'],
  push: ['network', 'country'],
  chat: ['messenger', 'author'],
  dialogue: ['messenger'],
  call: ['direction', 'prefix', 'trunk'],
} as const
export type Service = keyof typeof services
export const serviceWords = Object.keys(services) as Service[]

export const rateKeys = ['network', 'country', 'messenger', 'author', 'trunk', 'prefix', 'direction'] as const
export type RateKey = (typeof rateKeys)[number]

export type Rate = Readonly<
  {
    service: Service
    price: string
    currency: string
    moment?: 'submitted' | 'delivered'
    increments?: string
    minimumSeconds?: number
    connectFee?: string
    packageUnits?: number
    packageFee?: string
    steps?: readonly { above: number; price: string }[]
  } & Partial<Record<RateKey, string>>
>

/** What tells a rate from others of its version, as the API has it. */
export function nameOfRate(rate: Rate): string {
  const named = services[rate.service].flatMap((key) => (rate[key] === undefined ? [] : [`${key}=${rate[key]}`]))
  return [rate.service, ...named].join(' ')
}

export type TariffHead = {
  tariff: string
  seller: number
  sellerName: string | null
  buyer: number
  buyerName: string | null
  currency: string
  relation: 'pays' | 'sells' | 'other'
  mayChange: boolean
}

export type Version = {
  id: number
  validFrom: string
  ownPrices: 'first' | 'last'
  note: string
  madeBy: string | null
  madeAt: string
  withdrawnBy: string | null
  withdrawnAt: string | null
  rates: number
  state: 'in-force' | 'coming' | 'over' | 'replaced' | 'withdrawn'
}

export type Tariff = TariffHead & { versions: readonly Version[] }

export type RateChange = {
  name: string
  change: 'added' | 'removed' | 'changed'
  before: Rate | null
  after: Rate | null
}
export type ChangeCounts = { added: number; removed: number; changed: number; same: number }
export type Told = { validFrom: string; rates: number; counts: ChangeCounts; changes: readonly RateChange[] }
export type FileFault = { line: number; field: string; detail: string }
export type Imported = {
  rows: number
  faults: readonly FileFault[]
  faultCount: number
  versions: readonly (Told & { id: number | null })[]
}

const retry = (times: number, error: Error) => !isSignedOut(error) && times < 1

/** Everything about tariffs: to be asked anew when one was changed. */
export const tariffsKey = ['tariffs'] as const

export const tariffsQuery = queryOptions({
  queryKey: [...tariffsKey, 'list'],
  queryFn: async () => {
    type Page = { tariffs: readonly (TariffHead & { versions: number })[]; next: string | null }
    const tariffs: (TariffHead & { versions: number })[] = []
    // Staff see the tariffs of everybody; so many can be chosen from.
    for (let cursor: string | null = '0', pages = 0; cursor !== null && pages < 10; pages++) {
      const page: Page = await ask<Page>(`tariffs?limit=500&cursor=${cursor}`)
      tariffs.push(...page.tariffs)
      cursor = page.next
    }
    return tariffs
  },
  retry,
})

export function tariffQuery(tariff: string) {
  return queryOptions({
    queryKey: [...tariffsKey, tariff],
    queryFn: () => ask<Tariff>(`tariffs/${tariff}`),
    retry,
  })
}

type VersionPage = Version & { services: readonly { service: Service; rates: number }[] }

export function versionQuery(tariff: string, version: number) {
  return queryOptions({
    queryKey: [...tariffsKey, tariff, version],
    queryFn: () => ask<VersionPage>(`tariffs/${tariff}/versions/${version}`),
    retry,
  })
}

export type RatesPage = { rates: readonly Rate[]; count: number; next: string | null }
const ratesAtOnce = 25

/** The rates of a service in a version that have a text in their name, page after page. */
export function ratesQuery(tariff: string, version: number, service: Service, text: string) {
  return infiniteQueryOptions({
    queryKey: [...tariffsKey, tariff, version, service, text],
    queryFn: ({ pageParam, signal }) => {
      const query = new URLSearchParams({ service, limit: String(ratesAtOnce) })
      if (text !== '') query.set('q', text)
      if (pageParam !== null) query.set('cursor', pageParam)
      return ask<RatesPage>(`tariffs/${tariff}/versions/${version}/rates?${query}`, { signal })
    },
    initialPageParam: null as string | null,
    getNextPageParam: (last: RatesPage) => last.next ?? undefined,
    placeholderData: keepPreviousData,
    retry,
  })
}

/** All rates of a version as a file. */
export function ratesFile(tariff: string, version: number, format: 'csv' | 'xlsx'): string {
  return `/api/v1/tariffs/${tariff}/versions/${version}/rates?format=${format}`
}

type ChangesPage = { counts: ChangeCounts; changes: readonly RateChange[]; next: string | null }

/** How a version differs from another one, page after page. */
export function changesQuery(tariff: string, version: number, against: number) {
  return infiniteQueryOptions({
    queryKey: [...tariffsKey, tariff, version, 'against', against],
    queryFn: ({ pageParam, signal }) => {
      const query = new URLSearchParams({ against: String(against), limit: '50' })
      if (pageParam !== null) query.set('cursor', pageParam)
      return ask<ChangesPage>(`tariffs/${tariff}/versions/${version}/changes?${query}`, { signal })
    },
    initialPageParam: null as string | null,
    getNextPageParam: (last: ChangesPage) => last.next ?? undefined,
    retry,
  })
}

export type ImportAsked = { validFrom: string; ownPrices: string; note: string; isDry: boolean }

/** Sends a file of rates; what it is, CSV or Excel, its name says. */
export function importPath(tariff: string, { validFrom, ownPrices, note, isDry }: ImportAsked): string {
  const query = new URLSearchParams({ validFrom, ownPrices, note, dryRun: isDry ? 'yes' : 'no' })
  return `tariffs/${tariff}/import?${query}`
}

export const csvType = 'text/csv'
export const excelType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

/** What was used in a month, by what it costs and by what it would by a version; amounts are decimal texts. */
export type WhatIf = {
  services: readonly {
    service: Service
    currency: string
    present: string
    other: string
    difference: string
    unpricedPresent: number
    unpricedOther: number
  }[]
}

export function whatIfQuery(version: number, from: string, to: string) {
  const query = new URLSearchParams({ version: String(version), from, to })
  return queryOptions({
    queryKey: [...tariffsKey, 'what-if', version, from],
    queryFn: () => ask<WhatIf>(`charges/what-if?${query.toString()}`),
    retry,
  })
}
