import type { FastifyInstance, FastifyRequest } from 'fastify'
import { failure } from '../../failure.ts'
import { dimensions } from '../../measures/dimensions.ts'
import { comparisons } from '../../measures/period.ts'
import type { Comparison, Period } from '../../measures/period.ts'
import type { Query } from '../../measures/ask.ts'
import type { Prices } from '../../measures/prices.ts'
import { askPanels } from '../../panels/ask-panels.ts'
import { kindsOf, namesAsked, namesOf, soughtLengthMax } from '../../panels/list-names.ts'
import { pages, panelById } from '../../panels/pages.ts'
import type { FilterName, Panel } from '../../panels/panel.ts'
import { comparedRows, flatRows, namesOfNone } from '../../renderers/grafana/flat-rows.ts'
import type { Language } from '../../renderers/grafana/flat-rows.ts'
import type { Facts } from '../../stores/events/facts.ts'
import { sendTagged } from '../entity-tag.ts'
import { grafanaFilters, grafanaPeriod, mustBeReplaced } from '../grafana-asked.ts'
import { choice, fault, one, parametersOf } from '../parameters.ts'
import { createSharedAnswers } from '../shared-answers.ts'
import type { Reading } from '../../panels/every-row.ts'

type Company = { number: number; parent: number | null; currency: string; zone: string }

export type GrafanaRoute = {
  facts: Facts
  query: Query
  /** The company of whoever asks; throws Failure unless they may read. */
  companyOf: (request: FastifyRequest) => Promise<Company>
  /** What it pays by, where that is not only what its events tell. */
  pricesOf: (company: Company) => Promise<Prices | undefined>
  reading: Reading
  now: () => number
}

/** The panels of a dashboard ask at once, and everybody who looks at it asks the same. */
const sharedMilliseconds = 10_000
/** More rows than that no chart can show. */
export const grafanaRowsMax = 20_000
const languages = ['en', 'ru'] as const

/** The filters of all pages: each is a variable of Grafana. */
const variables = [...new Set(pages.flatMap(({ filters }) => filters))]

/** What Grafana asks, by its data source Infinity: rows of panels, and the values of variables. */
export function grafanaRoute(
  server: FastifyInstance,
  { facts, query, companyOf, pricesOf, reading, now }: GrafanaRoute,
): void {
  const sharedOf = createSharedAnswers<string>(sharedMilliseconds, now)

  server.get('/api/v1/grafana/health', async (request) => {
    await companyOf(request)
    return { status: 'ok' }
  })

  server.get<{ Params: { name: string } }>('/api/v1/grafana/variables/:name', async (request, reply) => {
    const { number } = await companyOf(request)
    const name = variableOf(request.params.name)
    const parameters = parametersOf(request, ['lang', 'q'])
    const language = choice(parameters, 'lang', languages) ?? 'en'
    const sought = one(parameters, 'q') ?? ''
    if (sought.length > soughtLengthMax) {
      throw fault([{ field: 'q', detail: `This has ${soughtLengthMax} characters at most.` }])
    }
    const values = await sharedOf(JSON.stringify(['variable', number, name, language, sought]), async () =>
      JSON.stringify(await valuesOf(number, name, language, sought)),
    )
    return sendTagged(request, reply, values)
  })

  async function valuesOf(company: number, name: FilterName, language: Language, sought: string) {
    const { values, kind } = dimensions[name]
    if (values !== undefined) return values.map(({ value, title }) => ({ __text: title[language], __value: value }))
    const kinds = kindsOf(kind)
    const named = namesOf(kinds, await facts.query(namesAsked(company, kinds), { parameters: { sought } }))[kind!] ?? []
    // An operator is one of several of a dialogue, so there is no list of what has none.
    const none = name === 'operator' || sought !== '' ? [] : [{ id: '', name: namesOfNone.none[language] }]
    return [...named, ...none].map(({ id, name: shown }) => ({ __text: shown, __value: id }))
  }

  server.get<{ Params: { id: string } }>('/api/v1/grafana/panels/:id', async (request, reply) => {
    const company = await companyOf(request)
    const panel = panelOf(request.params.id)
    const parameters = parametersOf(request, ['from', 'to', 'tz', 'lang', 'compare', ...panel.filters])
    mustBeReplaced(parameters)
    const moment = now()
    const period = grafanaPeriod(parameters, { zone: company.zone, now: moment })
    const filters = grafanaFilters(parameters, panel.filters)
    const compare = choice<Comparison>(parameters, 'compare', comparisons)
    const language = choice(parameters, 'lang', languages) ?? 'en'
    const key = JSON.stringify(['panel', company.number, panel.id, period, [...filters], compare, language])
    const rows = await sharedOf(key, async () => {
      const question = {
        company: company.number,
        currency: company.currency,
        period,
        isOfAll: true,
        now: moment,
        compare,
        prices: await pricesOf(company),
        filters,
      }
      const { panels } = await reading(() => askPanels(query, [panel], question))
      const answered = panels.get(panel.id)!
      const asked = flatRows(panel, answered, period, language)
      const { compare: before } = answered
      const all =
        before === undefined
          ? asked
          : comparedRows(asked, flatRows(panel, { ...answered, ...before }, periodOf(before.period), language))
      mustBeFew(all.length)
      return JSON.stringify(all)
    })
    return sendTagged(request, reply, rows)
  })
}

/** A period as answers tell it. */
function periodOf({ from, to, zone }: { from: string; to: string; zone: string }): Period {
  return { from: Date.parse(from), to: Date.parse(to), zone }
}

function mustBeFew(rows: number): void {
  if (rows <= grafanaRowsMax) return
  throw failure(
    'too-large',
    `This would be ${rows} rows, and ${grafanaRowsMax} is the most: choose a shorter period, or filter.`,
  )
}

function panelOf(id: string): Panel {
  const panel = panelById.get(id)
  if (panel !== undefined) return panel
  throw failure('not-found', `There is no panel "${id.slice(0, 80)}". There are: ${[...panelById.keys()].join(', ')}.`)
}

function variableOf(name: string): FilterName {
  const found = variables.find((variable) => variable === name)
  if (found !== undefined) return found
  throw failure('not-found', `There is no variable "${name.slice(0, 80)}". There are: ${variables.join(', ')}.`)
}
