import type { FastifyInstance } from 'fastify'
import { failure } from '../../failure.ts'
import { dimensions } from '../../measures/dimensions.ts'
import type { Period } from '../../measures/period.ts'
import { inZone } from '../../measures/zone.ts'
import { pageById, panelById } from '../../panels/pages.ts'
import type { Page } from '../../panels/pages.ts'
import type { Panel } from '../../panels/panel.ts'
import { measuresOf } from '../../panels/panel.ts'
import { wordDimensions } from '../../renderers/grafana/flat-rows.ts'
import { grafanaPeriod } from '../grafana-asked.ts'
import { choice, one, parametersOf } from '../parameters.ts'
import type { Parameters } from '../parameters.ts'

/**
 * Where the links of dashboards lead: Grafana writes times and variables in its own way, which is read here and sent on to our
 * page. Nothing is told here, so nobody is asked who they are; the page asks.
 */
export function grafanaOpenRoute(server: FastifyInstance, { now }: { now: () => number }): void {
  server.get<{ Params: { id: string } }>('/api/v1/grafana/open/:id', async (request, reply) => {
    const { page, panel } = aboutOf(request.params.id)
    const { filters } = panel ?? page
    const parameters = parametersOf(request, [
      'from',
      'to',
      'tz',
      'rows',
      ...filters.map((name) => `var-${name}`),
      ...(panel === undefined ? [] : ['at.time', 'at.measure', ...wordsAt(panel).map((name) => `at.${name}`)]),
    ])
    // Pages tell minutes.
    const period = inMinutes(grafanaPeriod(parameters, { zone: 'UTC', now: now() }))
    const search = new URLSearchParams({
      from: inZone(period.from, period.zone),
      to: inZone(period.to, period.zone),
      tz: period.zone,
    })
    for (const name of filters) {
      const chosen = parameters.get(`var-${name}`) ?? []
      if (!chosen.includes(everything)) for (const word of chosen) search.append(name, word)
    }
    const selectors =
      panel === undefined || one(parameters, 'rows') === undefined ? undefined : selectorsOf(panel, parameters, period)
    if (panel !== undefined && selectors !== undefined) {
      search.set('rows', panel.id)
      for (const [name, word] of selectors) search.set(`at.${name}`, word)
    }
    return reply.redirect(`/${page.id}?${search.toString().replaceAll('%3A', ':').replaceAll('%2F', '/')}`, 303)
  })
}

/** How Grafana writes that all of a variable is chosen. */
const everything = '$__all'
const minute = 60_000

function aboutOf(id: string): { page: Page; panel: Panel | undefined } {
  const panel = panelById.get(id)
  const page = pageById.get(panel === undefined ? id : panel.id.split('.')[0]!)
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

/** What of a cell can be named. */
function wordsAt(panel: Panel): string[] {
  return [...wordDimensions(panel), ...(panel.by.includes('cell') ? ['cell'] : [])]
}

/** The cell of a clicked value; undefined for the others together, which are no cell. */
function selectorsOf(panel: Panel, parameters: Parameters, period: Period): [name: string, word: string][] | undefined {
  const words = wordsAt(panel).map((name) => [name, one(parameters, `at.${name}`)] as const)
  if (words.some(([name, word]) => word === undefined || isOfRest(name, word))) return undefined
  const measure = choice(parameters, 'at.measure', measuresOf(panel))
  return [
    ...timesAt(panel, one(parameters, 'at.time'), period),
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

/** Grafana knows no id of the others together, and writes that as nothing. */
function isOfRest(name: string, word: string): boolean {
  if (name === 'cell') return !/^-?\d/.test(word)
  const { kind } = dimensions[name as keyof typeof dimensions]
  return word === 'null' || (word === '' && (kind === undefined || kind === 'operator'))
}

function timesAt({ by }: Panel, text: string | undefined, { from, zone }: Period): [string, string][] {
  const time = text !== undefined && /^\d{1,14}$/.test(text) ? Number(text) : undefined
  if (time === undefined) return []
  if (by.includes('day')) return [['day', inZone(time, zone).slice(0, 10)]]
  // The first step begins with the period, which begins with its minute on our page.
  return by.includes('time') ? [['time', inZone(time - from < minute ? from : time, zone)]] : []
}
