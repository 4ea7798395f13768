import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Accounts } from '../../accounts/open.ts'
import type { Caller } from '../../accounts/scopes.ts'
import { sourceOf } from '../../jobs/reports/make-report.ts'
import type { Reports } from '../../jobs/reports/open.ts'
import { mustFit, previewReport } from '../../jobs/reports/preview.ts'
import { createReportDesk, repeatable } from '../../jobs/reports/report-desk.ts'
import type { Visitor } from '../../jobs/reports/report-desk.ts'
import { readRequest } from '../../jobs/reports/report-request.ts'
import type { Asker } from '../../jobs/reports/report-request.ts'
import { reportStatuses } from '../../jobs/reports/report-view.ts'
import type { Query } from '../../measures/ask.ts'
import { reportTypes } from '../../reports/catalogue.ts'
import { isMoney, reportServices } from '../../reports/report-type.ts'
import type { Need } from '../../reports/report-type.ts'
import type { Calling } from '../caller.ts'
import { idempotencyKeyOf } from '../idempotency-key.ts'
import { choice, fault, numberAsked, one, parametersOf } from '../parameters.ts'
import type { Parameters } from '../parameters.ts'
import { timeAsked } from '../times-asked.ts'

export type ReportsRoute = {
  accounts: Accounts
  calling: Calling
  reports: Reports
  /** Beside the questions of pages. */
  query: Query
  now: () => number
}

const pageOf = { usual: 50, max: 200 }
const textMax = 100
const keyLengthMax = 255
const types = {
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  csv: 'text/csv; charset=utf-8',
  parquet: 'application/vnd.apache.parquet',
} as const

type ById = FastifyRequest<{ Params: { id: string } }>

/** Reports: which can be asked for, what they will show, asking for them, and their files. */
export function reportsRoute(server: FastifyInstance, { accounts, calling, reports, query, now }: ReportsRoute): void {
  const desk = createReportDesk(reports)

  async function visitorOf(request: FastifyRequest): Promise<Visitor & { caller: Caller; may: Need[] }> {
    const caller = await calling.withOneOf(request, ['read', 'billing'])
    return { caller, company: caller.company, actor: calling.actor(request, caller), may: mayOf(caller) }
  }

  async function askedOf(request: FastifyRequest<{ Body: unknown }>) {
    const visitor = await visitorOf(request)
    parametersOf(request, [])
    const company = await accounts.company(visitor.company)
    const asker: Asker = { may: visitor.may, zone: company.zone, language: company.language, now: now() }
    const report = readRequest(request.body, asker)
    const source = await sourceOf({ ...reports.rooms, query, now }, company)
    return { visitor, report, source }
  }

  server.get('/api/v1/reports/types', async (request) => {
    const { may } = await visitorOf(request)
    parametersOf(request, [])
    return { types: typesFor(may) }
  })

  server.post('/api/v1/reports/preview', async (request: FastifyRequest<{ Body: unknown }>) => {
    const { report, source } = await askedOf(request)
    return { name: report.name, ...(await previewReport(source, report)), rowsMax: reports.rooms.rowsMax }
  })

  server.get('/api/v1/reports', async (request) => {
    const visitor = await visitorOf(request)
    const parameters = parametersOf(request, ['q', 'status', 'service', 'from', 'to', 'cursor', 'limit'])
    return desk.find(visitor, {
      text: one(parameters, 'q')?.trim().slice(0, textMax) || undefined,
      status: choice(parameters, 'status', reportStatuses),
      services: servicesAsked(parameters),
      from: timeAsked(parameters, 'from'),
      to: timeAsked(parameters, 'to'),
      after: cursorAsked(parameters),
      limit: numberAsked(parameters, 'limit', pageOf.max) ?? pageOf.usual,
    })
  })

  server.post('/api/v1/reports', async (request: FastifyRequest<{ Body: unknown }>, reply) => {
    const { visitor, report: asked, source } = await askedOf(request)
    const again = repeatable(idempotencyKeyOf(request, keyLengthMax), request.body)
    // What was asked for before is told, however long it would be by now.
    const before = await desk.before(visitor, again)
    if (before === undefined) await mustFit(source, asked, reports.rooms.rowsMax)
    const report = before ?? (await desk.ask(visitor, asked, again)).report
    return reply.status(202).header('location', `/api/v1/reports/${report.id}`).send(report)
  })

  server.get('/api/v1/reports/:id', async (request: ById) => {
    const visitor = await visitorOf(request)
    parametersOf(request, [])
    return desk.one(visitor, request.params.id)
  })

  server.delete('/api/v1/reports/:id', async (request: ById, reply) => {
    await desk.remove(await visitorOf(request), request.params.id)
    return reply.status(204).send()
  })

  server.post('/api/v1/reports/:id/generate', async (request: ById, reply) => {
    return reply.status(202).send(await desk.generate(await visitorOf(request), request.params.id))
  })

  server.post('/api/v1/reports/:id/cancel', async (request: ById) => {
    return desk.cancel(await visitorOf(request), request.params.id)
  })

  server.get('/api/v1/reports/:id/file', async (request: ById, reply) => {
    const visitor = await visitorOf(request)
    parametersOf(request, [])
    const { name, bytes, sha256, stream } = await desk.file(visitor, request.params.id)
    return reply
      .type(types[name.split('.').at(-1) as keyof typeof types])
      .header('content-length', bytes)
      .header('content-disposition', `attachment; filename="${name}"`)
      .header('repr-digest', `sha-256=:${Buffer.from(sha256, 'hex').toString('base64')}:`)
      .header('cache-control', 'private, no-store')
      .send(stream)
  })
}

/** What a caller may: the words that reports and schedules need. */
export function mayOf({ scopes, staff }: Caller): Need[] {
  const own = (['read', 'billing'] as const).filter((scope) => scopes.includes(scope))
  return staff ? [...own, 'staff'] : own
}

/** What can be asked for by somebody who may that; money is in it only for those who may see it. */
function typesFor(may: readonly Need[]) {
  return reportTypes
    .filter(({ needs }) => needs.every((need) => may.includes(need)))
    .map(({ service, type, title, description, needs, columns, filters, isDetailed }) => ({
      service,
      type,
      title,
      description,
      isDetailed: isDetailed === true,
      columns: columns
        .filter((column) => may.includes('billing') || needs.includes('staff') || !isMoney(column))
        .map(({ name, title: words, type: kind, isExtra, currency }) => ({
          name,
          title: words,
          type: kind,
          isUsual: isExtra === undefined,
          currency: currency?.column ?? null,
        })),
      filters,
    }))
}

function servicesAsked(parameters: Parameters): string[] {
  const asked = (parameters.get('service') ?? []).flatMap((value) => value.split(','))
  const wrong = asked.find((word) => !(reportServices as readonly string[]).includes(word))
  if (wrong === undefined) return [...new Set(asked)]
  throw fault([{ field: 'service', detail: `"${wrong.slice(0, 40)}" is not one of ${reportServices.join(', ')}.` }])
}

function cursorAsked(parameters: Parameters): string | undefined {
  const text = one(parameters, 'cursor')
  if (text === undefined || /^\d{1,18}$/.test(text)) return text
  throw fault([{ field: 'cursor', detail: 'This is not a cursor of an earlier answer.' }])
}
