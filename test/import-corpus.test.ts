import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { SegmentedMessage } from 'sms-segments-calculator'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { finished, folded, urlOf, workplace } from './serving.ts'
import type { Workplace } from './serving.ts'

/**
 * The NUS SMS Corpus goes in as a person would import it, and the pages must show what a count straight from the file
 * gives. The count shares nothing with the program: not its zones, not its parts, not its statuses.
 */
const corpus = resolve(import.meta.dirname, '../../shared/data/sms-corpus.ndjson.gz')
const isHere = existsSync(corpus)
const remark = isHere ? '' : ` (skipped: ${corpus} is not there)`
const token = 'token-of-the-corpus-import'

type Sms = { id: number; time: string; text: string }
type Counted = { at: number; status: 'delivered' | 'undelivered' | 'error'; parts: number }

/** Every SMS of a possible year, as docs/import.md tells its life; Singapore has been 8 hours ahead of UTC since 1982. */
function countedOnes(): Counted[] {
  return gunzipSync(readFileSync(corpus))
    .toString()
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Sms)
    .filter(({ time }) => time >= '2000')
    .map(({ id, time, text }) => {
      const rest = id % 97
      const status = rest <= 4 ? 'undelivered' : rest <= 6 ? 'error' : 'delivered'
      return { at: Date.parse(`${time}:00+08:00`), status, parts: partsOf(text) } as const
    })
    .toSorted((a, b) => a.at - b.at)
}

/** Short texts of plain characters are one part; the others are counted by a library that the program does not use. */
function partsOf(text: string): number {
  return text.length <= 160 && /^[A-Za-z0-9 \n@$!"#%&'()*+,\-./:;<=>?_]*$/.test(text)
    ? 1
    : new SegmentedMessage(text).segmentsCount
}

const quarter = 900_000

/**
 * The local day of each quarter of an hour of a period: days of these zones begin at whole ones. A day goes on until the
 * next one begins, also where clocks go back over midnight and show the day before once more.
 */
function daysByQuarter(from: number, to: number, zone: string): Map<number, string> {
  const format = new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' })
  const days = new Map<number, string>()
  const first = Math.floor(from / quarter)
  let day = ''
  for (let at = first - 12; at * quarter < to; at++) {
    const shown = format.format(at * quarter)
    if (shown > day) day = shown
    if (at >= first) days.set(at, day)
  }
  return days
}

/** How many were created in `[from, to)`; the list is in order. */
function countBetween(ones: readonly Counted[], from: number, to: number): number {
  const before = (end: number) => {
    const at = ones.findIndex((one) => one.at >= end)
    return at < 0 ? ones.length : at
  }
  return before(to) - before(from)
}

describe.skipIf(!isHere)(`the SMS corpus${remark}`, () => {
  let place: Workplace
  let url: string
  let all: Counted[]
  let first: Awaited<ReturnType<typeof importCorpus>>

  const importCorpus = (...more: string[]) => {
    const args = ['import', corpus, '--as', 'sms-corpus', '--zone', 'Asia/Singapore', ...more]
    return finished(place.talkmeter(args, { TALKMETER_URL: url, TALKMETER_TOKEN: token }))
  }

  async function page(id: string, from: string, to: string, zone: string, more = '') {
    const query = new URLSearchParams({ from, to, tz: zone })
    const response = await fetch(`${url}/api/v1/pages/${id}?${query.toString()}${more}`, {
      headers: { authorization: `Bearer ${token}` },
    })
    type Panel = { rows: unknown[][]; totals: Record<string, unknown> }
    return (await response.json()) as { panels: Record<string, Panel> }
  }

  beforeAll(async () => {
    all = countedOnes()
    place = workplace('corpus', 'made')
    url = await urlOf(place.talkmeter(['serve'], { TALKMETER_INIT_TOKEN: token }))
    first = await importCorpus('--price-per-part', '0.0125 EUR')
    await folded(url)
  }, 300_000)

  afterAll(() => place.clear())

  test('goes in, but for the one SMS of an impossible year', () => {
    expect(first.output).toMatch(/Read +21,325 lines, which tell 63,972 events/)
    expect(first.output).toMatch(/Accepted +63,972\n +Duplicates +0\n +Refused +1\n/)
    expect(first.output).toContain('1 × out-of-range: time: 1970-01-08T04:53:00.000Z is before the year 2000')
    expect(first.code).toBe(2)
    expect(all.length).toBe(21_324)
  })

  test.each([
    ['all of it', 'UTC', '2008-01-01T00:00:00Z', '2017-12-31T00:00:00Z'],
    ['the last years', 'Asia/Singapore', '2011-06-01T00:00:00+08:00', '2019-01-01T00:00:00+08:00'],
    ['an odd piece of a year', 'Asia/Kathmandu', '2011-01-05T13:37:11+05:45', '2011-09-30T23:59:59.5Z'],
    ['half-hour clock changes', 'Australia/Lord_Howe', '2010-09-20T06:45:00+10:30', '2011-04-17T18:05:00Z'],
    [
      'clocks that change at a minute past midnight',
      'America/St_Johns',
      '2010-10-30T00:00:00-02:30',
      '2011-03-20T12:00:00Z',
    ],
    ['a day that Samoa left out', 'Pacific/Apia', '2011-12-01T00:00:00-10:00', '2012-01-20T09:10:00Z'],
    [
      'from the minute of one SMS to that of another',
      'Asia/Singapore',
      '2011-02-12T23:06:00+08:00',
      '2011-02-12T23:39:00+08:00',
    ],
    ['a few minutes', 'Europe/Berlin', '2011-02-12T15:01:30Z', '2011-02-12T15:28:00.001Z'],
    ['nothing', 'Asia/Singapore', '2014-05-01T00:00:00Z', '2014-05-03T00:00:00Z'],
  ])('the pages show what the file has: %s, in %s', async (name, zone, fromText, toText) => {
    const [from, to] = [Date.parse(fromText), Date.parse(toText)]
    const days = daysByQuarter(from, to, zone)
    const inPeriod = all.filter(({ at }) => at >= from && at < to)
    expect(inPeriod.length > 0).toBe(name !== 'nothing')
    const sent = inPeriod.filter(({ status }) => status !== 'error')
    const of = (status: string) => inPeriod.filter((sms) => sms.status === status).length
    const delivered = of('delivered')
    const parts = sent.reduce((sum, sms) => sum + sms.parts, 0)
    const price = (parts * 125) / 10_000
    const byDay = (ones: readonly Counted[], value: (one: Counted) => number) => {
      const sums = new Map([...days.values()].map((day) => [day, 0]))
      for (const one of ones) {
        const day = days.get(Math.floor(one.at / quarter))!
        sums.set(day, sums.get(day)! + value(one))
      }
      return sums
    }
    const channels = ['sms', 'viber', 'email', 'whatsapp', 'push']
    /** Where there is nothing, nothing is shown of every channel. */
    const shown = inPeriod.length === 0 ? channels : ['sms']
    const byDayAndChannel = (sums: Map<string, number>) =>
      [...sums].flatMap(([day, count]) => shown.map((channel) => [day, channel, count]))

    const { panels } = await page('notifications', fromText, toText, zone)
    const rows = (id: string) => panels[`notifications.${id}`]!.rows
    const statuses = ['created', 'created-optional', 'delayed', 'pending', 'delivered', 'undelivered', 'error']
    expect(rows('by-status')).toEqual(
      [...statuses, 'canceled', 'omitted-optional'].map((status) => [status, of(status)]),
    )
    expect(rows('by-short-status')).toEqual([
      ['waiting', 0],
      ['delivered', delivered],
      ['not-delivered', inPeriod.length - delivered],
      ['not-sent', 0],
    ])
    const bySms = (count: number) => channels.map((channel) => [channel, channel === 'sms' ? count : 0])
    expect(rows('by-channel')).toEqual(bySms(sent.length))
    expect(rows('sent-by-channel-by-day')).toEqual(byDayAndChannel(byDay(sent, () => 1)))
    const deliveredOnes = inPeriod.filter(({ status }) => status === 'delivered')
    expect(rows('delivered-by-channel-by-day')).toEqual(byDayAndChannel(byDay(deliveredOnes, () => 1)))
    expect(rows('sms-parts')).toEqual([...byDay(sent, (sms) => sms.parts)])
    expect(panels['notifications.sms-parts']!.totals).toMatchObject({ parts, sent: sent.length })
    const overTime = rows('over-time').map(([time, count]) => [Date.parse(String(time)), Number(count)] as const)
    const ends = overTime.map((_, at) => overTime[at + 1]?.[0] ?? to)
    const counts = ends.map((end, at) => countBetween(inPeriod, overTime[at]![0], end))
    expect(overTime.map(([, count]) => count)).toEqual(counts)
    expect(overTime.reduce((sum, [, count]) => sum + count, 0)).toBe(inPeriod.length)

    const analytics = (await page('analytics', fromText, toText, zone)).panels
    expect(analytics['analytics.sent']!.rows).toEqual([[sent.length]])
    expect(analytics['analytics.delivered']!.rows[0]![0]).toBe(delivered)
    expect(analytics['analytics.sent-by-channel']!.rows).toEqual(bySms(sent.length))
    const prices = analytics['analytics.price']!.rows.map(([currency, amount]) => [currency, Number(amount)])
    expect(prices).toEqual([['EUR', price]])

    const filtered = await page('notifications', fromText, toText, zone, '&status=undelivered&channel=sms')
    expect(filtered.panels['notifications.sent']!.rows).toEqual([[of('undelivered')]])
  })

  test('imported once more, every event is known and no number moves', { timeout: 120_000 }, async () => {
    const asked = ['notifications', '2009-01-01T00:00:00Z', '2018-12-31T00:00:00Z', 'UTC'] as const
    const before = await page(...asked)
    const { code, output } = await importCorpus('--price-per-part', '0.0125 EUR')
    expect(output).toMatch(/Accepted +0\n +Duplicates +63,972 \(known before; counted once\)\n +Refused +1\n/)
    expect(code).toBe(2)
    await folded(url)
    const after = await page(...asked)
    for (const [id, { rows, totals }] of Object.entries(after.panels)) {
      expect({ rows, totals }, id).toEqual({ rows: before.panels[id]!.rows, totals: before.panels[id]!.totals })
    }
  })
})
