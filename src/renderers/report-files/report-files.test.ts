import { expect, test } from 'vitest'
import type { ReportCell, ReportFormat, ReportHead } from '../../reports/file.ts'
import { writeReport } from './write-report.ts'

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

test('a cell of the wrong type is told by its row and column', async () => {
  await expect(written('csv', head, [[['a', 1.5, null, null, null]]])).rejects.toThrow(
    'Row 1 of the report: messages is no count: 1.5',
  )
})

/** The file of a report, and what is known at its end. */
async function written(format: ReportFormat, of: ReportHead, batches: ReportCell[][][]) {
  const chunks: Uint8Array[] = []
  const end = await writeReport(format, async (chunk) => void chunks.push(chunk), of, source(batches))
  return { file: Buffer.concat(chunks), end }
}

async function* source(batches: ReportCell[][][]): AsyncGenerator<ReportCell[][]> {
  yield* batches
}
