import type { Shown } from './asking/views.ts'
import { isOfRows } from './opened-rows.ts'
import type { Choice } from './periods/period.ts'
import { presetById, type PresetId } from './periods/presets.ts'
import { temporal } from './periods/temporal.ts'

/** The state of a page that its URL carries. */
export type View = {
  choice: Choice
  /** An IANA zone, where it is not the company's. */
  zone: string | undefined
  /** By the name of a filter what is chosen; a filter that is not in it keeps everything. */
  filters: Readonly<Record<string, readonly string[]>>
  compare: Compare
}

export const compares = ['off', 'previous', 'year'] as const
export type Compare = (typeof compares)[number]

/** The filters of a page in their order, each with the words that it knows; undefined where any id may be one. */
export type KnownFilters = ReadonlyMap<string, readonly string[] | undefined>

/** The query parameters of a URL; each may repeat. */
export type Search = Readonly<Record<string, readonly string[]>>

export const emptyView: View = {
  choice: { preset: '7d' },
  zone: undefined,
  filters: {},
  compare: 'off',
}

/** Reads a view from a URL; what it does not know is left out and named in `ignored` as `name=value`. */
export function viewOf(search: Search, known: KnownFilters): { view: View; ignored: readonly string[] } {
  const ignored: string[] = []
  const drop = (name: string) => {
    for (const value of search[name] ?? []) ignored.push(`${name}=${value}`)
  }
  // Which rows are opened is read by itself.
  for (const name of Object.keys(search)) if (!names.has(name) && !known.has(name) && !isOfRows(name)) drop(name)
  const keep = (name: string, words: readonly string[] | undefined) => {
    const values = [...new Set(search[name])]
    if (words === undefined) return values
    ignored.push(...values.filter((value) => !words.includes(value)).map((value) => `${name}=${value}`))
    return words.filter((word) => values.includes(word))
  }
  const asked = search['tz']?.[0]
  // Times with an offset, as other programs write them, are exact in any zone.
  const zone = asked === undefined && hasOffset(search) ? 'UTC' : asked
  const choice = choiceOf(search, isZone(zone) ? zone : undefined)
  if (choice === undefined) for (const name of ['period', 'from', 'to']) drop(name)
  if (zone !== undefined && !isZone(zone)) drop('tz')
  const compare = compares.find((word) => word === (search['compare']?.[0] ?? 'off'))
  if (compare === undefined) drop('compare')
  const view = {
    choice: choice ?? emptyView.choice,
    zone: isZone(zone) ? zone : undefined,
    filters: Object.fromEntries(
      [...known].map(([name, words]) => [name, keep(name, words)] as const).filter(([, chosen]) => chosen.length > 0),
    ),
    compare: compare ?? 'off',
  }
  return { view, ignored }
}

/** The query parameters that say a view; what is as in a fresh page is left out. */
export function searchOf(view: View): Search {
  const { choice, zone, filters, compare } = view
  const isDefault = 'preset' in choice && choice.preset === '7d'
  return {
    ...('preset' in choice ? (isDefault ? {} : { period: [choice.preset] }) : { from: [choice.from], to: [choice.to] }),
    ...(zone === undefined ? {} : { tz: [zone] }),
    ...filters,
    ...(compare === 'off' ? {} : { compare: [compare] }),
  }
}

/** The query parameters that open a saved view: which one it is, and all that it shows, also what the page does not know any more. */
export function withSaved({ id, period, from, to, zone, filters, compare }: Shown & { id: string }): Search {
  const named = period === null || period === '7d' ? {} : { period: [period] }
  return {
    view: [id],
    ...(from === null || to === null ? named : { from: [from], to: [to] }),
    ...(zone === null ? {} : { tz: [zone] }),
    ...filters,
    ...(compare === null ? {} : { compare: [compare] }),
  }
}

/** The query parameters of a fresh page for who has a view of their own to begin with. */
export const noSavedView = { view: ['none'] } as const satisfies Search

/** Parses `?a=1&a=2` into lists. */
export function parseSearch(text: string): Search {
  const search: Record<string, string[]> = Object.create(null)
  for (const [name, value] of new URLSearchParams(text)) (search[name] ??= []).push(value)
  return { ...search }
}

/** Writes lists as `?a=1&a=2`; colons and slashes stay readable. */
export function stringifySearch(search: Record<string, unknown>): string {
  const pairs = Object.entries(search).flatMap(([name, values]) =>
    (Array.isArray(values) ? values : [values])
      .filter((value) => value !== undefined)
      .map(
        (value) =>
          `${encodeURIComponent(name)}=${encodeURIComponent(String(value)).replace(/%3A/g, ':').replace(/%2F/g, '/')}`,
      ),
  )
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`
}

/** Whether the browser knows the zone. */
export function isZone(zone: string | undefined): zone is string {
  if (zone === undefined) return false
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}

/** What says the same to every page. */
const ofAllPages = ['period', 'from', 'to', 'tz', 'compare']
/** What every page knows; which saved view is open says nothing to another one. */
const names: ReadonlySet<string> = new Set([...ofAllPages, 'view'])

function choiceOf(search: Search, zone: string | undefined): Choice | undefined {
  const preset = search['period']?.[0]
  const from = search['from']?.[0]
  const to = search['to']?.[0]
  if (preset !== undefined) return presetById.has(preset) ? { preset: preset as PresetId } : undefined
  if (from === undefined && to === undefined) return emptyView.choice
  const times = [from, to].map((text) => wallTimeOf(text, zone))
  if (times[0] === undefined || times[1] === undefined || times[0] >= times[1]) return undefined
  return { from: times[0], to: times[1] }
}

const offset = /T.*(?:Z|[+\- ]\d\d:\d\d)$/i

function hasOffset(search: Search): boolean {
  return ['from', 'to'].some((name) => offset.test(search[name]?.[0] ?? ''))
}

/** A time of an address on the clock of the zone, to the minute; undefined when it is none. */
function wallTimeOf(text: string | undefined, zone: string | undefined): string | undefined {
  if (text !== undefined && zone !== undefined && offset.test(text)) {
    try {
      // In an address a plus means a space.
      const instant = temporal.Instant.from(text.replace(/ (\d\d:\d\d)$/, '+$1'))
      return instant.toZonedDateTimeISO(zone).toPlainDateTime().toString({ smallestUnit: 'minute' })
    } catch {
      return undefined
    }
  }
  if (text === undefined || !/^\d{4}-\d\d-\d\d(T\d\d:\d\d)?$/.test(text)) return undefined
  try {
    return temporal.PlainDateTime.from(text).toString({ smallestUnit: 'minute' })
  } catch {
    return undefined
  }
}

/**
 * The filters of a view with another choice in one of them.
 * @param order the filters of the page, so that one choice has one address whatever was chosen first
 */
export function withFilter(
  { filters }: View,
  order: readonly string[],
  name: string,
  chosen: readonly string[],
): View['filters'] {
  const all = order.map((one) => [one, one === name ? chosen : (filters[one] ?? [])] as const)
  return Object.fromEntries(all.filter(([, words]) => words.length > 0))
}

/** Whether the view leaves out anything of its period. */
export function isFiltered(view: View): boolean {
  return Object.keys(view.filters).length > 0
}

/** What of an address also says something to a page with these filters. */
export function carriedTo(search: Search, filters: readonly string[]): Search {
  return Object.fromEntries(
    Object.entries(search).filter(([name]) => ofAllPages.includes(name) || filters.includes(name)),
  )
}
