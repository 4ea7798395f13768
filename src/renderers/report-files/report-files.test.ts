import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { query } from 'chdb'
import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { afterAll, expect, test } from 'vitest'
import { excelRows } from '../../providers/excel-rows.ts'
import type { ExcelCell } from '../../providers/excel-rows.ts'
import { openZip } from '../../providers/zip-parts.ts'
import type { ReportCell, ReportColumn, ReportFormat, ReportHead } from '../../reports/file.ts'
import { writeReport } from './write-report.ts'

const folder = mkdtempSync(join(tmpdir(), 'talkmeter-reports-'))
afterAll(() => rmSync(folder, { recursive: true }))

const head: ReportHead = {
  title: 'Deliveries',
  language: 'en',
  zone: 'Europe/Berlin',
  columns: [
    { name: 'network', title: 'Network', type: 'text' },
    { name: 'messages', title: 'Messages', type: 'count' },
    { name: 'price', title: 'Price', type: 'money', currency: { column: 'currency' } },
    { name: 'currency', title: 'Currency', type: 'text' },
    { name: 'createdAt', title: 'Created', type: 'time' },
  ],
  facts: [{ title: 'Company', value: 'Bakery' }],
  totals: ['messages', 'price'],
  sheetName: 'Deliveries',
}

const rows: ReportCell[][] = [
  ['=cmd()', 3, '0.0125', 'EUR', Date.parse('2026-10-25T00:30:00Z')],
  ['Bérlin 😀', -0, '-1.5', 'USD', Date.parse('2026-10-25T01:30:00.250Z')],
  [null, null, '0.9875', 'EUR', null],
]

test('a report as CSV has names first, exact times, nothing that begins a formula', async () => {
  const { file, end } = await written('csv', head, [rows.slice(0, 1), rows.slice(1)])
  expect(file.toString().split('\r\n')).toEqual([
    'network,messages,price,currency,createdAt',
    "'=cmd(),3,0.0125,EUR,2026-10-25T02:30:00+02:00",
    'Bérlin 😀,0,-1.5,USD,2026-10-25T02:30:00.250+01:00',
    ',,0.9875,EUR,',
    '',
  ])
  expect(end).toEqual({
    rows: 3,
    checksum: expect.stringMatching(/^[\da-f]{64}$/),
    totals: [
      { column: 'messages', currency: null, amount: '3' },
      { column: 'price', currency: 'EUR', amount: '1.00' },
      { column: 'price', currency: 'USD', amount: '-1.50' },
    ],
  })
})

test('a report as Excel says first what it is, then has its rows as what they are', async () => {
  const { file, end } = await written('xlsx', head, [rows])
  expect(await sheetOf(file, 0)).toEqual([
    ['Deliveries'],
    ['Company', 'Bakery'],
    ['Rows', { number: '3' }],
    ['Total: Messages', { number: '3' }],
    ['Total: Price, EUR', { number: '1.00' }],
    ['Total: Price, USD', { number: '-1.50' }],
    ['Checksum of the rows (SHA-256)', end.checksum],
  ])
  expect(await sheetOf(file, 1)).toEqual([
    ['Network', 'Messages', 'Price', 'Currency', 'Created (Europe/Berlin)'],
    ['=cmd()', { number: '3' }, { number: '0.0125' }, 'EUR', { number: '46320.10416666667' }],
    ['Bérlin 😀', { number: '0' }, { number: '-1.5' }, 'USD', { number: '46320.10416956019' }],
    ['', '', { number: '0.9875' }, 'EUR'],
  ])
  const [sheet, styles] = [await partOf(file, 'xl/worksheets/sheet1.xml'), await partOf(file, 'xl/styles.xml')]
  expect(sheet).toContain('<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>')
  expect(sheet).toContain('<autoFilter ref="A1:E4"/>')
  const formatOf = (address: string) => {
    const style = Number(new RegExp(`<c r="${address}" s="(\\d+)"`).exec(sheet)?.[1])
    const id = /numFmtId="(\d+)"/.exec([...styles.matchAll(/<xf\b[^>]*>/g)].slice(1)[style]![0])?.[1]
    return new RegExp(`numFmtId="${id}" formatCode="([^"]*)"`).exec(styles)?.[1]?.replaceAll('&quot;', '"')
  }
  expect(['B2', 'C2', 'C3', 'E2', 'E3'].map(formatOf)).toEqual([
    '[$-409]#,##0',
    String.raw`[$-409]#,##0.0000\ [$EUR]`,
    String.raw`[$-409]#,##0.00\ [$USD]`,
    // The hour that clocks show twice tells which one it is.
    String.raw`yyyy\-mm\-dd\ hh:mm:ss" +02:00"`,
    String.raw`yyyy\-mm\-dd\ hh:mm:ss.000" +01:00"`,
  ])
})

test('past the rows of a sheet a report goes on in a further one', { timeout: 60_000 }, async () => {
  const most = 1_048_575
  async function* many(): AsyncGenerator<ReportCell[][]> {
    for (let from = 0; from < most + 2; from += 50_000) {
      yield Array.from({ length: Math.min(50_000, most + 2 - from) }, (_, at) => [from + at])
    }
  }
  const chunks: Uint8Array[] = []
  const of: ReportHead = {
    ...head,
    columns: [head.columns[1]!],
    totals: ['messages'],
    sheetName: 'Name: [much] too long for a sheet',
  }
  const end = await writeReport('xlsx', async (chunk) => void chunks.push(chunk), of, many())
  const file = Buffer.concat(chunks)
  expect(end.totals[0]!.amount).toBe(String((most * (most + 1)) / 2 + most + 1))
  expect(await sheetOf(file, 2)).toEqual([['Messages'], [{ number: String(most) }], [{ number: String(most + 1) }]])
  expect((await partOf(file, 'xl/workbook.xml')).match(/<sheet name="[^"]*"/g)).toEqual([
    '<sheet name="About"',
    '<sheet name="Name   much  too long for a she"',
    '<sheet name="Name   much  too long for a (2)"',
  ])
})

test('a report as Parquet is read by the engine as what it is, group after group', async () => {
  const count = 60_000
  async function* many(): AsyncGenerator<ReportCell[][]> {
    for (let from = 0; from < count; from += 10_000) {
      yield Array.from({ length: 10_000 }, (_, at) => [
        at % 3 === 0 ? null : `network ${at % 50}`,
        from + at,
        `${at % 2 === 0 ? '-' : ''}${from + at}.000001`,
        `currency ${from + at}`,
        from + at,
      ])
    }
  }
  const chunks: Uint8Array[] = []
  const end = await writeReport('parquet', async (chunk) => void chunks.push(chunk), head, many())
  const path = keptFile(Buffer.concat(chunks))
  expect(
    asked(`SELECT toString(count()), toString(sum(messages)), toString(sum(price)), toString(uniqExact(network)), toString(countIf(network IS NULL)),
      toString(uniqExact(currency)), toString(max(createdAt)) FROM file('${path}', Parquet)`),
  ).toEqual(['60000', end.totals[0]!.amount, '30000', '50', '20004', '60000', '1970-01-01 00:00:59.999'])
  expect(Buffer.concat(chunks).toString('latin1')).toContain(end.checksum)
})

test('a cell of the wrong type is told by its row and column', async () => {
  await expect(written('csv', head, [[['a', 1.5, null, null, null]]])).rejects.toThrow(
    'Row 1 of the report: messages is no count: 1.5',
  )
})

test.each(['xlsx', 'csv', 'parquet'] as const)(
  'a report as %s that is ended in the middle lets go of everything',
  async (format) => {
    const ending = new AbortController()
    let isDone = false
    async function* endless(): AsyncGenerator<ReportCell[][]> {
      try {
        for (let batch = 0; ; batch++) {
          if (batch === 40) ending.abort(new Error('Nobody wants it any more.'))
          yield Array.from({ length: 1000 }, () => rows[0]!)
        }
      } finally {
        isDone = true
      }
    }
    await expect(writeReport(format, async () => undefined, head, endless(), ending.signal)).rejects.toThrow(
      'Nobody wants it any more.',
    )
    expect(isDone).toBe(true)
    // A disk that is full is heard of, too.
    await expect(writeReport(format, fullDisk, head, source([rows]))).rejects.toThrow('No space left.')
    expect(process.getActiveResourcesInfo().filter((name) => /zlib/i.test(name))).toEqual([])
  },
)

async function fullDisk(): Promise<void> {
  throw new Error('No space left.')
}

const zones = ['Europe/Berlin', 'Australia/Lord_Howe', 'America/St_Johns', 'Africa/Monrovia', 'UTC', 'Pacific/Apia']
const hostile = [
  '=1+1', '+1', '-1', '@x', '\t=1', '\r', '＝1', '_x0041_', '_x005F_', '<b>&amp;"', ' two  spaces ', '\u0000\u0001\u001f', '\ud800',
  'a\udc00b', '\ufffe\uffff', '😀', 'مرحبا', 'a\r\nb', '', '"', "'", ';', '1e21', 'NaN', '-0', '0001', '\u2028\u0085', 'x'.repeat(32_768),
] // prettier-ignore
const anyText = fc.oneof(fc.constantFrom(...hostile), fc.string({ unit: 'binary', maxLength: 40 }))
const anyDecimal = (digits: number) =>
  fc
    .tuple(fc.boolean(), fc.bigInt(0n, 10n ** 24n), fc.integer({ min: 0, max: digits }), fc.nat(999_999))
    .map(([isBelow, whole, places, part]) => {
      const fraction = places === 0 ? '' : `.${String(part).padStart(places, '0').slice(0, places)}`
      return `${isBelow ? '-' : ''}${whole % 10n ** BigInt(1 + (part % 24))}${fraction}`
    })
const edge = (iso: string) => Date.parse(iso)
const anyTime = fc.oneof(
  fc.integer({ min: edge('0001-01-02T00:00:00Z'), max: edge('9999-12-30T00:00:00Z') }),
  fc.integer({ min: edge('2026-01-01T00:00:00Z'), max: edge('2027-01-01T00:00:00Z') }).map((time) => time - (time % 1000)),
  // Around the hours that do not exist, or exist twice.
  ...['2026-10-25T01:00:00Z', '2026-04-04T15:00:00Z', '2026-11-01T04:30:00Z', '2026-03-29T01:00:00Z', '1972-01-07T00:44:30Z'].map(
    (change) => fc.integer({ min: -7200, max: 7200 }).map((seconds) => edge(change) + seconds * 1000),
  ),
) // prettier-ignore
const anyCell: Readonly<Record<ReportColumn['type'], fc.Arbitrary<string | number>>> = {
  text: anyText,
  count: fc.oneof(fc.maxSafeInteger(), fc.constantFrom(-0, 0, 999_999_999_999_999, Number.MAX_SAFE_INTEGER)),
  seconds: fc.oneof(fc.nat(200_000), fc.double({ noNaN: true, min: 0, max: 1e9 }), fc.constantFrom(1e21, -0, -5)),
  share: fc.double({ noNaN: true, min: 0, max: 1 }),
  decimal: anyDecimal(12),
  money: anyDecimal(6),
  time: anyTime,
  day: fc.oneof(
    fc.integer({ min: -25_000, max: 2_932_896 }).map((day) => new Date(day * 86_400_000).toISOString().slice(0, 10)),
    fc.constantFrom('1900-01-01', '1900-02-28', '1900-03-01', '9999-12-31', '0000-01-01'),
  ),
}
const types = Object.keys(anyCell) as ReportColumn['type'][]
const everyType: ReportColumn[] = types.map((type) => ({
  name: type,
  title: type,
  type,
  ...(type === 'money' ? { currency: { column: 'text' } } : {}),
}))
const anyRow = fc.tuple(...types.map((type) => fc.option(anyCell[type], { freq: 8 })))

test('whatever stands in a report comes back as it went in, in every format, with the same checksum', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(anyRow, { maxLength: 25 }),
      fc.constantFrom(...zones),
      fc.constantFrom('en' as const, 'ru' as const),
      async (cells, zone, language) => {
        const of: ReportHead = { ...head, columns: everyType, zone, language, totals: ['count', 'money', 'decimal'] }
        const [asExcel, asCsv] = [
          await written('xlsx', of, [cells]),
          await written('csv', of, [cells.slice(0, 3), cells.slice(3)]),
        ]
        const asParquet = await written('parquet', of, [cells])
        expect([asCsv.end, asParquet.end]).toEqual([asExcel.end, asExcel.end])
        const read = (await sheetOf(asExcel.file, 1, types.length)).slice(1)
        expect(read.map((row, line) => row.map((cell, at) => ofExcel(cell, cells[line]![at]!, types[at]!)))).toEqual(
          cells.map((row) => row.map((cell, at) => wantedOfExcel(cell, types[at]!, zone))),
        )
        expect(fieldsOf(asCsv.file.toString()).slice(1)).toEqual(
          cells.map((row) => row.map((cell, at) => inCsv(cell, types[at]!))),
        )
        expect(ofParquet(keptFile(asParquet.file))).toEqual(
          cells.map((row) => row.map((cell, at) => inParquet(cell, types[at]!))),
        )
      },
    ),
    { numRuns: 50 },
  )
})

/** What a clock of the zone shows, in milliseconds, reckoned by the calendar. */
function wallOf(time: number, zone: string): number {
  const zoned = Temporal.Instant.fromEpochMilliseconds(time).toZonedDateTimeISO(zone)
  return zoned.toPlainDateTime().toZonedDateTime('UTC').epochMilliseconds
}

const daysBefore = 25_569
const isDated = (days: number) => days >= 61 - daysBefore && days < 2_958_466 - daysBefore
const instantOfText = (text: string) => Temporal.Instant.from(text).epochMilliseconds

function wantedOfExcel(cell: ReportCell, type: ReportColumn['type'], zone: string): unknown {
  if (cell === null || cell === '') return ''
  if (type === 'text') {
    const text = String(cell).toWellFormed()
    return text.length > 32_767 ? `${text.slice(0, 32_760)}… [cut]` : text
  }
  if (type === 'time')
    return isDated(wallOf(Number(cell), zone) / 86_400_000) ? wallOf(Number(cell), zone) : Number(cell)
  if (type === 'count' || type === 'seconds' || type === 'share') return Object.is(cell, -0) ? 0 : cell
  return cell
}

function ofExcel(cell: ExcelCell, went: ReportCell, type: ReportColumn['type']): unknown {
  if (cell === '' || type === 'text') return cell
  if (typeof cell === 'string') {
    if (type === 'time') return instantOfText(cell)
    return type === 'count' || type === 'seconds' ? Number(cell) : cell
  }
  if ('fault' in cell) return cell
  const value = Number(cell.number)
  if (type === 'time') return Math.round((value - daysBefore) * 86_400_000)
  if (type === 'day') return new Date((value - daysBefore) * 86_400_000).toISOString().slice(0, 10)
  if (type === 'seconds') {
    const seconds = value * 86_400
    return Math.abs(seconds - Number(went)) <= Math.abs(seconds) * 1e-12 + 1e-9 ? Number(went) + 0 : seconds
  }
  return type === 'decimal' || type === 'money' ? cell.number : value
}

function inCsv(cell: ReportCell, type: ReportColumn['type']): string {
  if (cell === null) return ''
  // Times are read as instants.
  if (type !== 'text') return String(cell)
  const text = String(cell).toWellFormed()
  return /^[=+\-@\t\r\n＝＋－＠]/.test(text) && !/^-?\d+(\.\d+)?$/.test(text) ? `'${text}` : text
}

const parquetTypes: Readonly<Record<ReportColumn['type'], string>> = {
  text: 'String',
  count: 'Int64',
  decimal: 'Decimal(38, 12)',
  money: 'Decimal(38, 6)',
  share: 'Float64',
  seconds: 'Float64',
  time: 'DateTime64(3)',
  // The engine knows no days before 1900: they are read as the numbers that they are.
  day: 'Int32',
}

function ofParquet(path: string): unknown[][] {
  const columns = types.map((type) => `${type} Nullable(${parquetTypes[type]})`).join(', ')
  const exact = 'output_format_json_quote_decimals = 1, output_format_json_quote_64bit_integers = 0'
  const selected = types.map((type) => (type === 'time' ? 'toUnixTimestamp64Milli(time)' : type)).join(', ')
  const lines = query(
    `SELECT ${selected} FROM file('${path}', Parquet, '${columns}') SETTINGS ${exact}`,
    'JSONCompactEachRow',
  )
  const read = JSON.parse(`[${lines.trimEnd().replaceAll('\n', ',')}]`) as unknown[][]
  return read.map((row) => row.map((cell) => (Object.is(cell, -0) ? 0 : cell)))
}

function inParquet(cell: ReportCell, type: ReportColumn['type']): ReportCell {
  if (cell === null) return null
  if (type === 'day') return Date.parse(`${cell}T00:00:00Z`) / 86_400_000
  if (typeof cell === 'number') return cell + 0
  if (type === 'text') return cell.toWellFormed()
  const short = cell.includes('.') ? cell.replace(/\.?0+$/, '') : cell
  return short === '-0' ? '0' : short
}

function asked(sql: string): unknown[] {
  return JSON.parse(query(sql, 'JSONCompactEachRow')) as unknown[]
}

function keptFile(file: Buffer): string {
  const path = join(folder, 'report.parquet')
  writeFileSync(path, file)
  return path
}

/** RFC 4180, read the plain way; times as instants. */
function fieldsOf(text: string): string[][] {
  const lines: string[][] = [[]]
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)) {
    lines.at(-1)!.push(quoted === undefined ? plain! : quoted.replaceAll('""', '"'))
    if (end === '\r\n') lines.push([])
  }
  const timeAt = types.indexOf('time')
  return lines
    .slice(0, -1)
    .map((line, at) =>
      line.map((field, place) => (at > 0 && place === timeAt && field !== '' ? String(instantOfText(field)) : field)),
    )
}

/** The rows of a sheet that have cells. */
async function sheetOf(file: Buffer, place: number, columns?: number): Promise<ExcelCell[][]> {
  const read = await all(excelRows(file, place))
  if (columns === undefined) return read.map(({ cells }) => cells)
  const lines: ExcelCell[][] = []
  for (const { line, cells } of read) {
    while (lines.length < line - 1) lines.push(Array.from({ length: columns }, () => ''))
    lines.push(Array.from({ length: columns }, (_, at) => cells[at] ?? ''))
  }
  return lines
}

async function partOf(file: Buffer, name: string): Promise<string> {
  return Buffer.concat(await all(openZip(file).read(name, 100 * 1024 * 1024))).toString()
}

async function all<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const found: Item[] = []
  for await (const item of items) found.push(item)
  return found
}

/** The file of a report, and what is known at its end. */
async function written(format: ReportFormat, of: ReportHead, batches: ReportCell[][][]) {
  const chunks: Uint8Array[] = []
  const end = await writeReport(format, async (chunk) => void chunks.push(chunk), of, source(batches))
  return { file: Buffer.concat(chunks), end }
}

async function* source(batches: ReportCell[][][]): AsyncGenerator<ReportCell[][]> {
  yield* batches
}
