import { hash } from 'node:crypto'
import { textFields } from '../events/message.ts'
import { Refused } from '../events/refusal.ts'
import { smsParts } from '../events/sms-parts.ts'
import { channels, receipts, statuses } from '../events/vocabulary.ts'
import type { FieldFault } from '../failure.ts'
import { findPlaces, mapOption, setOption, unusedColumns } from './csv-columns.ts'
import type { FieldName, Place, Places } from './csv-columns.ts'
import { faultOf, oneOf, separatorOption, zoneOption } from './options.ts'
import type { FileOption } from './options.ts'
import type { Asked, Opened, Provider } from './provider.ts'
import { wordReader } from './words.ts'
import { dateOrders, readDecimal, readTruth, readWhole, timeReader } from './written-values.ts'

const statusOption: FileOption = {
  name: 'status',
  value: 'word=status',
  description: 'what a word in the status column means, such as "DELIVRD=delivered" or "*=error" (repeat it)',
}
const channelOption: FileOption = {
  name: 'channel',
  value: 'word=channel',
  description: 'what a word in the channel column means, such as "Text=sms" (repeat it)',
}
const decimalCommaOption: FileOption = {
  name: 'decimal-comma',
  description: 'prices are written with a decimal comma: 0,0125',
}
const datesOption: FileOption = {
  name: 'dates',
  value: dateOrders.join('|'),
  description: 'the order of days with slashes, such as 24/11/2026 (dmy) or 11/24/2026 (mdy)',
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

const textNames = Object.keys(textFields) as (keyof typeof textFields)[]

function open({ options, instantOf }: Asked, columns: readonly string[]): Opened<readonly string[]> {
  const faults: FieldFault[] = []
  const places = findPlaces(options, columns, faults)
  const statusWords = [...statuses.map(({ word }) => word), ...receipts]
  const readStatus = wordReader('status', statusWords, options, statusOption, faults)
  const channelWords = channels.map(({ word }) => word)
  const readChannel = wordReader('channel', channelWords, options, channelOption, faults)
  const orderWord = oneOf(options, datesOption)
  const order = dateOrders.find((word) => word === orderWord)
  if (orderWord !== undefined && order === undefined) {
    faults.push({ field: '--dates', detail: `must be ${dateOrders.join(' or ')}, not "${orderWord}".` })
  }
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

function cellOf(place: Place | undefined, row: readonly string[]): string {
  return place === undefined || place.column < 0 ? '' : row[place.column]!
}

function valueOf(place: Place | undefined, row: readonly string[]): string {
  return cellOf(place, row).trim() || (place?.constant ?? '')
}

/** Who a message is that has no id: its row and where that stands, so that equal rows are messages of their own. */
function rowName(row: readonly string[], line: number): string {
  return `row-${hashOf([line, ...row])}`
}

/** An id that is the same whenever the same is told, so that a file imported twice changes nothing. */
function hashOf(told: unknown): string {
  return hash('sha256', JSON.stringify(told), 'hex').slice(0, 32)
}

function isoTime(instant: number): string {
  return new Date(instant).toISOString()
}

function notesOf(places: Places, columns: readonly string[]): string[] {
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
