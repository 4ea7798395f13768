import type { FastifyInstance } from 'fastify'
import { Failure, failure } from '../../failure.ts'
import type { DimensionName } from '../../measures/dimensions.ts'
import type { Period } from '../../measures/period.ts'
import { inZone } from '../../measures/zone.ts'
import { pageById, panelById } from '../../panels/pages.ts'
import type { Page } from '../../panels/pages.ts'
import type { Panel } from '../../panels/panel.ts'
import { measuresOf } from '../../panels/panel.ts'
import { isById, namesOfNone, seriesColumn, wordDimensions } from '../../renderers/grafana/flat-rows.ts'
import { grafanaPeriod, grafanaZone } from '../grafana-asked.ts'
import { parametersOf } from '../parameters.ts'
import type { Parameters } from '../parameters.ts'

/**
 * Where the links of dashboards lead: Grafana writes times and variables in its own way, which is read here and sent on to our
 * page. Nothing is told here, so nobody is asked who they are; the page asks. What is not understood goes on as it is: the page
 * says that it leaves it out, where a person sees it.
 */
export function grafanaOpenRoute(server: FastifyInstance, { now }: { now: () => number }): void {
  server.get<{ Params: { id: string } }>('/api/v1/grafana/open/:id', async (request, reply) => {
    const { page, panel } = aboutOf(request.params.id)
    const parameters = parametersOf(request, Object.keys(request.query as object))
    const { period, search } = periodTold(parameters, now())
    const known = new Set(['from', 'to', 'tz'])
    for (const name of page.filters) {
      known.add(`var-${name}`)
      const chosen = parameters.get(`var-${name}`) ?? []
      if (!chosen.includes(everything)) for (const word of chosen) search.append(name, word)
    }
    if (panel !== undefined && period !== undefined && isMeasureOf(panel, first(parameters, 'at.measure'))) {
      for (const name of ['rows', ...selectorNames(panel).map((selector) => `at.${selector}`)]) known.add(name)
      const selectors = parameters.has('rows') ? selectorsOf(panel, parameters, period) : undefined
      if (selectors !== undefined) search.set('rows', panel.id)
      for (const [name, word] of selectors ?? []) search.set(`at.${name}`, word)
    }
    for (const [name, values] of parameters)
      if (!known.has(name)) for (const value of values) search.append(name, value)
    return reply.redirect(`/${page.id}?${search.toString().replaceAll('%3A', ':').replaceAll('%2F', '/')}`, 303)
  })
}

/** The period as our pages tell it; undefined, and told as it came, where it is none. */
function periodTold(parameters: Parameters, now: number): { period: Period | undefined; search: URLSearchParams } {
  const zone = first(parameters, 'tz')
  const isKnown = understood(() => grafanaZone(parameters, 'UTC')) !== undefined
  const times = isKnown ? parameters : new Map([...parameters].filter(([name]) => name !== 'tz'))
  const asked = understood(() => grafanaPeriod(times, { zone: 'UTC', now }))
  // A zone that is none must not take the period with it: under this name the page leaves out nothing else.
  const unknown: [string, string][] = isKnown || zone === undefined ? [] : [['timezone', zone]]
  if (asked === undefined) {
    const given = ['from', 'to', ...(isKnown ? ['tz'] : [])].flatMap((name) =>
      (parameters.get(name) ?? []).map((value): [string, string] => [name, value]),
    )
    return { period: undefined, search: new URLSearchParams([...given, ...unknown]) }
  }
  // Pages tell minutes.
  const period = inMinutes(asked)
  const [from, to] = [period.from, period.to].map((edge) => inZone(edge, period.zone))
  return { period, search: new URLSearchParams([['from', from!], ['to', to!], ['tz', period.zone], ...unknown]) }
}

function understood<Result>(read: () => Result): Result | undefined {
  try {
    return read()
  } catch (error) {
    if (error instanceof Failure) return undefined
    throw error
  }
}

function first(parameters: Parameters, name: string): string | undefined {
  return parameters.get(name)?.[0]
}

function isMeasureOf(panel: Panel, name: string | undefined): boolean {
  return name === undefined || measuresOf(panel).some((measure) => measure === name)
}

/** How Grafana writes that all of a variable is chosen. */
const everything = '$__all'
const minute = 60_000

function aboutOf(id: string): { page: Page; panel: Panel | undefined } {
  const panel = panelById.get(id)
  // A panel that is not there any more was on a page.
  const page = pageById.get(id.split('.')[0]!)
  if (page !== undefined) return { page, panel }
  const known = [...pageById.keys()].join(', ')
  throw failure(
    'not-found',
    `There is no page or panel "${id.slice(0, 80)}". There are the pages ${known}, and their panels.`,
  )
}

function inMinutes({ from, to, zone }: Period): Period {
  return { from: Math.floor(from / minute) * minute, to: Math.ceil(to / minute) * minute, zone }
}

/** What a link may say of a clicked value. */
function selectorNames(panel: Panel): string[] {
  return ['time', 'measure', seriesColumn, ...wordsAt(panel)]
}

/** What of a cell can be named. */
function wordsAt(panel: Panel): (DimensionName | 'cell')[] {
  return [...wordDimensions(panel), ...(panel.by.includes('cell') ? (['cell'] as const) : [])]
}

/** The cell of a clicked value; undefined for the others together, which are no cell. */
function selectorsOf(panel: Panel, parameters: Parameters, period: Period): [name: string, word: string][] | undefined {
  const words = wordsAt(panel).map((name) => [name, first(parameters, `at.${name}`)] as const)
  const called = first(parameters, `at.${seriesColumn}`)
  if (words.some(([name, word]) => word === undefined || isOfRest(name, word, called))) return undefined
  const measure = first(parameters, 'at.measure')
  return [
    ...timesAt(panel, first(parameters, 'at.time'), period),
    ...words.map(([name, word]): [string, string] => [name, word!]),
    ...(measure === undefined ? [] : [['measure', measure] as [string, string]]),
    ...(panel.live === undefined
      ? []
      : ([
          ['from', inZone(period.from, period.zone)],
          ['to', inZone(period.to, period.zone)],
        ] as [string, string][])),
  ]
}

/** Grafana knows no id of the others together, and writes that as nothing or as `null`; what the row is called tells them. */
function isOfRest(name: DimensionName | 'cell', word: string, called: string | undefined): boolean {
  if (name === 'cell') return !/^-?\d/.test(word)
  if (word !== '' && word !== 'null') return false
  if (!isById(name)) return true
  // Dashboards that were made before say nothing of it; an operator always has an id.
  if (called === undefined) return word === 'null' || name === 'operator' || name === 'phrase'
  const titles = called.split(', ')
  return Object.values(namesOfNone.rest).some((title) => titles.includes(title))
}

function timesAt({ by }: Panel, text: string | undefined, { from, zone }: Period): [string, string][] {
  const time = text !== undefined && /^\d{1,14}$/.test(text) ? Number(text) : undefined
  if (time === undefined) return []
  if (by.includes('day')) return [['day', inZone(time, zone).slice(0, 10)]]
  // The first step begins with the period, which begins with its minute on our page.
  return by.includes('time') ? [['time', inZone(time - from < minute ? from : time, zone)]] : []
}
