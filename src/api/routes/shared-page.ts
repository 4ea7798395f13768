import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Accounts } from '../../accounts/open.ts'
import { networkOf } from '../../accounts/throttle.ts'
import type { Throttle } from '../../accounts/throttle.ts'
import { failure } from '../../failure.ts'
import type { Query } from '../../measures/ask.ts'
import { codesOf, dimensions } from '../../measures/dimensions.ts'
import { periodOfChoice } from '../../measures/period-choice.ts'
import type { Prices } from '../../measures/prices.ts'
import { askedPeriod } from '../../panels/ask-panels.ts'
import type { PanelsQuestion } from '../../panels/ask-panels.ts'
import { readNames } from '../../panels/names.ts'
import { operatorLanes, presenceFiltersOf } from '../../panels/operator-lanes.ts'
import type { FilterName, Panel } from '../../panels/panel.ts'
import type { Linked } from '../../views/linked.ts'
import type { ShareLinks } from '../../views/share-links.ts'
import { choiceOf } from '../../views/shown.ts'
import { bearerOf } from '../caller.ts'
import { catalogueOf } from '../catalogue.ts'
import { lanesPage } from '../lanes-page.ts'
import type { PanelAnswer, PanelAnswers } from '../panel-answers.ts'
import { sendPanelCsv } from '../panel-file.ts'
import { sendPanelSheet } from '../panel-sheets.ts'
import { choice, parametersOf } from '../parameters.ts'

export type SharedPageRoute = {
  accounts: Accounts
  links: ShareLinks
  throttle: Throttle
  query: Query
  pricesOf: (company: { number: number; parent: number | null; currency: string }) => Promise<Prices | undefined>
  answers: PanelAnswers
  now: () => number
}

const address = '/api/v1/shared'
const secretLengthMax = 100
const languages = ['en', 'ru'] as const

/**
 * What a link shows without an account. Everything about it is in the record of the link: no parameter says what is asked about, so there
 * is nothing that could be asked for beyond it.
 */
export function sharedPageRoute(
  server: FastifyInstance,
  { accounts, links, throttle, query, pricesOf, answers, now }: SharedPageRoute,
): void {
  async function linkOf(request: FastifyRequest, allowed: readonly string[]) {
    const secret = bearerOf(request)
    if (secret === undefined) {
      throw failure(
        'unauthenticated',
        'Open the link as it was given to you: its secret is sent as "Authorization: Bearer …".',
      )
    }
    const link = secret.length > secretLengthMax ? undefined : await links.open(secret)
    if (link === undefined) {
      // Who has a link never waits for those who guess.
      await throttle.begin([{ name: `share link from ${networkOf(request.ip)}`, freeTries: 30, waitSecondsMax: 900 }])
      throw failure('unauthenticated', 'No link has this secret. Open the link whole, as it was given to you.')
    }
    request.caller = `share-link:${link.id}`
    const parameters = parametersOf(request, allowed)
    return { link, parameters, language: choice(parameters, 'lang', languages) ?? 'en' }
  }

  async function questionOf({ company: number, shown }: Linked): Promise<PanelsQuestion> {
    const company = await accounts.company(number)
    const moment = now()
    return {
      company: number,
      currency: company.currency,
      period: periodOfChoice(choiceOf(shown), shown.zone, moment),
      now: moment,
      compare: shown.compare ?? undefined,
      prices: await pricesOf(company),
      filters: new Map(Object.entries(shown.filters) as [FilterName, readonly string[]][]),
    }
  }

  server.get(address, async (request) => {
    const { link } = await linkOf(request, [])
    const { company: number, name, page, panels, isOnePanel, shown, showsMoney, expiresAt } = link
    const company = await accounts.company(number)
    await links.opened(link)
    const { pages, panels: entries, dimensions: words } = catalogueOf([{ ...page, panels }])
    return {
      name,
      company: { name: company.name, currency: company.currency },
      page: page.id,
      panel: isOnePanel ? panels[0]!.id : null,
      ...shown,
      asked: askedPeriod(periodOfChoice(choiceOf(shown), shown.zone, now())),
      names: await namesIn(query, link),
      showsMoney,
      expiresAt: new Date(expiresAt).toISOString(),
      // Nothing that is behind the numbers can be had here.
      catalogue: { pages, panels: entries.map((entry) => ({ ...entry, rowsOf: null })), dimensions: words },
    }
  })

  server.get(`${address}/page`, async (request) => {
    const { link, parameters, language } = await linkOf(request, ['lang', 'panel'])
    const wanted = parameters.get('panel')?.flatMap((value) => value.split(','))
    for (const id of wanted ?? []) mustBeShown(link, id)
    const asked = link.panels.filter(({ id }) => wanted?.includes(id) ?? true)
    const answer = await answers.together(asked, await questionOf(link), language)
    const panels = Object.entries(answer.panels).map(([id, one]) => [id, withoutFeeds(one)])
    return { ...withoutFeeds(answer), panels: Object.fromEntries(panels) }
  })

  server.get<{ Params: { id: string } }>(`${address}/panels/:id`, async (request, reply) => {
    const { link, parameters, language } = await linkOf(request, ['lang', 'format'])
    const panel = mustBeShown(link, request.params.id)
    const format = choice(parameters, 'format', ['json', 'csv', 'xlsx'] as const)
    const question = await questionOf(link)
    const { panels: answered } = await answers.of([panel], question, language)
    const whole = answered[panel.id]!
    if (format === 'csv') return sendPanelCsv(reply, whole)
    if (format !== 'xlsx') return withoutFeeds(whole)
    const company = await accounts.company(link.company)
    return sendPanelSheet(reply, query, { panel, question, company, language }, whole)
  })

  server.get<{ Params: { id: string } }>(`${address}/panels/:id/lanes`, async (request) => {
    const { link, parameters } = await linkOf(request, ['offset', 'limit'])
    const panel = mustBeShown(link, request.params.id)
    const order = stateOf(panel)
    if (order === undefined) throw failure('not-found', `The panel ${panel.id} has no lanes.`)
    const { company, period, filters, now: moment } = await questionOf(link)
    const lanes = await operatorLanes(query, {
      company,
      period,
      now: moment,
      filters: presenceFiltersOf(filters, company),
      order,
      ...lanesPage(parameters),
      // Who had which dialogue is behind the numbers.
      isWithoutDialogues: true,
    })
    return { period: askedPeriod(period), asOf: new Date(moment).toISOString(), ...lanes }
  })
}

/** The state whose lanes a panel of presence shows; undefined for other panels. */
function stateOf({ measures }: Panel): 'online' | 'paused' | undefined {
  return (['online', 'paused'] as const).find((state) => measures.includes(`operator_${state}`))
}

function mustBeShown({ panels }: Linked, id: string) {
  const panel = panels.find((one) => one.id === id)
  if (panel === undefined) throw failure('not-found', `This link does not show a panel "${id.slice(0, 80)}".`)
  return panel
}

/** From where a company gets its events, and when, is nobody's matter who looks at a link. */
function withoutFeeds<Answer extends { completeness: PanelAnswer['completeness'] }>(answer: Answer): Answer {
  return { ...answer, completeness: { ...answer.completeness, newestEventAt: null, feeds: [] } }
}

/** What the ids of a link's filters are called, by filter. */
async function namesIn(
  query: Query,
  { company, shown }: Linked,
): Promise<Record<string, { id: string; name: string }[]>> {
  const asked = Object.entries(shown.filters).flatMap(([filter, ids]) => {
    const { kind } = dimensions[filter as FilterName]
    return kind === undefined
      ? []
      : ids.map((id) => ({ filter, kind, id, key: String(codesOf(filter as FilterName, id, company)[0]) }))
  })
  const nameOf = await readNames(
    query,
    company,
    asked.map(({ key }) => key),
  )
  const named = asked.map(({ filter, kind, id, key }) => {
    const { name } = nameOf(kind, key)
    return { filter, id, name: name === key ? id : name }
  })
  return Object.fromEntries(
    Array.from(
      Map.groupBy(named, ({ filter }) => filter),
      ([filter, own]) => [filter, own.map(({ id, name }) => ({ id, name }))],
    ),
  )
}
