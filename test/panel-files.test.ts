import { afterAll, beforeAll, expect, test } from 'vitest'
import { dimensions } from '../src/measures/dimensions.ts'
import type { DimensionName } from '../src/measures/dimensions.ts'
import { measureOf } from '../src/measures/measures.ts'
import type { MeasureName } from '../src/measures/measures.ts'
import { panels } from '../src/panels/pages.ts'
import { cellDimensions, rowsOf } from '../src/panels/rows-behind.ts'
import { excelRows } from '../src/providers/excel-rows.ts'
import type { ExcelCell } from '../src/providers/excel-rows.ts'
import { excelType } from '../src/renderers/excel.ts'
import { startApiServer } from './api-server.ts'
import type { ApiServer } from './api-server.ts'
import { simulatedDays } from './simulated-days.ts'

/** Panels and the rows behind their numbers as files: the same as the API tells, for people. */

const now = Date.parse('2026-11-25T15:20:00Z')
const day = 86_400_000
const query = 'from=2026-11-24T05:07:11Z&to=2026-11-25T15:00:00Z&tz=Europe/Berlin'

type Answer = {
  columns: { name: string; type: string; unit: string | null }[]
  rows: (string | number | null)[][]
  ids?: (string | null)[]
  totals: Record<string, unknown>
  compare?: { rows: Answer['rows']; ids?: (string | null)[] }
}

let server: ApiServer
beforeAll(async () => {
  server = await startApiServer({ now: () => now })
  const events = simulatedDays({ from: now - 3 * day, to: now - 60_000, messages: 1500 })
  await server.send(server.token, 'application/x-ndjson', events)
  await server.path.folder.settled()
}, 60_000)
afterAll(() => server.close())

async function asked(path: string): Promise<Answer> {
  const { status, body } = await server.get(`/api/v1/${path}`)
  expect(status, `${path}: ${JSON.stringify(body).slice(0, 300)}`).toBe(200)
  return body as Answer
}

async function file(path: string): Promise<Response> {
  return fetch(`${server.url}/api/v1/${path}`, { headers: { authorization: `Bearer ${server.token}` } })
}

async function workbook(path: string): Promise<{ about: ExcelCell[][]; rows: ExcelCell[][]; headers: Headers }> {
  const response = await file(path)
  expect(response.status, path).toBe(200)
  expect(response.headers.get('content-type')).toBe(excelType)
  const bytes = Buffer.from(await response.arrayBuffer())
  const [about, rows] = await Promise.all([0, 1].map((place) => sheetOf(bytes, place)))
  return { about: about!, rows: rows!, headers: response.headers }
}

async function sheetOf(bytes: Buffer, place: number): Promise<ExcelCell[][]> {
  const rows: ExcelCell[][] = []
  for await (const { cells } of excelRows(bytes, place)) rows.push(cells)
  return rows
}

const numberIn = (cell: ExcelCell | undefined) =>
  typeof cell === 'object' && 'number' in cell ? Number(cell.number) : (cell ?? '')

test('every panel is a workbook with what it shows: numbers as they are, words in the language, totals and definitions', async () => {
  const empty: string[] = []
  for (const panel of panels) {
    const answer = await asked(`panels/${panel.id}?${query}`)
    const { about, rows } = await workbook(`panels/${panel.id}?${query}&lang=ru&format=xlsx`)
    const [head = [], ...body] = rows
    expect(head.length, panel.id).toBe(answer.columns.length)
    expect(body.length, panel.id).toBe(answer.rows.length)
    if (answer.rows.length === 0) empty.push(panel.id)
    for (const [at, { name, unit, type }] of answer.columns.entries()) {
      const told = body.map((row) => numberIn(row[at]))
      const own = answer.rows.map((row) => row[at] ?? '')
      if (unit === 'seconds')
        expect(
          told.map((cell) => (cell === '' ? '' : Math.round(Number(cell) * 864e5) / 1000)),
          `${panel.id} ${name}`,
        ).toEqual(own.map((value) => (value === '' ? '' : Math.round(Number(value) * 1000) / 1000)))
      else if (unit === 'money') expect(told.map(Number), `${panel.id} ${name}`).toEqual(own.map(Number))
      else if (unit === 'ratio' || unit === 'rate')
        expect(told.map((cell) => (cell === '' ? '' : Number(cell).toFixed(9)))).toEqual(
          own.map((value) => (value === '' ? '' : Number(value).toFixed(9))),
        )
      else if (unit !== null) {
        expect(told, `${panel.id} ${name}`).toEqual(own)
        expect(head[at]).toBe(measureOf(name as MeasureName).title.ru)
      }
      const { values } = dimensions[name as DimensionName] ?? {}
      if (values !== undefined && type === 'text') {
        const titles = new Map(values.map(({ value, title }) => [value, title.ru]))
        expect(told, `${panel.id} ${name}`).toEqual(own.map((word) => titles.get(String(word))))
      }
    }
    const facts = new Map(about.map(([title, value]) => [title, value]))
    expect(about[0]).toEqual([panel.title.ru])
    expect(facts.get('Часовой пояс')).toBe('Europe/Berlin')
    expect(facts.get('Период')).toContain('2026-11-24T06:07:11')
    const [first] = panel.measures
    expect(facts.get(measureOf(first).title.ru), panel.id).toBe(measureOf(first).definition.ru)
    for (const [measure, total] of Object.entries(answer.totals)) {
      if (typeof total !== 'number' || measureOf(measure as MeasureName).unit !== 'count') continue
      expect(
        numberIn(facts.get(`Итого: ${measureOf(measure as MeasureName).title.ru}`)),
        `${panel.id} ${measure}`,
      ).toBe(total)
    }
  }
  // Every dialogue of these days has ended.
  expect(empty).toEqual(['chats.operator-active-dialogues'])
})

test('a comparison has the rows and totals of both periods', async () => {
  const path = `panels/notifications.by-status?${query}&compare=previous`
  const { compare, rows: own } = await asked(path)
  const { about, rows } = await workbook(`${path}&format=xlsx`)
  expect(rows[0]).toEqual(['Period', 'Status', 'Messages'])
  expect(rows.slice(1).map(([period, , number]) => [period, numberIn(number)])).toEqual([
    ...own.map(([, number]) => ['This period', number]),
    ...compare!.rows.map(([, number]) => ['Previous period', number]),
  ])
  const facts = new Map(about.map(([title, value]) => [title, value]))
  expect(facts.get('Compared with')).toMatch(/^2026-11-2\dT/)
  expect(numberIn(facts.get('Total: Messages, Previous period'))).toBe(
    compare!.rows.reduce((sum, [, number]) => sum + Number(number), 0),
  )
})

test('the rows behind a number are a workbook, too, for lists of every kind, as many as the panel counts', async () => {
  const kinds = new Map(panels.map((panel) => [`${rowsOf(panel)} ${panel.by.includes('operator')}`, panel]))
  for (const panel of kinds.values()) {
    const kind = rowsOf(panel)
    if (kind === undefined) continue
    const { ids } = await asked(`panels/${panel.id}?${query}`)
    const cell = panel.by.includes('operator') ? `&operator=${encodeURIComponent(ids![0]!)}` : ''
    const path = `panels/${panel.id}/events?${query}${cell}`
    const list = (await asked(`${path}&limit=500`)) as Answer & { total: number; next: string | null }
    const { about, rows, headers } = await workbook(`${path}&format=xlsx`)
    expect(rows.length - 1, `${panel.id} ${kind}`).toBe(list.total)
    expect(list.total, `${panel.id} ${kind}`).toBeGreaterThan(0)
    expect(headers.get('x-rows-total')).toBe(String(list.total))
    const named = list.columns.findIndex(({ name }) => ['message', 'dialogue', 'call', 'operator'].includes(name))
    expect(rows.slice(1, 501).map((row) => row[named] ?? '')).toEqual(list.rows.map((row) => row[named]))
    expect(new Map(about.map(([title, value]) => [title, value])).get('Rows behind it')).toBe(
      list.total.toLocaleString('en'),
    )
    const lines = (await (await file(`${path}&format=csv`)).text()).trimEnd().split(/\r\n(?=20)/)
    expect(lines.length - 1, panel.id).toBe(list.total)
    expect(lines[0]).toBe(list.columns.map(({ name }) => name).join(','))
  }
})

test('a workbook of rows is all of them: a limit or a cursor is refused, and says why', async () => {
  const { status, body } = await server.get(
    `/api/v1/panels/notifications.by-status/events?${query}&format=xlsx&limit=10`,
  )
  expect(status).toBe(400)
  expect(JSON.stringify(body)).toContain('limit: A workbook has all rows')
})

test('a row is asked for by what its panel is by, and by nothing else', async () => {
  for (const panel of panels.filter((one) => rowsOf(one) !== undefined)) {
    for (const name of cellDimensions.filter((one) => !panel.by.includes(one))) {
      const { status, body } = await server.get(`/api/v1/panels/${panel.id}/events?${query}&${name}=1`)
      const { fields } = body as { fields: { field: string }[] }
      expect([status, fields[0]!.field], `${panel.id} ${name}`).toEqual([400, name])
    }
  }
})

async function behind(panel: string, more: string): Promise<Answer & { total: number }> {
  return (await asked(`panels/${panel}/events?${query}&limit=1${more}`)) as Answer & { total: number }
}

test('what is beyond the largest is asked for without those that have rows of their own', async () => {
  for (const [panel, name] of [
    ['telephony.bot-evaluation', 'evaluation'] as const,
    ['chats.cost-by-chat', 'chat'] as const,
    ['chats.operator-dialogues', 'operator'] as const,
    ['chats.popular-user-phrases', 'phrase'] as const,
    ['chats.operator-online', 'operator'] as const,
  ]) {
    const { ids } = await asked(`panels/${panel}?${query}`)
    const large = ids!.slice(0, 2) as string[]
    const all = await behind(panel, '')
    const own = await Promise.all(large.map((id) => behind(panel, `&${name}=${encodeURIComponent(id)}`)))
    const others = await behind(panel, `&without=${encodeURIComponent(JSON.stringify(large))}`)
    expect(others.total, panel).toBe(all.total - own[0]!.total - own[1]!.total)
    expect([others.total > 0, own[0]!.total > 0]).toEqual([true, true])
    const path = `panels/${panel}/events?${query}&without=${encodeURIComponent(JSON.stringify(large))}&format=xlsx`
    const { about, rows } = await workbook(path)
    expect(rows.length - 1, panel).toBe(others.total)
    expect(new Map(about.map(([title, value]) => [title, value])).get('All but'), panel).toContain(
      dimensions[name].title.en,
    )
  }
  for (const [panel, text, detail] of [
    ['chats.cost-by-chat', 'shop', 'This must be a list of ids in JSON'],
    ['chats.cost-by-chat', '[1]', 'This must be a list of ids in JSON'],
    ['chats.operator-online', '"a"', 'This must be a list of ids in JSON'],
    ['notifications.by-status', '["a"]', 'This parameter is not known here'],
  ] as const) {
    const { status, body } = await server.get(
      `/api/v1/panels/${panel}/events?${query}&without=${encodeURIComponent(text)}`,
    )
    const { fields } = body as { fields: { field: string; detail: string }[] }
    expect([status, fields[0]!.field, fields[0]!.detail], text).toEqual([
      400,
      'without',
      expect.stringContaining(detail),
    ])
  }
})
