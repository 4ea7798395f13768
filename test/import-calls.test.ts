import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { callOutcomes, directions } from '../src/events/call-vocabulary.ts'
import { startApiServer } from './api-server.ts'
import type { ApiServer } from './api-server.ts'
import { chance } from './chance.ts'
import { finished, workplace } from './serving.ts'
import type { Workplace } from './serving.ts'

/**
 * Call records go in as a person would import them, and the facts must say what a count straight from the text says. The count
 * shares nothing with the program but the names of words.
 */

let server: ApiServer
let place: Workplace
let company: number
let token: string

beforeAll(async () => {
  server = await startApiServer()
  ;({ company, token } = await server.newCompany())
  place = workplace('import-calls')
}, 60_000)

afterAll(async () => {
  await place.clear()
  await server.close()
})

async function importing(name: string, content: string | Buffer, ...args: string[]) {
  writeFileSync(join(place.folder, name), content)
  const { code, output } = await finished(
    place.talkmeter(['import', name, ...args], { TALKMETER_URL: server.url, TALKMETER_TOKEN: token }),
  )
  await server.path.folder.settled()
  const rows = [...output.matchAll(/^ {2}(Accepted|Duplicates|Refused) +([\d,]+)/gm)]
  return { code, output, told: rows.map(([, , count = '']) => Number(count.replaceAll(',', ''))) }
}

type Call = { outcome: string; direction: string; startedAt: number; talk: number; trunks: Record<string, number> }

function word(words: readonly { word: string; code: number }[], code: number): string {
  return words.find((one) => one.code === code)?.word ?? ''
}

/** What is known of the company's calls, by their ids. */
async function calls(): Promise<Record<string, Call>> {
  const ofCompany = `WHERE company = ${company} AND gone = 0`
  const rows = (await server.facts.query(
    `SELECT call, outcome, direction, toUnixTimestamp(started_at), talk, toString(call_key) FROM calls FINAL ${ofCompany}`,
  )) as [string, number, number, number, number, string][]
  const names = `(SELECT key, any(id) AS name FROM names WHERE company = ${company} GROUP BY key)`
  const legs = (await server.facts.query(
    `SELECT toString(call_key), name, toUInt32(count()) FROM call_legs FINAL LEFT JOIN ${names} AS names ON key = trunk ${ofCompany} GROUP BY ALL`,
  )) as [string, string, number][]
  return Object.fromEntries(
    rows.map(([call, outcome, direction, startedAt, talk, key]) => [
      call,
      {
        outcome: word(callOutcomes, outcome),
        direction: word(directions, direction),
        startedAt,
        talk,
        trunks: Object.fromEntries(legs.filter(([of]) => of === key).map(([, trunk, count]) => [trunk, count])),
      },
    ]),
  )
}

/** What a clock in Berlin shows at a second since 1970. */
const berlin = new Intl.DateTimeFormat('sv', { timeZone: 'Europe/Berlin', dateStyle: 'short', timeStyle: 'medium' })
const shown = (second: number) => (second === 0 ? '' : `"${berlin.format(second * 1000)}"`)

/** A night of calls over the hour that comes twice, as cdr_csv writes them with all that cdr.conf can add. */
function master(count: number): string {
  const next = chance(5)
  const below = (limit: number) => Math.floor(next() * limit)
  const rows: { end: number; text: string }[] = []
  let channels = 0
  const channel = (ofPeer: string) => `PJSIP/${ofPeer}-${(channels++).toString(16).padStart(8, '0')}`
  for (let at = 0; at < count; at++) {
    const start = Date.UTC(2026, 9, 24, 23) / 1000 + below(4 * 3600)
    const [inbound, internal] = [at % 3 === 0, at % 3 === 2]
    const from = channel(inbound ? ['north', 'south'][below(2)]! : String(100 + below(20)))
    const id = `pbx-${start}.${channels++}`
    let begun = start
    for (let leg = 0, legs = 1 + below(3); leg < legs; leg++) {
      const isLast = leg === legs - 1
      const disposition = isLast && next() < 0.7 ? 'ANSWERED' : ['NO ANSWER', 'BUSY', 'FAILED', 'CONGESTION'][below(4)]!
      const rang = 1 + below(20)
      const answer = disposition === 'ANSWERED' ? begun + rang : 0
      const end = answer === 0 ? begun + rang : answer + 1 + below(1500)
      const to = channel(inbound || internal ? String(200 + below(20)) : ['north', 'carrier-west'][below(2)]!)
      const context = inbound ? 'from-pstn' : 'from-internal'
      const text = `"","+49301${at}","0170${at}","${context}","""A, ""B"""" <1>","${from}","${to}","Dial","x, y",${shown(begun)},${shown(answer)},${shown(end)},${end - begun},${answer === 0 ? 0 : end - answer},"${disposition}","DOCUMENTATION","${id}","","","${id}",${channels++}\n`
      rows.push({ end, text })
      begun = end
    }
  }
  return rows
    .toSorted((a, b) => a.end - b.end)
    .map(({ text }) => text)
    .join('')
}

function peer(channel: string): string {
  return channel.slice('PJSIP/'.length, -9)
}

/** The calls of such a file, read by nothing but its text. */
function countOf(text: string): Record<string, Call> {
  const rows = text
    .trim()
    .split('\n')
    .map((line) =>
      [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, quoted, plain]) => quoted ?? plain!),
    )
  const words: Record<string, string> = {
    ANSWERED: 'answered',
    'NO ANSWER': 'no-answer',
    BUSY: 'busy',
    FAILED: 'failed',
    CONGESTION: 'congestion',
  }
  return Object.fromEntries(
    [...Map.groupBy(rows, (row) => row[19]!)].map(([id, legs]) => {
      const [first] = legs
      const isInbound = first![3] === 'from-pstn'
      const isInternal = !isInbound && /^\d+$/.test(peer(first![6]!))
      const answered = legs.some((leg) => leg[14] === 'ANSWERED')
      const trunks = isInbound ? [peer(first![5]!)] : legs.map((leg) => (isInternal ? '' : peer(leg[6]!)))
      return [
        id,
        {
          outcome: answered ? 'answered' : words[legs.at(-1)![14]!]!,
          direction: isInbound ? 'inbound' : isInternal ? 'internal' : 'outbound',
          startedAt: Number(/-(\d+)\./.exec(id)![1]),
          talk: legs.reduce((sum, leg) => sum + Number(leg[13]), 0),
          trunks: Object.fromEntries(
            [...Map.groupBy(trunks, (trunk) => trunk)].map(([trunk, ones]) => [trunk, ones.length]),
          ),
        },
      ]
    }),
  )
}

const asterisk = ['--as', 'asterisk-cdr', '--zone', 'Europe/Berlin']

test(
  'records of Asterisk over the hour that comes twice count as an own count of the text says',
  { timeout: 60_000 },
  async () => {
    const text = master(300)
    const lines = text.trim().split('\n')
    const cut = text.slice(0, text.indexOf('\n', text.length / 2) + 60)
    const whole = cut.slice(0, cut.lastIndexOf('\n') + 1)
    const half = whole.trim().split('\n').length
    const first = await importing('Master.csv', cut, ...asterisk)
    expect(first.told).toEqual([half, 0, 1])
    expect(first.output).toMatch(new RegExp(`1 × bad-format: .*\\n {6}line ${half + 1}\\n`))
    expect(first.code).toBe(2)
    expect(await calls()).toEqual(countOf(whole))

    const later = await importing('Master.csv.gz', gzipSync(text), ...asterisk)
    expect([later.code, later.told]).toEqual([0, [lines.length - half, half, 0]])
    const known = countOf(text)
    expect(Object.keys(known).length).toBe(300)
    expect(await calls()).toEqual(known)

    // Another zone would move every call: the first import stands, and each record says so.
    const wrong = await importing('Master.csv', text, '--as', 'asterisk-cdr', '--zone', 'UTC')
    expect(wrong.told).toEqual([0, 0, lines.length])
    expect(wrong.output).toContain('the first one stands.')
    expect(await calls()).toEqual(known)
  },
)

test('the same call from the file, from JSON and from what was told while it went on is one call', async () => {
  ;({ company, token } = await server.newCompany())
  const start = Date.UTC(2026, 10, 24, 10) / 1000
  const id = `${start}.7`
  const time = (after: number) => new Date((start + after) * 1000).toISOString()
  const told = (at: number, status: string, data: object) => ({
    specversion: '1.0',
    type: 'call.status',
    source: 'dialler',
    id: status,
    subject: id,
    time: time(at),
    data: { status, ...data },
  })
  const events = [
    told(0, 'started', { direction: 'outbound', trunk: 'north', bot: { id: 'debts' } }),
    told(9, 'answered', {}),
    told(51, 'ended', { outcome: 'answered', evaluation: 'goal-reached' }),
  ]
  await server.send(token, 'application/x-ndjson', events.map((one) => JSON.stringify(one)).join('\n'))
  const row = `"","100","01701","from-internal","x","PJSIP/100-0000001a","PJSIP/north-0000001b","Dial","x",${shown(start)},${shown(start + 9)},${shown(start + 51)},51,42,"ANSWERED","DOCUMENTATION","${id}",""\n`
  expect((await importing('one.csv', row, ...asterisk)).told).toEqual([1, 0, 0])
  const names =
    'AccountCode Source Destination DestinationContext CallerID Channel DestinationChannel LastApplication LastData StartTime AnswerTime EndTime Duration BillableSeconds Disposition AMAFlags UniqueID'
  const values = row
    .trim()
    .split(',')
    .map((field) => field.replaceAll('"', ''))
  const json = `${JSON.stringify(Object.fromEntries(names.split(' ').map((name, at) => [name, values[at]])))}\n`
  const again = await importing('one.ndjson', json, '--as', 'asterisk-cdr-json', '--zone', 'Europe/Berlin')
  expect(again.told).toEqual([0, 1, 0])
  expect(await calls()).toEqual({
    [id]: { outcome: 'answered', direction: 'outbound', startedAt: start, talk: 42, trunks: { north: 1 } },
  })
})

test('records that cannot be, or hardly, are told or kept as they are; those beside them are in', async () => {
  ;({ company, token } = await server.newCompany())
  const start = Date.UTC(2026, 9, 20, 10) / 1000
  type Odd = { at?: number; rang?: number; talked?: number; disposition?: string; isAnswered?: boolean }
  const record = (id: number, odd: Odd) => {
    const { at = start, rang = 9, talked = 42, disposition = 'ANSWERED', isAnswered = true } = odd
    return `"","0301234","211","from-pstn","x","PJSIP/north-0000001a","PJSIP/211-0000001b","Dial","x",${shown(at)},${shown(isAnswered ? at + rang : 0)},${shown(at + rang + talked)},${rang + talked},${talked},"${disposition}","DOCUMENTATION","call.${id}",""\n`
  }
  const future = Math.floor(Date.now() / 1000) + 2 * 86_400
  const rows = [
    record(1, {}),
    record(2, { talked: 30 * 3600 }),
    record(3, { rang: -20, talked: 0 }),
    record(4, { at: future }),
    record(5, { disposition: 'VANISHED' }),
    record(6, { talked: 0, isAnswered: false, disposition: 'BUSY' }),
  ]
  const { told, output } = await importing('odd.csv', rows.join(''), ...asterisk, '--refused', 'refused.ndjson')
  expect(told).toEqual([3, 0, 3])
  for (const [line, reason] of [
    [3, /1 × bad-format: duration: "-20" is not/],
    [4, /1 × out-of-range: time: .* more than a day ahead of now\./],
    [5, /1 × unknown-value: disposition: "VANISHED" is not one of/],
  ] as const) {
    expect(output).toMatch(reason)
    expect(output).toContain(`      line ${line}\n`)
  }
  const refused = readFileSync(join(place.folder, 'refused.ndjson'), 'utf8').trim().split('\n')
  expect(refused.map((line) => (JSON.parse(line) as { text: string }).text)).toEqual(
    [rows[2], rows[3], rows[4]].map((row) => row!.trim()),
  )
  // A leg that arrives late belongs to its call still.
  const transfer = record(1, { at: start + 51, rang: 1, talked: 8 }).replaceAll('0000001b', '0000001c')
  expect((await importing('late.csv', transfer, ...asterisk)).told).toEqual([1, 0, 0])
  const known = { outcome: 'answered', direction: 'inbound', startedAt: start, trunks: { north: 1 } }
  expect(await calls()).toEqual({
    'call.1': { ...known, talk: 51 },
    'call.2': { ...known, talk: 30 * 3600 },
    'call.6': { ...known, outcome: 'busy', talk: 0 },
  })
})

/** What mod_json_cdr says of a leg of call a. */
function legOfA(uuid: string, at: number, answer: number, end: number, variables: object) {
  const times = { start_epoch: String(at), answer_epoch: String(answer), end_epoch: String(end) }
  const billsec = String(answer === 0 ? 0 : end - answer)
  return {
    variables: { uuid, ...times, billsec, hangup_cause: 'NORMAL_CLEARING', call_uuid: 'a', ...variables },
    callflow: [{ caller_profile: { caller_id_number: '0301234', destination_number: '4930999' } }],
  }
}

test('legs of FreeSWITCH and rows of a table are calls', async () => {
  ;({ company, token } = await server.newCompany())
  const start = Date.UTC(2026, 10, 24, 10) / 1000
  const legs = [
    legOfA('a', start, start + 2, start + 60, { direction: 'inbound', sip_gateway: 'north' }),
    legOfA('b', start + 3, 0, start + 20, { direction: 'outbound', hangup_cause: 'NO_ANSWER' }),
    legOfA('c', start + 20, start + 25, start + 60, { direction: 'outbound', sip_gateway_name: 'south%20west' }),
  ]
  const text = legs.map((one) => JSON.stringify(one, null, 1)).join('\n')
  expect((await importing('json_cdr.json', text, '--as', 'freeswitch-cdr')).told).toEqual([3, 0, 0])
  const table =
    'Anruf;Beginn;Dauer;Ende;Leitung\nt1;24.11.2026 11:00:00;0:42;besetzt;north\nt2;24.11.2026 11:00:00;42;erreicht;north\n'
  const map = ['call=Anruf', 'startedAt=Beginn', 'duration=Dauer', 'outcome=Ende', 'trunk=Leitung'].flatMap((pair) => [
    '--map',
    pair,
  ])
  const words = ['--outcome', 'besetzt=busy', '--outcome', 'erreicht=answered', '--set', 'direction=outbound']
  const rows = await importing('table.csv', table, '--as', 'csv-calls', '--zone', 'Europe/Berlin', ...map, ...words)
  expect(rows.told).toEqual([2, 0, 0])
  const known = { direction: 'outbound', startedAt: start, trunks: { north: 1 } }
  expect(await calls()).toEqual({
    a: {
      outcome: 'answered',
      direction: 'inbound',
      startedAt: start,
      talk: 58,
      trunks: { north: 1, '': 1, 'south west': 1 },
    },
    t1: { ...known, outcome: 'busy', talk: 0 },
    t2: { ...known, outcome: 'answered', talk: 42 },
  })
})
