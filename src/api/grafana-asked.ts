import { dimensions } from '../measures/dimensions.ts'
import { readPeriod, readZone } from '../measures/period.ts'
import type { Period } from '../measures/period.ts'
import type { AskedFilters } from '../panels/ask-panels.ts'
import type { FilterName } from '../panels/panel.ts'
import { idsAsked } from './ids-asked.ts'
import { fault, one } from './parameters.ts'
import type { Parameters } from './parameters.ts'

/** How Grafana writes that nothing is filtered: as our dashboards say it, and as it does itself in addresses. */
const all: readonly string[] = ['', '*', '$__all']

/**
 * Refuses variables that nobody put a value in place of, as in the query of an alert rule.
 * @throws Failure bad-request naming each parameter
 */
export function mustBeReplaced(parameters: Parameters): void {
  const left = [...parameters].flatMap(([name, values]) => {
    const value = values.find((text) => /^\$(?:\{|__timezone|\w+$)/.test(text) && !all.includes(text))
    if (value === undefined) return []
    const detail = `"${value.slice(0, 40)}" was not replaced by Grafana, as in alert rules: write the value itself, or take the parameter away.`
    return [{ field: name, detail }]
  })
  if (left.length > 0) throw fault(left)
}

/**
 * The period of Grafana's time range: its edges as RFC 3339 or in milliseconds since 1970, its zone by an IANA name or by
 * Grafana's own words for UTC and for the zone of the browser, in whose place the company's stands.
 */
export function grafanaPeriod(parameters: Parameters, usual: { zone: string; now: number }): Period {
  const [from, to] = ['from', 'to'].map((name) => {
    const text = one(parameters, name)
    return text !== undefined && /^\d{1,14}$/.test(text) ? new Date(Number(text)).toISOString() : text
  })
  return readPeriod({ from, to, tz: grafanaZone(parameters, usual.zone) }, usual)
}

export function grafanaZone(parameters: Parameters, usual: string): string {
  const text = one(parameters, 'tz')
  if (text === undefined || text === '' || text === 'browser') return usual
  return readZone(text.toLowerCase() === 'utc' ? 'UTC' : text, usual)
}

/** The filters of a panel as Grafana writes variables of several values: words with commas, ids as a JSON list. */
export function grafanaFilters(parameters: Parameters, names: readonly FilterName[]): AskedFilters {
  return new Map(
    names.flatMap((name) => {
      const given = parameters.get(name) ?? []
      if (given.every((text) => all.includes(text))) return []
      return [[name, dimensions[name].values === undefined ? idsIn(name, given) : wordsIn(name, given)] as const]
    }),
  )
}

function wordsIn(name: FilterName, given: readonly string[]): string[] {
  const allowed = dimensions[name].values!.map(({ value }) => value)
  const asked = given.flatMap((text) => text.split(','))
  const wrong = asked.find((word) => !allowed.includes(word))
  if (wrong === undefined) return [...new Set(asked)]
  throw fault([{ field: name, detail: `"${wrong.slice(0, 40)}" is not one of ${allowed.join(', ')}.` }])
}

/** Ids may hold commas and anything else, so several are told as `${name:json}`; what is no such list is one id. */
function idsIn(name: FilterName, given: readonly string[]): string[] {
  return idsAsked(name, given.flatMap(listIn))
}

function listIn(text: string): string[] {
  if (!text.startsWith('[')) return [text]
  try {
    const list: unknown = JSON.parse(text)
    return Array.isArray(list) && list.every((id) => typeof id === 'string') ? list : [text]
  } catch {
    return [text]
  }
}
