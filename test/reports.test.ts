import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ReportView } from '../src/jobs/reports/report-view.ts'
import { startApiServer } from './api-server.ts'
import type { ApiServer } from './api-server.ts'
import { cloudEvent } from './model.ts'
import { openapiJudge } from './openapi-judge.ts'
import type { Description } from './openapi-judge.ts'
import { reportsDoor, tokenOf, totalOf, year } from './reports-scene.ts'
import type { ReportsDoor } from './reports-scene.ts'

/** Reports as who asks for them meets them: asking, watching, files, and what cannot be. */

const rowsMax = 800
const messages = 30
let server: ApiServer
let door: ReportsDoor
let reader: ReportsDoor

beforeAll(async () => {
  server = await startApiServer({
    now: () => Date.parse('2026-11-20T15:00:00Z'),
    reporting: { rowsMax },
  })
  const judge = openapiJudge((await server.get('/api/v1/openapi.json')).body as Description)
  door = reportsDoor(server, judge)
  reader = reportsDoor(server, judge, tokenOf(await server.tokenWith(['read'])))
  await send(messages)
})

afterAll(() => server.close())

async function send(many: number, prefix = 'm', token = server.token): Promise<void> {
  const events = Array.from({ length: many }, (_, at) =>
    cloudEvent({
      source: 's',
      id: `${prefix}-${at}`,
      message: `${prefix}-${at}`,
      time: Date.parse('2026-11-10T09:00:00Z') + at * 61_000,
      channel: at % 3 === 0 ? 'viber' : 'sms',
      status: at % 2 === 0 ? 'delivered' : 'pending',
      price: { amount: '0.01', currency: 'EUR' },
    }),
  )
  const body = events.map((event) => JSON.stringify(event)).join('\n')
  expect((await server.send(token, 'application/x-ndjson', body)).status).toBe(200)
  await server.path.folder.settled()
}

const detail = { service: 'notifications', type: 'detail', ...year }

test('a report is asked for, made, downloaded, made again and deleted', async () => {
  const before = (await door.send('GET', 'reports')).body as { counts: object }
  expect(before.counts).toEqual({ all: 0, generating: 0, generated: 0, error: 0 })
  const asked = await door.send('POST', 'reports', { ...detail, name: 'All of it', format: 'csv' })
  expect(asked.status).toBe(202)
  const { id } = asked.body as ReportView
  expect(asked.headers.get('location')).toBe(`/api/v1/reports/${id}`)
  await server.reports.settled()
  const report = (await door.send('GET', `reports/${id}`)).body as ReportView
  expect(report).toMatchObject({
    name: 'All of it',
    status: 'generated',
    formedAt: '2026-11-20T15:00:00.000Z',
    progress: null,
    error: null,
    file: { name: `notifications_detail_2026-01-01_2026-12-31_${id}.csv`, rows: messages },
  })
  expect(totalOf(report, 'price')).toEqual({ EUR: '0.30' })

  const file = await door.send('GET', `reports/${id}/file`)
  expect(file.headers.get('content-length')).toBe(String(report.file!.bytes))
  expect(file.headers.get('content-disposition')).toBe(`attachment; filename="${report.file!.name}"`)
  const digest = Buffer.from(await crypto.subtle.digest('SHA-256', Buffer.from(String(file.body))))
  expect(digest.toString('hex')).toBe(report.file!.sha256)
  expect(file.headers.get('repr-digest')).toBe(`sha-256=:${digest.toString('base64')}:`)
  const lines = await door.lines(report)
  expect(lines).toHaveLength(messages + 1)
  expect(new Set(lines.map(([, message]) => message)).size).toBe(messages + 1)

  const again = await door.send('POST', `reports/${id}/generate`)
  expect(again).toMatchObject({ status: 202, body: { id, status: 'generating', file: null } })
  // A second click changes nothing.
  expect((await door.send('POST', `reports/${id}/generate`)).status).toBe(202)
  await server.reports.settled()
  const second = (await door.send('GET', `reports/${id}`)).body as ReportView
  expect(second.file).toMatchObject({ checksum: report.file!.checksum, sha256: report.file!.sha256 })
  expect((await door.send('POST', `reports/${id}/cancel`)).status).toBe(409)

  expect((await door.send('DELETE', `reports/${id}`)).status).toBe(204)
  expect((await door.send('DELETE', `reports/${id}`)).status).toBe(404)
  expect((await door.send('GET', `reports/${id}/file`)).status).toBe(404)
  const { entries } = (await server.get('/api/v1/audit?q=report')).body as { entries: { action: string }[] }
  expect(new Set(entries.map(({ action }) => action))).toEqual(
    new Set(['report.created', 'report.downloaded', 'report.generated-again', 'report.deleted']),
  )
})

test('columns come in the order of asking, with money its currency; filters keep what they say', async () => {
  const asked = { ...detail, columns: ['price', 'message'], filters: { channel: ['viber'], status: 'delivered' } }
  const report = await door.made(asked)
  const [names, ...rows] = await door.lines(report)
  expect(names).toEqual(['price', 'currency', 'message'])
  expect(rows).toHaveLength(5)
  expect(rows[0]).toEqual(['0.01', 'EUR', 'm-24'])
})

test('what is shown before is what the file has', async () => {
  const { body } = await door.send('POST', 'reports/preview', {
    ...detail,
    columns: ['created_at', 'message', 'parts'],
  })
  const { rows, all, rowsMax: most } = body as { rows: unknown[][]; all: number; rowsMax: number }
  expect([all, most, rows.length]).toEqual([messages, rowsMax, 20])
  const lines = await door.lines(await door.made({ ...detail, columns: ['created_at', 'message', 'parts'] }))
  expect(rows.map((row) => row.map(String))).toEqual(lines.slice(1, 21))
})

test('the list is searched, by status, service and time of asking, page by page', async () => {
  await door.made({ ...detail, name: '100 % of_it' })
  await door.made({ ...detail, service: 'finance', type: 'charges', name: 'Money' })
  const find = async (query: string) => {
    const { body } = await door.send('GET', `reports?${query}`)
    return body as { reports: ReportView[]; counts: { all: number; generated: number }; next: string | null }
  }
  expect((await find('q=100%20%25%20OF_')).reports.map(({ name }) => name)).toEqual(['100 % of_it'])
  expect((await find('q=%25%25')).reports).toEqual([])
  expect((await find('service=finance')).reports.map(({ name }) => name)).toEqual(['Money'])
  expect((await find('status=error')).reports).toEqual([])
  expect((await find('from=2026-11-20T15:00:00.001Z')).counts.all).toBe(0)
  const all = await find('from=2026-11-20T15:00:00Z&to=2026-11-21T00:00:00Z&status=generated')
  expect(all.counts.generated).toBe(all.reports.length)
  const first = await find('limit=1')
  const second = await find(`limit=1&cursor=${first.next!}`)
  expect([...first.reports, ...second.reports]).toEqual(all.reports.slice(0, 2))
  for (const wrong of ['status=done', 'service=fax', 'from=yesterday', 'cursor=x', 'limit=0', 'sort=name']) {
    expect((await door.send('GET', `reports?${wrong}`)).status, wrong).toBe(400)
  }
})

test('the same request with one key is one report', async () => {
  const key = { 'idempotency-key': 'click-1' }
  const asked = { ...detail, name: 'Twice' }
  const [first, second] = await Promise.all([
    door.send('POST', 'reports', asked, key),
    door.send('POST', 'reports', asked, key),
  ])
  expect((first.body as ReportView).id).toBe((second.body as ReportView).id)
  expect((await door.send('POST', 'reports', { ...asked, name: 'Other' }, key)).status).toBe(422)
  expect((await door.send('POST', 'reports', asked, { 'idempotency-key': 'x'.repeat(256) })).status).toBe(400)
  await server.reports.settled()
})

test('what cannot be asked for is refused, naming the field', async () => {
  const refused = async (body: unknown, ...fields: string[]) => {
    const answer = await door.send('POST', 'reports', body)
    expect(answer.status, JSON.stringify(body).slice(0, 100)).toBe(422)
    expect((answer.body as { fields: { field: string }[] }).fields.map(({ field }) => field)).toEqual(fields)
  }
  await refused({ ...detail, from: year.to, to: year.from }, 'to')
  await refused({ ...detail, to: year.from }, 'to')
  await refused({ ...detail, from: '2000-01-01T00:00:00Z' }, 'from')
  await refused({ ...detail, from: 'yesterday', zone: 'Mars/Olympus' }, 'zone')
  await refused({ ...detail, name: 'x'.repeat(10_000) }, 'name')
  await refused({ ...detail, name: 'a\u202ereport' }, 'name')
  await refused({ ...detail, service: 'fax' }, 'service')
  await refused({ ...detail, type: 'activity' }, 'type')
  await refused({ ...detail, columns: [] }, 'columns')
  await refused({ ...detail, columns: ['message', 'message'] }, 'columns')
  await refused({ ...detail, columns: [{ name: 'message' }] }, 'columns')
  await refused(
    { ...detail, filters: { trunk: ['x'] }, format: 'doc', language: 'de' },
    'filters',
    'format',
    'language',
  )
  await refused({ ...detail, filters: { channel: ['fax'] } }, 'filters')
  await refused({ ...detail, filters: { sender: ['a\u0000'] } }, 'filters')
  await refused({ ...detail, filters: { __proto__: null, constructor: ['x'] } }, 'filters')
  await refused({ ...detail, limit: 3 }, 'limit')
  await refused({}, 'service', 'from', 'to')
  expect((await door.send('POST', 'reports', [])).status).toBe(400)
  for (const id of ['0', '999999999999999999999999', '..%2f..', 'types%00']) {
    expect((await door.send('GET', `reports/${id}`)).status, id).toBe(404)
  }
})

test('a name is only a text: whatever it holds, the file is one of ours', async () => {
  const report = await door.made({ ...detail, name: '../../etc/passwd"; filename="x' })
  expect(report).toMatchObject({ name: '../../etc/passwd"; filename="x', status: 'generated' })
  const { headers } = await door.send('GET', `reports/${report.id}/file`)
  expect(headers.get('content-disposition')).toMatch(/^attachment; filename="notifications_detail_[\w-]+\.csv"$/)
})

test('a report that would be too long is refused with both numbers before it is made', async () => {
  const company = await server.newCompany()
  await send(rowsMax + 1, 'long', company.token)
  const judge = openapiJudge((await server.get('/api/v1/openapi.json')).body as Description)
  const theirs = reportsDoor(server, judge, tokenOf(company.token))
  const answer = await theirs.send('POST', 'reports', detail)
  expect(answer).toMatchObject({
    status: 422,
    body: { fields: [{ field: 'to', detail: expect.stringMatching(/would have 801 rows, and 800 are the most/) }] },
  })
  // By day it is short.
  expect(await theirs.made({ ...detail, type: 'by-day' })).toMatchObject({ status: 'generated' })
  expect((await theirs.send('GET', 'reports')).body).toMatchObject({ counts: { all: 1 } })
})

test('who may not see money asks for no money, and does not see reports with it', async () => {
  const priced = await door.made({ ...detail, name: 'Priced' })
  const { types } = (await reader.send('GET', 'reports/types')).body as {
    types: { service: string; columns: { name: string }[] }[]
  }
  expect(types.map(({ service }) => service)).not.toContain('finance')
  expect(types[0]!.columns.map(({ name }) => name)).not.toContain('price')
  expect(await reader.send('POST', 'reports', { ...detail, service: 'finance', type: 'charges' })).toMatchObject({
    status: 403,
  })
  expect((await reader.send('POST', 'reports', { ...detail, columns: ['price'] })).status).toBe(422)
  const own = await reader.made({ ...detail, name: 'Without' })
  expect(own.columns).not.toContain('price')
  const { reports } = (await reader.send('GET', 'reports')).body as { reports: ReportView[] }
  expect(reports.map(({ name }) => name)).toContain('Without')
  expect(reports.every(({ columns }) => !columns.includes('price'))).toBe(true)
  expect(reports.map(({ id }) => id)).not.toContain(priced.id)
  for (const [method, part] of [
    ['GET', ''],
    ['GET', '/file'],
    ['POST', '/generate'],
    ['POST', '/cancel'],
    ['DELETE', ''],
  ] as const) {
    expect((await reader.send(method, `reports/${priced.id}${part}`)).status, method + part).toBe(404)
  }
  expect((await reader.send('POST', 'reports', { ...year, service: 'companies', type: 'companies' })).status).toBe(403)
})
