import type { FastifyInstance, FastifyRequest } from 'fastify'
import { checkChain, findActs } from '../../accounts/audit.ts'
import type { AuditEntry } from '../../accounts/audit.ts'
import type { Accounts } from '../../accounts/open.ts'
import { parseInstant } from '../../events/time.ts'
import { failure } from '../../failure.ts'
import { csv } from '../../renderers/csv.ts'
import type { Calling } from '../caller.ts'
import { oneValue } from '../one-value.ts'

export type AuditRoute = { accounts: Accounts; calling: Calling }

const pageMax = 200
const exportMax = 100_000

/** The audit log of the caller's company; that of the platform for staff. */
export function auditRoute(server: FastifyInstance, { accounts, calling }: AuditRoute): void {
  const { ledger } = accounts

  async function chainOf(request: FastifyRequest): Promise<number> {
    const of = oneValue(request.query, 'of')
    if (of === undefined) return (await calling.withScope(request, 'admin')).company
    if (of !== 'platform')
      throw failure('bad-request', 'of: must be "platform", or be left out.', [
        { field: 'of', detail: 'must be "platform", or be left out.' },
      ])
    await calling.staff(request)
    return 0
  }

  const inChain: <Result>(chain: number, work: Parameters<typeof ledger.asPlatform<Result>>[0]) => Promise<Result> = (
    chain,
    work,
  ) => (chain === 0 ? ledger.asPlatform(work) : ledger.asCompany(chain, work))

  server.get('/api/v1/audit', async (request, reply) => {
    const chain = await chainOf(request)
    const { query } = request
    const isFile = oneValue(query, 'format') === 'csv'
    const search = {
      text: oneValue(query, 'q')?.slice(0, 100),
      from: instantOf(query, 'from'),
      to: instantOf(query, 'to'),
      before: placeOf(oneValue(query, 'before')),
      limit: isFile ? exportMax : pageMax,
    }
    const entries = await inChain(chain, (db) => findActs(db, chain, search))
    if (!isFile) return { entries, next: entries.length === pageMax ? entries.at(-1)!.place : null }
    return reply
      .type('text/csv; charset=utf-8')
      .header('content-disposition', 'attachment; filename="audit.csv"')
      .send(
        csv(
          columns.map((name) => ({ name })),
          entries.map(rowOf),
        ),
      )
  })

  server.get('/api/v1/audit/check', async (request) => {
    const chain = await chainOf(request)
    const { entries, brokenAt, hash } = await inChain(chain, (db) => checkChain(db, chain))
    return { entries, brokenAt: brokenAt ?? null, hash }
  })
}

const columns = [
  'place',
  'at',
  'actor',
  'actorName',
  'address',
  'userAgent',
  'action',
  'subject',
  'before',
  'after',
  'hash',
] as const

function rowOf(entry: AuditEntry): (string | number | null)[] {
  return columns.map((name) => {
    const value = entry[name]
    return typeof value === 'string' || typeof value === 'number' || value === null ? value : JSON.stringify(value)
  })
}

function instantOf(query: unknown, name: string): Date | undefined {
  const text = oneValue(query, name)
  if (text === undefined) return undefined
  const instant = parseInstant(text)
  if (instant !== undefined) return new Date(instant)
  const detail = 'must be an RFC 3339 time such as "2026-11-01T00:00:00Z".'
  throw failure('bad-request', `${name}: ${detail}`, [{ field: name, detail }])
}

function placeOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  if (/^\d{1,15}$/.test(text)) return Number(text)
  throw failure('bad-request', 'before: must be a place of an earlier answer.', [
    { field: 'before', detail: 'must be a place of an earlier answer.' },
  ])
}
