import type { FormCheck } from '../accounts/fields.ts'
import { dimensions } from '../measures/dimensions.ts'
import { comparisons } from '../measures/period.ts'
import type { Comparison } from '../measures/period.ts'
import { isPreset, presets, wallFault } from '../measures/period-choice.ts'
import type { PeriodChoice, PresetName } from '../measures/period-choice.ts'
import { isZone } from '../measures/zone.ts'
import { pages } from '../panels/pages.ts'
import type { Page } from '../panels/pages.ts'
import type { FilterName } from '../panels/panel.ts'

/** What a page of graphs shows, as it is kept: all that its address says. */
export type Shown = {
  /** A named period, which follows the clock; null where two times were chosen. */
  period: PresetName | null
  /** `YYYY-MM-DDTHH:mm` on the clock of the zone. */
  from: string | null
  to: string | null
  /** An IANA zone; null for the company’s, whichever that will be. */
  zone: string | null
  /** By the name of a filter what is chosen; one that is not in it keeps everything. */
  filters: Readonly<Record<string, readonly string[]>>
  compare: Comparison | null
}

/** The fields of it; who changes one of them tells all that are not as usual. */
export const shownFields = ['period', 'from', 'to', 'zone', 'filters', 'compare'] as const

const wordsMax = 200
const wordLengthMax = 256

/** Reads what a page shall show; what is not said is as on a fresh page. Each fault names its field. */
export function readShown(form: FormCheck, page: Page, asked: Readonly<Record<string, unknown>>): Shown {
  const choice = readChoice(form, asked)
  const zone = form.field('zone', () => {
    const name = asked['zone'] ?? null
    if (name !== null && (typeof name !== 'string' || !isZone(name)))
      throw new Error('must be an IANA time zone such as "Europe/Berlin", or null.')
    return name
  })
  const compare = form.field('compare', () => {
    const word = asked['compare'] ?? null
    const known = comparisons.find((one) => one === word)
    if (word !== null && known === undefined) throw new Error(`must be one of ${comparisons.join(', ')}, or null.`)
    return known ?? null
  })
  return {
    ...choice,
    zone: zone ?? null,
    filters: readFilters(form, page, asked['filters'] ?? {}),
    compare: compare ?? null,
  }
}

/** The period that is kept, as a choice. */
export function choiceOf({ period, from, to }: Pick<Shown, 'period' | 'from' | 'to'>): PeriodChoice {
  return period === null ? { from: from!, to: to! } : { period }
}

/** The page of this name. @throws Error with the rest of "page …" */
export function checkPage(value: unknown): Page {
  const page = pages.find(({ id }) => id === value)
  if (page === undefined) throw new Error(`must be one of ${pages.map(({ id }) => id).join(', ')}.`)
  return page
}

function readChoice(form: FormCheck, asked: Readonly<Record<string, unknown>>): Pick<Shown, 'period' | 'from' | 'to'> {
  const [period, from, to] = ['period', 'from', 'to'].map((name) => asked[name] ?? null)
  if (from === null && to === null) {
    const preset = period ?? '7d'
    if (isPreset(preset)) return { period: preset, from: null, to: null }
    form.fault('period', `must be one of ${Object.keys(presets).join(', ')}.`)
  } else if (period !== null) {
    form.fault('period', 'must be null where from and to are told.')
  } else {
    const wrong = wallFault(from, to)
    if (wrong === undefined) return { period: null, from: from as string, to: to as string }
    form.fault(wrong.field, wrong.detail)
  }
  return { period: null, from: null, to: null }
}

function readFilters(form: FormCheck, page: Page, value: unknown): Shown['filters'] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    form.fault('filters', 'must be an object such as {"channel":["sms"]}.')
    return {}
  }
  const kept: Partial<Record<FilterName, string[]>> = {}
  for (const [name, words] of Object.entries(value)) {
    const field = `filters.${name.slice(0, 40)}`
    const filter = page.filters.find((one) => one === name)
    if (filter === undefined) {
      form.fault(field, `is no filter of this page; it has ${page.filters.join(', ')}.`)
      continue
    }
    const checked = form.field(field, () => checkWords(filter, words))
    if (checked !== undefined && checked.length > 0) kept[filter] = checked
  }
  return kept
}

/** The words of a closed list in its order; ids of the company’s own as they are, also those that nothing has by now. */
function checkWords(filter: FilterName, value: unknown): string[] {
  const isList = Array.isArray(value) && value.length <= wordsMax && value.every((word) => typeof word === 'string')
  if (!isList) throw new Error(`must be a list of ${wordsMax} texts at most.`)
  const words = [...new Set(value)]
  const { values } = dimensions[filter]
  if (values === undefined) {
    for (const word of words) if (word !== '') checkId(word)
    return words
  }
  const known = values.map((one) => one.value)
  const wrong = words.find((word) => !known.includes(word))
  if (wrong !== undefined) throw new Error(`must be of ${known.join(', ')}; "${wrong.slice(0, 40)}" is not.`)
  return known.filter((word) => words.includes(word))
}

function checkId(word: string): void {
  if (word.length > wordLengthMax) throw new Error(`must be ids of ${wordLengthMax} characters at most.`)
  if (word.includes('\0') || !word.isWellFormed()) throw new Error('must be ids of well-formed text.')
}
