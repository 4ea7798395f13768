import { textFields } from '../events/message.ts'
import { Refused } from '../events/refusal.ts'
import { smsParts } from '../events/sms-parts.ts'
import { channels, receipts, statuses } from '../events/vocabulary.ts'
import type { FieldFault } from '../failure.ts'
import { cellOf, findPlaces, gap, mapOption, setOption, unusedColumns, valueOf } from './csv-columns.ts'
import type { FieldTable, Places } from './csv-columns.ts'
import { hashOf } from './record-identity.ts'
import { datesOption, decimalCommaOption, orderOf, statusOption } from './csv-options.ts'
import { faultOf, separatorOption, zoneOption } from './options.ts'
import type { FileOption } from './options.ts'
import type { Asked, Opened, Provider } from './provider.ts'
import { wordReader } from './words.ts'
import { readDecimal, readTruth, readWhole, timeReader } from './written-values.ts'

const channelOption: FileOption = {
  name: 'channel',
  value: 'word=channel',
  description: 'what a word in the channel column means, such as "Text=sms" (repeat it)',
}
/** Tables that any program writes: one status of one message a row. */
export const csv: Provider = {
  id: 'csv',
  title: 'CSV, with a header line',
  about: 'A table with a header line, one status of one message a row.',
  file: {
    shape: 'table',
    options: [
      mapOption,
      setOption,
      statusOption,
      channelOption,
      zoneOption,
      datesOption,
      decimalCommaOption,
      separatorOption,
    ],
    open,
  },
}

/** What a row may tell of its message. */
export const messageFields = {
  id: { names: ['id', 'eventId'] },
  source: { names: ['source'] },
  subject: { names: ['subject', 'message', 'messageId'] },
  time: { names: ['time'] },
  createdAt: { names: ['createdAt'] },
  channel: { names: ['channel'] },
  status: { names: ['status'] },
  required: { names: ['required'] },
  flowId: { names: ['flowId'] },
  parts: { names: ['parts'] },
  text: { names: ['text'] },
  price: { names: ['price', 'price.amount'] },
  currency: { names: ['currency', 'price.currency'] },
  to: { names: ['to'] },
  from: { names: ['from'] },
  country: { names: ['country'] },
  network: { names: ['network'] },
  provider: { names: ['provider'] },
  providerStatus: { names: ['providerStatus'] },
  reason: { names: ['reason'] },
  task: { names: ['task'] },
  template: { names: ['template'] },
} as const satisfies FieldTable<string>
type FieldName = keyof typeof messageFields

/** What must be there, or the numbers would mean nothing. */
function refuseGaps(places: Places<FieldName>, columns: readonly string[], faults: FieldFault[]): void {
  if (places.channel === undefined) faults.push(gap('channel', 'sms', columns))
  if (places.status === undefined) faults.push(gap('status', 'delivered', columns))
  if (places.time === undefined && places.createdAt === undefined) {
    faults.push(gap('time', '2026-11-24T09:30:00Z', columns))
  }
  if (places.price !== undefined && places.currency === undefined) faults.push(gap('currency', 'EUR', columns))
}

const textNames = Object.keys(textFields) as (keyof typeof textFields)[]

function open({ options, instantOf }: Asked, columns: readonly string[]): Opened<readonly string[]> {
  const faults: FieldFault[] = []
  const places = findPlaces(messageFields, options, columns, faults)
  if (faults.length === 0) refuseGaps(places, columns, faults)
  const statusWords = [...statuses.map(({ word }) => word), ...receipts]
  const readStatus = wordReader('status', statusWords, options, statusOption, faults)
  const channelWords = channels.map(({ word }) => word)
  const readChannel = wordReader('channel', channelWords, options, channelOption, faults)
  const order = orderOf(options, faults)
  if (faults.length > 0) throw faultOf(faults)
  const readTime = timeReader(instantOf, order)
  const isDecimalComma = options.has(decimalCommaOption.name)

  function read(row: readonly string[], line: number) {
    const value = (name: FieldName) => valueOf(places[name], row)
    const id = value('id')
    const createdAt = value('createdAt')
    const time = value('time') || createdAt
    if (time === '') throw new Refused('missing', 'time', 'is empty.')
    const word = value('status')
    const status = readStatus(word)
    const channel = readChannel(value('channel'))
    const data: Record<string, unknown> = { channel, status }
    for (const name of textNames) {
      const told = value(name)
      if (told !== '') data[name] = told
    }
    // The provider's own word stays readable behind what it was said to mean.
    if (data['providerStatus'] === undefined && word !== '' && word.toLowerCase() !== status)
      data['providerStatus'] = word
    const required = value('required')
    if (required !== '') data['required'] = readTruth(required, 'required')
    const parts = value('parts')
    const text = cellOf(places.text, row)
    if (parts !== '') data['parts'] = readWhole(parts, 'parts')
    else if (text !== '' && channel === 'sms') data['parts'] = smsParts(text).parts
    const price = value('price')
    if (price !== '') {
      data['price'] = { amount: readDecimal(price, 'price', isDecimalComma), currency: value('currency').toUpperCase() }
    }
    if (createdAt !== '') data['createdAt'] = isoTime(readTime(createdAt, 'createdAt'))
    const event = {
      specversion: '1.0',
      id,
      source: value('source') || 'csv',
      type: 'message.status',
      subject: value('subject') || id || rowName(row, line),
      time: isoTime(readTime(time, 'time')),
      data,
    }
    if (id === '') event.id = hashOf(event)
    return [{ value: event }]
  }

  return { read, notes: notesOf(places, columns) }
}

/** Who a message is that has no id: its row and where that stands, so that equal rows are messages of their own. */
function rowName(row: readonly string[], line: number): string {
  return `row-${hashOf([line, ...row])}`
}

function isoTime(instant: number): string {
  return new Date(instant).toISOString()
}

function notesOf(places: Places<FieldName>, columns: readonly string[]): string[] {
  const notes: string[] = []
  const unused = unusedColumns(places, columns).filter((column) => column.trim() !== '')
  if (unused.length > 0) notes.push(`Columns that are not used: ${unused.join(', ')}.`)
  if (places.subject === undefined && places.id === undefined) {
    notes.push(
      'No column has message ids, so each row counts as a message of its own (--map subject=COLUMN, if there is one).',
    )
  }
  return notes
}
