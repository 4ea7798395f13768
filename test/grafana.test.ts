import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { dimensions } from '../src/measures/dimensions.ts'
import { pageById, pages, panelById } from '../src/panels/pages.ts'
import { dashboardOf } from '../src/renderers/grafana/dashboard.ts'
import type { DashboardPanel } from '../src/renderers/grafana/dashboard.ts'
import type { InfinityQuery } from '../src/renderers/grafana/queries.ts'
import { answered, startApiServer } from './api-server.ts'
import type { ApiServer } from './api-server.ts'
import { edges, periods } from './asked-periods.ts'
import { callDays } from './call-days.ts'
import { chatDays, storeChatDays } from './chat-days.ts'
import { addressAsked, linked, parsed, queriesOf, seriesOf } from './grafana-asking.ts'
import type { Viewed } from './grafana-asking.ts'
import { cloudEvent } from './model.ts'
import { openapiJudge } from './openapi-judge.ts'
import type { Description, Judge } from './openapi-judge.ts'
import { seededDays } from './seeded-days.ts'
import { seededNow } from './seeded-server.ts'
import { partsOf } from './zip-parts.ts'

/** The dashboards of Grafana ask as Grafana would, and show the numbers of our pages. */

type Cell = string | number | null
type Answer = { columns: { name: string }[]; rows: Cell[][]; ids?: (string | null)[] }
type Rows = Record<string, Cell>[]

let server: ApiServer
let judge: Judge
let now = seededNow

beforeAll(async () => {
  server = await startApiServer({ now: () => now })
  judge = openapiJudge((await server.get('/api/v1/openapi.json')).body as Description)
  const spans = [['2026-10-24T00:00Z', '2026-10-26T04:00Z', 120]] as const
  await storeChatDays(
    server.facts,
    1,
    chatDays(
      edges,
      spans.map(([from, to, many]) => [Date.parse(from), Date.parse(to), many] as const),
    ),
  )
  for (const events of [seededDays(edges).map(cloudEvent), callDays(edges), presence]) {
    const body = events.map((event) => JSON.stringify(event)).join('\n')
    const { status } = await server.send(server.token, 'application/x-ndjson', body)
    if (status !== 200) throw new Error(`The events are not taken: ${status}`)
  }
  await server.path.folder.settled()
})

afterAll(() => server.close())

/** Operators with ids that are hard to put into an address. */
const oddOperators = ['op,with,commas', '["quoted"]', 'a&b=c#d+e %20', '*']
const presence = oddOperators.flatMap((operator, at) =>
  ['online', 'paused'].map((word, minute) => ({
    specversion: '1.0',
    id: `presence-${at}-${word}`,
    source: '/presence',
    type: 'operator.presence',
    subject: operator,
    time: new Date(Date.parse('2026-10-25T10:00Z') + (at * 10 + minute) * 60_000).toISOString(),
    data: { state: word, operator: { id: operator, name: `Odd ${at}` } },
  })),
)

async function ask<Body>(address: string): Promise<Body> {
  const { status, headers, body } = await server.get(address)
  const path = address.split('?')[0]!
  expect(judge.faults('GET', path, status, headers.get('content-type') ?? '', body), address).toEqual([])
  expect(status, `${address}: ${JSON.stringify(body).slice(0, 300)}`).toBe(200)
  return body as Body
}

const showing = { language: 'en', zone: 'Europe/Berlin', publicUrl: 'https://stats.example.com' } as const

function viewedIn(title: number, chosen: Viewed['chosen'] = {}): Viewed & { zone: string } {
  const { from, to, zone } = periods[title]!
  return { from: Date.parse(from), to: Date.parse(to), zone, timezone: zone === 'UTC' ? 'utc' : zone, chosen }
}

/** What our page tells of a panel; of one that follows the clock, what it is told when asked about a period. */
async function pageAnswers(page: string, { from, to, zone, chosen }: ReturnType<typeof viewedIn>) {
  const queryFor = (names: readonly string[]) => {
    const query = new URLSearchParams({ from: new Date(from).toISOString(), to: new Date(to).toISOString(), tz: zone })
    for (const name of names) for (const word of chosen[name] ?? []) query.append(name, word)
    return query.toString()
  }
  const { filters, panels } = pageById.get(page)!
  const { panels: told } = await ask<{ panels: Record<string, Answer> }>(`/api/v1/pages/${page}?${queryFor(filters)}`)
  const ofClock = panels.filter(({ live }) => live !== undefined)
  const own = await Promise.all(
    ofClock.map(({ id, filters: its }) => ask<Answer>(`/api/v1/panels/${id}?${queryFor(its)}`)),
  )
  return { ...told, ...Object.fromEntries(ofClock.map(({ id }, at) => [id, own[at]!])) }
}

/** What a row is called, put together from the declarations. */
function titleOf(by: readonly string[], cell: (name: string) => Cell, id: string | null | undefined): string {
  const words = by.filter((name) => dimensions[name as 'channel'].type === 'text')
  return words
    .map((name) => {
      const { values, kind, known = [] } = dimensions[name as 'channel']
      if (kind === undefined && name !== 'phrase')
        return values?.find(({ value }) => value === cell(name))?.title.en ?? cell(name)
      if (id === null) return 'Others'
      return (
        known.find(({ value }) => value === id)?.title.en ??
        (cell(name) === '' ? (name === 'evaluation' ? 'Not evaluated' : 'Not told') : cell(name))
      )
    })
    .join(', ')
}

function expectPageNumbers(
  panel: DashboardPanel,
  query: InfinityQuery,
  rows: Rows,
  answer: Answer,
  zone: string,
): void {
  const id = query.url.split('/').at(-1)!
  const { by, measures } = panelById.get(id)!
  const fields = parsed(query, rows)
  const valuesOf = (name: string) => fields.find((field) => field.name === name)?.values
  const told = (name: string) => answer.rows.map((row) => row[answer.columns.findIndex((one) => one.name === name)]!)
  const numbers = (name: string) => told(name).map((value) => (value === null ? null : Number(value)))
  const shown = measures.filter(
    (name) => panel.fieldConfig!.defaults.custom?.['stacking'] === undefined || valuesOf(name) !== undefined,
  )
  expect(shown.length, id).toBeGreaterThan(0)
  for (const name of shown) expect(valuesOf(name), `${id} ${name}`).toEqual(numbers(name))
  if (by.includes('time')) expect(valuesOf('time'), id).toEqual(told('time').map((time) => Date.parse(String(time))))
  if (by.includes('day')) {
    const dayOf = new Intl.DateTimeFormat('sv', { timeZone: zone, dateStyle: 'short' })
    expect(
      valuesOf('time')!.map((time) => dayOf.format(time as number)),
      id,
    ).toEqual(told('day'))
  }
  if (by.includes('cell')) expect(valuesOf('latitude'), id).toEqual(told('latitude'))
  const series = valuesOf('series')
  if (series !== undefined) {
    const titles = answer.rows.map((row, at) =>
      titleOf(by, (name) => row[answer.columns.findIndex((one) => one.name === name)]!, answer.ids?.[at]),
    )
    expect(series, id).toEqual(titles)
    const word = by.find((name) => dimensions[name].type === 'text' && name !== 'currency')
    if (word !== undefined) expect(valuesOf(word), id).toEqual(answer.ids ?? told(word))
  }
  if (query.format === 'timeseries' && rows.length > 0) expect(seriesOf(fields).size, id).toBeGreaterThan(0)
}

describe.each(pages)('the dashboard of $id', (page) => {
  const dashboard = dashboardOf(page, showing)

  async function expectAll(viewed: ReturnType<typeof viewedIn>): Promise<number> {
    const answers = await pageAnswers(page.id, viewed)
    let rowsSeen = 0
    for (const { panel, query } of queriesOf(dashboard)) {
      const rows = await ask<Rows>(addressAsked(query, viewed, dashboard))
      expectPageNumbers(panel, query, rows, answers[query.url.split('/').at(-1)!]!, viewed.zone)
      rowsSeen += rows.length
    }
    return rowsSeen
  }

  test.each([0, 5])('shows the numbers of our page in period %i', async (period) => {
    expect(await expectAll(viewedIn(period))).toBeGreaterThan(page.panels.length)
  })

  test('asks with what is chosen of each variable, as our page does', async () => {
    const chosen: Record<string, string[]> = {}
    for (const variable of dashboard.templating!.list!) {
      const { infinityQuery } = variable.query as { infinityQuery: InfinityQuery }
      const values = await ask<Rows>(addressAsked(infinityQuery, viewedIn(0), dashboard))
      const [texts, words] = ['__text', '__value'].map(
        (name) => parsed(infinityQuery, values).find((field) => field.name === name)!.values as string[],
      )
      expect(words!.length, variable.name).toBeGreaterThan(1)
      expect(
        texts!.every((text) => text !== ''),
        variable.name,
      ).toBe(true)
      chosen[variable.name] = variable.name === 'operator' ? [...words!] : words!.slice(0, 2)
    }
    await expectAll(viewedIn(0, chosen))
    // One at a time, so that something is left to count.
    for (const [name, words] of Object.entries(chosen)) {
      const query = queriesOf(dashboard).find(({ query: one }) =>
        one.url_options.params.some(({ key }) => key === name),
      )
      const viewed = viewedIn(5, { [name]: words })
      const rows = await ask<Rows>(addressAsked(query!.query, viewed, dashboard))
      const answers = await pageAnswers(page.id, viewed)
      expectPageNumbers(query!.panel, query!.query, rows, answers[query!.query.url.split('/').at(-1)!]!, viewed.zone)
    }
  })
})

const chatsDashboard = dashboardOf(pageById.get('chats')!, showing)

test('ids that hold commas, quotes and signs of addresses are asked for as they are', async () => {
  const online = queriesOf(chatsDashboard).find(({ query }) => query.url.endsWith('/chats.operator-online'))!.query
  const viewed = viewedIn(0)
  for (const ids of [[oddOperators[0]!], [oddOperators[1]!, oddOperators[3]!], oddOperators]) {
    const rows = await ask<Rows>(addressAsked(online, { ...viewed, chosen: { operator: ids } }, chatsDashboard))
    expect(rows.map((row) => row['operator']).toSorted()).toEqual(ids.toSorted())
    expect(rows.every((row) => /^Odd \d$/.test(String(row['series'])))).toBe(true)
  }
})

test('no ids mean all, and an id in braces is one', async () => {
  const online = `/api/v1/grafana/panels/chats.operator-online?${tenDays}`
  const all = await ask<Rows>(online)
  expect(all.length).toBeGreaterThan(oddOperators.length - 1)
  expect(await ask(`${online}&operator=${encodeURIComponent('[]')}`)).toEqual(all)
  expect(await ask(`${online}&operator=%7B3F2504E0-4F89%7D`)).toEqual([])
})

test('the place of a clicked value is exact, however many digits Grafana shows', async () => {
  const map = queriesOf(chatsDashboard).find(({ query }) => query.url.endsWith('/chats.web-dialogues-map'))!
  const viewed = viewedIn(0)
  const rows = await ask<Rows>(addressAsked(map.query, viewed, chatsDashboard))
  const places = rows.filter(({ latitude }) => latitude !== null)
  expect(places.length).toBeGreaterThan(0)
  for (const row of places) {
    const [{ url }] = map.panel.fieldConfig!.defaults.links as [{ url: string }]
    const address = linked(url, row)
      .replace(/^.*?open[/]/, '')
      .replaceAll(/&\$\{\w+:queryparam\}/g, '')
    const to = await opened(
      address
        .replace('${__from}', String(viewed.from))
        .replace('${__to}', String(viewed.to))
        .replace('${__timezone:percentencode}', 'UTC'),
    )
    expect(to).toContain(`&at.cell=${row['latitude']},${row['longitude']}`)
  }
  // What is shown beside it has all digits, too.
  const decimalsOf = (name: string) =>
    map.panel.fieldConfig!.overrides.find(({ matcher }) => matcher.options === name)?.properties
  for (const name of ['latitude', 'longitude']) expect(decimalsOf(name)).toEqual([{ id: 'decimals', value: 2 }])
})

test('an end that Grafana puts a millisecond before midnight is midnight', async () => {
  const [day, short] = ['2026-10-26T00:00:00.000Z', '2026-10-25T23:59:59.999Z'].map(
    (to) => `from=2026-10-25T00:00:00Z&to=${to}&tz=UTC`,
  )
  expect(await opened(`notifications?${short}`)).toBe(await opened(`notifications?${day}`))
  const last = { source: 'last', id: 'last', message: 'last', time: Date.parse('2026-10-25T23:59:59.999Z') }
  const event = cloudEvent({ ...last, channel: 'sms', status: 'delivered' })
  const { token } = await server.newCompany()
  await server.send(token, 'application/json', JSON.stringify(event))
  await server.path.folder.settled()
  expect((await server.get(`${sent}?${short}`, token)).body).toEqual([{ sent: 1 }])
})

const sent = '/api/v1/grafana/panels/notifications.sent'
const tenDays = 'from=2026-10-24T00:00:00Z&to=2026-11-03T00:00:00Z'

test('titles are in the language asked for, days begin in the zone, and money is a number beside its currency', async () => {
  const byDay = '/api/v1/grafana/panels/notifications.sent-by-channel-by-day'
  const [english, russian] = await Promise.all(
    ['en', 'ru'].map((lang) => ask<Rows>(`${byDay}?${tenDays}&tz=Europe/Berlin&lang=${lang}&channel=email`)),
  )
  // The period begins within a day, whose time is that of the period; the clocks change on the second.
  expect(english!.slice(0, 3)).toMatchObject([
    { time: Date.parse('2026-10-24T00:00Z'), day: '2026-10-24', channel: 'email', series: 'Email' },
    { time: Date.parse('2026-10-24T22:00Z'), day: '2026-10-25' },
    { time: Date.parse('2026-10-25T23:00Z'), day: '2026-10-26' },
  ])
  expect(english!.map(({ time, sent: number }) => [time, number])).toEqual(
    russian!.map(({ time, sent: number }) => [time, number]),
  )
  const statuses = await ask<Rows>(`/api/v1/grafana/panels/notifications.by-status?${tenDays}&lang=ru&status=delivered`)
  expect(statuses).toMatchObject([{ status: 'delivered', series: 'Доставлено' }])
  const price = await ask<Rows>(`/api/v1/grafana/panels/notifications.price?${tenDays}`)
  expect(price.length).toBeGreaterThan(0)
  for (const row of price) {
    expect(row).toEqual({ currency: expect.stringMatching(/^[A-Z]{3}$/), series: row['currency'], price: row['price'] })
    expect(typeof row['price']).toBe('number')
  }
})

test('a comparison lies at the times of what it is compared with', async () => {
  const overTime = '/api/v1/grafana/panels/notifications.over-time'
  const [asked, before] = [
    'from=2026-10-25T00:00:00Z&to=2026-10-26T00:00:00Z',
    'from=2026-10-24T00:00:00Z&to=2026-10-25T00:00:00Z',
  ]
  const both = await ask<Rows>(`${overTime}?${asked}&tz=UTC&compare=previous`)
  const [own, theirs] = [
    await ask<Rows>(`${overTime}?${asked}&tz=UTC`),
    await ask<Rows>(`${overTime}?${before}&tz=UTC`),
  ]
  expect(both.filter(({ period }) => period === 'asked')).toEqual(own.map((row) => ({ period: 'asked', ...row })))
  expect(both.filter(({ period }) => period === 'compared')).toEqual(
    theirs.map((row, at) => ({ period: 'compared', ...row, time: own[at]!['time'] })),
  )
})

test('times may be in milliseconds, and the zone in the words of Grafana', async () => {
  const [from, to] = ['2026-10-24T00:00:00Z', '2026-11-03T00:00:00Z'].map((text) => Date.parse(text))
  const byTime = '/api/v1/grafana/panels/notifications.over-time'
  const usual = await ask<Rows>(`${byTime}?${tenDays}&tz=UTC`)
  expect(await ask(`${byTime}?from=${from}&to=${to}&tz=utc`)).toEqual(usual)
  const { zone } = await ask<{ zone: string }>('/api/v1/company')
  const ofCompany = await ask<Rows>(`${byTime}?${tenDays}&tz=${zone}`)
  expect(await ask(`${byTime}?${tenDays}&tz=browser`)).toEqual(ofCompany)
  expect(await ask(`${byTime}?${tenDays}&tz=&channel=&status=*`)).toEqual(ofCompany)
})

describe('what is wrong is told by name', () => {
  const faults: readonly (readonly [query: string, field: string, panel?: string])[] = [
    ['from=yesterday', 'from'],
    ['from=1', 'from'],
    [`${tenDays}&tz=Mars/Base`, 'tz'],
    [`${tenDays}&channel=sms,carrier-pigeon`, 'channel'],
    [`${tenDays}&channel=%24%7Bchannel%3Acsv%7D`, 'channel'],
    [`${tenDays}&tz=%24%7B__timezone%7D`, 'tz'],
    [`${tenDays}&operator=op-1`, 'operator'],
    ...['["a,b"', '{"a":1}', '[1]'].map(
      (list) => [`${tenDays}&operator=${encodeURIComponent(list)}`, 'operator', 'chats.operator-online'] as const,
    ),
    [`${tenDays}&compare=week`, 'compare'],
    [`${tenDays}&lang=de`, 'lang'],
    ['from=2010-01-01T00:00:00Z&to=2026-01-01T00:00:00Z', 'from'],
  ]
  test.each(faults)('%s', async (query, field, panel = 'notifications.sent') => {
    const { status, body } = await server.get(`/api/v1/grafana/panels/${panel}?${query}`)
    expect([status, (body as { fields: { field: string }[] }).fields.map((one) => one.field)]).toEqual([400, [field]])
  })

  test('names of nothing', async () => {
    for (const path of ['panels/notifications.none', 'variables/color']) {
      const { status, body } = await server.get(`/api/v1/grafana/${path}`)
      expect([status, (body as { detail: string }).detail]).toEqual([404, expect.stringContaining('There are: ')])
    }
  })
})

test('an answer that is known is not sent again, and those who ask the same within ten seconds share one', async () => {
  const get = async (tag?: string, token = server.token) => {
    const headers = { authorization: `Bearer ${token}`, ...(tag === undefined ? {} : { 'if-none-match': tag }) }
    return answered(await fetch(`${server.url}${sent}?${tenDays}&channel=push`, { headers }))
  }
  const first = await get()
  const tag = first.headers.get('etag')!
  expect(tag).toMatch(/^"[\w-]{20,}"$/)
  expect((await get(tag)).status).toBe(304)
  expect((await get(`"other", W/${tag}`)).status).toBe(304)
  expect((await get('"other"')).status).toBe(200)

  const stranger = await server.newCompany()
  expect((await get(undefined, stranger.token)).body).toEqual([{ sent: 0 }])
  const more = { source: 'more', id: 'more', message: 'more', time: Date.parse('2026-10-25T00:00Z') }
  const event = cloudEvent({ ...more, channel: 'push', status: 'delivered' })
  await server.send(server.token, 'application/json', JSON.stringify(event))
  await server.path.folder.settled()
  expect((await get(tag)).status).toBe(304)
  now += 10_001
  const later = await get(tag)
  expect(later.status).toBe(200)
  expect((later.body as Rows)[0]!['sent']).toBe(Number((first.body as Rows)[0]!['sent']) + 1)
})

test('more rows than a chart can show are refused, and the most that are not are given', async () => {
  const { token } = await server.newCompany()
  const byStatus = '/api/v1/grafana/panels/notifications.viber-by-status-by-day'
  const rowsOf = async (from: string) =>
    server.get(`${byStatus}?from=${from}T00:00:00Z&to=2026-01-01T00:00:00Z&tz=UTC`, token)
  const tooMany = await rowsOf('2017-01-01')
  expect([tooMany.status, (tooMany.body as { detail: string }).detail]).toEqual([
    413,
    'This would be 29583 rows, and 20000 is the most: choose a shorter period, or filter.',
  ])
  expect((await rowsOf('2020-01-01')).body).toHaveLength(2192 * 9)
})

test('a token needs the scope to read, and no other', async () => {
  const statusOf = async (token: string, path: string) => {
    const { status, body } = await server.get(`/api/v1/grafana/${path}`, token)
    return [status, (body as { detail?: string }).detail]
  }
  const reading = await server.tokenWith(['read'])
  for (const path of ['health', 'variables/channel', 'panels/notifications.sent']) {
    expect((await statusOf(reading, path))[0], path).toBe(200)
    expect(await statusOf(await server.tokenWith(['ingest']), path)).toEqual([
      403,
      'This needs the scope "read"; the token has: ingest.',
    ])
    expect((await statusOf('unknown', path))[0]).toBe(401)
  }
  const tokens = await ask<{ tokens: { id: string; scopes: string[] }[] }>('/api/v1/tokens')
  const ofReading = tokens.tokens.filter(({ scopes }) => scopes.join() === 'read')
  for (const { id } of ofReading) {
    const headers = { authorization: `Bearer ${server.token}` }
    await fetch(`${server.url}/api/v1/tokens/${id}`, { method: 'DELETE', headers })
  }
  expect(await statusOf(reading, 'health')).toEqual([401, 'This token is not known, was revoked, or is over.'])
})

/** Where a link of a dashboard leads to. */
async function opened(address: string): Promise<string | number> {
  const response = await fetch(`${server.url}/api/v1/grafana/open/${address}`, { redirect: 'manual' })
  const to = response.headers.get('location')
  return to === null ? response.status : decodeURIComponent(to)
}

describe('the way from a dashboard to our pages', () => {
  const period = `from=${Date.parse('2026-10-24T22:00:30Z')}&to=${Date.parse('2026-10-27T23:00:30Z')}&tz=Europe/Berlin`
  const onPage = 'from=2026-10-25T00:00:00+02:00&to=2026-10-28T00:01:00+01:00&tz=Europe/Berlin'

  test('has the same period, zone and filters', async () => {
    expect(await opened(`notifications?${period}&var-channel=sms&var-channel=viber&var-status=$__all`)).toBe(
      `/notifications?${onPage}&channel=sms&channel=viber`,
    )
    const odd = encodeURIComponent(oddOperators[2]!)
    const response = await fetch(`${server.url}/api/v1/grafana/open/chats?${period}&var-operator=${odd}`, {
      redirect: 'manual',
    })
    const { searchParams } = new URL(response.headers.get('location')!, server.url)
    expect(searchParams.get('operator')).toBe(oddOperators[2])
  })

  const at = Date.parse('2026-10-25T23:00:00Z')
  const links: readonly [asked: string, rows: string | undefined][] = [
    [
      `notifications.delivered-by-channel-by-day?${period}&rows=1&at.time=${at}&at.channel=sms`,
      'at.day=2026-10-26&at.channel=sms',
    ],
    [`notifications.over-time?${period}&rows=1&at.time=${at}`, 'at.time=2026-10-26T00:00:00+01:00'],
    // The first step of the period that Grafana asked about begins where it begins on our page.
    [
      `notifications.over-time?${period}&rows=1&at.time=${Date.parse('2026-10-24T22:00:30Z')}`,
      'at.time=2026-10-25T00:00:00+02:00',
    ],
    [`notifications.delivered?${period}&rows=1&at.measure=delivered`, 'at.measure=delivered'],
    [`chats.cost-by-chat?${period}&rows=1&at.chat=&at.currency=EUR`, 'at.chat=&at.currency=EUR'],
    [`chats.web-dialogues-map?${period}&rows=1&at.cell=52.55,13.45`, 'at.cell=52.55,13.45'],
    [
      `telephony.status-15m?${period}&rows=1&at.outcome=busy`,
      'at.outcome=busy&at.from=2026-10-25T00:00:00+02:00&at.to=2026-10-28T00:01:00+01:00',
    ],
    // Grafana writes no id and the empty one alike.
    [
      `chats.cost-by-chat?${period}&rows=1&at.chat=&at.currency=EUR&at.series=Not+told,+EUR`,
      'at.chat=&at.currency=EUR',
    ],
    [
      `chats.cost-by-chat?${period}&rows=1&at.chat=c1&at.currency=EUR&at.series=Others,+EUR`,
      'at.chat=c1&at.currency=EUR',
    ],
    [`telephony.bot-evaluation?${period}&rows=1&at.evaluation=&at.series=Not+evaluated`, 'at.evaluation='],
    [`chats.cost-by-chat?${period}&rows=1&at.chat=&at.currency=EUR&at.series=Others,+EUR`, undefined],
    [`chats.cost-by-chat?${period}&rows=1&at.chat=&at.currency=EUR&at.series=Остальные,+EUR`, undefined],
    [`chats.operator-dialogues?${period}&rows=1&at.operator=null&at.series=Others`, undefined],
    [`chats.cost-by-chat?${period}&rows=1&at.chat=null&at.currency=EUR`, undefined],
    [`chats.operator-dialogues?${period}&rows=1&at.operator=`, undefined],
    [`notifications.sent?${period}`, undefined],
  ]
  test.each(links)('%s opens the rows of that value', async (asked, rows) => {
    const [id] = asked.split('?')
    const [page] = id!.split('.')
    expect(await opened(asked)).toBe(`/${page}?${onPage}${rows === undefined ? '' : `&rows=${id}&${rows}`}`)
  })

  const ofUtc = 'from=2026-10-24T22:00:00+00:00&to=2026-10-27T23:01:00+00:00&tz=UTC'
  test.each([
    [`notifications.sent?${period}&color=red&var-size=1`, `/notifications?${onPage}&color=red&var-size=1`],
    [`notifications?${period}&var-channel=pigeon`, `/notifications?${onPage}&channel=pigeon`],
    [`notifications.gone?${period}`, `/notifications?${onPage}`],
    [`chats?${period.replace('Europe/Berlin', 'Mars/Base')}`, `/chats?${ofUtc}&timezone=Mars/Base`],
    ['chats?from=never&to=now&tz=UTC&var-chat=a', '/chats?from=never&to=now&tz=UTC&chat=a'],
    [`notifications.over-time?from=never&rows=1&at.time=${at}`, `/notifications?from=never&rows=1&at.time=${at}`],
    [`notifications.sent?${period}&rows=1&at.measure=luck`, `/notifications?${onPage}&rows=1&at.measure=luck`],
  ])('%s: what is not understood goes on, for the page to say so', async (asked, expected) => {
    expect(await opened(asked)).toBe(expected)
  })

  test('no page is found by a name of nothing', async () => {
    expect(await opened('nothing')).toBe(404)
  })

  test('every link of every dashboard leads to its page', async () => {
    for (const page of pages) {
      const dashboard = dashboardOf(page, showing)
      const urls = new Set(JSON.stringify(dashboard).match(/https:\/\/stats\.example\.com\/[^"]+/g))
      expect(urls.size).toBeGreaterThan(page.panels.length)
      for (const url of urls) {
        const address = url
          .replace('https://stats.example.com', server.url)
          .replaceAll(/\$\{(\w+):queryparam\}/g, 'var-$1=$__all')
          .replaceAll('${__from}', '1792886430000')
          .replaceAll('${__to}', '1793142030000')
          .replaceAll('${__timezone:percentencode}', 'UTC')
          .replaceAll('${__value.time}', '1792886430000')
          .replaceAll(/\$\{__[^}]+\}/g, '7')
        const response = await fetch(address, { redirect: 'manual' })
        expect([response.status, response.headers.get('location')], url).toEqual([
          303,
          expect.stringMatching(`^/${page.id}[?]`),
        ])
        // What may be the others together says what it is called.
        if (/at\.(?:chat|operator|phrase|trunk|evaluation)=/.test(url)) expect(url).toContain('&at.series=${__')
        if (url.includes('rows=1')) expect(response.headers.get('location'), url).toContain('&rows=')
      }
    }
  })
})

test('the files for Grafana come in the zone of the company, and lead back to where they were asked for', async () => {
  const headers = { authorization: `Bearer ${server.token}` }
  const response = await fetch(`${server.url}/api/v1/grafana/files.zip?lang=ru`, { headers })
  expect(response.headers.get('content-disposition')).toContain('talkmeter-grafana.zip')
  const parts = partsOf(Buffer.from(await response.arrayBuffer()))
  expect([...parts.keys()]).toEqual([
    'provisioning/datasources/talkmeter.yaml',
    'provisioning/dashboards/talkmeter.yaml',
    ...pages.map(({ id }) => `dashboards/talkmeter/${id}.json`),
  ])
  const { zone } = await ask<{ zone: string }>('/api/v1/company')
  const expected = dashboardOf(pages[0]!, { language: 'ru', zone, publicUrl: server.url })
  expect(JSON.parse(parts.get('dashboards/talkmeter/analytics.json')!)).toEqual(JSON.parse(JSON.stringify(expected)))
  expect(await ask('/api/v1/grafana/dashboards')).toEqual({
    grafanaUrl: null,
    dashboards: pages.map(({ id }) => ({ page: id, uid: `talkmeter-${id}` })),
  })
})
