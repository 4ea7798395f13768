import { once } from 'node:events'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { finished, folded, urlOf, workplace } from './serving.ts'
import type { Workplace } from './serving.ts'

const token = 'token-of-the-import-tests'

let place: Workplace
let url: string

beforeAll(async () => {
  place = workplace('import', 'made')
  url = await urlOf(place.talkmeter(['serve'], { TALKMETER_INIT_TOKEN: token }))
}, 60_000)

afterAll(() => place.clear())

function write(name: string, content: string | Buffer): string {
  writeFileSync(join(place.folder, name), content)
  return name
}

/** Starts an import as a person would, in the folder of the files. */
function start(args: readonly string[], environment: Record<string, string> = {}) {
  return place.talkmeter(['import', ...args], { TALKMETER_URL: url, TALKMETER_TOKEN: token, ...environment }, 'input')
}

function importing(...args: string[]) {
  return finished(start(args))
}

/** The numbers that the summary tells. */
function told(output: string): Record<string, number> {
  const rows = output.matchAll(/^ {2}(Read|Accepted|Duplicates|Refused|Not sent|Would send) +([\d,]+)/gm)
  return Object.fromEntries([...rows].map(([, title = '', count = '']) => [title, Number(count.replaceAll(',', ''))]))
}

async function messagesBetween(from: string, to: string, at = url): Promise<Record<string, number>> {
  await folded(at)
  const query = new URLSearchParams({ from, to, tz: 'UTC' })
  const response = await fetch(`${at}/api/v1/panels/notifications.by-status?${query.toString()}`, {
    headers: { authorization: `Bearer ${token}` },
  })
  const { rows } = (await response.json()) as { rows: [string, number][] }
  return Object.fromEntries(rows.filter(([, count]) => count > 0))
}

function event(id: string, time: string, data: object = {}) {
  const envelope = { specversion: '1.0', type: 'message.status', source: 'test', id, subject: `message-${id}`, time }
  return JSON.stringify({ ...envelope, data: { channel: 'sms', status: 'delivered', ...data } })
}

test('broken lines in the middle are told by their numbers and kept with reasons; the good ones are in', async () => {
  const lines = Array.from({ length: 2000 }, (_, at) => event(`broken-${at}`, '2020-01-01T10:00:00Z'))
  lines[499] = lines[499]!.slice(0, 100)
  lines[700] = event('broken-700', '1970-01-01T00:00:00Z')
  lines[701] = event('broken-701', '2020-01-01T10:00:00Z', { status: 'lost' })
  lines[702] = event('broken-702', '2020-01-01T10:00:00Z', { status: 'lost' })
  lines[1000] = ''
  lines[1500] = event('broken-1500', '2020-01-01T10:00:00Z', { reason: 'x'.repeat(300_000) })
  const bytes = Buffer.from(`${lines.join('\r\n')}\n`)
  bytes[bytes.indexOf('message-broken-10"') + 3] = 0xff
  write('broken.ndjson', bytes)

  const { code, output } = await importing('broken.ndjson', '--as', 'ndjson', '--refused', 'refused.ndjson')

  expect(told(output)).toEqual({ Read: 1999, Accepted: 1993, Duplicates: 0, Refused: 6 })
  expect(output).toMatch(/2 × unknown-value: data\.status: "lost" is not one of .*\n {6}line 702, 703\n/)
  expect(output).toMatch(/1 × not-json: .*\n {6}line 500\n/)
  expect(code).toBe(2)
  const refused = readFileSync(join(place.folder, 'refused.ndjson'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { file: string; line: number; code: string; detail: string; text: string })
  expect(refused.map(({ file, line, code: reason }) => [file, line, reason])).toEqual([
    ['broken.ndjson', 11, 'invalid-text'],
    ['broken.ndjson', 500, 'not-json'],
    ['broken.ndjson', 701, 'out-of-range'],
    ['broken.ndjson', 702, 'unknown-value'],
    ['broken.ndjson', 703, 'unknown-value'],
    ['broken.ndjson', 1501, 'too-large'],
  ])
  expect(refused[3]!.text).toBe(lines[701])
  expect(await messagesBetween('2020-01-01T10:00:00Z', '2020-01-01T10:00:01Z')).toEqual({ delivered: 1993 })
})

test('mended and imported again, only what is new comes in', async () => {
  const lines = Array.from({ length: 1500 }, (_, at) => event(`twice-${at}`, '2020-01-02T10:00:00Z'))
  write('twice.ndjson', lines.join('\n'))
  expect(told((await importing('twice.ndjson', '--as', 'ndjson')).output)).toMatchObject({ Accepted: 1500 })
  lines.push(event('twice-1500', '2020-01-02T10:00:00Z'))
  write('twice.ndjson.gz', gzipSync(lines.join('\n')))
  const { code, output } = await importing('twice.ndjson.gz', '--as', 'ndjson')
  expect(told(output)).toEqual({ Read: 1501, Accepted: 1, Duplicates: 1500, Refused: 0 })
  expect(code).toBe(0)
})

test('the same id with other content is refused by the server, and told by its line', async () => {
  write('conflict.ndjson', [event('c1', '2020-01-03T10:00:00Z'), event('c1', '2020-01-03T11:00:00Z')].join('\n'))
  const { code, output } = await importing('conflict.ndjson', '--as', 'ndjson')
  expect(told(output)).toEqual({ Read: 2, Accepted: 1, Duplicates: 0, Refused: 1 })
  expect(output).toMatch(/1 × conflict: id: .*the first one stands\.\n {6}line 2\n/)
  expect(code).toBe(2)
})

const table = [
  ['Nummer', 'Zeit', 'Kanal', 'Stand', 'Preis', 'Notiz'],
  ['tisch-1', '02.05.2020 00:15', 'SMS', 'Zugestellt', '0,0125', 'mit "Anführung"'],
  ['tisch-2', '02.05.2020 00:20', 'SMS', 'Fehler', '', 'zwei\nZeilen; und mehr, viel mehr'],
  ['tisch-3', '02.05.2020 23:50', 'Viber', 'Zugestellt', '0,5', ''],
]

function asCsv(separator: string, end: string): string {
  return table.map((row) => row.map(quoted).join(separator) + end).join('')
}

function quoted(field: string): string {
  return /[",;\t\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field
}

const mapping = ['subject=Nummer', 'time=Zeit', 'channel=Kanal', 'status=Stand', 'price=Preis', 'reason=Notiz']
const meaning = ['--status', 'Zugestellt=delivered', '--status', 'Fehler=error', '--set', 'currency=EUR']
const german = [...mapping.flatMap((pair) => ['--map', pair]), ...meaning, '--decimal-comma', '--zone', 'Europe/Berlin']

test('a table is the same events in every spelling', { timeout: 60_000 }, async () => {
  const comma = asCsv(',', '\n')
  const semicolon = asCsv(';', '\r\n')
  const latin1 = Buffer.from(semicolon, 'latin1')
  const spellings: [string, string | Buffer, string[]][] = [
    ['comma.csv', comma, []],
    ['semicolon.csv', `\ufeff${semicolon}`, []],
    ['tab.csv', asCsv('\t', '\n'), ['--separator', 'tab']],
    ['excel.csv', `sep=;\r\n${semicolon};;;;;\r\n`, []],
    ['utf16.csv', Buffer.from(`\ufeff${asCsv('\t', '\r\n')}`, 'utf16le'), []],
    ['windows.csv', latin1, ['--encoding', 'windows-1252']],
    ['packed.csv.gz', gzipSync(comma), []],
    ['two-members.csv.gz', Buffer.concat([gzipSync(comma.slice(0, 80)), gzipSync(comma.slice(80))]), []],
  ]
  const counts: Record<string, unknown> = {}
  for (const [name, content, more] of spellings) {
    const { code, output } = await importing(write(name, content), '--as', 'csv', ...german, ...more)
    counts[name] = { code, ...told(output) }
  }
  const first = { code: 0, Read: 3, Accepted: 3, Duplicates: 0, Refused: 0 }
  const again = { ...first, Accepted: 0, Duplicates: 3 }
  expect(counts).toEqual(Object.fromEntries(spellings.map(([name], at) => [name, at === 0 ? first : again])))
  expect(await messagesBetween('2020-05-01T22:00:00Z', '2020-05-02T22:00:00Z')).toEqual({ delivered: 2, error: 1 })
  expect(await messagesBetween('2020-05-01T22:15:00Z', '2020-05-01T22:15:01Z')).toEqual({ delivered: 1 })
})

test('a table comes through standard input as well', async () => {
  const running = start(['-', '--as', 'csv', ...german])
  running.child.stdin!.end(asCsv('|', '\n'))
  const { code, output } = await finished(running)
  expect([code, told(output)]).toEqual([0, { Read: 3, Accepted: 0, Duplicates: 3, Refused: 0 }])
})

test('a wrong mapping in one of two files stops before anything is sent', async () => {
  write('right.csv', 'message,time,channel,status\nright,2020-06-01,sms,delivered\n')
  write('wrong.csv', 'message,time,canal,status\nwrong,2020-06-01,sms,delivered\n')
  const { code, output } = await importing('right.csv', 'wrong.csv', '--as', 'csv')
  expect(code).toBe(1)
  expect(output).toContain('✗ wrong.csv: channel has no column: map its column (--map channel=COLUMN)')
  expect(output).toContain('Columns: "message", "time", "canal", "status".')
  expect(await messagesBetween('2020-06-01T00:00:00Z', '2020-06-02T00:00:00Z')).toEqual({})
})

test('of several files each refused row is told with its file', async () => {
  write('one.csv', 'message,time,channel,status\nfiles-1,2020-06-03,sms,delivered\nfiles-2,2020-06-03,fax,delivered\n')
  write('two.csv', 'status,channel,message,time\ndelivered,fax,files-3,2020-06-03\ndelivered,sms,files-4\n')
  const { code, output } = await importing('one.csv', 'two.csv', '--as', 'csv')
  expect(told(output)).toEqual({ Read: 4, Accepted: 1, Duplicates: 0, Refused: 3 })
  expect(output).toMatch(/2 × unknown-value: channel: "fax" .*\n {6}one\.csv:3, two\.csv:2\n/)
  expect(output).toMatch(/1 × bad-format: The row has 3 fields, the header line has 4\.\n {6}two\.csv:3\n/)
  expect(code).toBe(2)
})

test('a dry run checks everything, sends nothing, and shows the first events', async () => {
  write('dry.csv', 'message,time,channel,status\ndry-1,2020-07-01 12:00,sms,delivered\ndry-2,later,sms,delivered\n')
  const dry = ['--dry-run', '--url', 'http://localhost:1', '--zone', 'Asia/Kathmandu']
  const { code, output } = await importing('dry.csv', '--as', 'csv', ...dry)
  expect(code).toBe(2)
  expect(told(output)).toEqual({ Read: 2, 'Would send': 1, Refused: 1 })
  expect(output).toContain('"subject": "dry-1",\n  "time": "2020-07-01T06:15:00.000Z"')
  expect(await messagesBetween('2020-07-01T00:00:00Z', '2020-07-02T00:00:00Z')).toEqual({})
})

test('a cut gzip file fails in words; what was whole before the cut is in, and nothing of the line at the cut', async () => {
  const rows = Array.from({ length: 30_000 }, (_, at) => `cut-${at},2020-08-01 10:00,sms,delivered,reason ${at * 7919}`)
  const whole = gzipSync(['message,time,channel,status,reason', ...rows, ''].join('\n'))
  write('cut.csv.gz', whole.subarray(0, whole.length - 5000))
  const cut = await importing('cut.csv.gz', '--as', 'csv')
  expect(cut.code).toBe(1)
  expect(cut.output).toContain('✗ "cut.csv.gz" is cut off: its gzip data end too early.')
  const before = told(cut.output)
  expect(before).toEqual({ Read: before['Accepted'], Accepted: before['Accepted'], Duplicates: 0, Refused: 0 })
  expect(before['Accepted']).toBeGreaterThan(10_000)
  expect(before['Accepted']).toBeLessThan(30_000)

  write('cut.csv.gz', whole)
  const mended = await importing('cut.csv.gz', '--as', 'csv')
  expect(mended.code).toBe(0)
  expect(told(mended.output)).toEqual({
    Read: 30_000,
    Accepted: 30_000 - before['Accepted']!,
    Duplicates: before['Accepted'],
    Refused: 0,
  })
})

test('files that cannot be imported are told in a sentence', { timeout: 60_000 }, async () => {
  mkdirSync(join(place.folder, 'folder'))
  write('empty.csv', '')
  write('book.csv', Buffer.from('PK\u0003\u0004 and so on'))
  write('damaged.csv.gz', Buffer.concat([gzipSync('').subarray(0, 10), Buffer.alloc(50, 0xff)]))
  write('mac.csv', 'message,time\r1,2020\r')
  const sentences: Record<string, string> = {
    'nowhere.csv': 'There is no file "nowhere.csv".',
    folder: '"folder" is a folder; name the files in it.',
    'empty.csv': 'The file is empty: there is no header line.',
    'book.csv': '"book.csv" is an Excel workbook or a zip archive: save or unpack it as CSV first.',
    'damaged.csv.gz': '"damaged.csv.gz" is damaged: its gzip data cannot be read from here on.',
    'mac.csv': 'The lines of the file end with CR alone: save it with LF or CRLF.',
  }
  for (const [name, sentence] of Object.entries(sentences)) {
    const { code, output } = await importing(name, '--as', 'csv')
    expect([name, code, output]).toEqual([name, 1, expect.stringContaining(`✗ ${sentence}`)])
  }
})

test.each([
  [
    ['--as', 'ndjson', '--map', 'channel=x'],
    '--map is for --as csv, csv-calls, asterisk-cdr, asterisk-cdr-json and freeswitch-cdr, not for --as ndjson.',
  ],
  [['--as', 'csv', '--zone', 'Berlin'], '--zone "Berlin" is not an IANA time zone'],
  [['--as', 'csv', '--encoding', 'ebcdic'], '--encoding "ebcdic" is not known here'],
  [['--as', 'csv', '--separator', 'x'], '--separator must be one of "," ";" "|" or "tab", not "x".'],
  [['--as', 'csv', '--refused', 'options.csv'], '--refused "options.csv" is a file that is imported.'],
  [['--as', 'csv', '--token', 'another-token-altogether'], 'This token is not known, was revoked, or is over.'],
  [['--as', 'csv', '--url', 'http://localhost:1'], 'Nothing answers at http://localhost:1. Start it ("npm start")'],
  [
    ['--as', 'xml'],
    "argument 'xml' is invalid. Allowed choices are ndjson, csv, csv-calls, asterisk-cdr, asterisk-cdr-json, freeswitch-cdr, sms-corpus, support-dialogues.",
  ],
])('%j fails at once, saying why', async (options, sentence) => {
  const content = 'message,time,channel,status\noptions,2020-09-01,sms,delivered\n'
  write('options.csv', content)
  const { code, output } = await importing('options.csv', ...options)
  expect(output).toContain(sentence)
  expect(code).toBe(1)
  expect(readFileSync(join(place.folder, 'options.csv'), 'utf8')).toBe(content)
})

test('Ctrl-C ends an import that waits for more, and tells how far it came', async () => {
  const running = start(['-', '--as', 'ndjson'])
  const lines = Array.from({ length: 3000 }, (_, at) => `${event(`stopped-${at}`, '2020-10-01T10:00:00Z')}\n`)
  running.child.stdin!.write(lines.join(''))
  await arrived('2020-10-01T10:00:00Z', 2000)
  running.child.kill('SIGINT')
  const { code, output } = await finished(running)
  expect(code).toBe(130)
  expect(output).toContain('Stopped. Import the same files again to go on')
  const counts = told(output)
  expect(counts['Read']).toBe(counts['Accepted']! + (counts['Not sent'] ?? 0))
  expect(await messagesBetween('2020-10-01T10:00:00Z', '2020-10-01T10:00:01Z')).toEqual({
    delivered: counts['Accepted'],
  })
})

test(
  'a server that dies in the middle and comes back is waited for, and nothing is counted twice',
  { timeout: 120_000 },
  async () => {
    const own = workplace('import-away', 'made')
    try {
      const first = own.talkmeter(['serve'], { TALKMETER_INIT_TOKEN: token })
      const away = await urlOf(first)
      const running = start(['-', '--as', 'ndjson'], { TALKMETER_URL: away })
      const send = (from: number, to: number) => {
        const lines = Array.from({ length: to - from }, (_, at) => event(`away-${from + at}`, '2020-11-01T10:00:00Z'))
        running.child.stdin!.write(`${lines.join('\n')}\n`)
      }
      send(0, 3000)
      await arrived('2020-11-01T10:00:00Z', 900, away)
      first.child.kill('SIGKILL')
      await once(first.child, 'exit')
      send(3000, 6000)
      running.child.stdin!.end()
      await said(running, `Nothing answers at ${away}`)
      await urlOf(own.talkmeter(['serve'], { TALKMETER_PORT: new URL(away).port }))
      const { code, output } = await finished(running)
      expect(code).toBe(0)
      const counts = told(output)
      expect(counts).toMatchObject({ Read: 6000, Refused: 0 })
      expect(counts['Accepted']! + counts['Duplicates']!).toBe(6000)
      expect(await messagesBetween('2020-11-01T10:00:00Z', '2020-11-01T10:00:01Z', away)).toEqual({ delivered: 6000 })
    } finally {
      await own.clear()
    }
  },
)

async function arrived(from: string, count: number, at = url): Promise<void> {
  const to = new Date(Date.parse(from) + 1000).toISOString()
  for (let waited = 0; waited < 20_000; waited += 100) {
    if (((await messagesBetween(from, to, at))['delivered'] ?? 0) >= count) return
    await pause(100)
  }
  throw new Error(`${count} messages did not arrive`)
}

async function said(running: { output: () => string }, sentence: string): Promise<void> {
  for (let waited = 0; waited < 20_000; waited += 50) {
    if (running.output().includes(sentence)) return
    await pause(50)
  }
  throw new Error(`did not say "${sentence}":\n${running.output()}`)
}
