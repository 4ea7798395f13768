import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { finished, folded, urlOf, workplace } from './serving.ts'
import type { Workplace } from './serving.ts'

/**
 * The support dialogues go in as a person would import them, and the page of chats must show what a count straight from the
 * JSON gives. The count shares nothing with the program.
 */
const file = resolve(import.meta.dirname, '../../shared/data/support-dialogues.json.gz')
const isHere = existsSync(file)
const remark = isHere ? '' : ` (skipped: ${file} is not there)`
const token = 'token-of-the-dialogues-import'

type Message = { client?: string; client1?: string; agent?: string; datetime: string; tweet_ID: string }
type Dialogue = { dialogContent: Message[]; dialogHeader: { company: string; sessionID: string } }
type Panel = { rows: (string | number | null)[][]; ids?: string[]; totals: Record<string, unknown> }

function byMessenger(many: readonly unknown[]): unknown[] {
  return many.length === 0 ? [] : [['unknown', many.length]]
}

describe.skipIf(!isHere)(`the support dialogues${remark}`, () => {
  let place: Workplace
  let url: string
  let json: string
  let all: Dialogue[]
  let first: Awaited<ReturnType<typeof importing>>

  const importing = (name = file, ...more: string[]) =>
    finished(
      place.talkmeter(['import', name, '--as', 'support-dialogues', ...more], {
        TALKMETER_URL: url,
        TALKMETER_TOKEN: token,
      }),
    )

  async function page(from: string, to: string, zone: string, more = ''): Promise<Record<string, Panel>> {
    const query = new URLSearchParams({ from, to, tz: zone })
    const response = await fetch(`${url}/api/v1/pages/chats?${query.toString()}${more}`, {
      headers: { authorization: `Bearer ${token}` },
    })
    expect(response.status).toBe(200)
    return ((await response.json()) as { panels: Record<string, Panel> }).panels
  }

  beforeAll(async () => {
    json = gunzipSync(readFileSync(file)).toString()
    all = JSON.parse(json) as Dialogue[]
    place = workplace('dialogues', 'made')
    url = await urlOf(place.talkmeter(['serve'], { TALKMETER_INIT_TOKEN: token }))
    first = await importing()
    await folded(url)
  }, 120_000)

  afterAll(() => place.clear())

  test('go in whole', () => {
    expect(all.length).toBe(525)
    expect(first.output).toMatch(/Read +525 elements, which tell 1,211 events/)
    expect(first.output).toMatch(/Accepted +1,211\n +Duplicates +0\n +Refused +0\n/)
    expect(first.code).toBe(0)
  })

  test.each([
    ['all of them', 'UTC', '2018-01-01T00:00:00Z', '2020-05-01T00:00:00Z', ''],
    [
      'an odd piece of a year, far in the east',
      'Pacific/Auckland',
      '2019-04-02T13:37:11Z',
      '2020-03-28T03:59:59.5Z',
      '',
    ],
    ['the days in which clocks go back', 'Australia/Lord_Howe', '2020-03-20T16:30:00Z', '2020-04-03T00:00:00Z', ''],
    ['of one company', 'UTC', '2018-01-01T00:00:00Z', '2020-05-01T00:00:00Z', 'RockstarSupport'],
    ['none', 'Europe/Berlin', '2017-01-01T00:00:00Z', '2017-01-03T00:00:00Z', ''],
  ])('the page shows what the file has: %s, in %s', async (name, zone, fromText, toText, company) => {
    const isIn = (time: string) => Date.parse(time) >= Date.parse(fromText) && Date.parse(time) < Date.parse(toText)
    const own = all.filter(({ dialogHeader }) => company === '' || dialogHeader.company === company)
    const opened = own.filter(({ dialogContent }) => isIn(dialogContent[0]!.datetime))
    const withAgent = opened.filter(({ dialogContent }) => dialogContent.some(({ agent }) => agent !== undefined))
    const messages = own.flatMap(({ dialogContent }) => dialogContent).filter(({ datetime }) => isIn(datetime))
    const ofAgents = messages.filter(({ agent }) => agent !== undefined)
    const ofClients = messages.filter(({ agent }) => agent === undefined)
    expect(opened.length > 0 && withAgent.length > 0 && ofClients.length > 0).toBe(name !== 'none')

    const panels = await page(fromText, toText, zone, company === '' ? '' : `&chat=${company}`)
    const rows = (id: string) => panels[`chats.${id}`]!.rows
    const filled = (id: string) => rows(id).filter((row) => Number(row.at(-1)) !== 0)
    expect(rows('dialogues')).toEqual([[opened.length]])
    expect(rows('dialogues-operator')).toEqual([[withAgent.length]])
    expect(rows('dialogues-robot')).toEqual([[opened.length - withAgent.length]])
    const share = opened.length === 0 ? null : withAgent.length / opened.length
    expect(rows('dialogues-operator-share')).toEqual([[share]])
    expect(filled('user-messages-by-messenger')).toEqual(byMessenger(ofClients))
    expect(filled('operator-messages-by-messenger')).toEqual(byMessenger(ofAgents))
    const day = new Intl.DateTimeFormat('sv', { timeZone: zone })
    const byDay = (some: readonly Message[]) =>
      [...Map.groupBy(some, ({ datetime }) => day.format(Date.parse(datetime)))]
        .map(([date, ones]) => [date, ones.length] as const)
        .toSorted(([a], [b]) => (a < b ? -1 : 1))
    expect(filled('user-messages-by-day')).toEqual(byDay(ofClients))
    expect(filled('operator-messages-by-day')).toEqual(byDay(ofAgents))
    expect(filled('robot-messages-by-day')).toEqual([])
    expect(filled('user-messages-by-messenger-by-day')).toEqual(
      byDay(ofClients).map(([date, many]) => [date, 'unknown', many]),
    )
    const wrote = Map.groupBy(
      withAgent.flatMap(({ dialogContent }) => [...new Set(dialogContent.flatMap(({ agent }) => agent ?? []))]),
      (agent) => agent,
    )
    expect(new Map(rows('operator-dialogues').map(([agent, many]) => [agent, many]))).toEqual(
      new Map([...wrote].map(([agent, ones]) => [agent, ones.length])),
    )
    // The file tells neither prices nor to whom a dialogue was given.
    for (const id of ['cost-by-chat', 'cost-by-day', 'operator-active-dialogues', 'operator-skipped-dialogues']) {
      expect(filled(id), id).toEqual([])
    }
  })

  test('imported once more, every event is known and no number moves', async () => {
    const asked = ['2018-01-01T00:00:00Z', '2020-05-01T00:00:00Z', 'UTC'] as const
    const before = await page(...asked)
    const { code, output } = await importing()
    expect(output).toMatch(/Accepted +0\n +Duplicates +1,211 \(known before; counted once\)\n +Refused +0\n/)
    expect(code).toBe(0)
    await folded(url)
    const after = await page(...asked)
    for (const [id, { rows, ids }] of Object.entries(after)) {
      expect({ rows, ids }, id).toEqual({ rows: before[id]!.rows, ids: before[id]!.ids })
    }
  })

  test('of a file that is broken in two places and cut off, the rest is known, and each place is told', async () => {
    const starts = [...json.matchAll(/^ {4}\{$/gm)].map(({ index }) => index)
    const cut = json.slice(0, starts[50]! + 300)
    // A quote is missing in the 10th dialogue, a brace in the 20th.
    const unquoted = cut.slice(0, starts[9]) + cut.slice(starts[9]).replace('",\n', ',\n')
    const brace = starts[20]! - ',\n'.length - 2
    const broken = unquoted.slice(0, brace) + unquoted.slice(brace + 1)
    const name = join(place.folder, 'broken.json')
    writeFileSync(name, broken)
    const { code, output } = await importing(name, '--refused', 'refused.ndjson')
    const lineOf = (at: number) => json.slice(0, at).split('\n').length
    const known = all.slice(0, 50).filter((_, at) => at !== 9 && at !== 19)
    const events = known.reduce((sum, { dialogContent }) => sum + 1 + dialogContent.length, 0)
    expect(output).toMatch(new RegExp(`Read +51 elements, which tell ${events} events`))
    expect(output).toMatch(new RegExp(`Accepted +0\\n +Duplicates +${events} .*\\n +Refused +3\\n`))
    const refused = readFileSync(join(place.folder, 'refused.ndjson'), 'utf8').trim().split('\n')
    expect(refused.map((line) => (JSON.parse(line) as { line: number }).line)).toEqual(
      [9, 19, 50].map((at) => lineOf(starts[at]!)),
    )
    expect(code).toBe(2)
  })
})
