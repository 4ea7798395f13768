import type { FastifyInstance, FastifyRequest } from 'fastify'
import { isCurrency } from '../../events/currency.ts'
import type { Prices } from '../../measures/prices.ts'
import { parseInstant } from '../../events/time.ts'
import { failure } from '../../failure.ts'
import { codesOf, dimensions } from '../../measures/dimensions.ts'
import type { Query } from '../../measures/ask.ts'
import { livePeriod } from '../../measures/live-period.ts'
import { comparisons, instantOf, readPeriod, readZone } from '../../measures/period.ts'
import type { Comparison, Period } from '../../measures/period.ts'
import { askedPeriod } from '../../panels/ask-panels.ts'
import type { PanelsQuestion } from '../../panels/ask-panels.ts'
import type { Reading } from '../../panels/every-row.ts'
import { readCursor } from '../../panels/listing.ts'
import { pageById, pages, panelById } from '../../panels/pages.ts'
import type { Page } from '../../panels/pages.ts'
import type { FilterName, Panel } from '../../panels/panel.ts'
import { measuresOf } from '../../panels/panel.ts'
import { cellDimensions, othersOf, rowsBehind, rowsOf } from '../../panels/rows-behind.ts'
import type { CellDimension } from '../../panels/rows-behind.ts'
import { catalogueOf } from '../catalogue.ts'
import { idsAsked, isIdList, jsonIn } from '../ids-asked.ts'
import type { PanelAnswers } from '../panel-answers.ts'
import { daysOf, sendCsv, sendPanelCsv } from '../panel-file.ts'
import { sendPanelSheet, sendRowsFile } from '../panel-sheets.ts'
import { createTurns } from '../turns.ts'
import { choice, fault, one, parametersOf } from '../parameters.ts'
import type { Parameters } from '../parameters.ts'

type Company = { number: number; name: string; parent: number | null; currency: string }

export type PanelsRoute = {
  query: Query
  /** The same for files of very many rows: no page waits for them. */
  exportQuery: Query
  /** The company of the request's token or session; throws Failure unless it may read. */
  companyOf: (request: FastifyRequest) => Promise<Company & { zone: string }>
  /** What it pays by, where that is not only what its events tell. */
  pricesOf: (company: Company) => Promise<Prices | undefined>
  answers: PanelAnswers
  reading: Reading
  now: () => number
}

const ofPages = ['from', 'to', 'tz', 'compare', 'lang']
const ofPanels = [...ofPages, 'format']
const ofEvents = [...ofPanels.filter((name) => name !== 'compare'), 'day', 'time', 'measure', 'cursor', 'limit']
const formats = ['json', 'csv', 'xlsx'] as const
/** Of those with all rows a company has so many made at once: each reads very much. */
const filesAtOnce = 3
const rowsOfPages = { usual: 50, max: 500 }
/** Of CSV that is asked for by pages; without a limit it has all rows. */
const rowsOfCsv = { usual: 100_000, max: 100_000 }

/** The catalogue, the pages, the panels, and what is behind a number. */
export function panelsRoute(
  server: FastifyInstance,
  { query, exportQuery, companyOf, pricesOf, answers, reading, now }: PanelsRoute,
): void {
  const turnOf = createTurns(
    filesAtOnce,
    `${filesAtOnce} files of rows are being made for this company already. Wait for one of them to end.`,
  )

  server.get('/api/v1/panels', async (request) => {
    await companyOf(request)
    return catalogue
  })

  /** @param find what is asked for; throws Failure where there is no such thing */
  async function read<T extends Pick<Panel, 'filters' | 'live'>>(
    request: FastifyRequest,
    allowed: (asked: T) => readonly string[],
    find: () => T,
  ) {
    const company = await companyOf(request)
    const asked = find()
    const { filters } = asked
    const parameters = parametersOf(request, [...allowed(asked), ...filters])
    const moment = now()
    const question: PanelsQuestion = {
      company: company.number,
      currency: company.currency,
      period: periodAsked(asked, parameters, { zone: company.zone, now: moment }),
      isOfAll: 'live' in asked,
      now: moment,
      compare: choice<Comparison>(parameters, 'compare', comparisons),
      prices: await pricesOf(company),
      filters: new Map(
        filters.flatMap((name) => {
          const kept = words(parameters, name)
          return kept === undefined ? [] : [[name, kept] as const]
        }),
      ),
    }
    const language = choice(parameters, 'lang', ['en', 'ru'] as const) ?? 'en'
    return { asked, parameters, question, company, language }
  }

  server.get<{ Params: { id: string } }>('/api/v1/pages/:id', async (request) => {
    const found = await read(
      request,
      () => [...ofPages, 'panel'],
      () => pageOf(request.params.id),
    )
    const { asked: page, parameters, question, language } = found
    const wanted = parameters.get('panel')
    if (wanted === undefined) return answers.of(page.panels, question, language)
    const ids = wordsAsked(
      'panel',
      wanted,
      page.panels.map(({ id }) => id),
    )
    return answers.together(
      page.panels.filter(({ id }) => ids.includes(id)),
      question,
      language,
    )
  })

  server.get<{ Params: { id: string } }>('/api/v1/panels/:id', async (request, reply) => {
    const found = await read(
      request,
      () => ofPanels,
      () => panelOf(request.params.id),
    )
    const { asked: panel, parameters, question, language } = found
    const format = choice(parameters, 'format', formats)
    const { panels: answered } = await answers.of([panel], question, language)
    const whole = answered[panel.id]!
    if (format === 'csv') return sendPanelCsv(reply, whole)
    if (format !== 'xlsx') return whole
    return sendPanelSheet(reply, query, { panel, question, company: found.company, language }, whole)
  })

  server.get<{ Params: { id: string } }>('/api/v1/panels/:id/events', async (request, reply) => {
    const found = await read(
      request,
      (panel) => [...ofEvents, ...selectorsOf(panel)],
      () => listedOf(request.params.id),
    )
    const { asked: panel, parameters, question } = found
    const format = choice(parameters, 'format', formats)
    const measure = choice(parameters, 'measure', measuresOf(panel)) ?? panel.measures[0]
    const cursorText = one(parameters, 'cursor')
    const cursor = cursorText === undefined ? undefined : readCursor(cursorText)
    if (cursorText !== undefined && cursor === undefined)
      throw fault([{ field: 'cursor', detail: 'This is not a cursor of an earlier answer.' }])
    const isPaged = parameters.has('cursor') || parameters.has('limit')
    if (format === 'xlsx' && isPaged) {
      const detail = 'A workbook has all rows: ask for it without limit and cursor.'
      throw fault([{ field: parameters.has('limit') ? 'limit' : 'cursor', detail }])
    }
    const { usual, max } = format === 'csv' ? rowsOfCsv : rowsOfPages
    const limitText = one(parameters, 'limit') ?? String(usual)
    const limit = /^[1-9]\d{0,5}$/.test(limitText) ? Number(limitText) : 0
    if (limit === 0 || limit > max) {
      throw fault([{ field: 'limit', detail: `The limit must be a whole number from 1 to ${max}.` }])
    }
    const at = {
      ...optional('day', dayOf(parameters)),
      ...optional('time', timeAsked(parameters)),
      ...Object.fromEntries(
        cellsOf(panel).flatMap((name) => {
          const word = wordAt(name, parameters, question.company)
          return word === undefined ? [] : [[name, word] as const]
        }),
      ),
    }
    const opened = { measure, at, without: idsWithout(parameters) }
    const period = askedPeriod(question.period)
    const name = `${panel.id}_${rowsOf(panel)!}_${daysOf(period)}`
    if (format === 'xlsx' || (format === 'csv' && !isPaged)) {
      const file = { name, format, opened, readAt: now() }
      return sendRowsFile(reply, { query: exportQuery, reading, turnOf }, { ...found, panel }, file)
    }
    const rows = await reading(() => rowsBehind(query, panel, question, opened, { cursor, limit }))
    if (rows.next !== null) reply.header('link', `<${addressOf(request, { cursor: rows.next })}>; rel="next"`)
    if (format === 'csv') return sendCsv(reply, name, rows)
    return { panel: { id: panel.id }, period, ...rows }
  })
}

const catalogue = catalogueOf(pages)

/** A panel that follows the clock is asked about its own period, unless another is named. */
function periodAsked(
  { live }: Pick<Panel, 'live'>,
  parameters: Parameters,
  usual: { zone: string; now: number },
): Period {
  const [from, to, tz] = ['from', 'to', 'tz'].map((name) => one(parameters, name))
  if (live === undefined || from !== undefined || to !== undefined) return readPeriod({ from, to, tz }, usual)
  return livePeriod(live, { now: usual.now, zone: readZone(tz, usual.zone) })
}

function pageOf(id: string): Page {
  const page = pageById.get(id)
  if (page === undefined) throw unknown('page', id, [...pageById.keys()])
  return page
}

function panelOf(id: string): Panel {
  const panel = panelById.get(id)
  if (panel === undefined) throw unknown('panel', id, [...panelById.keys()])
  return panel
}

function listedOf(id: string): Panel {
  const panel = panelOf(id)
  if (rowsOf(panel) !== undefined) return panel
  throw failure('not-found', `The rows behind the panel ${id} cannot be listed.`)
}

function unknown(kind: string, id: string, known: readonly string[]): Error {
  return failure('not-found', `There is no ${kind} "${id.slice(0, 80)}". There are: ${known.join(', ')}.`)
}

/** What may be asked for of the rows of a panel besides its filters. */
function selectorsOf(panel: Panel): string[] {
  return othersOf(panel) === undefined ? cellsOf(panel) : [...cellsOf(panel), 'without']
}

/** What the rows of a panel are named by. */
function cellsOf({ by }: Panel): CellDimension[] {
  return cellDimensions.filter((name) => by.includes(name))
}

/** The ids that have rows of their own, so that the others are asked about: a list in JSON, since an id may hold anything. */
function idsWithout(parameters: Parameters): string[] | undefined {
  const text = one(parameters, 'without')
  if (text === undefined) return undefined
  const list = jsonIn(text)
  if (isIdList(list)) return idsAsked('without', list)
  throw fault([{ field: 'without', detail: 'This must be a list of ids in JSON, such as ["shop","bank"].' }])
}

/** A filter: it may repeat; of words, one may hold several with commas between them. */
function words(parameters: Parameters, name: FilterName): string[] | undefined {
  const given = parameters.get(name)
  if (given === undefined) return undefined
  const { values } = dimensions[name]
  return values === undefined
    ? idsAsked(name, given)
    : wordsAsked(
        name,
        given,
        values.map(({ value }) => value),
      )
}

function wordsAsked(name: string, given: readonly string[], allowed: readonly string[]): string[] {
  const asked = given.flatMap((value) => value.split(','))
  const wrong = asked.find((value) => !allowed.includes(value))
  if (wrong !== undefined)
    throw fault([{ field: name, detail: `"${wrong.slice(0, 40)}" is not one of ${allowed.join(', ')}.` }])
  return [...new Set(asked)]
}

function dayOf(parameters: Parameters): string | undefined {
  const day = one(parameters, 'day')
  if (day === undefined || (day.length === 10 && parseInstant(`${day}T00:00:00Z`) !== undefined)) return day
  throw fault([{ field: 'day', detail: `"${day.slice(0, 40)}" is not a day such as "2026-11-24".` }])
}

function timeAsked(parameters: Parameters): number | undefined {
  const text = one(parameters, 'time')
  const time = text === undefined ? undefined : instantOf(text)
  if (text === undefined || time !== undefined) return time
  throw fault([{ field: 'time', detail: `"${text.slice(0, 40)}" is not an RFC 3339 time of a row.` }])
}

/** How words are checked that are of no closed list. */
const wordFaults: Readonly<Partial<Record<CellDimension, (word: string, company: number) => string | undefined>>> = {
  currency: (word) => (isCurrency(word) ? undefined : 'is not an ISO 4217 currency code.'),
  cell: (word, company) =>
    codesOf('cell', word, company).length > 0
      ? undefined
      : 'is not the latitude and longitude of a row, such as "52.55,13.45".',
  phrase: (word, company) => (codesOf('phrase', word, company).length > 0 ? undefined : 'is not the id of a phrase.'),
}

/** The word of a dimension that a cell is at. */
function wordAt(name: CellDimension, parameters: Parameters, company: number): string | undefined {
  const { values, kind } = dimensions[name]
  if (values !== undefined) {
    return choice(
      parameters,
      name,
      values.map(({ value }) => value),
    )
  }
  const word = one(parameters, name)
  if (word === undefined) return undefined
  if (kind !== undefined) return idsAsked(name, [word])[0]
  const wrong = wordFaults[name]!(word, company)
  if (wrong === undefined) return word
  throw fault([{ field: name, detail: `"${word.slice(0, 40)}" ${wrong}` }])
}

/** The address of a request with some parameters changed. */
function addressOf(request: FastifyRequest, changed: Readonly<Record<string, string>>): string {
  const [path, search] = request.url.split('?')
  const parameters = new URLSearchParams(search)
  for (const [name, value] of Object.entries(changed)) parameters.set(name, value)
  return `${path}?${parameters.toString()}`
}

function optional<Name extends string, Value>(name: Name, value: Value | undefined): Partial<Record<Name, Value>> {
  return (value === undefined ? {} : { [name]: value }) as Partial<Record<Name, Value>>
}
