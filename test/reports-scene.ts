import { expect } from 'vitest'
import type { ReportView } from '../src/jobs/reports/report-view.ts'
import { answered } from './api-server.ts'
import type { Answered, ApiServer } from './api-server.ts'
import type { Judge } from './openapi-judge.ts'

/** A year of everything, which is shorter to write. */
export const year = { from: '2026-01-01T00:00:00Z', to: '2027-01-01T00:00:00Z', zone: 'UTC' }

/** How a test asks for reports. */
export type ReportsDoor = {
  /** Sends, and expects an answer as it is described. */
  send: (method: string, address: string, body?: unknown, more?: Record<string, string>) => Promise<Answered>
  /** Asks for a report, and gives it when it has ended. */
  made: (body: object) => Promise<ReportView>
  /** The lines of its file. */
  lines: (report: ReportView) => Promise<string[][]>
}

/** @param credentials of who asks; with all scopes without them */
export function reportsDoor(
  server: ApiServer,
  judge: Judge,
  credentials: Record<string, string> = tokenOf(server.token),
): ReportsDoor {
  async function send(method: string, address: string, body?: unknown, more: Record<string, string> = {}) {
    const headers = {
      ...credentials,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...more,
    }
    const answer = await answered(
      await fetch(`${server.url}/api/v1/${address}`, {
        method,
        headers,
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
    )
    const type = answer.headers.get('content-type') ?? ''
    const path = `/api/v1/${address.split('?')[0]!}`
    expect(judge.faults(method, path, answer.status, type, answer.body), `${method} ${address}`).toEqual([])
    return answer
  }
  return {
    send,
    async made(body) {
      const asked = await send('POST', 'reports', { format: 'csv', language: 'en', ...body })
      expect(asked.status, JSON.stringify(asked.body)).toBe(202)
      await server.reports.settled()
      return (await send('GET', `reports/${(asked.body as ReportView).id}`)).body as ReportView
    },
    async lines({ id }) {
      const { status, body } = await send('GET', `reports/${id}/file`)
      expect(status).toBe(200)
      return String(body)
        .trimEnd()
        .split('\r\n')
        .map((line) => [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)].slice(0, -1).map(([, cell]) => cell!))
    },
  }
}

export function tokenOf(token: string): Record<string, string> {
  return { authorization: `Bearer ${token}` }
}

/** A part of a file's totals: those of a column, by their currency. */
export function totalOf({ file }: ReportView, column: string): Record<string, string> {
  const own = file!.totals.filter((total) => total.column === column)
  return Object.fromEntries(own.map(({ currency, amount }) => [currency ?? '', amount]))
}
