import { dimensions } from '../measures/dimensions.ts'
import { readPeriod, readZone } from '../measures/period.ts'
import type { Period } from '../measures/period.ts'
import type { AskedFilters } from '../panels/ask-panels.ts'
import type { FilterName } from '../panels/panel.ts'
import { idsAsked, isIdList, jsonIn } from './ids-asked.ts'
import { fault, one } from './parameters.ts'
import type { Parameters } from './parameters.ts'

/** How Grafana writes that nothing is filtered: as our dashboards say it, and as it does itself in addresses. */
const all: readonly string[] = ['', '*', '$__all']
const minute = 60_000

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
  const period = readPeriod({ from, to, tz: grafanaZone(parameters, usual.zone) }, usual)
  // Grafana ends days and months a millisecond before the next begins.
  return (period.to + 1) % minute === 0 ? { ...period, to: period.to + 1 } : period
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
      const chosen = dimensions[name].values === undefined ? idsIn(name, given) : wordsIn(name, given)
      // Nothing means all, as an empty list, too.
      return chosen.length === 0 ? [] : [[name, chosen] as const]
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

/** Ids may hold commas and anything else, so several are told as `${name:json}`; what does not look like that is one id. */
function idsIn(name: FilterName, given: readonly string[]): string[] {
  return idsAsked(
    name,
    given.flatMap((text) => listIn(name, text)),
  )
}

function listIn(name: FilterName, text: string): string[] {
  const json = jsonIn(text)
  if (json === undefined && !text.startsWith('[')) return [text]
  if (isIdList(json)) return json
  const detail = `"${text.slice(0, 40)}" is not a JSON list of ids such as ["anna","oleg"]; an id that begins so is written in such a list.`
  throw fault([{ field: name, detail }])
}
