import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { pageById } from '../src/panels/pages.ts'
import { startApiServer } from './api-server.ts'
import type { ApiServer } from './api-server.ts'
import { edges, periods, somePeriods } from './asked-periods.ts'
import type { AskedPeriod } from './asked-periods.ts'
import { callDays, trunkNames } from './call-days.ts'
import { modelCalls } from './call-model.ts'
import { callRows, callsBehind, liveFrom } from './call-panel-model.ts'
import type { CallFilters } from './call-panel-model.ts'
import { openapiJudge } from './openapi-judge.ts'
import type { Description, Judge } from './openapi-judge.ts'
import { seededNow } from './seeded-server.ts'

// Each page is a dozen questions to the store, and a busy machine is slow; how fast it answers is measured elsewhere.
vi.setConfig({ testTimeout: 120_000 })

type Answer = {
  period: { from: string; to: string }
  rows: (string | number | null)[][]
  ids?: (string | null)[]
  totals: Record<string, number | null>
}
type PageAnswer = {
  panels: Record<string, Answer>
  completeness: { messages: number; open: number; newestEventAt: string }
}

const panels = pageById.get('telephony')!.panels
const events = callDays(edges)
const calls = modelCalls(events)

let server: ApiServer
let judge: Judge
let stranger: { company: number; token: string }

beforeAll(async () => {
  server = await startApiServer({ now: () => seededNow })
  stranger = await server.newCompany()
  // In pieces, the second half first: later ones change what earlier ones made.
  const half = Math.floor(events.length / 2)
  for (const piece of [events.slice(half), events.slice(0, half)]) await give(piece)
  judge = openapiJudge((await server.get('/api/v1/openapi.json')).body as Description)
})

afterAll(async () => {
  await server.close()
})

async function give(piece: typeof events): Promise<void> {
  const body = piece.map((event) => JSON.stringify(event)).join('\n')
  const { body: answer } = await server.send(server.token, 'application/x-ndjson', body)
  expect(answer).toMatchObject({ accepted: piece.length, rejected: [] })
  await server.path.folder.settled()
}

async function ask<Body>(address: string, token?: string): Promise<Body> {
  const { status, headers, body } = await server.get(address, token)
  const faults = judge.faults('GET', address.split('?')[0]!, status, headers.get('content-type') ?? '', body)
  expect(faults, address).toEqual([])
  expect(status, `${address}: ${JSON.stringify(body).slice(0, 300)}`).toBe(200)
  return body as Body
}

function queryOf({ from, to, zone }: AskedPeriod, filters: CallFilters = {}): string {
  const query = new URLSearchParams({ from, to, tz: zone })
  for (const [name, values] of Object.entries(filters)) for (const value of values) query.append(name, value)
  return query.toString()
}

/** Compares an answer with what was counted by hand. Rows of what the data names are largest first; equal ones in any order. */
function expectCounted(id: string, answer: Answer, zone: string, filters: CallFilters, period = answer.period): void {
  const [from, to] = [Date.parse(period.from), Date.parse(period.to)]
  const isByTime = panels.find((panel) => panel.id === id)!.by[0] === 'time'
  const starts = isByTime ? [...new Set(answer.rows.map(([time]) => Date.parse(String(time))))] : []
  const model = callRows(id, calls, { from, to, zone, filters, now: seededNow }, starts)
  const rows = answer.rows.map(([first = null, ...rest]) =>
    isByTime ? [starts.indexOf(Date.parse(String(first))), ...rest] : [first, ...rest],
  )
  const isNamed = answer.ids !== undefined
  expect(isNamed ? rows.map(asText).toSorted() : rows.map(asText), id).toEqual(
    isNamed ? model.rows.map(asText).toSorted() : model.rows.map(asText),
  )
  for (const [name, total] of Object.entries(model.totals))
    expect(asText([answer.totals[name]!]), `${id} ${name}`).toBe(asText([total]))
}

function asText(row: readonly (string | number | null)[]): string {
  return JSON.stringify(row.map((value) => (typeof value === 'number' ? Number(value.toPrecision(12)) : value)))
}

const filtered: readonly CallFilters[] = [
  {},
  { direction: ['outbound', 'unknown'] },
  { trunk: ['north', trunkNames[3]!] },
  { trunk: [''], bot: ['debts', ''] },
  { bot: ['survey'], direction: ['inbound', 'outbound'] },
  { trunk: ['there is no such trunk'] },
]

describe.each(somePeriods)('$title ($zone)', (period) => {
  test.each(filtered)(
    'every panel of telephony has the rows of an independent count, filtered by %j',
    async (filters) => {
      const { panels: answers } = await ask<PageAnswer>(`/api/v1/pages/telephony?${queryOf(period, filters)}`)
      for (const { id } of panels) expectCounted(id, answers[id]!, period.zone, filters)
    },
  )
})

test.each(periods)('a page says how many calls of its period go on: $title ($zone)', async (period) => {
  const { completeness } = await ask<PageAnswer>(`/api/v1/pages/telephony?${queryOf(period)}`)
  const [from, to] = [Date.parse(period.from), Date.parse(period.to)]
  const own = calls.filter(({ startedAt }) => startedAt >= from && startedAt < to)
  const open = own.filter(({ outcome }) => outcome === 'in-progress').length
  expect(completeness).toMatchObject({ messages: own.length, open })
  expect(Date.parse(completeness.newestEventAt)).toBe(Math.max(...calls.map(({ startedAt }) => startedAt)))
})

/** So many seconds after an hour before now. */
function lately(seconds: number): string {
  return new Date(seededNow - 3_600_000 + seconds * 1000).toISOString()
}

test('numbers of one page agree while calls come in', async () => {
  const { token } = await server.newCompany()
  let sent = 0
  const send = async () => {
    const data = {
      status: 'ended',
      outcome: 'answered',
      direction: 'outbound',
      trunk: 'north',
      startedAt: lately(sent),
      answeredAt: lately(sent),
      endedAt: lately(sent + 9),
    }
    const event = {
      specversion: '1.0',
      id: `${sent}`,
      source: 'steady',
      type: 'call.status',
      subject: `c${sent}`,
      time: lately(sent + 9),
      data,
    }
    sent++
    expect((await server.send(token, 'application/cloudevents+json', JSON.stringify(event))).status).toBe(200)
  }
  const query = queryOf({ ...periods[0]!, from: lately(-3600), to: lately(3600), zone: 'UTC' })
  const seen: number[] = []
  while (sent < 60) {
    const [{ panels: answers }] = await Promise.all([
      ask<PageAnswer>(`/api/v1/pages/telephony?${query}`, token),
      send().then(send),
    ])
    const total = (id: string, name: string) => answers[`telephony.${id}`]!.totals[name]
    const counted = total('status-year', 'calls')!
    seen.push(counted)
    expect({
      funnel: total('contact-volume', 'contact_calls'),
      attempts: total('cps-by-trunk', 'attempts'),
      ended: total('asr', 'calls_ended'),
      duration: total('duration-year', 'calls'),
    }).toEqual({ funnel: counted, attempts: counted, ended: counted, duration: counted })
  }
  expect(new Set(seen).size).toBeGreaterThan(3)
})

test('the days hold enough of everything for these counts to mean something', () => {
  for (const { id } of panels) {
    const from = liveFrom(id, seededNow, 'UTC') ?? Date.parse('2026-01-01T00:00Z')
    for (const filters of filtered.slice(0, 5)) {
      const { rows } = callRows(id, calls, { from, to: seededNow, zone: 'UTC', filters, now: seededNow }, [from])
      expect(
        rows.filter((row) => row.some((value) => typeof value === 'number' && value > 0)).length,
        id,
      ).toBeGreaterThan(0)
    }
  }
})

test.each(['UTC', 'Europe/Berlin', 'Asia/Kathmandu', 'America/New_York'])(
  'panels that follow the clock are about their own period, whatever is asked of the page, in %s',
  async (zone) => {
    const { panels: answers } = await ask<PageAnswer>(`/api/v1/pages/telephony?${queryOf({ ...periods[8]!, zone })}`)
    for (const { id, live } of panels) {
      if (live === undefined) continue
      const { period, totals } = answers[id]!
      expect(Date.parse(period.to)).toBe(seededNow)
      expect(Date.parse(period.from), id).toBe(liveFrom(id, seededNow, zone))
      expect(totals['calls'], id).toBeGreaterThan(0)
      // By itself it is the same, and another period can be named, for the rows and files of what was seen.
      const alone = await ask<Answer>(`/api/v1/panels/${id}?tz=${encodeURIComponent(zone)}`)
      expect([alone.rows, alone.period]).toEqual([answers[id]!.rows, period])
      const other = await ask<Answer>(`/api/v1/panels/${id}?${queryOf(periods[0]!)}`)
      expect(Date.parse(other.period.from)).toBe(Date.parse(periods[0]!.from))
      expectCounted(id, other, periods[0]!.zone, {})
    }
  },
)

test('a comparison of what follows the clock is with the time right before', async () => {
  const { panels: answers } = await ask<{ panels: Record<string, Answer & { compare: Answer }> }>(
    `/api/v1/pages/telephony?${queryOf(periods[0]!)}&compare=previous`,
  )
  for (const { id } of panels) expectCounted(id, { ...answers[id]!.compare }, periods[0]!.zone, {})
  const { period } = answers['telephony.status-15m']!.compare
  expect([Date.parse(period.from), Date.parse(period.to)]).toEqual([seededNow - 30 * 60_000, seededNow - 15 * 60_000])
})

type Listed = {
  of: string
  total: number
  columns: { name: string }[]
  rows: (string | number | null)[][]
  next: string | null
}

/** All rows behind a number, page after page. */
async function listed(panel: string, query: string): Promise<Listed & { calls: string[] }> {
  let answer = await ask<Listed>(`/api/v1/panels/${panel}/events?${query}&limit=40`)
  const first = answer
  const rows = [...answer.rows]
  while (answer.next !== null) {
    answer = await ask<Listed>(`/api/v1/panels/${panel}/events?${query}&limit=40&cursor=${answer.next}`)
    rows.push(...answer.rows)
  }
  const call = first.columns.findIndex(({ name }) => name === 'call')
  return { ...first, rows, calls: rows.map((row) => String(row[call])) }
}

const openedPeriod = periods[0]!
const openedFilters = filtered[1]!
const cells = [
  ...['answered', 'machine', 'busy', 'in-progress'].map((outcome) => ({ id: 'telephony.status-15m', outcome })),
  ...['0-10s', 'not-answered', 'over-10min'].map((word) => ({ id: 'telephony.duration-year', duration_class: word })),
  ...['goal-reached', '=own("word")', ''].map((evaluation) => ({ id: 'telephony.bot-evaluation', evaluation })),
  ...['bot_handling_p90', 'people_handling_average', 'people_handled'].map((measure) => ({
    id: 'telephony.handling-time',
    measure,
  })),
  ...['answer_seizure_ratio', 'calls_ended'].map((measure) => ({ id: 'telephony.asr', measure })),
  ...['average_call_duration', 'call_duration_median', 'calls_connected'].map((measure) => ({
    id: 'telephony.acd',
    measure,
  })),
  ...['contact_calls', 'conversations', 'numbers_goal'].map((measure) => ({ id: 'telephony.contact-volume', measure })),
]

test.each(cells)('behind a number are the calls that it counts: %j', async ({ id, ...at }) => {
  const query = `${queryOf(openedPeriod, openedFilters)}&${new URLSearchParams(at).toString()}`
  const found = await listed(id, query)
  const { from, to, zone } = openedPeriod
  const question = { from: Date.parse(from), to: Date.parse(to), zone, filters: openedFilters, now: seededNow }
  const model = callsBehind(calls, question, at)
  expect(found.of).toBe('calls')
  expect(found.calls.toSorted()).toEqual(model.toSorted())
  expect(found.total).toBe(model.length)
  expect(model.length).toBeGreaterThan(0)
  const times = found.rows.map(([startedAt]) => Date.parse(String(startedAt)))
  expect(times).toEqual(times.toSorted((a, b) => b - a))
})

test('behind the calls per second of a trunk are the attempts that began on it', async () => {
  const { from, to } = openedPeriod
  const { rows } = await ask<Answer>(`/api/v1/panels/telephony.cps-by-trunk?${queryOf(openedPeriod)}`)
  const [time] = rows.find(([, trunk, peak]) => trunk === 'north' && Number(peak) > 0)!
  const query = `${queryOf(openedPeriod)}&trunk=north&time=${encodeURIComponent(String(time))}&measure=cps_max`
  const found = await listed('telephony.cps-by-trunk', query)
  const starts = [...new Set(rows.map(([start]) => Date.parse(String(start)))), Date.parse(to)]
  const at = starts.indexOf(Date.parse(String(time)))
  const legs = calls.flatMap(({ call, legs: own }) => own.map((leg) => ({ call, ...leg })))
  const model = legs.filter(
    ({ trunk, startedAt }) =>
      trunk === 'north' &&
      startedAt >= Math.max(starts[at]!, Date.parse(from)) &&
      startedAt < Math.min(starts[at + 1]!, Date.parse(to)),
  )
  expect(found.of).toBe('attempts')
  expect(found.calls.toSorted()).toEqual(model.map(({ call }) => call).toSorted())
  expect(found.total).toBe(model.length)
})

test('a call has a page of its own: how it stands, its legs and its events; nobody else’s company sees it', async () => {
  const call = calls.find(({ legs, outcome }) => legs.length > 1 && outcome === 'answered')!
  const known = await ask<{ call: Record<string, unknown>; legs: unknown[]; events: { event: { id: string } }[] }>(
    `/api/v1/calls/${call.call}?tz=Europe/Berlin`,
  )
  expect(known.call).toMatchObject({
    call: call.call,
    outcome: 'answered',
    answered_by: call.handler,
    talk_seconds: call.talk,
    trunk: call.trunk,
    evaluation: call.evaluation,
    legs: call.legs.length,
  })
  expect(known.legs).toHaveLength(call.legs.length)
  const own = events.filter(({ subject }) => subject === call.call).map(({ id }) => id)
  expect(known.events.map(({ event }) => event.id).toSorted()).toEqual(own.toSorted())
  for (const [address, token] of [
    [`/api/v1/calls/${call.call}`, stranger.token],
    ['/api/v1/calls/no-such-call', undefined],
  ] as const) {
    expect(await server.get(address, token)).toMatchObject({ status: 404, body: { code: 'not-found' } })
  }
})

test.each([
  ['outcome=maybe', 'outcome'],
  ['duration_class=long', 'duration_class'],
  ['evaluation=a&evaluation=b', 'evaluation'],
  [`evaluation=${'x'.repeat(300)}`, 'evaluation'],
  ['time=2026-10-25T00:00:00Z', 'time'],
  ['direction=up', 'direction'],
])('what cannot be is refused by its name: %s', async (query, field) => {
  const { status, body } = await server.get(`/api/v1/panels/telephony.status-15m/events?${query}`)
  expect([status, (body as { fields: { field: string }[] }).fields[0]!.field]).toEqual([400, field])
})

test('of ten thousand trunks the busiest have lines, and all of them count', async () => {
  const { token } = await server.newCompany()
  const many = 10_000
  const start = Date.parse('2026-12-01T10:00:00Z')
  const body = Array.from({ length: many }, (_, at) =>
    JSON.stringify({
      specversion: '1.0',
      id: `m${at}`,
      source: 'many',
      type: 'call.status',
      // The last trunk has three calls in one second.
      subject: `m${at}`,
      time: new Date(start + (at < many - 2 ? at * 1000 : (many - 3) * 1000)).toISOString(),
      data: { status: 'started', trunk: `trunk-${Math.min(at, many - 3)}` },
    }),
  ).join('\n')
  expect((await server.send(token, 'application/x-ndjson', body)).body).toMatchObject({ accepted: many })
  await server.path.folder.settled()
  const query = 'from=2026-12-01T00:00:00Z&to=2026-12-02T00:00:00Z&tz=UTC'
  const { rows, totals } = await ask<Answer>(`/api/v1/panels/telephony.cps-by-trunk?${query}`, token)
  expect(rows).toHaveLength(96 * 12)
  expect(totals).toMatchObject({ attempts: many, cps_max: 3 })
  expect(rows[0]![1]).toBe(`trunk-${many - 3}`)
  const one = await ask<Answer>(`/api/v1/panels/telephony.cps-by-trunk?${query}&trunk=trunk-77`, token)
  expect(one.totals).toMatchObject({ attempts: 1 })
})

test('another company sees nothing of it', async () => {
  const { panels: answers } = await ask<PageAnswer>(`/api/v1/pages/telephony?${queryOf(periods[9]!)}`, stranger.token)
  for (const { id } of panels) {
    const { rows, ids = [] } = answers[id]!
    expect(
      rows.flat().filter((value) => typeof value === 'number' && value > 0),
      id,
    ).toEqual([])
    expect(ids).toEqual([])
  }
})
