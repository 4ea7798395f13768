import type { ReportCell, ReportHead } from '../src/reports/file.ts'

/** Twelve columns of messages, as a report of them has: ids and numbers that differ, words that repeat, times, counts, money. */
export const reportHead: ReportHead = {
  title: 'Messages',
  language: 'en',
  zone: 'Europe/Berlin',
  sheetName: 'Messages',
  facts: [{ title: 'Company', value: 'Bench' }],
  totals: ['parts', 'price'],
  columns: [
    { name: 'message', title: 'Message', type: 'text' },
    { name: 'channel', title: 'Channel', type: 'text' },
    { name: 'status', title: 'Status', type: 'text' },
    { name: 'network', title: 'Network', type: 'text' },
    { name: 'to', title: 'To', type: 'text' },
    { name: 'createdAt', title: 'Created', type: 'time' },
    { name: 'deliveredAt', title: 'Delivered', type: 'time' },
    { name: 'seconds', title: 'Took', type: 'seconds' },
    { name: 'parts', title: 'Parts', type: 'count' },
    { name: 'price', title: 'Price', type: 'money', currency: { column: 'currency' } },
    { name: 'currency', title: 'Currency', type: 'text' },
    { name: 'text', title: 'Text', type: 'text' },
  ],
}

const channels = ['sms', 'viber', 'email', 'whatsapp', 'push']
const statuses = ['delivered', 'undelivered', 'pending', 'error']
const words = ['Your code is', 'Order', 'Ваш заказ', 'Thank you & see you soon', 'is ready', 'today', 'tomorrow']
const from = Date.UTC(2026, 0, 1)
const year = 365 * 86_400_000

/** The row of this place: the same in every run. */
function rowAt(at: number, rows: number): ReportCell[] {
  const some = Math.imul(at + 1, 2_654_435_761) >>> 0
  const createdAt = from + Math.floor((at / rows) * year)
  const seconds = some % 90
  const isDelivered = some % 4 !== 0
  return [
    `m-${some.toString(16).padStart(8, '0')}-${at}`,
    channels[some % 5]!,
    statuses[some % 4]!,
    `network-${some % 40}`,
    `+4915${String(some % 100_000_000).padStart(8, '0')}`,
    createdAt,
    isDelivered ? createdAt + seconds * 1000 : null,
    isDelivered ? seconds : null,
    1 + (some % 3),
    `0.0${String(100 + (some % 900))}`,
    some % 3 === 0 ? 'USD' : 'EUR',
    `${words[some % 7]} ${some % 10_000} ${words[(some >>> 8) % 7]}`,
  ]
}

/** All rows, a thousand at once. */
export async function* reportRows(rows: number): AsyncGenerator<ReportCell[][]> {
  for (let begin = 0; begin < rows; begin += 1000) {
    yield Array.from({ length: Math.min(1000, rows - begin) }, (_, at) => rowAt(begin + at, rows))
  }
}
