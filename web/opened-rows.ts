import type { Catalogue, PanelEntry, RowsOf } from './asking/answers.ts'
import type { Selectors } from './asking/queries.ts'
import { temporal } from './periods/temporal.ts'
import type { Search } from './view.ts'

/** The rows behind a number that an address opens: of which panel, and where in it the number stands. */
export type OpenedRows = { panel: string; selectors: Selectors }

/** What a row of a list opens to, by the kind of thing and its id. */
export type Subject = { kind: (typeof subjectKinds)[number]; id: string }

const subjectKinds = ['message', 'dialogue', 'call'] as const

/** What a row opens to, which a column of that name has the id of; a stretch is all there is of it. */
export const subjectsOf: Readonly<Record<RowsOf, Subject['kind'] | undefined>> = {
  messages: 'message',
  chat_messages: 'dialogue',
  dialogues: 'dialogue',
  replies: 'dialogue',
  calls: 'call',
  attempts: 'call',
  stretches: undefined,
}

const ofSelectors = 'at.'
const withoutSelector = 'without'

/** Asks for all but those that have rows of their own. */
export function allBut(ids: readonly string[]): Selectors {
  return { [withoutSelector]: JSON.stringify(ids) }
}

/** Whether a parameter of an address is about opened rows, or about what one of them opened to. */
export function isOfRows(name: string): boolean {
  return name === 'rows' || name.startsWith(ofSelectors) || isOfSubject(name)
}

function isOfSubject(name: string): boolean {
  return (subjectKinds as readonly string[]).includes(name)
}

/** The parameters that open rows. */
export function searchOfRows({ panel, selectors }: OpenedRows): Search {
  return {
    rows: [panel],
    ...Object.fromEntries(Object.entries(selectors).map(([name, word]) => [`${ofSelectors}${name}`, [word]])),
  }
}

/** An address that opens a subject besides. */
export function withSubject(search: Search, { kind, id }: Subject): Search {
  return { ...withoutSubject(search), [kind]: [id] }
}

/** An address without what a row opened to. */
export function withoutSubject(search: Search): Search {
  return Object.fromEntries(Object.entries(search).filter(([name]) => !isOfSubject(name)))
}

/** An address without opened rows. */
export function withoutRows(search: Search): Search {
  return Object.fromEntries(Object.entries(search).filter(([name]) => !isOfRows(name)))
}

/** Reads what an address opens on a page; what says nothing there is left out and named in `ignored` as `name=value`. */
export function openedIn(
  search: Search,
  catalogue: Catalogue,
  page: string,
): { opened: OpenedRows | undefined; subject: Subject | undefined; ignored: readonly string[] } {
  const rows = openedRows(search, catalogue, page)
  const known = new Set(
    catalogue.panels.flatMap((one) => (one.page === page && one.rowsOf !== null ? [one.rowsOf] : [])),
  )
  const kinds = new Set([...known].map((of) => subjectsOf[of]))
  const [first, ...more] = subjectKinds.flatMap((kind) => (search[kind] ?? []).map((id) => ({ kind, id })))
  const isKnownHere = first !== undefined && kinds.has(first.kind) && first.id !== ''
  const left = isKnownHere || first === undefined ? more : [first, ...more]
  return {
    opened: rows.opened,
    subject: isKnownHere ? first : undefined,
    ignored: [...rows.ignored, ...left.map(({ kind, id }) => `${kind}=${id}`)],
  }
}

function openedRows(
  search: Search,
  catalogue: Catalogue,
  page: string,
): { opened: OpenedRows | undefined; ignored: readonly string[] } {
  const given = Object.entries(search).filter(([name]) => isOfRows(name) && !isOfSubject(name))
  const panel = search['rows']?.[0]
  const isOfPage = catalogue.pages.some(({ id, panels }) => id === page && panels.includes(panel ?? ''))
  const entry = isOfPage ? catalogue.panels.find(({ id }) => id === panel) : undefined
  if (entry === undefined || entry.rowsOf === null) {
    return { opened: undefined, ignored: given.flatMap(([name, values]) => asIs(name, values)) }
  }
  const selectors: Record<string, string> = {}
  const ignored: string[] = asIs('rows', search['rows']!.slice(1))
  for (const [name, [first = '', ...more]] of given) {
    if (name === 'rows') continue
    const selector = name.slice(ofSelectors.length)
    ignored.push(...asIs(name, more))
    if (isKnown(entry, catalogue, selector, first)) selectors[selector] = readable(selector, first)
    else ignored.push(`${name}=${first}`)
  }
  return { opened: { panel: entry.id, selectors }, ignored }
}

function asIs(name: string, values: readonly string[]): string[] {
  return values.map((value) => `${name}=${value}`)
}

const moments: ReadonlySet<string> = new Set(['time', 'from', 'to'])

/** Whether a panel can be opened at a word of a selector. */
function isKnown(entry: PanelEntry, catalogue: Catalogue, selector: string, word: string): boolean {
  if (selector === 'measure') return [...entry.measures, ...entry.totals].some(({ name }) => name === word)
  if (moments.has(selector)) return (selector !== 'time' || entry.by.includes('time')) && isMoment(word)
  if (selector === withoutSelector) return isList(word)
  if (!entry.by.includes(selector) && !entry.filters.includes(selector)) return false
  if (selector === 'day') return isDay(word)
  const words = catalogue.dimensions[selector]?.values ?? []
  // Names of the data have ids that the company gives; evaluations only have titles for some.
  return words.length === 0 || selector === 'evaluation' || words.some(({ value }) => value === word)
}

function isList(text: string): boolean {
  try {
    const list: unknown = JSON.parse(text)
    return Array.isArray(list) && list.every((id) => typeof id === 'string')
  } catch {
    return false
  }
}

/** In an address a plus means a space. */
function readable(selector: string, word: string): string {
  return moments.has(selector) ? word.replace(/ (\d\d:\d\d)$/, '+$1') : word
}

function isMoment(word: string): boolean {
  try {
    temporal.Instant.from(readable('time', word))
    return true
  } catch {
    return false
  }
}

function isDay(word: string): boolean {
  try {
    return /^\d{4}-\d\d-\d\d$/.test(word) && temporal.PlainDate.from(word).toString() === word
  } catch {
    return false
  }
}
