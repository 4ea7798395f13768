import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createXmlReader } from '../src/providers/xml-pieces.ts'
import { openZip } from '../src/providers/zip-parts.ts'
import type { FileWriter, WrittenFile } from './report-file.ts'

/** What it took to write so many rows of twelve columns. */
export type ReportFilesResult = WrittenFile & { title: string; rows: number; fileBytes: number }

const million = 1_000_000

const cases: readonly { title: string; writer: FileWriter; rows: number }[] = [
  { title: 'the rows, written nowhere', writer: 'nothing', rows: million },
  { title: 'Excel, **Talkmeter**', writer: 'xlsx', rows: million },
  { title: 'Excel, exceljs 4.4 (streaming)', writer: 'exceljs', rows: million },
  { title: 'CSV, **Talkmeter**', writer: 'csv', rows: million },
  { title: 'Parquet, **Talkmeter**', writer: 'parquet', rows: million },
  { title: 'Excel, **Talkmeter**', writer: 'xlsx', rows: 10 * million },
  { title: 'Parquet, **Talkmeter**', writer: 'parquet', rows: 10 * million },
]

async function measureReportFiles(say: (line: string) => void): Promise<ReportFilesResult[]> {
  const folder = mkdtempSync(join(tmpdir(), 'talkmeter-bench-'))
  const results: ReportFilesResult[] = []
  const sums = new Set<string>()
  try {
    for (const { title, writer, rows } of cases) {
      say(`${title}, ${rows.toLocaleString('en')} rows …`)
      const path = join(folder, `report.${writer}`)
      const written = await inOwnProcess(writer, rows, path)
      const fileBytes = writer === 'nothing' ? 0 : statSync(path).size
      results.push({ title, rows, fileBytes, ...written })
      if (rows === million && writer !== 'nothing') sums.add(await sumOf(writer, path))
      rmSync(path, { force: true })
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  if (sums.size !== 1) throw new Error(`The files come to different sums: ${[...sums].join(' and ')}.`)
  return results
}

async function inOwnProcess(writer: FileWriter, rows: number, path: string): Promise<WrittenFile> {
  const child = fork(join(import.meta.dirname, 'report-file.ts'), [writer, String(rows), path])
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`Writing ${writer} ended with ${String(code)}.`)
  })
  const [written] = (await Promise.race([once(child, 'message'), ended])) as [WrittenFile]
  ended.catch(() => undefined)
  return written
}

/** How many rows a file has, and what its parts and prices come to, read back. */
async function sumOf(writer: FileWriter, path: string): Promise<string> {
  if (writer === 'xlsx' || writer === 'exceljs') return sumOfSheet(path)
  const { query } = createRequire(import.meta.url)('chdb') as { query: (sql: string, format: string) => string }
  const [form, price] = writer === 'csv' ? ['CSVWithNames', 'toDecimal64(toString(price), 6)'] : ['Parquet', 'price']
  const sql = `SELECT count(), sum(parts), toInt64(sum(${price}) * 1000000) FROM file('${path}', ${form})`
  return query(sql, 'TSV').trim().replaceAll('\t', ', ')
}

/** The columns of parts and prices in the sheet of rows, which is the first part in both files. */
async function sumOfSheet(path: string): Promise<string> {
  let [rows, parts, millionths, column, isValue] = [-1, 0, 0, '', false]
  const reader = createXmlReader({
    begin(name, attribute) {
      if (name === 'row') rows++
      else if (name === 'c') column = (attribute('r') ?? '').replace(/\d+$/, '')
      isValue = name === 'v' && rows > 0
    },
    text(piece) {
      if (!isValue) return
      if (column === 'I') parts += Number(piece)
      else if (column === 'J') millionths += Math.round(Number(piece) * 1_000_000)
    },
    end: () => (isValue = false),
  })
  const decoder = new TextDecoder()
  for await (const piece of openZip(readFileSync(path)).read('xl/worksheets/sheet1.xml', 4 * 1024 ** 3)) {
    reader.take(decoder.decode(piece, { stream: true }))
  }
  return `${rows}, ${parts}, ${millionths}`
}

if (import.meta.main) {
  const results = await measureReportFiles((line) => process.stderr.write(`  ${line}\n`))
  process.send?.(results)
  if (process.send === undefined) process.stdout.write(`${JSON.stringify(results, undefined, 2)}\n`)
  process.exit(0)
}
