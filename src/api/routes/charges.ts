import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Accounts } from '../../accounts/open.ts'
import type { Caller } from '../../accounts/scopes.ts'
import { balanceOf } from '../../billing/balance.ts'
import { chargedLinesOf, lineWithPostings } from '../../billing/charged-lines.ts'
import type { ChargedLine, LineCursor } from '../../billing/charged-lines.ts'
import { chargedSums, chargedTotals, chargeGroups, unpricedOf } from '../../billing/charged-sums.ts'
import type { ChargeGroup, ChargesAsked } from '../../billing/charged-sums.ts'
import type { Charging } from '../../billing/charging.ts'
import { eventsOfLine, pricesOfLine, readEventCursor } from '../../billing/line-events.ts'
import { serviceByWord } from '../../billing/service.ts'
import { failure } from '../../failure.ts'
import type { Query } from '../../measures/ask.ts'
import { csv } from '../../renderers/csv.ts'
import type { Calling } from '../caller.ts'
import { daysAsked } from '../days-asked.ts'
import type { DaysAsked } from '../days-asked.ts'
import { choice, fault, integerMax, numberAsked, one, parametersOf } from '../parameters.ts'
import type { Parameters } from '../parameters.ts'
import type { Reading } from '../../panels/every-row.ts'

export type ChargesRoute = {
  accounts: Accounts
  calling: Calling
  query: Query
  reading: Reading
  charging: Pick<Charging, 'chargedUntil'>
  now: () => number
}

const pageOf = { usual: 100, max: 1000 }
const linesOfFileMax = 100_000
const sumsMax = 20_000

/** What the caller's company has left, and what it is charged for what. */
export function chargesRoute(
  server: FastifyInstance,
  { accounts, calling, query, reading, charging, now }: ChargesRoute,
): void {
  const { ledger } = accounts

  server.get('/api/v1/balance', async (request) => {
    const { company } = await calling.withScope(request, 'billing')
    parametersOf(request, [])
    // What was charged until then is in the balance that is read after it.
    const until = await charging.chargedUntil(company)
    const balance = await ledger.asCompany(company, (db) => balanceOf(db, company))
    return { ...balance, chargedUntil: until?.toISOString() ?? null }
  })

  async function asked(request: FastifyRequest, { company }: Caller, more: readonly string[]) {
    const parameters = parametersOf(request, ['from', 'to', 'service', 'usedBy', ...more])
    const { zone } = await accounts.company(company)
    const days = daysAsked(parameters, { zone, now: now() })
    const charges: ChargesAsked = {
      payer: company,
      ...days,
      services: servicesAsked(parameters),
      usedBy: numberAsked(parameters, 'usedBy', integerMax),
    }
    return { parameters, charges, days: { ...days, zone } }
  }

  server.get('/api/v1/charges', async (request, reply) => {
    const caller = await calling.withScope(request, 'billing')
    const { parameters, charges, days } = await asked(request, caller, ['by', 'cursor', 'limit', 'zero', 'format'])
    const isFile = choice(parameters, 'format', ['json', 'csv'] as const) === 'csv'
    const by = groupsAsked(parameters)
    const until = await charging.chargedUntil(caller.company)
    const head = { days, chargedUntil: until?.toISOString() ?? null }
    if (by !== undefined) {
      const { sums, ...rest } = await ledger.asCompany(caller.company, async (db) => ({
        sums: await chargedSums(db, charges, by),
        totals: await chargedTotals(db, charges),
        unpriced: await unpricedOf(db, charges),
      }))
      if (sums.length > sumsMax) throw tooMuch('by', sumsMax)
      return isFile ? file(reply, days, [...by, ...sumColumns], sums) : { ...head, by, sums, ...rest }
    }
    const limit = isFile ? linesOfFileMax : limitAsked(parameters)
    const { lines, ...rest } = await ledger.asCompany(caller.company, async (db) => ({
      lines: await chargedLinesOf(db, {
        ...charges,
        after: lineCursorOf(parameters),
        limit: limit + 1,
        withNothing: choice(parameters, 'zero', ['true', 'false'] as const) === 'true',
      }),
      totals: await chargedTotals(db, charges),
      unpriced: await unpricedOf(db, charges),
    }))
    if (isFile && lines.length > limit) throw tooMuch('from', limit)
    const page = lines.slice(0, limit)
    const last = page.at(-1)
    if (isFile) return file(reply, days, lineColumns, page)
    return { ...head, lines: page, ...rest, next: lines.length > limit ? `${last!.day}-${last!.id}` : null }
  })

  async function lineOf(request: FastifyRequest<{ Params: { id: string } }>, company: number) {
    const { id } = request.params
    const found = /^\d{1,18}$/.test(id)
      ? await ledger.asCompany(company, (db) => lineWithPostings(db, company, id))
      : undefined
    if (found === undefined) throw failure('not-found', `There is no charge ${id.slice(0, 20)}.`)
    return found
  }

  server.get<{ Params: { id: string } }>('/api/v1/charges/:id', async (request) => {
    const { company } = await calling.withScope(request, 'billing')
    parametersOf(request, [])
    return lineOf(request, company)
  })

  server.get<{ Params: { id: string } }>('/api/v1/charges/:id/events', async (request) => {
    const { company } = await calling.withScope(request, 'billing')
    const parameters = parametersOf(request, ['cursor', 'limit'])
    const cursor = one(parameters, 'cursor')
    const after = cursor === undefined ? undefined : readEventCursor(cursor)
    if (cursor !== undefined && after === undefined) throw noCursor
    const limit = limitAsked(parameters)
    const { line } = await lineOf(request, company)
    if (line.kind === 'package' || line.kind === 'volume') {
      return { line, events: [], found: null, next: null }
    }
    const { currency } = await accounts.company(company)
    // Days are those of whoever used it.
    const { zone } = await accounts.company(line.usedBy)
    const prices = await ledger.asPlatform((db) => pricesOfLine(db, line, { payer: company, currency, zone }))
    return { line, ...(await reading(() => eventsOfLine(query, line, prices, { after, limit, zone }))) }
  })
}

const lineColumns = [
  'id',
  'day',
  'usedBy',
  'service',
  'kind',
  'rate',
  'unitPrice',
  'currency',
  'events',
  'quantity',
  'unit',
  'amount',
  'isCorrected',
] as const satisfies readonly (keyof ChargedLine)[]
const sumColumns = ['currency', 'events', 'quantity', 'unit', 'amount'] as const

function file<Name extends string>(
  reply: FastifyReply,
  { first, last }: DaysAsked,
  names: readonly Name[],
  rows: readonly { readonly [Column in Name]?: string | number | boolean | null }[],
) {
  return reply
    .type('text/csv; charset=utf-8')
    .header('content-disposition', `attachment; filename="charges_${first}_${last}.csv"`)
    .send(
      csv(
        names.map((name) => ({ name })),
        rows.map((row) =>
          names.map((name) => {
            const value: string | number | boolean | null = row[name] ?? null
            return typeof value === 'boolean' ? String(value) : value
          }),
        ),
      ),
    )
}

function servicesAsked(parameters: Parameters): string[] {
  const words = (parameters.get('service') ?? []).flatMap((value) => value.split(','))
  const wrong = words.find((word) => !serviceByWord.has(word))
  if (wrong === undefined) return [...new Set(words)]
  const known = [...serviceByWord.keys()].join(', ')
  throw fault([{ field: 'service', detail: `"${wrong.slice(0, 40)}" is not one of ${known}.` }])
}

function groupsAsked(parameters: Parameters): ChargeGroup[] | undefined {
  const given = parameters.get('by')
  if (given === undefined) return undefined
  const words = given.flatMap((value) => value.split(','))
  const wrong = words.find((word) => !(chargeGroups as readonly string[]).includes(word))
  if (wrong === undefined) return chargeGroups.filter((group) => words.includes(group))
  throw fault([{ field: 'by', detail: `"${wrong.slice(0, 40)}" is not one of ${chargeGroups.join(', ')}.` }])
}

function limitAsked(parameters: Parameters): number {
  return numberAsked(parameters, 'limit', pageOf.max) ?? pageOf.usual
}

function lineCursorOf(parameters: Parameters): LineCursor | undefined {
  const text = one(parameters, 'cursor')
  if (text === undefined) return undefined
  const match = /^(\d{4}-\d\d-\d\d)-(\d{1,18})$/.exec(text)
  if (match === null || Number.isNaN(Date.parse(match[1]!))) throw noCursor
  return { day: match[1]!, id: match[2]! }
}

const noCursor = fault([{ field: 'cursor', detail: 'This is not the cursor of an earlier page.' }])

function tooMuch(field: string, most: number): Error {
  return fault([{ field, detail: `That is more than ${most} rows; ask about fewer days, or fewer services.` }])
}
