import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { csv } from '../src/renderers/csv.ts'
import { edges, periods, queryOf, questionOf, somePeriods } from './asked-periods.ts'
import type { AskedPeriod, Filters } from './asked-periods.ts'
import { messagePages as pages, messagePanels as panels, modelPanel } from './panel-model.ts'
import type { ModelAnswer } from './panel-model.ts'
import { seededNow, startSeededServer } from './seeded-server.ts'
import type { SeededServer } from './seeded-server.ts'

type Answer = ModelAnswer & {
  period: { from: string; to: string; zone: string }
  columns: { name: string; type: string; unit: string | null }[]
  asOf: string
  completeness: {
    messages: number
    open: number
    openShare: number | null
    newestEventAt: string | null
    feeds: { source: string; newestEventAt: string; events: number }[]
  }
  compare?: ModelAnswer & { period: AskedPeriod }
}
type PageAnswer = Omit<Answer, 'rows' | 'totals'> & { panels: Record<string, Answer> }

let server: SeededServer

beforeAll(async () => {
  server = await startSeededServer(edges)
})

afterAll(async () => {
  await server.close()
})

async function askPages(query: string, token?: string): Promise<Record<string, Answer>> {
  const answers = []
  for (const { id } of pages) answers.push(await server.ask<PageAnswer>(`/api/v1/pages/${id}?${query}`, token))
  return Object.assign({}, ...answers.map((answer) => answer.panels)) as Record<string, Answer>
}

const filtered: readonly Filters[] = [
  {},
  { channels: ['viber', 'sms'] },
  { channels: ['email'], statuses: ['delivered'] },
  { statuses: ['undelivered', 'pending', 'omitted-optional', 'created'] },
]

describe.each(somePeriods)('$title ($zone)', (period) => {
  test.each(filtered)('every panel has the rows and totals of the model, filtered by %j', async (filters) => {
    const answers = await askPages(queryOf(period, filters))
    for (const panel of panels) {
      const { rows, totals, columns } = answers[panel.id]!
      expect({ rows, totals }, panel.id).toEqual(modelPanel(panel, server.messages, questionOf(period, filters)))
      expect(columns.map(({ name }) => name)).toEqual([...panel.by, ...panel.measures])
    }
  })
})

test('any period in any zone, by day and by time, is counted as the model counts it', async () => {
  const zones = Intl.supportedValuesOf('timeZone')
  const [from, to] = [Date.parse('2026-10-02T00:00Z'), Date.parse('2026-11-03T12:00Z')]
  const length = fc.oneof(fc.integer({ min: 1, max: 2_400_000 }), fc.integer({ min: 1, max: to - from }))
  const asks = panels.filter(({ id }) =>
    ['notifications.over-time', 'notifications.sent-by-channel-by-day'].includes(id),
  )
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...zones),
      fc.integer({ min: from, max: to }),
      length,
      async (zone, start, span) => {
        const period = {
          title: '',
          zone,
          from: new Date(start).toISOString(),
          to: new Date(start + span).toISOString(),
        }
        for (const panel of asks) {
          const { rows } = await server.ask<Answer>(`/api/v1/panels/${panel.id}?${queryOf(period)}`)
          expect(rows).toEqual(modelPanel(panel, server.messages, questionOf(period)).rows)
        }
      },
    ),
    { numRuns: 25 },
  )
})

test('a panel asked by itself answers what it answers on its page, and its CSV says the same', async () => {
  for (const [period, filters] of [
    [periods[0]!, {}],
    [periods[2]!, filtered[1]!],
  ] as const) {
    const query = queryOf(period, filters)
    const onPages = await askPages(query)
    for (const { id } of panels) {
      const alone = await server.ask<Answer>(`/api/v1/panels/${id}?${query}`)
      const { columns, rows, totals } = onPages[id]!
      expect(alone, id).toMatchObject({ columns, rows, totals })
      const text = await server.ask<string>(`/api/v1/panels/${id}?${query}&format=csv`)
      expect(text).toBe(csv(columns, rows))
      expect(linesOf(text)).toEqual([
        columns.map(({ name }) => name),
        ...rows.map((row) => row.map((cell) => String(cell ?? ''))),
      ])
    }
  }
})

/** Fields without quotes, as all of a panel's are. */
function linesOf(text: string): string[][] {
  return text
    .split('\r\n')
    .slice(0, -1)
    .map((line) => line.split(','))
}

const compared: readonly [title: string, comparison: 'previous' | 'year', period: AskedPeriod, before: AskedPeriod][] =
  [
    [
      'the month before November, with its change of clocks',
      'previous',
      asked('Europe/Berlin', '2026-11-01T00:00:00+01:00', '2026-12-01T00:00:00+01:00'),
      asked('Europe/Berlin', '2026-10-01T00:00:00+02:00', '2026-11-01T00:00:00+01:00'),
    ],
    [
      'the two days before, one of them 25 hours long',
      'previous',
      asked('Europe/Berlin', '2026-10-26T00:00:00+01:00', '2026-10-28T00:00:00+01:00'),
      asked('Europe/Berlin', '2026-10-24T00:00:00+02:00', '2026-10-26T00:00:00+01:00'),
    ],
    [
      'the half-hour before, within the hour that the clock showed twice',
      'previous',
      asked('Europe/Berlin', '2026-10-25T02:10:00+01:00', '2026-10-25T02:40:00+01:00'),
      asked('Europe/Berlin', '2026-10-25T02:40:00+02:00', '2026-10-25T02:10:00+01:00'),
    ],
    [
      'the day before, from odd to odd',
      'previous',
      asked('America/New_York', '2026-11-01T13:07:00-05:00', '2026-11-02T13:07:00-05:00'),
      asked('America/New_York', '2026-10-31T13:07:00-04:00', '2026-11-01T13:07:00-05:00'),
    ],
    [
      'a year before 28 February of a leap year',
      'year',
      asked('Europe/Berlin', '2024-02-28T00:00:00+01:00', '2024-02-29T00:00:00+01:00'),
      asked('Europe/Berlin', '2023-02-28T00:00:00+01:00', '2023-03-01T00:00:00+01:00'),
    ],
    [
      'a year before 29 February',
      'year',
      asked('Europe/Berlin', '2024-02-29T00:00:00+01:00', '2024-03-01T00:00:00+01:00'),
      asked('Europe/Berlin', '2023-02-28T00:00:00+01:00', '2023-03-01T00:00:00+01:00'),
    ],
  ]

function asked(zone: string, from: string, to: string): AskedPeriod {
  return { title: '', zone, from, to }
}

test.each(compared)(
  '%s: what is compared with is what that period answers by itself',
  async (_, comparison, period, before) => {
    const answers = await askPages(`${queryOf(period)}&compare=${comparison}`)
    const alone = await askPages(queryOf(before))
    for (const panel of panels) {
      const { compare, rows } = answers[panel.id]!
      expect(compare!.period).toEqual({ from: before.from, to: before.to, zone: before.zone })
      expect({ rows: compare!.rows, totals: compare!.totals }, panel.id).toEqual(
        modelPanel(panel, server.messages, questionOf(before)),
      )
      expect(compare!.rows, panel.id).toEqual(alone[panel.id]!.rows)
      const text = await server.ask<string>(
        `/api/v1/panels/${panel.id}?${queryOf(period)}&compare=${comparison}&format=csv`,
      )
      expect(linesOf(text).slice(1)).toEqual([
        ...rows.map((row) => ['asked', ...row.map((cell) => String(cell ?? ''))]),
        ...compare!.rows.map((row) => ['compared', ...row.map((cell) => String(cell ?? ''))]),
      ])
      expect(linesOf(text)[0]![0]).toBe('period')
      expect(rows, panel.id).toEqual(modelPanel(panel, server.messages, questionOf(period)).rows)
    }
  },
)

test('every answer says how complete it is, and what was heard from each feed', async () => {
  const period = periods[5]!
  const { completeness, asOf } = await server.ask<Answer>(`/api/v1/panels/notifications.by-status?${queryOf(period)}`)
  const { rows, totals } = modelPanel(
    { measures: ['messages', 'open_share'], by: [] },
    server.messages,
    questionOf(period),
  )
  const unique = new Map(server.events.map((event) => [`${event.source} ${event.id}`, event.source]))
  const newest = Math.max(...server.messages.map(({ createdAt }) => createdAt))
  expect(completeness).toEqual({
    isFolding: false,
    messages: rows[0]![0],
    open: rows[0]![0] === 0 ? 0 : Math.round(Number(totals['open_share']) * Number(rows[0]![0])),
    openShare: totals['open_share'],
    newestEventAt: new Date(newest).toISOString(),
    feeds: [...new Set(unique.values())].toSorted().map((source) => ({
      source,
      newestEventAt: new Date(seededNow).toISOString(),
      events: [...unique.values()].filter((other) => other === source).length,
    })),
  })
  expect(asOf).toBe(new Date(seededNow).toISOString())
})

test("a company sees its own messages only: another's same days are another's", async () => {
  const period = periods[0]!
  const [own, others] = [await askPages(queryOf(period)), await askPages(queryOf(period), server.stranger.token)]
  expect(JSON.stringify(own)).not.toContain('canary')
  for (const panel of panels) {
    const { rows, totals } = others[panel.id]!
    expect({ rows, totals }).toEqual(modelPanel(panel, server.stranger.messages, questionOf(period)))
  }
  const today = `from=2027-01-01T11:00:00Z&to=2027-01-01T13:00:00Z`
  const totalOf = async (token?: string) =>
    (await server.ask<Answer>(`/api/v1/panels/notifications.by-channel?${today}`, token)).completeness.messages
  expect([await totalOf(), await totalOf(server.stranger.token)]).toEqual([0, 3])
})
