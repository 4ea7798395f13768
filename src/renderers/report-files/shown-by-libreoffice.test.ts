import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { ReportCell, ReportHead } from '../../reports/file.ts'
import { writeReport } from './write-report.ts'

const soffice = '/usr/bin/soffice'
const hasOffice = existsSync(soffice)
const missing = hasOffice ? '' : ' (skipped: on Debian, apt-get install libreoffice-calc-nogui)'

const head: ReportHead = {
  title: 'Messages of October',
  language: 'en',
  zone: 'Europe/Berlin',
  sheetName: 'Messages',
  facts: [{ title: 'Company', value: 'Bakery & Söhne' }],
  totals: ['parts', 'price', 'took'],
  columns: [
    { name: 'text', title: 'Text', type: 'text' },
    { name: 'at', title: 'Created', type: 'time' },
    { name: 'day', title: 'Day', type: 'day' },
    { name: 'parts', title: 'Parts', type: 'count' },
    { name: 'price', title: 'Price', type: 'money', currency: { column: 'currency' } },
    { name: 'currency', title: 'Currency', type: 'text' },
    { name: 'share', title: 'Share', type: 'share' },
    { name: 'took', title: 'Took', type: 'seconds' },
    { name: 'ratio', title: 'Ratio', type: 'decimal' },
  ],
}

const rows: ReportCell[][] = [
  ['=1+1', at('2026-10-25T00:30:00Z'), '2026-10-25', 1_234_567, '0.0125', 'EUR', 0.5, 65, '1.5'],
  ['_x0041_ <b> & "two"', at('2026-10-25T01:30:00Z'), '1900-01-01', -5, '12345.6', 'USD', 1 / 3, 360_000, '-1234.125'],
  ['مرحبا 😀', at('2026-10-01T10:00:00.250Z'), '9999-12-31', 9_007_199_254_740_991, '500', 'JPY', 0, 1.25, '0'],
  ['+49 151', at('1899-12-31T10:00:00Z'), '1900-03-01', 0, '1.5', 'KWD', 1, null, '12345678901234.123456'],
]

test.skipIf(!hasOffice)(`LibreOffice shows a report as it is meant${missing}`, { timeout: 120_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'talkmeter-office-'))
  try {
    const chunks: Uint8Array[] = []
    const end = await writeReport('xlsx', async (chunk) => void chunks.push(chunk), head, batches())
    writeFileSync(join(folder, 'report.xlsx'), Buffer.concat(chunks))
    // Every sheet as a table of what its cells show: UTF-8, parted by bars.
    const shown = 'csv:Text - txt - csv (StarCalc):124,,76,1,,0,false,true,true,false,false,-1'
    const own = `-env:UserInstallation=file://${join(folder, 'profile')}`
    const asked = [own, '--headless', '--convert-to', shown, '--outdir', folder, join(folder, 'report.xlsx')]
    execFileSync(soffice, asked, { stdio: 'ignore' })
    expect(linesOf(join(folder, 'report-Messages.csv'))).toEqual([
      'Text|Created (Europe/Berlin)|Day|Parts|Price|Currency|Share|Took|Ratio',
      '=1+1|2026-10-25 02:30:00 +02:00|2026-10-25|1,234,567|0.0125 EUR|EUR|50.00%|0:01:05|1.5',
      '_x0041_ <b> & "two"|2026-10-25 02:30:00 +01:00|1900-01-01|-5|12,345.60 USD|USD|33.33%|100:00:00|-1,234.125',
      'مرحبا 😀|2026-10-01 12:00:00.250|9999-12-31|9007199254740991|500 JPY|JPY|0.00%|0:00:01.250|0',
      '+49 151|1899-12-31T11:00:00+01:00|1900-03-01|0|1.500 KWD|KWD|100.00%||12345678901234.123456',
    ])
    expect(linesOf(join(folder, 'report-About.csv'))).toEqual([
      'Messages of October|',
      '|',
      'Company|Bakery & Söhne',
      '|',
      'Rows|4',
      'Total: Parts|9007199255975553',
      'Total: Price, EUR|0.0125 EUR',
      'Total: Price, JPY|500 JPY',
      'Total: Price, KWD|1.500 KWD',
      'Total: Price, USD|12,345.60 USD',
      'Total: Took|100:01:06.250',
      `Checksum of the rows (SHA-256)|${end.checksum}`,
    ])
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})

function at(time: string): number {
  return Date.parse(time)
}

async function* batches(): AsyncGenerator<ReportCell[][]> {
  yield rows
}

function linesOf(path: string): string[] {
  return readFileSync(path, 'utf8').trimEnd().split('\n')
}
